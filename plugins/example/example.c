/* SPDX-License-Identifier: Apache-2.0 */
/*
 * example - the smallest plugin that is good for something: it adds one
 * disclaimer of the house to every story. Copy this folder to begin your own.
 */
#include "torntape/plugin.h"

struct settings {
	const char *text;
	const char *kind;
	bool required;
};

static const struct tt_option options[] = {
	TT_STRING(struct settings, text, NULL, "What the disclaimer says."),
	TT_STRING(struct settings, kind, "liability", "Its kind."),
	TT_BOOL(struct settings, required, "yes",
		"Whether it must travel with every copy."),
	TT_OPTIONS_END,
};

static enum tt_verdict
example_process(struct tt_instance *self, struct tt_draft *draft)
{
	const struct settings *settings = tt_settings(self);
	/* start == end: it comes from the settings, not from the text. */
	const struct tt_evidence evidence = { .rule = "house",
		.confidence = 1.0 };
	const struct tt_disclaimer disclaimer = {
		.kind = settings->kind,
		.heading = "",
		.text = settings->text,
		.speaks_for = "publisher",
		.required = settings->required,
	};

	return tt_add_disclaimer(draft, &disclaimer, &evidence) ? TT_PASS
								: TT_FAIL;
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "example",
	.version = "1.0",
	.summary = "Adds one disclaimer of the house to every story.",
	.options = options,
	.settings_size = sizeof(struct settings),
	.process = example_process,
};
