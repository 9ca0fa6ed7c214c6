/* SPDX-License-Identifier: Apache-2.0 */
/*
 * encode: envelopes, frames and feeds of one made-up story.
 *
 * Everything in here is made up; what others published is read from outside
 * the tree where a test says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "format/envelope.h"
#include "format/feed.h"
#include "format/format.h"
#include "format/xml.h"
#include "story/seal.h"
#include "story/story.h"

static const struct draft_partner partner = {
	.name = "harbour",
	.title = "Harbour Wire",
	.role = "distributor",
	.timezone = "UTC",
	.language = "en",
};

static struct story *
make_story(void)
{
	struct draft *draft = draft_new(&partner);
	auto_(buf_done) struct buf record = BUF_NULL;
	struct problem why = PROBLEM_NULL;
	struct story *story = NULL;
	struct tt_disclaimer notice = { "liability", "Legal Notice",
		"We promise <nothing> & less.", "distributor", true };

	draft->format = "text";
	draft_put_title(draft, SLICE("Ferry <returns> & stays"));
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	draft_put_text(draft, SLICE("It came."));
	draft_text_done(draft);
	draft_set(draft, DRAFT_URI, SLICE("urn:harbour:1"), NULL);
	draft_set(draft, DRAFT_LANGUAGE, SLICE("en"), NULL);
	draft_set(draft, DRAFT_COPYRIGHT_NOTICE, SLICE("(c) Isle"), NULL);
	draft_add_party(draft, TT_SUPPLIER, SLICE("Isle News"), NULL, NULL);
	draft_add_party(draft, TT_DISTRIBUTOR, SLICE("Harbour"), NULL, NULL);
	draft_add_byline(draft, SLICE("Ada Brook"), NULL);
	draft_add_disclaimer(draft, &notice, NULL);
	draft_add_note(draft, SLICE("for the desk only"), NULL);
	draft_add_subject(draft, SLICE("ships"), SLICE("urn:s:1"), SLICE(""));
	seal_record(draft, TT_PASS, &record);
	draft_free(draft);
	if (story_parse(buf_slice(&record), &story, &why) != 0)
		fail_msg("%s", why.text);
	return story;
}

static const struct feed_head head = {
	.id = { "urn:torntape:1:feed:world", 25 },
	.title = { "World & all", 11 },
	.self_url = { "https://g.example/v1/feeds/world.atom", 37 },
	.hub_url = { "https://g.example/v1/hub", 24 },
	.language = { "en", 2 },
	.updated_ms = 1,
};

static void
ignore_open(void *user, struct xml_name name, const char **attributes)
{
	(void)user, (void)name, (void)attributes;
}

static void
ignore_close(void *user, struct xml_name name)
{
	(void)user, (void)name;
}

static void
collect(void *user, struct slice text)
{
	buf_put_slice(user, text);
}

/* The document's text if it is well-formed. */
static void
check_xml(const struct buf *xml, struct buf *ret_text)
{
	struct xml_handler handler = { ret_text, ignore_open, ignore_close,
		collect };
	struct problem why = PROBLEM_NULL;

	if (xml_parse(buf_slice(xml), &handler, &why) != 0)
		fail_msg("%u:%u %s\n%s", why.line, why.column, why.text,
			buf_text(xml));
}

static void
an_envelope_joins_item_and_wire(void **state)
{
	auto_(story_unref) struct story *story = make_story();
	auto_(buf_done) struct buf out = BUF_NULL;
	struct envelope envelope = {
		.type = "story.published",
		.time_ms = INT64_C(1746266400000),
		.id = SLICE("abc"),
		.partner = SLICE("harbour"),
		.cursor = SLICE("c1"),
		.seq = 42,
		.uri = SLICE("urn:harbour:1"),
		.version = SLICE("7"),
		.story = story,
	};

	(void)state;
	envelope_write(&out, &envelope);
	json_t *json = json_loads(buf_text(&out), JSON_REJECT_DUPLICATES, NULL);
	json_t *data = json_object_get(json, "data");

	assert_non_null(json);
	assert_string_equal(
		json_string_value(json_object_get(json, "timestamp")),
		"2025-05-03T10:00:00Z");
	assert_int_equal(json_integer_value(json_object_get(data, "seq")), 42);
	assert_string_equal(json_string_value(json_object_get(
				    json_object_get(data, "story"), "version")),
		"7");
	assert_non_null(json_object_get(data, "wire"));
	assert_null(strstr(buf_text(&out), "for the desk only"));
	assert_null(strchr(buf_text(&out), '\n'));
	json_decref(json);
}

