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
	{ "a byline stands alone",
		"Ferry returns\nBy Ada Brook\nPORT ISLE, May 3 (HNA) - It "
		"came.",
		" T P P" },
	{ "blank lines may stand first", "\n\nFerry returns\nIt came.",
		" _ _ T P" },
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paragraphs_are_where_an_editor_sees_them),
		cmocka_unit_test(the_lines_are_the_text_again),
		cmocka_unit_test(old_line_ends_and_controls_are_cleaned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
