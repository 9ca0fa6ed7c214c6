/* SPDX-License-Identifier: Apache-2.0 */
/*
 * endpoint.c - which story goes next.
 *
 * Kills first, by their own slots; then what is due in the lanes; then new
 * events, as long as there is room. New events take a lane at once, which
 * becomes durable with its first failure: success costs no row.
 */
#include "deliver/endpoint.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/stat.h"
#include "journal/entry.h"
#include "net/client.h"

static void
on_timer(void *ctx)
{
	endpoint_pump(ctx);
}

struct endpoint *
endpoint_new(struct webhooks *webhooks, const struct subscriber *who)
{
	struct endpoint *endpoint = mem_new(struct endpoint);

	list_init(&endpoint->link);
	list_init(&endpoint->hungry);
	list_init(&endpoint->lanes);
	endpoint->webhooks = webhooks;
	endpoint->caller =
		(struct caller){ subscribers_ref(webhooks->subscribers), who };
	timer_init(&endpoint->timer, webhooks->config.loop, on_timer, endpoint);
	return endpoint;
}

static void
cut_call(struct lane *lane)
{
	if (lane->call == NULL)
		return;
	client_cancel(lane->call);
	lane->call = NULL;
	stat_add(webhook_in_flight, -1);
}

void
endpoint_free(struct endpoint *endpoint)
{
	list_each_safe (at, &endpoint->lanes)
		lane_free(list_entry(at, struct lane, link));
	list_unlink(&endpoint->link);
	list_unlink(&endpoint->hungry);
	timer_done(&endpoint->timer);
	mem_free(endpoint->arrivals);
	caller_done(&endpoint->caller);
	mem_free(endpoint);
}

void
endpoint_close(struct endpoint *endpoint)
{
	endpoint->gone = true;
	list_unlink(&endpoint->link);
	list_unlink(&endpoint->hungry);
	timer_cancel(&endpoint->timer);
	list_each (at, &endpoint->lanes) {
		struct lane *lane = list_entry(at, struct lane, link);
		cut_call(lane);
	}
	if (endpoint->n_jobs == 0)
		endpoint_free(endpoint);
}

struct lane *
endpoint_find_lane(struct endpoint *endpoint, const struct story_id *id)
{
	list_each (at, &endpoint->lanes) {
		struct lane *lane = list_entry(at, struct lane, link);
		if (strcmp(lane->id.text, id->text) == 0)
			return lane;
	}
	return NULL;
}

struct lane *
endpoint_add_lane(
	struct endpoint *endpoint, const struct story_id *id, int64_t seq)
{
	struct lane *lane = mem_new(struct lane);

	lane->endpoint = endpoint;
	lane->id = *id;
	lane->seq = seq;
	lane->next_ms = clock_wall_ms();
	list_init(&lane->link);
	list_append(&endpoint->lanes, &lane->link);
	return lane;
}

void
lane_free(struct lane *lane)
{
	cut_call(lane);
	lane_set_flying(lane, false);
	entry_unref(lane->sent);
	list_unlink(&lane->link);
	mem_free(lane);
}

void
lane_set_flying(struct lane *lane, bool flying)
{
	struct webhooks *webhooks = lane->endpoint->webhooks;

	if (lane->in_flight == flying)
		return;
	lane->in_flight = flying;
	if (flying)
		webhooks->n_flying++;
	else
		webhooks->n_flying--;
}

void
lane_set_kill(struct lane *lane, int64_t seq, int64_t time_ms)
{
	if (lane->is_kill && lane->seq >= seq)
		return;
	lane->is_kill = true;
	lane->seq = seq;
	lane->kill_ms = time_ms;
	lane->attempt = 0;
	lane->next_ms = clock_wall_ms();
}

int64_t
endpoint_place(const struct endpoint *endpoint)
{
	int64_t place = endpoint->pos;

	list_each (at, &endpoint->lanes) {
		const struct lane *lane = list_entry(at, struct lane, link);
		if (lane->first_seq > 0 && lane->first_seq <= place)
			place = lane->first_seq - 1;
	}
	return place;
}

int64_t
endpoint_kill_place(const struct endpoint *endpoint)
{
	int64_t place = endpoint->kill_pos;

	list_each (at, &endpoint->lanes) {
		const struct lane *lane = list_entry(at, struct lane, link);
		if (lane->first_kill > 0 && lane->first_kill <= place)
			place = lane->first_kill - 1;
	}
	return place;
}

static void
count_lanes(struct endpoint *endpoint)
{
	endpoint->n_lanes = endpoint->n_fresh = endpoint->n_flying = 0;
	endpoint->n_kills_flying = endpoint->n_kills_first = 0;
	list_each (at, &endpoint->lanes) {
		const struct lane *lane = list_entry(at, struct lane, link);
		if (lane->is_kill) {
			endpoint->n_kills_flying += lane->in_flight;
			endpoint->n_kills_first += lane->attempt == 0;
			continue;
		}
		endpoint->n_lanes++;
		endpoint->n_fresh += !lane->is_durable;
		endpoint->n_flying += lane->in_flight;
	}
}

/* How many ordinary attempts may be under way now. */
static size_t
slots(const struct endpoint *endpoint, int64_t now_ms)
{
	const struct delivery_settings *settings = endpoint->webhooks->settings;

	if (endpoint->paused_until_ms > now_ms)
		return 0;
	if (endpoint->failures >= settings->breaker_failures)
		return 1;
	return settings->webhook_slots;
}

