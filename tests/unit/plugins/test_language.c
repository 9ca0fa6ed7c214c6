/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_language.c - the language of a story: from its metadata, else from its
 * text, else not at all.
 *
 * tests/fixtures/languages/news.tsv has one report in each language, written
 * for this test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "room.h"

#define NEWS "tests/fixtures/languages/news.tsv"
#define RULES "plugins/language/rules/languages.rules"

static struct draft *
tell(struct room *room, struct slice text)
{
	struct draft *draft = room_read(room, text, "text/plain", NULL);

	assert_non_null(draft);
	return draft;
}

static const char *
language_of(struct room *room, struct slice text)
{
	return draft_get(tell(room, text), DRAFT_LANGUAGE);
}

static const struct draft_provenance *
testimony(const struct draft *draft, size_t n)
{
	for (size_t i = 0; i < draft->provenance.n; i++) {
		const struct draft_provenance *entry =
			&draft->provenance.items[i];

		if (!strcmp(entry->field, "/story/language") && n-- == 0)
			return entry;
	}
	return NULL;
}

static bool
is_warned(const struct draft *draft, const char *code)
{
	for (size_t i = 0; i < draft->warnings.n_items; i++)
		if (!strcmp(draft->warnings.items[i].code, code))
			return true;
	return false;
}

/* The text as an RSS item in a channel that says its language. */
static struct draft *
tell_rss_of(struct room *room, const char *partner, const char *said,
	struct slice text)
{
	auto_(buf_done) struct buf rss = BUF_NULL;

	buf_puts(&rss, "<rss version='2.0'><channel><title>Isles</title>");
	buf_printf(&rss, "<language>%s</language>", said);
	buf_puts(&rss,
		"<item><title>7</title><guid>urn:x:1</guid><description>");
	buf_put_slice(&rss, text);
	buf_puts(&rss, "</description></item></channel></rss>");
	struct draft *draft = room_read(
		room, buf_slice(&rss), "application/rss+xml", partner);
	assert_non_null(draft);
	return draft;
}

static struct draft *
tell_rss(struct room *room, const char *said, struct slice text)
{
	return tell_rss_of(room, NULL, said, text);
}

static struct slice
report_in(struct slice news, const char *tag)
{
	struct slice line, key;

	while (slice_cut(&news, '\n', &line))
		if (slice_cut(&line, '\t', &key) && slice_is(key, tag))
			return line;
	fail_msg("no report in %s", tag);
	return news;
}

static void
a_report_in_each_language_is_known(void **state)
{
	auto_(buf_done) struct buf news = BUF_NULL;
	struct slice rest, line, tag;
	int n = 0, bad = 0;

	assert_true(room_file(NEWS, &news));
	rest = buf_slice(&news);
	for (; slice_cut(&rest, '\n', &line) && line.len; n++) {
		assert_true(slice_cut(&line, '\t', &tag));
		const char *seen = language_of(*state, line);
		if (seen && slice_is(tag, seen))
			continue;
		bad += printf("%.*s is told to be %s\n", (int)tag.len, tag.at,
			       seen ? seen : "nothing") > 0;
	}
	assert_true(n > 80);
	assert_int_equal(bad, 0);
}

static int
check_rule(struct room *room, struct slice tag, struct slice example,
	struct slice counter)
{
	const char *seen = language_of(room, example);
	int bad = 0;

	if (!seen || !slice_is(tag, seen))
		bad += printf("%.*s: the example is told to be %s\n",
			       (int)tag.len, tag.at,
			       seen ? seen : "nothing") > 0;
	seen = language_of(room, counter);
	if (seen && slice_is(tag, seen))
		bad += printf("%.*s: the counter is taken\n", (int)tag.len,
			       tag.at) > 0;
	return bad;
}

static void
every_rule_keeps_to_its_example(void **state)
{
	auto_(buf_done) struct buf file = BUF_NULL;
	struct slice rest, line, tag = { 0 }, example = { 0 };
	int n = 0, bad = 0;

	assert_true(room_file(RULES, &file));
	rest = buf_slice(&file);
	while (slice_cut(&rest, '\n', &line)) {
		if (slice_starts(line, SLICE("tag: ")))
			tag = slice_of(line.at + 5, line.len - 5);
		else if (slice_starts(line, SLICE("example: ")))
			example = slice_of(line.at + 9, line.len - 9);
		else if (slice_starts(line, SLICE("counter: ")))
			n++, bad += check_rule(*state, tag, example,
				     slice_of(line.at + 9, line.len - 9));
	}
	assert_true(n > 100);
	assert_int_equal(bad, 0);
}

static void
what_was_told_from_the_text_says_so(void **state)
{
	auto_(buf_done) struct buf news = BUF_NULL;
	const struct draft_provenance *entry;

	assert_true(room_file(NEWS, &news));
	entry = testimony(tell(*state, report_in(buf_slice(&news), "da")), 0);
	assert_non_null(entry);
	assert_string_equal(entry->evidence.plugin, "language");
	assert_string_equal(entry->evidence.rule, "danish");
	assert_true(entry->evidence.confidence >= 0.9);
	assert_true(entry->evidence.end > entry->evidence.start);
}

static void
a_document_that_says_its_language_is_believed(void **state)
{
	auto_(buf_done) struct buf news = BUF_NULL;
	struct draft *draft;

	assert_true(room_file(NEWS, &news));
	draft = tell_rss(*state, "nb-no", report_in(buf_slice(&news), "nb"));
	assert_string_equal(draft_get(draft, DRAFT_LANGUAGE), "nb-NO");
	assert_null(testimony(draft, 0));
	assert_false(is_warned(draft, "W-LANGUAGE"));
}

