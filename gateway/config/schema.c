/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema - the tables of the configuration file, and nothing else.
 *
 * Defaults are those that the reliability study measured; every limit is on.
 */
#include "config/schema.h"

#include <stddef.h>

#include "config/config.h"
#include "config/lists.h"
#include "config/reader.h"

#define ROW(type, type_name, member, fallback, min, max, help) \
	{ \
#member, OPTION_##type_name, offsetof(struct type, member), \
			fallback, min, max, NULL, help \
	}
#define TEXT(type, member, fallback, help) \
	ROW(type, STRING, member, fallback, 0, 0, help)
#define NUMBER(type, member, fallback, min, max, help) \
	ROW(type, INTEGER, member, fallback, min, max, help)
#define TIME(type, member, fallback, min, max, help) \
	ROW(type, DURATION, member, fallback, min, max, help)
#define BYTES(type, member, fallback, min, max, help) \
	ROW(type, SIZE, member, fallback, min, max, help)
#define LIST(type, member, fallback, help) \
	ROW(type, LIST, member, fallback, 0, 0, help)
#define CHOICE(type, member, fallback, choices, help) \
	{ \
#member, OPTION_CHOICE, offsetof(struct type, member), \
			fallback, 0, 0, choices, help \
	}
#define END \
	{ \
		NULL, OPTION_END, 0, NULL, 0, 0, NULL, NULL \
	}
#define SECTION(member, schema) \
	{ \
#member, "map", NULL, schema_read_section, &(schema), \
			offsetof(struct config, member) \
	}
#define PART(name, shape, read, schema, help) \
	{ \
		name, shape, help, read, schema, 0 \
	}
#define PART_END \
	{ \
		NULL, NULL, NULL, NULL, NULL, 0 \
	}

#define SECOND 1000LL
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define KIB 1024LL
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

static void
schema_read_section(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	reader_map(reader, node, part->schema, (char *)settings + part->offset);
}

/* ---- sections ------------------------------------------------------------ */

static const struct option_spec listen_options[] = {
	{ "public", OPTION_STRING,
		offsetof(struct config_listen, public_address),
		"127.0.0.1:8443", 0, 0, NULL,
		"address and port for partners and subscribers, with TLS" },
	TEXT(config_listen, admin, "127.0.0.1:9443",
		"address and port of health, metrics and status; plain HTTP, "
		"so loopback only"),
	TEXT(config_listen, cert, "server.pem",
		"file with the certificate chain, PEM"),
	TEXT(config_listen, key, "server.key",
		"file with the certificate's key, PEM"),
	END,
};
static const struct schema schema_listen = { "listen", "listen", listen_options,
	NULL, "Where the gateway listens." };

static const struct option_spec outgoing_options[] = {
	LIST(config_outgoing, allow, "",
		"address blocks that webhooks may reach although they are "
		"private; none by default"),
	TEXT(config_outgoing, ca, "",
		"file with more certificate authorities for outgoing TLS, PEM"),
	END,
};
static const struct schema schema_outgoing = { "outgoing", "outgoing",
	outgoing_options, NULL,
	"What connections from the gateway to others may do." };

