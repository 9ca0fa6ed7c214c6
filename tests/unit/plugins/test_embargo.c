/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_embargo.c - an embargo fails closed: wherever the words stand, in every
 * format, the story is held; to its instant where all of it is understood, for
 * a person to look at where anything is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "room.h"

#define NONE INT64_MIN
#define HELD TT_EMBARGO_UNPARSED
#define AT INT64_C(1798070460000)  /* 24 December 2026, 00:01 UTC */
#define TEN INT64_C(1798106400000) /* 10:00 */
#define HOUR INT64_C(3600000)
#define SUMMER (183 * 24 * HOUR) /* from 24 June to 24 December */
#define STORY \
	"LONDON, Dec 23 (Reuters) - The bank is expected to cut its rate by " \
	"a " \
	"quarter point on Thursday, three sources said on Wednesday."
#define MORE "\n\n" STORY "\n"

struct embargo {
	const char *text;
	int64_t until;
	const char *headline; /* NULL: whatever */
};

static int
check(struct room *room, const char *type, const char *text,
	const char *partner, const struct embargo *want)
{
	auto_(buf_done) struct buf headline = BUF_NULL;
	struct draft *draft = room_read(room, slice_text(text), type, partner);

	if (draft == NULL)
		return printf("not one story: %s\n", text);
	int64_t until = draft->embargo_text ? draft->embargo_ms : NONE;
	draft_headline(draft, &headline);
	int bad = 0;
	if (until != want->until)
		bad += printf("%s\n  have %lld, want %lld\n", text,
			(long long)until, (long long)want->until);
	if (want->headline && !slice_is(buf_slice(&headline), want->headline))
		bad += printf(
			"%s\n  headline: %s\n", text, buf_text(&headline));
	return bad + !room_verify(room);
}

#define CHECK_ALL(room, cases, partner) \
	do { \
		int bad = 0; \
		for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) \
			bad += check(room, "text/plain", cases[i].text, \
				       partner, &cases[i]) != 0; \
		assert_int_equal(bad, 0); \
	} while (0)

#define UNTIL "EMBARGOED UNTIL 00:01 GMT, 24 December 2026"

static void
wherever_it_stands_the_story_is_held(void **state)
{
	static const struct embargo cases[] = {
		{ UNTIL "\n\nBank cuts" MORE, AT, "Bank cuts" },
		{ UNTIL "\nBank cuts" MORE, AT, NULL },
		{ UNTIL "\n\nBank to cut its rate." MORE, AT,
			"Bank to cut its rate." },
		{ UNTIL "\n\nBank to cut its rate" MORE, AT,
			"Bank to cut its rate" },
		{ UNTIL MORE, AT, "" },
		{ UNTIL "\n" STORY "\n", AT, NULL },
		{ UNTIL, AT, NULL },
		{ UNTIL ": Bank to cut" MORE, AT, "Bank to cut" },
		{ UNTIL " - Bank to cut rates immediately" MORE, AT,
			"Bank to cut rates immediately" },
		{ UNTIL ". Bank to cut" MORE, AT, "Bank to cut" },
		{ UNTIL ": Bank to cut\nRates are lower now" MORE, AT,
			"Bank to cut" },
		{ "*** " UNTIL " ***\n\nBank to cut rates" MORE, AT,
			"Bank to cut rates" },
		{ "EMBARGOED UNTIL 00:01 GMT,\n24 December 2026\n\nBank to cut "
		  "rates" MORE,
			AT, "Bank to cut rates" },
		{ "🔴 " UNTIL "\n\nBank to cut" MORE, AT, "Bank to cut" },
		{ "PRESS RELEASE - " UNTIL "\n\nBank to cut" MORE, AT, NULL },
		{ "UPDATE 1-" UNTIL ": Bank to cut" MORE, AT, "Bank to cut" },
		{ "Bank to cut (embargoed until 00:01 GMT, 24 December "
		  "2026)" MORE,
			AT, "Bank to cut" },
		{ "Bank to cut - " UNTIL MORE, AT, "Bank to cut" },
		{ "Bank to cut\n" UNTIL MORE, AT, "Bank to cut" },
		{ "Bank to cut\n\n" UNTIL ". " STORY " " STORY " " STORY "\n",
			AT, "Bank to cut" },
		{ "Bank to cut" MORE "\n" UNTIL "\n", AT, "Bank to cut" },
		{ "Bank to cut" MORE "\n" UNTIL ". Not for broadcast before.\n",
			AT, "Bank to cut" },
	};

	CHECK_ALL(*state, cases, NULL);
}

