/* SPDX-License-Identifier: Apache-2.0 */
/*
 * admin.h - the pages for the operator and for machines that watch.
 *
 * /livez, /readyz, /metrics (Prometheus text format 0.0.4) and a page at / for
 * people. They stand on a listener of their own, loopback by default. What is
 * read here never holds story text, keys or embargoed facts. Labels come from
 * the configuration only. On the front loop.
 */
#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/buf.h"
#include "net/http_server.h"

struct admin;

struct admin_options {
	const char *version;
	/* NULL when ready, else why not, a static sentence. */
	const char *(*readiness)(void *ctx);
	/* Further metrics, appended as text; NULL: none. */
	void (*metrics)(void *ctx, struct buf *out);
	/* One line per thing worth seeing on the page: { label, value } through
	 * admin_row(); NULL: none. */
	void (*rows)(void *ctx, struct buf *out);
	void *ctx;
};

struct admin *admin_new(const struct admin_options *options);
/* Accepts NULL; returns NULL. */
struct admin *admin_free(struct admin *admin);
DEFINE_AUTO(struct admin, admin_free);

#define ADMIN_ROUTES 5
void admin_routes(
	struct admin *admin, struct http_route ret_routes[ADMIN_ROUTES]);

/* For `rows`: escaped. */
void admin_row(struct buf *out, const char *label, const char *value);
/* For `metrics`: one sample, `label` and `value` of the label may be NULL. */
void admin_sample(struct buf *out, const char *name, const char *label,
	const char *of, int64_t value);

#endif
