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
#include "format/format.h"
#include "format/output.h"
#include "format/xml.h"
#include "story/seal.h"
#include "story/story.h"
#include "text/html.h"

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
	draft_add_property(draft, SLICE("rightsInfo"),
		SLICE("{\"linkedRights\":\"https://l.example/by\"}"));
	draft_set(draft, DRAFT_LOCATED, SLICE("Ness"), NULL);
	draft_add_property(draft, SLICE("people"),
		SLICE("[{\"name\":\"Jon \\\"Jo\\\" Fell\",\"rel\":\"about\"},"
		      "{\"name\":\"Ada Brook\",\"rel\":\"creator\"}]"));
	draft_add_property(draft, SLICE("organisations"),
		SLICE("[{\"name\":\"Isle & Ness\",\"rel\":\"about\","
		      "\"uri\":\"urn:isle:org:7\"}]"));
	draft_add_property(draft, SLICE("places"),
		SLICE("[{\"name\":\"Ness\",\"rel\":\"about\"}]"));
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

/* How many bodies an item has, and of which type the first is. */
static size_t
count_bodies(const json_t *item, const char **ret_type)
{
	const json_t *bodies = json_object_get(item, "bodies");

	*ret_type = json_string_value(
		json_object_get(json_array_get(bodies, 0), "contentType"));
	return json_array_size(bodies);
}

