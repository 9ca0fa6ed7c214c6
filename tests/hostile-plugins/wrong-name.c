/* SPDX-License-Identifier: Apache-2.0 */
/* wrong-name - a plugin that calls itself something else. Nothing of it may
 * ever be called. */
#include <stdlib.h>

#include "torntape/plugin.h"

static bool
wrong_start(struct tt_instance *self)
{
	(void)self;
	abort();
}

static enum tt_verdict
wrong_process(struct tt_instance *self, struct tt_draft *draft)
{
	(void)self;
	(void)draft;
	abort();
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "../etc",
	.version = "1",
	.summary = "Misbehaves.",
	.start = wrong_start,
	.process = wrong_process,
};
