/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_config - a configuration of anything.
 *
 * Beyond not crashing: every mistake is said with a code, a sentence and where;
 * what is refused has at least one that is more than a warning, and what is
 * accepted has none; partners that were accepted are found by their names.
 *
 * Reaches: gateway/config/config.c gateway/config/cross.c
 * gateway/config/lists.c gateway/config/lists_plugins.c gateway/config/node.c
 * gateway/config/reader.c gateway/config/schema.c gateway/config/value.c
 */
#include <stdint.h>

#include "base/ensure.h"
#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
fuzz_errors(const struct problem_list *problems)
{
	size_t n = problems->n_dropped;

	for (size_t i = 0; i < problems->n_items; i++) {
		const struct problem *problem = &problems->items[i];

		ensure(problem->code != NULL && problem->text[0] != '\0');
		ensure(problem->where[0] != '\0');
		n += !problem_is_warning(problem);
	}
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(config_unref) struct config *config = NULL;
	int r = config_parse("fuzz.yaml", slice_of((const char *)data, size),
		&problems, &config);

	ensure((r != 0) == (fuzz_errors(&problems) > 0));
	ensure((r == 0) == (config != NULL));
	for (size_t i = 0; config != NULL && i < config->n_partners; i++)
		ensure(config_find_partner(
			       config, slice_text(config->partners[i].name)) ==
			&config->partners[i]);
	return 0;
}
