/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode: documents as partners send them, and the drafts they become.
 *
 * Everything in here is made up; what others published is read from outside
 * the tree where a test says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "format/format.h"
#include "text/date.h"
#include "text/date.h"

static const struct draft_partner partner = {
	.name = "harbour",
	.title = "Harbour Wire",
	.role = "distributor",
	.timezone = "Asia/Dubai",
	.language = "en",
	.may_kill = true,
	.may_embargo = true,
};

static int
decode_as(struct slice bytes, const char *type, struct decoded *ret,
	struct problem *why)
{
	struct document document = {
		.bytes = bytes,
		.content_type = slice_text(type),
		.base_url = SLICE("https://wire.example/feed/"),
		.partner = &partner,
	};

	return format_decode(&document, ret, why);
}

static struct draft *
only_draft(const char *text, const char *type, struct decoded *decoded)
{
	struct problem why = PROBLEM_NULL;

	if (decode_as(slice_text(text), type, decoded, &why) != 0)
		fail_msg("refused: %s %s", why.where, why.text);
	assert_int_equal(decoded->n_drafts, 1);
	assert_int_equal(draft_verify_split(decoded->drafts[0], &why), 0);
	return decoded->drafts[0];
}

static void
check_body(const struct draft *draft, const char *expected)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	draft_body_text(draft, &text);
	assert_string_equal(buf_text(&text), expected);
}

static void
check_headline(const struct draft *draft, const char *expected)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	draft_headline(draft, &text);
	assert_string_equal(buf_text(&text), expected);
}

#define ITEM_START \
	"{\"uri\":\"urn:harbour:1\",\"headlines\":[{\"value\":\"Ferry " \
	"returns\"}],"

/* ---- ninjs -----------------------------------------------------------------
 */

static void
a_ninjs_item_becomes_a_draft(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = only_draft(ITEM_START
		"\"version\":\"3\",\"versionCreated\":\"2025-05-03T10:00:00Z\","
		"\"urgency\":4,\"by\":\"By Ada Brook\",\"edNote\":\"hold a "
		"line\",\"bodies\":[{\"role\":\"main\",\"contentType\":"
		"\"text/plain\",\"value\":\"plain\"},{\"role\":\"main\","
		"\"contentType\":\"text/html\",\"value\":\"<p>It came.</p>"
		"<script>x</script><p>It went.</p>\"}],"
		"\"infoSources\":[{\"name\":\"Isle News\",\"role\":"
		"\"http://cv.iptc.org/newscodes/contentprodpartyrole/"
		"contentSource\"},{\"name\":\"Harbour\",\"role\":"
		"\"distributor\"}],\"subjects\":[{\"name\":\"ships\","
		"\"uri\":\"urn:s:1\"}],\"altIds\":[{\"role\":\"seq\","
		"\"value\":\"h1\"}]}",
		"application/json", &decoded);

	(void)state;
	assert_string_equal(decoded.format, "ninjs");
	check_headline(draft, "Ferry returns");
	check_body(draft, "It came.\n\nIt went.");
	assert_string_equal(draft_get(draft, DRAFT_URI), "urn:harbour:1");
	assert_string_equal(draft_get(draft, DRAFT_VERSION), "3");
	assert_string_equal(draft_get(draft, DRAFT_URGENCY), "4");
	assert_string_equal(draft->bylines.items[0], "Ada Brook");
	assert_int_equal(draft->notes.n, 1);
	assert_string_equal(draft_supplier(draft)->name, "Isle News");
	assert_int_equal(draft->parties.items[1].role, TT_DISTRIBUTOR);
	assert_string_equal(draft->subjects.items[0].uri, "urn:s:1");
	assert_string_equal(draft->alt_ids.items[0].value, "h1");
}

static void
a_list_of_items_is_as_many_drafts(void **state)
{
	static const char *const lists[] = {
		"[{\"uri\":\"urn:a:1\"},{\"uri\":\"urn:a:2\"}]",
		"{\"items\":[{\"uri\":\"urn:a:1\"},{\"uri\":\"urn:a:2\"}]}"
	};

	(void)state;
	for (size_t i = 0; i < n_elements(lists); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;

		assert_int_equal(decode_as(slice_text(lists[i]),
					 "application/json", &decoded, NULL),
			0);
		assert_int_equal(decoded.n_drafts, 2);
	}
}

