/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flood - a plugin that adds facts without end.
 *
 * It does so when the story says "harm" (hostile.h); the host must lose that
 * story at most, with a reason, and go on.
 */
#include "hostile.h"

#include <stdio.h>

static enum tt_verdict
hostile_harm(struct tt_draft *draft)
{
	for (int i = 0; i < 5000; i++) {
		char name[32];

		snprintf(name, sizeof(name), "Agency %d", i);
		tt_add_party(draft, TT_CITED, name, NULL);
		tt_add_byline(draft, name, NULL);
		tt_add_editorial_note(draft, name, NULL);
		tt_warn(draft, "W-FLOOD", "%s", name);
	}
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

HOSTILE("flood");
