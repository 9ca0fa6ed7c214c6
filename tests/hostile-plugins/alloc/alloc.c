/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alloc - a plugin that takes memory, and uses it, until there is none. Then it
 * goes on as if it had some, as careless programs do.
 */
#include <stdlib.h>
#include <string.h>

#include "torntape/plugin.h"

#define ALLOC_BLOCK ((size_t)16 << 20)

static char *volatile kept; /* so that no block can be left out */

static volatile bool done; /* never, but no compiler knows */

static enum tt_verdict
alloc_process(struct tt_instance *self, struct tt_draft *draft)
{
	(void)self;
	(void)draft;
	while (!done) {
		kept = malloc(ALLOC_BLOCK);
		memset(kept, 'x', ALLOC_BLOCK);
	}
	return TT_PASS;
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "alloc",
	.version = "1.0",
	.summary = "Takes memory without end.",
	.process = alloc_process,
};
