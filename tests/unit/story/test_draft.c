/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_draft - the text model: what is written, claimed, kept and rendered.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "story/draft.h"

static const struct draft_partner partner = { .name = "gull",
	.title = "Gull Wire",
	.role = "agency",
	.timezone = "UTC",
	.language = "en",
	.charset = "",
	.may_kill = true,
	.may_embargo = true };

static void
line(struct draft *draft, enum tt_line_kind kind, unsigned level, bool same,
	const char *text)
{
	draft_begin_line(draft, kind, (uint8_t)level, false, same);
	draft_put_text(draft, slice_text(text));
}

static struct draft *
ferry_story(void)
{
	struct draft *draft = draft_new(&partner);

	draft_put_title(draft, slice_text("UPDATE 1-Ferry line to reopen"));
	line(draft, TT_LINE_TEXT, 0, false, "OTHERTON, Feb 2 (Gull) - A ferry");
	line(draft, TT_LINE_TEXT, 0, true, "line will reopen.");
	line(draft, TT_LINE_BLANK, 0, false, "");
	line(draft, TT_LINE_TEXT, 0, false, "It was closed in May.");
	draft_text_done(draft);
	return draft;
}

static void
expect_split(const struct draft *draft)
{
	struct problem why = PROBLEM_NULL;

	if (draft_verify_split(draft, &why) != 0)
		fail_msg("%s", why.text);
}

static void
expect_body(const struct draft *draft, const char *text, const char *html)
{
	struct buf out = BUF_NULL;

	draft_body_text(draft, &out);
	assert_string_equal(buf_text(&out), text);
	buf_clear(&out);
	draft_body_html(draft, &out);
	if (html != NULL)
		assert_string_equal(buf_text(&out), html);
	buf_done(&out);
	expect_split(draft);
}

static void
wrapped_lines_become_one_paragraph(void **state)
{
	struct draft *draft = ferry_story();

	(void)state;
	expect_body(draft,
		"OTHERTON, Feb 2 (Gull) - A ferry line will reopen.\n\n"
		"It was closed in May.",
		"<p>OTHERTON, Feb 2 (Gull) - A ferry line will reopen.</p>"
		"<p>It was closed in May.</p>");
	draft_free(draft);
}

/* Long lines are taken in stretches; what has to be written otherwise is found
 * wherever it stands. */
static void
a_long_line_is_written_with_care_to_its_end(void **state)
{
	static const struct {
		const char *between, *text, *html;
	} cases[] = {
		{ "  ", " ", " " },
		{ "&", "&", "&amp;" },
		{ "\"", "\"", "&quot;" },
		{ " <", " <", " &lt;" },
		{ "\xc3\xa9 ", "\xc3\xa9 ", "\xc3\xa9 " },
	};

	(void)state;
	for (size_t i = 0; i < 90 * n_elements(cases); i++) {
		size_t at = i / n_elements(cases);
		size_t c = i % n_elements(cases);
		struct draft *draft = draft_new(&partner);
		struct buf said = BUF_NULL, text = BUF_NULL, html = BUF_NULL;

		buf_puts(&html, "<p>");
		for (size_t n = 0; n < 90; n++) {
			buf_puts(&said, n == at + 1 ? cases[c].between : "x");
			buf_puts(&text, n == at + 1 ? cases[c].text : "x");
			buf_puts(&html, n == at + 1 ? cases[c].html : "x");
		}
		buf_puts(&said, "x");
		buf_puts(&text, "x");
		buf_puts(&html, "x</p>");
		line(draft, TT_LINE_TEXT, 0, false, buf_text(&said));
		draft_text_done(draft);
		expect_body(draft, buf_text(&text), buf_text(&html));
		buf_done(&said);
		buf_done(&text);
		buf_done(&html);
		draft_free(draft);
	}
}

static void
a_claim_takes_text_out_and_loses_nothing(void **state)
{
	struct draft *draft = ferry_story();
	struct buf headline = BUF_NULL;

	(void)state;
	draft->running = "attribution";
	assert_true(draft_remove(draft, 0, 9, TT_LIFECYCLE_MARK, "update"));
	assert_true(draft_remove(draft, draft->body_start,
		draft->body_start + 25, TT_DATELINE, "dateline-mark"));
	draft_headline(draft, &headline);
	assert_string_equal(buf_text(&headline), "Ferry line to reopen");
	expect_body(draft, "A ferry line will reopen.\n\nIt was closed in May.",
		"<p>A ferry line will reopen.</p><p>It was closed in May.</p>");
	assert_int_equal(draft_label_at(draft, 3), TT_LIFECYCLE_MARK);
	assert_false(draft_is_kept(draft, 0, 12));
	assert_true(draft_is_kept(draft, 9, 20));
	buf_done(&headline);
	draft_free(draft);
}

