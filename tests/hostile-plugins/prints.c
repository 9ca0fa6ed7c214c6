/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prints - a plugin that prints to standard output.
 *
 * It does so when the story says "harm" (hostile.h); the host must lose that
 * story at most, with a reason, and go on.
 */
#include "hostile.h"

#include <stdio.h>

static enum tt_verdict
hostile_harm(struct tt_draft *draft)
{
	(void)draft;
	printf("I am here\n");
	fflush(stdout);
	fprintf(stderr, "and here\n");
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

HOSTILE("prints");
