/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_usage - which rules explained something, counted between commits and
 * written with one of them.
 */
#include "house.h"

#include "base/stat.h"
#include "desk/note.h"
#include "desk/usage.h"

static struct buf told;

static void
tell_rule(void *context, const struct reader_rule *row)
{
	(void)context;
	buf_printf(&told, "%s/%s=%lld%s ", row->plugin, row->rule,
		(long long)row->uses, row->is_of_file ? "" : "!");
}

/* "furniture/popular=3 attribution/dateline=2! ": ! is of no file */
static const char *
rules_of(struct house *house)
{
	buf_clear(&told);
	assert_int_equal(reader_rules(house->reader, tell_rule, NULL), 0);
	return buf_text(&told);
}

/* The rules of a generation, by their ids: all of furniture. */
static void
generation(struct house *house, const char *ids, int64_t at_ms)
{
	struct note *note = note_new();
	struct slice rest = slice_text(ids), id;

	while (slice_cut(&rest, ' ', &id))
		note_rule(note, SLICE("furniture"), id, at_ms);
	note_rules_end(note, at_ms);
	assert_true(desk_note(house->desk, note));
	desk_turn(house->desk);
}

static void
wait_for_the_next_write(struct house *house)
{
	clock_freeze(NOON + 2 * USAGE_WRITE_MS, 1000 + 2 * USAGE_WRITE_MS);
	desk_turn(house->desk);
}

static void
a_rule_is_counted_once_a_story_and_written_once_for_many(void **state)
{
	struct house *house = *state;
	int64_t commits;

	generation(house, "popular related", NOON);
	assert_string_equal(
		rules_of(house), "furniture/popular=0 furniture/related=0 ");
	for (int i = 0; i < 5; i++)
		POST(.body = i % 2 ? "a" : "b",
			.rules = "furniture/popular lifecycle/update");
	assert_string_equal(
		rules_of(house), "furniture/popular=0 furniture/related=0 ");
	commits = stat_values[STAT_journal_commits];
	wait_for_the_next_write(house);
	assert_int_equal(stat_values[STAT_journal_commits], commits + 1);
	assert_string_equal(rules_of(house),
		"furniture/popular=5 furniture/related=0 lifecycle/update=5! ");
	assert_int_equal(desk_turn(house->desk), 0);
	assert_int_equal(stat_values[STAT_journal_commits], commits + 1);
}

static void
what_waits_too_long_goes_with_the_next_commit(void **state)
{
	struct house *house = *state;
	int64_t commits;

	POST(.rules = "furniture/popular");
	clock_freeze(NOON + 2 * USAGE_WRITE_MS, 1000 + 2 * USAGE_WRITE_MS);
	commits = stat_values[STAT_journal_commits];
	POST(.uri = "urn:x:2", .rules = "furniture/popular");
	assert_int_equal(stat_values[STAT_journal_commits], commits + 1);
	assert_string_equal(rules_of(house), "furniture/popular=1! ");
}

static void
an_answer_that_is_given_again_counts_nothing(void **state)
{
	struct house *house = *state;

	for (int i = 0; i < 2; i++) {
		struct submission *submission = submission_of(
			house, &(struct make){ .rules = "furniture/popular" });

		submission->key = mem_strdup("k");
		submission->body_hash = mem_strdup("abc");
		send(house, submission);
	}
	wait_for_the_next_write(house);
	assert_string_equal(rules_of(house), "furniture/popular=1! ");
}

static void
a_refused_and_a_known_story_count_as_well(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .rules = "furniture/popular");
	assert_string_equal(POST(.version = "1", .rules = "furniture/popular"),
		"duplicate");
	POST(.uri = "urn:x:2", .verdict = "reject",
		.rules = "furniture/popular");
	wait_for_the_next_write(house);
	assert_string_equal(rules_of(house), "furniture/popular=3! ");
}

static void
a_rule_that_goes_is_forgotten_and_one_that_stays_is_not(void **state)
{
	struct house *house = *state;

	generation(house, "popular related", NOON);
	POST(.rules = "furniture/popular furniture/related code/name");
	wait_for_the_next_write(house);
	generation(house, "popular recent", NOON + HOUR);
	assert_string_equal(rules_of(house),
		"code/name=1! furniture/popular=1 furniture/recent=0 ");
}

