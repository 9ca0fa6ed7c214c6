/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop.h - one thread's turn-taking: descriptors, timers, ends of turns.
 *
 * A loop is one libevent base and belongs to the thread that runs it; nothing
 * here may be called from another thread except loop_stop(). One *turn* is:
 * wait, run every callback that became ready, then run what was deferred, then
 * free what was reaped. Deferring is how streams gather all that one turn
 * produced into one send; reaping is how an object may end its life inside its
 * own callback. Nobody outside this folder sees libevent but net/client, which
 * asks for the base.
 */
#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/list.h"

struct event;      /* libevent */
struct event_base; /* libevent */
struct loop;

struct loop *loop_new(void);
/* What is still deferred runs no more, what is reaped is freed. All watches,
 * timers and mailboxes on it must be done. Accepts NULL; returns NULL. */
struct loop *loop_free(struct loop *loop);
DEFINE_AUTO(struct loop, loop_free);

/* Until loop_stop(). The turn that is running is finished. */
void loop_run(struct loop *loop);
/* One turn, waiting at most `timeout_ms` (negative: until something happens).
 * For tests and for orderly shutdown. */
void loop_turn(struct loop *loop, int64_t timeout_ms);
/* Any thread, also before loop_run(), which then returns at once. */
void loop_stop(struct loop *loop);

/* Something to run at the end of this turn, once. The struct is the caller's
 * and may be deferred again from its own function (that runs next turn, which
 * does not wait). Deferring twice is deferring once. */
typedef void deferred_fn(void *ctx);
struct deferred {
	struct list link;
	deferred_fn *fn;
	void *ctx;
};
void deferred_init(struct deferred *deferred, deferred_fn *fn, void *ctx);
void deferred_cancel(struct deferred *deferred);
void loop_defer(struct loop *loop, struct deferred *deferred);

/* free_fn(object) after this turn, when no callback can hold it any more. */
typedef void reaper_fn(void *object);
void reaper_add(struct loop *loop, void *object, reaper_fn *free_fn);

/* Readiness of a descriptor, level-triggered. The descriptor is borrowed. */
enum watch_what { WATCH_NONE = 0, WATCH_READ = 1, WATCH_WRITE = 2 };
typedef void watch_fn(void *ctx, unsigned what);
struct watch {
	struct loop *loop;
	watch_fn *fn;
	void *ctx;
	struct event *read, *write; /* made when first wanted */
	int fd;
	unsigned wanted; /* WATCH_... */
};
void watch_init(struct watch *watch, struct loop *loop, int fd, watch_fn *fn,
	void *ctx);
void watch_set(struct watch *watch, unsigned what);
/* Before the descriptor is closed. Harmless when repeated. */
void watch_done(struct watch *watch);

/* One shot; the callback may set it again. Jitter is the caller's business. */
typedef void timer_fn(void *ctx);
struct timer {
	struct loop *loop;
	timer_fn *fn;
	void *ctx;
	struct event *event; /* made when first set */
};
void timer_init(
	struct timer *timer, struct loop *loop, timer_fn *fn, void *ctx);
/* From now; replaces what was set. Negative counts as 0. */
void timer_set(struct timer *timer, int64_t ms);
void timer_cancel(struct timer *timer);
bool timer_is_set(const struct timer *timer);
/* Harmless when repeated. */
void timer_done(struct timer *timer);

/* Signals, on one loop of the process only. Stays until loop_free(). */
typedef void signal_fn(void *ctx, int signal);
void loop_signal(struct loop *loop, int signal, signal_fn *fn, void *ctx);

/* One object of the layer above, made once per loop (net/stream keeps the
 * thread's output buffer here). NULL until attached. */
void *loop_attached(const struct loop *loop);
void loop_attach(struct loop *loop, void *object, reaper_fn *free_fn);

struct event_base *loop_base(struct loop *loop);

#endif