static const struct option_spec limits_options[] = {
	BYTES(config_limits, request_line, "8KiB", 256, 64 * KIB,
		"longest first line of a request"),
	BYTES(config_limits, header_size, "16KiB", 1 * KIB, 256 * KIB,
		"all header fields of a request together"),
	NUMBER(config_limits, header_fields, "100", 8, 1000,
		"header fields in a request"),
	TIME(config_limits, header_timeout, "10s", 100, HOUR,
		"until a request's header is there"),
	BYTES(config_limits, body_size, "10MiB", 1 * KIB, 256 * MIB,
		"largest document that a partner may send"),
	BYTES(config_limits, bodies_size, "128MiB", 1 * KIB, 64 * GIB,
		"documents that are here at once, coming in or not yet "
		"answered; beyond it partners are told to come again. The "
		"largest that is allowed is always taken when it is alone"),
	TIME(config_limits, body_timeout, "300s", 100, DAY,
		"until a request's body is there"),
	BYTES(config_limits, body_min_rate, "1000B", 0, GIB,
		"bytes a second below which a body is too slow; 0 is off"),
	TIME(config_limits, body_grace, "10s", 0, HOUR,
		"time before body_min_rate counts"),
	TIME(config_limits, write_timeout, "60s", 100, DAY,
		"how long a peer may take no byte of an answer"),
	TIME(config_limits, handshake_timeout, "10s", 100, HOUR,
		"until a TLS handshake is done"),
	NUMBER(config_limits, handshakes, "256", 1, 100000,
		"TLS handshakes in progress at once; further callers wait. "
		"Who keeps us waiting for half a second no longer counts"),
	TIME(config_limits, keep_alive, "60s", 100, DAY,
		"how long an idle connection stays open"),
	NUMBER(config_limits, requests_per_connection, "1000", 1, 1000000,
		"requests on one connection"),
	NUMBER(config_limits, connections, "20000", 1, 10000000,
		"open connections altogether; further callers are turned "
		"away. Fewer where the system grants too few descriptors"),
	NUMBER(config_limits, connections_per_ip, "64", 1, 10000000,
		"open connections from one address, of IPv6 from one /64; "
		"loopback is not counted"),
	BYTES(config_limits, chunk_line, "256B", 16, 16 * KIB,
		"longest line between the chunks of a body"),
	BYTES(config_limits, output_soft, "1MiB", 16 * KIB, GIB,
		"unsent bytes for a connection that it must get below within "
		"output_soft_timeout, else it is cut"),
	TIME(config_limits, output_soft_timeout, "30s", 100, HOUR,
		"see output_soft"),
	BYTES(config_limits, output_hard, "8MiB", 64 * KIB, GIB,
		"unsent bytes for a connection behind which nothing more is "
		"put: it is cut; a page takes at most half of it"),
	BYTES(config_limits, response_size, "256KiB", 1 * KIB, 64 * MIB,
		"how much of a webhook receiver's answer is read"),
	NUMBER(config_limits, stories_waiting, "1000", 1, 1000000,
		"submissions waiting for the desk before partners are told to "
		"come again"),
	NUMBER(config_limits, streams_per_subscriber, "100", 1, 1000000,
		"event streams that one subscriber may hold; 429 beyond"),
	END,
};
static const struct schema schema_limits = { "limits", "limits", limits_options,
	NULL, "Limits and deadlines, all on by default." };

static const struct option_spec webhooks_options[] = {
	TIME(config_webhooks, timeout, "15s", 100, 5 * MINUTE,
		"until a receiver has answered"),
	LIST(config_webhooks, retries,
		"0s, 5s, 5m, 30m, 2h, 5h, 10h, 14h, 20h, 24h",
		"wait before each attempt; the first is the first attempt"),
	NUMBER(config_webhooks, concurrency, "256", 1, 10000,
		"attempts in flight altogether; kills may go half as high "
		"again"),
	NUMBER(config_webhooks, concurrency_per_subscriber, "4", 1, 1000,
		"attempts in flight for one subscriber"),
	END,
};
static const struct schema schema_webhooks = { "webhooks", "webhooks",
	webhooks_options, NULL, "How webhooks are delivered." };

static const struct option_spec queue_options[] = {
	TIME(config_queue, visibility, "60s", SECOND, DAY,
		"how long a taken item stays away from the next taker; for the "
		"receipt queue of a later version"),
	END,
};
static const struct schema schema_queue = { "queue", "queue", queue_options,
	NULL, "The receipt queue." };

