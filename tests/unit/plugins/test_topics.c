/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_topics.c - what a document says it is about, as Media Topics: codes,
 * letters and names are translated, the text is not read, and what came stays.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "room.h"

#define MEDTOP "http://cv.iptc.org/newscodes/mediatopic/"
#define RULES "plugins/topics/rules/topics.rules"

/* A ninjs item whose one subject is this JSON object. */
static struct draft *
tell(struct room *room, const char *subject)
{
	auto_(buf_done) struct buf item = BUF_NULL;

	buf_printf(&item,
		"{\"uri\":\"urn:x:1\",\"type\":\"text\",\"headlines\":[{"
		"\"value\":\"Football and elections in the weather\"}],"
		"\"bodies\":[{\"contentType\":\"text/plain\",\"value\":"
		"\"Football, politics, weather.\"}],\"subjects\":[%s]}",
		subject);
	struct draft *draft = room_read(
		room, buf_slice(&item), "application/ninjs+json", NULL);
	assert_non_null(draft);
	return draft;
}

static const struct draft_subject *
topic_of(const struct draft *draft, const char *number)
{
	for (size_t i = 0; i < draft->subjects.n; i++) {
		const struct draft_subject *s = &draft->subjects.items[i];

		if (s->uri && !strncmp(s->uri, MEDTOP, strlen(MEDTOP)) &&
			!strcmp(s->uri + strlen(MEDTOP), number))
			return s;
	}
	return NULL;
}

static const struct draft_provenance *
testimony(const struct draft *draft)
{
	for (size_t i = 0; i < draft->provenance.n; i++)
		if (!strcmp(draft->provenance.items[i].field,
			    "/story/subjects"))
			return &draft->provenance.items[i];
	return NULL;
}

static void
a_subject_code_becomes_its_topic_and_the_widest_one(void **state)
{
	struct draft *draft = tell(*state,
		"{\"uri\":\"http://cv.iptc.org/newscodes/subjectcode/"
		"15054000\"}");
	const struct draft_provenance *entry = testimony(draft);

	assert_int_equal(draft->subjects.n, 3);
	assert_string_equal(draft->subjects.items[0].uri,
		"http://cv.iptc.org/newscodes/subjectcode/15054000");
	assert_string_equal(draft->subjects.items[1].name, "soccer");
	assert_int_equal(draft->subjects.items[1].confidence, 100);
	assert_non_null(topic_of(draft, "20001065"));
	assert_non_null(topic_of(draft, "15000000"));
	assert_non_null(entry);
	assert_string_equal(entry->evidence.plugin, "topics");
	assert_string_equal(entry->evidence.rule, "soccer");
}

static void
a_detail_that_nobody_knows_becomes_its_matter(void **state)
{
	static const struct {
		const char *code, *topic;
	} cases[] = {
		{ "15054003", "20001065" },
		{ "15999999", "15000000" },
		{ "04016052", "20000170" },
		{ "11999000", "11000000" },
	};

	for (size_t i = 0; i < n_elements(cases); i++) {
		char subject[64];

		snprintf(subject, sizeof(subject), "{\"literal\":\"subj:%s\"}",
			cases[i].code);
		struct draft *draft = tell(*state, subject);
		assert_non_null(topic_of(draft, cases[i].topic));
		assert_int_equal(
			topic_of(draft, cases[i].topic)->confidence, 90);
	}
}

static void
all_seventeen_subjects_have_a_topic(void **state)
{
	static const char *const letters[] = { "ACE", "CLJ", "DIS", "FIN",
		"EDU", "EVN", "HTH", "HUM", "LAB", "LIF", "POL", "REL", "SCI",
		"SOI", "SPO", "WAR", "WEA" };

	for (unsigned i = 0; i < n_elements(letters); i++) {
		char subject[64], number[16];

		snprintf(number, sizeof(number), "%02u000000", i + 1);
		snprintf(subject, sizeof(subject), "{\"literal\":\"%s\"}",
			number);
		assert_non_null(topic_of(tell(*state, subject), number));
		snprintf(subject, sizeof(subject), "{\"name\":\"%s\"}",
			letters[i]);
		assert_non_null(topic_of(tell(*state, subject), number));
	}
}

