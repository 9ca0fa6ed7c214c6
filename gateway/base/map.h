/* SPDX-License-Identifier: Apache-2.0 */
/*
 * map.h - from a run of bytes to a pointer of the caller's.
 *
 * Keys are copied; values are borrowed. The hash is seeded once per process, so
 * a peer that chooses keys cannot choose collisions. One thread at a time.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"
#include "base/slice.h"

struct map;

struct map *map_new(void);
/* Accepts NULL; returns NULL. Values are not freed. */
struct map *map_free(struct map *map);
DEFINE_AUTO(struct map, map_free);

size_t map_count(const struct map *map);
/* NULL when the key is not there. */
void *map_find(const struct map *map, struct slice key);
/* `value` must not be NULL. Returns the value it replaced, or NULL. */
void *map_set(struct map *map, struct slice key, void *value);
/* Returns the value it removed, or NULL. */
void *map_remove(struct map *map, struct slice key);
/* Walk in no order: start with *cursor 0; false at the end. The map must not
 * change meanwhile. */
bool map_next(const struct map *map, size_t *cursor, struct slice *ret_key,
	void **ret_value);

#endif
