/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forks - a plugin that forks.
 *
 * It does so when the story says "harm" (hostile.h); the host must lose that
 * story at most, with a reason, and go on.
 */
#include "hostile.h"

#include <unistd.h>

static enum tt_verdict
hostile_harm(struct tt_draft *draft)
{
	(void)draft;
	if (fork() == 0)
		for (;;)
			;
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

HOSTILE("forks");
