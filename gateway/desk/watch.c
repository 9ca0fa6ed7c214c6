/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch - the earlier of two clocks.
 *
 * Small differences are slewing and are taken over, so that the two do not
 * drift apart over months.
 */
#include "desk/watch.h"

#include "base/clock.h"

void
watch_believe(struct watch *watch)
{
	watch->wall_ms = clock_wall_ms();
	watch->mono_ms = clock_mono_ms();
	watch->is_stepped = false;
}

void
watch_init(struct watch *watch)
{
	watch_believe(watch);
}

int64_t
watch_now_ms(struct watch *watch)
{
	int64_t wall = clock_wall_ms();
	int64_t due = watch->wall_ms + (clock_mono_ms() - watch->mono_ms);
	int64_t step = wall - due;

	watch->is_stepped = step > WATCH_STEP_MS;
	if (step >= -WATCH_STEP_MS && step <= WATCH_STEP_MS)
		watch_believe(watch);
	return wall < due ? wall : due;
}