static void
an_embargo_that_cannot_be_read_holds(void **state)
{
	static const struct {
		const char *value;
		int64_t ms;
	} cases[] = {
		{ "2025-09-22T00:01:00Z", INT64_C(1758499260000) },
		{ "2025-09-22T04:01:00", INT64_C(1758499260000) },
		{ "", TT_EMBARGO_UNPARSED },
		{ "tomorrow noon", TT_EMBARGO_UNPARSED },
	};

	(void)state;
	assert_int_equal(date_zone_preload("Asia/Dubai"), 0);
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;

		buf_printf(&text, "%s\"embargoedUntil\":\"%s\"}", ITEM_START,
			cases[i].value);
		struct draft *draft = only_draft(
			buf_text(&text), "application/json", &decoded);

		assert_non_null(draft->embargo_text);
		assert_true(draft->embargo_ms == cases[i].ms);
	}
}

static void
a_kill_needs_no_text(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft =
		only_draft("{\"uri\":\"urn:a:1\",\"pubStatus\":\"canceled\"}",
			"application/json", &decoded);

	(void)state;
	assert_string_equal(draft_get(draft, DRAFT_PUB_STATUS), "canceled");
}

static void
older_ninjs_is_read_with_its_embargo(void **state)
{
	static const char *const items[] = {
		"{\"uri\":\"urn:a:1\",\"headline\":\"Ferry returns\","
		"\"body_html\":\"<p>It came.</p>\",\"byline\":\"Ada Brook\","
		"\"embargoed\":\"2025-09-22T00:01:00Z\",\"infosource\":[{"
		"\"name\":\"Isle News\",\"rel\":\"supplier\"}]}",
		"{\"uri\":\"urn:a:1\",\"headlines\":[{\"value\":\"Ferry "
		"returns\"}],\"bodies\":[{\"contenttype\":\"text/html\","
		"\"value\":\"<p>It came.</p>\"}],\"by\":\"Ada Brook\","
		"\"embargoed\":\"2025-09-22T00:01:00Z\",\"infosources\":[{"
		"\"name\":\"Isle News\",\"role\":\"supplier\"}]}"
	};

	(void)state;
	for (size_t i = 0; i < n_elements(items); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		struct draft *draft =
			only_draft(items[i], "application/json", &decoded);

		check_headline(draft, "Ferry returns");
		check_body(draft, "It came.");
		assert_true(draft->embargo_ms == INT64_C(1758499260000));
		assert_string_equal(draft->bylines.items[0], "Ada Brook");
		assert_string_equal(draft_supplier(draft)->name, "Isle News");
	}
}

static void
what_ninjs_does_not_know_is_left_out_with_a_word(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = only_draft(ITEM_START
		"\"mood\":1,\"URGENCY\":2,\"places\":[{\"name\":\"Isle\","
		"\"uri\":\"no uri\",\"x\":{}}]}",
		"application/json", &decoded);

	(void)state;
	assert_int_equal(decoded.warnings.n_items, 3);
	assert_string_equal(draft_get(draft, DRAFT_URGENCY), "2");
	assert_string_equal(draft->properties.items[0].role, "places");
	assert_string_equal(
		draft->properties.items[0].value, "[{\"name\":\"Isle\"}]");
}

static void
associations_lose_markup_notes_and_what_is_withheld(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = only_draft(ITEM_START
		"\"associations\":[{\"uri\":\"urn:p:1\",\"name\":\"a\","
		"\"type\":\"picture\",\"edNote\":\"secret\",\"descriptions\":"
		"[{\"value\":\"<b onclick=x>A ship</b>\"}],\"renditions\":[{"
		"\"name\":\"r\",\"href\":\"https://p.example/1.jpg\"}]},"
		"{\"uri\":\"urn:p:2\",\"name\":\"b\",\"pubStatus\":"
		"\"withheld\"},{\"uri\":\"urn:p:3\",\"name\":\"c\","
		"\"embargoedUntil\":\"2999-01-01T00:00:00Z\"}]}",
		"application/json", &decoded);
	const char *json = draft->properties.items[0].value;

	(void)state;
	assert_int_equal(draft->media.n, 1);
	assert_non_null(strstr(json, "\"A ship\""));
	assert_null(strstr(json, "onclick"));
	assert_null(strstr(json, "secret"));
	assert_null(strstr(json, "urn:p:2"));
	assert_null(strstr(json, "urn:p:3"));
}

