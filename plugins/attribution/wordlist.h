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

#include "common/piece.h"

struct wordlist;

/* `met`: lent, one for each rule whose phrases are added; true once a look-up
 * found one of them. NULL: nobody asks. */
struct wordlist *wordlist_new(bool *met);
void wordlist_free(struct wordlist *wordlist);
/* `classes` are bits, the two highest left out; a phrase that was added before
 * has them all, for whichever rule. False when it is too long to be found
 * again. */
bool wordlist_add(struct wordlist *wordlist, struct piece phrase,
	uint32_t classes, size_t rule);
/* Classes among `wanted` of the longest phrase at the start (blanks before it
 * are passed over); 0: none. `ret_len` is where it ends. */
uint32_t wordlist_at(const struct wordlist *wordlist, struct piece text,
	uint32_t wanted, size_t *ret_len);
/* The same at the end; `ret_len` is how many bytes it takes, blanks behind it
 * and all. */
uint32_t wordlist_before(const struct wordlist *wordlist, struct piece text,
	uint32_t wanted, size_t *ret_len);

/* The first and the last word of a text, without blanks and signs around;
 * empty when a sign that parts sentences or clauses comes first. */
struct piece wordlist_word(struct piece text);
struct piece wordlist_last_word(struct piece text);

#endif
