/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dateline.h - place, date and agency at the start of a story, in any order and
 * with any punctuation: "LIMA, Feb 2 (Reuters) -", "(ANSA) - BARI, 4 MAR -",
 * "【ソウル共同】", "新华社上海2月2日电", "AFP/Tokyo", "تبریز- ایرنا-".
 *
 * A pure function of the first lines of a story. What it cannot read as a
 * whole it leaves alone.
 */
#ifndef PLUGINS_ATTRIBUTION_DATELINE_H
#define PLUGINS_ATTRIBUTION_DATELINE_H

#include "attribution/mark.h"
#include "attribution/person.h"

struct dateline {
	size_t len;       /* bytes, with what separates it; 0: there is none */
	size_t mark_len;  /* without that */
	struct mark mark; /* n == 0: no agency in it */
	struct piece place;
	char date[96]; /* its words, for scan_date_in(); "": none */
	struct persons reporters;
	struct piece unlisted; /* "KXYZ", in the place of an agency */
	/* "(MENAFN- Supplier)" before it */
	struct agency_hit republisher;
	struct piece republisher_at;
	struct piece supplier; /* empty: the republisher's own desk */
	size_t prefix_len;
};

/* `head` is the start of the body, up to the end of its first paragraph. */
bool dateline_read(const struct lore *lore, struct piece head,
	struct dateline *ret_dateline);
/* The same without a prefix, for a second dateline inside another. */
bool dateline_walk(const struct lore *lore, struct piece head,
	struct dateline *ret_dateline);
/* Does the line begin with a republisher's "(MENAFN- Supplier)"? */
bool dateline_is_prefix(const struct lore *lore, struct piece line);
/* "... dedi. - BURSA": bytes of a place that ends a text; 0: none. */
size_t dateline_behind(struct piece text, struct piece *ret_place);

#endif