/* ---- RSS -------------------------------------------------------------------
 */

#define RSS_START \
	"<?xml version=\"1.0\"?>\n<rss version=\"2.0\" " \
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\" " \
	"xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" " \
	"xmlns:media=\"http://search.yahoo.com/mrss/\"><channel>" \
	"<title>Isle feed</title><link>https://isle.example/</link>" \
	"<language>en-GB</language>"
#define RSS_END "<copyright>(c) Isle News</copyright></channel></rss>"

static void
an_rss_item_becomes_a_draft(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = only_draft(RSS_START
		"<image><title>not me</title><url>https://i.example/l.png"
		"</url></image><item><dc:title>nor me</dc:title>"
		"<title>Ferry &amp;amp; boat</title><link>/s/1</link>"
		"<guid isPermaLink=\"false\">s-1</guid>"
		"<pubDate>Sat, 03 May 2025 10:00:00 +0400</pubDate>"
		"<author>desk@isle.example (Ada Brook)</author>"
		"<category domain=\"isle\">ships</category>"
		"<description>In short</description><content:encoded>"
		"<![CDATA[<p>It came.</p><p>It <b>went</b>.</p>]]>"
		"</content:encoded><source url=\"https://n.example/f\">North "
		"News</source><enclosure url=\"p.jpg\" type=\"image/jpeg\" "
		"length=\"12\"/></item>" RSS_END,
		"application/rss+xml", &decoded);

	(void)state;
	assert_string_equal(decoded.format, "rss");
	assert_true(slice_is(decoded.feed_title, "Isle feed"));
	assert_true(slice_is(decoded.feed_image, "https://i.example/l.png"));
	check_headline(draft, "Ferry & boat");
	check_body(draft, "It came.\n\nIt went.");
	assert_string_equal(draft_get(draft, DRAFT_SUMMARY), "In short");
	assert_string_equal(
		draft_get(draft, DRAFT_LINK), "https://wire.example/s/1");
	assert_memory_equal(draft_get(draft, DRAFT_URI), "urn:uuid:", 9);
	assert_string_equal(draft->alt_ids.items[0].value, "s-1");
	assert_string_equal(draft->bylines.items[0], "Ada Brook");
	assert_string_equal(draft->subjects.items[0].literal, "isle/ships");
	assert_string_equal(draft_get(draft, DRAFT_LANGUAGE), "en-GB");
	assert_string_equal(
		draft_get(draft, DRAFT_COPYRIGHT_NOTICE), "(c) Isle News");
	assert_string_equal(draft_supplier(draft)->name, "North News");
	assert_string_equal(
		draft->media.items[0].href, "https://wire.example/feed/p.jpg");
	assert_string_equal(
		draft_get(draft, DRAFT_FIRST_CREATED), "2025-05-03T06:00:00Z");
}

static void
the_uri_of_an_item_is_always_the_same(void **state)
{
	auto_(decoded_done) struct decoded a = DECODED_NULL;
	auto_(decoded_done) struct decoded b = DECODED_NULL;
	const char *text = RSS_START "<item><title>t</title><guid>s-1</guid>"
				     "</item>" RSS_END;

	(void)state;
	assert_string_equal(
		draft_get(only_draft(text, "text/xml", &a), DRAFT_URI),
		draft_get(only_draft(text, "", &b), DRAFT_URI));
}

static void
an_item_without_a_title_is_a_story(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft =
		only_draft(RSS_START "<item><description>&lt;p&gt;It "
				     "came.</description></item>" RSS_END,
			"application/xml", &decoded);

	(void)state;
	check_headline(draft, "");
	check_body(draft, "It came.");
}

/* ---- HTML and text ---------------------------------------------------------
 */

