/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_rules.c - the rule files keep their word: every notice's example becomes
 * a disclaimer of its kind, every furniture example goes, every tag's example
 * is tagged; and every counter stays the story's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "room.h"

#define STORY \
	"The boats left the harbour in the morning, and nobody at the office " \
	"could say when they would come home."

struct rule {
	struct slice id, kind, languages, example, counter;
};

typedef int rule_fn(struct room *room, const struct rule *rule);

static void
read_line(struct rule *rule, struct slice line)
{
	static const struct slice keys[] = { { "kind: ", 6 },
		{ "languages: ", 11 }, { "example: ", 9 }, { "counter: ", 9 } };
	struct slice *values[] = { &rule->kind, &rule->languages,
		&rule->example, &rule->counter };

	for (size_t i = 0; i < 4; i++)
		if (slice_starts(line, keys[i]))
			*values[i] = slice_of(
				line.at + keys[i].len, line.len - keys[i].len);
}

static int
each_rule(struct room *room, const char *path, rule_fn *check)
{
	auto_(buf_done) struct buf file = BUF_NULL;
	struct rule rule = { .id = { NULL, 0 } };
	struct slice rest, line;
	int bad = 0, n = 0;

	assert_true(room_file(path, &file));
	rest = buf_slice(&file);
	while (slice_cut(&rest, '\n', &line)) {
		if (!slice_starts(line, SLICE("rule: "))) {
			read_line(&rule, line);
			continue;
		}
		if (rule.example.len)
			n += 1, bad += check(room, &rule);
		rule = (struct rule){ .id = slice_of(
					      line.at + 6, line.len - 6) };
	}
	if (rule.example.len)
		n += 1, bad += check(room, &rule);
	assert_true(n > 5);
	return bad;
}

static struct draft *
tell(struct room *room, const char *format, struct slice middle)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	for (; *format; format++)
		if (*format == '@')
			buf_put_slice(&text, middle);
		else
			buf_putc(&text, *format);
	struct draft *draft =
		room_read(room, buf_slice(&text), "text/plain", NULL);
	assert_non_null(draft);
	return draft;
}

static int
complain(const struct rule *rule, const char *what)
{
	return printf("rule %.*s: %s\n", (int)rule->id.len, rule->id.at, what) >
	       0;
}

static int
check_notice(struct room *room, const struct rule *rule)
{
	struct draft *draft =
		tell(room, "Boats leave\n\n" STORY "\n\n@\n", rule->example);
	int bad = 0;

	/* of a rule that stands behind another notice it is the second */
	size_t n = draft->disclaimers.n;
	if (!n || !slice_is(rule->kind, draft->disclaimers.items[n - 1].kind))
		bad += complain(rule, "the example is not taken");
	draft = tell(room, "Boats leave\n\n" STORY "\n\n@\n", rule->counter);
	if (draft->disclaimers.n)
		bad += complain(rule, "the counter-example is taken");
	return bad;
}

static bool
body_holds(struct room *room, const struct draft *draft, struct slice text)
{
	const char *body = room_body(room, draft);

	return memmem(body, strlen(body), text.at, text.len) != NULL;
}

static int
check_furniture(struct room *room, const struct rule *rule)
{
	struct draft *draft =
		tell(room, "Boats leave\n\n" STORY "\n\n@\n", rule->example);
	int bad = 0;

	if (body_holds(room, draft, rule->example))
		bad += complain(rule, "the example stays");
	draft = tell(room, "Boats leave\n\n" STORY "\n\n@\n", rule->counter);
	if (!body_holds(room, draft, rule->counter))
		bad += complain(rule, "the counter-example goes");
	return bad;
}

/* Marks and notes, on the headline or on a line of their own. */
static size_t
count_marked(struct room *room, const char *format, struct slice words)
{
	struct draft *draft = tell(room, format, words);
	size_t n = 0;

	for (size_t i = 0; i < draft->spans.n; i++)
		n += draft->spans.items[i].label == TT_LIFECYCLE_MARK ||
		     draft->spans.items[i].label == TT_EDITORIAL_NOTE;
	return n;
}

static int
check_tag(struct room *room, const struct rule *rule)
{
	const char *top = "@\n\n" STORY "\n";
	const char *below = "Boats leave\n@\n\n" STORY "\n";
	int bad = 0;

	if (!count_marked(room, top, rule->example) &&
		!count_marked(room, below, rule->example))
		bad += complain(rule, "the example is not read");
	if (count_marked(room, top, rule->counter) ||
		count_marked(room, below, rule->counter))
		bad += complain(rule, "the counter-example is read");
	return bad;
}

