/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pages.c - GET /v1/stories: the journal a page at a time, waiting if asked to.
 *
 * Always read from the journal by the backlog's thread, which also makes the
 * envelopes; the loop only joins them. A long poll that found nothing is parked
 * here with a timer and asks again when an entry that it may see is published.
 * A page looks at a bounded number of events; its cursor says how far it got.
 */
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/clock.h"
#include "base/mem.h"
#include "deliver/dispatch.h"
#include "deliver/parts.h"
#include "journal/cursor.h"
#include "journal/entry.h"
#include "journal/reader.h"
#include "route/entitlement.h"

/* One request, from its arrival to its answer. */
struct poll {
	struct backlog_job job;
	struct list link; /* while parked */
	struct timer timer;
	struct delivery *delivery;
	struct http_exchange *x;
	struct caller caller;
	struct entitlement *entitlement;
	int64_t from, scanned; /* scanned: events up to here were looked at */
	int64_t until_ms;      /* monotonic; 0: does not wait */
	size_t limit;
	bool acknowledged;
	struct entry_list found;
};

static void
poll_free(void *object)
{
	struct poll *poll = object;

	timer_done(&poll->timer);
	list_unlink(&poll->link);
	entry_list_done(&poll->found);
	entitlement_unref(poll->entitlement);
	caller_done(&poll->caller);
	mem_free(poll);
}

/* ---- on the backlog's thread ----------------------------------------------
 */

/* Keep what the caller may see, with its envelope made. */
static void
keep_entitled(struct poll *poll, struct entry_list *list, size_t *bytes)
{
	size_t max = poll->delivery->settings->page_bytes;

	for (size_t i = 0; i < list->n; i++) {
		struct entry *entry = list->items[i];
		if (!delivery_entitles(poll->entitlement, entry)) {
			poll->scanned = entry->seq;
			continue;
		}
		size_t len = dispatch_envelope(entry)->len;
		bool full = poll->found.n >= poll->limit ||
			    (poll->found.n > 0 && *bytes + len > max);
		if (full)
			return;
		*bytes += len;
		poll->scanned = entry->seq;
		mem_grow(poll->found.items, poll->found.n, poll->found.cap);
		poll->found.items[poll->found.n++] = entry_ref(entry);
	}
	poll->scanned = list->next_seq;
}

static void
run_poll(struct backlog_job *job, struct reader *reader)
{
	struct poll *poll = container_of(job, struct poll, job);
	const struct delivery_settings *settings = poll->delivery->settings;
	size_t bytes = 0;
	size_t seen = 0;

	poll->scanned = poll->from;
	while (poll->scanned < job->as_of && seen < settings->page_scan) {
		auto_(entry_list_done) struct entry_list list = { 0 };
		job->error = reader_after(reader, poll->scanned,
			settings->backlog_entries, settings->backlog_bytes,
			&list);
		if (job->error != 0 || list.next_seq <= poll->scanned)
			return;
		seen += list.n > 0 ? list.n : 1;
		keep_entitled(poll, &list, &bytes);
		if (poll->scanned < list.next_seq)
			return;
	}
}

/* ---- answering ------------------------------------------------------------
 */

static void
answer(struct poll *poll)
{
	struct cursor cursor = cursor_print(poll->scanned);
	auto_(buf_done) struct buf body = BUF_NULL;
	struct jsonout json = JSONOUT(&body);

	jsonout_object(&json);
	jsonout_key(&json, "items");
	jsonout_array(&json);
	for (size_t i = 0; i < poll->found.n; i++) {
		const struct entry *entry = poll->found.items[i];
		if (!tail_mutes(&poll->delivery->tail, entry))
			jsonout_raw(
				&json, blob_slice(dispatch_envelope(entry)));
	}
	jsonout_array_end(&json);
	jsonout_member_text(&json, "cursor", cursor.text);
	jsonout_object_end(&json);
	auto_(blob_unref) struct blob *blob = blob_from_buf(&body);
	http_add_header(poll->x, "Cache-Control", "no-store");
	http_respond(poll->x, 200, "application/json", blob);
	poll_free(poll);
}

static void
unpark(struct poll *poll)
{
	timer_cancel(&poll->timer);
	if (list_is_linked(&poll->link))
		poll->delivery->n_polls--;
	list_unlink(&poll->link);
}

static void
on_timeout(void *ctx)
{
	struct poll *poll = ctx;

	unpark(poll);
	answer(poll);
}

static void
on_cancel(void *ctx, struct http_exchange *x)
{
	struct poll *poll = ctx;

	(void)x;
	if (list_is_linked(&poll->link))
		on_timeout(poll);
}

static bool
may_park(const struct poll *poll)
{
	const struct delivery *delivery = poll->delivery;

	return poll->found.n == 0 && poll->until_ms > clock_mono_ms() &&
	       !delivery->draining && !http_is_dead(poll->x) &&
	       delivery->n_polls < delivery->settings->wait_max;
}

static void ask(struct poll *poll);

/* Is there anything behind `seq` that the caller may see? */
static bool
tail_has_more(const struct poll *poll, int64_t seq)
{
	const struct tail *tail = &poll->delivery->tail;
	const struct tail_slot *slot;

	for (; (slot = tail_after(tail, seq)) != NULL; seq = slot->seq)
		if (slot->entry != NULL &&
			delivery_entitles(poll->entitlement, slot->entry))
			return true;
	return false;
}

