/* SPDX-License-Identifier: Apache-2.0 */
/*
 * routes.h - all products of one configuration generation, ready to match.
 *
 * Immutable and reference-counted: a reload makes a new one, and each event of
 * the journal names the generation that decided it. The desk asks once per
 * event; what was decided, and by which condition, is written into the event.
 * Any thread may match.
 */
#ifndef ROUTE_ROUTES_H
#define ROUTE_ROUTES_H

#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/slice.h"
#include "route/product.h"
#include "story/story.h"

struct routes;

/* Copies the rules. One reference, the caller's. */
struct routes *routes_new(
	const struct product_rule *rules, size_t n_rules, uint64_t generation);
struct routes *routes_ref(struct routes *routes);
/* Accepts NULL; returns NULL. */
struct routes *routes_unref(struct routes *routes);
DEFINE_AUTO(struct routes, routes_unref);

uint64_t routes_generation(const struct routes *routes);

/* What was decided for one story. */
struct routing {
	const char **products; /* sorted; the names live with the routes */
	size_t n_products;
	char *why; /* "world: yes, all; sport: no, language de" */
};
void routing_done(struct routing *routing);
DEFINE_AUTO_VALUE(struct routing, routing_done);

void routes_match(const struct routes *routes, const struct story *story,
	struct slice partner, struct routing *ret_routing);

#endif
