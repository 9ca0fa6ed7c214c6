/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wrong-abi - a plugin that was built for another ABI.
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
	.abi_major = TT_ABI_MAJOR + 1,
	.abi_minor = 0,
	.size = sizeof(struct tt_plugin),
	.name = "wrong-abi",
	.version = "1",
	.summary = "Misbehaves.",
	.start = wrong_start,
	.process = wrong_process,
};
