/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wordlist.h - phrases of the rules, each with the classes it belongs to.
 *
 * A phrase is one to eight words; case, quotes and line ends do not count. A
 * look-up asks for the longest phrase at the start or at the end of a text and
 * takes the same time for any number of phrases. Scripts without blanks have
 * their phrases looked up letter by letter, up to twenty letters. Whose phrases
 * are found is noted, so that a rule that never matches can be told.
 */
#ifndef PLUGINS_ATTRIBUTION_WORDLIST_H
#define PLUGINS_ATTRIBUTION_WORDLIST_H

#include "common/begins.h"

#define WORDLIST_BEGINNINGS 4096u

struct wordlist {
	struct wordlist_entry *table;
	size_t n, size; /* a power of two */
	struct wordlist_owner *owners;
	size_t n_owners, cap_owners;
	bool *met; /* by rule; lent, NULL: nobody asks */
	/* Classes of the phrases that begin so; the last one of all others. */
	uint32_t begins[WORDLIST_BEGINNINGS + 1];
};

/* `met`: lent, one for each rule whose phrases are added; true once a look-up
 * found one of them. NULL: nobody asks. */
struct wordlist *wordlist_new(bool *met);
void wordlist_free(struct wordlist *wordlist);
/* `classes` are bits, the two highest left out; a phrase that was added before
 * has them all, for whichever rule. False when it is too long to be found
 * again. */
bool wordlist_add(struct wordlist *wordlist, struct piece phrase,
	uint32_t classes, size_t rule);
/* wordlist_at() where the first letters do not say that there is none. */
uint32_t wordlist_find(const struct wordlist *wordlist, struct piece text,
	uint32_t wanted, size_t *ret_len);

/* The first four letters of ASCII, case ignored, as a place in begins[]. Signs
 * that are written in several ways and letters of more bytes are one. */
static inline size_t
wordlist_beginning(struct piece p)
{
	uint64_t first = begins_of(p);
	uint64_t word = eight_letters(first) | eight_digits(first);
	uint64_t others = ~word & EIGHT(0x80); /* the last four at least */
	size_t bits = (size_t)__builtin_ctzll(others) & ~(size_t)7;
	unsigned char c = first >> bits & 0xff;

	if (c >= 0x80 || c == '\'' || c == '-')
		return WORDLIST_BEGINNINGS;
	if (!bits)
		bits = 8; /* a sign of its own */
	return begins_hash((uint32_t)((first | EIGHT(0x20)) &
				      ((UINT64_C(1) << bits) - 1))) >>
	       20;
}

/* Classes among `wanted` of the longest phrase at the start (blanks before it
 * are passed over); 0: none. `ret_len` is where it ends. */
static inline uint32_t
wordlist_at(const struct wordlist *wordlist, struct piece text, uint32_t wanted,
	size_t *ret_len)
{
	if (text.len && byte_is_alnum((unsigned char)text.at[0]) &&
		!(wordlist->begins[wordlist_beginning(text)] & wanted))
		return 0;
	return wordlist_find(wordlist, text, wanted, ret_len);
}

/* The same at the end; `ret_len` is how many bytes it takes, blanks behind it
 * and all. */
uint32_t wordlist_before(const struct wordlist *wordlist, struct piece text,
	uint32_t wanted, size_t *ret_len);

/* The first and the last word of a text, without blanks and signs around;
 * empty when a sign that parts sentences or clauses comes first. */
struct piece wordlist_word(struct piece text);
struct piece wordlist_last_word(struct piece text);

#endif
