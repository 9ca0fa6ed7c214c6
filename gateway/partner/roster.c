/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roster - who may send, found by the key that was shown.
 *
 * A map from the key's hash to the partner: looking up a hash tells a guesser
 * nothing about the keys, because nobody can steer SHA-256 towards one.
 */
#include "partner/roster.h"

#include <stdatomic.h>

#include "base/arena.h"
#include "base/ensure.h"
#include "base/map.h"
#include "base/mem.h"
#include "crypto/digest.h"

struct roster {
	atomic_uint n_refs;
	struct arena arena;
	struct map *by_key; /* 32 bytes of hash to struct roster_partner */
};

static struct slice
roster_key(const unsigned char hash[KEY_HASH_SIZE])
{
	return slice_of((const char *)hash, KEY_HASH_SIZE);
}

static int
roster_add(struct roster *roster, const struct roster_facts *facts,
	struct problem *why)
{
	struct roster_partner *partner =
		arena_zero(&roster->arena, sizeof(*partner));

	partner->name = arena_text(&roster->arena, slice_text(facts->name));
	partner->may_kill = facts->may_kill;
	partner->may_embargo = facts->may_embargo;
	partner->max_body = facts->max_body;
	for (size_t i = 0; i < facts->n_keys; i++) {
		const struct roster_partner *other = map_set(roster->by_key,
			roster_key(facts->key_hashes[i]), partner);

		if (other != NULL && other != partner)
			return problem_set(why, 1, "E-PARTNER-TWICE",
				"partners %s and %s have the same key; give "
				"each its own (torntape key new)",
				other->name, partner->name);
	}
	return 0;
}

int
roster_new(const struct roster_facts *facts, size_t n_facts,
	struct roster **ret_roster, struct problem *why)
{
	auto_(roster_unref) struct roster *roster = mem_new(struct roster);

	atomic_init(&roster->n_refs, 1);
	roster->by_key = map_new();
	for (size_t i = 0; i < n_facts; i++) {
		int r = roster_add(roster, &facts[i], why);

		if (r != 0)
			return r;
	}
	*ret_roster = steal(roster);
	return 0;
}

struct roster *
roster_ref(struct roster *roster)
{
	unsigned before = atomic_fetch_add_explicit(
		&roster->n_refs, 1, memory_order_relaxed);

	ensure(before != 0);
	return roster;
}

struct roster *
roster_unref(struct roster *roster)
{
	if (roster == NULL || atomic_fetch_sub_explicit(&roster->n_refs, 1,
				      memory_order_acq_rel) != 1)
		return NULL;
	map_free(roster->by_key);
	arena_done(&roster->arena);
	return mem_free(roster);
}

const struct roster_partner *
roster_find_key(const struct roster *roster, struct slice token)
{
	unsigned char hash[KEY_HASH_SIZE];

	digest_sha256(token, hash);
	return map_find(roster->by_key, roster_key(hash));
}