/* A second body would double what every subscriber is sent. */
static void
an_envelope_carries_one_body_and_the_item_alone_all(void **state)
{
	auto_(story_unref) struct story *story = make_story();
	auto_(buf_done) struct buf item = BUF_NULL, sent = BUF_NULL;
	struct envelope envelope = {
		.type = "story.published", .version = SLICE("7"), .story = story
	};
	const char *type;

	(void)state;
	envelope_write_ninjs(&item, story, SLICE("7"));
	json_t *json =
		json_loads(buf_text(&item), JSON_REJECT_DUPLICATES, NULL);
	assert_int_equal(count_bodies(json, &type), 2);
	assert_string_equal(type, "text/html");
	json_decref(json);
	envelope_write(&sent, &envelope);
	json = json_loads(buf_text(&sent), JSON_REJECT_DUPLICATES, NULL);
	assert_int_equal(
		count_bodies(
			json_object_get(json_object_get(json, "data"), "story"),
			&type),
		1);
	assert_string_equal(type, "text/html");
	json_decref(json);
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

/* What a reader would see of an HTML fragment. */
static void
get_plain(const struct buf *html, struct buf *ret_plain)
{
	html_to_text(buf_slice(html), ret_plain);
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
	static const char *const names[] = { "atom", "rss" };

	(void)state;
	for (size_t i = 0; i < n_elements(names); i++) {
		const struct output *output = output_find(slice_text(names[i]));
		auto_(buf_done) struct buf out = BUF_NULL;
		auto_(buf_done) struct buf again = BUF_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;
		auto_(buf_done) struct buf plain = BUF_NULL;

		output->write(&out, &head, entries, 2);
		output->write(&again, &head, entries, 2);
		assert_true(slice_equal(buf_slice(&out), buf_slice(&again)));
		check_xml(&out, &text);
		get_plain(&text, &plain);
		assert_non_null(strstr(
			buf_text(&plain), "Source: Isle News, via Harbour"));
		assert_non_null(
			strstr(buf_text(&text), "<footer class=\""
						"torntape-attribution"));
		assert_non_null(strstr(buf_text(&text),
			"We promise &lt;nothing&gt; &amp; less."));
		assert_non_null(strstr(buf_text(&text), "Ada Brook"));
		assert_null(strstr(buf_text(&text), "for the desk only"));
		assert_int_equal(
			strstr(buf_text(&out), "urn:harbour:0") != NULL,
			strcmp(names[i], "atom") == 0);
	}
}

static void
a_feed_of_nothing_is_a_feed(void **state)
{
	auto_(buf_done) struct buf atom = BUF_NULL;
	auto_(buf_done) struct buf rss = BUF_NULL;
	auto_(buf_done) struct buf newsml = BUF_NULL;
	auto_(buf_done) struct buf text = BUF_NULL;

	(void)state;
	output_find(SLICE("atom"))->write(&atom, &head, NULL, 0);
	output_find(SLICE("rss"))->write(&rss, &head, NULL, 0);
	output_find(SLICE("newsml"))->write(&newsml, &head, NULL, 0);
	check_xml(&atom, &text);
	check_xml(&rss, &text);
	check_xml(&newsml, &text);
	assert_non_null(
		strstr(buf_text(&rss), "Thu, 01 Jan 1970 00:00:00 GMT"));
}

static bool
is_xml(const struct output *output)
{
	return strstr(output->story_type, "xml") != NULL;
}

static bool
is_json(const struct output *output)
{
	return strstr(output->story_type, "json") != NULL;
}

/* One story in every format: well-formed, and nothing for editors in it. */
static void
every_format_tells_the_story_and_no_more(void **state)
{
	auto_(story_unref) struct story *story = make_story();
	const struct feed_entry entry = { story, SLICE("urn:harbour:1"),
		SLICE("1"), SLICE("https://g.example/v1/stories/a"),
		INT64_C(1746266400000), INT64_C(1746270000000) };

	(void)state;
	for (size_t i = 0; i < n_outputs; i++) {
		auto_(buf_done) struct buf out = BUF_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;

		output_write_story(&outputs[i], &out, &entry, NULL);
		if (is_xml(&outputs[i]))
			check_xml(&out, &text);
		if (is_json(&outputs[i])) {
			json_t *json = json_loads(
				buf_text(&out), JSON_REJECT_DUPLICATES, NULL);

			assert_non_null(json);
			json_decref(json);
		}
		assert_non_null(strstr(buf_text(&out), "It came."));
		assert_non_null(strstr(buf_text(&out), "Isle News"));
		assert_non_null(strstr(buf_text(&out), "We promise"));
		assert_non_null(strstr(buf_text(&out), "Ada Brook"));
		assert_null(strstr(buf_text(&out), "for the desk only"));
	}
}

/* Readers look for a licence by its own element or relation. */
static void
a_licence_stands_where_readers_of_licences_look(void **state)
{
	static const char *const cases[][2] = {
		{ "atom",
			"<link rel=\"license\" href=\"https://l.example/by\"" },
		{ "rss", "<creativeCommons:license>https://l.example/by<" },
		{ "newsml", "href=\"https://l.example/by\"" },
		{ "ninjs-1.6", "\"linkedrights\":\"https://l.example/by\"" },
	};
	auto_(story_unref) struct story *story = make_story();
	const struct feed_entry entry = { story, SLICE("urn:harbour:1"),
		SLICE("1"), SLICE(""), INT64_C(1746266400000),
		INT64_C(1746270000000) };

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;

		output_write_story(output_find(slice_text(cases[i][0])), &out,
			&entry, NULL);
		assert_non_null(strstr(buf_text(&out), cases[i][1]));
	}
}

static const char *
property_of(const struct draft *draft, const char *name)
{
	for (size_t i = 0; i < draft->properties.n; i++)
		if (!strcmp(draft->properties.items[i].role, name))
			return draft->properties.items[i].value;
	return "";
}

