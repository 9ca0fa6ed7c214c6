/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream_sse.c - event streams: a subscriber is a place in the ring.
 *
 * Publishing marks streams due; when one is asked it puts everything it lacks,
 * as far as a turn allows, straight from frames that all streams share. One
 * whose place is behind the ring reads a batch of the journal at a time and
 * then joins the ring where the batch ended: both count the same events by the
 * same numbers, so there is neither gap nor repetition.
 *
 * A kill overtakes: a stream that is behind gets it at once, without an id so
 * that the client's place does not jump, and again at its own place. What a
 * batch held of the killed story is dropped when the kill arrives.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "base/rfc3339.h"
#include "base/stat.h"
#include "crypto/random.h"
#include "deliver/crowd.h"
#include "deliver/dispatch.h"
#include "deliver/parts.h"
#include "format/envelope.h"
#include "journal/cursor.h"
#include "journal/entry.h"
#include "journal/reader.h"
#include "net/stream.h"
#include "route/entitlement.h"

struct sse_stream {
	struct list link;
	struct delivery *delivery;
	struct http_stream *http; /* NULL: it has gone */
	struct entitlement *entitlement;
	int64_t pos; /* everything up to here was put or is not for them */
	int64_t next_beat_ms;
	bool begun, wants_beat, is_behind;
	bool checks; /* the cursor was not yet compared with the journal */
	bool starts; /* without a cursor, where the subscriber begins */
	struct sse_job *job;
	struct entry_list batch;
	size_t batch_at;
	struct entry_list urgent; /* kills that overtake */
	struct buf notice;        /* a gap to be told */
	struct caller caller;
};

/* One catch-up read. */
struct sse_job {
	struct backlog_job job;
	struct sse_stream *stream; /* NULL: it has gone */
	struct caller caller;      /* its own: the stream may be gone */
	int64_t from;
	bool checks, starts;
	size_t max, max_bytes, max_kills;
	struct entry_list batch, kills;
	int64_t oldest;
};

static int64_t
next_beat(const struct delivery *delivery)
{
	uint16_t random;
	int64_t beat = delivery->settings->heartbeat_ms;

	random_bytes(&random, sizeof(random));
	return clock_mono_ms() + beat * 4 / 5 + beat * 2 / 5 * random / 65536;
}

static void
sse_job_free(struct sse_job *job)
{
	entry_list_done(&job->batch);
	entry_list_done(&job->kills);
	caller_done(&job->caller);
	mem_free(job);
}

static void
sse_stream_free(struct sse_stream *stream)
{
	if (stream->job != NULL)
		stream->job->stream = NULL;
	list_unlink(&stream->link);
	stream->delivery->n_streams--;
	stat_add(streams_open, -1);
	crowd_leave(stream->delivery->config.crowd, stream->caller.who->name);
	entitlement_unref(stream->entitlement);
	entry_list_done(&stream->batch);
	entry_list_done(&stream->urgent);
	buf_done(&stream->notice);
	caller_done(&stream->caller);
	mem_free(stream);
}

static void
on_closed(void *ctx, struct http_stream *http, const char *reason)
{
	(void)http;
	(void)reason;
	sse_stream_free(ctx);
}

/* ---- gaps -----------------------------------------------------------------
 */

/* Tell that what lies between `from` (empty: nobody knows) and `to` is not
 * coming, and go on behind `to`. */
static void
tell_gap(struct sse_stream *stream, struct slice from, int64_t to,
	int64_t oldest, const char *reason)
{
	const char *base = stream->delivery->config.base_url;
	struct cursor to_cursor = cursor_print(to);
	struct cursor start = cursor_print(oldest > 0 ? oldest - 1 : 0);
	auto_(buf_done) struct buf data = BUF_NULL;
	auto_(buf_done) struct buf url = BUF_NULL;
	struct jsonout json = JSONOUT(&data);

	buf_printf(
		&url, "%s/v1/stories?cursor=%s", base ? base : "", start.text);
	jsonout_object(&json);
	jsonout_member_text(&json, "type", "gap");
	jsonout_member_text(
		&json, "timestamp", rfc3339_of(clock_wall_ms()).text);
	jsonout_key(&json, "data");
	jsonout_object(&json);
	jsonout_member_text(&json, "reason", reason);
	jsonout_key(&json, "from");
	if (from.len > 0)
		jsonout_string(&json, from);
	else
		jsonout_null(&json);
	jsonout_member_text(&json, "to", to_cursor.text);
	jsonout_member(&json, "catch_up", buf_slice(&url));
	jsonout_object_end(&json);
	jsonout_object_end(&json);
	sse_frame_write(&stream->notice, slice_text(to_cursor.text),
		SLICE("gap"), buf_slice(&data));
	stream->pos = to;
	stat_add(stream_gaps, 1);
}