static const struct option_spec normalizer_options[] = {
	NUMBER(config_normalizer, workers, "0", 0, 256,
		"normalizer processes; 0 is one per processor"),
	TIME(config_normalizer, deadline, "10s", 100, 10 * MINUTE,
		"time for one document before its process is ended"),
	BYTES(config_normalizer, memory, "512MiB", 64 * MIB, 64 * GIB,
		"memory of one process"),
	NUMBER(config_normalizer, waiting, "1000", 1, 1000000,
		"documents waiting for a process before partners are told to "
		"come again"),
	END,
};
static const struct schema schema_normalizer = { "normalizer", "normalizer",
	normalizer_options, NULL,
	"The processes that read what partners send." };

static const struct option_spec delivery_options[] = {
	NUMBER(config_delivery, loops, "0", 0, 256,
		"threads that serve connections; 0 is one per processor"),
	NUMBER(config_delivery, ring, "1024", 16, 1000000,
		"recent entries that each loop keeps in memory"),
	BYTES(config_delivery, ring_bytes, "64MiB", MIB, 64 * GIB,
		"bytes of recent entries that each loop keeps in memory"),
	TIME(config_delivery, heartbeat, "15s", 100, 5 * MINUTE,
		"comment on an idle event stream"),
	TIME(config_delivery, ticket_life, "60s", SECOND, HOUR,
		"how long a stream ticket may be used"),
	NUMBER(config_delivery, feed_items, "50", 1, 1000,
		"stories in a feed document"),
	NUMBER(config_delivery, page_items, "100", 1, 1000,
		"envelopes in a page when nobody says `limit`"),
	TIME(config_delivery, max_wait, "60s", 0, 10 * MINUTE,
		"longest `wait` of a long poll"),
	END,
};
static const struct schema schema_delivery = { "delivery", "delivery",
	delivery_options, NULL, "How subscribers are served." };

static const struct option_spec journal_options[] = {
	NUMBER(config_journal, batch_stories, "100", 1, 10000,
		"documents that share one commit when many wait"),
	TIME(config_journal, gather, "5ms", 0, 1000,
		"longest wait of a commit for documents that are on their way"),
	END,
};
static const struct schema schema_journal = { "journal", "journal",
	journal_options, NULL, "The durable order of events." };

static const char *const log_levels[] = { "error", "warn", "notice", "info",
	"debug", NULL };
static const char *const log_formats[] = { "auto", "text", "json", NULL };
static const struct option_spec log_options[] = {
	CHOICE(config_log, level, "notice", log_levels,
		"error, warn, notice, info or debug"),
	CHOICE(config_log, format, "auto", log_formats,
		"text, json, or auto: text on a terminal, else json"),
	END,
};
static const struct schema schema_log = { "log", "log", log_options, NULL,
	"What the gateway tells on stderr." };

/* ---- lists --------------------------------------------------------------- */

static const struct schema_part plugin_parts[] = {
	PART("name", "name", NULL, NULL, "which plugin"),
	PART("grant", "list", NULL, NULL,
		"capabilities that this use of the plugin has: retract"),
	PART_END,
};
const struct schema schema_plugin = { "a plugin", "plugins[]", NULL,
	plugin_parts,
	"The chain, in order; other keys of an item are the plugin's own "
	"options. Without it: sanitize, source, lifecycle, disclaimer, "
	"furniture, language, attribution, topics, unexplained." };

const char *const schema_roles[] = { "agency", "distributor", "newswire",
	"publisher", NULL };

const char *const schema_rights[] = { "kill", "embargo", NULL };