static void
a_mark_without_an_instant_holds(void **state)
{
	static const struct embargo cases[] = {
		{ "EMBARGOED\n\nBank to cut rates" MORE, HELD,
			"Bank to cut rates" },
		{ "EMBARGO\nBank to cut rates" MORE, HELD, NULL },
		{ "EMBARGO\n\nBank cuts" MORE, HELD, "Bank cuts" },
		{ "Bank to cut\nEMBARGOED" MORE, HELD, "Bank to cut" },
		{ "Bank to cut\n\nEmbargoed" MORE, HELD, "Bank to cut" },
		{ "Bank to cut" MORE "\nEMBARGOED\n", HELD, "Bank to cut" },
		{ "Bank to cut" MORE "\n*** EMBARGO ***\n", HELD,
			"Bank to cut" },
		{ "EMBARGOED: Bank to cut" MORE, HELD, "Bank to cut" },
		{ "EMBARGOED - Bank to cut" MORE, HELD, "Bank to cut" },
		{ "[EMBARGOED] Bank to cut" MORE, HELD, "Bank to cut" },
		{ "Bank to cut (EMBARGOED)" MORE, HELD, "Bank to cut" },
		{ "Bank to cut - EMBARGOED" MORE, HELD, "Bank to cut" },
		{ "Bank to cut EMBARGOED" MORE, HELD, "Bank to cut" },
		{ "Bank to cut /EMBARGOED/" MORE, HELD, NULL },
		{ "EMBARGOED Bank to cut" MORE, HELD, "Bank to cut" },
		{ "EMBARGOED, Bank to cut" MORE, HELD, NULL },
		{ "\"EMBARGOED\"\n\nBank to cut rates" MORE, HELD, NULL },
		{ "HOLD FOR RELEASE\n\nBank to cut rates" MORE, HELD, NULL },
		{ "STRICTLY EMBARGOED\n\nBank to cut rates" MORE, HELD, NULL },
		{ "EMBARGOED UNTIL FURTHER NOTICE\n\nBank to cut" MORE, HELD,
			NULL },
		{ "EMBARGOED UNTIL DELIVERY: Bank to cut" MORE, HELD,
			"Bank to cut" },
		{ "EMBARGOED UNTIL 00:01 GMT" MORE, HELD, NULL },
		{ "EMBARGOED UNTIL 24 December 2026 GMT" MORE, HELD, NULL },
	};

	CHECK_ALL(*state, cases, NULL);
}

static void
a_word_is_no_mark(void **state)
{
	static const struct embargo cases[] = {
		{ "Embargo on steel may end" MORE, NONE,
			"Embargo on steel may end" },
		{ "EMBARGO ON STEEL MAY END IN 2027" MORE, NONE, NULL },
		{ "EMBARGO'S END IS NEAR" MORE, NONE, NULL },
		{ "EMBARGO, TARIFFS HIT PORTS" MORE, NONE, NULL },
		{ "GOODS EMBARGOED" MORE, NONE, NULL },
		{ "EMBARGO-HIT PORT REOPENS" MORE, NONE, NULL },
		{ "Embargoed: the ships that never sailed" MORE, NONE,
			"Embargoed: the ships that never sailed" },
		{ "Embargo until spring would hurt ports" MORE, NONE, NULL },
		{ "Under embargo, island turns to the sun" MORE, NONE, NULL },
		{ "Ships wait (embargo or not)" MORE, NONE, NULL },
		{ "Hold for ransom plot foiled" MORE, NONE, NULL },
		{ "FOR IMMEDIATE RELEASE\n\nBank to cut rates" MORE, NONE,
			NULL },
		{ "FOR IMMEDIATE RELEASE: Bank to cut rates" MORE, NONE, NULL },
		{ "FOR RELEASE IMMEDIATELY 24 December 2026\n\nBank to cut "
		  "rates" MORE,
			NONE, NULL },
		{ "NOT FOR RELEASE IN OR INTO THE UNITED STATES\n\nBank to cut "
		  "rates" MORE,
			NONE, NULL },
		{ "Bank to cut rates\nNOT FOR RELEASE, PUBLICATION OR "
		  "DISTRIBUTION IN OR INTO THE UNITED STATES" MORE,
			NONE, NULL },
	};

	CHECK_ALL(*state, cases, NULL);
}

#define SAYS(words) "Bank to cut rates\n" words MORE

