/* SPDX-License-Identifier: Apache-2.0 */
/* endless - a plugin that never comes back. */
#include "hostile.h"

static enum tt_verdict
hostile_harm(struct tt_draft *draft)
{
	volatile int forever = 1;

	(void)draft;
	while (forever)
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

HOSTILE("endless");
