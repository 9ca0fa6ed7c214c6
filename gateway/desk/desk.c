/* SPDX-License-Identifier: Apache-2.0 */
/*
 * desk - the thread, what waits for it, and the batch.
 *
 * Three queues behind one mutex: orders of people (a kill goes before anything
 * that waits), notes of delivery loops, submissions. The mutex is held to link
 * and unlink, never while deciding or writing. When the disk is full the batch
 * is tried once more piece by piece, so that what fits still gets in; notes are
 * kept for a later batch, because losing a lane would lose a retry.
 */
#include "desk/desk.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "base/clock.h"
#include "base/ensure.h"
#include "base/list.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stat.h"
#include "desk/batch.h"
#include "desk/note.h"
#include "desk/order.h"
#include "desk/submission.h"
#include "desk/timepiece.h"
#include "desk/usage.h"
#include "route/routes.h"

#define DESK_DEPTH 1000
#define DESK_LOOK_MS \
	1000 /* how long a change of the wall clock goes unseen \
	      */

struct desk_sink {
	desk_sink_fn *call;
	void *context;
};

struct desk {
	/* The desk's thread only. */
	struct journal *journal;
	struct routes *routes;
	struct timepiece timepiece;
	struct list deferred; /* notes for which there was no room */
	struct desk_sink *sinks;
	size_t n_sinks, cap_sinks;
	desk_answered_fn *answered; /* NULL: nobody collects */
	void *answered_context;
	desk_fatal_fn *fatal;
	void *fatal_context;
	size_t batch;
	int64_t gather_ms;
	bool was_stepped, was_full;
	bool has_more_due;
	struct usage *usage; /* of rules */

	/* Shared. */
	pthread_mutex_t mutex;
	pthread_cond_t wake;
	struct list orders, notes, submissions;
	bool stopping;
	bool is_gathering; /* and need not be told of every submission */
	atomic_size_t n_waiting;
	atomic_int n_coming;
	size_t depth;
	pthread_t thread;
	bool has_thread;
};

