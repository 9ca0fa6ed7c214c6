/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock - the two clocks behind one door. Any thread; freezing is for tests.
 */
#include "base/clock.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int64_t frozen_wall_ms = -1;
static _Atomic int64_t frozen_mono_ms = -1;

static int64_t
clock_read_us(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t
clock_wall_ms(void)
{
	int64_t frozen = frozen_wall_ms;

	return frozen >= 0 ? frozen : clock_read_us(CLOCK_REALTIME) / 1000;
}

int64_t
clock_mono_ms(void)
{
	return clock_mono_us() / 1000;
}

int64_t
clock_mono_us(void)
{
	int64_t frozen = frozen_mono_ms;

	return frozen >= 0 ? frozen * 1000 : clock_read_us(CLOCK_MONOTONIC);
}

void
clock_freeze(int64_t wall_ms, int64_t mono_ms)
{
	frozen_wall_ms = wall_ms;
	frozen_mono_ms = wall_ms < 0 ? -1 : mono_ms;
}