static void
a_zone_is_understood_or_the_story_waits(void **state)
{
	static const struct embargo cases[] = {
		{ SAYS("EMBARGOED until 10 a.m. ET Thursday, December 24, "
		       "2026"),
			TEN + 5 * HOUR, NULL },
		{ SAYS("EMBARGOED until 10 a.m. ET Friday, July 24, 2026"),
			INT64_C(1784901600000), NULL },
		{ SAYS("EMBARGOED until 10 a.m. (ET) Thursday, Dec. 24, 2026"),
			TEN + 5 * HOUR, NULL },
		{ SAYS("EMBARGOED until 10 a.m. Thursday, Dec. 24, 2026 (ET)"),
			TEN + 5 * HOUR, NULL },
		{ SAYS("EMBARGOED until 10 a.m. Eastern Time, Dec. 24, 2026"),
			TEN + 5 * HOUR, NULL },
		{ SAYS("EMBARGOED until 10 a.m. New York time on 24 December "
		       "2026"),
			TEN + 5 * HOUR, NULL },
		{ SAYS("EMBARGOED until 10 a.m. PT, Dec. 24, 2026"),
			TEN + 8 * HOUR, NULL },
		{ SAYS("EMBARGOED until 10 a.m. CT, Dec. 24, 2026"),
			TEN + 6 * HOUR, NULL },
		{ SAYS("EMBARGOED until 10 a.m. MT, Dec. 24, 2026"),
			TEN + 7 * HOUR, NULL },
		{ SAYS("EMBARGOED until 10:00 London time, 24 December 2026"),
			TEN, NULL },
		{ SAYS("EMBARGOED until 24 December 2026, 10:00 Paris time"),
			TEN - HOUR, NULL },
		{ SAYS("EMBARGOED until 2026-12-24T00:01Z"), AT, NULL },
		{ SAYS("EMBARGOED until 10:00, 24 December 2026 GMT"), TEN,
			NULL },
		/* Of London, where the supplier sits; of Dubai, where the
		 * partner does, when nobody signs. */
		{ SAYS("EMBARGOED until 10:00 local time, 24 December 2026"),
			TEN, NULL },
		{ SAYS("EMBARGOED until 10:00, 24 December 2026"), TEN, NULL },
		{ "Bank to cut rates\nEMBARGOED until 10:00, 24 December "
		  "2026\n\nThe bank is expected to cut its rate by a quarter "
		  "point on Thursday.\n",
			TEN - 4 * HOUR, NULL },
		{ SAYS("EMBARGOED until 10:00 Atlantis, 24 December 2026"),
			HELD, NULL },
		{ SAYS("EMBARGOED until 10 a.m. lunar time, 24 December 2026"),
			HELD, NULL },
		{ SAYS("EMBARGOED until 10:00 CST, 24 December 2026"), HELD,
			NULL },
		{ SAYS("EMBARGOED until 24 December 2026, 10:00 in the other "
		       "town"),
			HELD, NULL },
		{ SAYS("EMBARGOED until 10:00 GMT/11:30 CET, 24 December 2026"),
			HELD, NULL },
		{ SAYS("EMBARGOED until 10:00 GMT, 24 or 25 December 2026"),
			HELD, NULL },
		{ SAYS("EMBARGOED until 10:00 GMT, 03/04/2026"), HELD, NULL },
		/* dots part dates where the day comes first */
		{ SAYS("EMBARGOED until 10:00 GMT, 24.12.2026"), TEN, NULL },
		{ SAYS("EMBARGOED until 10:00 GMT, 3.4.2026"),
			TEN - 265 * 24 * HOUR, NULL },
		/* whatever brackets it stands in */
		{ SAYS("（禁发至2026年12月24日10时）"), TEN, NULL },
		{ SAYS("【解禁日時】2026年12月24日午前10時"), TEN, NULL },
	};

	CHECK_ALL(*state, cases, "harbour");
}

/* "ANP" is of Amsterdam and of Niamey: in summer they are an hour apart. */
static void
without_a_zone_it_is_the_suppliers_and_of_several_the_last(void **state)
{
#define SIGNED(day, agency) \
	"Boats leave\n\nEMBARGOED UNTIL " day ", 00:01\n\nHARLINGEN " \
	"(" agency ") - The boats leave the harbour at noon with forty " \
	"people on board, their master said on Monday.\n"
	static const struct embargo cases[] = {
		{ SIGNED("24 December 2026", "dpa"), AT - HOUR, "Boats leave" },
		{ SIGNED("24 December 2026", "ANP"), AT - HOUR, "Boats leave" },
		{ SIGNED("24 June 2026", "dpa"), AT - SUMMER - 2 * HOUR, NULL },
		{ SIGNED("24 June 2026", "ANP"), AT - SUMMER - HOUR, NULL },
	};

	CHECK_ALL(*state, cases, NULL);
}