/* A page in the rule's language that says nothing but `text`; where the rule
 * has none, the usual story with `text` behind it, or above it if it is a part
 * of a page. */
static struct draft *
tell_mark(struct room *room, const struct rule *rule, struct slice text)
{
	auto_(buf_done) struct buf page = BUF_NULL;
	struct slice language = rule->languages, first;
	bool is_part = slice_starts(text, SLICE("<"));

	if (!language.len && !is_part)
		return tell(room, "Boats leave\n\n" STORY "\n\n@\n", text);
	slice_cut(&language, ' ', &first);
	if (is_part)
		buf_printf(&page, "<h1>Boats leave</h1>%.*s<p>" STORY "</p>",
			(int)text.len, text.at);
	else
		buf_printf(&page,
			"<html lang=\"%.*s\"><h1>1</h1><p>%.*s</p></html>",
			(int)first.len, first.at, (int)text.len, text.at);
	struct draft *draft =
		room_read(room, buf_slice(&page), "text/html", NULL);
	assert_non_null(draft);
	return draft;
}

/* Somebody is named, or the line is no part of the story. */
static bool
is_read(struct room *room, const struct draft *draft, struct slice text)
{
	bool is_part = slice_starts(text, SLICE("<")); /* no text of its own */

	return draft->parties.n || draft->bylines.n || draft->dateline_place ||
	       (!is_part && !body_holds(room, draft, text));
}

/* Does the story count as one that the rule served? */
static bool
is_counted(const struct draft *draft, struct slice rule)
{
	for (size_t i = 0; i < draft->used.n; i++)
		if (slice_is(rule, draft->used.items[i].rule))
			return true;
	return false;
}

static int
check_mark(struct room *room, const struct rule *rule)
{
	struct draft *draft = tell_mark(room, rule, rule->example);
	bool head = slice_is(rule->id, "reporter-behind") ||
		    slice_is(rule->id, "no-place");
	int bad = 0;

	if (head)
		draft = tell(
			room, "Boats leave\n\n@\n\n" STORY "\n", rule->example);
	if (!is_read(room, draft, rule->example))
		bad += complain(rule, "the example is not read");
	/* What keeps a line from being read serves where it does. */
	bool counted = is_counted(draft, rule->id);
	draft = tell_mark(room, rule, rule->counter);
	if (head)
		draft = tell(
			room, "Boats leave\n\n@\n\n" STORY "\n", rule->counter);
	if (is_read(room, draft, rule->counter))
		bad += complain(rule, "the counter-example is read");
	if (!counted && !is_counted(draft, rule->id))
		bad += complain(rule, "no example counts as a use of it");
	return bad;
}

static void
every_notice_is_known_by_its_example(void **state)
{
	assert_int_equal(
		each_rule(*state, "plugins/disclaimer/rules/notices.rules",
			check_notice),
		0);
}

static void
every_piece_of_furniture_goes_and_its_lookalike_stays(void **state)
{
	assert_int_equal(
		each_rule(*state, "plugins/furniture/rules/furniture.rules",
			check_furniture),
		0);
}

static void
every_tag_is_read_and_its_lookalike_is_not(void **state)
{
	assert_int_equal(
		each_rule(*state, "plugins/lifecycle/rules/marks.rules",
			check_tag),
		0);
}

static void
every_mark_names_somebody_and_its_lookalike_nobody(void **state)
{
	assert_int_equal(
		each_rule(*state, "plugins/attribution/rules/marks.rules",
			check_mark),
		0);
}

static void
what_keeps_a_notice_or_owns_it_counts_as_used(void **state)
{
	static const char told[] =
		"The court said that the views expressed in this article are "
		"those of the author and do not necessarily reflect those of "
		"the paper.";
	static const char owned[] =
		"All rights reserved. No part of this may be reproduced "
		"without the consent of the agency.";
	struct draft *draft = tell(
		*state, "Boats leave\n\n" STORY "\n\n@\n", slice_text(told));

	assert_true(is_counted(draft, SLICE("reporting")));
	assert_false(is_counted(draft, SLICE("owner")));
	draft = tell(
		*state, "Boats leave\n\n" STORY "\n\n@\n", slice_text(owned));
	assert_true(is_counted(draft, SLICE("owner")));
	assert_false(is_counted(draft, SLICE("reporting")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_notice_is_known_by_its_example),
		cmocka_unit_test(what_keeps_a_notice_or_owns_it_counts_as_used),
		cmocka_unit_test(
			every_piece_of_furniture_goes_and_its_lookalike_stays),
		cmocka_unit_test(every_tag_is_read_and_its_lookalike_is_not),
		cmocka_unit_test(
			every_mark_names_somebody_and_its_lookalike_nobody),
	};

	return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
