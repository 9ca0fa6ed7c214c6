/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crowd - a count for each name that has any.
 *
 * Counted by name, not by generation: a reload lets nobody in twice.
 */
#include "deliver/crowd.h"

#include <pthread.h>

#include "base/ensure.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/slice.h"

struct count {
	size_t n;
};

struct crowd {
	size_t most;
	pthread_mutex_t lock; /* guards counts */
	struct map *counts;   /* name -> struct count */
};

struct crowd *
crowd_new(size_t most)
{
	struct crowd *crowd = mem_new(struct crowd);

	crowd->most = most;
	crowd->counts = map_new();
	ensure(pthread_mutex_init(&crowd->lock, NULL) == 0);
	return crowd;
}

struct crowd *
crowd_free(struct crowd *crowd)
{
	size_t cursor = 0;
	struct slice name;
	void *count;

	if (crowd == NULL)
		return NULL;
	while (map_next(crowd->counts, &cursor, &name, &count))
		mem_free(count);
	map_free(crowd->counts);
	pthread_mutex_destroy(&crowd->lock);
	return mem_free(crowd);
}

bool
crowd_enter(struct crowd *crowd, const char *name)
{
	pthread_mutex_lock(&crowd->lock);
	struct count *count = map_find(crowd->counts, slice_text(name));
	if (count == NULL) {
		count = mem_new(struct count);
		map_set(crowd->counts, slice_text(name), count);
	}
	bool admitted = count->n < crowd->most;
	count->n += admitted;
	pthread_mutex_unlock(&crowd->lock);
	return admitted;
}

void
crowd_leave(struct crowd *crowd, const char *name)
{
	pthread_mutex_lock(&crowd->lock);
	struct count *count = map_find(crowd->counts, slice_text(name));
	ensure(count != NULL && count->n > 0);
	if (--count->n == 0)
		mem_free(map_remove(crowd->counts, slice_text(name)));
	pthread_mutex_unlock(&crowd->lock);
}
