/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_unexplained.c - what stands where marks stand and nobody knows is told;
 * ordinary text is not, and no story is changed by it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "room.h"

#define LONG \
	"The boats left the harbour in the morning, and nobody at the office " \
	"could say when they would come home."

/* The marks of one story: "dateline: (SKW); label: Source: Skerry Wire". */
static const char *
told(const struct draft *draft)
{
	static char text[600];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < draft->unexplained.n; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
			"%s%s: %s", i ? "; " : "",
			draft->unexplained.items[i].kind,
			draft->unexplained.items[i].text);
	return text;
}

/* `body` behind a headline; @ stands for two long sentences. */
static struct draft *
tell(struct room *room, const char *body)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	buf_puts(&text, "Boats leave the harbour\n\n");
	for (; *body; body++)
		if (*body == '@')
			buf_puts(&text, LONG);
		else
			buf_putc(&text, *body);
	buf_putc(&text, '\n');
	struct draft *draft =
		room_read(room, buf_slice(&text), "text/plain", NULL);
	assert_non_null(draft);
	return draft;
}

static const struct {
	const char *body, *told;
} marks[] = {
	/* In front. */
	{ "SUND, March 3 (SKW) -- @\n\n@", "dateline: (SKW)" },
	{ "SUND (SKW/rk) - @", "dateline: (SKW/rk)" },
	{ "Sund (skw) - @", "dateline: (skw)" },
	{ "Oslo (SKW). @", "dateline: (SKW)" },
	{ "(SKW) -- @", "dateline: (SKW)" },
	{ "[SKW] @", "dateline: [SKW]" },
	{ "LONDON (Skerry Wire Service) - @",
		"dateline: (Skerry Wire Service)" },
	{ "MOSCOW, March 3. /SKW/. @", "dateline: /SKW/" },
	{ "SKW - @", "dateline: SKW" },
	{ "SUND/SKW - @", "dateline: SKW" },
	{ "СУНД, 3 марта (СКВ) - @", "dateline: (СКВ)" },
	/* Behind. */
	{ "@\n\n@ (SKW)", "end credit: (SKW)" },
	{ "@\n\n@ [rk/SKW]", "end credit: [rk/SKW]" },
	{ "@\n\n@\n\n(Skerry Wire)", "end credit: (Skerry Wire)" },
	/* Alone on the last line it is a desk's initials. */
	{ "@\n\n@\n\n(SKW)", "" },
	{ "@\n\n@\n\n/SKW/", "" },
	{ "@\n\n@\n\nSKWDESK", "end code: SKWDESK" },
	/* With a label. */
	{ "@\n\n@\n\nSource: Skerry Wire", "label: Source: Skerry Wire" },
	{ "@\n\n@\n\nQuelle: Schärenfunk", "label: Quelle: Schärenfunk" },
	{ "@\n\n@\n\nПеточник", "" },
	{ "@\n\n@\n\nVia Skerry Wire", "label: Via Skerry Wire" },
	{ "Source: Skerry Wire\n\n@", "label: Source: Skerry Wire" },
	/* Two, one above the other. */
	{ "@\n\n@ (SKW)\n\nSource: Skerry Wire",
		"label: Source: Skerry Wire; end credit: (SKW)" },
};

static void
a_mark_that_nobody_knows_is_told_with_its_place(void **state)
{
	int bad = 0;

	for (size_t i = 0; i < n_elements(marks); i++) {
		const struct draft *draft = tell(*state, marks[i].body);

		if (strcmp(told(draft), marks[i].told) != 0)
			bad += printf("%s\n  told: %s\n  wanted: %s\n",
				marks[i].body, told(draft), marks[i].told);
		assert_true(room_verify(*state));
	}
	assert_int_equal(bad, 0);
}

