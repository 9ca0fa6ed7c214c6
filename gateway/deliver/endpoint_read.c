/* SPDX-License-Identifier: Apache-2.0 */
/*
 * endpoint_read.c - the journal, as a webhook needs it.
 *
 * Four questions for the backlog's thread: where was I, which kills came,
 * what comes next, and what is this story now. The last one is asked right
 * before sending. Kills are kept for those who are entitled or who hold a
 * version by the ledger, whatever they are entitled to today.
 */
#include "base/log.h"
#include "base/mem.h"
#include "deliver/dispatch.h"
#include "deliver/endpoint.h"
#include "journal/entry.h"
#include "journal/put.h"
#include "journal/reader.h"

#define OPEN_KILLS 500

struct endpoint_job {
	struct backlog_job job;
	struct endpoint *endpoint;
	struct lane *lane; /* of a look-up */
	/* Its own copies: the endpoint may move on meanwhile. */
	struct caller caller;
	int64_t from;
	size_t max, max_bytes;
	int64_t seq;
	struct story_id id;
	/* What was found. */
	struct reader_position position;
	struct buf gone_url; /* "": it never said that it is gone */
	bool is_new;
	struct reader_lane *lanes;
	size_t n_lanes;
	struct entry_list list;
	struct entry *entry;
	bool may_send;
};

static struct endpoint_job *
job_new(struct endpoint *endpoint, backlog_run_fn *run, backlog_done_fn *done)
{
	const struct delivery_settings *settings = endpoint->webhooks->settings;
	struct endpoint_job *job = mem_new(struct endpoint_job);

	job->job.reply = endpoint->webhooks->replies;
	job->job.run = run;
	job->job.party = backlog_party(endpoint->caller.who->name);
	job->job.done = done;
	job->endpoint = endpoint;
	job->caller = caller_ref(&endpoint->caller);
	job->max = settings->backlog_entries;
	job->max_bytes = settings->backlog_bytes;
	return job;
}

static void
job_free(struct endpoint_job *job)
{
	buf_done(&job->gone_url);
	entry_list_done(&job->list);
	entry_unref(job->entry);
	caller_done(&job->caller);
	mem_free(job->lanes);
	mem_free(job);
}

/* False: the queue is full; the job is gone and will be asked again. */
static bool
ask(struct endpoint_job *job)
{
	struct endpoint *endpoint = job->endpoint;

	if (backlog_ask(endpoint->webhooks->config.backlog, &job->job)) {
		endpoint->n_jobs++;
		return true;
	}
	job_free(job);
	timer_set(&endpoint->timer, 1000);
	return false;
}

/* The job is back. False: its endpoint has nothing to do with it any more. */
static bool
came_back(struct endpoint_job *job)
{
	struct endpoint *endpoint = job->endpoint;

	endpoint->n_jobs--;
	if (endpoint->gone) {
		if (endpoint->n_jobs == 0)
			endpoint_free(endpoint);
		return false;
	}
	if (job->job.dropped)
		return false;
	if (job->job.error == 0)
		return true;
	log_error("webhook cannot read the journal", "subscriber=%s",
		endpoint->caller.who->name);
	timer_set(&endpoint->timer, 1000);
	return false;
}

static bool
is_entitled(const struct endpoint_job *job, const struct entry *entry)
{
	return delivery_entitles(job->caller.who->entitlement, entry);
}

/* ---- where was I ----------------------------------------------------------
 */

static void
run_open(struct backlog_job *base, struct reader *reader)
{
	struct endpoint_job *job = container_of(base, struct endpoint_job, job);
	struct slice name = slice_text(job->caller.who->name);
	int r = reader_position(reader, name, &job->position);

	job->is_new = r == 1 || (r == 0 && job->position.seq == 0 &&
					job->position.kill_seq == 0);
	job->lanes = mem_zero(job->max * sizeof(*job->lanes));
	if (r >= 0)
		r = reader_lanes(
			reader, name, job->max, job->lanes, &job->n_lanes);
	if (r >= 0)
		r = reader_gone(reader, name, &job->gone_url);
	base->error = r < 0 ? r : 0;
}

