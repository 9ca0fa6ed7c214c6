/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_fact - what a person is told of a draft: values, grounds, what else was
 * considered; and the proof sheet that is made from it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cli/fact.h"
#include "cli/proof_parts.h"

static const struct draft_partner partner = { .name = "gull",
	.title = "Gull Wire",
	.role = "agency",
	.timezone = "UTC",
	.language = "en",
	.charset = "",
	.may_kill = true,
	.may_embargo = true };

static void
line(struct draft *draft, const char *text)
{
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	draft_put_text(draft, slice_text(text));
}

/* A story of two lines below its title. */
static struct draft *
story(const char *title, const char *one, const char *two)
{
	struct draft *draft = draft_new(&partner);

	draft_put_title(draft, slice_text(title));
	line(draft, one);
	line(draft, two);
	draft_text_done(draft);
	draft->running = "attribution";
	return draft;
}

static struct tt_evidence
at(const struct draft *draft, const char *words, double confidence)
{
	const char *found = strstr(buf_text(&draft->text), words);
	size_t start = (size_t)(found - buf_text(&draft->text));

	assert_non_null(found);
	return (struct tt_evidence){ start, start + strlen(words), "mark",
		confidence };
}

static const struct fact_answer *
answer(const struct fact_sheet *sheet, const char *name)
{
	const struct fact_field *field = fact_field_find(name);

	assert_non_null(field);
	return fact_answer(sheet, field);
}

static void
add(struct draft *draft, enum tt_role role, const char *name, const char *words,
	double confidence)
{
	struct tt_evidence evidence = at(draft, words, confidence);

	assert_true(draft_add_party(
		draft, role, slice_text(name), NULL, &evidence));
}

static void
the_surer_supplier_is_told_and_the_other_was_considered(void **state)
{
	struct draft *draft = story(
		"Ferry back", "LISBON (Lusa) - It sails.", "Source: Gull Wire");
	struct fact_sheet sheet;
	const struct fact_answer *supplier;

	(void)state;
	add(draft, TT_SUPPLIER, "Gull Wire", "Gull Wire", 0.6);
	add(draft, TT_SUPPLIER, "Lusa", "(Lusa)", 0.97);
	fact_sheet_read(draft, &sheet);
	supplier = answer(&sheet, "supplier");
	assert_int_equal(supplier->found.n, 1);
	assert_string_equal(supplier->found.items[0].value, "Lusa");
	assert_int_equal(supplier->found.items[0].evidence[0].line, 2);
	assert_int_equal(supplier->found.items[0].evidence[0].column, 8);
	assert_int_equal(supplier->considered.n, 1);
	assert_string_equal(supplier->considered.items[0].value, "Gull Wire");
	assert_string_equal(supplier->considered.items[0].detail,
		"overruled by a surer one");
	fact_sheet_done(&sheet);
	draft_free(draft);
}

static void
names_in_running_text_explain_why_there_is_no_supplier(void **state)
{
	struct draft *draft = story("Ferry back", "It sails, Yonhap reported.",
		"TIME had said so.");
	struct fact_sheet sheet;
	const struct fact_answer *supplier;

	(void)state;
	add(draft, TT_CITED, "Yonhap News Agency", "Yonhap", 0.85);
	add(draft, TT_CITED, "TIME", "TIME", 0.9);
	fact_sheet_read(draft, &sheet);
	supplier = answer(&sheet, "supplier");
	assert_int_equal(supplier->found.n, 0);
	assert_string_equal(supplier->absent,
		"no mark of a supplier was found; 2 party names stand only in "
		"running text");
	assert_int_equal(supplier->considered.n, 2);
	assert_int_equal(supplier->considered.items[1].evidence[0].line, 3);
	assert_int_equal(answer(&sheet, "cited")->found.n, 2);
	fact_sheet_done(&sheet);
	draft_free(draft);
}

