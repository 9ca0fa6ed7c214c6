/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wrong-size - a plugin that says that its descriptor is tiny.
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
	.abi_major = TT_ABI_MAJOR,
	.abi_minor = TT_ABI_MINOR,
	.size = 12,
	.name = "wrong-size",
	.version = "1",
	.summary = "Misbehaves.",
	.start = wrong_start,
	.process = wrong_process,
};
