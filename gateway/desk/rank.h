/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rank.h - is this version older, the same, or newer than what stands?
 *
 * The rules of standards.md section 6 (1 to 3) as a pure function. Version
 * numbers count when both are numbers; gaps are normal. Otherwise the versions'
 * own times decide, otherwise only the content can. Any thread.
 */
#ifndef DESK_RANK_H
#define DESK_RANK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct standing; /* journal/standing.h */

struct rank_facts {
	struct slice version; /* as the partner wrote it; empty: none */
	struct slice hash;    /* of the content */
	int64_t version_ms;   /* -1: unknown */
};

enum rank {
	RANK_OLDER,
	RANK_SAME,    /* equal version, equal content */
	RANK_CHANGED, /* equal version, other content */
	RANK_NEWER,
};

enum rank rank_against(
	const struct standing *standing, const struct rank_facts *facts);
/* Newer by at least one measure that both sides have, older or equal by none:
 * what it takes to come back after a kill. */
bool rank_is_provably_newer(
	const struct standing *standing, const struct rank_facts *facts);
/* -1, 0, 1 when both are decimal numbers of any length; 2: not comparable. */
int rank_numbers(struct slice a, struct slice b);

#endif