static void
what_was_taken_back_says_so(void **state)
{
	struct draft *draft =
		story("Ferry back", "It sails, Yonhap reported.", "Soon.");
	struct fact_sheet sheet;
	const struct fact_answer *cited;

	(void)state;
	add(draft, TT_CITED, "Yonhap News Agency", "Yonhap", 0.85);
	draft->may_retract = true;
	assert_true(draft_retract_party(draft, 0, "house-rule"));
	fact_sheet_read(draft, &sheet);
	cited = answer(&sheet, "cited");
	assert_int_equal(cited->found.n, 0);
	assert_int_equal(cited->considered.n, 1);
	assert_int_equal(cited->considered.items[0].n_evidence, 2);
	assert_string_equal(
		cited->considered.items[0].evidence[1].rule, "house-rule");
	fact_sheet_done(&sheet);
	draft_free(draft);
}

static void
of_two_embargoes_the_earlier_was_considered(void **state)
{
	struct draft *draft =
		story("Ferry back", "Hold until noon.", "Hold until nine.");
	struct tt_evidence noon = at(draft, "until noon", 0.9);
	struct tt_evidence nine = at(draft, "until nine", 0.9);
	struct fact_sheet sheet;
	const struct fact_answer *embargo;

	(void)state;
	assert_true(draft_set_embargo(draft, 1000, &noon));
	assert_true(draft_set_embargo(draft, 61000, &nine));
	fact_sheet_read(draft, &sheet);
	embargo = answer(&sheet, "embargo");
	assert_string_equal(
		embargo->found.items[0].value, "1970-01-01T00:01:01Z");
	assert_int_equal(embargo->considered.n, 1);
	assert_string_equal(
		embargo->considered.items[0].detail, "an earlier time");
	fact_sheet_done(&sheet);
	draft_free(draft);
}

static void
an_embargo_that_nobody_can_read_is_told_as_held(void **state)
{
	struct draft *draft = story("Ferry back", "Hold a while.", "Please.");
	struct tt_evidence evidence = at(draft, "Hold a while", 0.9);
	struct fact_sheet sheet;

	(void)state;
	draft_set_embargo(draft, TT_EMBARGO_UNPARSED, &evidence);
	fact_sheet_read(draft, &sheet);
	assert_string_equal(answer(&sheet, "embargo")->found.items[0].detail,
		"its time is not understood: the story is held");
	assert_int_equal(
		answer(&sheet, "embargo")->found.items[0].n_evidence, 1);
	fact_sheet_done(&sheet);
	draft_free(draft);
}

static void
what_was_taken_out_is_a_field_and_was_considered_for_the_body(void **state)
{
	struct draft *draft = story("Ferry back", "It sails.", "Share this!");
	struct tt_evidence share = at(draft, "Share this!", 0);
	struct fact_sheet sheet;

	(void)state;
	draft_remove(draft, share.start, share.end, TT_FURNITURE, "share");
	fact_sheet_read(draft, &sheet);
	assert_string_equal(
		answer(&sheet, "body")->found.items[0].value, "It sails.");
	assert_string_equal(answer(&sheet, "body")->considered.items[0].detail,
		"taken out: furniture");
	assert_string_equal(answer(&sheet, "furniture")->found.items[0].value,
		"Share this!");
	assert_int_equal(answer(&sheet, "notice")->found.n, 0);
	fact_sheet_done(&sheet);
	draft_free(draft);
}