/* False: no room. */
static bool
take_arrival(struct endpoint *endpoint, const struct arrival *arrival,
	int64_t now_ms)
{
	const struct delivery_settings *settings = endpoint->webhooks->settings;
	struct lane *lane = endpoint_find_lane(endpoint, &arrival->id);

	if (arrival->mutes && arrival->seq <= endpoint->kill_pos)
		return true;
	/* Its turn comes with the kills. */
	if (arrival->mutes)
		return false;
	if (lane != NULL) {
		if (arrival->seq > lane->seq)
			lane->seq = arrival->seq;
		return true;
	}
	if (endpoint->n_fresh >= slots(endpoint, now_ms) ||
		endpoint->n_lanes >= settings->webhook_lanes)
		return false;
	lane = endpoint_add_lane(endpoint, &arrival->id, arrival->seq);
	lane->first_seq = arrival->seq;
	count_lanes(endpoint);
	return true;
}

static void
take_arrivals(struct endpoint *endpoint, int64_t now_ms)
{
	while (endpoint->next_arrival < endpoint->n_arrivals) {
		const struct arrival *arrival =
			&endpoint->arrivals[endpoint->next_arrival];
		if (arrival->seq > 0 &&
			!take_arrival(endpoint, arrival, now_ms))
			return;
		if (arrival->seq > endpoint->pos)
			endpoint->pos = arrival->seq;
		endpoint->next_arrival++;
	}
	if (endpoint->scan_end > endpoint->pos)
		endpoint->pos = endpoint->scan_end;
}

/* Is there a place among all endpoints? Else this one gets in line. */
static bool
has_place(struct endpoint *endpoint, bool kill)
{
	struct webhooks *webhooks = endpoint->webhooks;
	size_t most = webhooks->settings->webhook_most;

	if (webhooks->n_flying < (kill ? most + most / 2 : most))
		return true;
	if (!list_is_linked(&endpoint->hungry))
		list_append(&webhooks->hungry, &endpoint->hungry);
	return false;
}

void
endpoint_feed_hungry(struct webhooks *webhooks)
{
	size_t most = webhooks->settings->webhook_most;

	while (webhooks->n_flying < most && !webhooks->draining) {
		struct list *link = list_first(&webhooks->hungry);

		if (link == NULL)
			return;
		list_unlink(link);
		endpoint_pump(list_entry(link, struct endpoint, hungry));
	}
}

static bool
may_start(const struct endpoint *endpoint, const struct lane *lane,
	int64_t now_ms)
{
	const struct delivery_settings *settings = endpoint->webhooks->settings;

	if (lane->in_flight || lane->next_ms > now_ms)
		return false;
	if (lane->is_kill)
		return endpoint->n_kills_flying <
		       settings->webhook_slots + settings->webhook_kill_slots;
	/* Nothing passes a kill that was not yet tried once. */
	return endpoint->n_kills_first == 0 &&
	       endpoint->n_flying < slots(endpoint, now_ms);
}

static void
start_due(struct endpoint *endpoint, bool kills, int64_t now_ms)
{
	list_each_safe (at, &endpoint->lanes) {
		struct lane *lane = list_entry(at, struct lane, link);
		if (lane->is_kill != kills ||
			!may_start(endpoint, lane, now_ms) ||
			!has_place(endpoint, kills))
			continue;
		attempt_start(lane);
		count_lanes(endpoint);
	}
}

static void
set_timer(struct endpoint *endpoint, int64_t now_ms)
{
	int64_t next_ms = INT64_MAX;

	list_each (at, &endpoint->lanes) {
		const struct lane *lane = list_entry(at, struct lane, link);
		int64_t at_ms = lane->next_ms;
		if (!lane->is_kill && endpoint->paused_until_ms > at_ms)
			at_ms = endpoint->paused_until_ms;
		if (!lane->in_flight && at_ms > now_ms && at_ms < next_ms)
			next_ms = at_ms;
	}
	if (endpoint->paused_until_ms > now_ms &&
		endpoint->paused_until_ms < next_ms)
		next_ms = endpoint->paused_until_ms;
	if (next_ms == INT64_MAX)
		timer_cancel(&endpoint->timer);
	else
		timer_set(&endpoint->timer, next_ms - now_ms + 1);
}

static void
ask_for_more(struct endpoint *endpoint)
{
	const struct webhooks *webhooks = endpoint->webhooks;

	if (!endpoint->reading_kills &&
		endpoint->kill_pos < webhooks->newest_kill)
		endpoint_ask_kills(endpoint);
	if (!endpoint->reading &&
		endpoint->next_arrival == endpoint->n_arrivals &&
		endpoint->pos < webhooks->newest)
		endpoint_ask_events(endpoint);
}

void
endpoint_pump(struct endpoint *endpoint)
{
	int64_t now_ms = clock_wall_ms();

	if (!endpoint->opened || endpoint->disabled || endpoint->gone ||
		endpoint->webhooks->draining)
		return;
	count_lanes(endpoint);
	start_due(endpoint, true, now_ms);
	take_arrivals(endpoint, now_ms);
	start_due(endpoint, false, now_ms);
	ask_for_more(endpoint);
	attempt_note_place(endpoint);
	set_timer(endpoint, now_ms);
}