/* Whom and what a story is about, and where it was written, comes through. */
static void
people_organisations_and_places_are_read_again_as_they_were(void **state)
{
	static const char *const names[] = { "newsml-g2", "nitf" };
	auto_(story_unref) struct story *story = make_story();
	const struct feed_entry entry = { story, SLICE("urn:harbour:1"),
		SLICE("1"), SLICE(""), INT64_C(1746266400000),
		INT64_C(1746270000000) };

	(void)state;
	for (size_t i = 0; i < n_elements(names); i++) {
		const struct output *output = output_find(slice_text(names[i]));
		auto_(buf_done) struct buf out = BUF_NULL;
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		struct problem why = PROBLEM_NULL;

		output_write_story(output, &out, &entry, NULL);
		const struct document document = { .bytes = buf_slice(&out),
			.content_type = slice_text(output->story_type),
			.partner = &partner };

		if (format_decode(&document, &decoded, &why) != 0)
			fail_msg("%s: %s", names[i], why.text);
		const struct draft *draft = decoded.drafts[0];

		assert_non_null(strstr(property_of(draft, "people"),
			"{\"name\":\"Jon \\\"Jo\\\" Fell\",\"rel\":\"about\""));
		assert_non_null(strstr(property_of(draft, "organisations"),
			"{\"name\":\"Isle & Ness\",\"rel\":\"about\","
			"\"uri\":\"urn:isle:org:7\"}"));
		assert_non_null(strstr(property_of(draft, "places"),
			"{\"name\":\"Ness\",\"rel\":\"about\""));
		assert_string_equal(draft_get(draft, DRAFT_LOCATED), "Ness");
		assert_int_equal(draft->bylines.n, 1);
		assert_string_equal(draft->bylines.items[0], "Ada Brook");
	}
}

/* What a kill leaves behind has an identity and no words. */
static void
a_killed_story_has_no_words_in_any_format(void **state)
{
	const struct feed_entry entry = { NULL, SLICE("urn:harbour:0"),
		SLICE("2"), SLICE(""), INT64_C(1746266400000),
		INT64_C(1746266500000) };

	(void)state;
	for (size_t i = 0; i < n_outputs; i++) {
		auto_(buf_done) struct buf out = BUF_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;

		outputs[i].write(&out, &head, &entry, 1);
		if (is_xml(&outputs[i]))
			check_xml(&out, &text);
		assert_true(out.len != 0);
		if (outputs[i].write_story == NULL)
			continue;
		buf_clear(&out);
		outputs[i].write_story(&out, &entry);
		assert_non_null(strstr(buf_text(&out), "urn:harbour:0"));
		assert_non_null(strstr(buf_text(&out), "canceled"));
	}
}

/* What one gateway takes back, the next takes back too. */
static void
a_kill_that_is_read_again_kills_the_same_story(void **state)
{
	static const char *const names[] = { "ninjs", "ninjs-2.2", "ninjs-1.6",
		"newsml-g2", "nitf", "iptc7901" };
	const struct feed_entry entry = { NULL, SLICE("urn:harbour:0"),
		SLICE("2"), SLICE(""), INT64_C(1746266400000),
		INT64_C(1746266500000) };

	(void)state;
	for (size_t i = 0; i < n_elements(names); i++) {
		const struct output *output = output_find(slice_text(names[i]));
		auto_(buf_done) struct buf out = BUF_NULL;
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		struct problem why = PROBLEM_NULL;

		if (output->write_story != NULL)
			output->write_story(&out, &entry);
		else
			output->write(&out, &head, &entry, 1);
		const struct document document = { .bytes = buf_slice(&out),
			.content_type = slice_text(output->story_type),
			.partner = &partner };

		if (format_decode(&document, &decoded, &why) != 0)
			fail_msg("%s: %s", names[i], why.text);
		assert_int_equal(decoded.n_drafts, 1);
		assert_string_equal(draft_get(decoded.drafts[0], DRAFT_URI),
			"urn:harbour:0");
		assert_int_equal(seal_event(decoded.drafts[0]), STORY_KILL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_envelope_joins_item_and_wire),
		cmocka_unit_test(
			an_envelope_carries_one_body_and_the_item_alone_all),
		cmocka_unit_test(a_kill_carries_no_text),
		cmocka_unit_test(a_frame_is_one_chunk),
		cmocka_unit_test(feeds_show_credit_and_notice),
		cmocka_unit_test(a_feed_of_nothing_is_a_feed),
		cmocka_unit_test(every_format_tells_the_story_and_no_more),
		cmocka_unit_test(
			a_licence_stands_where_readers_of_licences_look),
		cmocka_unit_test(
			people_organisations_and_places_are_read_again_as_they_were),
		cmocka_unit_test(a_killed_story_has_no_words_in_any_format),
		cmocka_unit_test(
			a_kill_that_is_read_again_kills_the_same_story),
	};

	format_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
