/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.h - a text as a row of words, made equal where typography differs.
 *
 * Case, quotes, hyphens, soft hyphens, invisible characters and hard wraps do
 * not count: "Disclaim-\ner" and "disclaimer" are one word with one hash, and
 * "third-party" is the same with any hyphen. Scripts without spaces give a word
 * per character. Offsets lead back to the text.
 */
#ifndef PLUGINS_COMMON_WORDS_H
#define PLUGINS_COMMON_WORDS_H

#include "common/piece.h"

struct word {
	uint32_t hash;
	uint32_t start, end; /* bytes of the text */
	bool small;          /* three letters or less: everywhere */
};

struct words {
	struct word *items;
	size_t n, cap;
};

/* Adds the words of `text`; its first byte has offset `base`. */
void words_read(struct words *words, struct piece text, size_t base);
void words_done(struct words *words);
/* The first word that starts at or behind `at`. */
size_t words_from(const struct words *words, size_t at);

#endif