static void
park(struct poll *poll)
{
	timer_set(&poll->timer, poll->until_ms - clock_mono_ms());
	list_append(&poll->delivery->polls, &poll->link);
	poll->delivery->n_polls++;
}

static void
acknowledge(struct poll *poll)
{
	if (!poll->acknowledged)
		delivery_acknowledge(
			poll->delivery, poll->caller.who, poll->from);
	poll->acknowledged = true;
}

static bool read_request(struct poll *poll, struct http_exchange *x);

/* A reload came between: who asks, and what they may see, as it is now. */
static void
start_over(struct poll *poll)
{
	int64_t until_ms = poll->until_ms;

	caller_done(&poll->caller);
	poll->entitlement = entitlement_unref(poll->entitlement);
	poll->from = poll->scanned = 0;
	if (!delivery_is_welcome(
		    poll->delivery, poll->x, MEANS_BEARER, &poll->caller) ||
		!read_request(poll, poll->x)) {
		poll_free(poll);
		return;
	}
	poll->until_ms = until_ms;
	ask(poll);
}

static void
done_poll(struct backlog_job *job)
{
	struct poll *poll = container_of(job, struct poll, job);

	if (job->dropped) {
		delivery_respond_busy(poll->x);
		poll_free(poll);
	} else if (poll->caller.generation != poll->delivery->subscribers) {
		start_over(poll);
	} else if (job->error != 0) {
		http_respond_problem(poll->x, 500, "journal-error", NULL);
		poll_free(poll);
	} else if (poll->from > job->as_of) {
		http_respond_problem(poll->x, 400, "cursor-from-the-future",
			"this journal has not got that far");
		poll_free(poll);
	} else if (!delivery_knows(poll->delivery, job->as_of)) {
		ask(poll);
	} else {
		acknowledge(poll);
		if (!may_park(poll))
			answer(poll);
		else if (poll->scanned < job->as_of ||
			 tail_has_more(poll, poll->scanned))
			ask(poll);
		else
			park(poll);
	}
}

static void
ask(struct poll *poll)
{
	entry_list_done(&poll->found);
	poll->found = (struct entry_list){ 0 };
	if (poll->scanned > poll->from)
		poll->from = poll->scanned;
	if (backlog_ask(poll->delivery->config.backlog, &poll->job))
		return;
	delivery_respond_busy(poll->x);
	poll_free(poll);
}

void
pages_published(struct delivery *delivery, const struct entry *entry)
{
	list_each_safe (at, &delivery->polls) {
		struct poll *poll = list_entry(at, struct poll, link);
		if (!delivery_entitles(poll->entitlement, entry))
			continue;
		unpark(poll);
		ask(poll);
	}
}

void
pages_end_all(struct delivery *delivery)
{
	list_each_safe (at, &delivery->polls)
		on_timeout(list_entry(at, struct poll, link));
}

/* ---- the request ----------------------------------------------------------
 */

/* A number from `min`, cut to `max`; `fallback` when absent. False: answered
 * 400. */
static bool
read_number(struct http_exchange *x, const char *name, uint64_t min,
	uint64_t max, uint64_t fallback, uint64_t *ret_value)
{
	struct slice text = http_query_param(x, name);
	auto_(buf_done) struct buf allowed = BUF_NULL;
	uint64_t value = fallback;

	if (text.at == NULL ||
		(slice_to_u64(text, &value) == 0 && value >= min)) {
		*ret_value = value < max ? value : max;
		return true;
	}
	buf_printf(&allowed,
		"%s is a whole number from %llu; more than %llu counts as %llu",
		name, (unsigned long long)min, (unsigned long long)max,
		(unsigned long long)max);
	http_respond_problem(x, 400, "parameter-malformed", buf_text(&allowed));
	return false;
}

static bool
read_request(struct poll *poll, struct http_exchange *x)
{
	const struct delivery_settings *settings = poll->delivery->settings;
	struct slice cursor = http_query_param(x, "cursor");
	uint64_t limit, wait_s;

	if (cursor.len > 0 && cursor_parse(cursor, &poll->from) != 0) {
		http_respond_problem(x, 400, "cursor-malformed",
			"cursor is one that this gateway gave, as it was "
			"given; "
			"without one the pages begin at the beginning");
		return false;
	}
	if (!read_number(x, "limit", 1, settings->page_max,
		    settings->page_default, &limit) ||
		!read_number(x, "wait", 0,
			(uint64_t)settings->wait_max_ms / 1000, 0, &wait_s))
		return false;
	poll->limit = limit;
	if (wait_s > 0)
		poll->until_ms = clock_mono_ms() + (int64_t)wait_s * 1000;
	poll->entitlement = delivery_entitlement(x, poll->caller.who);
	return poll->entitlement != NULL;
}

void
pages_list(void *ctx, struct http_exchange *x)
{
	struct delivery *delivery = ctx;
	struct caller caller = { 0 };

	if (!delivery_is_welcome(delivery, x, MEANS_BEARER, &caller))
		return;
	struct poll *poll = mem_new(struct poll);
	poll->delivery = delivery;
	poll->caller = caller;
	poll->x = x;
	list_init(&poll->link);
	timer_init(&poll->timer, delivery->config.loop, on_timeout, poll);
	poll->job.reply = delivery->replies;
	poll->job.run = run_poll;
	poll->job.party = backlog_party(caller.who->name);
	poll->job.done = done_poll;
	if (!read_request(poll, x)) {
		poll_free(poll);
		return;
	}
	http_on_cancel(x, on_cancel, poll);
	ask(poll);
}