/* ---- catching up ----------------------------------------------------------
 */

/* A subscriber that begins at the beginning does so until it has acknowledged
 * something, by whatever way; then a stream without a cursor begins now. */
static int
find_start(struct sse_job *job, struct reader *reader)
{
	struct reader_position position = { 0 };
	int r = reader_position(
		reader, slice_text(job->caller.who->name), &position);

	if (r < 0)
		return r;
	job->from = job->job.as_of;
	if (position.acked == 0 && position.seq == 0)
		job->from = job->oldest > 0 ? job->oldest - 1 : 0;
	return 0;
}

static void
run_job(struct backlog_job *base, struct reader *reader)
{
	struct sse_job *job = container_of(base, struct sse_job, job);

	if (job->checks)
		base->error = reader_oldest(reader, &job->oldest);
	if (base->error == 0 && job->starts)
		base->error = find_start(job, reader);
	if (base->error == 0)
		base->error = reader_after(reader, job->from, job->max,
			job->max_bytes, &job->batch);
	/* The rest of the backlog must not stand before its kills. */
	if (base->error == 0 && job->checks &&
		job->batch.next_seq < base->as_of)
		base->error = reader_kills_after(reader, job->batch.next_seq,
			job->max_kills, &job->kills);
	for (size_t i = 0; base->error == 0 && i < job->batch.n; i++)
		dispatch_frame(job->batch.items[i]);
}

static void ask_backlog(struct sse_stream *stream);

static void
end_stream(struct sse_stream *stream, const char *reason)
{
	if (stream->http != NULL)
		http_stream_end(stream->http, reason);
	stream->http = NULL;
}

/* Is the place one that this journal knows? Else tells the gap. */
static void
check_place(struct sse_stream *stream, const struct sse_job *job)
{
	struct cursor from = cursor_print(job->from);

	stream->checks = false;
	if (job->starts) {
		stream->starts = false;
		stream->pos = job->from;
	} else if (job->from > job->job.as_of) {
		tell_gap(stream, slice_text(from.text), job->job.as_of,
			job->oldest, "cursor-from-the-future");
	} else if (job->oldest > 0 && job->from < job->oldest - 1) {
		tell_gap(stream, slice_text(from.text), job->oldest - 1,
			job->oldest, "cursor-too-old");
	} else {
		delivery_acknowledge(
			stream->delivery, stream->caller.who, job->from);
	}
}

static void
add_urgent(struct sse_stream *stream, struct entry *kill)
{
	struct entry_list *urgent = &stream->urgent;

	if (!delivery_entitles(stream->entitlement, kill))
		return;
	if (urgent->n >= stream->delivery->settings->stream_max_kills) {
		end_stream(stream, "too-far-behind");
		return;
	}
	mem_grow(urgent->items, urgent->n, urgent->cap);
	urgent->items[urgent->n++] = entry_ref(kill);
}

/* Take over what was read, but for what was killed since. */
static void
take_batch(struct sse_stream *stream, struct sse_job *job)
{
	const struct tail *tail = &stream->delivery->tail;

	for (size_t i = 0; i < job->kills.n; i++)
		add_urgent(stream, job->kills.items[i]);
	for (size_t i = 0; i < job->batch.n; i++)
		if (tail_mutes(tail, job->batch.items[i]))
			job->batch.items[i] = entry_unref(job->batch.items[i]);
	entry_list_done(&stream->batch);
	stream->batch = job->batch;
	job->batch = (struct entry_list){ 0 };
	stream->batch_at = 0;
}

