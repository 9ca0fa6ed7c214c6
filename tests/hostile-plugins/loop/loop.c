/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop - a plugin that never returns from a story.
 */
#include "torntape/plugin.h"

static volatile bool done; /* never, but no compiler knows */

static enum tt_verdict
loop_process(struct tt_instance *self, struct tt_draft *draft)
{
	volatile unsigned turns = 0;

	(void)self;
	(void)draft;
	while (!done)
		turns++;
	return TT_PASS;
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "loop",
	.version = "1.0",
	.summary = "Never comes back from a story.",
	.process = loop_process,
};
