/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.h - one configuration generation in the words of each layer.
 *
 * The layers do not know the configuration, and it does not know them: here its
 * plain data becomes routes, rosters, subscribers, limits and what the
 * normalizer needs. Results that are not counted live in the arena and borrow
 * from the configuration. Any thread.
 */
#ifndef HOUSE_PLAN_H
#define HOUSE_PLAN_H

#include "base/arena.h"
#include "base/problem.h"
#include "config/config.h"
#include "deliver/settings.h"
#include "net/http_server.h"
#include "normalize/normalize.h"

struct roster;      /* partner/roster.h */
struct routes;      /* route/routes.h */
struct subscribers; /* deliver/subscriber.h */

/* Lives as long as `arena` and `config`. */
struct normalizer_plan plan_normalizer(
	const struct config *config, struct arena *arena);
struct routes *plan_routes(const struct config *config);
/* 0 and a reference, or 1 with why. */
int plan_roster(const struct config *config, struct roster **ret_roster,
	struct problem *why);
int plan_subscribers(const struct config *config,
	struct subscribers **ret_subscribers, struct problem *why);
struct delivery_settings plan_settings(const struct config *config);
struct http_limits plan_limits(const struct config *config);
/* The largest body that any partner may send. */
uint64_t plan_max_body(const struct config *config);

#endif
