/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token.h - what a dateline is made of: words that end at blanks, commas,
 * brackets, slashes and dashes, small words inside places, signs behind it.
 */
#ifndef PLUGINS_ATTRIBUTION_TOKEN_H
#define PLUGINS_ATTRIBUTION_TOKEN_H

#include "common/piece.h"

/* The word of `head` that begins at byte `i`; it may be empty. */
struct piece token_at(struct piece head, size_t i);
/* "of", "am", "sur": inside places. */
bool token_is_connector(struct piece word);
/* Three capitals at least, and no small letter. */
bool token_is_upper(struct piece word);
/* Bytes of dashes, colons, stops and blanks. */
size_t token_separators(struct piece p);
/* A sign that parts a dateline from what follows: not a comma. */
bool token_strong_separator(struct piece p);
/* A sentence may begin here. */
bool token_begins_sentence(struct piece p);
/* Nothing but blanks up to the line's end. */
bool token_ends_line(struct piece p);
/* "/ 09:00 am", "10:02 GMT" behind a date: its bytes; 0: none. */
size_t token_clock(struct piece p);
/* "COLOMBO — Floods": bytes of a place of three words in capitals at most and
 * its dash; 0: none. */
size_t token_place(struct piece p, struct piece *ret_place);

#endif
