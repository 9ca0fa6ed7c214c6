/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ninjs_old.h - items of ninjs 1.x and 2.x in the words of 3.1.
 *
 * Only what a story cannot do without: its text, its embargo, its parties and
 * concepts. Version 2 differs in letter case, which format/shape.h forgives,
 * and in the name of the embargo; version 1 had singular names, one property
 * per kind of text, and objects keyed by name where lists stand today.
 * Source: standards of IPTC, ninjs 1.6, 2.2 and 3.1 schemas.
 */
#ifndef FORMAT_NINJS_OLD_H
#define FORMAT_NINJS_OLD_H

#include <jansson.h>

#include "base/problem.h"

/* What no version of ninjs allows in the words of 1.x, and what would be lost
 * without a trace when it is told in those of 3.1. 0, or 1 with why. */
int ninjs_check_old(json_t *item, struct problem *why);
/* Changes `item`, an object, in place; leaves what is 3.1 already. */
void ninjs_modernise(json_t *item);

#endif