static void
a_page_becomes_a_draft(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = only_draft(
		"<!doctype html><html lang=en><head><title>Ferry - Isle"
		"</title><meta property=og:site_name content='Isle News'>"
		"<meta property=article:published_time "
		"content='2025-05-03T10:00:00Z'><link rel=canonical "
		"href='https://isle.example/s/1'></head><body><nav>Menu</nav>"
		"<article><h1>Ferry returns</h1><p>It came.</p></article>"
		"<footer>All rights</footer>",
		"text/html", &decoded);

	(void)state;
	check_headline(draft, "Ferry returns");
	assert_string_equal(
		draft_get(draft, DRAFT_URI), "https://isle.example/s/1");
	assert_string_equal(draft_get(draft, DRAFT_VERSION_CREATED),
		"2025-05-03T10:00:00Z");
	draft_settle_foot(draft);
	check_body(draft, "It came.");
}

static void
a_pages_foot_is_kept_apart_for_its_notices(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = only_draft(
		"<body><nav>Menu</nav><article><h1>Ferry returns</h1>"
		"<p>It came.</p></article><aside>More ferries</aside>"
		"<footer>All rights</footer></body>",
		"text/html", &decoded);
	const struct draft_line *last = &draft->lines.items[draft->lines.n - 1];

	(void)state;
	assert_int_equal(last->kind, TT_LINE_FOOT);
	assert_int_equal(last[-1].kind, TT_LINE_FOOT);
	/* a plugin takes the notice, nobody takes the rest */
	assert_true(draft_remove(
		draft, last->start, last->end, TT_NOTICE, "rights"));
	draft_settle_foot(draft);
	assert_int_equal(draft_label_at(draft, last->start), TT_NOTICE);
	assert_int_equal(draft_label_at(draft, last[-1].start), TT_FURNITURE);
	check_body(draft, "It came.");
}

static void
plain_text_is_its_own_source_text(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	const char *text = "\n  Ferry  returns \n\nIt came.\n- one\n\n\n";
	struct draft *draft = only_draft(text, "text/plain", &decoded);

	(void)state;
	assert_string_equal(buf_text(&draft->text), text);
	check_headline(draft, "Ferry returns");
}

/* ---- refusals --------------------------------------------------------------
 */

static const struct {
	const char *text, *type, *code;
	unsigned line;
} refusals[] = {
	{ "{\"uri\":", "application/json", "E-JSON-SYNTAX", 1 },
	{ "{\n\"uri\":\"urn:a:1\",\n\"uri\":\"urn:a:2\"}", "application/json",
		"E-JSON-SYNTAX", 3 },
	{ "{}", "application/json", "E-NINJS-MISSING", 0 },
	{ "{\"uri\":7}", "application/json", "E-NINJS-TYPE", 0 },
	{ "{\"uri\":\"story 7\"}", "application/json", "E-NINJS-VALUE", 0 },
	{ "{\"uri\":\"urn:a:1\",\"urgency\":10}", "application/json",
		"E-NINJS-VALUE", 0 },
	{ "{\"uri\":\"urn:a:1\",\"pubStatus\":\"gone\"}", "application/json",
		"E-NINJS-VALUE", 0 },
	{ "[1]", "application/json", "E-NINJS-TYPE", 0 },
	{ "<html>", "application/json", "E-JSON-SYNTAX", 1 },
	{ "{\"version\":\"https://jsonfeed.org/version/1.1\"}",
		"application/json", "E-JSONFEED-ITEMS", 0 },
	{ "<rss><channel><item><title>a</title></item>", "text/xml",
		"E-XML-SYNTAX", 1 },
	{ "<rss>\n<channel>\n<item><b></i>", "", "E-XML-SYNTAX", 3 },
	{ "<rss>&nbsp;", "text/xml", "E-XML-SYNTAX", 1 },
	{ "<story><title>x</title></story>", "text/xml", "E-FEED-ROOT", 0 },
	{ "<!DOCTYPE rss [<!ENTITY a '&b;'>]><rss>&a;</rss>", "text/xml",
		"E-XML-REFUSED", 1 },
	{ "  \n ", "text/plain", "E-TEXT-EMPTY", 0 },
};

static void
what_cannot_be_read_is_refused_with_a_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_elements(refusals); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		struct problem why = PROBLEM_NULL;

		assert_int_equal(decode_as(slice_text(refusals[i].text),
					 refusals[i].type, &decoded, &why),
			1);
		assert_int_equal(decoded.n_drafts, 0);
		if (why.code == NULL || strcmp(why.code, refusals[i].code))
			fail_msg("%s: %s", refusals[i].text, why.code);
		assert_int_equal(why.line, refusals[i].line);
	}
}