static void
done_job(struct backlog_job *base)
{
	struct sse_job *job = container_of(base, struct sse_job, job);
	struct sse_stream *stream = job->stream;

	if (stream == NULL || stream->http == NULL || base->dropped) {
		if (stream != NULL)
			stream->job = NULL;
		sse_job_free(job);
		return;
	}
	stream->job = NULL;
	if (base->error != 0) {
		end_stream(stream, "journal-error");
	} else if (!delivery_knows(stream->delivery, base->as_of)) {
		ask_backlog(stream);
	} else {
		if (stream->checks)
			check_place(stream, job);
		if (job->from <= base->as_of)
			take_batch(stream, job);
		http_stream_mark_due(stream->http);
	}
	sse_job_free(job);
}

static void
ask_backlog(struct sse_stream *stream)
{
	const struct delivery_settings *settings = stream->delivery->settings;
	struct sse_job *job = mem_new(struct sse_job);

	stream->is_behind = true;
	job->job.reply = stream->delivery->replies;
	job->job.run = run_job;
	job->job.party = backlog_party(stream->caller.who->name);
	job->job.done = done_job;
	job->stream = stream;
	job->from = stream->pos;
	job->checks = stream->checks;
	job->starts = stream->starts;
	job->caller = caller_ref(&stream->caller);
	job->max = settings->backlog_entries;
	/* What a turn takes: else a reader who stalls keeps the rest here. */
	job->max_bytes = settings->backlog_bytes < settings->stream_turn_bytes
				 ? settings->backlog_bytes
				 : settings->stream_turn_bytes;
	job->max_kills = settings->stream_max_kills;
	stream->job = job;
	if (backlog_ask(stream->delivery->config.backlog, &job->job))
		return;
	stream->job = NULL;
	sse_job_free(job);
	end_stream(stream, "busy");
}

/* ---- putting --------------------------------------------------------------
 */

/* False: this turn has had enough. */
static bool
put_frame(struct http_stream *http, struct slice frame)
{
	if (http_stream_is_chunked(http))
		return stream_put(http_stream_raw(http), frame);
	return http_stream_put(http, dispatch_unchunked(frame));
}

static bool
put_entry(struct sse_stream *stream, const struct entry *entry)
{
	if (entry == NULL || !delivery_entitles(stream->entitlement, entry))
		return true;
	stat_add(stream_events, 1);
	return put_frame(stream->http, blob_slice(dispatch_frame(entry)));
}

static bool
put_text(struct http_stream *http, const char *text)
{
	return http_stream_put(http, slice_text(text));
}

static bool
put_start(struct sse_stream *stream)
{
	char text[48];

	stream->begun = true;
	snprintf(text, sizeof(text), "retry: %lld\n\n",
		(long long)stream->delivery->settings->retry_ms);
	return put_text(stream->http, text);
}

static bool
put_urgent(struct sse_stream *stream)
{
	size_t n = 0;
	bool more = true;

	while (more && n < stream->urgent.n)
		more = put_frame(stream->http,
			blob_slice(dispatch_urgent(stream->urgent.items[n++])));
	for (size_t i = 0; i < n; i++)
		entry_unref(stream->urgent.items[i]);
	for (size_t i = n; i < stream->urgent.n; i++)
		stream->urgent.items[i - n] = stream->urgent.items[i];
	stream->urgent.n -= n;
	return more;
}

static bool
put_notice(struct sse_stream *stream)
{
	bool more = put_frame(stream->http, buf_slice(&stream->notice));

	buf_done(&stream->notice);
	return more;
}

/* The batch, then where it ended. */
static bool
put_batch(struct sse_stream *stream)
{
	struct entry_list *batch = &stream->batch;

	while (batch->items != NULL && stream->batch_at < batch->n) {
		struct entry **at = &batch->items[stream->batch_at++];
		auto_(entry_unref) struct entry *entry = steal(*at);

		if (entry == NULL || entry->seq <= stream->pos)
			continue;
		stream->pos = entry->seq;
		if (!put_entry(stream, entry))
			return false;
	}
	if (batch->next_seq > stream->pos)
		stream->pos = batch->next_seq;
	entry_list_done(batch);
	*batch = (struct entry_list){ 0 };
	stream->batch_at = 0;
	return true;
}

static bool
put_tail(struct sse_stream *stream)
{
	const struct tail *tail = &stream->delivery->tail;
	const struct tail_slot *slot;

	while ((slot = tail_after(tail, stream->pos)) != NULL) {
		stream->pos = slot->seq;
		if (!put_entry(stream, slot->entry))
			return false;
	}
	return true;
}

