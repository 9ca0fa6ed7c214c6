/* SPDX-License-Identifier: Apache-2.0 */
/*
 * liar - a plugin that claims and adds what is not there.
 *
 * It does so when the story says "harm" (hostile.h); the host must lose that
 * story at most, with a reason, and go on.
 */
#include "hostile.h"

static enum tt_verdict
hostile_harm(struct tt_draft *draft)
{
	struct tt_evidence far = { 1, SIZE_MAX, NULL, 0.0 / 0.0 };
	struct tt_disclaimer none = { NULL, NULL, NULL, NULL, true };

	tt_remove(draft, SIZE_MAX - 4, SIZE_MAX, TT_NOTICE, "x");
	tt_remove(draft, 4, 2, TT_NOTICE, NULL);
	tt_remove(draft, 0, 4, (enum tt_label)77, "x");
	tt_add_party(draft, (enum tt_role)77, "x", &far);
	tt_add_party(draft, TT_CITED, "\xff\xfe", NULL);
	tt_add_party(draft, TT_CITED, NULL, &far);
	tt_add_disclaimer(draft, &none, NULL);
	tt_add_disclaimer(draft, NULL, NULL);
	tt_set_field(draft, "uri", "urn:stolen:1", NULL);
	tt_set_field(draft, NULL, NULL, NULL);
	tt_drop_mark(draft, SIZE_MAX, "x");
	tt_retract_party(draft, 0, NULL);
	tt_set_lifecycle(draft, NULL, 7, &far);
	tt_label_at(draft, SIZE_MAX);
	tt_line(draft, SIZE_MAX, NULL);
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

HOSTILE("liar");
