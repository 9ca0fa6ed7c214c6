/* SPDX-License-Identifier: Apache-2.0 */
/*
 * speaks - a plugin that answers the gateway in the host's place.
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
	for (int i = 0; i < 64; i++)
		if (write(3, "nonsense, long enough", 21) < 0)
			break;
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

HOSTILE("speaks");
