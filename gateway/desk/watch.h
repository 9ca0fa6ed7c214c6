/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch.h - the time by which embargoes end: two clocks must agree.
 *
 * The wall clock says when; the monotonic clock says whether that much time has
 * really passed since the wall clock was last believed. A forward step of more
 * than WATCH_STEP_MS is not believed until a person says so; until then the
 * earlier of the two counts, so an embargo can end late, never early.
 * The desk's thread.
 */
#ifndef DESK_WATCH_H
#define DESK_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#define WATCH_STEP_MS 5000

struct watch {
	int64_t wall_ms, mono_ms; /* when they were last taken together */
	bool is_stepped;          /* the wall clock is not believed now */
};

void watch_init(struct watch *watch);
/* Believe the wall clock as it is now. */
void watch_believe(struct watch *watch);
/* The time by which embargoes end. Sets is_stepped. */
int64_t watch_now_ms(struct watch *watch);

#endif
