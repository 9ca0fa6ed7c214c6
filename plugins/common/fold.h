/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fold.h - what looks alike made the same, so that a rule is written once.
 *
 * Case, accents, vowel points, kinds of dashes, quotes and blanks, full-width
 * and mathematical letters, and characters that nobody sees do not count. A
 * row of letters with a blank between each ("R e u t e r s") is joined. The
 * result is for comparing only: it is not a text and has no offsets. Pure.
 */
#ifndef PLUGINS_COMMON_FOLD_H
#define PLUGINS_COMMON_FOLD_H

#include "common/begins.h"

/* The character as it is compared; 0: it does not count. A blank of any kind
 * is ' ', a digit of any script its ASCII digit. */
uint32_t fold_code(uint32_t code);

/* The first byte of what the piece is folded to; 0: nothing. */
unsigned char fold_first(struct piece p);

/* What a piece that begins with words of ASCII letters is folded to begins
 * with, as begins_of() has it; false: it begins in another way. Of the four
 * bytes one of the last two may be the blank behind a word. */
static inline bool
fold_four(struct piece p, uint32_t *ret_first)
{
	uint32_t first = begins_of(p), last_two = UINT32_C(0x80800000);
	uint32_t letters = (uint32_t)eight_letters(first);
	uint32_t blanks = (uint32_t)eight_equal(first, ' ') & last_two;

	*ret_first = first | UINT32_C(0x20202020);
	return (letters | blanks) == UINT32_C(0x80808080) && blanks != last_two;
}

struct fold_how {
	bool numbers; /* a run of digits with separators inside becomes "#" */
	bool lines;   /* a word cut by a hyphen at a line's end is joined */
};

/* White space is made one blank, the ends are trimmed; NUL-terminated. Returns
 * the bytes written; what does not fit in `size` is left off, which `ret_whole`
 * tells (NULL: nobody asks). */
size_t fold_piece(struct piece p, const struct fold_how *how, char *out,
	size_t size, bool *ret_whole);

#endif