static void
a_language_that_nobody_here_knows_is_believed(void **state)
{
	auto_(buf_done) struct buf news = BUF_NULL;
	struct draft *draft;

	assert_true(room_file(NEWS, &news));
	draft = tell_rss(*state, "oc", report_in(buf_slice(&news), "ca"));
	assert_string_equal(draft_get(draft, DRAFT_LANGUAGE), "oc");
	assert_false(is_warned(draft, "W-LANGUAGE"));
}

static void
what_a_feed_says_stands_even_when_it_lies(void **state)
{
	auto_(buf_done) struct buf news = BUF_NULL;
	struct draft *draft;

	assert_true(room_file(NEWS, &news));
	draft = tell_rss(*state, "en-us", report_in(buf_slice(&news), "ko"));
	assert_string_equal(draft_get(draft, DRAFT_LANGUAGE), "en-US");
	assert_true(is_warned(draft, "W-LANGUAGE"));
}

static void
a_feed_that_lies_is_overruled_where_asked_and_remembered(void **state)
{
	auto_(buf_done) struct buf news = BUF_NULL;
	struct draft *draft;

	assert_true(room_file(NEWS, &news));
	draft = tell_rss_of(
		*state, "shore", "en-us", report_in(buf_slice(&news), "ko"));
	assert_string_equal(draft_get(draft, DRAFT_LANGUAGE), "ko");
	assert_true(is_warned(draft, "W-LANGUAGE"));
	assert_non_null(testimony(draft, 1));
	assert_true(testimony(draft, 0)->overruled);
	assert_string_equal(testimony(draft, 0)->value, "en-US");
	assert_string_equal(testimony(draft, 1)->evidence.rule, "korean");
}

static void
a_doubt_that_is_not_certain_is_only_told(void **state)
{
	struct draft *draft = tell_rss(*state, "en-us",
		SLICE("Der Hafen ist nach dem Sturm wieder offen, und die "
		      "Boote sind nicht mehr in der Bucht."));

	assert_string_equal(draft_get(draft, DRAFT_LANGUAGE), "en-US");
	assert_true(is_warned(draft, "W-LANGUAGE"));
}

static void
a_relative_is_no_contradiction(void **state)
{
	auto_(buf_done) struct buf news = BUF_NULL;
	struct draft *draft;

	assert_true(room_file(NEWS, &news));
	draft = tell_rss(*state, "sr", report_in(buf_slice(&news), "hr"));
	assert_string_equal(draft_get(draft, DRAFT_LANGUAGE), "sr");
	assert_false(is_warned(draft, "W-LANGUAGE"));
}

static void
what_is_short_unclear_or_no_language_stays_without(void **state)
{
	static const char *const texts[] = { "Lyngvig", "Sturm 7",
		"1 2 3 4 5 6 7 8 9", "Acme Borg Cirrus Dolmen Ennis Fargo",
		"lorem ipsum dolor sit amet consectetur adipiscing elit sed",
		"KOSPI 2,651.12 +0.4% NIKKEI 38,102.44 -1.2% DAX 18,001.60",
		"Der Hafen ist offen.", NULL };

	for (size_t i = 0; texts[i]; i++) {
		const char *seen = language_of(*state, slice_text(texts[i]));

		if (seen)
			fail_msg("'%s' is told to be %s", texts[i], seen);
	}
}

static void
a_notice_in_another_language_does_not_count(void **state)
{
	auto_(buf_done) struct buf news = BUF_NULL, text = BUF_NULL;

	assert_true(room_file(NEWS, &news));
	buf_puts(&text, "7\n\n");
	for (int i = 0; i < 8; i++)
		buf_puts(&text,
			"The site accepts no responsibility or liability for "
			"the accuracy, completeness or reliability of this "
			"content.\n\n");
	buf_put_slice(&text, report_in(buf_slice(&news), "sq"));
	assert_string_equal(language_of(*state, buf_slice(&text)), "sq");
}

static void
the_partners_language_stands_where_the_text_does_not_contradict(void **state)
{
	auto_(buf_done) struct buf news = BUF_NULL;
	struct draft *draft;

	assert_true(room_file(NEWS, &news));
	draft = room_read(*state, report_in(buf_slice(&news), "da"),
		"text/plain", "coast");
	assert_non_null(draft);
	assert_null(draft_get(draft, DRAFT_LANGUAGE));
	draft = room_read(*state, report_in(buf_slice(&news), "el"),
		"text/plain", "coast");
	assert_string_equal(draft_get(draft, DRAFT_LANGUAGE), "el");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_in_each_language_is_known),
		cmocka_unit_test(every_rule_keeps_to_its_example),
		cmocka_unit_test(what_was_told_from_the_text_says_so),
		cmocka_unit_test(a_document_that_says_its_language_is_believed),
		cmocka_unit_test(a_language_that_nobody_here_knows_is_believed),
		cmocka_unit_test(what_a_feed_says_stands_even_when_it_lies),
		cmocka_unit_test(
			a_feed_that_lies_is_overruled_where_asked_and_remembered),
		cmocka_unit_test(a_doubt_that_is_not_certain_is_only_told),
		cmocka_unit_test(a_relative_is_no_contradiction),
		cmocka_unit_test(
			what_is_short_unclear_or_no_language_stays_without),
		cmocka_unit_test(a_notice_in_another_language_does_not_count),
		cmocka_unit_test(
			the_partners_language_stands_where_the_text_does_not_contradict),
	};

	return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
