/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mark.h - the agencies in one mark: what stands between the brackets of
 * "(AFP)", "(Reuters/AP)", "(dpa/lby)", "(Oman News Agency (ONA))",
 * "ソウル共同".
 *
 * Pure functions over pieces of text; the dateline and the credit scanners are
 * built on them.
 */
#ifndef PLUGINS_ATTRIBUTION_MARK_H
#define PLUGINS_ATTRIBUTION_MARK_H

#include "common/agency.h"

#define MARK_MAX 6

struct mark {
	struct agency_hit hits[MARK_MAX];
	struct piece texts[MARK_MAX]; /* where each stands */
	size_t n;
	struct piece place; /* "부산" of "부산=연합뉴스"; empty: none */
};

/* Is `content` a mark and nothing else? Desk codes and dates may stand with the
 * agencies; running text may not. */
bool mark_read(const struct agency_list *list, struct piece content,
	struct mark *ret_mark);
/* Bytes of the bracketed group at the start, brackets and all, nesting counted;
 * 0: none, or not closed within `max` bytes. `ret_inside` is what is between.
 */
size_t mark_group(struct piece p, size_t max, struct piece *ret_inside);
/* ab/cd, aa/bb/cc, AB/CDE, /rk/DP: initials of desks. */
bool mark_is_desk_code(struct piece p);

#endif
