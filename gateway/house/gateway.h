/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gateway.h - the whole house: everything wired together, started, stopped.
 *
 * One per process. The thread that makes it runs the front loop: listeners, the
 * normalizer pool, webhooks, admin and control. Delivery loops and the desk
 * have threads of their own. A reload is all or nothing.
 */
#ifndef HOUSE_GATEWAY_H
#define HOUSE_GATEWAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/problem.h"

struct config; /* config/config.h */
struct gateway;
struct loop;            /* loop/loop.h */
struct normalizer_plan; /* normalize/normalize.h */

struct gateway_options {
	struct config *config;              /* a reference is taken */
	const struct normalizer_plan *plan; /* borrowed until gateway_new()
					       returned */
	const char *version;                /* for the admin page */
	uint64_t n_files;                   /* that this process may open */
	/* Once, on the front loop, when stories can come. */
	void (*on_ready)(void *ctx, struct gateway *gateway);
	/* SIGHUP came; may call gateway_reload(). */
	void (*on_reload)(void *ctx, struct gateway *gateway);
	/* A reload is in force; the configuration is lent. NULL: nothing. */
	void (*on_reloaded)(void *ctx, const struct config *config);
	void *ctx;
};

/* 0, or 1 with every problem found. */
int gateway_new(const struct gateway_options *options,
	struct problem_list *problems, struct gateway **ret_gateway);
/* After gateway_run(). Accepts NULL; returns NULL. */
struct gateway *gateway_free(struct gateway *gateway);
DEFINE_AUTO(struct gateway, gateway_free);

/* Until SIGTERM, SIGINT or gateway_stop(). 0, or 1: it never became ready, and
 * the problems say why. */
int gateway_run(struct gateway *gateway);
/* Drain, then return from gateway_run(). On the front loop. */
void gateway_stop(struct gateway *gateway);

/* Certificate, partners, products, subscribers and plugins of a new generation;
 * addresses, state, limits and loops stay as they are until a restart, and the
 * log names those that were changed. 0: begun; it comes into force, whole, when
 * its normalizers serve, or not at all, which the log tells either way. 1 with
 * problems: nothing changed. */
int gateway_reload(struct gateway *gateway, struct config *config,
	const struct normalizer_plan *plan, struct problem_list *problems);

struct loop *gateway_loop(struct gateway *gateway); /* front */
const char *gateway_public_url(const struct gateway *gateway);
const char *gateway_admin_url(const struct gateway *gateway);

#endif
