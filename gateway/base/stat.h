/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stat.h - counters that anyone may add to and the admin page reads.
 *
 * Declared once in the table below with their help text; relaxed atomics, so
 * counting costs nothing that shows. Labels come from configuration only and
 * live with the objects they count, not here.
 */
#ifndef BASE_STAT_H
#define BASE_STAT_H

#include <stdatomic.h>
#include <stdint.h>

/* name, Prometheus type, help */
#define STAT_TABLE(X) \
	X(stories_received, "counter", "Stories decoded from partners") \
	X(stories_published, "counter", "Stories that became an event") \
	X(stories_held, "counter", "Stories held by embargo or status") \
	X(stories_duplicate, "counter", "Stories already known") \
	X(stories_quarantined, "counter", "Stories kept for a person to see") \
	X(stories_rejected, "counter", "Stories refused, with the reason") \
	X(stories_by_hand, "counter", \
		"Stories killed, held, released or changed by an operator") \
	X(marks_unexplained, "counter", \
		"Marks in stories that no rule explains") \
	X(documents_undecodable, "counter", "Documents no decoder could read") \
	X(worker_deaths, "counter", "Normalizer processes that died") \
	X(http_requests, "counter", "HTTP requests parsed") \
	X(http_refused, "counter", "HTTP requests refused as malformed") \
	X(connections_open, "gauge", "Connections open now") \
	X(connections_refused, "counter", "Connections over a limit") \
	X(socket_sends, "counter", "Calls of send(2) for connections") \
	X(streams_open, "gauge", "Event streams open now") \
	X(stream_events, "counter", "Events written to streams") \
	X(stream_gaps, "counter", "Gaps announced to streams") \
	X(webhook_attempts, "counter", "Webhook attempts made") \
	X(webhook_delivered, "counter", "Webhook attempts answered 2xx") \
	X(webhook_failed, "counter", "Webhook attempts that failed") \
	X(webhook_in_flight, "gauge", "Webhook attempts running now") \
	X(feed_renders, "counter", "Feed documents rendered") \
	X(feed_hits, "counter", "Feed requests answered from the cache") \
	X(journal_commits, "counter", "Journal commits") \
	X(journal_entries, "counter", "Journal entries appended")

enum stat_which {
#define STAT_ENUM(name, type, help) STAT_##name,
	STAT_TABLE(STAT_ENUM)
#undef STAT_ENUM
		N_STATS,
};

extern _Atomic int64_t stat_values[N_STATS];

#define stat_add(name, n) \
	atomic_fetch_add_explicit( \
		&stat_values[STAT_##name], (n), memory_order_relaxed)

const char *stat_name(enum stat_which stat);
const char *stat_type(enum stat_which stat);
const char *stat_help(enum stat_which stat);

#endif