static void
other_languages_have_marks(void **state)
{
	static const struct embargo cases[] = {
		{ "SPERRFRIST: 24. Dezember 2026, 11 Uhr MEZ\n\nBank senkt die "
		  "Zinsen" MORE,
			TEN, "Bank senkt die Zinsen" },
		{ "SPERRFRIST\n\nBank senkt die Zinsen" MORE, HELD, NULL },
		{ SAYS("Embargo jusqu'au 24 décembre 2026 à "
		       "11h00 CET"),
			TEN, NULL },
		{ "Bank to cut rates\nEMBARGOED UNTIL 0001 THURSDAY DECEMBER "
		  "24, 2026\n\nBy Hattie Cranmore, PA Media" MORE,
			TEN - 10 * HOUR + INT64_C(60000), NULL },
		{ SAYS("SOUS EMBARGO JUSQU'AU 24 DÉCEMBRE 2026 À 5 H 00, HNE"),
			TEN, NULL },
		{ SAYS("SPERRFRIST: 24. Dezember 2026, 11 Uhr 00 MEZ"), TEN,
			NULL },
		{ SAYS("EMBARGADA HASTA las 11:00 CET del 24 de diciembre de "
		       "2026"),
			TEN, NULL },
		{ SAYS("EMBARGO FINO ALLE 11.00 CET del 24 dicembre 2026"), TEN,
			NULL },
		{ SAYS("EMBARGO FINO ALLE 11 DI DOMANI"), HELD, NULL },
		{ SAYS("SOUS EMBARGO JUSQU'AU JEUDI 24 DÉCEMBRE 2026, 11H00 "
		       "(HEURE DE PARIS)"),
			TEN, NULL },
		{ SAYS("EMBARGO ATÉ ÀS 10:00 (HORA DE LISBOA) DE 24 DE "
		       "DEZEMBRO DE 2026"),
			TEN, NULL },
		{ SAYS("EMBARGO TIL 24. DECEMBER 2026 KL. 11.00 CET"), TEN,
			NULL },
		{ SAYS("EMBARGO TOT DONDERDAG 24 DECEMBER 2026, 11.00 UUR "
		       "(NEDERLANDSE TIJD)"),
			TEN, NULL },
		{ SAYS("Не публиковать до 13:00 мск 24 декабря 2026 года"), TEN,
			NULL },
		{ SAYS("Ембарго до 12:00 за київським часом 24 грудня 2026 "
		       "року"),
			TEN, NULL },
		{ SAYS("محظور النشر حتى الساعة 13:00 بتوقيت الرياض يوم "
		       "الخميس 24 ديسمبر 2026"),
			TEN, NULL },
		{ SAYS("엠바고 2026년 12월 24일 오후 7시 (한국시간)"), TEN,
			NULL },
		{ SAYS("解禁日時：2026年12月24日午後7時（日本時間）"), TEN,
			NULL },
		{ SAYS("禁发至北京时间2026年12月24日18时00分"), TEN, NULL },
		{ SAYS("解禁日時：2026年12月24日"), HELD, NULL },
		{ SAYS("Не публиковать до 13:00 завтра"), HELD, NULL },
		{ SAYS("Embargada hasta nuevo aviso"), HELD, NULL },
	};

	CHECK_ALL(*state, cases, NULL);
}

static void
every_format_holds(void **state)
{
	static const char *const titles[] = { UNTIL ": Bank to cut", UNTIL,
		"EMBARGOED: Bank to cut", "Bank to cut (EMBARGOED)",
		"EMBARGOED" };
	static const struct {
		const char *type, *before, *after;
	} formats[] = {
		{ "text/html", "<html><head><title>",
			"</title></head><body><p>" STORY "</p></body></html>" },
		{ "text/html",
			"<html><head><title>Bank</title></head><body><h1>",
			"</h1><p>" STORY "</p></body></html>" },
		{ "application/rss+xml",
			"<rss version=\"2.0\"><channel><title>t</title><item>"
			"<guid>a</guid><title>",
			"</title><description>" STORY
			"</description></item></channel></rss>" },
		{ "application/json",
			"{\"uri\":\"urn:harbour:1\",\"type\":\"text\","
			"\"headlines\":[{\"value\":\"",
			"\"}],\"bodies\":[{\"contentType\":\"text/plain\","
			"\"value\":\"" STORY "\"}]}" },
	};
	int bad = 0;

	for (size_t f = 0; f < sizeof(formats) / sizeof(formats[0]); f++)
		for (size_t i = 0; i < 5; i++) {
			auto_(buf_done) struct buf text = BUF_NULL;
			const struct embargo want = { "", i < 2 ? AT : HELD,
				i == 1 || i == 4 ? "" : "Bank to cut" };

			buf_printf(&text, "%s%s%s", formats[f].before,
				titles[i], formats[f].after);
			bad += check(*state, formats[f].type, buf_text(&text),
				NULL, &want);
		}
	assert_int_equal(bad, 0);
}

