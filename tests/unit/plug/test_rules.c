/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_rules - rule files as people write them, and as they should not.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/auto.h"
#include "plug/plugin.h"
#include "plug/rules.h"

static void
a_file_is_read_stanza_by_stanza(void **state)
{
	auto_(rules_free) struct tt_rules *rules = rules_new();
	auto_(problem_list_done) struct problem_list lint = { 0 };
	struct problem why = PROBLEM_NULL;

	(void)state;
	assert_int_equal(rules_parse(rules, "a.rules",
				 SLICE("# first\n\nrule: gull-mark\n"
				       "mark: (Gull)\nmark: /gull/\r\n"
				       "example: LIMA (Gull) - It\n  rained: a "
				       "lot\n\nrule: other\ncounter:\n"),
				 &why),
		0);
	assert_int_equal(rules_count(rules), 2);
	assert_string_equal(rules_id(rules_at(rules, 0)), "gull-mark");
	assert_string_equal(
		rules_value(rules_at(rules, 0), "mark", 1), "/gull/");
	assert_null(rules_value(rules_at(rules, 0), "mark", 2));
	assert_string_equal(rules_value(rules_at(rules, 0), "example", 0),
		"LIMA (Gull) - It\nrained: a lot");
	assert_string_equal(rules_value(rules_at(rules, 1), "counter", 0), "");
	assert_null(rules_at(rules, 2));
	rules_lint(rules, &lint);
	assert_int_equal(lint.n_items, 2);
}

static void
the_operators_rule_replaces_the_shipped_one_in_place(void **state)
{
	auto_(rules_free) struct tt_rules *rules = rules_new();

	(void)state;
	assert_int_equal(rules_parse(rules, "shipped",
				 SLICE("rule: a\nx: 1\nrule: b\nx: 2\n"), NULL),
		0);
	assert_int_equal(rules_parse(rules, "own",
				 SLICE("rule: a\ny: 3\nrule: c\nx: 4"), NULL),
		0);
	assert_int_equal(rules_count(rules), 3);
	assert_null(rules_value(rules_at(rules, 0), "x", 0));
	assert_string_equal(rules_value(rules_at(rules, 0), "y", 0), "3");
	assert_string_equal(rules_value(rules_at(rules, 2), "x", 0), "4");
}

static void
a_mistake_is_named_with_its_line(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} cases[] = {
		{ "x: 1\n", 1 },
		{ "rule: a\nnonsense\n", 2 },
		{ "rule: a\nrule: a\n", 2 },
		{ "rule: a b\n", 1 },
		{ "  goes on\n", 1 },
		{ "rule: a\n  goes on\n", 2 },
		{ "rule: a\nk\xc3\xa9y: 1\n", 2 },
		{ "rule: a\n: 1\n", 2 },
		{ "rule: \xff\n", 0 },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(rules_free) struct tt_rules *rules = rules_new();
		struct problem why = PROBLEM_NULL;

		assert_int_equal(rules_parse(rules, "f",
					 slice_text(cases[i].text), &why),
			1);
		assert_int_equal(why.line, cases[i].line);
		assert_string_equal(why.where, "f");
	}
}

static void
a_plugin_name_cannot_be_a_path(void **state)
{
	static const char *const bad[] = { "", "../x", "X", "1a", "a/b", "a.b",
		"a_b", "abcdefghijklmnopqrstuvwxyzabcdef" };

	(void)state;
	for (size_t i = 0; i < n_elements(bad); i++)
		assert_false(plugin_is_name(bad[i]));
	assert_false(plugin_is_name(NULL));
	assert_true(plugin_is_name("attribution"));
	assert_true(plugin_is_name("a-2"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_stanza_by_stanza),
		cmocka_unit_test(
			the_operators_rule_replaces_the_shipped_one_in_place),
		cmocka_unit_test(a_mistake_is_named_with_its_line),
		cmocka_unit_test(a_plugin_name_cannot_be_a_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
