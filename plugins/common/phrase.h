/* SPDX-License-Identifier: Apache-2.0 */
/*
 * phrase.h - find known wordings in a text, also when somebody spun them.
 *
 * All wordings are indexed by their pairs of neighbouring words. One walk over
 * the text's words looks each pair up; where one hits, the wording is aligned
 * with the text in both directions, passing over a few changed, added or
 * missing words. The share of its words that were found is the score; the
 * wording's own threshold decides. Linear in the text for any set of wordings.
 */
#ifndef PLUGINS_COMMON_PHRASE_H
#define PLUGINS_COMMON_PHRASE_H

#include "common/words.h"

struct phrase_set;

struct phrase_hit {
	uint32_t owner;     /* what phrase_add() was given */
	size_t first, last; /* words of the text */
	double score;       /* 0..1 */
};

struct phrase_hits {
	struct phrase_hit *items;
	size_t n, cap;
};

struct phrase_set *phrase_set_new(void);
void phrase_set_free(struct phrase_set *set);
/* At least two words; false otherwise. Threshold in 0..1. */
bool phrase_add(struct phrase_set *set, struct piece wording, double threshold,
	uint32_t owner);
/* Builds the index: once, after the last phrase_add(). */
void phrase_set_ready(struct phrase_set *set);
/* All hits in the order in which they were met; at most `max`. */
void phrase_scan(const struct phrase_set *set, const struct words *text,
	size_t max, struct phrase_hits *hits);
/* Does some wording hold this word? */
bool phrase_knows(const struct phrase_set *set, uint32_t word_hash);

#endif
