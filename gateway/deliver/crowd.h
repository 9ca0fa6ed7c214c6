/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crowd.h - how many event streams each subscriber holds, over all loops.
 *
 * Somebody whose reader reconnects without hanging up would otherwise take
 * every place of the house. One table for all loops, under a lock that is taken
 * when a stream begins and when it ends, never for a delivery. Any thread.
 */
#ifndef DELIVER_CROWD_H
#define DELIVER_CROWD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"

struct crowd;

/* `most` streams for each name. */
struct crowd *crowd_new(size_t most);
/* After everybody has left. Accepts NULL; returns NULL. */
struct crowd *crowd_free(struct crowd *crowd);
DEFINE_AUTO(struct crowd, crowd_free);

/* One more of this name; false: there are enough. */
bool crowd_enter(struct crowd *crowd, const char *name);
/* Once for each crowd_enter() that was true. */
void crowd_leave(struct crowd *crowd, const char *name);

#endif
