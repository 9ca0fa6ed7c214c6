/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verdict.h - is an image what the next start may rely on?
 */
#ifndef POWERLOSS_VERDICT_H
#define POWERLOSS_VERDICT_H

#include <stddef.h>
#include <stdint.h>

#include "world.h"

#define FAULT_LEN 480

/* What the image in `dir` must hold: sum number `acked`, or a later one up to
 * `begun`. */
struct claim {
	const char *dir;
	const uint64_t *sums;
	size_t n_sums;
	size_t acked, begun;
	const struct promise *promises; /* of the world that made it */
	size_t n_promises;
};

/* Opens it with the real journal, reads all of it, makes its projections anew,
 * asks again under an old key, publishes something new, closes. 0, or 1 with
 * what is wrong in `ret_fault`. */
int verdict(const struct claim *claim, struct chance *chance,
	char ret_fault[FAULT_LEN]);

#endif
