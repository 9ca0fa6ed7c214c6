/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_rules - a rule file of anything; then the same once more, as the
 * operator's own file over the shipped one.
 */
#include <stddef.h>
#include <stdint.h>

#include "plug/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of((const char *)data, size);
	auto_(problem_list_done) struct problem_list lint = { 0 };
	auto_(rules_free) struct tt_rules *rules = rules_new();
	struct problem why = PROBLEM_NULL;

	rules_parse(rules, "shipped", text, &why);
	rules_parse(rules, "own", text, &why);
	rules_lint(rules, &lint);
	for (size_t i = 0; i < rules_count(rules); i++)
		rules_value(rules_at(rules, i), "mark", 1);
	return 0;
}
