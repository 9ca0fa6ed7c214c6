/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order.h - what a person asks of the desk.
 *
 * From the command line over the control socket: kill a story, hold it, release
 * a held one, say something of it otherwise, drop a quarantined document,
 * believe the clock again. Like a submission it is answered once it is durable.
 */
#ifndef DESK_ORDER_H
#define DESK_ORDER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/auto.h"
#include "base/list.h"
#include "base/problem.h"
#include "story/change.h"
#include "story/story.h"

struct routes; /* route/routes.h */

enum order_kind {
	ORDER_KILL,    /* `id`; or partner and uri, also of an unknown story */
	ORDER_RELEASE, /* `id`: publish what is held now */
	ORDER_HOLD,    /* `id`: show it no more until somebody lifts that */
	ORDER_LIFT,    /* `id`: what would be of it without the hold */
	ORDER_SET,     /* `id`: `changes` */
	ORDER_DROP,    /* `quarantine` */
	ORDER_CLOCK,  /* the wall clock is right after all: see desk/timepiece.h
		       */
	ORDER_ROUTES, /* a new generation of products: `routes` */
};

enum order_result {
	ORDER_DONE,
	ORDER_UNKNOWN, /* no such story or row */
	ORDER_ALREADY, /* killed before, nothing held, not open, said so */
	ORDER_REFUSED, /* it cannot be: see `why` */
	ORDER_FULL,    /* no room on the disk: nothing was kept */
};

struct order;
/* Called on the desk's thread; the order is lent. */
typedef void order_fn(void *context, const struct order *order);

struct order {
	enum order_kind kind;
	char *id; /* NULL: partner and uri */
	char *partner, *uri;
	char *who;    /* who asks; for the record */
	char *reason; /* NULL: none */
	int64_t quarantine;
	struct routes *routes; /* owned reference */
	struct arena arena;    /* for what follows */
	struct change *changes;
	size_t n_changes;
	order_fn *answer; /* NULL: nobody waits */
	void *context;

	/* The desk's answer. */
	enum order_result result;
	int64_t seq; /* of the event that came of it; 0: none */
	struct story_id story;
	struct problem why; /* of a refusal */

	struct list link; /* the desk's */
};

struct order *order_new(enum order_kind kind);
/* Accepts NULL; returns NULL. */
struct order *order_free(struct order *order);
DEFINE_AUTO(struct order, order_free);

#endif
