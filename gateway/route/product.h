/* SPDX-License-Identifier: Apache-2.0 */
/*
 * product.h - a product: a named match over stories, as configured.
 *
 * The configuration fills it in. All conditions that are given must hold; the
 * values inside one are alternatives. Whatever is empty, missing or invalid
 * matches nothing: a mistake in a rule must never send a story to somebody who
 * has no right to it.
 */
#ifndef ROUTE_PRODUCT_H
#define ROUTE_PRODUCT_H

#include <stdbool.h>

#include "base/problem.h"
#include "base/slice.h"

struct product_rule {
	const char *name;
	bool valid; /* false: matches nothing, whatever else it says */
	bool all;   /* `match: all` */
	/* NULL-terminated; NULL: no such condition. A list without an item is a
	 * condition that nothing meets. */
	const char *const *partners;  /* names */
	const char *const *suppliers; /* canonical names, ASCII case ignored */
	const char *const *languages; /* ranges: "en" takes en-GB (RFC 4647
					 section 3.3.1) */
	const char *const *subjects;  /* name, uri or literal, ASCII case
					 ignored */
	bool has_urgency;
	unsigned urgencies; /* bit n: urgency n, 1..9 */
};

/* "<=3", "<3", ">=5", ">5", "1-3", "2", "1, 2": 0, or 1 with why (E-URGENCY).
 * No urgency left is an error too. */
int product_parse_urgency(
	struct slice text, unsigned *ret_urgencies, struct problem *why);

#endif
