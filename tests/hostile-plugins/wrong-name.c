/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wrong-name - a plugin that calls itself something else.
 *
 * The host reads the descriptor before it calls anything, so this plugin must
 * be refused with a sentence, and its functions would abort the program.
 */
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