static void
the_first_claim_wins(void **state)
{
	struct draft *draft = ferry_story();
	size_t at = draft->body_start;

	(void)state;
	assert_true(draft_remove(draft, at, at + 8, TT_DATELINE, "a"));
	assert_true(draft_remove(draft, at, at + 20, TT_FURNITURE, "b"));
	assert_int_equal(draft_label_at(draft, at + 7), TT_DATELINE);
	assert_int_equal(draft_label_at(draft, at + 8), TT_FURNITURE);
	expect_split(draft);
	draft_free(draft);
}

static void
a_claim_outside_the_text_is_refused(void **state)
{
	struct draft *draft = draft_new(&partner);

	(void)state;
	line(draft, TT_LINE_TEXT, 0, false, "caf\xc3\xa9");
	draft_text_done(draft);
	assert_false(draft_remove(draft, 0, 6, TT_CREDIT, "r"));
	assert_false(draft_remove(draft, 0, 4, TT_CREDIT, "half a letter"));
	assert_false(draft_remove(draft, 3, 1, TT_CREDIT, "backwards"));
	assert_false(draft_remove(draft, 0, 1, TT_BODY, "kept"));
	assert_false(draft_remove(draft, 0, 1, (enum tt_label)99, "none"));
	assert_false(draft_remove(draft, SIZE_MAX, SIZE_MAX, TT_CREDIT, "far"));
	assert_true(draft_remove(draft, 2, 2, TT_CREDIT, "nothing"));
	assert_int_equal(draft->warnings.n_items, 6);
	expect_body(draft, "caf\xc3\xa9", NULL);
	draft_free(draft);
}

/* Whatever is claimed in whatever order, the spans tile the text. */
static void
ten_thousand_claims_still_tile_the_text(void **state)
{
	struct draft *draft = draft_new(&partner);
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < 400; i++)
		line(draft, TT_LINE_TEXT, 0, i % 3 != 0,
			"words and w\xc3\xb6rds and more words");
	draft_text_done(draft);
	for (int i = 0; i < 10000; i++) {
		size_t start, len;

		seed = seed * 1103515245 + 12345;
		start = (seed >> 8) % draft->text.len;
		len = (seed >> 4) % 23;
		draft_remove(draft, start, start + len,
			TT_FURNITURE + (int)(seed % 9), i % 2 ? "x" : "y");
	}
	expect_split(draft);
	draft_free(draft);
}

static void
marks_are_balanced_whatever_was_removed(void **state)
{
	struct draft *draft = draft_new(&partner);
	size_t link, strong;

	(void)state;
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	draft_put_text(draft, slice_text("See "));
	link = draft_open_mark(draft, "a");
	draft_mark_at(draft, link)->href = (char[]){ "https://x.example/?a&b" };
	draft_put_text(draft, slice_text("the "));
	strong = draft_open_mark(draft, "strong");
	draft_put_text(draft, slice_text("<map>"));
	draft_close_mark(draft, link);
	draft_put_text(draft, slice_text(" now"));
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	draft_put_text(draft, slice_text("Again"));
	draft_close_mark(draft, strong);
	draft_text_done(draft);
	expect_body(draft, "See the <map> now\n\nAgain",
		"<p>See <a href=\"https://x.example/?a&amp;b\">the "
		"<strong>&lt;map&gt;</strong></a> <strong>now</strong></p>"
		"<p><strong>Again</strong></p>");
	draft_remove(draft, 4, 13, TT_FURNITURE, "r");
	expect_body(draft, "See now\n\nAgain",
		"<p>See <strong>now</strong></p>"
		"<p><strong>Again</strong></p>");
	draft_free(draft);
}

static void
an_element_or_link_that_is_not_allowed_is_plain_text(void **state)
{
	struct draft *draft = draft_new(&partner);
	size_t a, b;

	(void)state;
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	a = draft_open_mark(draft, "script");
	b = draft_open_mark(draft, "a");
	draft_mark_at(draft, b)->href = (char[]){ "javascript:alert(1)" };
	draft_put_text(draft, slice_text("text"));
	draft_close_mark(draft, b);
	draft_close_mark(draft, a);
	draft_text_done(draft);
	expect_body(draft, "text", "<p>text</p>");
	draft_free(draft);
}

