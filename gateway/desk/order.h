/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order.h - what a person asks of the desk.
 *
 * From the command line over the control socket: kill a story, release a held
 * one, drop a quarantined document, believe the clock again. Like a submission
 * it is answered once it is durable.
 */
#ifndef DESK_ORDER_H
#define DESK_ORDER_H

#include <stdint.h>

#include "base/auto.h"
#include "base/list.h"
#include "base/slice.h"
#include "story/story.h"

struct routes; /* route/routes.h */

enum order_kind {
	ORDER_KILL,    /* `id`; or partner and uri, also of an unknown story */
	ORDER_RELEASE, /* `id`: publish what is held now */
	ORDER_DROP,    /* `quarantine` */
	ORDER_CLOCK,  /* the wall clock is right after all: see desk/timepiece.h
		       */
	ORDER_ROUTES, /* a new generation of products: `routes` */
};

enum order_result {
	ORDER_DONE,
	ORDER_UNKNOWN, /* no such story or row */
	ORDER_ALREADY, /* killed before, nothing held, not open */
	ORDER_FULL,    /* no room on the disk: nothing was kept */
};

/* Called on the desk's thread. `seq`: of the event that came of it; 0: none. */
typedef void order_fn(void *context, enum order_result result, int64_t seq,
	const struct story_id *id);

struct order {
	enum order_kind kind;
	char *id; /* NULL: partner and uri */
	char *partner, *uri;
	char *who;    /* who asks; for the record */
	char *reason; /* NULL: none */
	int64_t quarantine;
	struct routes *routes; /* owned reference */
	order_fn *answer;      /* NULL: nobody waits */
	void *context;

	/* The desk's. */
	struct list link;
	enum order_result result;
	int64_t seq;
	struct story_id story;
};

struct order *order_new(enum order_kind kind);
/* Accepts NULL; returns NULL. */
struct order *order_free(struct order *order);
DEFINE_AUTO(struct order, order_free);

#endif
