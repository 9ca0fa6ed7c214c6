/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_rulebook - the files of a generation: found, read once, told apart.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "plug/rulebook.h"

static const char *const plugins[] = { "reef", "tide", "reef", NULL };
static const struct whose menafn = { "menafn", "MENAFN" };

/* DIR/plugins/NAME/rules and DIR/own/NAME */
struct desk {
	char dir[32];
	char *places_dir, *own;
	const char *places[2];
};

static void
put(struct desk *desk, const char *path, const char *text)
{
	auto_(mem_free) char *full = mem_printf("%s/%s", desk->dir, path);

	for (char *at = full + strlen(desk->dir) + 1;
		(at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		mkdir(full, 0700);
		*at = '/';
	}
	FILE *file = fopen(full, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int
set_up(void **state)
{
	struct desk *desk = mem_new(struct desk);

	strncpy(desk->dir, "/tmp/rulebook-XXXXXX", sizeof(desk->dir) - 1);
	assert_non_null(mkdtemp(desk->dir));
	desk->places_dir = mem_printf("%s/plugins", desk->dir);
	desk->own = mem_printf("%s/own", desk->dir);
	desk->places[0] = desk->places_dir;
	put(desk, "plugins/reef/reef.so", "");
	put(desk, "plugins/tide/tide.so", "");
	put(desk, "plugins/reef/rules/marks.rules",
		"rule: a\nmark: 1\nrule: b\nmark: 2\n");
	put(desk, "plugins/reef/rules/people.csv", "name,code\nAnn,A\n");
	put(desk, "plugins/tide/rules/words.txt", "shipped");
	*state = desk;
	return 0;
}

static int
tear_down(void **state)
{
	struct desk *desk = *state;
	auto_(mem_free) char *command = mem_printf("rm -r %s", desk->dir);

	assert_int_equal(system(command), 0);
	mem_free(desk->places_dir);
	mem_free(desk->own);
	mem_free(desk);
	return 0;
}

static struct rulebook *
read_all(struct desk *desk, int wanted, struct problem_list *problems)
{
	struct rulebook *book = rulebook_new();
	int rc =
		rulebook_read(book, desk->places, plugins, desk->own, problems);

	rc |= rulebook_parse(book, problems);
	if (rc != wanted)
		print_error("%s\n",
			problems->n_items ? problems->items[0].text : "");
	assert_int_equal(rc, wanted);
	return book;
}

static const char *
data_of(struct rulebook *book, const char *plugin, const char *name,
	const struct whose *whose)
{
	static struct buf out;

	buf_clear(&out);
	if (!rulebook_data(book, plugin, name, whose, &out))
		return NULL;
	return buf_text(&out);
}

static bool
is_told(const struct problem_list *problems, const char *code, const char *end)
{
	for (size_t i = 0; i < problems->n_items; i++) {
		const struct problem *why = &problems->items[i];
		size_t len = strlen(why->where), n = strlen(end);

		if (strcmp(why->code, code) == 0 && len >= n &&
			strcmp(why->where + len - n, end) == 0)
			return true;
	}
	return false;
}

static void
shipped_files_and_the_operators_are_read_together(void **state)
{
	struct desk *desk = *state;
	auto_(problem_list_done) struct problem_list problems = { 0 };

	put(desk, "own/reef/marks.rules", "rule: b\nmark: 3\n");
	put(desk, "own/reef/people.csv", "name,code\nBen,B\n");
	put(desk, "own/tide/words.txt", "own");
	auto_(rulebook_unref) struct rulebook *book =
		read_all(desk, 0, &problems);
	assert_int_equal(problems.n_items, 0);
	assert_int_equal(rulebook_count(book), 6);
	assert_int_equal(
		rules_count(rulebook_rules(book, "reef", "marks.rules")), 3);
	assert_null(rulebook_rules(book, "tide", "marks.rules"));
	assert_string_equal(data_of(book, "reef", "people.csv", &WHOSE_NOBODY),
		"name,code\nAnn,A\nBen,B\n");
	assert_string_equal(
		data_of(book, "tide", "words.txt", &WHOSE_NOBODY), "own");
	assert_null(data_of(book, "tide", "people.csv", &WHOSE_NOBODY));
}

static void
what_the_disk_says_later_changes_nothing(void **state)
{
	struct desk *desk = *state;
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(rulebook_unref) struct rulebook *book =
		read_all(desk, 0, &problems);
	auto_(rulebook_unref) struct rulebook *copy = rulebook_new();

	put(desk, "plugins/tide/rules/words.txt", "later");
	for (size_t i = 0; i < rulebook_count(book); i++)
		rulebook_add(copy, rulebook_at(book, i));
	assert_int_equal(rulebook_parse(copy, &problems), 0);
	assert_string_equal(
		data_of(copy, "tide", "words.txt", &menafn), "shipped");
}

static void
a_partner_with_rules_or_rows_of_its_own_is_known(void **state)
{
	struct desk *desk = *state;
	auto_(problem_list_done) struct problem_list problems = { 0 };
	const struct whose other = { "other", "" };

	put(desk, "own/reef/people.csv", "name,partner\nBen,menafn\n");
	auto_(rulebook_unref) struct rulebook *book =
		read_all(desk, 0, &problems);
	assert_true(rulebook_concerns(book, "reef", &menafn));
	assert_false(rulebook_concerns(book, "reef", &other));
	assert_false(rulebook_concerns(book, "tide", &menafn));
}

static void
a_list_beside_the_folders_is_for_every_plugin_that_has_one(void **state)
{
	struct desk *desk = *state;
	auto_(problem_list_done) struct problem_list problems = { 0 };

	put(desk, "plugins/tide/rules/people.csv", "name,code\nAnn,A\n");
	put(desk, "own/people.csv", "name,code\nAnn,B\nBen,C\n");
	put(desk, "own/reef/people.csv", "name,code\nBen,D\n");
	put(desk, "own/places.csv", "name\n");
	put(desk, "own/marks.rules", "rule: a\n");
	auto_(rulebook_unref) struct rulebook *book =
		read_all(desk, 0, &problems);
	assert_string_equal(data_of(book, "tide", "people.csv", &WHOSE_NOBODY),
		"name,code\nAnn,B\nBen,C\n");
	assert_string_equal(data_of(book, "reef", "people.csv", &WHOSE_NOBODY),
		"name,code\nAnn,B\nBen,D\n");
	assert_int_equal(problems.n_items, 2);
	assert_true(is_told(&problems, "W-RULES-FOLDER", "own/places.csv"));
	assert_true(is_told(&problems, "W-RULES-FOLDER", "own/marks.rules"));
}

static void
a_list_that_two_plugins_ship_has_its_mistakes_told_once(void **state)
{
	struct desk *desk = *state;
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(rulebook_unref) struct rulebook *book = NULL;

	put(desk, "plugins/tide/rules/people.csv", "name,code\nAnn,A\n");
	put(desk, "own/people.csv", "name,code\nBen,\"B\n");
	book = read_all(desk, 1, &problems);
	assert_int_equal(problems.n_items, 1);
	assert_true(is_told(&problems, "E-RULES", "own/people.csv"));
}

static void
the_same_list_with_rows_for_one_plugin_stays_two(void **state)
{
	struct desk *desk = *state;
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(rulebook_unref) struct rulebook *book = NULL;

	put(desk, "plugins/tide/rules/people.csv", "name,code\nAnn,A\n");
	put(desk, "own/tide/people.csv", "name,code\nBen,B\n");
	book = read_all(desk, 0, &problems);
	assert_string_equal(data_of(book, "reef", "people.csv", &WHOSE_NOBODY),
		"name,code\nAnn,A\n");
	assert_string_equal(data_of(book, "tide", "people.csv", &WHOSE_NOBODY),
		"name,code\nAnn,A\nBen,B\n");
}

static void
mistakes_of_all_files_are_told_at_once(void **state)
{
	struct desk *desk = *state;
	auto_(problem_list_done) struct problem_list problems = { 0 };

	put(desk, "own/reef/marks.rules", "nonsense\nrule: b\nmore\n");
	put(desk, "own/reef/people.csv", "name,cod\nBen,B\n");
	rulebook_unref(read_all(desk, 1, &problems));
	assert_int_equal(problems.n_items, 3);
	assert_true(is_told(&problems, "E-RULES", "own/reef/marks.rules"));
	assert_true(is_told(&problems, "E-RULES", "own/reef/people.csv"));
}

static void
what_nobody_reads_is_told(void **state)
{
	struct desk *desk = *state;
	auto_(problem_list_done) struct problem_list problems = { 0 };

	put(desk, "own/tyde/marks.rules", "rule: a\nmark: 1\n");
	put(desk, "own/reef/Marks.rules", "rule: a\nmark: 1\n");
	put(desk, "own/reef/mark.rules", "rule: a\nmark: 1\n");
	put(desk, "own/reef/marks.rules",
		"rule: c\nmark: 1\npartner: MENAFN\npartner: nemafn\n");
	auto_(rulebook_unref) struct rulebook *book =
		read_all(desk, 0, &problems);
	assert_true(is_told(&problems, "W-RULES-FOLDER", "own/tyde"));
	assert_true(is_told(&problems, "W-RULES-NAME", "own/reef/Marks.rules"));
	rulebook_rules(book, "reef", "marks.rules");
	assert_int_equal(rulebook_check(book, true, &problems), 0);
	assert_true(is_told(&problems, "W-RULES-IDLE", "own/reef/mark.rules"));
	assert_false(
		is_told(&problems, "W-RULES-IDLE", "own/reef/marks.rules"));
	rulebook_lint(book, &menafn, 1, &problems);
	assert_true(
		is_told(&problems, "W-RULES-PARTNER", "own/reef/marks.rules"));
	assert_true(
		is_told(&problems, "W-RULE-UNTESTED", "own/reef/marks.rules"));
	const struct problem *last = &problems.items[problems.n_items - 1];
	for (; strcmp(last->code, "W-RULES-PARTNER") != 0; last--)
		continue;
	assert_int_equal(last->line, 4);
	assert_non_null(strstr(last->text, "nemafn"));
}

static void
count_rule(void *context, const char *plugin, const char *name,
	const struct tt_rule *rule)
{
	size_t *n = context;

	assert_string_equal(plugin, "reef");
	assert_string_equal(name, "marks.rules");
	assert_non_null(rules_id(rule));
	++*n;
}

static void
the_rules_in_force_are_each_told_once(void **state)
{
	struct desk *desk = *state;
	auto_(problem_list_done) struct problem_list problems = { 0 };
	size_t n = 0;

	put(desk, "own/reef/marks.rules",
		"rule: b\nmark: 3\nrule: c\nmark: 4\nrule: a\noff: yes\n");
	auto_(rulebook_unref) struct rulebook *book =
		read_all(desk, 0, &problems);
	rulebook_each(book, count_rule, &n);
	assert_int_equal(n, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shipped_files_and_the_operators_are_read_together),
		TEST(what_the_disk_says_later_changes_nothing),
		TEST(a_partner_with_rules_or_rows_of_its_own_is_known),
		TEST(a_list_beside_the_folders_is_for_every_plugin_that_has_one),
		TEST(a_list_that_two_plugins_ship_has_its_mistakes_told_once),
		TEST(the_same_list_with_rows_for_one_plugin_stays_two),
		TEST(mistakes_of_all_files_are_told_at_once),
		TEST(what_nobody_reads_is_told),
		TEST(the_rules_in_force_are_each_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