static const char *const ordinary[] = {
	/* Known marks are explained. */
	"SUND, March 3 (Reuters) -- @\n\n@",
	"OSLO - @\n\n@ (dpa)",
	"@\n\n@\n\nSource: Reuters",
	"WASHINGTON/BEIJING - @\n\n@",
	/* Abbreviations in brackets, spelt out or common. */
	"The European Union (EU) - a union of states - said no. @",
	"European Union (EU): what comes next. @\n\n@",
	"@\n\nThe vote was called by the European Union (EU)",
	"@\n\nIt was decided by the Sund Council of Trade (SCT).",
	"(VIDEO) -- @",
	"(EU) - @",
	/* Firms with the code of their shares. */
	"Alder Motors Inc. (ALD) - @",
	"Alder Motors Corp (NYSE: ALD) - @",
	/* Persons with their parties or states. */
	"Anna Lee (D-CA) said on Monday that the boats were late. @",
	"Olaf Brandt (SPD) sagte am Montag, die Boote seien zu spät. @",
	"Pope Anselm (John Maria Berger) - the first of his name - spoke. @",
	/* Brackets in sentences and behind them. */
	"@\n\nThey had left in the morning (and came home at night).",
	"@\n\nHe said: \"It is late.\" (He meant the boats.)",
	"@\n\n@ (2025)",
	"@\n\n@ (1-0)",
	"SUND (South Korea) - @",
	/* Cross-heads, lists and results. */
	"@\n\nWHAT COMES NEXT\n\n@",
	"NEXT STEPS\n\n@\n\n@",
	"@\n\nResults: Sund 2 Norrey 1\n\n@",
	"@\n\nBRA 2 ARG 1",
	"@\n\n@\n\nVOTE NOW AND WIN",
	/* Words with a colon that are no party. */
	"@\n\nSource of all trouble: the toll on the bridge at Sund.",
	"Question: where did the boats go that left in the morning?\n\n@",
	"@\n\nSource: he would not say who had told him about the boats.",
	"@\n\nVia Roma 12",
	/* Rights of somebody in a sentence. */
	"@\n\nThe copyright of the song belongs to the harbour of Sund.",
	/* Quotations. */
	"\"SKW is late,\" said the clerk. @\n\n@",
	"@\n\n\"(SKW) was written on the wall,\" she said.",
};

static void
ordinary_text_is_not_told(void **state)
{
	int bad = 0;

	for (size_t i = 0; i < n_elements(ordinary); i++) {
		const struct draft *draft = tell(*state, ordinary[i]);

		if (draft->unexplained.n != 0)
			bad += printf(
				"%s\n  told: %s\n", ordinary[i], told(draft));
	}
	assert_int_equal(bad, 0);
}

static void
the_warning_says_where_and_the_story_stays_as_it_is(void **state)
{
	struct draft *draft = tell(*state, "@\n\n@\n\n(Skerry Wire)");
	const struct problem *warning = NULL;

	for (size_t i = 0; i < draft->warnings.n_items; i++)
		if (!strcmp(draft->warnings.items[i].code, "W-UNEXPLAINED"))
			warning = &draft->warnings.items[i];
	assert_non_null(warning);
	assert_int_equal(warning->line, 7);
	assert_int_equal(warning->column, 1);
	assert_string_equal(warning->where, "unexplained");
	assert_non_null(strstr(warning->text, "\"(Skerry Wire)\""));
	assert_string_equal(
		room_body(*state, draft), LONG "\n\n" LONG "\n\n(Skerry Wire)");
	for (size_t i = 0; i < draft->spans.n; i++)
		if (draft->spans.items[i].plugin)
			assert_string_not_equal(
				draft->spans.items[i].plugin, "unexplained");
}

static void
a_story_tells_of_few_marks_however_many_it_has(void **state)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct draft *draft;

	for (int i = 0; i < 400; i++)
		buf_printf(&text, "(S%c%c) ", 'A' + i % 26, 'A' + i / 26);
	buf_puts(&text, "@");
	draft = tell(*state, buf_text(&text));
	assert_true(draft->unexplained.n >= 1);
	assert_true(draft->unexplained.n <= DRAFT_MAX_UNEXPLAINED);
	assert_int_equal(draft->warnings.n_dropped, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_mark_that_nobody_knows_is_told_with_its_place),
		cmocka_unit_test(ordinary_text_is_not_told),
		cmocka_unit_test(
			the_warning_says_where_and_the_story_stays_as_it_is),
		cmocka_unit_test(
			a_story_tells_of_few_marks_however_many_it_has),
	};

	return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
