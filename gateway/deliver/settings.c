/* SPDX-License-Identifier: Apache-2.0 */
/*
 * settings.c - the numbers that stand in the manual.
 *
 * The retry schedule is the one that Standard Webhooks 1.0.0 proposes.
 */
#include "deliver/settings.h"

#include "base/auto.h"

#define SECOND ((int64_t)1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

static void
set_retries(struct delivery_settings *settings)
{
	static const int64_t retries[] = { 0, 5 * SECOND, 5 * MINUTE,
		30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR,
		20 * HOUR, 24 * HOUR };

	settings->n_retries = n_elements(retries);
	for (size_t i = 0; i < n_elements(retries); i++)
		settings->retries_ms[i] = retries[i];
}

/* Denser: who shows a killed story wants to know. */
static void
set_kill_retries(struct delivery_settings *settings)
{
	static const int64_t retries[] = { 0, SECOND, 5 * SECOND, 30 * SECOND,
		2 * MINUTE, 5 * MINUTE };

	settings->n_kill_retries = n_elements(retries);
	for (size_t i = 0; i < n_elements(retries); i++)
		settings->kill_retries_ms[i] = retries[i];
}

struct delivery_settings
settings_default(void)
{
	struct delivery_settings settings = {
		.tail_entries = 4096,
		.tail_bytes = 64u << 20,
		.stream_turn_bytes = 256u << 10,
		.stream_max = 20000,
		.stream_max_kills = 1000,
		.heartbeat_ms = 15 * SECOND,
		.retry_ms = 3 * SECOND,
		.backlog_entries = 200,
		.backlog_bytes = 1u << 20,
		.backlog_depth = 4096,
		.ticket_ms = MINUTE,
		.ticket_max = 65536,
		.page_default = 50,
		.page_max = 500,
		.page_bytes = 4u << 20,
		.page_scan = 5000,
		.wait_max_ms = MINUTE,
		.wait_max = 10000,
		.feed_items = 50,
		.feed_cache = 256,
		.feed_age_s = 30,
		.webhook_timeout_ms = 15 * SECOND,
		.webhook_most = 256,
		.webhook_slots = 4,
		.webhook_kill_slots = 2,
		.webhook_lanes = 1000,
		.webhook_response = 256u << 10,
		.breaker_failures = 5,
		.breaker_ms = 30 * SECOND,
		.breaker_max_ms = 5 * MINUTE,
		.throttle_max_ms = HOUR,
		.kill_for_ms = 24 * HOUR,
	};

	set_retries(&settings);
	set_kill_retries(&settings);
	return settings;
}
