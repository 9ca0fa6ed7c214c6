/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_rules - rule files as people write them, and as they should not.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/auto.h"
#include "plug/plugin.h"
#include "plug/rules.h"

static const struct whose nobody = { "", "" };
static const struct whose menafn = { "menafn", "MENAFN Newswire" };
static const struct whose tide = { "tide", "Tide" };

static struct tt_rules *
book_of(const char *shipped, const char *own)
{
	struct tt_rules *book = rules_new();

	assert_int_equal(rules_parse(book, "shipped.rules", false,
				 slice_text(shipped), NULL),
		0);
	assert_int_equal(
		rules_parse(book, "own.rules", true, slice_text(own), NULL), 0);
	return book;
}

/* The ids in force and their first x, for one partner: "a=1 b=2". */
static const char *
told(const struct tt_rules *book, const struct whose *whose)
{
	static char text[400];
	auto_(rules_free) struct tt_rules *view = rules_view(book, whose);
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < rules_count(view); i++) {
		const struct tt_rule *rule = rules_at(view, i);
		const char *x = rules_value(rule, "x", 0);

		len += (size_t)snprintf(text + len, sizeof(text) - len,
			"%s%s=%s", i ? " " : "", rules_id(rule), x ? x : "-");
	}
	return text;
}

static void
a_file_is_read_stanza_by_stanza(void **state)
{
	auto_(rules_free) struct tt_rules *rules = rules_new();
	auto_(problem_list_done) struct problem_list problems = { 0 };

	(void)state;
	assert_int_equal(
		rules_parse(rules, "a.rules", true,
			SLICE("\xef\xbb\xbf# first\n\nrule: gull-mark\n"
			      "mark: (Gull)\nmark: /gull/\r\n"
			      "example: LIMA (Gull) - It\n  rained: a "
			      "lot\n\nrule: other\ncounter:\n"),
			&problems),
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
	assert_int_equal(rules_line(rules_at(rules, 0)), 3);
	assert_string_equal(rules_file(rules_at(rules, 0)), "a.rules");
	assert_int_equal(problems.n_items, 0);
	rules_lint(rules, &problems);
	assert_int_equal(problems.n_items, 2);
}

static void
the_operators_rule_replaces_the_shipped_one_in_place(void **state)
{
	auto_(rules_free) struct tt_rules *book =
		book_of("rule: a\nx: 1\nrule: b\nx: 2\n",
			"rule: a\ny: 3\nrule: c\nx: 4");

	(void)state;
	assert_string_equal(told(book, &nobody), "a=- b=2 c=4");
	assert_false(rules_in_force(rules_at(book, 0)));
	assert_true(rules_in_force(rules_at(book, 2)));
	assert_true(rules_is_operators(rules_at(book, 2)));
	assert_false(rules_is_operators(rules_at(book, 1)));
}

static void
a_rule_of_a_partner_is_nobody_elses(void **state)
{
	auto_(rules_free) struct tt_rules *book =
		book_of("rule: a\nx: 1\nrule: b\npartner: Tide\nx: 2\n",
			"rule: a\nx: 3\npartner: menafn\n"
			"rule: c\nx: 4\npartner: tide\n"
			"partner: menafn newswire\n");

	(void)state;
	assert_string_equal(told(book, &nobody), "a=1");
	assert_string_equal(told(book, &menafn), "a=3 c=4");
	assert_string_equal(told(book, &tide), "a=1 b=2 c=4");
	assert_false(rules_concern(book, &nobody));
	assert_true(rules_concern(book, &menafn));
	assert_false(rules_concern(book, &(struct whose){ "other", "" }));
	for (size_t i = 0; i < rules_count(book); i++)
		assert_true(rules_in_force(rules_at(book, i)));
	assert_string_equal(
		rules_partner(rules_at(book, 3), 1), "menafn newswire");
	assert_null(rules_partner(rules_at(book, 3), 2));
}

static void
a_rule_is_taken_out_for_everybody_or_for_one(void **state)
{
	auto_(rules_free) struct tt_rules *book = book_of(
		"rule: a\nx: 1\nrule: b\nx: 2\n",
		"rule: a\noff: yes\nrule: b\npartner: tide\noff: yes\n");

	(void)state;
	assert_string_equal(told(book, &menafn), "b=2");
	assert_string_equal(told(book, &tide), "");
	assert_false(rules_in_force(rules_at(book, 0)));
	assert_true(rules_in_force(rules_at(book, 1)));
	assert_false(rules_in_force(rules_at(book, 2)));
}

static void
a_mistake_is_named_with_its_line_and_column(void **state)
{
	static const struct {
		const char *text;
		unsigned line, column;
	} cases[] = {
		{ "x: 1\n", 1, 1 },
		{ "rule: a\nnonsense\n", 2, 1 },
		{ "rule: a\nrule:  a\n", 2, 8 },
		{ "rule: a b\n", 1, 7 },
		{ "  goes on\n", 1, 1 },
		{ "rule: a\n  goes on\n", 2, 1 },
		{ "rule: a\nk\xc3\xa9y: 1\n", 2, 1 },
		{ "rule: a\n: 1\n", 2, 1 },
		{ "rule: a\npartner:\n", 2, 9 },
		{ "rule: a\noff: perhaps\n", 2, 6 },
		{ "rule: a\n\nx: \xff\n", 3, 0 },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(rules_free) struct tt_rules *rules = rules_new();
		auto_(problem_list_done) struct problem_list problems = { 0 };

		assert_int_equal(rules_parse(rules, "f", true,
					 slice_text(cases[i].text), &problems),
			1);
		assert_int_equal(problems.n_items, 1);
		assert_int_equal(problems.items[0].line, cases[i].line);
		assert_int_equal(problems.items[0].column, cases[i].column);
		assert_string_equal(problems.items[0].where, "f");
	}
}

static void
all_mistakes_of_a_file_are_told_at_once_and_each_but_once(void **state)
{
	auto_(rules_free) struct tt_rules *rules = rules_new();
	auto_(problem_list_done) struct problem_list problems = { 0 };
	static const unsigned lines[] = { 1, 4, 6, 8, 10 };

	(void)state;
	assert_int_equal(rules_parse(rules, "f", true,
				 SLICE("before: the first\nx: 1\nrule: a\n"
				       "nonsense\n  that goes on\n"
				       "rule: a b\nx: 1\n\xc3\xa9: 2\n"
				       "rule: c\noff: oh\nx: 3\n"),
				 &problems),
		1);
	assert_int_equal(problems.n_items, n_elements(lines));
	for (size_t i = 0; i < n_elements(lines); i++)
		assert_int_equal(problems.items[i].line, lines[i]);
	assert_int_equal(rules_count(rules), 2);
	assert_string_equal(rules_value(rules_at(rules, 1), "x", 0), "3");
}

static void
a_misspelt_key_is_answered_with_the_one_that_was_meant(void **state)
{
	auto_(rules_free) struct tt_rules *book =
		book_of("rule: a\nphrase: one\nrarely: two\n",
			"rule: b\nphrse: one\npartner: menafn\nexample: x\n"
			"rarely: 1\nasked: 2\n");
	auto_(problem_list_done) struct problem_list problems = { 0 };

	(void)state;
	/* The plugin knows a key that no shipped rule has. */
	assert_null(rules_value(rules_at(book, 0), "asked", 0));
	assert_int_equal(rules_check_keys(book, &problems), 1);
	assert_int_equal(problems.n_items, 1);
	assert_int_equal(problems.items[0].line, 2);
	assert_non_null(strstr(problems.items[0].text, "'phrase'"));
}

static void
a_value_is_found_again_in_its_file(void **state)
{
	auto_(rules_free) struct tt_rules *book =
		book_of("rule: a\nkind: x\nkind:   y\n", "");
	struct problem where = PROBLEM_NULL;

	(void)state;
	rules_place(rules_at(book, 0), "kind", 1, &where);
	assert_int_equal(where.line, 3);
	assert_int_equal(where.column, 9);
	rules_place(rules_at(book, 0), "kind", 2, &where);
	assert_int_equal(where.line, 1);
	assert_string_equal(where.where, "shipped.rules");
}

static void
a_rule_has_so_many_keys_and_each_so_many_values_as_it_likes(void **state)
{
	auto_(rules_free) struct tt_rules *rules = rules_new();
	auto_(buf_done) struct buf text = BUF_NULL;
	auto_(problem_list_done) struct problem_list problems = { 0 };

	(void)state;
	buf_puts(&text, "rule: a\n");
	for (unsigned i = 0; i < 2 * RULES_MAX_KEYS; i++)
		buf_printf(&text, "k%u: %u\n", i % RULES_MAX_KEYS, i);
	assert_int_equal(
		rules_parse(rules, "f", false, buf_slice(&text), NULL), 0);
	assert_string_equal(rules_value(rules_at(rules, 0), "k1", 0), "1");
	assert_string_equal(rules_value(rules_at(rules, 0), "k1", 1), "65");
	assert_null(rules_value(rules_at(rules, 0), "k1", 2));
	buf_puts(&text, "one: more\n");
	assert_int_equal(
		rules_parse(rules, "g", true, buf_slice(&text), &problems), 1);
	assert_int_equal(problems.items[0].line, 2 * RULES_MAX_KEYS + 2);
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
		cmocka_unit_test(a_rule_of_a_partner_is_nobody_elses),
		cmocka_unit_test(a_rule_is_taken_out_for_everybody_or_for_one),
		cmocka_unit_test(a_mistake_is_named_with_its_line_and_column),
		cmocka_unit_test(
			all_mistakes_of_a_file_are_told_at_once_and_each_but_once),
		cmocka_unit_test(
			a_misspelt_key_is_answered_with_the_one_that_was_meant),
		cmocka_unit_test(a_value_is_found_again_in_its_file),
		cmocka_unit_test(
			a_rule_has_so_many_keys_and_each_so_many_values_as_it_likes),
		cmocka_unit_test(a_plugin_name_cannot_be_a_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
