/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attempt.c - one POST, and what its answer means.
 *
 * 2xx is success; a redirect is a failure like any other, for the client does
 * not follow; 410 turns the endpoint off; 429, 502 and 504 slow it down (the
 * rules of Standard Webhooks 1.0.0). Whatever came of it is noted in one
 * commit: the ledger row, the lane, the place.
 */
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stat.h"
#include "crypto/random.h"
#include "deliver/dispatch.h"
#include "deliver/endpoint.h"
#include "deliver/sign.h"
#include "journal/entry.h"
#include "journal/put.h"
#include "net/client.h"

/* ---- notes ----------------------------------------------------------------
 */

struct notes {
	struct journal_put puts[4];
	size_t n;
};

static struct slice
subscriber_of(const struct endpoint *endpoint)
{
	return slice_text(endpoint->caller.who->name);
}

static void
note_ledger(struct notes *notes, const struct lane *lane,
	const struct entry *entry, const char *outcome, unsigned status,
	const char *detail)
{
	struct journal_put *put = &notes->puts[notes->n++];

	put->kind = JOURNAL_LEDGER;
	put->ledger = (struct journal_ledger){
		.subscriber = subscriber_of(lane->endpoint),
		.id = lane->id,
		.seq = entry != NULL ? entry->seq : lane->seq,
		.version = slice_text(entry != NULL ? entry->version : ""),
		.attempt = lane->attempt,
		.outcome = slice_text(outcome),
		.http_status = (int)status,
		.time_ms = clock_wall_ms(),
		.detail = slice_text(detail),
	};
}

static void
note_lane(struct notes *notes, const struct lane *lane, bool done)
{
	struct journal_put *put = &notes->puts[notes->n++];

	put->kind = JOURNAL_LANE;
	put->lane = (struct journal_lane){
		.subscriber = subscriber_of(lane->endpoint),
		.id = lane->id,
		.seq = lane->seq,
		.attempt = lane->attempt,
		.next_ms = lane->next_ms,
		.done = done,
	};
}

static void
note_gone(struct notes *notes, const struct endpoint *endpoint, bool over)
{
	struct journal_put *put = &notes->puts[notes->n++];

	put->kind = JOURNAL_GONE;
	put->gone = (struct journal_gone){
		.subscriber = subscriber_of(endpoint),
		.url = slice_text(endpoint->caller.who->webhook_url),
		.time_ms = clock_wall_ms(),
		.over = over,
	};
}

static void
note_place(struct notes *notes, struct endpoint *endpoint)
{
	int64_t pos = endpoint_place(endpoint);
	int64_t kill = endpoint_kill_place(endpoint);

	if (pos <= endpoint->noted_pos && kill <= endpoint->noted_kill)
		return;
	struct journal_put *put = &notes->puts[notes->n++];
	put->kind = JOURNAL_POSITION;
	put->position = (struct journal_position){
		.subscriber = subscriber_of(endpoint),
		.seq = pos,
		.kill_seq = kill,
		.time_ms = clock_wall_ms(),
	};
	endpoint->noted_pos = pos;
	endpoint->noted_kill = kill;
}

static void
send_notes(struct endpoint *endpoint, const struct notes *notes)
{
	const struct webhooks_config *config = &endpoint->webhooks->config;

	if (notes->n > 0 && config->note != NULL)
		config->note(config->note_context, notes->puts, notes->n);
}

void
attempt_note_back(struct endpoint *endpoint)
{
	struct notes notes = { 0 };

	note_gone(&notes, endpoint, true);
	send_notes(endpoint, &notes);
}

void
attempt_note_place(struct endpoint *endpoint)
{
	struct notes notes = { 0 };

	note_place(&notes, endpoint);
	send_notes(endpoint, &notes);
}

/* ---- what an outcome does to the lane -------------------------------------
 */

/* Everything that this lane was about is dealt with. */
static void
end_lane(struct lane *lane, struct notes *notes)
{
	struct endpoint *endpoint = lane->endpoint;

	if (lane->is_durable)
		note_lane(notes, lane, true);
	lane->first_seq = lane->first_kill = 0;
	note_place(notes, endpoint);
	send_notes(endpoint, notes);
	lane_free(lane);
}

/* Versions that this delivery has overtaken need not be sent again. */
static void
forget_arrivals(struct endpoint *endpoint, const struct entry *sent)
{
	for (size_t i = endpoint->next_arrival; i < endpoint->n_arrivals; i++) {
		struct arrival *arrival = &endpoint->arrivals[i];
		if (arrival->seq <= sent->seq &&
			slice_is(slice_text(arrival->id.text), sent->id.text))
			arrival->seq = 0;
	}
}

