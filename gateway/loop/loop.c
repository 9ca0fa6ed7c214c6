/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop - libevent, one pass at a time.
 *
 * EVLOOP_ONCE waits until something is ready, runs all that is, and returns:
 * that is a turn. libevent's own locking stays off; the only thing another
 * thread touches is an eventfd.
 */
#include "loop/loop.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/ensure.h"
#include "base/mem.h"

struct reaped {
	struct list link;
	void *object;
	reaper_fn *free_fn;
};

struct loop_signal {
	struct list link;
	struct event *event;
	signal_fn *fn;
	void *ctx;
};

struct loop {
	struct event_base *base;
	struct list deferred; /* of struct deferred */
	struct list reaped;   /* of struct reaped */
	struct list signals;  /* of struct loop_signal */
	struct watch waker;
	int wake_fd;
	atomic_bool stopping;
	void *attached;
	reaper_fn *attached_free;
	struct timer turn_end; /* bounds loop_turn() */
};

static void
loop_woken(void *ctx, unsigned what)
{
	struct loop *loop = ctx;
	uint64_t n;

	(void)what;
	if (read(loop->wake_fd, &n, sizeof(n)) < 0)
		ensure(errno == EAGAIN || errno == EINTR);
}

static void
loop_turn_ended(void *ctx)
{
	(void)ctx;
}

static struct event_base *
loop_make_base(void)
{
	struct event_config *config = event_config_new();

	ensure(config != NULL);
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
	struct event_base *base = event_base_new_with_config(config);
	event_config_free(config);
	ensure(base != NULL);
	return base;
}

struct loop *
loop_new(void)
{
	struct loop *loop = mem_new(struct loop);

	loop->base = loop_make_base();
	list_init(&loop->deferred);
	list_init(&loop->reaped);
	list_init(&loop->signals);
	loop->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	ensure(loop->wake_fd >= 0);
	watch_init(&loop->waker, loop, loop->wake_fd, loop_woken, loop);
	watch_set(&loop->waker, WATCH_READ);
	timer_init(&loop->turn_end, loop, loop_turn_ended, loop);
	return loop;
}

static void
loop_reap(struct loop *loop)
{
	/* A free function may reap more. */
	while (!list_is_empty(&loop->reaped)) {
		struct reaped *reaped = list_entry(
			list_first(&loop->reaped), struct reaped, link);

		list_unlink(&reaped->link);
		reaped->free_fn(reaped->object);
		mem_free(reaped);
	}
}

static void
loop_free_signals(struct loop *loop)
{
	list_each_safe (at, &loop->signals) {
		struct loop_signal *signal =
			list_entry(at, struct loop_signal, link);

		list_unlink(at);
		event_free(signal->event);
		mem_free(signal);
	}
}

struct loop *
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return NULL;
	loop_reap(loop);
	if (loop->attached != NULL)
		loop->attached_free(loop->attached);
	list_each_safe (at, &loop->deferred)
		list_unlink(at);
	loop_free_signals(loop);
	timer_done(&loop->turn_end);
	watch_done(&loop->waker);
	close(loop->wake_fd);
	event_base_free(loop->base);
	return mem_free(loop);
}

static void
loop_end_turn(struct loop *loop)
{
	struct list now;

	/* What defers itself again lands in the loop's list, for next turn. */
	list_init(&now);
	list_splice(&now, &loop->deferred);
	while (!list_is_empty(&now)) {
		struct deferred *deferred =
			list_entry(list_first(&now), struct deferred, link);

		list_unlink(&deferred->link);
		deferred->fn(deferred->ctx);
	}
	loop_reap(loop);
}

static void
loop_pass(struct loop *loop, int flags)
{
	bool waiting =
		list_is_empty(&loop->deferred) && !atomic_load(&loop->stopping);

	if (!waiting)
		flags |= EVLOOP_NONBLOCK;
	ensure(event_base_loop(loop->base,
		       flags | EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY) >= 0);
	loop_end_turn(loop);
}

void
loop_run(struct loop *loop)
{
	while (!atomic_load(&loop->stopping))
		loop_pass(loop, 0);
}

void
loop_turn(struct loop *loop, int64_t timeout_ms)
{
	if (timeout_ms > 0)
		timer_set(&loop->turn_end, timeout_ms);
	loop_pass(loop, timeout_ms == 0 ? EVLOOP_NONBLOCK : 0);
	timer_cancel(&loop->turn_end);
}

void
loop_stop(struct loop *loop)
{
	uint64_t one = 1;

	atomic_store(&loop->stopping, true);
	if (write(loop->wake_fd, &one, sizeof(one)) < 0)
		ensure(errno == EAGAIN || errno == EINTR);
}

void
deferred_init(struct deferred *deferred, deferred_fn *fn, void *ctx)
{
	list_init(&deferred->link);
	deferred->fn = fn;
	deferred->ctx = ctx;
}

void
deferred_cancel(struct deferred *deferred)
{
	list_unlink(&deferred->link);
}

void
loop_defer(struct loop *loop, struct deferred *deferred)
{
	if (!list_is_linked(&deferred->link))
		list_append(&loop->deferred, &deferred->link);
}

void
reaper_add(struct loop *loop, void *object, reaper_fn *free_fn)
{
	struct reaped *reaped = mem_new(struct reaped);

	reaped->object = object;
	reaped->free_fn = free_fn;
	list_init(&reaped->link);
	list_append(&loop->reaped, &reaped->link);
}

static void
loop_signalled(evutil_socket_t signo, short what, void *arg)
{
	struct loop_signal *signal = arg;

	(void)what;
	signal->fn(signal->ctx, (int)signo);
}

void
loop_signal(struct loop *loop, int signo, signal_fn *fn, void *ctx)
{
	struct loop_signal *signal = mem_new(struct loop_signal);

	signal->fn = fn;
	signal->ctx = ctx;
	signal->event = evsignal_new(loop->base, signo, loop_signalled, signal);
	ensure(signal->event != NULL && event_add(signal->event, NULL) == 0);
	list_init(&signal->link);
	list_append(&loop->signals, &signal->link);
}

void *
loop_attached(const struct loop *loop)
{
	return loop->attached;
}

void
loop_attach(struct loop *loop, void *object, reaper_fn *free_fn)
{
	ensure(loop->attached == NULL);
	loop->attached = object;
	loop->attached_free = free_fn;
}

struct event_base *
loop_base(struct loop *loop)
{
	return loop->base;
}