static void
a_category_is_known_in_its_own_language(void **state)
{
	static const struct {
		const char *name, *topic;
	} cases[] = {
		{ "Politics", "11000000" },
		{ " WIRTSCHAFT ", "04000000" },
		{ "Économie", "04000000" },
		{ "FÚTBOL", "20001065" },
		{ "СПОРТ", "15000000" },
		{ "Επιχειρήσεις", "20000170" },
		{ "اقتصاد", "04000000" },
		{ "サッカー", "20001065" },
		{ "정치", "11000000" },
		{ "arts  &amp; culture", NULL },
		{ "Arts & Culture", "01000000" },
		{ "Sports cars", NULL },
		{ "Local", NULL },
		{ "s", NULL },
	};

	for (size_t i = 0; i < n_elements(cases); i++) {
		char subject[96];

		snprintf(subject, sizeof(subject), "{\"name\":\"%s\"}",
			cases[i].name);
		struct draft *draft = tell(*state, subject);
		if (!cases[i].topic) {
			assert_int_equal(draft->subjects.n, 1);
			continue;
		}
		assert_non_null(topic_of(draft, cases[i].topic));
		assert_int_equal(
			topic_of(draft, cases[i].topic)->confidence, 80);
	}
}

static void
a_media_topic_gets_the_widest_one_around_it(void **state)
{
	struct draft *draft = tell(*state, "{\"uri\":\"" MEDTOP "20000013\"}");

	assert_int_equal(draft->subjects.n, 2);
	assert_non_null(topic_of(draft, "01000000"));
	draft = tell(*state, "{\"uri\":\"" MEDTOP "15000000\"}");
	assert_int_equal(draft->subjects.n, 1);
	assert_null(testimony(draft));
	draft = tell(*state, "{\"uri\":\"" MEDTOP "29999999\"}");
	assert_int_equal(draft->subjects.n, 1);
}

static void
a_story_without_subjects_gets_none(void **state)
{
	struct draft *draft = room_read(*state,
		SLICE("Football wins\n\nThe football club of the port won the "
		      "election, and the weather was good for politics.\n"),
		"text/plain", NULL);

	assert_non_null(draft);
	assert_int_equal(draft->subjects.n, 0);
}

static void
one_topic_that_two_categories_mean_is_there_once(void **state)
{
	struct draft *draft =
		tell(*state, "{\"name\":\"Sport\"},{\"name\":\"Deportes\"},"
			     "{\"literal\":\"subj:15000000\"}");

	assert_int_equal(draft->subjects.n, 4);
}

static void
wires_say_it_with_letters(void **state)
{
	auto_(buf_done) struct buf bytes = BUF_NULL;
	struct draft *draft;

	draft = tell(*state, "{\"uri\":\"http://cvx.iptc.org/"
			     "anpa1312-category/s\"}");
	assert_non_null(topic_of(draft, "15000000"));
	draft = tell(*state, "{\"uri\":\"http://cvx.iptc.org/"
			     "anpa1312-category/i\"}");
	assert_int_equal(draft->subjects.n, 1);
	buf_puts(&bytes, "\x01"
			 "bdt0123 4 sp 25  dpa 0456\r\n\r\n"
			 "Segeln/Hafen/\r\n\x02"
			 "Boote kommen heim =\r\n\r\n"
			 "Die Boote sind am Abend in den Hafen gekommen.\r\n"
			 "\x03"
			 "251037 Sep 24\r\n\x7f\r\n\x7f\x04");
	draft = room_read(*state, buf_slice(&bytes), "", NULL);
	assert_non_null(draft);
	assert_string_equal(draft->format, "iptc7901");
	assert_string_equal(draft->subjects.items[0].literal, "sp");
	assert_non_null(topic_of(draft, "15000000"));
	assert_int_equal(topic_of(draft, "15000000")->confidence, 90);
	assert_non_null(topic_of(draft, "20001038"));
}

/* ---- the rules ------------------------------------------------------------
 */

struct rule {
	struct slice topic, name, broader, example, counter;
};

typedef int rule_fn(void *what, const struct rule *rule);