static void
succeed(struct lane *lane, struct entry *sent, unsigned status)
{
	struct endpoint *endpoint = lane->endpoint;
	struct notes notes = { 0 };

	endpoint->failures = 0;
	endpoint->paused_until_ms = 0;
	stat_add(webhook_delivered, 1);
	note_ledger(&notes, lane, sent, "delivered", status, "");
	forget_arrivals(endpoint, sent);
	if (lane->seq <= sent->seq) {
		end_lane(lane, &notes);
		return;
	}
	/* Something newer came meanwhile: it goes next. */
	if (lane->first_seq > 0)
		lane->first_seq = sent->seq + 1;
	lane->attempt = 0;
	lane->next_ms = clock_wall_ms();
	note_place(&notes, endpoint);
	send_notes(endpoint, &notes);
}

/* +-10 %, so that what failed together does not come back together. */
static int64_t
jittered(int64_t ms)
{
	uint16_t random;

	random_bytes(&random, sizeof(random));
	return ms - ms / 10 + ms / 5 * random / 65536;
}

/* Milliseconds to the next attempt; -1: that was the last. */
static int64_t
retry_delay(const struct lane *lane, int64_t now_ms)
{
	const struct delivery_settings *settings =
		lane->endpoint->webhooks->settings;

	if (lane->is_kill) {
		if (now_ms - lane->kill_ms > settings->kill_for_ms)
			return -1;
		size_t last = settings->n_kill_retries - 1;
		size_t at = lane->attempt < last ? lane->attempt : last;
		return jittered(settings->kill_retries_ms[at]);
	}
	if (lane->attempt >= settings->n_retries)
		return -1;
	return jittered(settings->retries_ms[lane->attempt]);
}

static bool
is_throttle(unsigned status)
{
	return status == 429 || status == 502 || status == 504;
}

static int64_t
capped(int64_t ms, int64_t max_ms)
{
	return ms < max_ms ? ms : max_ms;
}

/* The endpoint as a whole slows down: a throttle, or the breaker. */
static void
slow_down(struct endpoint *endpoint, const struct client_answer *answer,
	int64_t delay_ms, int64_t now_ms)
{
	const struct delivery_settings *settings = endpoint->webhooks->settings;
	bool is_pausing = endpoint->failures >= settings->breaker_failures &&
			  endpoint->paused_until_ms > now_ms;
	int64_t pause_ms = 0;

	/* What was under way when the pause began fails for the same reason;
	 * only a probe says something new. */
	if (!is_pausing)
		endpoint->failures++;
	if (!is_pausing && endpoint->failures >= settings->breaker_failures) {
		unsigned doubled =
			endpoint->failures - settings->breaker_failures;
		pause_ms = capped(
			settings->breaker_ms << (doubled < 10 ? doubled : 10),
			settings->breaker_max_ms);
	}
	if (answer->retry_after_ms >= 0)
		pause_ms = capped(
			answer->retry_after_ms, settings->throttle_max_ms);
	else if (is_throttle(answer->status) && delay_ms > pause_ms)
		pause_ms = capped(delay_ms, settings->throttle_max_ms);
	if (now_ms + pause_ms > endpoint->paused_until_ms && pause_ms > 0)
		endpoint->paused_until_ms = now_ms + pause_ms;
}

static void
give_up(struct lane *lane, const struct entry *sent,
	const struct client_answer *answer)
{
	struct notes notes = { 0 };

	log_warn("webhook given up", "subscriber=%s story=%s attempts=%u",
		lane->endpoint->caller.who->name, lane->id.text, lane->attempt);
	note_ledger(
		&notes, lane, sent, "gave-up", answer->status, answer->error);
	end_lane(lane, &notes);
}

static void
try_again(struct lane *lane, const struct entry *sent,
	const struct client_answer *answer, int64_t delay_ms, int64_t now_ms)
{
	struct notes notes = { 0 };

	note_ledger(
		&notes, lane, sent, "failed", answer->status, answer->error);
	/* A kill that came meanwhile does not wait for this one's delay. */
	bool overtaken = lane->is_kill && lane->seq > sent->seq;
	lane->next_ms = overtaken ? now_ms : now_ms + delay_ms;
	if (overtaken)
		lane->attempt = 0;
	else if (answer->retry_after_ms > delay_ms)
		lane->next_ms =
			now_ms + capped(answer->retry_after_ms,
					 lane->endpoint->webhooks->settings
						 ->throttle_max_ms);
	lane->is_durable = true;
	lane->first_seq = lane->first_kill = 0;
	note_lane(&notes, lane, false);
	note_place(&notes, lane->endpoint);
	send_notes(lane->endpoint, &notes);
}

static void
fail(struct lane *lane, struct entry *sent, const struct client_answer *answer)
{
	struct endpoint *endpoint = lane->endpoint;
	int64_t now_ms = clock_wall_ms();
	int64_t delay_ms = retry_delay(lane, now_ms);

	stat_add(webhook_failed, 1);
	slow_down(endpoint, answer, delay_ms, now_ms);
	if (delay_ms < 0 && lane->seq <= sent->seq)
		give_up(lane, sent, answer);
	else
		try_again(lane, sent, answer, delay_ms < 0 ? 0 : delay_ms,
			now_ms);
}

/* 410: the subscriber does not want this any more, also after a restart. Lane
 * and place stay: a new address goes on from here. */
