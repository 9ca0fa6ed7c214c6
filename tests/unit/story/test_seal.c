/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_seal - what leaves in a record, what does not, and who may read it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/jsonout.h"
#include "story/draft.h"
#include "story/record.h"
#include "story/seal.h"
#include "story/story.h"

static const struct draft_partner partner = { .name = "gull",
	.title = "Gull Wire",
	.role = "agency",
	.timezone = "UTC",
	.language = "en",
	.charset = "",
	.may_kill = true,
	.may_embargo = true };

static struct draft *
full_draft(void)
{
	struct draft *draft = draft_new(&partner);
	struct tt_evidence mark = { 16, 22, "dateline-mark", 0.98 };
	struct tt_evidence note = { 23, 45, "eds", 1 };
	const struct tt_disclaimer notice = { "liability",
		"Legal Disclaimer:", "Nobody is to blame.", "distributor",
		true };
	static char caption[] = "The ferry";
	struct draft_media *photo;

	draft->format = "text";
	draft_put_title(draft, slice_text("Ferry reopens"));
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	draft_put_text(draft, slice_text("- (Gull)Eds: SECRETMARK here. "));
	draft_put_text(draft, slice_text("It sails again."));
	draft_text_done(draft);
	draft->running = "attribution";
	draft_remove(draft, 14, 22, TT_CREDIT, "mark");
	draft_remove(draft, 22, 44, TT_EDITORIAL_NOTE, "eds");
	draft_add_party(
		draft, TT_SUPPLIER, slice_text("Gull Wire"), NULL, &mark);
	draft_add_party(draft, TT_DISTRIBUTOR, slice_text("Tern"), NULL, &mark);
	draft_add_note(draft, slice_text("SECRETMARK here."), &note);
	draft_set_lifecycle(draft, "update", 2, &note);
	draft_add_disclaimer(draft, &notice, NULL);
	draft_add_byline(draft, slice_text("Ada Brook"), NULL);
	draft_set(draft, DRAFT_URI, slice_text("urn:gull:1"), NULL);
	draft_set(draft, DRAFT_ED_NOTE, slice_text("SECRETMARK too"), NULL);
	draft_set(draft, DRAFT_URGENCY, slice_text("3"), NULL);
	draft_add_subject(
		draft, slice_text("ships"), slice_text(""), slice_text(""));
	photo = draft_add_media(draft, slice_text("https://x.example/p.jpg"));
	photo->caption = caption;
	draft_add_property(draft, slice_text("subjects"),
		slice_text("[{\"name\":\"sea\"}]"));
	return draft;
}

static struct story *
sealed(const struct draft *draft)
{
	struct buf record = BUF_NULL;
	struct problem why = PROBLEM_NULL;
	struct story *story = NULL;

	seal_record(draft, TT_PASS, &record);
	if (story_parse(buf_slice(&record), &story, &why) != 0)
		fail_msg("%s", why.text);
	buf_done(&record);
	return story;
}

static bool
has(struct slice text, const char *part)
{
	return memmem(text.at, text.len, part, strlen(part)) != NULL;
}

static void
the_rules_that_did_something_are_told_each_once(void **state)
{
	static const char *const rules[] = { "dateline-mark", "eds", "mark",
		"cited-en" };
	struct draft *draft = full_draft();
	const struct tt_evidence again = { 0, 5, "mark", 1 };

	(void)state;
	/* One more fact of a known rule, and one of no plugin's. */
	draft_add_byline(draft, slice_text("Bo Reed"), &again);
	/* One that only served, and one that did both. */
	draft_rule_used(draft, "cited-en");
	draft_rule_used(draft, "mark");
	draft->running = "decode";
	draft_set(draft, DRAFT_LANGUAGE, slice_text("en"), NULL);
	struct story *story = sealed(draft);
	struct slice texts[9];

	assert_int_equal(record_texts(story_get(story, RECORD_RULES), texts, 9),
		2 * n_elements(rules));
	for (size_t i = 0; i < n_elements(rules); i++) {
		assert_true(slice_is(texts[2 * i], "attribution"));
		assert_true(slice_is(texts[2 * i + 1], rules[i]));
	}
	story_unref(story);
	draft_free(draft);
}

static void
a_sealed_story_says_what_the_draft_said(void **state)
{
	struct draft *draft = full_draft();
	struct story *story = sealed(draft);
	struct slice texts[5], value;
	size_t cursor = 0;

	(void)state;
	assert_true(slice_is(story_get(story, RECORD_PARTNER), "gull"));
	assert_true(slice_is(story_get(story, RECORD_URI), "urn:gull:1"));
	assert_true(slice_is(
		story_get(story, RECORD_BODY_TEXT), "It sails again."));
	assert_true(slice_is(story_supplier(story), "Gull Wire"));
	assert_int_equal(story_event(story), STORY_UPDATE);
	assert_int_equal(story_time(story, RECORD_EMBARGO), -1);
	assert_true(story_each(story, RECORD_DISCLAIMER, &cursor, &value));
	assert_int_equal(record_texts(value, texts, 5), 5);
	assert_true(slice_is(texts[4], "required"));
	assert_false(story_each(story, RECORD_DISCLAIMER, &cursor, &value));
	assert_true(has(story_get(story, RECORD_NINJS),
		"\"subjects\":[{\"name\":\"sea\"},{\"name\":\"ships\"}]"));
	story_unref(story);
	draft_free(draft);
}