static void
images_stand_where_they_stood(void **state)
{
	struct draft *draft = draft_new(&partner);
	size_t image;

	(void)state;
	line(draft, TT_LINE_TEXT, 0, false, "One");
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	image = draft_open_mark(draft, "img");
	draft_mark_at(draft, image)->href = (char[]){ "https://x.example/i" };
	draft_mark_at(draft, image)->alt = (char[]){ "A \"boat\"" };
	draft_mark_at(draft, image)->width = 40;
	draft_close_mark(draft, image);
	line(draft, TT_LINE_TEXT, 0, false, "Two");
	draft_text_done(draft);
	expect_body(draft, "One\n\nTwo",
		"<p>One</p><p><img src=\"https://x.example/i\" "
		"alt=\"A &quot;boat&quot;\" width=\"40\"></p><p>Two</p>");
	draft_free(draft);
}

static void
blocks_nest_as_html_wants_it(void **state)
{
	struct draft *draft = draft_new(&partner);

	(void)state;
	line(draft, TT_LINE_HEADING, 1, false, "Head");
	line(draft, TT_LINE_ITEM, 1, false, "a");
	line(draft, TT_LINE_ITEM, 2, false, "b");
	line(draft, TT_LINE_ITEM, 1, false, "c");
	line(draft, TT_LINE_QUOTE, 1, false, "q");
	line(draft, TT_LINE_QUOTE, 1, false, "r");
	line(draft, TT_LINE_PRE, 0, false, "x  <y");
	line(draft, TT_LINE_PRE, 0, true, "  z");
	line(draft, TT_LINE_CELL, 0, false, "1");
	line(draft, TT_LINE_CELL, 0, true, "2");
	line(draft, TT_LINE_CELL, 0, false, "3");
	draft_text_done(draft);
	expect_body(draft,
		"Head\n\na\n\nb\n\nc\n\nq\n\nr\n\nx  <y\n  z\n\n1 2\n\n3",
		"<h2>Head</h2><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"
		"<blockquote><p>q</p><p>r</p></blockquote>"
		"<pre>x  &lt;y\n  z</pre><table><tbody><tr><td>1</td>"
		"<td>2</td></tr><tr><td>3</td></tr></tbody></table>");
	draft_free(draft);
}

static void
chinese_lines_are_joined_without_a_blank(void **state)
{
	struct draft *draft = draft_new(&partner);

	(void)state;
	line(draft, TT_LINE_TEXT, 0, false, "\xe4\xb8\xad");
	line(draft, TT_LINE_TEXT, 0, true, "\xe6\x96\x87");
	draft_text_done(draft);
	expect_body(draft, "\xe4\xb8\xad\xe6\x96\x87", NULL);
	draft_free(draft);
}

static void
bytes_that_are_no_text_do_not_get_in(void **state)
{
	struct draft *draft = draft_new(&partner);

	(void)state;
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	draft_put_text(draft, SLICE("a\xff\0b\x07"
				    "c\nd"));
	draft_text_done(draft);
	assert_string_equal(buf_text(&draft->text), "a\xef\xbf\xbd b c d");
	draft_free(draft);
}

static void
an_endless_text_is_cut_and_says_so(void **state)
{
	struct draft *draft = draft_new(&partner);
	char *block = test_calloc(1, 100001);

	(void)state;
	memset(block, 'x', 100000);
	for (int i = 0; i < 60; i++)
		line(draft, TT_LINE_TEXT, 0, false, block);
	draft_text_done(draft);
	assert_true(draft->text.len <= DRAFT_MAX_TEXT);
	assert_int_equal(draft->warnings.n_items, 1);
	expect_split(draft);
	test_free(block);
	draft_free(draft);
}

static void
an_empty_story_is_a_story(void **state)
{
	struct draft *draft = draft_new(&partner);

	(void)state;
	draft_text_done(draft);
	expect_body(draft, "", "");
	draft_free(draft);
}

/* ---- facts ----------------------------------------------------------------
 */

static void
the_surer_supplier_wins(void **state)
{
	struct draft *draft = ferry_story();
	struct tt_evidence weak = { 0, 5, "a", 0.5 };
	struct tt_evidence sure = { 0, 5, "b", 0.9 };

	(void)state;
	assert_true(draft_add_party(
		draft, TT_SUPPLIER, slice_text("Kittiwake"), NULL, &weak));
	assert_true(draft_add_party(
		draft, TT_SUPPLIER, slice_text("Gull Wire"), NULL, &sure));
	assert_true(draft_add_party(
		draft, TT_SUPPLIER, slice_text("Kittiwake"), NULL, &weak));
	assert_string_equal(draft_supplier(draft)->name, "Gull Wire");
	assert_int_equal(draft->parties.n, 2);
	assert_int_equal(draft->provenance.n, 3);
	draft_free(draft);
}

