/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch - a descriptor's readiness as one or two libevent events.
 *
 * Reading and writing are apart, so that wanting to write for a moment does not
 * touch the event that is there all the time, and an idle stream has only one.
 */
#include <event2/event.h>

#include "base/ensure.h"
#include "loop/loop.h"

void
watch_init(
	struct watch *watch, struct loop *loop, int fd, watch_fn *fn, void *ctx)
{
	*watch = (struct watch){ .loop = loop, .fn = fn, .ctx = ctx, .fd = fd };
}

static void
watch_ready(evutil_socket_t fd, short what, void *arg)
{
	struct watch *watch = arg;

	(void)fd;
	watch->fn(watch->ctx, (what & EV_READ ? WATCH_READ : 0u) |
				      (what & EV_WRITE ? WATCH_WRITE : 0u));
}

static void
watch_want(struct watch *watch, struct event **event, short what, bool wanted)
{
	if (*event == NULL && !wanted)
		return;
	if (*event == NULL)
		*event = event_new(loop_base(watch->loop), watch->fd,
			(short)(what | EV_PERSIST), watch_ready, watch);
	ensure(*event != NULL);
	int result = wanted ? event_add(*event, NULL) : event_del(*event);
	ensure(result == 0);
}

void
watch_set(struct watch *watch, unsigned what)
{
	unsigned changed = watch->wanted ^ what;

	watch->wanted = what;
	if (changed & WATCH_READ)
		watch_want(watch, &watch->read, EV_READ, what & WATCH_READ);
	if (changed & WATCH_WRITE)
		watch_want(watch, &watch->write, EV_WRITE, what & WATCH_WRITE);
}

void
watch_done(struct watch *watch)
{
	if (watch->read != NULL)
		event_free(watch->read);
	if (watch->write != NULL)
		event_free(watch->write);
	watch->read = NULL;
	watch->write = NULL;
	watch->wanted = WATCH_NONE;
}
