/* SPDX-License-Identifier: Apache-2.0 */
/*
 * generation.h - one configuration generation in the words of each layer.
 *
 * The layers do not know the configuration, and it does not know them: here its
 * plain data becomes routes, rosters, subscribers and limits. Any thread.
 */
#ifndef HOUSE_GENERATION_H
#define HOUSE_GENERATION_H

#include "base/problem.h"
#include "config/config.h"
#include "deliver/settings.h"
#include "net/http_server.h"

struct roster;      /* partner/roster.h */
struct rulebook;    /* plug/rulebook.h */
struct routes;      /* route/routes.h */
struct subscribers; /* deliver/subscriber.h */

struct routes *generation_routes(const struct config *config);
/* 0 and a reference, or 1 with why. */
int generation_roster(const struct config *config, struct roster **ret_roster,
	struct problem *why);
/* With the agencies that the rules and the partners make known. */
int generation_subscribers(const struct config *config,
	const struct rulebook *rulebook, struct subscribers **ret_subscribers,
	struct problem *why);
struct delivery_settings generation_settings(const struct config *config);
struct http_limits generation_limits(const struct config *config);
/* How many may be open where the process may open so many files: who has them
 * all taken by callers can neither write nor start a normalizer. */
size_t generation_connections(const struct config *config, uint64_t n_files);
/* What was changed in the file but stays as it is until a restart is told to
 * the log, section by section, or the operator would believe otherwise. */
void generation_tell_waiting(
	const struct config *old, const struct config *new);

#endif
