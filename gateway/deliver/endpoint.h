/* SPDX-License-Identifier: Apache-2.0 */
/*
 * endpoint.h - one subscriber's webhook: its place, its lanes, its health.
 *
 * Shared by the files of the webhook and by nobody else. An event is *dealt
 * with* once it was delivered, refused, given up, or has a durable lane. `pos`
 * is how far the journal was looked at; what is told to the desk is the number
 * below the first event that is not dealt with, so a restart repeats at most
 * what was under way. Everything on the front loop's thread.
 */
#ifndef DELIVER_ENDPOINT_H
#define DELIVER_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "deliver/backlog.h"
#include "deliver/parts.h"
#include "deliver/webhook.h"
#include "loop/loop.h"
#include "story/story.h"

struct client_answer;
struct client_call;
struct reader_lane;

struct webhooks {
	struct webhooks_config config;
	const struct delivery_settings *settings;
	struct subscribers *subscribers;
	struct mailbox *mail, *replies;
	struct list endpoints;
	struct list hungry; /* endpoints that found no place, first come */
	size_t n_flying;    /* attempts of all endpoints */
	bool draining;
	int64_t newest, newest_kill; /* published so far */
};

/* A story that is under way or in retry. */
struct lane {
	struct list link;
	struct endpoint *endpoint;
	struct story_id id;
	int64_t seq;        /* newest event known; what is sent is looked up */
	int64_t first_seq;  /* holds the place back; 0: does not */
	int64_t first_kill; /* holds the kill place back; 0: does not */
	int64_t next_ms;    /* wall */
	int64_t kill_ms;    /* when the kill happened */
	unsigned attempt;   /* made so far */
	bool is_kill, is_durable, in_flight;
	struct entry *sent; /* while under way */
	struct client_call *call;
};

/* An event that this subscriber is to get, known by number only. */
struct arrival {
	struct story_id id;
	int64_t seq;
	bool mutes;
};

struct endpoint {
	struct list link;
	struct list hungry; /* in that of the webhooks */
	struct webhooks *webhooks;
	struct caller caller;
	struct list lanes;
	size_t n_lanes;  /* that are no kills */
	size_t n_fresh;  /* not durable, no kills */
	size_t n_flying; /* attempts under way, no kills */
	size_t n_kills_flying;
	size_t n_kills_first; /* not tried once yet */
	struct arrival *arrivals;
	size_t n_arrivals, cap_arrivals, next_arrival;
	int64_t scan_end; /* where the arrivals end */
	int64_t pos, kill_pos;
	int64_t noted_pos, noted_kill;
	int64_t paused_until_ms; /* wall */
	unsigned failures;       /* in a row */
	unsigned n_jobs;
	bool opened, reading, reading_kills;
	const char *trouble; /* that was told to the log; static, NULL: none */
	bool disabled;       /* answered 410 at this address */
	bool gone; /* not configured any more: freed with its last job */
	struct timer timer;
};

/* endpoint.c */
struct endpoint *endpoint_new(
	struct webhooks *webhooks, const struct subscriber *who);
void endpoint_close(struct endpoint *endpoint);
void endpoint_free(struct endpoint *endpoint);
/* Do what can be done now; set the timer for the rest. */
void endpoint_pump(struct endpoint *endpoint);
struct lane *endpoint_find_lane(
	struct endpoint *endpoint, const struct story_id *id);
struct lane *endpoint_add_lane(
	struct endpoint *endpoint, const struct story_id *id, int64_t seq);
void lane_free(struct lane *lane);
/* An attempt begins or is over; counted here and for all. */
void lane_set_flying(struct lane *lane, bool flying);
/* A place has become free: whoever waits longest gets it. */
void endpoint_feed_hungry(struct webhooks *webhooks);
/* The lane is about a kill now. */
void lane_set_kill(struct lane *lane, int64_t seq, int64_t time_ms);
/* The place below which everything was dealt with. */
int64_t endpoint_place(const struct endpoint *endpoint);
int64_t endpoint_kill_place(const struct endpoint *endpoint);

/* endpoint_read.c: what the backlog's thread does for it. */
void endpoint_ask_open(struct endpoint *endpoint);
void endpoint_ask_events(struct endpoint *endpoint);
void endpoint_ask_kills(struct endpoint *endpoint);
/* Looks up what the lane is to send now, then attempt_send(). */
bool endpoint_ask_story(struct lane *lane);

/* attempt.c */
void attempt_start(struct lane *lane);
/* `entry` NULL: there is nothing to send. */
void attempt_send(struct lane *lane, struct entry *entry, bool may_send);
/* There is a new address, or there is none: forget that one answered 410. */
void attempt_note_back(struct endpoint *endpoint);
/* Tell the desk about the place, if it moved. */
void attempt_note_place(struct endpoint *endpoint);

#endif
