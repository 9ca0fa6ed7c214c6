/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dateline.h - the first words of a story: republisher's prefix, place, date,
 * agency, separator, in the orders and with the punctuation that wires use.
 */
#ifndef PLUGINS_ATTRIBUTION_DATELINE_H
#define PLUGINS_ATTRIBUTION_DATELINE_H

#include "attribution/mark.h"
#include "common/scan.h"

struct dateline {
	size_t len;         /* bytes up to the story, blanks and all; 0: none */
	size_t mark_len;    /* the same without blanks at the end */
	struct piece place; /* empty: none */
	struct scan_date date; /* month 0: none */
	struct mark mark;      /* n == 0: the agency was lost */
	/* "(MENAFN- Oman News Agency)": who re-ran it, and whose copy. */
	size_t prefix_len;
	struct agency_hit republisher; /* agency NULL: no prefix */
	struct piece republisher_at;
	struct piece supplier; /* empty: bare prefix */
	struct piece byline;   /* the reporter behind "(place=agency)" */
};

/* `head` is the paragraph, hard wraps and all. `no_places` are words in lower
 * case that stand in capitals before a colon and name no place. */
bool dateline_read(const struct agency_list *list, const char *const *no_places,
	struct piece head, struct dateline *ret_dateline);

#endif
