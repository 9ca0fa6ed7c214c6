/* SPDX-License-Identifier: Apache-2.0 */
/*
 * subscriber.c - a table of names and one of hashed keys.
 *
 * Looking a key up compares the hash of what was given with every hash there
 * is, all of it, so that time tells nothing: a few thousand subscribers cost
 * microseconds, once per request.
 */
#include "deliver/subscriber.h"

#include <stdatomic.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/hmac.h"
#include "deliver/agencies.h"
#include "route/entitlement.h"

struct subscriber_key {
	unsigned char hash[SHA256_SIZE];
	size_t subscriber;
};

struct subscribers {
	atomic_uint n_refs;
	struct subscriber *items;
	size_t n_items;
	struct subscriber_key *keys;
	size_t n_keys, cap_keys;
	struct agencies *agencies;
};

static struct slice
hash_slice(const unsigned char hash[SHA256_SIZE])
{
	return slice_of((const char *)hash, SHA256_SIZE);
}

static const struct subscriber *
find_hash(const struct subscribers *all, const unsigned char *hash)
{
	const struct subscriber *found = NULL;

	for (size_t i = 0; i < all->n_keys; i++)
		if (secret_equal(
			    hash_slice(all->keys[i].hash), hash_slice(hash)))
			found = &all->items[all->keys[i].subscriber];
	return found;
}

static int
add_key(struct subscribers *all, size_t subscriber, const unsigned char *hash,
	struct problem *why)
{
	const struct subscriber *other = find_hash(all, hash);

	if (other != NULL)
		return problem_set(why, 1, "E-SUBSCRIBER-TWICE",
			"a key of %s is also one of %s",
			all->items[subscriber].name, other->name);
	mem_grow(all->keys, all->n_keys, all->cap_keys);
	memcpy(all->keys[all->n_keys].hash, hash, SHA256_SIZE);
	all->keys[all->n_keys++].subscriber = subscriber;
	return 0;
}

static int
add(struct subscribers *all, const struct subscriber_facts *facts,
	struct problem *why)
{
	if (subscribers_find_name(all, slice_text(facts->name)) != NULL)
		return problem_set(why, 1, "E-SUBSCRIBER-TWICE",
			"there are two subscribers named %s", facts->name);
	struct subscriber *one = &all->items[all->n_items++];
	one->name = mem_strdup(facts->name);
	one->entitlement = entitlement_new(facts->products, facts->n_products);
	one->from_start = facts->from_start;
	one->revoked = facts->revoked;
	one->edition = facts->edition;
	one->edition.license = slice_of(mem_strndup(facts->edition.license.at,
						facts->edition.license.len),
		facts->edition.license.len);
	for (size_t i = 0; i < facts->n_keys; i++) {
		int r = add_key(
			all, all->n_items - 1, facts->key_hashes[i], why);
		if (r != 0)
			return r;
	}
	if (facts->webhook_url == NULL)
		return 0;
	one->webhook_url = mem_strdup(facts->webhook_url);
	return signer_new(facts->webhook_secrets, facts->n_webhook_secrets,
		&one->signer, why);
}

int
subscribers_new(const struct subscriber_facts *facts, size_t n_facts,
	struct subscribers **ret_subscribers, struct problem *why)
{
	auto_(subscribers_unref) struct subscribers *all =
		mem_new(struct subscribers);

	atomic_init(&all->n_refs, 1);
	all->items = mem_zero(n_facts * sizeof(*all->items));
	for (size_t i = 0; i < n_facts; i++) {
		int r = add(all, &facts[i], why);
		if (r != 0)
			return r;
	}
	*ret_subscribers = steal(all);
	return 0;
}

struct subscribers *
subscribers_ref(struct subscribers *all)
{
	atomic_fetch_add_explicit(&all->n_refs, 1, memory_order_relaxed);
	return all;
}

void
subscribers_take_agencies(struct subscribers *all, struct agencies *agencies)
{
	agencies_free(all->agencies);
	all->agencies = agencies;
}

const struct agencies *
subscribers_agencies(const struct subscribers *all)
{
	return all->agencies;
}

static void
drop(struct subscriber *one)
{
	mem_free((char *)one->name);
	mem_free((char *)one->webhook_url);
	mem_free((char *)one->edition.license.at);
	entitlement_unref(one->entitlement);
	signer_free(one->signer);
}

struct subscribers *
subscribers_unref(struct subscribers *all)
{
	if (all == NULL)
		return NULL;
	if (atomic_fetch_sub_explicit(&all->n_refs, 1, memory_order_acq_rel) !=
		1)
		return NULL;
	for (size_t i = 0; i < all->n_items; i++)
		drop(&all->items[i]);
	agencies_free(all->agencies);
	mem_free(all->items);
	mem_free(all->keys);
	return mem_free(all);
}

size_t
subscribers_count(const struct subscribers *all)
{
	return all->n_items;
}

const struct subscriber *
subscribers_at(const struct subscribers *all, size_t i)
{
	return i < all->n_items ? &all->items[i] : NULL;
}

const struct subscriber *
subscribers_find_key(const struct subscribers *all, struct slice token)
{
	unsigned char hash[SHA256_SIZE];
	struct sha256 sha;

	if (token.len == 0)
		return NULL;
	sha256_begin(&sha);
	sha256_add(&sha, token);
	sha256_end(&sha, hash);
	return find_hash(all, hash);
}

const struct subscriber *
subscribers_find_name(const struct subscribers *all, struct slice name)
{
	for (size_t i = 0; i < all->n_items; i++)
		if (slice_is(name, all->items[i].name))
			return &all->items[i];
	return NULL;
}