/* A lane of a lane table that was full when the gateway stopped. */
static void
restore_lane(struct endpoint *endpoint, const struct reader_lane *row)
{
	struct lane *lane = endpoint_add_lane(endpoint, &row->id, row->seq);

	lane->attempt = row->attempt;
	lane->next_ms = row->next_ms;
	lane->is_durable = true;
}

/* Was it turned off before, and has it another address since? */
static void
restore_gone(struct endpoint *endpoint, struct slice url)
{
	const struct subscriber *who = endpoint->caller.who;

	if (url.len == 0)
		return;
	if (!slice_is(url, who->webhook_url)) {
		attempt_note_back(endpoint);
		return;
	}
	endpoint->disabled = true;
	log_warn("webhook stays off: its address answered 410 before",
		"subscriber=%s", who->name);
}

static void
done_open(struct backlog_job *base)
{
	struct endpoint_job *job = container_of(base, struct endpoint_job, job);
	struct endpoint *endpoint = job->endpoint;

	if (!came_back(job)) {
		job_free(job);
		return;
	}
	for (size_t i = 0; i < job->n_lanes; i++)
		restore_lane(endpoint, &job->lanes[i]);
	endpoint->pos = job->position.seq;
	endpoint->kill_pos = job->position.kill_seq;
	if (job->is_new && !job->caller.who->from_start)
		endpoint->pos = endpoint->kill_pos = base->as_of;
	endpoint->noted_pos = job->position.seq;
	endpoint->noted_kill = job->position.kill_seq;
	if (base->as_of > endpoint->webhooks->newest)
		endpoint->webhooks->newest = base->as_of;
	if (base->as_of > endpoint->webhooks->newest_kill)
		endpoint->webhooks->newest_kill = base->as_of;
	restore_gone(endpoint, buf_slice(&job->gone_url));
	endpoint->opened = true;
	job_free(job);
	endpoint_pump(endpoint);
}

void
endpoint_ask_open(struct endpoint *endpoint)
{
	struct endpoint_job *job = job_new(endpoint, run_open, done_open);

	/* Kill lanes come on top of the table. */
	job->max = endpoint->webhooks->settings->webhook_lanes * 2;
	ask(job);
}

/* ---- which kills ----------------------------------------------------------
 */

static void
run_kills(struct backlog_job *base, struct reader *reader)
{
	struct endpoint_job *job = container_of(base, struct endpoint_job, job);
	struct slice name = slice_text(job->caller.who->name);

	base->error =
		reader_kills_after(reader, job->from, OPEN_KILLS, &job->list);
	for (size_t i = 0; base->error == 0 && i < job->list.n; i++) {
		struct entry *kill = job->list.items[i];
		bool holds = false;
		if (is_entitled(job, kill))
			continue;
		int r = reader_holds(
			reader, slice_text(kill->id.text), name, &holds);
		base->error = r < 0 ? r : 0;
		if (!holds)
			job->list.items[i] = entry_unref(kill);
	}
}

static void
take_kill(struct endpoint *endpoint, const struct entry *kill)
{
	struct lane *lane = endpoint_find_lane(endpoint, &kill->id);

	if (lane == NULL)
		lane = endpoint_add_lane(endpoint, &kill->id, kill->seq);
	lane_set_kill(lane, kill->seq, kill->time_ms);
	if (lane->first_kill == 0 && !lane->is_durable)
		lane->first_kill = kill->seq;
}

static void
done_kills(struct backlog_job *base)
{
	struct endpoint_job *job = container_of(base, struct endpoint_job, job);
	struct endpoint *endpoint = job->endpoint;

	if (!job->endpoint->gone)
		endpoint->reading_kills = false;
	if (!came_back(job)) {
		job_free(job);
		return;
	}
	for (size_t i = 0; i < job->list.n; i++)
		if (job->list.items[i] != NULL)
			take_kill(endpoint, job->list.items[i]);
	int64_t end = job->list.next_seq;
	if (job->list.n < OPEN_KILLS && base->as_of > end)
		end = base->as_of;
	if (end > endpoint->kill_pos)
		endpoint->kill_pos = end;
	job_free(job);
	endpoint_pump(endpoint);
}

void
endpoint_ask_kills(struct endpoint *endpoint)
{
	struct endpoint_job *job = job_new(endpoint, run_kills, done_kills);

	job->from = endpoint->kill_pos;
	endpoint->reading_kills = true;
	endpoint->reading_kills = ask(job);
}

