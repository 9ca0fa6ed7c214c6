/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_table - lists as they ship, and an operator's rows over them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plug/table.h"

#define SHIPPED \
	"canonical,codes,note\n" \
	"APA,APA|apa,\"Vienna, since 1849\"\n" \
	"Ritzau,/ritzau/,\n"

static const struct whose menafn = { "menafn", "MENAFN" };

static void
prints(const char *own, const struct whose *whose, const char *wanted)
{
	auto_(table_free) struct table *table = table_new();
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(buf_done) struct buf out = BUF_NULL;

	assert_int_equal(table_parse(table, "shipped.csv", false,
				 SLICE(SHIPPED), &problems),
		0);
	table_parse(table, "own.csv", true, slice_text(own), &problems);
	if (problems.n_items != 0)
		print_error("%s\n", problems.items[0].text);
	assert_int_equal(problems.n_items, 0);
	table_print(table, whose, &out);
	assert_string_equal(buf_text(&out), wanted);
}

static void
a_list_without_rows_over_it_says_what_it_said(void **state)
{
	(void)state;
	prints("", &WHOSE_NOBODY, SHIPPED);
	prints("canonical\n", &menafn, SHIPPED);
}

static void
the_operators_row_goes_over_that_of_its_key_and_others_are_added(void **state)
{
	(void)state;
	prints("codes,canonical\r\n\"/R/\",Ritzau\r\n\r\nGW,Gulf Wire\r\n",
		&WHOSE_NOBODY,
		"canonical,codes,note\n"
		"APA,APA|apa,\"Vienna, since 1849\"\n"
		"Ritzau,/R/,\n"
		"Gulf Wire,GW,\n");
}

static void
a_cell_that_is_there_and_empty_is_said(void **state)
{
	(void)state;
	prints("canonical,note\nAPA,\n", &WHOSE_NOBODY,
		"canonical,codes,note\n"
		"APA,APA|apa,\n"
		"Ritzau,/ritzau/,\n");
}

static void
a_row_of_a_partner_is_nobody_elses(void **state)
{
	static const char own[] = "canonical,codes,partner\n"
				  "Gulf Wire,GW,menafn\n"
				  "APA,AP,tide|Menafn\n";

	(void)state;
	prints(own, &WHOSE_NOBODY, SHIPPED);
	prints(own, &menafn,
		"canonical,codes,note\n"
		"APA,AP,\"Vienna, since 1849\"\n"
		"Ritzau,/ritzau/,\n"
		"Gulf Wire,GW,\n");
}

static void
a_row_is_taken_out_for_everybody_or_for_one(void **state)
{
	static const char own[] = "canonical,off,partner\n"
				  "APA,yes,\nRitzau,yes,menafn\n";

	(void)state;
	prints(own, &WHOSE_NOBODY, "canonical,codes,note\nRitzau,/ritzau/,\n");
	prints(own, &menafn, "canonical,codes,note\n");
}

static void
all_mistakes_are_named_with_line_and_column(void **state)
{
	static const struct {
		const char *text;
		unsigned lines[3], columns[3];
		const char *word;
	} cases[] = {
		{ "codes\nx\n", { 1 }, { 1 }, "'canonical'" },
		{ "canonical,kodes\n", { 1 }, { 11 }, "'codes'" },
		{ "canonical,codes\n,x\nA,b,c\nB\n", { 2, 3 }, { 1, 1 },
			"'canonical'" },
		{ "canonical,off\nAPA,\nRitzau,oh\n", { 3 }, { 8 }, "yes" },
		{ "canonical,note\nAPA,\"one\ntwo\n", { 2 }, { 5 }, "quote" },
		{ "canonical\nAPA\n\xff\n", { 3 }, { 0 }, "UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(table_free) struct table *table = table_new();
		auto_(problem_list_done) struct problem_list list = { 0 };
		size_t n = 0;

		table_parse(table, "shipped.csv", false, SLICE(SHIPPED), &list);
		assert_int_equal(table_parse(table, "own.csv", true,
					 slice_text(cases[i].text), &list),
			1);
		for (; n < 3 && cases[i].lines[n] != 0; n++) {
			assert_true(n < list.n_items);
			assert_int_equal(list.items[n].line, cases[i].lines[n]);
			assert_int_equal(
				list.items[n].column, cases[i].columns[n]);
		}
		assert_int_equal(list.n_items, n);
		assert_non_null(strstr(list.items[0].text, cases[i].word));
		assert_string_equal(list.items[0].where, "own.csv");
	}
}

static void
a_partner_that_nobody_is_is_told_where_it_stands(void **state)
{
	auto_(table_free) struct table *table = table_new();
	auto_(problem_list_done) struct problem_list problems = { 0 };

	(void)state;
	table_parse(table, "shipped.csv", false,
		SLICE("name,partner\nAnn,long gone\n"), &problems);
	table_parse(table, "own.csv", true,
		SLICE("name,partner\nBen,MENAFN\nCy,menafn|nemafn\n"),
		&problems);
	table_lint(table, &menafn, 1, &problems);
	assert_int_equal(problems.n_items, 1);
	assert_int_equal(problems.items[0].line, 3);
	assert_int_equal(problems.items[0].column, 4);
	assert_non_null(strstr(problems.items[0].text, "'nemafn'"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_without_rows_over_it_says_what_it_said),
		cmocka_unit_test(
			the_operators_row_goes_over_that_of_its_key_and_others_are_added),
		cmocka_unit_test(a_cell_that_is_there_and_empty_is_said),
		cmocka_unit_test(a_row_of_a_partner_is_nobody_elses),
		cmocka_unit_test(a_row_is_taken_out_for_everybody_or_for_one),
		cmocka_unit_test(all_mistakes_are_named_with_line_and_column),
		cmocka_unit_test(
			a_partner_that_nobody_is_is_told_where_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
