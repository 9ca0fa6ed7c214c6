/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credit_parts.h - what the readers of credits share. For credit*.c only.
 */
#ifndef PLUGINS_ATTRIBUTION_CREDIT_PARTS_H
#define PLUGINS_ATTRIBUTION_CREDIT_PARTS_H

#include "attribution/credit.h"

/* What is inside the bracket that is the whole line, or the line. */
struct piece credit_unbracket(struct piece line);
/* Without dashes and slashes around, and a full stop behind a short line. */
struct piece credit_without_dashes(struct piece line);
/* "The Harbor Ledger contributed to this report." */
bool credit_contribution(
	const struct lore *lore, struct piece line, struct credit *credit);
/* Behind "with files from": an outlet that no list has, or people. */
bool credit_unlisted_inputs(const struct lore *lore, struct piece label,
	struct piece rest, struct credit *credit);
/* Bytes of a colon, or of what stands for one, with blanks; 0: none. */
size_t credit_colon(struct piece p);
bool credit_is_code_line(struct piece line);
bool credit_agency_and_desk(const struct lore *lore, struct piece line,
	enum credit_where where, struct credit *credit);
bool credit_agency_and_signs(const struct lore *lore, struct piece p,
	const struct agency_hit *hit, struct credit *credit);
/* Initials, numbers, hours: what a desk signs with. */
bool credit_is_desk(const struct lore *lore, struct piece line);
/* "dpa ab cd": an agency, then its desk. */
bool credit_mark_and_desk(
	const struct lore *lore, struct piece line, struct mark *mark);
/* "sri/wmr (AFP, Reuters, dpa)": whose copy a desk wrote from. */
bool credit_desk_inputs(
	const struct lore *lore, struct piece line, struct credit *credit);
/* "(dpa/lby)", "(mmu/afp)": a desk's code that is an agency's as well. */
bool credit_agency_at_desk(
	const struct lore *lore, struct piece code, struct mark *mark);
bool credit_is_end_mark(const struct lore *lore, struct piece line);
/* Agencies anywhere in a short text, in order. */
void credit_gather(const struct lore *lore, struct piece text, bool weak,
	struct mark *ret_mark);
/* Where a sign of rights stands; p.len: nowhere. "copyright issues" is none. */
size_t credit_rights_sign(struct piece p);

#endif
