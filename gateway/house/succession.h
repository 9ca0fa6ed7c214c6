/* SPDX-License-Identifier: Apache-2.0 */
/*
 * succession.h - the next generation, ready but not yet in office.
 *
 * A reload is all or nothing: certificate, roster, subscribers, routes and the
 * bytes of all rule files are made first, then a new crew of normalizers is
 * started, and only when it serves does everything change over. Until then
 * nothing has. On the front loop.
 */
#ifndef HOUSE_SUCCESSION_H
#define HOUSE_SUCCESSION_H

#include "base/auto.h"
#include "base/problem.h"

struct config;          /* config/config.h */
struct normalizer_plan; /* normalize/normalize.h */
struct roster;          /* partner/roster.h */
struct routes;          /* route/routes.h */
struct rulebook;        /* plug/rulebook.h */
struct subscribers;     /* deliver/subscriber.h */
struct tls;             /* net/tls.h */

/* One reference to each. */
struct succession {
	struct config *config;
	struct tls *tls;
	struct roster *roster;
	struct subscribers *subscribers;
	struct routes *routes;
	struct rulebook *rulebook;
};

/* NULL with every problem found. */
struct succession *succession_new(struct config *config,
	const struct normalizer_plan *plan, struct problem_list *problems);
/* Accepts NULL; returns NULL. */
struct succession *succession_free(struct succession *succession);
DEFINE_AUTO(struct succession, succession_free);

/* All rule files of a generation, parsed; warnings go to the log. 0, or 1 with
 * the problems added. One reference, the caller's. */
int succession_read_rules(const struct normalizer_plan *plan,
	struct problem_list *problems, struct rulebook **ret_rulebook);
/* The certificate of a generation; NULL with the problem added. */
struct tls *succession_load_tls(
	const struct config *config, struct problem_list *problems);

#endif
