/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mailbox - a lock, a list and an eventfd.
 *
 * The same descriptor serves both kinds of receiver: a loop watches it, a
 * waiting thread polls it. It is only a hint that the list may not be empty.
 */
#include "loop/mailbox.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/ensure.h"
#include "base/mem.h"
#include "loop/loop.h"

struct mailbox {
	pthread_mutex_t lock; /* guards mail */
	struct list mail;
	atomic_size_t depth;
	int fd;
	struct loop *loop; /* NULL: somebody waits */
	struct watch watch;
	mailbox_fn *fn;
	void *ctx;
};

static void
mailbox_drain_fd(struct mailbox *box)
{
	uint64_t n;

	if (read(box->fd, &n, sizeof(n)) < 0)
		ensure(errno == EAGAIN || errno == EINTR);
}

static void
mailbox_ready(void *ctx, unsigned what)
{
	struct mailbox *box = ctx;
	struct list mail;

	(void)what;
	list_init(&mail);
	mailbox_drain_fd(box);
	mailbox_take(box, &mail);
	if (!list_is_empty(&mail))
		box->fn(box->ctx, &mail);
}

struct mailbox *
mailbox_new(struct loop *loop, mailbox_fn *fn, void *ctx)
{
	struct mailbox *box = mem_new(struct mailbox);

	ensure((loop == NULL) == (fn == NULL));
	ensure(pthread_mutex_init(&box->lock, NULL) == 0);
	list_init(&box->mail);
	box->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	ensure(box->fd >= 0);
	box->loop = loop;
	box->fn = fn;
	box->ctx = ctx;
	if (loop != NULL) {
		watch_init(&box->watch, loop, box->fd, mailbox_ready, box);
		watch_set(&box->watch, WATCH_READ);
	}
	return box;
}

struct mailbox *
mailbox_free(struct mailbox *box)
{
	if (box == NULL)
		return NULL;
	if (box->loop != NULL)
		watch_done(&box->watch);
	close(box->fd);
	pthread_mutex_destroy(&box->lock);
	return mem_free(box);
}

void
mailbox_post(struct mailbox *box, struct list *letter)
{
	struct list one;

	list_init(&one);
	list_init(letter);
	list_append(&one, letter);
	mailbox_post_all(box, &one);
}

void
mailbox_post_all(struct mailbox *box, struct list *letters)
{
	uint64_t one = 1;
	size_t n = 0;

	list_each (at, letters)
		n++;
	if (n == 0)
		return;
	pthread_mutex_lock(&box->lock);
	bool was_empty = list_is_empty(&box->mail);
	list_splice(&box->mail, letters);
	atomic_fetch_add(&box->depth, n);
	/* Under the lock: once it is open the receiver may take the letter,
	 * end, and free the box. */
	if (was_empty && write(box->fd, &one, sizeof(one)) < 0)
		ensure(errno == EAGAIN || errno == EINTR);
	pthread_mutex_unlock(&box->lock);
}

size_t
mailbox_depth(const struct mailbox *box)
{
	return atomic_load(&box->depth);
}

void
mailbox_take(struct mailbox *box, struct list *ret_mail)
{
	pthread_mutex_lock(&box->lock);
	list_splice(ret_mail, &box->mail);
	atomic_store(&box->depth, 0);
	pthread_mutex_unlock(&box->lock);
}

bool
mailbox_wait(struct mailbox *box, int64_t timeout_ms, struct list *ret_mail)
{
	int64_t until = clock_mono_ms() + timeout_ms;
	struct pollfd ready = { .fd = box->fd, .events = POLLIN };

	ensure(box->loop == NULL);
	for (;;) {
		mailbox_drain_fd(box);
		if (mailbox_depth(box) > 0) {
			mailbox_take(box, ret_mail);
			return true;
		}
		int64_t left = timeout_ms < 0 ? -1 : until - clock_mono_ms();
		if (timeout_ms >= 0 && left <= 0)
			return false;
		if (left > INT_MAX)
			left = INT_MAX;
		poll(&ready, 1, (int)left);
	}
}