static void
a_senders_own_subject_number_is_no_code_of_the_iptc(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	const struct draft *draft = only_draft(
		"<nitf><head><tobject>"
		"<tobject.subject tobject.subject.refnum='04000000'/>"
		"<tobject.subject tobject.subject.refnum='H-17'"
		" tobject.subject.matter='Tides'/></tobject></head><body>"
		"<body.head><hedline><hl1>Ferry returns</hl1></hedline>"
		"</body.head></body></nitf>",
		"application/nitf+xml", &decoded);

	(void)state;
	assert_int_equal(draft->subjects.n, 2);
	assert_string_equal(draft->subjects.items[0].uri,
		"http://cv.iptc.org/newscodes/subjectcode/04000000");
	assert_null(draft->subjects.items[1].uri);
	assert_string_equal(draft->subjects.items[1].literal, "H-17");
	assert_string_equal(draft->subjects.items[1].name, "Tides");
}

/* Whatever the lines end with; a column is a character, not a byte. */
static void
broken_xml_is_found_by_line_and_column(void **state)
{
	static const struct {
		const char *text;
		unsigned line, column;
	} cases[] = {
		{ "<rss><a></b>", 1, 11 },
		{ "<rss>\n<a></b>", 2, 6 },
		{ "<rss>\r\n\r\n<a></b>", 3, 6 },
		{ "<rss>\r\r<a></b>", 3, 6 },
		{ "<rss>\n\r<a></b>", 3, 6 },
		{ "<rss>\r\n\xc3\xa9\xe2\x82\xac<a></b>", 2, 8 },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		struct problem why = PROBLEM_NULL;

		assert_int_equal(
			decode_as(slice_text(cases[i].text),
				"application/nitf+xml", &decoded, &why),
			1);
		assert_int_equal(why.line, cases[i].line);
		assert_int_equal(why.column, cases[i].column);
	}
}

static void
repeat(struct buf *out, const char *piece, size_t n)
{
	while (n-- != 0)
		buf_puts(out, piece);
}

/* Bombs cost their sender, not us. */
static void
bombs_are_refused_quickly(void **state)
{
	static const struct {
		const char *start, *piece, *type;
		size_t n;
	} bombs[] = {
		{ "", "[", "application/json", 100000 },
		{ "", "{\"a\":", "application/json", 100000 },
		{ "[", "1,", "application/json", 4000000 },
		{ "<rss>", "<a>", "text/xml", 100000 },
		{ "<rss><channel><item>", "<a/>", "text/xml", 1000000 },
		{ "<rss ", "a='b' ", "text/xml", 1000000 },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(bombs); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;
		clock_t start = clock();

		buf_puts(&text, bombs[i].start);
		repeat(&text, bombs[i].piece, bombs[i].n);
		assert_int_equal(decode_as(buf_slice(&text), bombs[i].type,
					 &decoded, NULL),
			1);
		assert_true(clock() - start < 3 * CLOCKS_PER_SEC);
	}
}

/* ---- times -----------------------------------------------------------------
 */

static const struct draft_provenance *
how_known(const struct draft *draft, const char *field)
{
	for (size_t i = 0; i < draft->provenance.n; i++)
		if (strcmp(draft->provenance.items[i].field, field) == 0)
			return &draft->provenance.items[i];
	return NULL;
}

