/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_page_out.c - a story's page: what a publisher's copy says to search
 * engines and to whoever keeps rights, by the edition of its contract.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "format/format.h"
#include "format/output.h"
#include "story/seal.h"
#include "story/story.h"

#define ORIGINAL "https://isle.example/ferry"
#define RSL "https://isle.example/rsl.xml"

static const struct draft_partner partner = {
	.name = "harbour",
	.title = "Harbour Wire",
	.role = "distributor",
	.timezone = "UTC",
	.language = "en",
};

static struct draft *
begin_story(const char *headline)
{
	struct draft *draft = draft_new(&partner);
	struct draft_media *media;

	draft->format = "text";
	draft_put_title(draft, slice_text(headline));
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	draft_put_text(draft, SLICE("It came."));
	draft_text_done(draft);
	draft_set(draft, DRAFT_URI, SLICE("urn:harbour:1"), NULL);
	draft_set(draft, DRAFT_LANGUAGE, SLICE("ar"), NULL);
	draft_set(draft, DRAFT_SUMMARY, SLICE("It \"came\"."), NULL);
	draft_set(draft, DRAFT_FIRST_CREATED, SLICE("2026-05-03T09:20:00Z"),
		NULL);
	draft_set(draft, DRAFT_COPYRIGHT_NOTICE, SLICE("(c) Isle"), NULL);
	draft_set(draft, DRAFT_USAGE_TERMS, SLICE("Not in the bay."), NULL);
	draft_add_property(draft, SLICE("rightsInfo"),
		SLICE("{\"linkedRights\":\"https://l.example/by\"}"));
	draft_add_party(draft, TT_SUPPLIER, SLICE("Isle News"), NULL, NULL);
	draft_add_party(draft, TT_DISTRIBUTOR, SLICE("Harbour"), NULL, NULL);
	draft_add_byline(draft, SLICE("Ada Brook"), NULL);
	draft_add_byline(draft, SLICE("Jon Fell"), NULL);
	draft_add_note(draft, SLICE("for the desk only"), NULL);
	draft_add_subject(draft, SLICE("ships"), SLICE("urn:s:1"), SLICE(""));
	media = draft_add_media(draft, SLICE("https://isle.example/f.jpg"));
	media->content_type = arena_text(&draft->arena, SLICE("image/jpeg"));
	media->credit = arena_text(&draft->arena, SLICE("Kim Ode"));
	media->width = 640;
	return draft;
}

static struct story *
end_story(struct draft *draft)
{
	auto_(buf_done) struct buf record = BUF_NULL;
	struct problem why = PROBLEM_NULL;
	struct story *story = NULL;

	seal_record(draft, TT_PASS, &record);
	draft_free(draft);
	if (story_parse(buf_slice(&record), &story, &why) != 0)
		fail_msg("%s", why.text);
	return story;
}

static struct story *
make_story(void)
{
	struct draft *draft = begin_story("Ferry <returns> & stays");

	draft_set(draft, DRAFT_LINK, SLICE(ORIGINAL), NULL);
	return end_story(draft);
}

static void
put_page(struct buf *out, const struct story *story,
	const struct feed_edition *edition)
{
	const struct feed_entry entry = { story, SLICE("urn:harbour:1"),
		SLICE("2"), SLICE("https://g.example/v1/stories/a"),
		INT64_C(1746266400000), INT64_C(1777800000000) };

	output_write_story(output_find(SLICE("html")), out, &entry, edition);
}

