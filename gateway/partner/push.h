/* SPDX-License-Identifier: Apache-2.0 */
/*
 * push.h - a partner sends a document: POST /v1/partners/{partner}/stories.
 *
 * One of these per delivery loop. It proves who the partner is, bounds what is
 * read, and hands the document on as a *delivered document* (struct push_job),
 * which comes back with an answer. It knows neither normalizer nor desk: what
 * happens in between is the business of whoever set `take`.
 */
#ifndef PARTNER_PUSH_H
#define PARTNER_PUSH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/blob.h"
#include "base/list.h"
#include "net/http_server.h"
#include "partner/roster.h"

struct push;

/* A document on its way. Whoever holds it may read it on any thread; the
 * exchange only on its own loop. */
struct push_job {
	struct list link; /* for mailboxes of whoever holds it */
	struct push *push;
	struct http_exchange *exchange;
	struct roster *roster; /* a reference: lends `partner` */
	const struct roster_partner *partner;
	struct blob *bytes;
	char *content_type; /* "" none */
	char *headers;      /* "Name: value\n" of those that say something
			       about the document; never the key */
	char *base_url;     /* Content-Location; "" none */
	char *key;          /* Idempotency-Key; NULL: none */
	char *body_hash;    /* hex SHA-256 of bytes and type; with a key */
	bool dry_run;
	int64_t received_ms;
	void *cargo; /* of whoever took it */
};

struct push_options {
	struct roster *roster; /* a reference is taken */
	const char *base_url;  /* "https://host:port", borrowed */
	/* Would a document be refused now? Any thread. */
	bool (*is_full)(void *ctx);
	/* Takes the job; leads to push_answer...() on the exchange's loop. */
	void (*take)(void *ctx, struct push_job *job);
	/* Where a posted story stands. Leads to an answer on `exchange`. */
	void (*status)(void *ctx, struct http_exchange *exchange,
		const char *partner, struct slice id);
	void *ctx;
};

struct push *push_new(const struct push_options *options);
/* Accepts NULL; returns NULL. */
struct push *push_free(struct push *push);
DEFINE_AUTO(struct push, push_free);
/* On the loop's thread; a reference is taken. */
void push_set_roster(struct push *push, struct roster *roster);

/* How many routes push_routes() writes. */
#define PUSH_ROUTES 2
void push_routes(struct push *push, struct http_route ret_routes[PUSH_ROUTES]);

/* On the exchange's loop; each frees the job. */
void push_answer(struct push_job *job, unsigned status, struct slice json);
void push_answer_problem(struct push_job *job, unsigned status,
	const char *code, const char *detail);
/* 503 with Retry-After. */
void push_answer_busy(struct push_job *job);

#endif
