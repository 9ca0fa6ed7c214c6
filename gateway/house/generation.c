/* SPDX-License-Identifier: Apache-2.0 */
/*
 * generation - translating the configuration, generation by generation.
 *
 * No decision is made here that the configuration did not make; where it is
 * silent, its own tables have filled the default in.
 */
#include "house/generation.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "deliver/agencies.h"
#include "deliver/subscriber.h"
#include "house/authority.h"
#include "partner/roster.h"
#include "route/routes.h"

/* ---- products -------------------------------------------------------------
 */

/* Joined again, because the parser of urgencies reads one text. An unreadable
 * one leaves the rule invalid: it matches nothing. */
static void
generation_urgency(const struct config_match *match, struct product_rule *rule)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	if (match->urgency == NULL)
		return;
	for (size_t i = 0; match->urgency[i] != NULL; i++) {
		if (i != 0)
			buf_puts(&text, ", ");
		buf_puts(&text, match->urgency[i]);
	}
	rule->has_urgency = true;
	if (product_parse_urgency(buf_slice(&text), &rule->urgencies, NULL))
		rule->valid = false;
}

struct routes *
generation_routes(const struct config *config)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct product_rule *rules =
		arena_zero(&arena, config->n_products * sizeof(*rules));

	for (size_t i = 0; i < config->n_products; i++) {
		const struct config_product *from = &config->products[i];

		rules[i].name = from->name;
		rules[i].valid = !from->match.nothing;
		rules[i].all = from->match.all;
		rules[i].partners = from->match.partner;
		rules[i].suppliers = from->match.supplier;
		rules[i].languages = from->match.language;
		rules[i].subjects = from->match.subject;
		generation_urgency(&from->match, &rules[i]);
	}
	return routes_new(rules, config->n_products, config->generation);
}

/* ---- who sends and who receives -------------------------------------------
 */

int
generation_roster(const struct config *config, struct roster **ret_roster,
	struct problem *why)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct roster_facts *facts =
		arena_zero(&arena, config->n_partners * sizeof(*facts));

	for (size_t i = 0; i < config->n_partners; i++) {
		const struct config_partner *from = &config->partners[i];
		int64_t max_body = from->body_size ? from->body_size
						   : config->limits.body_size;

		facts[i].name = from->name;
		facts[i].key_hashes = &from->keys->sha256;
		facts[i].n_keys = from->n_keys;
		facts[i].may_kill = from->may_kill;
		facts[i].may_embargo = from->may_embargo;
		facts[i].max_body = (size_t)max_body;
	}
	return roster_new(facts, config->n_partners, ret_roster, why);
}

static struct feed_edition
generation_edition(const struct config_edition *from)
{
	static const enum feed_index indexes[] = {
		[CONFIG_INDEX_NONE] = FEED_INDEX_UNSAID,
		[CONFIG_INDEX_NO_NEWS] = FEED_INDEX_NO_NEWS,
		[CONFIG_INDEX_NO] = FEED_INDEX_NO,
		[CONFIG_INDEX_CANONICAL] = FEED_INDEX_CANONICAL,
	};
	static const enum feed_place places[] = {
		[CONFIG_CREDIT_BOTTOM] = FEED_BELOW,
		[CONFIG_CREDIT_TOP] = FEED_ABOVE,
		[CONFIG_CREDIT_BOTH] = FEED_AROUND,
	};

	return (struct feed_edition){
		.index = indexes[from->index],
		.credit = places[from->credit],
		.without_dateline = from->dateline == CONFIG_DATELINE_HIDE,
		.license = slice_text(from->license),
	};
}

/* A partner is known by the names that the house itself gave it. */
static struct agencies *
generation_agencies(
	const struct config *config, const struct rulebook *rulebook)
{
	struct agencies *agencies = authority_agencies(rulebook);

	for (size_t i = 0; agencies != NULL && i < config->n_partners; i++) {
		agencies_add(agencies, slice_text(config->partners[i].name));
		agencies_add(agencies, slice_text(config->partners[i].title));
	}
	return agencies;
}

int
generation_subscribers(const struct config *config,
	const struct rulebook *rulebook, struct subscribers **ret_subscribers,
	struct problem *why)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	int rc;
	struct subscriber_facts *facts =
		arena_zero(&arena, config->n_subscribers * sizeof(*facts));

	for (size_t i = 0; i < config->n_subscribers; i++) {
		const struct config_subscriber *from = &config->subscribers[i];

		facts[i].name = from->name;
		facts[i].products = from->products;
		facts[i].n_products = from->n_products;
		facts[i].key_hashes = &from->keys->sha256;
		facts[i].n_keys = from->n_keys;
		facts[i].webhook_url = from->webhook_url;
		if (from->webhook_url != NULL) {
			facts[i].webhook_secrets = &from->webhook_secret_text;
			facts[i].n_webhook_secrets = 1;
		}
		facts[i].from_start = from->start == CONFIG_START_BEGINNING;
		facts[i].edition = generation_edition(&from->edition);
	}
	rc = subscribers_new(
		facts, config->n_subscribers, ret_subscribers, why);
	if (rc == 0)
		subscribers_take_agencies(*ret_subscribers,
			generation_agencies(config, rulebook));
	return rc;
}

/* ---- numbers --------------------------------------------------------------
 */

