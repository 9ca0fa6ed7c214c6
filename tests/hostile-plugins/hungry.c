/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hungry - a plugin that allocates without end.
 *
 * It does so when the story says "harm" (hostile.h); the host must lose that
 * story at most, with a reason, and go on.
 */
#include "hostile.h"

#include <stdlib.h>

static enum tt_verdict
hostile_harm(struct tt_draft *draft)
{
	(void)draft;
	for (;;) {
		char *room = malloc(1 << 20);

		if (room == NULL)
			__builtin_trap();
		memset(room, 1, 1 << 20);
	}
}

static enum tt_verdict
hostile_process(struct tt_instance *self, struct tt_draft *draft)
{
	(void)self;
	if (hostile_is_due(draft))
		return hostile_harm(draft);
	return TT_PASS;
}

HOSTILE("hungry");
