/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lexicon.h - terms of many languages, found in folded text in one walk.
 *
 * A term is a word or a few; a star behind a word lets it go on ("recht*"). It
 * begins and ends with a word in scripts that part words and
 * have few endings; in the others (Han, Kana, Hangul, Thai, Arabic, Hebrew and
 * their like) it may stand anywhere.
 */
#ifndef PLUGINS_COMMON_LEXICON_H
#define PLUGINS_COMMON_LEXICON_H

#include "common/fold.h"

struct lexicon;

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *lexicon);
/* The same term may be added with several values. */
void lexicon_add(struct lexicon *lexicon, struct piece term, uint32_t value);
/* Calls `found` for each term that stands in `text`, which fold_piece() made.
 */
void lexicon_scan(const struct lexicon *lexicon, struct piece text,
	void (*found)(void *context, uint32_t value), void *context);

#endif
