/* SPDX-License-Identifier: Apache-2.0 */
/*
 * subscriber.h - who may receive what, and how they prove who they are.
 *
 * One immutable generation of all configured subscribers, counted; a reload
 * makes a new one and hands it to every loop. Keys are kept as SHA-256 only. A
 * subscriber is lent by its generation: who keeps one keeps a reference to the
 * generation beside it. Any thread.
 */
#ifndef DELIVER_SUBSCRIBER_H
#define DELIVER_SUBSCRIBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"
#include "crypto/sha256.h"
#include "deliver/sign.h"
#include "format/feed.h"

struct agencies;    /* deliver/agencies.h */
struct entitlement; /* route/entitlement.h */
struct subscribers;

/* What the configuration says; borrowed until subscribers_new() returned. */
struct subscriber_facts {
	const char *name;
	const char *const *products;
	size_t n_products;
	const unsigned char (*key_hashes)[SHA256_SIZE]; /* of bearer tokens */
	size_t n_keys;
	const char *webhook_url;            /* NULL: none */
	const char *const *webhook_secrets; /* "whsec_..."; newest first */
	size_t n_webhook_secrets;
	bool from_start; /* a new one gets all that is kept, else from now on */
	bool revoked;    /* its keys are known, and answered 204 on streams */
	struct feed_edition edition; /* of the documents that it fetches */
};

struct subscriber {
	const char *name;
	struct entitlement *entitlement;
	const char *webhook_url; /* NULL: none */
	struct signer *signer;   /* NULL without webhook */
	bool from_start;
	bool revoked;
	struct feed_edition edition;
};

/* 0 and one reference, the caller's; 1 with why: E-WEBHOOK-SECRET,
 * E-SUBSCRIBER-TWICE (a name or a key). */
int subscribers_new(const struct subscriber_facts *facts, size_t n_facts,
	struct subscribers **ret_subscribers, struct problem *why);
struct subscribers *subscribers_ref(struct subscribers *subscribers);
/* Accepts NULL; returns NULL. */
struct subscribers *subscribers_unref(struct subscribers *subscribers);
DEFINE_AUTO(struct subscribers, subscribers_unref);

/* Whose feeds may be asked for; takes them over. Before the generation is
 * shared. */
void subscribers_take_agencies(
	struct subscribers *subscribers, struct agencies *agencies);
/* NULL: there is no list, and nobody is a stranger. */
const struct agencies *subscribers_agencies(
	const struct subscribers *subscribers);

size_t subscribers_count(const struct subscribers *subscribers);
const struct subscriber *subscribers_at(
	const struct subscribers *subscribers, size_t i);
/* NULL when no such key or name. Keys are compared in constant time. */
const struct subscriber *subscribers_find_key(
	const struct subscribers *subscribers, struct slice token);
const struct subscriber *subscribers_find_name(
	const struct subscribers *subscribers, struct slice name);

#endif