static void
what_stays_against_a_rule_was_considered_and_says_why(void **state)
{
	struct draft *draft = story("Ferry back", "Share this!", "It sails.");
	struct tt_evidence share = at(draft, "Share this!", 0);
	struct draft_spared spared = { share.start, share.end, TT_FURNITURE,
		NULL, "share", "the story is short" };
	struct fact_sheet sheet;

	(void)state;
	draft_spare(draft, &spared);
	spared.end = 4000; /* is no range of this text */
	draft_spare(draft, &spared);
	fact_sheet_read(draft, &sheet);
	const struct fact_answer *told = answer(&sheet, "furniture");
	assert_int_equal(told->found.n, 0);
	assert_int_equal(told->considered.n, 1);
	assert_string_equal(told->considered.items[0].value, "Share this!");
	assert_string_equal(told->considered.items[0].detail,
		"it stays: the story is short");
	assert_string_equal(
		told->considered.items[0].evidence[0].rule, "share");
	assert_int_equal(answer(&sheet, "notice")->considered.n, 0);
	fact_sheet_done(&sheet);
	draft_free(draft);
}

/* ---- the proof sheet ------------------------------------------------------
 */

static void
proof(struct draft *draft, struct buf *out)
{
	struct fact_sheet sheet;
	const struct proof sheet_proof = { &sheet, out, 1, 1 };

	fact_sheet_read(draft, &sheet);
	proof_put_text(&sheet_proof);
	fact_sheet_done(&sheet);
	draft_free(draft);
}

static size_t
count(const struct buf *page, const char *words)
{
	size_t n = 0;

	for (const char *found = buf_text(page);
		(found = strstr(found, words)) != NULL; found++)
		n++;
	return n;
}

static void
evidence_that_crosses_others_is_nested_and_has_one_anchor(void **state)
{
	struct draft *draft =
		story("Ferry back", "One two three", "four five six");
	auto_(buf_done) struct buf page = BUF_NULL;

	(void)state;
	add(draft, TT_CITED, "A", "One two", 0.9);
	add(draft, TT_CITED, "B", "two three\nfour", 0.9);
	proof(draft, &page);
	assert_int_equal(count(&page, "<span"), count(&page, "</span>"));
	assert_int_equal(count(&page, "<div"), 3);
	assert_int_equal(count(&page, "</div>"), 3);
	assert_int_equal(count(&page, "id=f1s1e1 "), 1);
	assert_int_equal(count(&page, "id=f1s1e2 "), 1);
	assert_int_equal(count(&page, "cited: B"), 3);
}

static void
much_evidence_in_one_place_stays_well_formed(void **state)
{
	struct draft *draft = story("Ferry back", "One two three", "Four");
	auto_(buf_done) struct buf page = BUF_NULL;
	char name[16];

	(void)state;
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "Party %d", i);
		add(draft, TT_CITED, name, "two", 0.5);
	}
	proof(draft, &page);
	assert_int_equal(count(&page, "<span"), count(&page, "</span>"));
}

static void
copy_gets_neither_markup_nor_direction_into_the_page(void **state)
{
	auto_(buf_done) struct buf page = BUF_NULL;

	(void)state;
	proof_put(&page, SLICE("<b a=\"1\">&\xe2\x80\xae\x07!"));
	assert_null(strstr(buf_text(&page), "<b a"));
	assert_null(strstr(buf_text(&page), "\xe2\x80\xae"));
	assert_int_equal(count(&page, "<b class=c>U+202E</b>"), 1);
	assert_int_equal(count(&page, "<b class=c>U+0007</b>"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_surer_supplier_is_told_and_the_other_was_considered),
		cmocka_unit_test(
			names_in_running_text_explain_why_there_is_no_supplier),
		cmocka_unit_test(what_was_taken_back_says_so),
		cmocka_unit_test(of_two_embargoes_the_earlier_was_considered),
		cmocka_unit_test(
			an_embargo_that_nobody_can_read_is_told_as_held),
		cmocka_unit_test(
			what_was_taken_out_is_a_field_and_was_considered_for_the_body),
		cmocka_unit_test(
			what_stays_against_a_rule_was_considered_and_says_why),
		cmocka_unit_test(
			evidence_that_crosses_others_is_nested_and_has_one_anchor),
		cmocka_unit_test(much_evidence_in_one_place_stays_well_formed),
		cmocka_unit_test(
			copy_gets_neither_markup_nor_direction_into_the_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
