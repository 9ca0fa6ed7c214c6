/* SPDX-License-Identifier: Apache-2.0 */
/*
 * webhook.h - stories pushed to subscribers' endpoints, signed.
 *
 * A subscriber is a place in the journal and a bounded table of lanes: the
 * stories now in retry. At most one attempt per (subscriber, story) is under
 * way, and what it carries is looked up when it is sent, so a superseded
 * version cannot go out after its kill. A kill waits for the attempt under way
 * and then goes before everything else, by a denser schedule. Places and lanes
 * are kept by the desk through notes; after a restart they go on from there:
 * nothing is lost, some may come twice, with the same id and bytes. Lives on
 * the front loop.
 */
#ifndef DELIVER_WEBHOOK_H
#define DELIVER_WEBHOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"
#include "deliver/delivery.h"

struct client; /* net/client.h */
struct webhooks;

struct webhooks_config {
	struct loop *loop;                        /* borrowed */
	struct client *client;                    /* borrowed */
	struct backlog *backlog;                  /* borrowed */
	struct subscribers *subscribers;          /* a reference is taken */
	const struct delivery_settings *settings; /* borrowed */
	delivery_note_fn *note;
	void *note_context;
};

/* On the loop's thread or before it runs. */
struct webhooks *webhooks_new(const struct webhooks_config *config);
/* Accepts NULL; returns NULL. After the loop has ended. */
struct webhooks *webhooks_free(struct webhooks *webhooks);
DEFINE_AUTO(struct webhooks, webhooks_free);

/* Any thread; entries in order. A reference is taken. */
void webhooks_publish(struct webhooks *webhooks, struct entry *const *entries,
	size_t n_entries);
/* Any thread: a new generation of subscribers. A reference is taken. */
void webhooks_set_subscribers(
	struct webhooks *webhooks, struct subscribers *subscribers);
/* Any thread: start nothing new; what is under way may end. */
void webhooks_drain(struct webhooks *webhooks);

#endif
