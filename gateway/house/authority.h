/* SPDX-License-Identifier: Apache-2.0 */
/*
 * authority.h - the name by which the authority list has a party.
 *
 * What an editor writes by hand must be the same party as the one that plugins
 * find: "AFP" and "Agence France-Presse" are one. The list is the plugins' own,
 * out of the rules in force, as the story's partner gets it, and it is asked
 * with the plugins' own look-up. Opened for one question and let go again: an
 * editor's order is rare, and the rules may change. The front loop.
 */
#ifndef HOUSE_AUTHORITY_H
#define HOUSE_AUTHORITY_H

#include "base/auto.h"
#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"

struct agencies;    /* deliver/agencies.h */
struct agency_list; /* plugins/common/agency.h */
struct arena;       /* base/arena.h */
struct change;      /* story/change.h */
struct jsonout;     /* base/jsonout.h */
struct rulebook;    /* plug/rulebook.h */
struct whose;       /* plug/whose.h */

struct authority {
	struct agency_list *list; /* NULL: the rules have none */
};

struct authority authority_open(
	struct rulebook *rulebook, const struct whose *whose);
void authority_done(struct authority *authority);
DEFINE_AUTO_VALUE(struct authority, authority_done);

/* The name is appended to `out`. 0; 1: the list has no such party, and the name
 * is as it was; 2 with why: several agencies go by it. */
int authority_name(const struct authority *authority, struct slice said,
	struct buf *out, struct problem *why);
/* The parties of an editor's change by their names; `told` gets an object for
 * each: field, said, name, listed. 0; 1 with why: see above. */
int authority_name_change(const struct authority *authority,
	struct change *change, struct arena *arena, struct jsonout *told,
	struct problem *why);

/* All parties of the list, whoever their rows are for, as feeds name them. The
 * caller's; NULL: the rules have no list. */
struct agencies *authority_agencies(const struct rulebook *rulebook);

#endif