static const struct option_spec partner_options[] = {
	TEXT(config_partner, name, NULL,
		"short name in addresses: a-z, 0-9, - and _"),
	TEXT(config_partner, title, "", "its name as readers know it"),
	TEXT(config_partner, role, "agency",
		"agency, distributor, newswire or publisher"),
	TEXT(config_partner, timezone, "UTC",
		"zone of dates without one, as Asia/Dubai"),
	TEXT(config_partner, language, "",
		"language of stories that name none, as en or pt-BR"),
	TEXT(config_partner, charset, "",
		"character set of documents that declare none and are not "
		"UTF-8, as windows-1251"),
	LIST(config_partner, may, "",
		"rights beyond publishing: kill, embargo"),
	BYTES(config_partner, body_size, "0", 0, 256 * MIB,
		"its own limits.body_size; 0 is that one"),
	END,
};
static const struct option_spec notice_options[] = {
	TEXT(config_notice, kind, NULL,
		"liability, opinion, forward_looking, financial_advice, "
		"regulatory, sponsored, syndication_notice, translation_ai or "
		"copyright"),
	TEXT(config_notice, text, NULL, "the words, without a heading"),
	TEXT(config_notice, speaks_for, "distributor",
		"who speaks: supplier, distributor, issuer, publisher or "
		"author"),
	END,
};
const struct schema schema_notice = { "a notice", "partners[].notices[]",
	notice_options, NULL,
	"What its contract wants on every story: a notice that must travel." };

static const struct schema_part partner_parts[] = {
	PART("keys", "list of keys", lists_read_partner_keys, NULL,
		"bearer keys: sha256:HEX, or ${file:PATH}"),
	PART("notices", "list of maps", lists_read_notices, &schema_notice,
		"notices that go with each of its stories, by contract"),
	PART("plugins", "map", lists_read_overrides, NULL,
		"options of plugins for this partner by the plugin's name; off "
		"leaves one out"),
	PART_END,
};
const struct schema schema_partner = { "a partner", "partners[]",
	partner_options, partner_parts, "Who sends stories." };

static const struct option_spec match_options[] = {
	LIST(config_match, partner, "", "names of partners"),
	LIST(config_match, supplier, "", "names of suppliers"),
	LIST(config_match, language, "", "languages; en takes en-GB too"),
	LIST(config_match, subject, "", "subjects: name, uri or literal"),
	LIST(config_match, urgency, "", "urgencies: 1, 2, 1-3, <=3, >5"),
	END,
};
const struct schema schema_match = { "match", "products[].match", match_options,
	NULL,
	"Which stories: all conditions must hold, one value of each is enough. "
	"`match: all` takes every story; nothing takes none." };

static const struct option_spec product_options[] = {
	TEXT(config_product, name, NULL,
		"short name in addresses: a-z, 0-9, - and _"),
	END,
};
static const struct schema_part product_parts[] = {
	PART("match", "map", lists_read_match, &schema_match,
		"which stories belong to it"),
	PART_END,
};
const struct schema schema_product = { "a product", "products[]",
	product_options, product_parts, "What subscribers subscribe to." };

static const char *const subscriber_starts[] = { "now", "beginning", NULL };
static const struct option_spec subscriber_options[] = {
	TEXT(config_subscriber, name, NULL, "short name: a-z, 0-9, - and _"),
	LIST(config_subscriber, products, NULL,
		"names of the products that it may have"),
	CHOICE(config_subscriber, start, "now", subscriber_starts,
		"where a new subscriber begins: now or beginning"),
	END,
};
static const struct schema_part subscriber_parts[] = {
	PART("keys", "list of keys", lists_read_subscriber_keys, NULL,
		"bearer keys: sha256:HEX, or ${file:PATH}"),
	PART("webhook", "map", lists_read_webhook, &schema_webhook,
		"where stories are posted to"),
	PART("edition", "map", lists_read_edition, &schema_edition,
		"how this subscriber's pages and feeds differ, by contract"),
	PART_END,
};
const struct schema schema_subscriber = { "a subscriber", "subscribers[]",
	subscriber_options, subscriber_parts, "Who gets stories." };

static const char *const edition_indexes[] = { "none", "noindex-news",
	"noindex", "canonical", NULL };
