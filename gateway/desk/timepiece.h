/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timepiece.h - the time by which embargoes end: two clocks must agree.
 *
 * The wall clock says when; the monotonic clock says whether that much time has
 * really passed since the wall clock was last believed. A forward step of more
 * than TIMEPIECE_STEP_MS is not believed until a person says so; until then the
 * earlier of the two counts, so an embargo can end late, never early.
 * The desk's thread.
 */
#ifndef DESK_TIMEPIECE_H
#define DESK_TIMEPIECE_H

#include <stdbool.h>
#include <stdint.h>

#define TIMEPIECE_STEP_MS 5000

struct timepiece {
	int64_t wall_ms, mono_ms; /* when they were last taken together */
	bool is_stepped;          /* the wall clock is not believed now */
};

void timepiece_init(struct timepiece *timepiece);
/* Believe the wall clock as it is now. */
void timepiece_believe(struct timepiece *timepiece);
/* The time by which embargoes end. Sets is_stepped. */
int64_t timepiece_now_ms(struct timepiece *timepiece);

#endif
