/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config.h - the configuration: one immutable object per generation.
 *
 * Read once from a YAML file, checked whole, then shared by reference: a reload
 * makes the next generation and swaps the pointer, and what was begun under the
 * old one ends under it. Everything in it lives as long as a reference does.
 * Secrets from files are in it as bytes, so it is never printed whole.
 *
 * Plain data only: products are lists of words here, and the caller turns them
 * into rules (route/); plugin options stay text until the plugin's own table
 * judges them (plug/). Any thread may read; config_load() is for one at a time.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/auto.h"
#include "base/problem.h"

/* All paths are absolute, or relative to the file's directory made usable from
 * where the process was started. */
struct config_listen {
	const char *public_address; /* "127.0.0.1:8443", "[::1]:0" */
	const char *admin;          /* plain HTTP */
	const char *cert;           /* PEM; "" none */
	const char *key;
};

struct config_outgoing {
	const char *const *allow; /* CIDR blocks that the guard lets through */
	const char *ca;           /* PEM with extra trust; "" none */
};

/* Durations in ms, sizes in bytes. The help texts are in schema.c. */
struct config_limits {
	int64_t request_line;
	int64_t header_size;
	int64_t header_fields;
	int64_t header_timeout;
	int64_t body_size;
	int64_t bodies_size;
	int64_t body_timeout;
	int64_t body_min_rate; /* bytes per second */
	int64_t body_grace;
	int64_t write_timeout;
	int64_t handshake_timeout;
	int64_t handshakes;
	int64_t keep_alive;
	int64_t requests_per_connection;
	int64_t connections;
	int64_t connections_per_ip;
	int64_t chunk_line;
	int64_t output_soft;
	int64_t output_soft_timeout;
	int64_t output_hard;
	int64_t response_size;
	int64_t stories_waiting;
	int64_t streams_per_subscriber;
};

#define CONFIG_RETRIES_MAX 32

struct config_webhooks {
	int64_t timeout;
	const char *const *retries; /* as text; retries_ms has them read */
	int64_t concurrency;
	int64_t concurrency_per_subscriber;
	const int64_t *retries_ms;
	size_t n_retries;
};

struct config_queue {
	int64_t visibility;
};

struct config_normalizer {
	int64_t workers; /* 0: one per processor */
	int64_t deadline;
	int64_t memory;
	int64_t waiting;
};

struct config_delivery {
	int64_t loops; /* 0: one per processor */
	int64_t ring;  /* entries */
	int64_t ring_bytes;
	int64_t heartbeat;
	int64_t ticket_life;
	int64_t feed_items;
	int64_t page_items;
	int64_t max_wait;
};

struct config_journal {
	int64_t batch_stories;
	int64_t gather;
};

enum config_log_format { CONFIG_LOG_AUTO, CONFIG_LOG_TEXT, CONFIG_LOG_JSON };

struct config_log {
	int level;  /* enum log_level of base/log.h */
	int format; /* enum config_log_format */
};

#define CONFIG_KEY_SIZE 32

/* SHA-256 of a bearer token. */
struct config_key {
	unsigned char sha256[CONFIG_KEY_SIZE];
};

/* One option of a plugin, as text. A list has its items joined by ", " in
 * value, which is how option tables read lists. */
struct config_setting {
	const char *name;
	const char *value;
	unsigned line, column; /* of the value */
};

/* One step of the chain. */
struct config_plugin {
	const char *name;
	const struct config_setting *settings;
	size_t n_settings;
	bool may_retract; /* `grant: [retract]` */
	unsigned line, column;
};

/* What one partner has otherwise. */
struct config_override {
	const char *plugin;
	bool off; /* left out for this partner */
	const struct config_setting *settings;
	size_t n_settings;
	unsigned line, column;
};

/* What a contract wants on every story of a partner. */
struct config_notice {
	const char *kind; /* one of draft_notice_kinds, not judged here */
	const char *text;
	const char *speaks_for; /* one of draft_notice_speakers, not judged */
	unsigned line, column;
};