static void
a_kill_carries_no_text(void **state)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	struct envelope envelope = {
		.type = "story.killed",
		.id = SLICE("abc"),
		.partner = SLICE("harbour"),
		.cursor = SLICE("c2"),
		.seq = 43,
		.uri = SLICE("urn:harbour:1"),
		.version = SLICE("8"),
		.reason = SLICE("wrong ship"),
	};

	(void)state;
	envelope_write(&out, &envelope);
	assert_string_equal(buf_text(&out),
		"{\"type\":\"story.killed\",\"timestamp\":\"1970-01-01T00:00:"
		"00Z\",\"data\":{\"id\":\"abc\",\"partner\":\"harbour\","
		"\"cursor\":\"c2\",\"seq\":43,\"uri\":\"urn:harbour:1\","
		"\"version\":\"8\",\"reason\":\"wrong ship\"}}");
}

static void
a_frame_is_one_chunk(void **state)
{
	auto_(buf_done) struct buf out = BUF_NULL;

	(void)state;
	sse_frame_write(&out, SLICE("c1"), SLICE("gap"), SLICE("a\nb"));
	assert_string_equal(buf_text(&out),
		"23\r\nid: c1\nevent: gap\ndata: a\ndata: b\n\n\r\n");
}

static void
feeds_show_credit_and_notice(void **state)
{
	auto_(story_unref) struct story *story = make_story();
	struct feed_entry entries[] = {
		{ story, SLICE("urn:harbour:1"), SLICE("1"), SLICE(""),
			INT64_C(1746266400000), INT64_C(1746270000000) },
		{ NULL, SLICE("urn:harbour:0"), SLICE("2"), SLICE(""),
			INT64_C(1746266400000), INT64_C(1746266500000) },
	};
	void (*const writers[])(struct buf *, const struct feed_head *,
		const struct feed_entry *, size_t) = { atom_write, rss_write };

	(void)state;
	for (size_t i = 0; i < n_elements(writers); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;
		auto_(buf_done) struct buf again = BUF_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;

		writers[i](&out, &head, entries, 2);
		writers[i](&again, &head, entries, 2);
		assert_true(slice_equal(buf_slice(&out), buf_slice(&again)));
		check_xml(&out, &text);
		assert_non_null(strstr(
			buf_text(&text), "Source: Isle News, via Harbour"));
		assert_non_null(
			strstr(buf_text(&text), "<footer class=\""
						"torntape-attribution"));
		assert_non_null(strstr(buf_text(&text),
			"We promise &lt;nothing&gt; &amp; less."));
		assert_non_null(strstr(buf_text(&text), "Ada Brook"));
		assert_null(strstr(buf_text(&text), "for the desk only"));
		assert_int_equal(
			strstr(buf_text(&out), "urn:harbour:0") != NULL,
			writers[i] == atom_write);
	}
}

static void
a_feed_of_nothing_is_a_feed(void **state)
{
	auto_(buf_done) struct buf atom = BUF_NULL;
	auto_(buf_done) struct buf rss = BUF_NULL;
	auto_(buf_done) struct buf text = BUF_NULL;

	(void)state;
	atom_write(&atom, &head, NULL, 0);
	rss_write(&rss, &head, NULL, 0);
	check_xml(&atom, &text);
	check_xml(&rss, &text);
	assert_non_null(
		strstr(buf_text(&rss), "Thu, 01 Jan 1970 00:00:00 GMT"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_envelope_joins_item_and_wire),
		cmocka_unit_test(a_kill_carries_no_text),
		cmocka_unit_test(a_frame_is_one_chunk),
		cmocka_unit_test(feeds_show_credit_and_notice),
		cmocka_unit_test(a_feed_of_nothing_is_a_feed),
	};

	format_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