static void
a_note_of_the_item_holds_too(void **state)
{
	const char *text =
		"{\"uri\":\"urn:harbour:1\",\"type\":\"text\",\"edNote\":"
		"\"Check names\\n" UNTIL "\",\"headlines\":[{\"value\":"
		"\"Bank to cut\"}],\"bodies\":[{\"value\":\"" STORY "\"}]}";
	const struct embargo want = { "", AT, "Bank to cut" };

	assert_int_equal(
		check(*state, "application/json", text, NULL, &want), 0);
}

/* ---- what is no story ------------------------------------------------------
 */

static void
more_than_a_story_is_refused_whole(void **state)
{
	struct room *room = *state;
	auto_(buf_done) struct buf text = BUF_NULL;

	buf_puts(&text, "Bank to cut rates\n\n");
	while (text.len < 9u << 20)
		buf_puts(&text, "and the rain it rained all day ");
	assert_null(room_read(room, buf_slice(&text), "text/plain", NULL));
	assert_false(room->result.is_decoded);
	assert_string_equal(room->result.why.code, "E-TEXT-TOO-LONG");
	assert_non_null(strstr(
		room->result.why.text, "more than 4 MiB of text in one story"));
}

static void
an_item_of_nothing_is_no_story(void **state)
{
	static const struct {
		const char *json;
		enum tt_verdict verdict;
	} items[] = {
		{ "{\"uri\":\"urn:x:1\",\"type\":\"text\"}", TT_FAIL },
		{ "{\"uri\":\"urn:x:1\",\"type\":\"text\",\"headlines\":[{"
		  "\"value\":\" \"}],\"bodies\":[{\"value\":\"\"}]}",
			TT_FAIL },
		{ "{\"uri\":\"urn:x:1\",\"type\":\"text\","
		  "\"pubStatus\":\"canceled\"}",
			TT_PASS },
		{ "{\"uri\":\"urn:x:1\",\"type\":\"text\","
		  "\"pubStatus\":\"withheld\"}",
			TT_PASS },
		{ "{\"uri\":\"urn:x:1\",\"type\":\"text\","
		  "\"expires\":\"2026-01-01T00:00:00Z\"}",
			TT_PASS },
		{ "{\"uri\":\"urn:x:1\",\"type\":\"text\",\"headlines\":[{"
		  "\"value\":\"Bank cuts\"}]}",
			TT_PASS },
	};
	struct room *room = *state;

	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		struct draft *draft = room_read(room, slice_text(items[i].json),
			"application/json", NULL);

		assert_non_null(draft);
		assert_int_equal(room->result.verdicts[0], items[i].verdict);
		if (items[i].verdict == TT_FAIL)
			assert_string_equal(
				draft->reason.code, "E-STORY-EMPTY");
	}
}

static void
a_notice_alone_is_no_story(void **state)
{
	struct room *room = *state;
	const char *text = UNTIL "\n";

	assert_non_null(room_read(room, slice_text(text), "text/plain", NULL));
	assert_int_equal(room->result.verdicts[0], TT_FAIL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wherever_it_stands_the_story_is_held),
		cmocka_unit_test(a_mark_without_an_instant_holds),
		cmocka_unit_test(a_word_is_no_mark),
		cmocka_unit_test(a_zone_is_understood_or_the_story_waits),
		cmocka_unit_test(
			without_a_zone_it_is_the_suppliers_and_of_several_the_last),
		cmocka_unit_test(other_languages_have_marks),
		cmocka_unit_test(every_format_holds),
		cmocka_unit_test(a_note_of_the_item_holds_too),
		cmocka_unit_test(more_than_a_story_is_refused_whole),
		cmocka_unit_test(an_item_of_nothing_is_no_story),
		cmocka_unit_test(a_notice_alone_is_no_story),
	};

	return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