/* What the page's script element says. */
static json_t *
article_of(const struct buf *page)
{
	static const char open[] = "<script type=\"application/ld+json\">";
	const char *at = strstr(buf_text(page), open);

	assert_non_null(at);
	at += strlen(open);
	json_t *json = json_loadb(at, (size_t)(strstr(at, "</script>") - at),
		JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(json);
	return json;
}

static const char *
name_of(const json_t *article, const char *key)
{
	const json_t *value = json_object_get(article, key);

	if (json_is_array(value))
		value = json_array_get(value, 0);
	return json_string_value(json_object_get(value, "name"));
}

static const char *
text_of(const json_t *article, const char *key)
{
	return json_string_value(json_object_get(article, key));
}

static void
a_page_tells_machines_whose_story_it_is(void **state)
{
	static const struct feed_edition edition = {
		.license = { RSL, sizeof(RSL) - 1 }
	};
	auto_(story_unref) struct story *story = make_story();
	auto_(buf_done) struct buf page = BUF_NULL;

	(void)state;
	put_page(&page, story, &edition);
	json_t *article = article_of(&page);
	assert_string_equal(text_of(article, "@type"), "NewsArticle");
	assert_string_equal(
		text_of(article, "headline"), "Ferry <returns> & stays");
	assert_string_equal(text_of(article, "identifier"), "urn:harbour:1");
	assert_string_equal(text_of(article, "inLanguage"), "ar");
	assert_string_equal(
		text_of(article, "datePublished"), "2026-05-03T09:20:00Z");
	assert_string_equal(name_of(article, "author"), "Ada Brook");
	assert_int_equal(
		json_array_size(json_object_get(article, "author")), 2);
	assert_string_equal(name_of(article, "publisher"), "Isle News");
	assert_string_equal(
		name_of(article, "sourceOrganization"), "Isle News");
	assert_string_equal(name_of(article, "provider"), "Harbour");
	assert_string_equal(text_of(article, "creditText"),
		"Source: Isle News, via Harbour");
	assert_string_equal(text_of(article, "copyrightNotice"), "(c) Isle");
	assert_string_equal(
		text_of(article, "license"), "https://l.example/by");
	assert_string_equal(text_of(article, "isBasedOn"), ORIGINAL);
	assert_string_equal(name_of(article, "about"), "ships");
	const json_t *usage = json_object_get(article, "usageInfo");
	assert_string_equal(text_of(usage, "text"), "Not in the bay.");
	assert_string_equal(text_of(usage, "url"), RSL);
	const json_t *image =
		json_array_get(json_object_get(article, "image"), 0);
	assert_string_equal(text_of(image, "creditText"), "Kim Ode");
	assert_null(json_object_get(article, "correction"));
	json_decref(article);
	assert_non_null(strstr(buf_text(&page),
		"<link rel=\"license\" type=\"application/rsl+xml\" href=\"" RSL
		"\">"));
	assert_non_null(
		strstr(buf_text(&page), "<html lang=\"ar\" dir=\"rtl\">"));
	assert_null(strstr(buf_text(&page), "for the desk only"));
}

static void
a_page_says_of_the_index_what_the_contract_says(void **state)
{
	static const struct {
		enum feed_index index;
		const char *says;
	} cases[] = {
		{ FEED_INDEX_UNSAID, NULL },
		{ FEED_INDEX_NO_NEWS,
			"<meta name=\"Googlebot-News\" content=\"noindex\">" },
		{ FEED_INDEX_NO, "<meta name=\"robots\" content=\"noindex\">" },
		{ FEED_INDEX_CANONICAL,
			"<link rel=\"canonical\" href=\"" ORIGINAL "\">" },
	};
	auto_(story_unref) struct story *story = make_story();

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		const struct feed_edition edition = { .index = cases[i].index };
		auto_(buf_done) struct buf page = BUF_NULL;

		put_page(&page, story, &edition);
		for (size_t k = 1; k < n_elements(cases); k++)
			assert_int_equal(
				strstr(buf_text(&page), cases[k].says) != NULL,
				k == i);
	}
}

static void
an_original_without_an_address_keeps_its_copy_out(void **state)
{
	static const struct feed_edition edition = {
		.index = FEED_INDEX_CANONICAL
	};
	auto_(story_unref) struct story *story =
		end_story(begin_story("Ferry returns"));
	auto_(buf_done) struct buf page = BUF_NULL;

	(void)state;
	put_page(&page, story, &edition);
	assert_null(strstr(buf_text(&page), "canonical"));
	assert_non_null(strstr(
		buf_text(&page), "<meta name=\"robots\" content=\"noindex\">"));
}