static void
disable(struct lane *lane, struct entry *sent)
{
	struct endpoint *endpoint = lane->endpoint;
	struct notes notes = { 0 };

	if (!endpoint->disabled) /* what was on its way may say so as well */
		log_warn("webhook turned off: the endpoint answered 410",
			"subscriber=%s", endpoint->caller.who->name);
	endpoint->disabled = true;
	stat_add(webhook_failed, 1);
	note_ledger(&notes, lane, sent, "endpoint-gone", 410, "");
	note_gone(&notes, endpoint, false);
	lane->is_durable = true;
	lane->first_seq = lane->first_kill = 0;
	note_lane(&notes, lane, false);
	note_place(&notes, endpoint);
	send_notes(endpoint, &notes);
}

/* Is it a person who has to mend this? One of the client's words. */
static bool
needs_person(const char *error)
{
	static const char *const errors[] = { "address-refused", "tls", "url",
		"resolve" };

	for (size_t i = 0; i < n_elements(errors); i++)
		if (slice_is(slice_text(error), errors[i]))
			return true;
	return false;
}

/* What keeps an endpoint from being asked at all is told once, and once that
 * it is over; every attempt is in the ledger anyway. */
static void
tell_trouble(struct endpoint *endpoint, const struct client_answer *answer)
{
	const char *name = endpoint->caller.who->name;

	if (answer->status != 0) {
		if (endpoint->trouble != NULL)
			log_notice("webhook is reached again", "subscriber=%s",
				name);
		endpoint->trouble = NULL;
		return;
	}
	if (!needs_person(answer->error) || answer->error == endpoint->trouble)
		return;
	endpoint->trouble = answer->error;
	log_warn("webhook cannot be sent", "subscriber=%s reason=%s", name,
		answer->error);
}

static void
on_answer(void *ctx, const struct client_answer *answer)
{
	struct lane *lane = ctx;
	struct endpoint *endpoint = lane->endpoint;
	struct webhooks *webhooks = endpoint->webhooks;
	auto_(entry_unref) struct entry *sent = steal(lane->sent);

	stat_add(webhook_in_flight, -1);
	lane->call = NULL;
	lane_set_flying(lane, false);
	lane->attempt++;
	tell_trouble(endpoint, answer);
	if (answer->status >= 200 && answer->status < 300)
		succeed(lane, sent, answer->status);
	else if (answer->status == 410)
		disable(lane, sent);
	else
		fail(lane, sent, answer);
	endpoint_pump(endpoint);
	endpoint_feed_hungry(webhooks);
}

/* ---- sending --------------------------------------------------------------
 */

void
attempt_start(struct lane *lane)
{
	lane_set_flying(lane, true);
	if (!endpoint_ask_story(lane)) {
		lane_set_flying(lane, false);
		lane->next_ms = clock_wall_ms() + 1000;
	}
}

static void
post(struct lane *lane, struct entry *entry)
{
	const struct endpoint *endpoint = lane->endpoint;
	const struct subscriber *who = endpoint->caller.who;
	int64_t now_s = clock_wall_ms() / 1000;
	struct blob *body = dispatch_envelope(entry);
	auto_(buf_done) struct buf id = BUF_NULL;
	auto_(buf_done) struct buf time = BUF_NULL;
	auto_(buf_done) struct buf signature = BUF_NULL;

	dispatch_message_id(entry, &id);
	buf_put_u64(&time, (uint64_t)now_s);
	signer_sign(who->signer, buf_slice(&id), now_s, blob_slice(body),
		&signature);
	const struct client_header headers[] = {
		{ "Content-Type", "application/json" },
		{ "User-Agent", "torntape/0.1 (webhook)" },
		{ "webhook-id", buf_text(&id) },
		{ "webhook-timestamp", buf_text(&time) },
		{ "webhook-signature", buf_text(&signature) },
	};
	const struct client_request request = {
		.method = "POST",
		.url = who->webhook_url,
		.headers = headers,
		.n_headers = n_elements(headers),
		.body = body,
		.timeout_ms = endpoint->webhooks->settings->webhook_timeout_ms,
		.max_response = endpoint->webhooks->settings->webhook_response,
	};
	lane->sent = entry_ref(entry);
	stat_add(webhook_attempts, 1);
	stat_add(webhook_in_flight, 1);
	lane->call = client_request(
		endpoint->webhooks->config.client, &request, on_answer, lane);
}

void
attempt_send(struct lane *lane, struct entry *entry, bool may_send)
{
	struct notes notes = { 0 };

	if (lane->endpoint->webhooks->draining || lane->endpoint->disabled) {
		lane_set_flying(lane, false);
		return;
	}
	if (entry == NULL || !may_send) {
		note_ledger(&notes, lane, entry,
			entry == NULL ? "nothing-to-send" : "not-entitled", 0,
			"");
		end_lane(lane, &notes);
		return;
	}
	if (entry_kind_mutes(entry->kind))
		lane_set_kill(lane, entry->seq, entry->time_ms);
	post(lane, entry);
}
