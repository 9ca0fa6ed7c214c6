/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mark.h - the agencies in one mark: what stands between the brackets of
 * "(AFP)", "(Reuters/AP)", "(dpa/lby)", "(Oman News Agency (ONA))",
 * "(부산=연합뉴스)", "【カイロ共同＝佐伯遥】", "/Корр. ТАСС Мария Лужина/".
 *
 * A mark is nothing but agencies and what may stand with them: house codes,
 * desks, dates, a place, reporters. One word of anything else and it is none.
 * Pure functions over pieces of text.
 */
#ifndef PLUGINS_ATTRIBUTION_MARK_H
#define PLUGINS_ATTRIBUTION_MARK_H

#include "attribution/vocabulary.h"
#include "common/agency.h"
#include "common/scan.h"

#define MARK_MAX 6
#define MARK_PERSONS 4

/* What all readers of marks know. */
struct lore {
	const struct agency_list *agencies;
	const struct vocabulary *words;
};

struct mark {
	struct agency_hit hits[MARK_MAX];
	struct piece texts[MARK_MAX]; /* where each stands */
	size_t n;
	struct piece place; /* "부산" of "부산=연합뉴스"; empty: none */
	struct piece persons[MARK_PERSONS];
	size_t n_persons;
	struct piece date; /* "Feb 2, 2017"; empty: none */
	bool nobody;       /* "Agencies": a mark that names none */
	bool relayed; /* "AFP時事": the second passed on the first's copy */
};

/* Is `content` a mark and nothing else? It names an agency, or nobody. */
bool mark_read(
	const struct lore *lore, struct piece content, struct mark *ret_mark);
/* The whole of `part` is an agency, also as marks alone write it: "afp",
 * "©AFP".
 */
bool mark_agency(
	const struct lore *lore, struct piece part, struct agency_hit *ret_hit);
/* Bytes of the bracketed group at the start, brackets and all, nesting counted;
 * 0: none, or not closed within `max` bytes. `ret_inside` is what is between.
 */
size_t mark_group(struct piece p, size_t max, struct piece *ret_inside);
/* ab/cd, aa/bb/cc, AB/CDE, /rk/DP, /ДК, ИП/: initials of desks. */
bool mark_is_desk_code(struct piece p);
/* Up to four letters of one word, as desks sign. */
bool mark_is_initials(struct piece word);
/* "KXYZ", "WQRS-TV": a station's call letters where an agency would stand.
 * Those of North America begin so; other letters may be anybody's. */
bool mark_is_call_sign(struct piece p);

#endif