static void
a_line_of_the_body_becomes_the_headline(void **state)
{
	struct draft *draft = draft_new(&partner);
	struct problem why = PROBLEM_NULL;
	auto_(buf_done) struct buf headline = BUF_NULL;

	(void)state;
	draft_put_title(draft, slice_text("Nobody edited this."));
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	draft_put_text(draft, slice_text("Ferry sails"));
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, true);
	draft_put_text(draft, slice_text("again"));
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, true);
	draft_put_text(draft, slice_text("It left at noon."));
	draft_text_done(draft);
	assert_false(draft_promote_headline(draft, 20, 37, "top"));
	assert_true(draft_remove(draft, 0, 19, TT_NOTICE, "notice"));
	assert_false(draft_promote_headline(draft, 20, 20, "top"));
	assert_false(draft_promote_headline(draft, 0, 37, "top"));
	assert_true(draft_promote_headline(draft, 20, 37, "top"));
	assert_false(draft_promote_headline(draft, 38, 54, "top"));
	draft_headline(draft, &headline);
	assert_string_equal(buf_text(&headline), "Ferry sails again");
	expect_body(draft, "It left at noon.", "<p>It left at noon.</p>");
	assert_int_equal(draft_verify_split(draft, &why), 0);
	assert_int_equal(draft_label_at(draft, 22), TT_HEADLINE);
	assert_true(draft_remove(draft, 20, 25, TT_LIFECYCLE_MARK, "tag"));
	assert_int_equal(draft_verify_split(draft, &why), 0);
	draft_free(draft);
}

static void
a_line_end_between_removed_lines_is_space(void **state)
{
	struct draft *draft = draft_new(&partner);

	(void)state;
	draft_put_title(draft, slice_text("Ferry sails"));
	for (int i = 0; i < 3; i++) {
		draft_begin_line(draft, TT_LINE_TEXT, 0, false, i > 0);
		draft_put_text(draft, slice_text("A line"));
	}
	draft_text_done(draft);
	draft_remove(draft, 19, 25, TT_FURNITURE, "f");
	draft_remove(draft, 26, 32, TT_FURNITURE, "f");
	assert_int_equal(draft_label_at(draft, 25), TT_BODY);
	draft_settle_space(draft);
	assert_int_equal(draft_label_at(draft, 25), TT_SPACE);
	assert_int_equal(draft_label_at(draft, 18), TT_BODY);
	expect_body(draft, "A line", "<p>A line</p>");
	draft_free(draft);
}

static void
a_party_is_named_and_its_first_name_remembered(void **state)
{
	struct draft *draft = ferry_story();

	(void)state;
	draft_add_party(draft, TT_CITED, slice_text("GW"), NULL, NULL);
	draft_add_party(draft, TT_SUPPLIER, slice_text("GW"), NULL, NULL);
	draft_add_party(
		draft, TT_SUPPLIER, slice_text("Gull Wire"), NULL, NULL);
	assert_true(draft_name_party(
		draft, 1, slice_text("Gull Wire"), "canonical-name"));
	assert_int_equal(draft->parties.n, 2);
	assert_string_equal(draft->parties.items[0].name, "GW");
	assert_string_equal(draft->parties.items[1].name, "Gull Wire");
	assert_string_equal(draft->provenance.items[1].value, "Gull Wire");
	assert_string_equal(draft->provenance.items[1].said, "GW");
	assert_null(draft->provenance.items[2].said);
	assert_string_equal(draft->provenance.items[3].said, "GW");
	assert_false(draft_name_party(draft, 2, slice_text("x"), "r"));
	assert_false(draft_name_party(draft, 0, slice_text(" "), "r"));
	assert_false(draft_name_party(draft, 0, slice_text("\xff"), "r"));
	assert_string_equal(draft->parties.items[0].name, "GW");
	draft_free(draft);
}

static void
evidence_must_be_in_the_text(void **state)
{
	struct draft *draft = ferry_story();
	struct tt_evidence far = { 5, 99999, "a", 0.5 };

	(void)state;
	assert_false(
		draft_add_party(draft, TT_CITED, slice_text("X"), NULL, &far));
	assert_false(draft_set_dateline(
		draft, slice_text("X"), slice_text(""), &far));
	assert_int_equal(draft->parties.n, 0);
	draft_free(draft);
}