static void
names_that_nobody_gave_are_bounded(void **state)
{
	struct house *house = *state;
	size_t n = 0;

	for (int i = 0; i < 40; i++) {
		auto_(buf_done) struct buf rules = BUF_NULL;

		for (int k = 0; k < 40; k++)
			buf_printf(&rules, "liar/rule-%d-%d ", i, k);
		POST(.rules = buf_text(&rules));
	}
	POST(.rules = "liar/a-name-that-is-much-longer-than-any-name-of-a-rule-"
		      "may-ever-be");
	wait_for_the_next_write(house);
	for (const char *at = rules_of(house); (at = strchr(at, '!')); at++)
		n++;
	assert_int_equal(n, 500);
}

static void
tell_mark(void *context, const struct reader_unexplained *row)
{
	(void)context;
	buf_printf(&told, "%s/%s/%s=%lld ", row->partner, row->kind, row->text,
		(long long)row->uses);
}

static const char *
marks_of(struct house *house, size_t max)
{
	buf_clear(&told);
	assert_int_equal(
		reader_unexplained(house->reader, max, tell_mark, NULL), 0);
	return buf_text(&told);
}

static void
marks_are_gathered_by_partner_and_shape(void **state)
{
	struct house *house = *state;
	int64_t before = stat_values[STAT_marks_unexplained];

	POST(.uri = "urn:x:1", .mark = "(SKW)");
	POST(.uri = "urn:x:2", .mark = "(SKW)");
	POST(.uri = "urn:x:3", .mark = "SKW/4711");
	wait_for_the_next_write(house);
	POST(.uri = "urn:x:4", .mark = "SKW/23");
	POST(.uri = "urn:x:5", .mark = "SKW/24");
	clock_freeze(NOON + HOUR, 1000 + HOUR);
	desk_turn(house->desk);
	assert_string_equal(marks_of(house, 9),
		"harbour/dateline/SKW/23=3 harbour/dateline/(SKW)=2 ");
	assert_string_equal(marks_of(house, 1), "harbour/dateline/SKW/23=3 ");
	assert_int_equal(stat_values[STAT_marks_unexplained], before + 5);
}

static void
seldom_marks_make_room_and_old_ones_go(void **state)
{
	struct house *house = *state;
	size_t n = 0;

	POST(.uri = "urn:x:1", .mark = "(SKW)");
	POST(.uri = "urn:x:2", .mark = "(SKW)");
	for (int i = 0; i < 3; i++) {
		clock_freeze(NOON + (i + 1) * HOUR, 1000 + (i + 1) * HOUR);
		desk_turn(house->desk);
		for (int k = 0; k < 450; k++) {
			char mark[] = { (char)('A' + i), (char)('A' + k / 26),
				(char)('A' + k % 26), '\0' };

			POST(.uri = mark, .mark = mark);
		}
	}
	clock_freeze(NOON + 9 * HOUR, 1000 + 9 * HOUR);
	desk_turn(house->desk);
	for (const char *at = marks_of(house, 9999);
		(at = strchr(at, '=')) != NULL; at++)
		n++;
	assert_int_equal(n, JOURNAL_UNEXPLAINED_MAX);
	assert_string_equal(marks_of(house, 1), "harbour/dateline/(SKW)=2 ");
	generation(house, "popular", NOON + 91 * 24 * HOUR);
	assert_string_equal(marks_of(house, 1), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_rule_is_counted_once_a_story_and_written_once_for_many),
		TEST(what_waits_too_long_goes_with_the_next_commit),
		TEST(an_answer_that_is_given_again_counts_nothing),
		TEST(a_refused_and_a_known_story_count_as_well),
		TEST(a_rule_that_goes_is_forgotten_and_one_that_stays_is_not),
		TEST(names_that_nobody_gave_are_bounded),
		TEST(marks_are_gathered_by_partner_and_shape),
		TEST(seldom_marks_make_room_and_old_ones_go),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_done(&told);
	return failed;
}
