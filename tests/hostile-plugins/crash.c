/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crash - a plugin that dereferences nothing.
 *
 * It does so when the story says "harm" (hostile.h); the host must lose that
 * story at most, with a reason, and go on.
 */
#include "hostile.h"

static enum tt_verdict
hostile_harm(struct tt_draft *draft)
{
	(void)draft;
	*(volatile int *)0x8 = 1;
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

HOSTILE("crash");
