/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timer - one shot after some milliseconds, in libevent's heap.
 */
#include <event2/event.h>

#include "base/ensure.h"
#include "loop/loop.h"

void
timer_init(struct timer *timer, struct loop *loop, timer_fn *fn, void *ctx)
{
	*timer = (struct timer){ .loop = loop, .fn = fn, .ctx = ctx };
}

static void
timer_fired(evutil_socket_t fd, short what, void *arg)
{
	struct timer *timer = arg;

	(void)fd;
	(void)what;
	timer->fn(timer->ctx);
}

void
timer_set(struct timer *timer, int64_t ms)
{
	if (ms < 0)
		ms = 0;
	if (timer->event == NULL)
		timer->event =
			evtimer_new(loop_base(timer->loop), timer_fired, timer);
	ensure(timer->event != NULL);
	struct timeval after = { .tv_sec = ms / 1000,
		.tv_usec = (ms % 1000) * 1000 };
	ensure(evtimer_add(timer->event, &after) == 0);
}

void
timer_cancel(struct timer *timer)
{
	if (timer->event != NULL)
		evtimer_del(timer->event);
}

bool
timer_is_set(const struct timer *timer)
{
	return timer->event != NULL && evtimer_pending(timer->event, NULL) != 0;
}

void
timer_done(struct timer *timer)
{
	if (timer->event != NULL)
		event_free(timer->event);
	timer->event = NULL;
}