static const char *const edition_credits[] = { "bottom", "top", "both", NULL };
static const char *const edition_datelines[] = { "show", "hide", NULL };
static const struct option_spec edition_options[] = {
	CHOICE(config_edition, index, "none", edition_indexes,
		"what its pages tell search engines: none, noindex-news, "
		"noindex, or canonical, which names the original's address"),
	CHOICE(config_edition, credit, "bottom", edition_credits,
		"where the attribution block stands: bottom, top or both"),
	CHOICE(config_edition, dateline, "show", edition_datelines,
		"place and date in front of the first words: show or hide"),
	TEXT(config_edition, license, "",
		"address of the licence for machines, an RSL document"),
	END,
};
const struct schema schema_edition = { "edition", "subscribers[].edition",
	edition_options, NULL,
	"Of what is fetched: a story's page, and feeds. What is pushed is the "
	"same for all." };

static const struct option_spec webhook_options[] = {
	TEXT(config_webhook, url, NULL, "https address that takes the POST"),
	TEXT(config_webhook, secret, NULL,
		"signing secret, whsec_ and base64 of 24 to 64 bytes; better "
		"${file:PATH}"),
	END,
};
const struct schema schema_webhook = { "webhook", "subscribers[].webhook",
	webhook_options, NULL, "A subscriber's webhook." };

/* ---- the root ------------------------------------------------------------ */

static const struct option_spec root_options[] = {
	TEXT(config, state, "state",
		"directory of the journal and everything durable"),
	TEXT(config, rules, "",
		"directory of your own rule files, one folder per plugin"),
	END,
};
static const struct schema_part root_parts[] = {
	SECTION(listen, schema_listen),
	SECTION(outgoing, schema_outgoing),
	SECTION(limits, schema_limits),
	SECTION(webhooks, schema_webhooks),
	SECTION(queue, schema_queue),
	SECTION(normalizer, schema_normalizer),
	SECTION(delivery, schema_delivery),
	SECTION(journal, schema_journal),
	SECTION(log, schema_log),
	PART("plugins", "list", lists_read_plugins, &schema_plugin,
		"the chain of plugins"),
	PART("partners", "list of maps", lists_read_partners, &schema_partner,
		"who sends stories"),
	PART("products", "list of maps", lists_read_products, &schema_product,
		"what subscribers subscribe to"),
	PART("subscribers", "list of maps", lists_read_subscribers,
		&schema_subscriber, "who gets stories"),
	PART_END,
};
const struct schema schema_root = { "the configuration", "", root_options,
	root_parts, "The whole file." };

const struct schema *const schema_all[] = { &schema_root, &schema_listen,
	&schema_outgoing, &schema_limits, &schema_webhooks, &schema_queue,
	&schema_normalizer, &schema_delivery, &schema_journal, &schema_log,
	&schema_plugin, &schema_partner, &schema_notice, &schema_product,
	&schema_match, &schema_subscriber, &schema_webhook, &schema_edition,
	NULL };

/* ---- asking the tables --------------------------------------------------- */

const struct schema_part *
schema_part_find(const struct schema *schema, struct slice name)
{
	const struct schema_part *part = schema->parts;

	for (; part != NULL && part->name != NULL; part++)
		if (slice_is(name, part->name))
			return part;
	return NULL;
}

void
schema_names(const struct schema *schema, const char **ret_names)
{
	const struct option_spec *option = schema->options;
	const struct schema_part *part = schema->parts;
	size_t n = 0;

	for (; option != NULL && option->type != OPTION_END; option++)
		if (n < SCHEMA_MAX_KEYS)
			ret_names[n++] = option->name;
	for (; part != NULL && part->name != NULL; part++)
		if (n < SCHEMA_MAX_KEYS)
			ret_names[n++] = part->name;
	ret_names[n] = NULL;
}

const char *
schema_home(struct slice name)
{
	for (size_t i = 0; schema_all[i] != NULL; i++)
		if (schema_part_find(schema_all[i], name) != NULL ||
			(schema_all[i]->options != NULL &&
				option_find(schema_all[i]->options, name)))
			return schema_all[i]->path[0] != '\0'
				       ? schema_all[i]->path
				       : "the top of the file";
	return NULL;
}
