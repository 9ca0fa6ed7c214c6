/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crash - a plugin with a wild pointer: dies on every story it sees.
 */
#include "torntape/plugin.h"

static char *volatile nowhere; /* points at nothing, which no compiler knows */

static enum tt_verdict
crash_process(struct tt_instance *self, struct tt_draft *draft)
{
	(void)self;
	(void)draft;
	*nowhere = 1;
	return TT_PASS;
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "crash",
	.version = "1.0",
	.summary = "Dies on every story.",
	.process = crash_process,
};
