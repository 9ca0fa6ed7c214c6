/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chance.h - numbers drawn from a seed, so that a run can be repeated.
 */
#ifndef POWERLOSS_CHANCE_H
#define POWERLOSS_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

struct chance {
	uint64_t state;
};

/* splitmix64 */
static inline uint64_t
chance_draw(struct chance *chance)
{
	uint64_t z = chance->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* 0 to n - 1 */
static inline unsigned
chance_below(struct chance *chance, unsigned n)
{
	return n == 0 ? 0 : (unsigned)(chance_draw(chance) % n);
}

static inline bool
chance_of(struct chance *chance, unsigned percent)
{
	return chance_below(chance, 100) < percent;
}

#endif
