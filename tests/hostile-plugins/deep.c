/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deep - a plugin that calls itself without end.
 *
 * It does so when the story says "harm" (hostile.h); the host must lose that
 * story at most, with a reason, and go on.
 */
#include "hostile.h"

static int
hostile_dig(int depth)
{
	volatile char room[4096];

	room[depth % 4096] = (char)depth;
	return hostile_dig(depth + 1) + room[0];
}

static enum tt_verdict
hostile_harm(struct tt_draft *draft)
{
	(void)draft;
	hostile_dig(1);
	return TT_PASS;
}

static enum tt_verdict
hostile_process(struct tt_instance *self, struct tt_draft *draft)
{
	(void)self;
	if (hostile_is_due(draft))
		return hostile_harm(draft);
	return TT_PASS;
}

HOSTILE("deep");
