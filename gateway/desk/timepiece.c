/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timepiece - the earlier of two clocks.
 *
 * Small differences are slewing and are taken over, so that the two do not
 * drift apart over months.
 */
#include "desk/timepiece.h"

#include "base/clock.h"

void
timepiece_believe(struct timepiece *timepiece)
{
	timepiece->wall_ms = clock_wall_ms();
	timepiece->mono_ms = clock_mono_ms();
	timepiece->is_stepped = false;
}

void
timepiece_init(struct timepiece *timepiece)
{
	timepiece_believe(timepiece);
}

int64_t
timepiece_now_ms(struct timepiece *timepiece)
{
	int64_t wall = clock_wall_ms();
	int64_t due =
		timepiece->wall_ms + (clock_mono_ms() - timepiece->mono_ms);
	int64_t step = wall - due;

	timepiece->is_stepped = step > TIMEPIECE_STEP_MS;
	if (step >= -TIMEPIECE_STEP_MS && step <= TIMEPIECE_STEP_MS)
		timepiece_believe(timepiece);
	return wall < due ? wall : due;
}