static void
credit_stands_where_the_edition_has_it_and_is_read_once(void **state)
{
	auto_(story_unref) struct story *story = make_story();

	(void)state;
	for (enum feed_place place = FEED_BELOW; place <= FEED_AROUND;
		place++) {
		const struct feed_edition edition = { .credit = place };
		auto_(buf_done) struct buf page = BUF_NULL, body = BUF_NULL;
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		struct problem why = PROBLEM_NULL;

		put_page(&page, story, &edition);
		const char *credit = strstr(buf_text(&page), "<footer class=");
		const char *words = strstr(buf_text(&page), "It came.");
		assert_int_equal(credit < words, place != FEED_BELOW);
		assert_int_equal(strstr(words, "<footer class=") != NULL,
			place != FEED_ABOVE);
		const struct document document = { .bytes = buf_slice(&page),
			.content_type = SLICE("text/html"),
			.partner = &partner };
		if (format_decode(&document, &decoded, &why) != 0)
			fail_msg("%s", why.text);
		struct draft *draft = decoded.drafts[0];
		draft_body_text(draft, &body);
		assert_string_equal(buf_text(&body), "It came.");
		assert_int_equal(draft->bylines.n, 1);
		assert_string_equal(
			draft->bylines.items[0], "Ada Brook, Jon Fell");
		assert_string_equal(draft_supplier(draft)->name, "Isle News");
	}
}

/* Written, read and written again: the same body and one dateline. */
static void
a_dateline_stands_as_in_print_and_is_read_once(void **state)
{
	static const struct {
		const char *place, *date, *text, *shown;
	} cases[] = {
		{ "OSLO", "2026-03-03", "OSLO, March 3 (NTB) --",
			"<p><span class=\"torntape-dateline\" "
			"data-place=\"OSLO\" data-date=\"2026-03-03\">"
			"OSLO, March 3 (NTB) -- </span>It came.</p>" },
		{ "Oslo", "", NULL, "\">Oslo -- </span>It came." },
		{ "Oslo & Bay", "2026-03-03", NULL,
			"\">Oslo &amp; Bay, 2026-03-03 -- </span>It came." },
		{ "", "", "PARIS (AFP) -", "\">PARIS (AFP) - </span>It came." },
	};
	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		struct draft *draft = begin_story("Ferry returns");
		auto_(buf_done) struct buf page = BUF_NULL, body = BUF_NULL;
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		struct problem why = PROBLEM_NULL;

		draft_set_dateline(draft, slice_text(cases[i].place),
			slice_text(cases[i].date), NULL);
		if (cases[i].text != NULL)
			draft->dateline_text = arena_text(
				&draft->arena, slice_text(cases[i].text));
		auto_(story_unref) struct story *story = end_story(draft);
		put_page(&page, story, NULL);
		if (strstr(buf_text(&page), cases[i].shown) == NULL)
			fail_msg(
				"no %s in %s", cases[i].shown, buf_text(&page));
		const struct document document = { .bytes = buf_slice(&page),
			.content_type = SLICE("text/html"),
			.partner = &partner };
		if (format_decode(&document, &decoded, &why) != 0)
			fail_msg("%s", why.text);
		draft = decoded.drafts[0];
		draft_body_text(draft, &body);
		assert_string_equal(buf_text(&body), "It came.");
		if (cases[i].place[0] != '\0')
			assert_string_equal(
				draft->dateline_place, cases[i].place);
		if (cases[i].date[0] != '\0')
			assert_string_equal(
				draft->dateline_date, cases[i].date);
		if (cases[i].text == NULL)
			assert_null(draft->dateline_text);
		else
			assert_string_equal(
				draft->dateline_text, cases[i].text);
	}
}

static void
a_body_that_begins_with_a_heading_has_its_dateline_above(void **state)
{
	struct draft *draft = draft_new(&partner);
	auto_(buf_done) struct buf page = BUF_NULL;

	(void)state;
	draft->format = "text";
	draft_put_title(draft, SLICE("Ferry returns"));
	draft_begin_line(draft, TT_LINE_HEADING, 2, false, false);
	draft_put_text(draft, SLICE("At noon"));
	draft_text_done(draft);
	draft_set(draft, DRAFT_URI, SLICE("urn:harbour:1"), NULL);
	draft_set_dateline(draft, SLICE("Oslo"), SLICE(""), NULL);
	auto_(story_unref) struct story *story = end_story(draft);
	put_page(&page, story, NULL);
	assert_non_null(
		strstr(buf_text(&page), "Oslo -- </span></p>\n<h2>At noon"));
}