static int
each_rule(void *what, rule_fn *check)
{
	static const char *const keys[] = {
		"topic: ", "name: ", "broader: ", "example: ", "counter: "
	};
	auto_(buf_done) struct buf file = BUF_NULL;
	struct rule rule = { .topic = { NULL, 0 } };
	struct slice *values[] = { &rule.topic, &rule.name, &rule.broader,
		&rule.example, &rule.counter };
	struct slice rest, line;
	int bad = 0;

	assert_true(room_file(RULES, &file));
	rest = buf_slice(&file);
	while (slice_cut(&rest, '\n', &line)) {
		for (size_t i = 0; i < n_elements(keys); i++)
			if (slice_starts(line, slice_text(keys[i])))
				*values[i] = slice_of(line.at + strlen(keys[i]),
					line.len - strlen(keys[i]));
		if (!slice_starts(line, SLICE("counter: ")))
			continue;
		bad += check(what, &rule);
		rule = (struct rule){ .topic = { NULL, 0 } };
	}
	return bad;
}

static int
check_example(void *room, const struct rule *rule)
{
	auto_(buf_done) struct buf subject = BUF_NULL;
	int bad = 0;

	buf_printf(&subject, "{\"name\":\"%.*s\"}", (int)rule->example.len,
		rule->example.at);
	struct draft *draft = tell(room, buf_text(&subject));
	if (draft->subjects.n < 2 ||
		!slice_is(rule->topic,
			draft->subjects.items[1].uri + strlen(MEDTOP)))
		bad += printf("%.*s: the example is not known\n",
			       (int)rule->name.len, rule->name.at) > 0;
	buf_clear(&subject);
	buf_printf(&subject, "{\"name\":\"%.*s\"}", (int)rule->counter.len,
		rule->counter.at);
	if (tell(room, buf_text(&subject))->subjects.n != 1)
		bad += printf("%.*s: the counter is known\n",
			       (int)rule->name.len, rule->name.at) > 0;
	return bad;
}

static void
every_rule_keeps_to_its_example(void **state)
{
	assert_int_equal(each_rule(*state, check_example), 0);
}

/* The row of a topic: code, broader, name, retired, subject code. */
static bool
find_row(struct slice table, struct slice topic, struct slice cells[4])
{
	struct slice line;

	while (slice_cut(&table, '\n', &line)) {
		if (!slice_starts(line, topic))
			continue;
		for (size_t i = 0; i < 4; i++)
			slice_cut(&line, '\t', &cells[i]);
		return true;
	}
	return false;
}

static int
check_row(void *table, const struct rule *rule)
{
	struct slice all = buf_slice(table), cells[4], up[4];

	if (!find_row(all, rule->topic, cells) || cells[3].len != 0 ||
		cells[2].len != rule->name.len ||
		memcmp(cells[2].at, rule->name.at, rule->name.len) != 0)
		return printf("%.*s is no topic of that name\n",
			       (int)rule->topic.len, rule->topic.at) > 0;
	for (struct slice at = cells[1]; rule->broader.len != 0; at = up[1]) {
		if (at.len == rule->broader.len &&
			!memcmp(at.at, rule->broader.at, at.len))
			break;
		if (at.len == 0 || !find_row(all, at, up))
			return printf("%.*s is not within %.*s\n",
				       (int)rule->topic.len, rule->topic.at,
				       (int)rule->broader.len,
				       rule->broader.at) > 0;
	}
	return (rule->broader.len == 0) != (cells[1].len == 0);
}

static void
the_numbers_are_those_of_the_iptc(void **state)
{
	auto_(buf_done) struct buf table = BUF_NULL;

	(void)state;
	if (!room_file("../shared/iptc/mediatopics.tsv", &table)) {
		print_message("no mediatopics.tsv here\n");
		skip();
	}
	assert_int_equal(each_rule(&table, check_row), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_subject_code_becomes_its_topic_and_the_widest_one),
		cmocka_unit_test(a_detail_that_nobody_knows_becomes_its_matter),
		cmocka_unit_test(all_seventeen_subjects_have_a_topic),
		cmocka_unit_test(a_category_is_known_in_its_own_language),
		cmocka_unit_test(a_media_topic_gets_the_widest_one_around_it),
		cmocka_unit_test(a_story_without_subjects_gets_none),
		cmocka_unit_test(
			one_topic_that_two_categories_mean_is_there_once),
		cmocka_unit_test(wires_say_it_with_letters),
		cmocka_unit_test(every_rule_keeps_to_its_example),
		cmocka_unit_test(the_numbers_are_those_of_the_iptc),
	};

	return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