/* ---- what comes next ------------------------------------------------------
 */

static void
run_events(struct backlog_job *base, struct reader *reader)
{
	struct endpoint_job *job = container_of(base, struct endpoint_job, job);

	base->error = reader_after(
		reader, job->from, job->max, job->max_bytes, &job->list);
}

static void
keep_arrival(struct endpoint *endpoint, const struct entry *entry)
{
	mem_grow(endpoint->arrivals, endpoint->n_arrivals,
		endpoint->cap_arrivals);
	endpoint->arrivals[endpoint->n_arrivals++] =
		(struct arrival){ entry->id, entry->seq,
			entry_kind_mutes(entry->kind) };
}

static void
done_events(struct backlog_job *base)
{
	struct endpoint_job *job = container_of(base, struct endpoint_job, job);
	struct endpoint *endpoint = job->endpoint;

	if (!job->endpoint->gone)
		endpoint->reading = false;
	if (!came_back(job)) {
		job_free(job);
		return;
	}
	endpoint->n_arrivals = endpoint->next_arrival = 0;
	for (size_t i = 0; i < job->list.n; i++)
		if (is_entitled(job, job->list.items[i]))
			keep_arrival(endpoint, job->list.items[i]);
	endpoint->scan_end = job->list.next_seq;
	/* Nothing more than this may leave: events that stay in the house. */
	if (job->list.n == 0 && base->as_of > endpoint->scan_end)
		endpoint->scan_end = base->as_of;
	job_free(job);
	endpoint_pump(endpoint);
}

void
endpoint_ask_events(struct endpoint *endpoint)
{
	struct endpoint_job *job = job_new(endpoint, run_events, done_events);

	job->from = endpoint->pos;
	endpoint->reading = ask(job);
}

/* ---- what is this story now -----------------------------------------------
 */

static int
find_story(struct endpoint_job *job, struct reader *reader)
{
	int r = reader_story(reader, slice_text(job->id.text), &job->entry);

	if (r < 0)
		return r;
	if (r == 0 && job->entry->seq >= job->seq)
		return 0;
	/* An expiry has no text and stands behind the text it is about. */
	struct entry *later = NULL;
	r = reader_entry(reader, job->seq, &later);
	if (r == 0) {
		entry_unref(job->entry);
		job->entry = later;
	}
	return r < 0 ? r : 0;
}

static void
run_story(struct backlog_job *base, struct reader *reader)
{
	struct endpoint_job *job = container_of(base, struct endpoint_job, job);

	base->error = find_story(job, reader);
	if (base->error != 0 || job->entry == NULL)
		return;
	job->may_send = is_entitled(job, job->entry);
	if (!job->may_send && entry_kind_mutes(job->entry->kind)) {
		int r = reader_holds(reader, slice_text(job->id.text),
			slice_text(job->caller.who->name), &job->may_send);
		base->error = r < 0 ? r : 0;
	}
	dispatch_envelope(job->entry);
}

static void
done_story(struct backlog_job *base)
{
	struct endpoint_job *job = container_of(base, struct endpoint_job, job);
	struct lane *lane = job->lane;
	struct endpoint *endpoint = job->endpoint;
	struct webhooks *webhooks = endpoint->webhooks;

	bool gone = endpoint->gone; /* then it may be freed in a moment */
	if (!came_back(job)) {
		if (!gone)
			lane_set_flying(lane, false);
		job_free(job);
		endpoint_feed_hungry(webhooks);
		return;
	}
	/* Read before a kill that is known by now: ask again. */
	if (base->as_of < webhooks->newest_kill) {
		job_free(job);
		if (!endpoint_ask_story(lane))
			lane_set_flying(lane, false);
		return;
	}
	attempt_send(lane, job->entry, job->may_send);
	job_free(job);
	endpoint_pump(endpoint);
	endpoint_feed_hungry(webhooks);
}

bool
endpoint_ask_story(struct lane *lane)
{
	struct endpoint_job *job =
		job_new(lane->endpoint, run_story, done_story);

	job->lane = lane;
	job->id = lane->id;
	job->seq = lane->seq;
	return ask(job);
}
