/* SPDX-License-Identifier: Apache-2.0 */
/*
 * maps - a plugin that makes memory that can be executed.
 *
 * It does so when the story says "harm" (hostile.h); the host must lose that
 * story at most, with a reason, and go on.
 */
#include "hostile.h"

#include <sys/mman.h>

static enum tt_verdict
hostile_harm(struct tt_draft *draft)
{
	if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
		    -1, 0) != MAP_FAILED)
		tt_warn(draft, "W-OPEN", "it mapped");
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

HOSTILE("maps");
