/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_config - a configuration of anything: every mistake is said, none is
 * fatal, and what was accepted can be given back.
 */
#include <stdlib.h>

#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	struct config *config = NULL;
	int r = config_parse("fuzz.yaml", slice_of((const char *)data, size),
		&problems, &config);

	if (r != 0 && problems.n_items == 0)
		abort(); /* refused without a word */
	if (r == 0)
		config_unref(config);
	return 0;
}
