/* SPDX-License-Identifier: Apache-2.0 */
/*
 * contract: a partner's notices on its stories.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/problem.h"
#include "normalize/contract.h"

static const struct draft_notice notices[] = {
	{ "syndication_notice", "Supplied by Gull Wire, not edited.",
		"distributor" },
	{ "liability", "Gull Wire answers for nothing.", "supplier" },
};

static const struct draft_partner partner = { .name = "gull",
	.title = "Gull Wire",
	.role = "distributor",
	.timezone = "UTC",
	.language = "en",
	.charset = "",
	.notices = notices,
	.n_notices = 2 };

static void
line(struct draft *draft, bool same, const char *text)
{
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, same);
	draft_put_text(draft, slice_text(text));
}

static struct draft *
story(const char *first, const char *second)
{
	struct draft *draft = draft_new(&partner);

	draft_put_title(draft, slice_text("Ferry line to reopen"));
	line(draft, false, "It was closed in May.");
	line(draft, false, first);
	line(draft, true, second);
	draft_text_done(draft);
	contract_apply(draft);
	return draft;
}

static void
expect_body(const struct draft *draft, const char *text)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	struct problem why = PROBLEM_NULL;

	draft_body_text(draft, &out);
	assert_string_equal(buf_text(&out), text);
	assert_int_equal(draft_verify_split(draft, &why), 0);
}

static void
each_notice_is_on_the_story_and_must_travel(void **state)
{
	struct draft *draft = story("It opens in", "June.");

	(void)state;
	assert_int_equal(draft->disclaimers.n, 2);
	assert_string_equal(
		draft->disclaimers.items[0].kind, "syndication_notice");
	assert_string_equal(draft->disclaimers.items[0].text,
		"Supplied by Gull Wire, not edited.");
	assert_string_equal(draft->disclaimers.items[1].speaks_for, "supplier");
	assert_true(draft->disclaimers.items[0].required);
	assert_true(draft->disclaimers.items[1].required);
	expect_body(draft, "It was closed in May.\n\nIt opens in June.");
	draft_free(draft);
}

static void
a_paragraph_with_the_same_words_is_the_notice(void **state)
{
	struct draft *draft = story("Supplied by  Gull Wire,", "not edited.");

	(void)state;
	assert_int_equal(draft->disclaimers.n, 2);
	expect_body(draft, "It was closed in May.");
	draft_free(draft);
}

static void
words_around_it_keep_it_in_the_story(void **state)
{
	struct draft *draft =
		story("He read aloud:", "Supplied by Gull Wire, not edited.");

	(void)state;
	assert_int_equal(draft->disclaimers.n, 2);
	expect_body(draft, "It was closed in May.\n\n"
			   "He read aloud: Supplied by Gull Wire, not edited.");
	draft_free(draft);
}

static void
what_a_plugin_found_is_not_told_twice(void **state)
{
	static const struct tt_disclaimer found = { .kind = "liability",
		.heading = "",
		.text = "Gull Wire answers for nothing.",
		.speaks_for = "supplier" };
	static const struct tt_evidence evidence = { .rule = "r",
		.confidence = 0.9 };
	struct draft *draft = draft_new(&partner);

	(void)state;
	draft_put_title(draft, slice_text("Ferry line to reopen"));
	draft_text_done(draft);
	assert_true(draft_add_disclaimer(draft, &found, &evidence));
	contract_apply(draft);
	assert_int_equal(draft->disclaimers.n, 2);
	assert_true(draft->disclaimers.items[0].required);
	draft_free(draft);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_notice_is_on_the_story_and_must_travel),
		cmocka_unit_test(a_paragraph_with_the_same_words_is_the_notice),
		cmocka_unit_test(words_around_it_keep_it_in_the_story),
		cmocka_unit_test(what_a_plugin_found_is_not_told_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