struct desk *
desk_new(const struct desk_config *config)
{
	struct desk *desk = mem_new(struct desk);
	pthread_condattr_t attributes;

	desk->journal = config->journal;
	desk->routes = routes_ref(config->routes);
	desk->fatal = config->fatal;
	desk->fatal_context = config->fatal_context;
	desk->depth = config->depth ? config->depth : DESK_DEPTH;
	desk->batch = config->batch ? config->batch : DESK_BATCH;
	desk->gather_ms = config->gather_ms;
	desk->usage = usage_new();
	timepiece_init(&desk->timepiece);
	list_init(&desk->deferred);
	list_init(&desk->orders);
	list_init(&desk->notes);
	list_init(&desk->submissions);
	pthread_mutex_init(&desk->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&desk->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	return desk;
}

static void
desk_free_notes(struct list *notes)
{
	list_each_safe (link, notes)
		note_free(list_entry(link, struct note, link));
	list_init(notes);
}

struct desk *
desk_free(struct desk *desk)
{
	if (desk == NULL)
		return NULL;
	ensure(!desk->has_thread);
	desk_free_notes(&desk->deferred);
	desk_free_notes(&desk->notes);
	list_each_safe (link, &desk->orders)
		order_free(list_entry(link, struct order, link));
	list_each_safe (link, &desk->submissions)
		submission_free(list_entry(link, struct submission, link));
	routes_unref(desk->routes);
	usage_free(desk->usage);
	mem_free(desk->sinks);
	pthread_cond_destroy(&desk->wake);
	pthread_mutex_destroy(&desk->mutex);
	return mem_free(desk);
}

void
desk_add_sink(struct desk *desk, desk_sink_fn *sink, void *context)
{
	mem_grow(desk->sinks, desk->n_sinks, desk->cap_sinks);
	desk->sinks[desk->n_sinks++] = (struct desk_sink){ sink, context };
}

void
desk_on_answered(struct desk *desk, desk_answered_fn *answered, void *context)
{
	desk->answered = answered;
	desk->answered_context = context;
}

/* ---- what waits ------------------------------------------------------------
 */

/* Do those that wait gain by waiting on? The mutex is held. */
static bool
desk_is_worth_waiting(struct desk *desk)
{
	return !desk->stopping && list_is_empty(&desk->orders) &&
	       !list_is_empty(&desk->submissions) &&
	       atomic_load(&desk->n_coming) > 0 &&
	       atomic_load(&desk->n_waiting) < desk->batch;
}

/* The mutex is held. */
static void
desk_ring(struct desk *desk)
{
	if (!desk->is_gathering || !desk_is_worth_waiting(desk))
		pthread_cond_signal(&desk->wake);
}

void
desk_expect(struct desk *desk, int n)
{
	if (atomic_fetch_add(&desk->n_coming, n) + n > 0)
		return;
	pthread_mutex_lock(&desk->mutex);
	desk_ring(desk);
	pthread_mutex_unlock(&desk->mutex);
}

/* False when it may not wait; a limit of 0 is none. */
static bool
desk_enqueue(
	struct desk *desk, struct list *queue, struct list *link, size_t limit)
{
	bool taken;

	pthread_mutex_lock(&desk->mutex);
	taken = !desk->stopping &&
		(limit == 0 || atomic_load(&desk->n_waiting) < limit);
	if (taken) {
		list_append(queue, link);
		atomic_fetch_add(&desk->n_waiting, 1);
		desk_ring(desk);
	}
	pthread_mutex_unlock(&desk->mutex);
	return taken;
}

bool
desk_submit(struct desk *desk, struct submission *submission)
{
	if (desk_enqueue(
		    desk, &desk->submissions, &submission->link, desk->depth))
		return true;
	submission_free(submission);
	return false;
}

bool
desk_order(struct desk *desk, struct order *order)
{
	if (desk_enqueue(desk, &desk->orders, &order->link, 0))
		return true;
	order_free(order);
	return false;
}

bool
desk_note(struct desk *desk, struct note *note)
{
	if (desk_enqueue(desk, &desk->notes, &note->link, 0))
		return true;
	note_free(note);
	return false;
}

size_t
desk_waiting(const struct desk *desk)
{
	return atomic_load(&desk->n_waiting);
}

bool
desk_is_full(const struct desk *desk)
{
	return desk_waiting(desk) >= desk->depth;
}

/* ---- one batch
 * ---------------------------------------------------------------- */

struct haul {
	struct list orders, notes, submissions;
	size_t n;
};

static void
haul_init(struct haul *haul)
{
	list_init(&haul->orders);
	list_init(&haul->notes);
	list_init(&haul->submissions);
	haul->n = 0;
}

static void
haul_move(struct haul *haul, size_t most, struct list *from, struct list *to)
{
	struct list *link;

	while (haul->n < most && (link = list_first(from)) != NULL) {
		list_unlink(link);
		list_append(to, link);
		haul->n++;
	}
}

static void
haul_take(struct haul *haul, struct desk *desk)
{
	size_t n_bytes = 0;
	struct list *link;

	haul_init(haul);
	pthread_mutex_lock(&desk->mutex);
	haul_move(haul, desk->batch, &desk->orders, &haul->orders);
	haul_move(haul, desk->batch, &desk->notes, &haul->notes);
	while (haul->n < desk->batch && n_bytes < DESK_BATCH_BYTES &&
		(link = list_first(&desk->submissions)) != NULL) {
		n_bytes += submission_size(
			list_entry(link, struct submission, link));
		list_unlink(link);
		list_append(&haul->submissions, link);
		haul->n++;
	}
	atomic_fetch_sub(&desk->n_waiting, haul->n);
	pthread_mutex_unlock(&desk->mutex);
	list_splice(&desk->deferred, &haul->notes);
	list_splice(&haul->notes, &desk->deferred);
}

static void
batch_open(struct batch *batch, struct desk *desk)
{
	*batch = (struct batch){
		.journal = desk->journal,
		.routes = desk->routes,
		.now_ms = clock_wall_ms(),
		.release_ms = timepiece_now_ms(&desk->timepiece),
	};
	if (desk->timepiece.is_stepped && !desk->was_stepped)
		log_warn("the wall clock jumped forward; embargoes wait for "
			 "the earlier clock until it is confirmed",
			"wall_ms=%lld believed_ms=%lld",
			(long long)batch->now_ms, (long long)batch->release_ms);
	desk->was_stepped = desk->timepiece.is_stepped;
}

static int
batch_orders(struct batch *batch, struct list *orders)
{
	int error = 0;

	list_each (link, orders) {
		struct order *order = list_entry(link, struct order, link);

		if (order->kind == ORDER_ROUTES)
			batch->routes = order->routes;
		error = batch_order(batch, order);
		if (error)
			break;
	}
	return error;
}

static int
batch_haul(struct batch *batch, struct haul *haul, bool *ret_more_due)
{
	int error = batch_orders(batch, &haul->orders);

	list_each (link, &haul->notes)
		if (!error)
			error = batch_note(
				batch, list_entry(link, struct note, link));
	list_each (link, &haul->submissions)
		if (!error)
			error = batch_submission(batch,
				list_entry(link, struct submission, link));
	if (!error)
		error = batch_clock(batch, ret_more_due);
	return error ? error : batch_books(batch);
}

static void
desk_die(struct desk *desk, int error, const char *what)
{
	desk->fatal(desk->fatal_context, error, what);
}

/* Counts can wait for room; stories go first. */
static bool
desk_is_usage_due(const struct desk *desk)
{
	return !desk->was_full && usage_due_ms(desk->usage) <= clock_mono_ms();
}

/* 0; -ENOSPC: rolled back; other errors do not return, unless a test's fatal
 * does. */
static int
desk_write(struct desk *desk, struct batch *batch, struct haul *haul)
{
	bool more_due = false, has_usage = desk_is_usage_due(desk);
	int error = journal_begin(desk->journal);

	if (!error) {
		error = batch_haul(batch, haul, &more_due);
		if (!error && has_usage)
			error = usage_put(desk->usage, desk->journal);
		if (!error)
			error = journal_commit(desk->journal);
		if (error)
			journal_rollback(desk->journal);
	}
	if (!error && has_usage)
		usage_written(desk->usage);
	if (!error)
		desk->has_more_due = more_due;
	else if (error != -ENOSPC)
		desk_die(desk, error, "the journal cannot be written");
	return error;
}

/* What was answered before, or refused whole, brought no story. */
static void
desk_count_usage(
	struct desk *desk, const struct batch *batch, const struct haul *haul)
{
	int64_t mono_ms = clock_mono_ms();

	list_each (link, &haul->submissions) {
		const struct submission *submission =
			list_entry(link, struct submission, link);
		const struct receipt *receipt = submission->receipt;

		for (size_t i = 0;
			!receipt->replayed && i < receipt->n_stories &&
			i < submission->n_stories;
			i++)
			usage_count(desk->usage,
				&(struct usage_story){
					.story = submission->stories[i],
					.partner =
						slice_text(submission->partner),
					.id = receipt->stories[i].id,
					.wall_ms = batch->now_ms,
					.mono_ms = mono_ms,
				});
	}
}

static void
desk_count(const struct books *b)
{
	stat_add(stories_received, b->received);
	stat_add(stories_published,
		b->published + b->updated + b->corrected + b->killed);
	stat_add(stories_held, b->held);
	stat_add(stories_duplicate, b->duplicate + b->late);
	stat_add(stories_quarantined, b->quarantined);
	stat_add(stories_rejected, b->rejected + b->advisory);
}

/* The commit is done: tell the delivery loops, in order. */
static void
desk_publish(struct desk *desk, const struct batch *batch)
{
	struct entry **shown = mem_zero(batch->n_entries * sizeof(*shown));
	size_t n = 0;

	for (size_t i = 0; i < batch->n_entries; i++)
		if (entry_kind_type(batch->entries[i]->kind) != NULL)
			shown[n++] = batch->entries[i];
	for (size_t i = 0; n != 0 && i < desk->n_sinks; i++)
		desk->sinks[i].call(desk->sinks[i].context, shown, n);
	mem_free(shown);
}

static void
count_order(const struct order *order)
{
	switch (order->kind) {
	case ORDER_KILL:
	case ORDER_RELEASE:
	case ORDER_HOLD:
	case ORDER_LIFT:
	case ORDER_SET:
		stat_add(stories_by_hand, order->result == ORDER_DONE);
		break;
	case ORDER_DROP:
	case ORDER_CLOCK:
	case ORDER_ROUTES:
		break;
	}
}

static void
answer_order(struct desk *desk, struct order *order)
{
	count_order(order);
	if (order->kind == ORDER_CLOCK)
		timepiece_believe(&desk->timepiece);
	if (order->kind == ORDER_ROUTES && order->result == ORDER_DONE) {
		routes_unref(desk->routes);
		desk->routes = steal(order->routes);
	}
	if (order->answer != NULL)
		order->answer(order->context, order);
	order_free(order);
}

static void
answer_submission(struct submission *submission)
{
	if (submission->answer != NULL)
		submission->answer(
			submission->context, steal(submission->receipt));
	submission_free(submission);
}

static void
desk_answer(struct desk *desk, struct haul *haul)
{
	list_each_safe (link, &haul->orders)
		answer_order(desk, list_entry(link, struct order, link));
	list_each_safe (link, &haul->notes) {
		struct note *note = list_entry(link, struct note, link);

		if (note->answer != NULL)
			note->answer(note->context);
		note_free(note);
	}
	list_each_safe (link, &haul->submissions)
		answer_submission(list_entry(link, struct submission, link));
	haul_init(haul);
	if (desk->answered != NULL)
		desk->answered(desk->answered_context);
}

/* There is no room even for this haul alone. */
static void
desk_answer_full(struct desk *desk, struct haul *haul)
{
	list_each (link, &haul->orders) {
		struct order *order = list_entry(link, struct order, link);

		order->result = ORDER_FULL;
		order->seq = 0;
	}
	list_each (link, &haul->submissions) {
		struct submission *submission =
			list_entry(link, struct submission, link);

		receipt_free(submission->receipt);
		submission->receipt = receipt_new();
		submission->receipt->result = RECEIPT_FULL;
	}
	list_splice(&desk->deferred, &haul->notes);
	desk_answer(desk, haul);
}

static int
desk_attempt(struct desk *desk, struct haul *haul)
{
	struct batch batch;
	int error;

	batch_open(&batch, desk);
	error = desk_write(desk, &batch, haul);
	if (!error) {
		desk_count(&batch.books);
		desk_count_usage(desk, &batch, haul);
		desk_publish(desk, &batch);
		desk_answer(desk, haul);
	}
	batch_done(&batch);
	return error;
}

/* One request of the haul by itself; false: none left. */
static bool
desk_attempt_one(struct desk *desk, struct haul *haul)
{
	struct haul one;
	struct list *queues[][2] = {
		{ &haul->orders, &one.orders },
		{ &haul->notes, &one.notes },
		{ &haul->submissions, &one.submissions },
	};

	haul_init(&one);
	for (size_t i = 0; i < n_elements(queues); i++) {
		struct list *link = list_first(queues[i][0]);

		if (link == NULL)
			continue;
		list_unlink(link);
		list_append(queues[i][1], link);
		if (desk_attempt(desk, &one))
			desk_answer_full(desk, &one);
		return true;
	}
	return false;
}

static void
desk_log_full(struct desk *desk, bool is_full)
{
	if (is_full && !desk->was_full)
		log_error("no room for the journal; stories are refused", "%s",
			"");
	else if (!is_full && desk->was_full)
		log_notice("there is room for the journal again", "%s", "");
	desk->was_full = is_full;
}

static bool
desk_is_due(struct desk *desk)
{
	int64_t at_ms;
	int error;

	if (desk_is_usage_due(desk))
		return true;
	error = journal_next_due(desk->journal, &at_ms);
	if (error) {
		desk_die(desk, error, "the journal cannot be read");
		return false;
	}
	return at_ms <= timepiece_now_ms(&desk->timepiece);
}

size_t
desk_turn(struct desk *desk)
{
	struct haul haul;
	size_t n;
	int error;

	haul_take(&haul, desk);
	n = haul.n;
	if (n == 0 && list_is_empty(&haul.notes) && !desk_is_due(desk))
		return 0;
	error = desk_attempt(desk, &haul);
	desk_log_full(desk, error == -ENOSPC);
	while (error && desk_attempt_one(desk, &haul))
		continue;
	return n;
}

/* ---- the thread
 * ------------------------------------------------------------------ */

/* How long nothing has to be done for stories; -1: until somebody comes. */
static int64_t
desk_story_idle_ms(struct desk *desk)
{
	int64_t at_ms = INT64_MAX, left;

	if (desk->has_more_due)
		return 0;
	if (journal_next_due(desk->journal, &at_ms))
		at_ms = INT64_MAX; /* the next turn will say so */
	if (at_ms == INT64_MAX)
		return list_is_empty(&desk->deferred) ? -1 : DESK_LOOK_MS;
	left = at_ms - timepiece_now_ms(&desk->timepiece);
	if (left < 0)
		left = desk->was_full ? DESK_LOOK_MS : 0;
	return left < DESK_LOOK_MS ? left : DESK_LOOK_MS;
}

/* How long nothing has to be done, in milliseconds; -1: until somebody comes.
 */
static int64_t
desk_idle_ms(struct desk *desk)
{
	int64_t idle_ms = desk_story_idle_ms(desk), left;

	if (desk->was_full || usage_due_ms(desk->usage) == INT64_MAX)
		return idle_ms;
	left = usage_due_ms(desk->usage) - clock_mono_ms();
	if (left < 0)
		left = 0;
	return idle_ms >= 0 && idle_ms < left ? idle_ms : left;
}

static struct timespec
instant_in(int64_t ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += ms / 1000;
	at.tv_nsec += ms % 1000 * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	return at;
}

/* Something waits: for others, while it is worth it (see desk_expect()). */
static void
desk_gather(struct desk *desk)
{
	struct timespec until = instant_in(desk->gather_ms);

	if (desk->gather_ms <= 0)
		return;
	pthread_mutex_lock(&desk->mutex);
	desk->is_gathering = true;
	while (desk_is_worth_waiting(desk))
		if (pthread_cond_timedwait(&desk->wake, &desk->mutex, &until))
			break;
	desk->is_gathering = false;
	pthread_mutex_unlock(&desk->mutex);
}

static void
desk_wait(struct desk *desk)
{
	int64_t idle_ms = desk_idle_ms(desk);
	struct timespec until = instant_in(idle_ms);

	pthread_mutex_lock(&desk->mutex);
	while (atomic_load(&desk->n_waiting) == 0 && !desk->stopping) {
		if (idle_ms < 0)
			pthread_cond_wait(&desk->wake, &desk->mutex);
		else if (pthread_cond_timedwait(
				 &desk->wake, &desk->mutex, &until))
			break;
	}
	pthread_mutex_unlock(&desk->mutex);
}

static bool
desk_is_stopping(struct desk *desk)
{
	bool stopping;

	pthread_mutex_lock(&desk->mutex);
	stopping = desk->stopping;
	pthread_mutex_unlock(&desk->mutex);
	return stopping;
}

static void *
desk_thread(void *argument)
{
	struct desk *desk = argument;

	pthread_setname_np(pthread_self(), "desk");
	for (;;) {
		bool stopping = desk_is_stopping(desk);

		desk_gather(desk);
		/* Whatever came before the stop is in the queues by now. */
		if (desk_turn(desk) != 0)
			continue;
		if (stopping && desk_waiting(desk) == 0) {
			usage_hurry(desk->usage);
			desk_turn(desk);
			return NULL;
		}
		if (!stopping)
			desk_wait(desk);
	}
}

int
desk_start(struct desk *desk)
{
	int error = pthread_create(&desk->thread, NULL, desk_thread, desk);

	desk->has_thread = !error;
	return -error;
}

void
desk_stop(struct desk *desk)
{
	pthread_mutex_lock(&desk->mutex);
	desk->stopping = true;
	pthread_cond_signal(&desk->wake);
	pthread_mutex_unlock(&desk->mutex);
	if (!desk->has_thread)
		return;
	pthread_join(desk->thread, NULL);
	desk->has_thread = false;
}
