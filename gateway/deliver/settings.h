/* SPDX-License-Identifier: Apache-2.0 */
/*
 * settings.h - every number of delivery, in one place.
 *
 * Filled from the configuration; settings_default() gives what stands in the
 * manual. Plain data, borrowed by whoever delivers, constant while they do.
 */
#ifndef DELIVER_SETTINGS_H
#define DELIVER_SETTINGS_H

#include <stddef.h>
#include <stdint.h>

#define SETTINGS_MAX_RETRIES 32

struct delivery_settings {
	/* The ring of recent entries of each loop. */
	size_t tail_entries;
	size_t tail_bytes; /* of stored records that the ring refers to */

	/* Streams. */
	size_t stream_turn_bytes; /* put out per loop turn and stream */
	size_t stream_max;        /* open per loop */
	size_t stream_max_kills;  /* that may wait for one stream */
	int64_t heartbeat_ms;     /* a comment this often, +-20 % */
	int64_t retry_ms;         /* told to clients */
	size_t backlog_entries;   /* per catch-up read */
	size_t backlog_bytes;
	size_t backlog_depth; /* reads that may wait; 503 beyond */

	/* Tickets. */
	int64_t ticket_ms;
	size_t ticket_max; /* used ones remembered */

	/* Pages. */
	size_t page_default, page_max; /* items */
	size_t page_bytes;
	size_t page_scan; /* events looked at per page */
	int64_t wait_max_ms;
	size_t wait_max; /* long polls parked per loop */

	/* Feeds. */
	size_t feed_items;
	size_t feed_cache;  /* documents kept per loop */
	int64_t feed_age_s; /* Cache-Control: max-age */

	/* Webhooks. */
	int64_t webhook_timeout_ms;
	int64_t retries_ms[SETTINGS_MAX_RETRIES];
	size_t n_retries;
	/* Of kills; the last one again and again. */
	int64_t kill_retries_ms[SETTINGS_MAX_RETRIES];
	size_t n_kill_retries;
	size_t webhook_most;       /* attempts at once altogether; kills may
				      go half as high again */
	size_t webhook_slots;      /* attempts at once per subscriber */
	size_t webhook_kill_slots; /* more of them, for kills only */
	size_t webhook_lanes;      /* stories in retry per subscriber */
	size_t webhook_response;   /* bytes read of an answer */
	unsigned breaker_failures; /* in a row, until only a probe goes */
	int64_t breaker_ms;        /* between probes, doubled up to its max */
	int64_t breaker_max_ms;
	int64_t throttle_max_ms; /* the longest Retry-After honoured */
	int64_t kill_for_ms;     /* how long a kill is tried */
};

/* What stands in the manual. */
struct delivery_settings settings_default(void);

#endif
