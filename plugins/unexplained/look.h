/* SPDX-License-Identifier: Apache-2.0 */
/*
 * look.h - what marks look like, whoever they belong to.
 *
 * Pure functions over pieces of text: a code, a name, a bracketed group, a line
 * with a label. They know shapes and no agencies: which marks are known is told
 * by what the other plugins claimed and found.
 */
#ifndef PLUGINS_UNEXPLAINED_LOOK_H
#define PLUGINS_UNEXPLAINED_LOOK_H

#include "common/piece.h"

#define LOOK_GROUP_MAX 80u /* bytes of a bracketed group */

/* Words of the rules, lower case, each list NULL-terminated. */
struct look_words {
	const char **labels;   /* "source": with a colon, a name behind it */
	const char **leads;    /* "via": without a colon */
	const char **ordinary; /* "video", "north korea": never a mark */
	const char **firms;    /* "inc": what stands in brackets behind it is
				  the code of its shares */
};

/* SKW, AdnK, rk/DP, AB-1: short, most of it capitals. `alone`: it stands where
 * nothing but a mark can, so that three small letters are one too. */
bool look_is_code(const struct look_words *words, struct piece p, bool alone);
/* Two to six words with capitals, "Skerry Wire Service"; a few characters of a
 * script without capitals. */
bool look_is_name(const struct look_words *words, struct piece p);
/* A code that no word of a Latin script is: three to six capitals without a
 * vowel. */
bool look_is_unspeakable(struct piece p);
/* The code is made of the first letters of the words before it: "European Union
 * (EU)". */
bool look_is_spelt_out(struct piece code, struct piece before);

/* Bytes of the group at the start, brackets and all: ( ) [ ] and their kin in
 * Chinese and Japanese, or /SKW/. 0: none that is closed in time. */
size_t look_group(struct piece p, struct piece *ret_inside);
/* "--SKW--", "- SKW -": what is between the dashes; empty: it is not so. */
struct piece look_dashed(struct piece line);
/* "Source: Skerry Wire", "via Skerry Wire". */
bool look_is_labelled(const struct look_words *words, struct piece line);
/* "© 2026 Skerry Wire", "(c) Skerry Wire". */
bool look_is_copyright(struct piece line);
/* What may stand before the mark of a dateline that nobody claimed: a place of
 * one word, or of several with a comma, a date or in capitals; a person's name
 * before a party's is none. */
bool look_is_dateline(const struct look_words *words, struct piece before);

#endif