/* Everything that the stream lacks, in order. */
static bool
put_events(struct sse_stream *stream)
{
	bool has_batch = stream->batch.items != NULL;

	if (stream->job != NULL)
		return true;
	if (stream->is_behind && !put_batch(stream))
		return false;
	/* The next one when this one has left: else it lies here for as long
	 * as a reader stalls. */
	if (has_batch) {
		http_stream_mark_due(stream->http);
		return true;
	}
	if (stream->checks || stream->pos < stream->delivery->tail.base) {
		ask_backlog(stream);
		return true;
	}
	stream->is_behind = false;
	return put_tail(stream);
}

static void
produce(void *ctx, struct http_stream *http)
{
	struct sse_stream *stream = ctx;

	if (stream->http == NULL)
		return;
	(void)http;
	if (!stream->begun && !put_start(stream))
		return;
	if (stream->urgent.n > 0 && !put_urgent(stream))
		return;
	if (stream->notice.len > 0 && !put_notice(stream))
		return;
	if (!put_events(stream) || stream->http == NULL)
		return;
	if (stream->wants_beat)
		put_text(http, ":\n\n");
	stream->wants_beat = false;
}

/* ---- what the delivery tells ----------------------------------------------
 */

/* The killed text goes out of what waits for this stream. */
static void
take_kill(struct sse_stream *stream, struct entry *kill, int64_t before)
{
	for (size_t i = stream->batch_at; i < stream->batch.n; i++) {
		struct entry **at = &stream->batch.items[i];
		if (*at != NULL && !entry_kind_mutes((*at)->kind) &&
			strcmp((*at)->id.text, kill->id.text) == 0)
			*at = entry_unref(*at);
	}
	if (stream->pos < before || stream->is_behind)
		add_urgent(stream, kill);
}

void
sse_stream_published(
	struct delivery *delivery, struct entry *entry, int64_t before)
{
	bool mutes = entry_kind_mutes(entry->kind);

	list_each_safe (at, &delivery->streams) {
		struct sse_stream *stream =
			list_entry(at, struct sse_stream, link);
		if (stream->http == NULL)
			continue;
		if (mutes)
			take_kill(stream, entry, before);
		if (stream->http == NULL)
			continue;
		if (delivery_entitles(stream->entitlement, entry))
			http_stream_mark_due(stream->http);
		else if (stream->pos == before && !stream->is_behind)
			stream->pos = entry->seq;
	}
}

void
sse_stream_sweep(struct delivery *delivery, int64_t now_ms)
{
	list_each (at, &delivery->streams) {
		struct sse_stream *stream =
			list_entry(at, struct sse_stream, link);
		if (stream->http == NULL || stream->next_beat_ms > now_ms)
			continue;
		stream->next_beat_ms = next_beat(delivery);
		stream->wants_beat = true;
		http_stream_mark_due(stream->http);
	}
}

/* What both the stream was opened with and the subscriber still has. */
static struct entitlement *
still_entitled(const struct entitlement *before, const struct entitlement *now)
{
	size_t n = 0;
	const char **names =
		mem_zero(entitlement_count(before) * sizeof(*names));

	for (size_t i = 0; i < entitlement_count(before); i++) {
		const char *name = entitlement_product(before, i);
		if (entitlement_has(now, slice_text(name)))
			names[n++] = name;
	}
	struct entitlement *both = entitlement_new(names, n);
	mem_free(names);
	return both;
}

void
sse_stream_regenerate(struct delivery *delivery)
{
	list_each_safe (at, &delivery->streams) {
		struct sse_stream *stream =
			list_entry(at, struct sse_stream, link);
		const struct subscriber *who =
			subscribers_find_name(delivery->subscribers,
				slice_text(stream->caller.who->name));
		if (who == NULL || who->revoked) {
			end_stream(stream, "revoked");
			continue;
		}
		struct entitlement *own = stream->entitlement;
		/* One that asked for everything gets what is new, too. */
		stream->entitlement =
			own == stream->caller.who->entitlement
				? entitlement_ref(who->entitlement)
				: still_entitled(own, who->entitlement);
		entitlement_unref(own);
		subscribers_unref(stream->caller.generation);
		stream->caller.generation =
			subscribers_ref(delivery->subscribers);
		stream->caller.who = who;
	}
}