struct config_partner {
	const char *name;  /* [a-z0-9][a-z0-9_-]*, at most 63 */
	const char *title; /* the name when not given */
	const char *role;  /* agency distributor newswire publisher */
	const char *timezone;
	const char *language;   /* "" none */
	const char *charset;    /* a label, as iso-8859-1; "" none */
	const char *const *may; /* kill, embargo */
	bool may_kill;
	bool may_embargo;
	int64_t body_size; /* 0: as limits.body_size */
	const struct config_key *keys;
	size_t n_keys;
	const struct config_override *overrides;
	size_t n_overrides;
	const struct config_notice *notices;
	size_t n_notices;
};

/* Conditions that are given must all hold; a NULL list was not given. */
struct config_match {
	bool all;     /* `match: all` */
	bool nothing; /* empty or missing: matches nothing */
	const char *const *partner;
	const char *const *supplier;
	const char *const *language;
	const char *const *subject;
	const char *const *urgency; /* for product_parse_urgency() */
	unsigned urgency_line, urgency_column;
};

struct config_product {
	const char *name;
	struct config_match match;
};

enum config_start { CONFIG_START_NOW, CONFIG_START_BEGINNING };

/* What search engines may do with this subscriber's copy. */
enum config_index {
	CONFIG_INDEX_NONE,
	CONFIG_INDEX_NO_NEWS,
	CONFIG_INDEX_NO,
	CONFIG_INDEX_CANONICAL
};

enum config_credit {
	CONFIG_CREDIT_BOTTOM,
	CONFIG_CREDIT_TOP,
	CONFIG_CREDIT_BOTH
};

enum config_dateline { CONFIG_DATELINE_SHOW, CONFIG_DATELINE_HIDE };

/* How a subscriber's documents look, by contract. */
struct config_edition {
	int index;           /* enum config_index */
	int credit;          /* enum config_credit */
	int dateline;        /* enum config_dateline */
	const char *license; /* of an RSL document; "" or NULL: none */
};

struct config_subscriber {
	const char *name;
	const char *const *products;
	size_t n_products;
	int start; /* enum config_start: where a new one begins */
	const struct config_key *keys;
	size_t n_keys;
	const char *webhook_url; /* NULL: none */
	/* The key that `secret` stands for, decoded: 24 to 64 bytes. */
	const unsigned char *webhook_secret;
	size_t webhook_secret_len;
	const char *webhook_secret_text; /* "whsec_..." */
	struct config_edition edition;
};

struct config {
	atomic_uint n_refs;
	uint64_t generation; /* 1, 2 …: counted by this process */
	struct arena arena;
	const char *path; /* as it was given */
	const char *dir;  /* of the file */

	const char *state; /* directory */
	const char *rules; /* directory of the operator's rule files; "" none */
	struct config_listen listen;
	struct config_outgoing outgoing;
	struct config_limits limits;
	struct config_webhooks webhooks;
	struct config_queue queue;
	struct config_normalizer normalizer;
	struct config_delivery delivery;
	struct config_journal journal;
	struct config_log log;

	const struct config_plugin *plugins; /* in order */
	size_t n_plugins;
	const struct config_partner *partners;
	size_t n_partners;
	const struct config_product *products;
	size_t n_products;
	const struct config_subscriber *subscribers;
	size_t n_subscribers;
};

/* Read and check the whole file. 0: *ret_config has one reference, and the list
 * may hold warnings; 1: the list has every error. Each problem has where (the
 * path), line and column. */
int config_load(const char *path, struct problem_list *problems,
	struct config **ret_config);
/* The same from text, as if it stood at `path`. */
int config_parse(const char *path, struct slice text,
	struct problem_list *problems, struct config **ret_config);

struct config *config_ref(struct config *config);
/* Accepts NULL; returns NULL. */
struct config *config_unref(struct config *config);
DEFINE_AUTO(struct config, config_unref);

/* NULL when there is none of that name. */
const struct config_partner *config_find_partner(
	const struct config *config, struct slice name);

#endif
