/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wiretext: where paragraphs of plain copy begin and end.
 *
 * Everything in here is made up; what others published is read from outside
 * the tree where a test says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/wiretext.h"

/* The lines as "kind text", joined ones with "+" before them. */
static void
outline(const char *text, struct buf *out)
{
	auto_(wiretext_done) struct wiretext wire = { 0 };

	wiretext_split(slice_text(text), true, &wire);
	for (size_t i = 0; i < wire.n_lines; i++) {
		buf_putc(out, wire.lines[i].same_paragraph ? '+' : ' ');
		buf_putc(out, "_TPI"[wire.lines[i].kind]);
	}
}

static const struct {
	const char *what, *text, *expected;
} cases[] = {
	{ "one long line is one paragraph",
		"Ferry returns\n"
		"The ferry line that joins the two islands will return in May "
		"after nine years, the harbour office said on Monday, and more "
		"boats may follow.\n"
		"Tickets will cost the same as before, according to the office "
		"that sells them, which opens in April at the old pier of the "
		"northern island.",
		" T P P" },
	{ "a wrapped notice is one paragraph",
		"Ferry returns\n\n"
		"Legal Notice:\n"
		"HARBOURNEWS gives the\n"
		"text \"as found\" and promises nothing at all. We do not "
		"take\n"
		"any blame for errors, words, pictures, videos, licences or\n"
		"anything else that stands in this article at all or beside "
		"it.\n"
		"Most read\n"
		"Markets\n\n"
		"- One more headline\n"
		"- And another",
		" T _ P P+P+P+P P P _ I I" },
	{ "a line too long for a window goes on where no sentence ended",
		"Ferry returns\n\n"
		"The ferry line that joins the two islands will return in May "
		"after nine years without a boat, said the captain Lyle\n"
		"Petosa, who has waited as long.\n\n"
		"Tickets will cost the same as before, the office that sells "
		"them said, which opens in April at the old pier.\n"
		"Most read",
		" T _ P+P _ P P" },
	{ "wrapped prose with blank lines between",
		"Ferry returns\n\n"
		"The ferry line that joins the two islands will return in May\n"
		"after nine years. The harbour office said so on a Monday in\n"
		"March.\n\n"
		"Tickets cost the same.\n",
		" T _ P+P+P _ P _" },
	{ "indents part paragraphs",
		"Ferry returns\n"
		"   The ferry line that joins the two islands will return in\n"
		"May, the harbour said.\n"
		"   Tickets cost the same.",
		" T P+P P" },
	{ "a dateline that ends in a dash goes on",
		"Ferry returns\n\nPORT ISLE, May 3 (HNA) -\nThe ferry returns.",
		" T _ P+P" },
	{ "Hangul is wrapped at columns, two for each sign",
		"여객선이 돌아온다\n\n"
		"두 섬을 잇는 여객선이 구 년 만에 오월에 다시 다닌다고\n"
		"항만청이 월요일에 말했다. 배는 더 늘어날 수도 있다고 한다.\n"
		"표값은 그대로다.",
		" T _ P+P+P" },
	{ "Han has no blanks: a full line goes on in the next",
		"渡轮复航\n\n"
		"连接两个岛屿的渡轮停航九年之后将于五月恢复航行，港务局星期\n"
		"一表示，以后还可能增加船只，票价保持不变，售票处四月开始营\n"
		"业。",
		" T _ P+P+P" },
	{ "Devanagari knows no capitals",
		"नाव लौटी\n\n"
		"दो द्वीपों को जोड़ने वाली नाव नौ वर्ष बाद मई में\n"
		"लौटेगी, बंदरगाह कार्यालय ने सोमवार को कहा है।",
		" T _ P+P" },
	{ "a list of links without capitals is no prose",
		"नाव लौटी\n\n"
		"पुल के मरम्मत का काम शुरू\n"
		"बाजार में सेब के दाम दोगुने हुए\n"
		"मेले में भीड़ से रास्ते बंद हुए कल",
		" T _ P P P" },
	{ "a Cyrillic word that is no beginning goes on",
		"Паром вернулся\n\n"
		"Паром вернется\nв мае, сообщили в порту.",
		" T _ P+P" },
	{ "a byline stands alone",
		"Ferry returns\nBy Ada Brook\nPORT ISLE, May 3 (HNA) - It "
		"came.",
		" T P P" },
	{ "blank lines may stand first", "\n\nFerry returns\nIt came.",
		" _ _ T P" },
	{ "a headline may be wrapped",
		"Ferry that joins the two islands returns after nine\nyears\n\n"
		"It came.",
		" T+T _ P" },
	{ "a second line that begins anew is not the headline's",
		"Ferry that joins the two islands returns after nine\nYears\n\n"
		"It came.",
		" T P _ P" },
	{ "nor is a sentence, nor what has no blank line behind",
		"Ferry that joins the two islands returns after nine\nyears.\n"
		"\nIt came.",
		" T P _ P" },
	{ "nothing but a title", "Ferry returns", " T" },
	{ "nothing at all", "", " _" },
};

static void
paragraphs_are_where_an_editor_sees_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;

		outline(cases[i].text, &out);
		if (!slice_is(buf_slice(&out), cases[i].expected))
			fail_msg("%s: '%s'", cases[i].what, buf_text(&out));
	}
}

static void
the_lines_are_the_text_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;
		auto_(wiretext_done) struct wiretext wire = { 0 };

		wiretext_split(slice_text(cases[i].text), true, &wire);
		for (size_t j = 0; j < wire.n_lines; j++) {
			if (j != 0)
				buf_putc(&out, '\n');
			buf_put_slice(&out, wire.lines[j].text);
		}
		assert_string_equal(buf_text(&out), cases[i].text);
	}
}

static void
old_line_ends_and_controls_are_cleaned(void **state)
{
	auto_(buf_done) struct buf out = BUF_NULL;

	(void)state;
	assert_int_equal(
		wiretext_clean(SLICE("a\r\nb\rc\x01\x02\td\x7f"), &out), 3);
	assert_string_equal(buf_text(&out), "a\nb\nc\td");
}

static const struct {
	const char *what, *text, *expected;
	size_t n;
} marked[] = {
	{ "signs of old wires are left out",
		"^PORT ISLE (HNA) -- A ferry<\nreturns.<\n^It came on Monday.=",
		"PORT ISLE (HNA) -- A ferry\nreturns.\nIt came on Monday.", 5 },
	{ "one line is no wire", "^o^\nshe wrote <3 and 2 <", "", 0 },
	{ "nothing but signs", "^<\n^", "\n", 3 },
	{ "nothing at all", "", "", 0 },
};

static void
signs_that_begin_and_end_lines_are_left_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_elements(marked); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;
		size_t n = wiretext_unmark(slice_text(marked[i].text), &out);

		if (n != marked[i].n ||
			!slice_is(buf_slice(&out), marked[i].expected))
			fail_msg("%s: %zu '%s'", marked[i].what, n,
				buf_text(&out));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paragraphs_are_where_an_editor_sees_them),
		cmocka_unit_test(the_lines_are_the_text_again),
		cmocka_unit_test(old_line_ends_and_controls_are_cleaned),
		cmocka_unit_test(signs_that_begin_and_end_lines_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