void
sse_stream_end_all(struct delivery *delivery)
{
	list_each_safe (at, &delivery->streams)
		end_stream(list_entry(at, struct sse_stream, link), "drain");
}

void
sse_stream_free_all(struct delivery *delivery)
{
	list_each_safe (at, &delivery->streams)
		sse_stream_free(list_entry(at, struct sse_stream, link));
}

/* ---- the request ----------------------------------------------------------
 */

static void
add_cors(struct http_exchange *x)
{
	http_add_header(x, "Access-Control-Allow-Origin", "*");
}

/* Where it begins. A cursor that cannot be read is a gap, told at once. */
static void
set_place(struct sse_stream *stream, struct slice cursor)
{
	const struct tail *tail = &stream->delivery->tail;
	int64_t seq = 0;

	stream->pos = tail->last;
	if (cursor.at == NULL) {
		stream->starts = stream->caller.who->from_start;
		stream->checks = stream->starts;
		return;
	}
	if (cursor_parse(cursor, &seq) != 0) {
		/* What a peer wrote is told back clipped. */
		struct slice shown = cursor;
		if (shown.len > 64)
			shown.len = 64;
		tell_gap(stream, shown, tail->last, 0, "cursor-malformed");
		return;
	}
	stream->pos = seq;
	stream->checks = seq < tail->base || seq > tail->last;
	if (!stream->checks)
		delivery_acknowledge(stream->delivery, stream->caller.who, seq);
}

static struct slice
asked_cursor(struct http_exchange *x)
{
	struct slice header = http_header(x, "last-event-id");

	/* An empty one is what a client sends that never got an id. */
	if (header.len > 0)
		return header;
	return http_query_param(x, "cursor");
}

static struct sse_stream *
sse_stream_new(struct delivery *delivery, struct caller *caller,
	struct entitlement *entitlement)
{
	struct sse_stream *stream = mem_new(struct sse_stream);

	stream->delivery = delivery;
	stream->caller = *caller;
	*caller = (struct caller){ 0 };
	stream->entitlement = entitlement;
	stream->next_beat_ms = next_beat(delivery);
	list_init(&stream->link);
	list_append(&delivery->streams, &stream->link);
	delivery->n_streams++;
	stat_add(streams_open, 1);
	return stream;
}

static void
begin(struct delivery *delivery, struct http_exchange *x, struct caller *caller)
{
	auto_(entitlement_unref) struct entitlement *entitlement =
		delivery_entitlement(x, caller->who);

	if (entitlement == NULL)
		return;
	if (!crowd_enter(delivery->config.crowd, caller->who->name)) {
		http_add_header(x, "Retry-After", "30");
		http_respond_problem(x, 429, "too-many-streams",
			"this subscriber holds as many streams as it may");
		return;
	}
	struct sse_stream *stream =
		sse_stream_new(delivery, caller, steal(entitlement));
	set_place(stream, asked_cursor(x));
	http_add_header(x, "Cache-Control", "no-store");
	http_add_header(x, "X-Accel-Buffering", "no");
	stream->http = http_begin_stream(
		x, "text/event-stream", produce, on_closed, stream);
	if (stream->http == NULL)
		sse_stream_free(stream);
}

void
sse_stream_open(void *ctx, struct http_exchange *x)
{
	struct delivery *delivery = ctx;
	auto_(caller_done) struct caller caller = { 0 };

	if (http_query_param(x, "ticket").at != NULL)
		add_cors(x);
	if (delivery->draining ||
		delivery->n_streams >= delivery->settings->stream_max) {
		delivery_respond_busy(x);
		return;
	}
	if (!delivery_authenticate(delivery, x, MEANS_TICKET, &caller))
		return;
	/* 204 is how an event source is told not to come back. */
	if (caller.who->revoked)
		http_respond(x, 204, NULL, NULL);
	else
		begin(delivery, x, &caller);
}

void
sse_stream_options(void *ctx, struct http_exchange *x)
{
	(void)ctx;
	add_cors(x);
	http_add_header(x, "Access-Control-Allow-Methods", "GET");
	http_add_header(x, "Access-Control-Allow-Headers",
		"Last-Event-ID, Cache-Control");
	http_add_header(x, "Access-Control-Max-Age", "86400");
	http_respond(x, 204, NULL, NULL);
}
