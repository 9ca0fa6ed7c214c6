/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ticket.h - a key for one use, for browsers that cannot send a header.
 *
 * A ticket says itself whose it is and how long it lasts, signed with a secret
 * that this process made at start; a small table shared by all loops remembers
 * which ones were used until they would have run out anyway. When that table is
 * full, or a subscriber's part of it, tickets are refused rather than taken
 * twice. A mutex guards it: tickets
 * are spent once per connection, not per delivery. Any thread.
 */
#ifndef DELIVER_TICKET_H
#define DELIVER_TICKET_H

#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/slice.h"

struct tickets;

/* `max_used`: bound of the table; `life_ms`: how long a ticket lasts. */
struct tickets *tickets_new(size_t max_used, int64_t life_ms);
/* Accepts NULL; returns NULL. */
struct tickets *tickets_free(struct tickets *tickets);
DEFINE_AUTO(struct tickets, tickets_free);

/* Appends the ticket, URL-safe. */
void tickets_issue(struct tickets *tickets, struct slice subscriber,
	struct buf *out, int64_t *ret_expires_ms);
/* Whose it is; it is used up. 0; 1: not one of ours, run out or used; 2: the
 * table is full, try again later. */
int tickets_spend(struct tickets *tickets, struct slice ticket,
	struct buf *ret_subscriber);

#endif
