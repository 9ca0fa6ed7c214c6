/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mailbox.h - how threads give each other things.
 *
 * Posting gives ownership away; the receiver takes all that has come with one
 * lock. The descriptor is written only when the box was empty, so a burst costs
 * one wake-up. A mailbox has either a loop, whose thread gets every batch in a
 * callback, or none, and then one thread waits on it (the desk). It does not
 * bound itself: the poster asks mailbox_depth() and refuses its own input.
 */
#ifndef LOOP_MAILBOX_H
#define LOOP_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/list.h"

struct loop; /* loop/loop.h */
struct mailbox;

/* Called on the loop's thread with at least one letter; every letter in `mail`
 * is now the receiver's, what it leaves in the list is lost. */
typedef void mailbox_fn(void *ctx, struct list *mail);

/* loop and fn NULL: a box for mailbox_wait(). Made on the loop's thread or
 * before it runs. */
struct mailbox *mailbox_new(struct loop *loop, mailbox_fn *fn, void *ctx);
/* On the loop's thread or after it ended; nobody may post any more. Take what
 * is left first. Accepts NULL; returns NULL. */
struct mailbox *mailbox_free(struct mailbox *box);
DEFINE_AUTO(struct mailbox, mailbox_free);

/* Any thread. `letter` is a link inside the object that is given away. */
void mailbox_post(struct mailbox *box, struct list *letter);
/* All of them with one lock and one wake-up; `letters` is empty afterwards, and
 * may be before. */
void mailbox_post_all(struct mailbox *box, struct list *letters);
/* Letters not taken yet. Any thread. */
size_t mailbox_depth(const struct mailbox *box);

/* All that is there, appended to `ret_mail`; does not wait. */
void mailbox_take(struct mailbox *box, struct list *ret_mail);
/* Wait up to `timeout_ms` (negative: for ever) for a letter, then take all.
 * False: nothing came. Only on boxes without a loop. */
bool mailbox_wait(
	struct mailbox *box, int64_t timeout_ms, struct list *ret_mail);

#endif
