/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delivery.h - one delivery loop's part in bringing stories to subscribers.
 *
 * Owns the loop's ring of recent entries and everything that is parked on it:
 * event streams, long polls, cached feeds. The desk hands entries over in order
 * with delivery_publish(); subscribers come in through the routes of the loop's
 * HTTP server. Nothing here writes: what subscribers acknowledge goes to the
 * desk as notes, through a function that the one who wires it all provides.
 */
#ifndef DELIVER_DELIVERY_H
#define DELIVER_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "deliver/settings.h"

struct backlog; /* deliver/backlog.h */
struct crowd;   /* deliver/crowd.h */
struct delivery;
struct entry;       /* journal/entry.h */
struct http_route;  /* net/http_server.h */
struct journal_put; /* journal/put.h */
struct loop;        /* loop/loop.h */
struct subscribers; /* deliver/subscriber.h */
struct tickets;     /* deliver/ticket.h */

/* Write these rows in one commit, some time soon; copies what it needs. Any
 * thread. False: the desk is stopping, nothing will be written. */
typedef bool delivery_note_fn(
	void *context, const struct journal_put *puts, size_t n_puts);

struct delivery_config {
	struct loop *loop;                        /* borrowed */
	struct backlog *backlog;                  /* borrowed, shared */
	struct tickets *tickets;                  /* borrowed, shared */
	struct crowd *crowd;                      /* borrowed, shared */
	struct subscribers *subscribers;          /* a reference is taken */
	const struct delivery_settings *settings; /* borrowed */
	const char *base_url; /* "https://host:port", borrowed */
	int64_t newest; /* the journal's newest event before the desk runs */
	delivery_note_fn *note;
	void *note_context;
};

struct delivery *delivery_new(const struct delivery_config *config);
/* Accepts NULL; returns NULL. After the loop has ended. */
struct delivery *delivery_free(struct delivery *delivery);
DEFINE_AUTO(struct delivery, delivery_free);

/* The subscriber routes, for the loop's server. Lent, with the delivery. */
const struct http_route *delivery_routes(
	const struct delivery *delivery, size_t *ret_n);

/* Any thread; entries in order. A reference is taken. */
void delivery_publish(struct delivery *delivery, struct entry *const *entries,
	size_t n_entries);
/* Any thread: a new generation of subscribers. A reference is taken. Streams
 * of those who are gone or revoked end. */
void delivery_set_subscribers(
	struct delivery *delivery, struct subscribers *subscribers);
/* Any thread: end streams and long polls so that clients come back later;
 * nothing new is parked. */
void delivery_drain(struct delivery *delivery);

#endif