static void
an_embargo_that_nobody_can_read_holds(void **state)
{
	struct draft *draft = ferry_story();

	(void)state;
	assert_int_equal(draft_set(draft, DRAFT_EMBARGOED_UNTIL,
				 slice_text("tomorrow, maybe"), NULL),
		1);
	assert_non_null(draft->embargo_text);
	assert_true(draft->embargo_ms == TT_EMBARGO_UNPARSED);
	assert_true(draft_set_embargo(draft, 1000, NULL));
	assert_true(draft->embargo_ms == TT_EMBARGO_UNPARSED);
	draft_free(draft);
}

static void
fields_take_only_what_the_schema_takes(void **state)
{
	static const struct {
		enum draft_field field;
		const char *value, *kept;
	} cases[] = {
		{ DRAFT_URI, "no scheme", NULL },
		{ DRAFT_URI, "urn:x:1", "urn:x:1" },
		{ DRAFT_URI, "http://x.example/a b", "http://x.example/a%20b" },
		{ DRAFT_URI, "http://", NULL },
		{ DRAFT_LINK, "urn:x:1", NULL },
		{ DRAFT_URGENCY, "0", NULL },
		{ DRAFT_URGENCY, "9", "9" },
		{ DRAFT_URGENCY, "10", NULL },
		{ DRAFT_LANGUAGE, "en_GB", "en-GB" },
		{ DRAFT_LANGUAGE, "english please", NULL },
		{ DRAFT_LANGUAGE, "x", NULL },
		{ DRAFT_PUB_STATUS, "Usable", "usable" },
		{ DRAFT_PUB_STATUS, "cancelled", NULL },
		{ DRAFT_EXPIRES, "2025-09-22", NULL },
		{ DRAFT_EXPIRES, "2025-09-22t10:00:00z",
			"2025-09-22T10:00:00Z" },
		{ DRAFT_FIRST_CREATED, "2025-09-22T10:00:00+09:00",
			"2025-09-22T10:00:00+09:00" },
		{ DRAFT_SLUGLINE, "\xff", NULL },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		struct draft *draft = draft_new(&partner);
		int rc = draft_set(draft, cases[i].field,
			slice_text(cases[i].value), NULL);
		const char *kept = draft_get(draft, cases[i].field);

		assert_int_equal(rc, cases[i].kept == NULL);
		if (cases[i].kept != NULL)
			assert_string_equal(kept, cases[i].kept);
		else
			assert_null(kept);
		draft_free(draft);
	}
}

static void
the_weightier_life_cycle_wins(void **state)
{
	struct draft *draft = ferry_story();

	(void)state;
	draft_set_lifecycle(draft, "correction", 0, NULL);
	draft_set_lifecycle(draft, "update", 2, NULL);
	assert_string_equal(draft->lifecycle_kind, "correction");
	assert_int_equal(draft->lifecycle_serial, 2);
	assert_false(draft_set_lifecycle(draft, "nonsense", 0, NULL));
	draft_free(draft);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrapped_lines_become_one_paragraph),
		cmocka_unit_test(a_long_line_is_written_with_care_to_its_end),
		cmocka_unit_test(a_claim_takes_text_out_and_loses_nothing),
		cmocka_unit_test(the_first_claim_wins),
		cmocka_unit_test(a_claim_outside_the_text_is_refused),
		cmocka_unit_test(ten_thousand_claims_still_tile_the_text),
		cmocka_unit_test(marks_are_balanced_whatever_was_removed),
		cmocka_unit_test(
			an_element_or_link_that_is_not_allowed_is_plain_text),
		cmocka_unit_test(images_stand_where_they_stood),
		cmocka_unit_test(blocks_nest_as_html_wants_it),
		cmocka_unit_test(chinese_lines_are_joined_without_a_blank),
		cmocka_unit_test(bytes_that_are_no_text_do_not_get_in),
		cmocka_unit_test(an_endless_text_is_cut_and_says_so),
		cmocka_unit_test(an_empty_story_is_a_story),
		cmocka_unit_test(a_line_of_the_body_becomes_the_headline),
		cmocka_unit_test(a_line_end_between_removed_lines_is_space),
		cmocka_unit_test(the_surer_supplier_wins),
		cmocka_unit_test(
			a_party_is_named_and_its_first_name_remembered),
		cmocka_unit_test(evidence_must_be_in_the_text),
		cmocka_unit_test(an_embargo_that_nobody_can_read_holds),
		cmocka_unit_test(fields_take_only_what_the_schema_takes),
		cmocka_unit_test(the_weightier_life_cycle_wins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
