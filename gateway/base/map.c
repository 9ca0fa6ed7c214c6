/* SPDX-License-Identifier: Apache-2.0 */
/*
 * map - open addressing with linear probing, SipHash-1-3 over a random key.
 *
 * The table is at most three quarters full; removal shifts the run back, so no
 * tombstones gather in maps that live for months.
 */
#include "base/map.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>

#include "base/ensure.h"
#include "base/mem.h"

struct map_slot {
	char *key; /* NULL: free */
	size_t len;
	uint64_t hash;
	void *value;
};

struct map {
	struct map_slot *slots;
	size_t n_slots; /* a power of two */
	size_t n_used;
};

static uint64_t map_seed[2];
static pthread_once_t map_seeded = PTHREAD_ONCE_INIT;

static void
map_make_seed(void)
{
	/* A predictable seed only weakens the defence against chosen keys. */
	if (getrandom(map_seed, sizeof(map_seed), GRND_NONBLOCK) !=
		(ssize_t)sizeof(map_seed))
		map_seed[0] = (uintptr_t)&map_seed;
}

static uint64_t
map_rotate(uint64_t x, int bits)
{
	return (x << bits) | (x >> (64 - bits));
}

static void
map_sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = map_rotate(v[1], 13) ^ v[0];
	v[0] = map_rotate(v[0], 32);
	v[2] += v[3];
	v[3] = map_rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = map_rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = map_rotate(v[1], 17) ^ v[2];
	v[2] = map_rotate(v[2], 32);
}

static uint64_t
map_hash(struct slice key)
{
	uint64_t v[4] = { map_seed[0] ^ 0x736f6d6570736575u,
		map_seed[1] ^ 0x646f72616e646f6du,
		map_seed[0] ^ 0x6c7967656e657261u,
		map_seed[1] ^ 0x7465646279746573u };
	uint64_t word;
	size_t at = 0;

	for (; at + 8 <= key.len; at += 8) {
		memcpy(&word, key.at + at, 8);
		v[3] ^= word;
		map_sip_round(v);
		v[0] ^= word;
	}
	word = (uint64_t)key.len << 56;
	for (size_t i = 0; at + i < key.len; i++)
		word |= (uint64_t)(unsigned char)key.at[at + i] << (8 * i);
	v[3] ^= word;
	map_sip_round(v);
	v[0] ^= word;
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		map_sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

struct map *
map_new(void)
{
	struct map *map = mem_new(struct map);

	pthread_once(&map_seeded, map_make_seed);
	map->n_slots = 16;
	map->slots = mem_zero(map->n_slots * sizeof(*map->slots));
	return map;
}

struct map *
map_free(struct map *map)
{
	if (map == NULL)
		return NULL;
	for (size_t i = 0; i < map->n_slots; i++)
		mem_free(map->slots[i].key);
	mem_free(map->slots);
	return mem_free(map);
}

size_t
map_count(const struct map *map)
{
	return map->n_used;
}

/* Where the key is, or the free slot where it would go. */
static size_t
map_slot_of(const struct map *map, struct slice key, uint64_t hash)
{
	size_t at = hash & (map->n_slots - 1);

	while (map->slots[at].key != NULL) {
		const struct map_slot *slot = &map->slots[at];

		if (slot->hash == hash &&
			slice_equal(slice_of(slot->key, slot->len), key))
			break;
		at = (at + 1) & (map->n_slots - 1);
	}
	return at;
}

void *
map_find(const struct map *map, struct slice key)
{
	return map->slots[map_slot_of(map, key, map_hash(key))].value;
}

static void
map_widen(struct map *map)
{
	struct map_slot *old = map->slots;
	size_t n_old = map->n_slots;

	map->n_slots = n_old * 2;
	map->slots = mem_zero(map->n_slots * sizeof(*map->slots));
	for (size_t i = 0; i < n_old; i++) {
		struct slice key = slice_of(old[i].key, old[i].len);

		if (old[i].key != NULL)
			map->slots[map_slot_of(map, key, old[i].hash)] = old[i];
	}
	mem_free(old);
}

void *
map_set(struct map *map, struct slice key, void *value)
{
	uint64_t hash = map_hash(key);
	struct map_slot *slot;
	void *before;

	ensure(value != NULL);
	if (map->n_used + 1 > map->n_slots / 4 * 3)
		map_widen(map);
	slot = &map->slots[map_slot_of(map, key, hash)];
	before = slot->value;
	slot->value = value;
	if (slot->key == NULL) {
		slot->key = mem_strndup(key.at, key.len);
		slot->len = key.len;
		slot->hash = hash;
		map->n_used++;
	}
	return before;
}

void *
map_remove(struct map *map, struct slice key)
{
	size_t mask = map->n_slots - 1;
	size_t hole = map_slot_of(map, key, map_hash(key));
	void *value = map->slots[hole].value;

	if (value == NULL)
		return NULL;
	mem_free(map->slots[hole].key);
	map->n_used--;
	for (size_t at = (hole + 1) & mask; map->slots[at].key != NULL;
		at = (at + 1) & mask) {
		size_t home = map->slots[at].hash & mask;

		/* Move it back unless its home lies behind the hole. */
		if (((at - home) & mask) < ((at - hole) & mask))
			continue;
		map->slots[hole] = map->slots[at];
		hole = at;
	}
	map->slots[hole] = (struct map_slot){ 0 };
	return value;
}

bool
map_next(const struct map *map, size_t *cursor, struct slice *ret_key,
	void **ret_value)
{
	for (; *cursor < map->n_slots; (*cursor)++) {
		const struct map_slot *slot = &map->slots[*cursor];

		if (slot->key == NULL)
			continue;
		*ret_key = slice_of(slot->key, slot->len);
		*ret_value = slot->value;
		(*cursor)++;
		return true;
	}
	return false;
}