static void
a_contract_may_hide_the_dateline(void **state)
{
	static const struct feed_edition edition = { .without_dateline = true };
	struct draft *draft = begin_story("Ferry returns");
	auto_(buf_done) struct buf page = BUF_NULL;

	(void)state;
	draft_set_dateline(draft, SLICE("Oslo"), SLICE(""), NULL);
	auto_(story_unref) struct story *story = end_story(draft);
	put_page(&page, story, &edition);
	assert_non_null(strstr(buf_text(&page), "<p>It came."));
}

static void
a_headline_cannot_leave_its_script(void **state)
{
	auto_(story_unref) struct story *story = end_story(
		begin_story("<!-- <script> </script> ]]> \" \\ --> stays"));
	auto_(buf_done) struct buf page = BUF_NULL;

	(void)state;
	put_page(&page, story, NULL);
	json_t *article = article_of(&page);
	assert_string_equal(text_of(article, "headline"),
		"<!-- <script> </script> ]]> \" \\ --> stays");
	json_decref(article);
	assert_null(strstr(buf_text(&page), "<!--"));
}

static void
what_was_paid_for_or_mended_says_so(void **state)
{
	static const struct tt_disclaimer paid = { "sponsored", "", "Paid for.",
		"publisher", true };
	struct draft *draft = begin_story("Ferry returns");
	auto_(buf_done) struct buf page = BUF_NULL;

	(void)state;
	draft_add_disclaimer(draft, &paid, NULL);
	draft_add_party(draft, TT_ISSUER, SLICE("Calder Line"), NULL, NULL);
	draft_set_lifecycle(draft, "correction", 0, NULL);
	auto_(story_unref) struct story *story = end_story(draft);
	put_page(&page, story, NULL);
	json_t *article = article_of(&page);
	assert_string_equal(
		text_of(article, "@type"), "AdvertiserContentArticle");
	assert_string_equal(name_of(article, "sponsor"), "Calder Line");
	assert_string_equal(
		text_of(json_object_get(article, "correction"), "@type"),
		"CorrectionComment");
	json_decref(article);
}

static void
feeds_name_the_licence_for_machines(void **state)
{
	static const char *const cases[][2] = {
		{ "atom", "<link rel=\"license\" type=\"application/rsl+xml\" "
			  "href=\"" RSL "\"/>" },
		{ "rss", "<atom:link rel=\"license\" "
			 "type=\"application/rsl+xml\" href=\"" RSL "\"/>" },
		{ "json", "\"rsl\":\"" RSL "\"" },
	};
	static const struct feed_edition edition = {
		.license = { RSL, sizeof(RSL) - 1 }
	};
	auto_(story_unref) struct story *story = make_story();
	const struct feed_entry entry = { story, SLICE("urn:harbour:1"),
		SLICE("1"), SLICE(""), 1, 1 };

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;

		output_write_story(output_find(slice_text(cases[i][0])), &out,
			&entry, &edition);
		assert_non_null(strstr(buf_text(&out), cases[i][1]));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_tells_machines_whose_story_it_is),
		cmocka_unit_test(
			a_page_says_of_the_index_what_the_contract_says),
		cmocka_unit_test(
			an_original_without_an_address_keeps_its_copy_out),
		cmocka_unit_test(
			credit_stands_where_the_edition_has_it_and_is_read_once),
		cmocka_unit_test(
			a_dateline_stands_as_in_print_and_is_read_once),
		cmocka_unit_test(
			a_body_that_begins_with_a_heading_has_its_dateline_above),
		cmocka_unit_test(a_contract_may_hide_the_dateline),
		cmocka_unit_test(a_headline_cannot_leave_its_script),
		cmocka_unit_test(what_was_paid_for_or_mended_says_so),
		cmocka_unit_test(feeds_name_the_licence_for_machines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
