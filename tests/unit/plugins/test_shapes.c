/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_shapes.c - every case of tests/fixtures/stories/shapes.txt (datelines,
 * credits, tags and traps in many scripts) and of second.txt (whole stories of
 * many republishers), with what must come out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "room.h"

#define MIN_CASES 40

/* Up to the next line that begins with `mark`. */
static struct slice
cut_before(struct slice *rest, const char *mark)
{
	struct slice part = *rest;

	for (size_t i = 0; i < rest->len; i++) {
		bool begins = i == 0 || rest->at[i - 1] == '\n';
		struct slice here = slice_of(rest->at + i, rest->len - i);

		if (!begins || !slice_starts(here, slice_text(mark)))
			continue;
		part.len = i;
		break;
	}
	*rest = slice_of(rest->at + part.len, rest->len - part.len);
	return part;
}

static int
check(struct room *room, struct slice name, struct slice document,
	struct slice facts, struct slice body)
{
	struct draft *draft = room_read(room, document, "text/plain", NULL);

	if (draft == NULL)
		return printf("%.*s: not one story\n", (int)name.len, name.at);
	const char *got = room_body(room, draft);
	int bad = 0;
	if (!slice_is(body, got))
		bad += printf("%.*s: body:\n%s\n", (int)name.len, name.at, got);
	got = room_facts(room, draft);
	if (!slice_is(facts, got))
		bad += printf("%.*s:\n  have %s\n  want %.*s\n", (int)name.len,
			name.at, got, (int)facts.len, facts.at);
	return bad + !room_verify(room);
}

static void
check_file(struct room *room, const char *path)
{
	auto_(buf_done) struct buf file = BUF_NULL;
	int bad = 0, n = 0;

	assert_true(room_file(path, &file));
	struct slice rest = buf_slice(&file);
	cut_before(&rest, "== ");
	while (rest.len) {
		struct slice name, facts;
		struct slice stanza = slice_of(rest.at + 3, rest.len - 3);

		slice_cut(&stanza, '\n', &name);
		struct slice document = cut_before(&stanza, "-- ");
		slice_cut(&stanza, '\n', &facts);
		facts = slice_of(facts.at + 3, facts.len - 3);
		struct slice body = slice_trim(cut_before(&stanza, "== "));
		bad += check(room, name, document, facts, body) != 0;
		n++;
		rest = stanza;
	}
	printf("%s: %d of %d as they should be\n", path, n - bad, n);
	assert_int_equal(bad, 0);
	assert_true(n >= MIN_CASES);
}

static void
every_shape_is_read(void **state)
{
	check_file(*state, "tests/fixtures/stories/shapes.txt");
}

static void
every_story_of_the_second_set_is_read(void **state)
{
	check_file(*state, "tests/fixtures/stories/second.txt");
}

static void
every_credit_of_the_third_set_is_read(void **state)
{
	check_file(*state, "tests/fixtures/stories/third.txt");
}

/* Hostile text costs time in proportion to its length, and nothing else. */
static void
hostile_text_is_only_long(void **state)
{
	static const char *const pieces[] = { "(", "AP ", "told AFP, ", "/",
		"(a", "without warranty ", "- ", "“", "\n(", "Comments\n", "*",
		"EMBARGO: 1 ", "© ", "[(", "Feb. 2 ", "<a " };

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		auto_(buf_done) struct buf text = BUF_NULL;

		buf_puts(&text, "Title\n");
		while (text.len < 300000)
			buf_puts(&text, pieces[i]);
		struct draft *draft =
			room_read(*state, buf_slice(&text), "text/plain", NULL);
		assert_non_null(draft);
		assert_true(room_verify(*state));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shape_is_read),
		cmocka_unit_test(every_story_of_the_second_set_is_read),
		cmocka_unit_test(every_credit_of_the_third_set_is_read),
		cmocka_unit_test(hostile_text_is_only_long),
	};

	return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
