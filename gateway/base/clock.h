/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.h - what time it is, for those who may ask.
 *
 * Wall time is for people and other machines, monotonic time for deadlines.
 * A test may set both; everything in the gateway asks here and nowhere else.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

int64_t clock_wall_ms(void); /* since 1970-01-01T00:00:00Z */
int64_t clock_mono_ms(void); /* since some instant, never backwards */
int64_t clock_mono_us(void);

/* Tests only: freeze both clocks at these values; negative `wall_ms` gives
 * the real ones back. */
void clock_freeze(int64_t wall_ms, int64_t mono_ms);

#endif