static void
what_is_meant_for_editors_stays_here(void **state)
{
	struct draft *draft = full_draft();
	struct story *story = sealed(draft);

	(void)state;
	assert_false(has(story_record(story), "SECRETMARK"));
	story_unref(story);
	draft_free(draft);
}

static void
the_report_shows_the_whole_split(void **state)
{
	struct draft *draft = full_draft();
	struct buf out = BUF_NULL;
	struct jsonout json = JSONOUT(&out);

	(void)state;
	seal_report(draft, TT_PASS, true, &json);
	assert_true(has(buf_slice(&out), "\"event\":\"update\""));
	assert_true(has(buf_slice(&out), "\"kind\":\"editorial_note\""));
	assert_true(has(buf_slice(&out), "\"source_text\":\"Ferry"));
	assert_true(has(buf_slice(&out), "\"field\":\"/wire/distributors/0\""));
	buf_done(&out);
	draft_free(draft);
}

static void
a_kill_carries_no_text(void **state)
{
	struct draft *draft = full_draft();
	struct story *story;

	(void)state;
	draft_set_lifecycle(draft, "withdrawal", 0, NULL);
	story = sealed(draft);
	assert_int_equal(story_event(story), STORY_KILL);
	assert_true(has(
		story_get(story, RECORD_NINJS), "\"pubStatus\":\"canceled\""));
	assert_false(has(story_get(story, RECORD_NINJS), "sails"));
	assert_false(has(story_record(story), "sails"));
	story_unref(story);
	draft_free(draft);
}

static void
the_hash_follows_what_readers_see(void **state)
{
	struct draft *a = full_draft(), *b = full_draft();
	struct buf first = BUF_NULL, second = BUF_NULL;

	(void)state;
	draft_set(b, DRAFT_VERSION_CREATED, slice_text("2025-09-22T10:00:00Z"),
		NULL);
	draft_set(b, DRAFT_VERSION, slice_text("7"), NULL);
	seal_content_hash(a, &first);
	seal_content_hash(b, &second);
	assert_string_equal(buf_text(&first), buf_text(&second));
	draft_set(b, DRAFT_USAGE_TERMS, slice_text("Ask first"), NULL);
	buf_clear(&second);
	seal_content_hash(b, &second);
	assert_string_not_equal(buf_text(&first), buf_text(&second));
	buf_done(&first);
	buf_done(&second);
	draft_free(a);
	draft_free(b);
}

static void
a_story_without_a_uri_gets_a_lasting_one(void **state)
{
	struct draft *draft = draft_new(&partner);
	struct buf first = BUF_NULL, second = BUF_NULL;

	(void)state;
	draft_put_title(draft, slice_text("One"));
	draft_text_done(draft);
	seal_uri(draft, &first);
	seal_uri(draft, &second);
	assert_int_equal(first.len, strlen("urn:uuid:") + 36);
	assert_string_equal(buf_text(&first), buf_text(&second));
	buf_done(&first);
	buf_done(&second);
	draft_free(draft);
}

static void
every_truncated_or_bent_record_is_refused_or_harmless(void **state)
{
	struct draft *draft = full_draft();
	struct buf record = BUF_NULL;
	struct problem why = PROBLEM_NULL;

	(void)state;
	seal_record(draft, TT_FAIL, &record);
	for (size_t len = 0; len < record.len; len++) {
		struct story *story = NULL;

		assert_int_equal(
			story_parse(slice_of(record.data, len), &story, &why),
			1);
	}
	for (size_t at = 0; at < record.len; at++) {
		struct story *story = NULL;

		record.data[at] ^= 0x55;
		if (story_parse(buf_slice(&record), &story, &why) == 0)
			story_unref(story);
		record.data[at] ^= 0x55;
	}
	buf_done(&record);
	draft_free(draft);
}

static void
ids_are_for_life_and_url_safe(void **state)
{
	struct story_id a = story_id_of(SLICE("gull"), SLICE("urn:x:1"));
	struct story_id b = story_id_of(SLICE("gul"), SLICE("lurn:x:1"));

	(void)state;
	assert_int_equal(strlen(a.text), STORY_ID_LEN);
	assert_true(story_id_is_valid(slice_text(a.text)));
	assert_string_not_equal(a.text, b.text);
	/* sha256("gull\0urn:x:1") in base 32: any change breaks journals. */
	assert_string_equal(
		a.text, story_id_of(SLICE("gull"), SLICE("urn:x:1")).text);
	assert_false(story_id_is_valid(SLICE("../../../../../etc/passwd!")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sealed_story_says_what_the_draft_said),
		cmocka_unit_test(what_is_meant_for_editors_stays_here),
		cmocka_unit_test(the_report_shows_the_whole_split),
		cmocka_unit_test(a_kill_carries_no_text),
		cmocka_unit_test(the_hash_follows_what_readers_see),
		cmocka_unit_test(
			the_rules_that_did_something_are_told_each_once),
		cmocka_unit_test(a_story_without_a_uri_gets_a_lasting_one),
		cmocka_unit_test(
			every_truncated_or_bent_record_is_refused_or_harmless),
		cmocka_unit_test(ids_are_for_life_and_url_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