static void
a_time_without_a_zone_is_the_partners_in_every_format(void **state)
{
	static const char *const texts[] = {
		"<rss><channel><item><title>t</title><pubDate>22 Sep 2025 "
		"10:00</pubDate></item></channel></rss>",
		"<RDF xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
		"<item xmlns='http://purl.org/rss/1.0/'><title>t</title><date "
		"xmlns='http://purl.org/dc/elements/1.1/'>2025-09-22T10:00"
		"</date></item></RDF>",
		"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>t"
		"</title><updated>2025-09-22T10:00:00</updated></entry></feed>",
		"<CHANNEL><ITEM LASTMOD='2025-09-22T10:00'><TITLE>t</TITLE>"
		"</ITEM></CHANNEL>",
		"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":"
		"[{\"id\":\"1\",\"content_text\":\"t\",\"date_published\":"
		"\"2025-09-22T10:00:00\"}]}",
		ITEM_START "\"versioncreated\":\"2025-09-22T10:00:00\"}",
		"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' "
		"guid='urn:h:1' version='1' standard='NewsML-G2'><itemMeta>"
		"<versionCreated>2025-09-22T10:00:00</versionCreated>"
		"</itemMeta><contentMeta><headline>t</headline></contentMeta>"
		"</newsItem>",
		"<NewsML><NewsItem><Identification><NewsIdentifier>"
		"<ProviderId>h.example</ProviderId><DateId>20250922</DateId>"
		"<NewsItemId>1</NewsItemId><RevisionId>1</RevisionId>"
		"</NewsIdentifier></Identification><NewsManagement>"
		"<NewsItemType FormalName='News'/><FirstCreated>20250922T100000"
		"</FirstCreated><ThisRevisionCreated>20250922T100000"
		"</ThisRevisionCreated><Status FormalName='Usable'/>"
		"</NewsManagement><NewsComponent><NewsLines><HeadLine>t"
		"</HeadLine></NewsLines></NewsComponent></NewsItem></NewsML>",
		"<nitf><head><docdata><doc-id id-string='1'/><date.issue "
		"norm='20250922T100000'/></docdata></head><body><body.head>"
		"<hedline><hl1>t</hl1></hedline></body.head><body.content><p>x"
		"</p></body.content></body></nitf>",
		"\x01"
		"bdt0001 3 pl 12  hbr 0001\r\n\r\nFerry/\r\n\x02"
		"Ferry returns =\r\n\r\nIt came.\r\n\x03"
		"221000 Sep 25\r\n"
		"\x04",
		"\x16\x16\x01"
		"a2870\x1fus-h\r\nr a\x13\x11 BC-Ferry  09-22 "
		"12\r\n\x02^BC-Ferry,12<\r\n^Ferry returns<\r\n\tIt came.\r\n"
		"\x03HW-09-22-25 1000<\r\n\x04",
		"<!DOCTYPE html><html><head><title>t</title><meta property="
		"'article:modified_time' content='2025-09-22T10:00:00'></head>"
		"<body><article><h1>t</h1><p>It came.</p></article></body>"
		"</html>",
	};

	(void)state;
	for (size_t i = 0; i < n_elements(texts); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		struct draft *draft = only_draft(texts[i], "", &decoded);
		const struct draft_provenance *how =
			how_known(draft, "/story/versionCreated");

		if (how == NULL ||
			strcmp(draft_get(draft, DRAFT_VERSION_CREATED),
				"2025-09-22T06:00:00Z") != 0)
			fail_msg("%s: %s", decoded.format,
				draft_get(draft, DRAFT_VERSION_CREATED));
		if (how->said == NULL ||
			strstr(how->evidence.rule, "Asia/Dubai for want of a "
						   "zone") == NULL)
			fail_msg("%s: by %s", decoded.format,
				how->evidence.rule);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ninjs_item_becomes_a_draft),
		cmocka_unit_test(a_list_of_items_is_as_many_drafts),
		cmocka_unit_test(an_embargo_that_cannot_be_read_holds),
		cmocka_unit_test(a_kill_needs_no_text),
		cmocka_unit_test(older_ninjs_is_read_with_its_embargo),
		cmocka_unit_test(
			what_ninjs_does_not_know_is_left_out_with_a_word),
		cmocka_unit_test(
			associations_lose_markup_notes_and_what_is_withheld),
		cmocka_unit_test(an_rss_item_becomes_a_draft),
		cmocka_unit_test(the_uri_of_an_item_is_always_the_same),
		cmocka_unit_test(an_item_without_a_title_is_a_story),
		cmocka_unit_test(a_page_becomes_a_draft),
		cmocka_unit_test(a_pages_foot_is_kept_apart_for_its_notices),
		cmocka_unit_test(plain_text_is_its_own_source_text),
		cmocka_unit_test(what_cannot_be_read_is_refused_with_a_reason),
		cmocka_unit_test(
			a_senders_own_subject_number_is_no_code_of_the_iptc),
		cmocka_unit_test(broken_xml_is_found_by_line_and_column),
		cmocka_unit_test(bombs_are_refused_quickly),
		cmocka_unit_test(
			a_time_without_a_zone_is_the_partners_in_every_format),
	};

	format_preload();
	date_zone_preload("Asia/Dubai");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
