/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_tables - maps, lists and option tables.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/auto.h"
#include "base/list.h"
#include "base/map.h"
#include "base/option.h"

static void
a_map_keeps_what_was_set_and_forgets_what_was_removed(void **state)
{
	auto_(map_free) struct map *map = map_new();
	static int values[2000];
	char key[16];

	(void)state;
	for (int i = 0; i < 2000; i++) {
		snprintf(key, sizeof(key), "key%d", i);
		assert_null(map_set(map, slice_text(key), &values[i]));
	}
	for (int i = 0; i < 2000; i += 2) {
		snprintf(key, sizeof(key), "key%d", i);
		assert_ptr_equal(map_remove(map, slice_text(key)), &values[i]);
	}
	for (int i = 0; i < 2000; i++) {
		snprintf(key, sizeof(key), "key%d", i);
		assert_ptr_equal(map_find(map, slice_text(key)),
			i % 2 ? &values[i] : NULL);
	}
	assert_int_equal(map_count(map), 1000);
}

struct bead {
	struct list link;
	int number;
};

static void
a_list_keeps_its_order_when_spliced(void **state)
{
	struct bead beads[4] = { { .number = 0 }, { .number = 1 },
		{ .number = 2 }, { .number = 3 } };
	struct list a, b;
	int expected = 0;

	(void)state;
	list_init(&a);
	list_init(&b);
	list_append(&a, &beads[1].link);
	list_prepend(&a, &beads[0].link);
	list_append(&b, &beads[2].link);
	list_append(&b, &beads[3].link);
	list_splice(&a, &b);
	assert_true(list_is_empty(&b));
	list_each_safe (at, &a) {
		assert_int_equal(
			list_entry(at, struct bead, link)->number, expected);
		expected++;
		list_unlink(at);
		list_unlink(at);
	}
	assert_int_equal(expected, 4);
	assert_null(list_first(&a));
}

/* ---- options --------------------------------------------------------------
 */

struct settings {
	const char *name;
	bool loud;
	int64_t count, wait_ms, room;
	const char *const *words;
	int mood;
};

static const char *const moods[] = { "calm", "wild", NULL };
static const struct option_spec table[] = {
	{ "name", OPTION_STRING, offsetof(struct settings, name), "gull", 0, 0,
		NULL, "a name" },
	{ "loud", OPTION_BOOL, offsetof(struct settings, loud), "false", 0, 0,
		NULL, "a noise" },
	{ "count", OPTION_INTEGER, offsetof(struct settings, count), "3", 1, 9,
		NULL, "a count" },
	{ "wait", OPTION_DURATION, offsetof(struct settings, wait_ms), "10s", 0,
		60000, NULL, "a while" },
	{ "room", OPTION_SIZE, offsetof(struct settings, room), "10MiB", 0, 0,
		NULL, "some room" },
	{ "words", OPTION_LIST, offsetof(struct settings, words), "a, b,c", 0,
		0, NULL, "some words" },
	{ "mood", OPTION_CHOICE, offsetof(struct settings, mood), "calm", 0, 0,
		moods, "a mood" },
	{ NULL, OPTION_END, 0, NULL, 0, 0, NULL, NULL },
};

static void
every_option_has_its_fallback_and_prints_itself(void **state)
{
	static const char *const printed[] = { "gull", "false", "3", "10s",
		"10MiB", "a, b, c", "calm" };
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct settings settings = { 0 };
	struct problem why = PROBLEM_NULL;

	(void)state;
	assert_int_equal(option_defaults(table, &settings, &arena, &why), 0);
	assert_int_equal(settings.wait_ms, 10000);
	assert_int_equal(settings.room, 10 << 20);
	assert_string_equal(settings.words[2], "c");
	assert_null(settings.words[3]);
	for (size_t i = 0; i < n_elements(printed); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;

		option_print(&table[i], &settings, &out);
		assert_string_equal(buf_text(&out), printed[i]);
	}
}

static void
a_wrong_value_is_refused_with_what_would_be_right(void **state)
{
	static const struct {
		const char *name, *value, *says;
	} cases[] = {
		{ "loud", "maybe", "neither true nor false" },
		{ "count", "10", "outside 1 to 9" },
		{ "count", "-", "not a whole number" },
		{ "count", "99999999999999999999", "not a whole number" },
		{ "wait", "10", "10s" },
		{ "wait", "2m", "outside 0ms to 1m" },
		{ "room", "10 parsecs", "10MiB" },
		{ "room", "9999999999GiB", "10MiB" },
		{ "mood", "sad", "calm, wild" },
		{ "wiat", "1s", "did you mean 'wait'" },
		{ "conut", "1", "did you mean 'count'" },
		{ "zzzzzzzz", "1", "there is no option" },
	};
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct settings settings = { 0 };

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		struct problem why = PROBLEM_NULL;

		assert_int_equal(option_set_named(table, &settings, &arena,
					 slice_text(cases[i].name),
					 slice_text(cases[i].value), &why),
			1);
		if (strstr(why.text, cases[i].says) == NULL)
			fail_msg("%s", why.text);
	}
	assert_int_equal(settings.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_map_keeps_what_was_set_and_forgets_what_was_removed),
		cmocka_unit_test(a_list_keeps_its_order_when_spliced),
		cmocka_unit_test(
			every_option_has_its_fallback_and_prints_itself),
		cmocka_unit_test(
			a_wrong_value_is_refused_with_what_would_be_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