struct delivery_settings
generation_settings(const struct config *config)
{
	struct delivery_settings settings = settings_default();

	settings.tail_entries = (size_t)config->delivery.ring;
	settings.tail_bytes = (size_t)config->delivery.ring_bytes;
	settings.heartbeat_ms = config->delivery.heartbeat;
	settings.ticket_ms = config->delivery.ticket_life;
	settings.feed_items = (size_t)config->delivery.feed_items;
	settings.page_default = (size_t)config->delivery.page_items;
	if (settings.page_max < settings.page_default)
		settings.page_max = settings.page_default;
	/* What is behind it must still fit. */
	settings.page_bytes = (size_t)config->limits.output_hard / 2;
	settings.stream_max = (size_t)config->limits.connections;
	settings.wait_max_ms = config->delivery.max_wait;
	settings.webhook_timeout_ms = config->webhooks.timeout;
	settings.webhook_response = (size_t)config->limits.response_size;
	settings.webhook_most = (size_t)config->webhooks.concurrency;
	settings.webhook_slots =
		(size_t)config->webhooks.concurrency_per_subscriber;
	settings.n_retries = 0;
	for (size_t i = 0; i < config->webhooks.n_retries &&
			   settings.n_retries < SETTINGS_MAX_RETRIES;
		i++)
		settings.retries_ms[settings.n_retries++] =
			config->webhooks.retries_ms[i];
	return settings;
}

/* The largest document that anybody may send must fit, or it never would. */
static size_t
generation_bodies(const struct config *config)
{
	int64_t bodies = config->limits.bodies_size;

	if (bodies < config->limits.body_size)
		bodies = config->limits.body_size;
	for (size_t i = 0; i < config->n_partners; i++)
		if (bodies < config->partners[i].body_size)
			bodies = config->partners[i].body_size;
	return (size_t)bodies;
}

struct http_limits
generation_limits(const struct config *config)
{
	const struct config_limits *from = &config->limits;
	struct http_limits limits = HTTP_LIMITS_DEFAULT;

	limits.request_line = (size_t)from->request_line;
	limits.headers = (size_t)from->header_size;
	limits.n_headers = (size_t)from->header_fields;
	limits.chunk_line = (size_t)from->chunk_line;
	limits.header_timeout_ms = from->header_timeout;
	limits.bodies = generation_bodies(config);
	limits.body_timeout_ms = from->body_timeout;
	limits.body_grace_ms = from->body_grace;
	limits.body_rate = (uint64_t)from->body_min_rate;
	limits.keep_alive_ms = from->keep_alive;
	limits.n_requests = (unsigned)from->requests_per_connection;
	limits.stream.output_hard = (size_t)from->output_hard;
	limits.stream.output_soft = (size_t)from->output_soft;
	limits.stream.output_soft_ms = from->output_soft_timeout;
	limits.stream.write_timeout_ms = from->write_timeout;
	limits.stream.handshake_timeout_ms = from->handshake_timeout;
	return limits;
}

/* Beside connections there are the journal, normalizers, webhooks and the
 * admin pages; where descriptors are few each side gets its half. */
static uint64_t
generation_other_files(const struct config *config)
{
	return (uint64_t)config->webhooks.concurrency * 3 / 2 + 256;
}

size_t
generation_connections(const struct config *config, uint64_t n_files)
{
	uint64_t most = (uint64_t)config->limits.connections;
	uint64_t other = generation_other_files(config);
	uint64_t room = n_files > 2 * other ? n_files - other : n_files / 2;

	return (size_t)(most < room ? most : room);
}

/* ---- what waits -----------------------------------------------------------
 */

static bool
generation_webhooks_differ(
	const struct config_webhooks *old, const struct config_webhooks *new)
{
	return old->timeout != new->timeout ||
	       old->concurrency != new->concurrency ||
	       old->concurrency_per_subscriber !=
		       new->concurrency_per_subscriber ||
	       old->n_retries != new->n_retries ||
	       memcmp(old->retries_ms, new->retries_ms,
		       old->n_retries * sizeof(*old->retries_ms)) != 0;
}

/* Lists end with NULL; a NULL list is empty. */
static bool
generation_texts_differ(const char *const *old, const char *const *new)
{
	size_t i = 0;

	if (old == NULL || new == NULL)
		return (old != NULL && old[0] != NULL) ||
		       (new != NULL &&new[0] != NULL);
	while (old[i] != NULL && new[i] != NULL && strcmp(old[i], new[i]) == 0)
		i++;
	return old[i] != new[i];
}

void
generation_tell_waiting(const struct config *old, const struct config *new)
{
	const struct {
		const char *section;
		bool changed;
	} rows[] = {
		{ "state", strcmp(old->state, new->state) != 0 },
		{ "listen.public", strcmp(old->listen.public_address,
					   new->listen.public_address) != 0 },
		{ "listen.admin",
			strcmp(old->listen.admin, new->listen.admin) != 0 },
		{ "outgoing",
			strcmp(old->outgoing.ca, new->outgoing.ca) != 0 ||
				generation_texts_differ(old->outgoing.allow,
					new->outgoing.allow) },
		{ "limits", memcmp(&old->limits, &new->limits,
				    sizeof(old->limits)) != 0 },
		{ "delivery", memcmp(&old->delivery, &new->delivery,
				      sizeof(old->delivery)) != 0 },
		{ "journal", memcmp(&old->journal, &new->journal,
				     sizeof(old->journal)) != 0 },
		{ "normalizer", memcmp(&old->normalizer, &new->normalizer,
					sizeof(old->normalizer)) != 0 },
		{ "webhooks", generation_webhooks_differ(
				      &old->webhooks, &new->webhooks) },
	};

	for (size_t i = 0; i < n_elements(rows); i++)
		if (rows[i].changed)
			log_warn("changed in the configuration, and in force "
				 "after a restart only",
				"what=%s", rows[i].section);
}
