/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feeds: RSS of every age, RDF, Atom, CDF and JSON Feed as they are sent, well
 * formed and not.
 *
 * Everything in here is made up; what others published is read by tests/corpus.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "format/format.h"

static const struct draft_partner partner = {
	.name = "harbour",
	.title = "Harbour Wire",
	.role = "distributor",
	.timezone = "UTC",
	.language = "en",
	.may_kill = true,
	.may_embargo = true,
};

static int
decode_all(const char *text, const char *type, const char *headers,
	struct decoded *ret, struct problem *why)
{
	struct document document = {
		.bytes = slice_text(text),
		.content_type = slice_text(type),
		.headers = slice_text(headers),
		.base_url = SLICE("https://wire.example/feed/"),
		.partner = &partner,
	};

	return format_decode(&document, ret, why);
}

static struct draft *
draft_of(const char *text, struct decoded *decoded)
{
	struct problem why = PROBLEM_NULL;

	if (decode_all(text, "", "", decoded, &why) != 0)
		fail_msg("refused: %s %s", why.where, why.text);
	assert_int_equal(decoded->n_drafts, 1);
	assert_int_equal(draft_verify_split(decoded->drafts[0], &why), 0);
	return decoded->drafts[0];
}

static void
check_slice(struct slice found, const char *expected)
{
	if (!slice_is(found, expected))
		fail_msg("'%.*s' is not '%s'", (int)found.len, found.at,
			expected);
}

static void
check_field(
	const struct draft *draft, enum draft_field field, const char *expected)
{
	const char *found = draft_get(draft, field);

	if (found == NULL || strcmp(found, expected) != 0)
		fail_msg("%s is '%s' and not '%s'", draft_field_name(field),
			found != NULL ? found : "(not set)", expected);
}

static void
check_body(const struct draft *draft, const char *expected)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	draft_body_html(draft, &text);
	assert_string_equal(buf_text(&text), expected);
}

static void
check_headline(const struct draft *draft, const char *expected)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	draft_headline(draft, &text);
	assert_string_equal(buf_text(&text), expected);
}

static bool
has_warning(const struct problem_list *list, const char *code)
{
	for (size_t i = 0; i < list->n_items; i++)
		if (strcmp(list->items[i].code, code) == 0)
			return true;
	return false;
}

static const char *
property_of(const struct draft *draft, const char *name)
{
	for (size_t i = 0; i < draft->properties.n; i++)
		if (strcmp(draft->properties.items[i].role, name) == 0)
			return draft->properties.items[i].value;
	return "";
}

#define ATOM "xmlns='http://www.w3.org/2005/Atom'"
#define DC "xmlns:dc='http://purl.org/dc/elements/1.1/'"
#define MEDIA "xmlns:media='http://search.yahoo.com/mrss/'"

/* ---- which format it is ----------------------------------------------------
 */

static void
every_dialect_is_known_by_its_root(void **state)
{
	static const struct {
		const char *text, *format, *version;
	} cases[] = {
		{ "<rss version='0.91'/>", "rss", "0.91" },
		{ "<rss version='0.92'/>", "rss", "0.92" },
		{ "<rss version='2.0'/>", "rss", "2.0" },
		{ "<rss/>", "rss", "" },
		{ "<r:rss version='2.0' xmlns:r='http://backend.userland.com/"
		  "rss2'/>",
			"rss", "2.0" },
		{ "<!DOCTYPE rss [<!ENTITY % x SYSTEM 'a>b'> ]><rss "
		  "version='0.91'/>",
			"rss", "0.91" },
		{ "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-"
		  "syntax-ns#' xmlns='http://purl.org/rss/1.0/'/>",
			"rdf", "1.0" },
		{ "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-"
		  "syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/"
		  "0.9/'/>",
			"rdf", "0.90" },
		{ "<feed " ATOM "/>", "atom", "1.0" },
		{ "<feed version='0.3' xmlns='http://purl.org/atom/ns#'/>",
			"atom", "0.3" },
		{ "<CHANNEL HREF='http://a.example/'/>", "cdf", "" },
		{ "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":"
		  "[]}",
			"jsonfeed", "1.0" },
		{ "{\"version\":\"https://jsonfeed.org/version/1.1\","
		  "\"items\":[]}",
			"jsonfeed", "1.1" },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		struct problem why = PROBLEM_NULL;

		if (decode_all(cases[i].text, "", "", &decoded, &why) != 0)
			fail_msg("%s: %s", cases[i].text, why.text);
		assert_string_equal(decoded.format, cases[i].format);
		check_slice(decoded.format_version, cases[i].version);
		assert_true(decoded.well_formed);
	}
}

static void
a_feed_sent_as_text_is_a_feed_with_a_warning(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;

	(void)state;
	assert_int_equal(
		decode_all("<rss/>", "text/plain", "", &decoded, NULL), 0);
	assert_string_equal(decoded.format, "rss");
	assert_true(has_warning(&decoded.warnings, "W-FORMAT-TYPE"));
}

static void
what_was_sent_as_a_feed_is_no_prose(void **state)
{
	static const char *const texts[] = { "Service unavailable",
		"<!doctype html><html><body><p>Service unavailable</body>",
		"" };

	(void)state;
	for (size_t i = 0; i < n_elements(texts); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;

		assert_int_equal(decode_all(texts[i], "application/rss+xml", "",
					 &decoded, NULL),
			1);
		assert_string_equal(decoded.format, "rss");
	}
}

/* ---- Atom ------------------------------------------------------------------
 */

static void
an_atom_entry_becomes_a_draft(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = draft_of(
		"<feed " ATOM
		" xml:lang='en-gb' xml:base='http://a.example/b/'>"
		"<title type='html'>Isle &lt;b>feed&lt;/b></title><id>urn:x:f"
		"</id><author><name>Ada Brook</name><uri>ada</uri></author>"
		"<rights>(c) Isle</rights><entry><title>1 &lt; 2</title>"
		"<id>urn:x:1</id><updated>2025-05-03T10:00:00+04:00</updated>"
		"<published>2025-05-03T05:00:00Z</published>"
		"<link rel='self' href='self'/><link href='s/1'/>"
		"<link rel='enclosure' type='image/png' length='9' href='p'/>"
		"<category term='t' label='Tea' scheme='http://s.example/'/>"
		"<summary>In short</summary><content type='xhtml' "
		"xml:base='c/'><div xmlns='http://www.w3.org/1999/xhtml'><p>It "
		"<a href='d'>came</a><br/>back.</p></div></content></entry>"
		"</feed>",
		&decoded);

	(void)state;
	check_slice(decoded.feed_title, "Isle feed");
	check_slice(decoded.feed_id, "urn:x:f");
	check_slice(decoded.feed_authors[0].url, "http://a.example/b/ada");
	check_headline(draft, "1 < 2");
	check_body(draft, "<p>It <a href=\"http://a.example/b/c/d\">came</a> "
			  "back.</p>");
	check_field(draft, DRAFT_SUMMARY, "In short");
	check_field(draft, DRAFT_URI, "urn:x:1");
	check_field(draft, DRAFT_LINK, "http://a.example/b/s/1");
	check_field(draft, DRAFT_FIRST_CREATED, "2025-05-03T05:00:00Z");
	check_field(draft, DRAFT_VERSION_CREATED, "2025-05-03T10:00:00+04:00");
	check_field(draft, DRAFT_LANGUAGE, "en-GB");
	check_field(draft, DRAFT_COPYRIGHT_NOTICE, "(c) Isle");
	assert_string_equal(draft->bylines.items[0], "Ada Brook");
	assert_string_equal(draft->subjects.items[0].name, "Tea");
	assert_string_equal(
		draft->subjects.items[0].literal, "http://s.example//t");
	assert_string_equal(draft->media.items[0].href, "http://a.example/b/p");
	assert_int_equal(draft->media.items[0].size_bytes, 9);
}

static void
an_entry_keeps_its_source_and_its_sources_author(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = draft_of("<feed " ATOM "><author><name>Feed"
				       "</name></author><entry><source><id>"
				       "urn:n</id><title>North News</title>"
				       "<link href='https://n.example/'/>"
				       "<author><name>Bo</name></author>"
				       "</source><title>t</title></entry>"
				       "</feed>",
		&decoded);

	(void)state;
	check_headline(draft, "t");
	assert_string_equal(draft_supplier(draft)->name, "North News");
	assert_string_equal(draft_supplier(draft)->uri, "https://n.example/");
	assert_string_equal(draft->bylines.items[0], "Bo");
}

static void
a_tombstone_is_a_kill_and_a_draft_is_held(void **state)
{
	auto_(decoded_done) struct decoded gone = DECODED_NULL;
	auto_(decoded_done) struct decoded held = DECODED_NULL;
	struct draft *draft = draft_of(
		"<feed " ATOM "><at:deleted-entry xmlns:at='http://purl.org/"
		"atompub/tombstones/1.0' ref='urn:x:1' when='2025-05-03T"
		"06:00:00Z'><at:comment>wrong</at:comment></at:deleted-entry>"
		"</feed>",
		&gone);

	(void)state;
	check_field(draft, DRAFT_URI, "urn:x:1");
	check_field(draft, DRAFT_PUB_STATUS, "canceled");
	check_field(draft, DRAFT_VERSION_CREATED, "2025-05-03T06:00:00Z");
	assert_string_equal(draft->notes.items[0], "wrong");
	draft = draft_of("<entry " ATOM "><title>t</title><app:control "
			 "xmlns:app='http://www.w3.org/2007/app'><app:draft>"
			 "yes</app:draft></app:control></entry>",
		&held);
	check_field(draft, DRAFT_PUB_STATUS, "withheld");
}

static void
packed_content_is_unpacked(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = draft_of(
		"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry>"
		"<title mode='base64'>RmVycnk=</title><content type='text/html'"
		" mode='escaped'>&lt;p>It &amp;amp; she&lt;/p></content>"
		"</entry></feed>",
		&decoded);

	(void)state;
	check_headline(draft, "Ferry");
	check_body(draft, "<p>It &amp; she</p>");
}

/* ---- RSS, RDF, CDF ---------------------------------------------------------
 */

static void
modules_never_overwrite_what_rss_says(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = draft_of(
		"<rss version='2.0' " DC " " MEDIA " xmlns:atom='http://www."
		"w3.org/2005/Atom'><channel><atom:link rel='self' href='https:"
		"//x.example/self'/><link>https://x.example/</link><item>"
		"<media:title>no</media:title><dc:title>no</dc:title><image>"
		"<title>no</title><link>https://no.example/</link></image>"
		"<title>yes</title><media:content url='https://x.example/a.jpg'"
		" type='image/jpeg'><media:title>pic</media:title>"
		"<media:credit>Photo: Cy</media:credit><media:copyright>(c) Cy"
		"</media:copyright></media:content><media:thumbnail "
		"url='https://x.example/t.jpg'/><dc:creator>Ada</dc:creator>"
		"<dc:creator>Bo</dc:creator></item></channel></rss>",
		&decoded);

	(void)state;
	check_slice(decoded.feed_link, "https://x.example/");
	check_headline(draft, "yes");
	assert_int_equal(draft->media.n, 1);
	assert_string_equal(draft->media.items[0].title, "pic");
	assert_string_equal(draft->media.items[0].rights, "(c) Cy");
	assert_int_equal(draft->parties.n, 1);
	assert_int_equal(draft->parties.items[0].role, TT_PHOTO_CREDIT);
	assert_int_equal(draft->bylines.n, 2);
}

static void
a_feed_says_much_of_itself(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;

	(void)state;
	draft_of("<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'>"
		 "<channel><link>https://i.example/</link><atom:link rel='self'"
		 " href='/f.xml' type='application/rss+xml'/><ttl>15</ttl>"
		 "<cloud domain='rpc.example' port='8080' path='/RPC2' "
		 "registerProcedure='notify' protocol='xml-rpc'/><skipHours>"
		 "<hour>3</hour><hour>4</hour></skipHours><textInput><title>S"
		 "</title><name>q</name><link>/s</link></textInput><webMaster>"
		 "w@i.example (Cy)</webMaster><category domain='d'>sea"
		 "</category><category>sea</category><generator version='2'>"
		 "Press</generator><pubDate>22 Sep 2025 10:00 GMT</pubDate>"
		 "<item><title>t</title></item></channel></rss>",
		&decoded);
	assert_int_equal(decoded.feed_links.n, 2);
	check_slice(
		decoded.feed_links.items[0].href, "https://wire.example/f.xml");
	check_slice(decoded.feed_links.items[1].href,
		"http://rpc.example:8080/RPC2");
	check_slice(decoded.feed_links.items[1].title, "notify");
	check_slice(decoded.feed_ttl, "15");
	assert_int_equal(decoded.feed_skip_hours.n, 2);
	check_slice(decoded.feed_skip_hours.items[1], "4");
	check_slice(decoded.feed_input[0], "S");
	check_slice(decoded.feed_input[3], "https://wire.example/s");
	check_slice(decoded.feed_publishers.items[0].name, "Cy");
	assert_int_equal(decoded.feed_subjects.n, 1);
	check_slice(decoded.feed_subjects.items[0].literal, "d/sea");
	check_slice(decoded.feed_generator_version, "2");
	check_slice(decoded.feed_published, "2025-09-22T10:00:00Z");
	check_slice(decoded.feed_title, "");
}

static void
people_are_taken_apart(void **state)
{
	static const struct {
		const char *said, *name, *email;
	} cases[] = {
		{ "me@x.example (Ada Brook)", "Ada Brook", "me@x.example" },
		{ "Ada Brook (me@x.example)", "Ada Brook", "me@x.example" },
		{ "Ada Brook &lt;me@x.example&gt;", "Ada Brook",
			"me@x.example" },
		{ "Ada Brook", "Ada Brook", "" },
		{ "me@x.example", "", "me@x.example" },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;

		buf_printf(&text,
			"<rss><channel><managingEditor>%s</managingEditor>"
			"</channel></rss>",
			cases[i].said);
		assert_int_equal(
			decode_all(buf_text(&text), "", "", &decoded, NULL), 0);
		check_slice(decoded.feed_authors[0].name, cases[i].name);
		check_slice(decoded.feed_authors[0].email, cases[i].email);
	}
}

static void
items_of_rdf_lie_beside_their_channel(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = draft_of(
		"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-"
		"ns#' xmlns='http://purl.org/rss/1.0/' " DC "><channel "
		"rdf:about='https://i.example/f'><title>Isle</title><items>"
		"<rdf:Seq><rdf:li resource='x'/></rdf:Seq></items></channel>"
		"<item "
		"rdf:about='https://i.example/1'><title>t</title><dc:date>"
		"2025-05-03</dc:date></item><textinput><title>no</title>"
		"</textinput></rdf:RDF>",
		&decoded);

	(void)state;
	check_slice(decoded.feed_title, "Isle");
	check_headline(draft, "t");
	check_field(draft, DRAFT_URI, "https://i.example/1");
	check_field(draft, DRAFT_FIRST_CREATED, "2025-05-03T00:00:00Z");
}

static void
cdf_speaks_in_attributes(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = draft_of(
		"<CHANNEL HREF='https://c.example/' BASE='https://c.example/d/'"
		"><TITLE>Chan</TITLE><CHANNEL><TITLE>Section</TITLE><ITEM "
		"HREF='1.html' LASTMOD='2025-05-03T06:00:00Z'><TITLE>t</TITLE>"
		"<ABSTRACT>a</ABSTRACT></ITEM></CHANNEL></CHANNEL>",
		&decoded);

	(void)state;
	check_slice(decoded.feed_title, "Chan");
	check_field(draft, DRAFT_LINK, "https://c.example/d/1.html");
	check_field(draft, DRAFT_VERSION_CREATED, "2025-05-03T06:00:00Z");
	check_body(draft, "<p>a</p>");
}

static void
a_place_is_geojson_and_metres_are_no_degrees(void **state)
{
	static const struct {
		const char *words, *places;
	} cases[] = {
		{ "<georss:point>36.5 -7.25</georss:point>",
			"[{\"geoJSON\":{\"type\":\"Point\",\"coordinates\":"
			"[-7.25,36.5]}}]" },
		{ "<geo:lat>1</geo:lat><geo:long>2</geo:long>",
			"[{\"geoJSON\":{\"type\":\"Point\",\"coordinates\":"
			"[2,1]}}]" },
		{ "<georss:where><gml:Point srsName='EPSG:26913'><gml:pos>"
		  "500000 4400000</gml:pos></gml:Point></georss:where>",
			"" },
		{ "<georss:where><gml:Point srsName='EPSG:26913'><gml:pos>1 2"
		  "</gml:pos></gml:Point></georss:where>",
			"[{\"geoJSON\":{\"type\":\"Point\",\"coordinates\":"
			"[1,2]}}]" },
		{ "<georss:where><gml:Point srsName='EPSG:3857'><gml:pos>1 2"
		  "</gml:pos></gml:Point></georss:where>",
			"" },
		{ "<georss:point>91 2</georss:point>", "" },
		{ "<georss:point>1 x</georss:point>", "" },
		{ "<georss:polygon>1 2 3 4</georss:polygon>", "" },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;

		buf_printf(&text,
			"<rss xmlns:georss='http://www.georss.org/georss' "
			"xmlns:gml='http://www.opengis.net/gml' xmlns:geo="
			"'http://www.w3.org/2003/01/geo/wgs84_pos#'><channel>"
			"<item><title>t</title>%s</item></channel></rss>",
			cases[i].words);
		assert_string_equal(
			property_of(
				draft_of(buf_text(&text), &decoded), "places"),
			cases[i].places);
	}
}

static void
a_date_keeps_its_own_words_and_the_rule(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft =
		draft_of("<rss><channel><item><title>t</title><pubDate>Sat, 3 "
			 "May 2025 10:00:00 EST</pubDate></item></channel>"
			 "</rss>",
			&decoded);

	(void)state;
	check_field(draft, DRAFT_FIRST_CREATED, "2025-05-03T15:00:00Z");
	assert_string_equal(
		draft->provenance.items[0].field, "/story/firstCreated");
	assert_string_equal(draft->provenance.items[0].evidence.rule, "rfc822");
	assert_string_equal(draft->provenance.items[0].said,
		"Sat, 3 May 2025 10:00:00 EST");
}

static void
a_partner_that_declares_nothing_has_its_usual_charset(void **state)
{
	struct draft_partner quiet = partner;
	struct document document = {
		.bytes = SLICE("<rss><channel><item><title>\xcf\xf0\xe8\xe2"
			       "\xe5\xf2</title></item></channel></rss>"),
		.partner = &quiet,
	};
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	const struct draft_provenance *last;
	struct draft *draft;

	(void)state;
	quiet.charset = "windows-1251";
	assert_int_equal(format_decode(&document, &decoded, NULL), 0);
	draft = decoded.drafts[0];
	check_headline(draft, "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5"
			      "\xd1\x82");
	check_slice(decoded.encoding, "windows-1251");
	assert_int_equal(decoded.warnings.n_items, 0);
	last = &draft->provenance.items[draft->provenance.n - 1];
	assert_string_equal(last->field, "/source_text");
	assert_string_equal(last->value, "windows-1251");
	assert_string_equal(last->evidence.rule,
		"the partner's charset for want of a declaration");
}

static void
a_story_may_be_a_picture_and_no_word(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = draft_of("<rss><channel><item><description>&lt;"
				       "img src='https://x.example/a.png'>"
				       "</description></item></channel></rss>",
		&decoded);

	(void)state;
	check_body(
		draft, "<p><img src=\"https://x.example/a.png\" alt=\"\"></p>");
	assert_false(draft_is_empty(draft));
}

/* ---- JSON Feed -------------------------------------------------------------
 */

static void
a_json_feed_item_becomes_a_draft(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = draft_of(
		"{\"version\":\"https://jsonfeed.org/version/1\",\"title\":"
		"\"Isle\",\"home_page_url\":\"https://i.example/\","
		"\"feed_url\":\"https://i.example/f.json\",\"author\":"
		"{\"name\":\"Ada\"},\"items\":[{\"id\":7,\"url\":\"/s/7\","
		"\"title\":\"A & B\",\"content_html\":\"<p>It <i>came</i>.</p>"
		"\",\"summary\":\"short\",\"date_published\":\"2025-05-03T"
		"10:00:00+04:00\",\"tags\":[\"sea\"],\"attachments\":[{\"url\":"
		"\"https://i.example/a.mp3\",\"mime_type\":\"audio/mpeg\","
		"\"size_in_bytes\":5}],\"external_url\":\"https://o.example/\""
		"}]}",
		&decoded);

	(void)state;
	check_slice(decoded.feed_title, "Isle");
	check_slice(decoded.feed_authors[0].name, "Ada");
	check_headline(draft, "A & B");
	check_body(draft, "<p>It <i>came</i>.</p>");
	check_field(draft, DRAFT_LINK, "https://wire.example/s/7");
	check_field(draft, DRAFT_FIRST_CREATED, "2025-05-03T10:00:00+04:00");
	assert_string_equal(draft->alt_ids.items[0].value, "7");
	assert_string_equal(draft->alt_ids.items[1].role, "external");
	assert_string_equal(draft->bylines.items[0], "Ada");
	assert_string_equal(draft->subjects.items[0].name, "sea");
	assert_string_equal(draft->media.items[0].content_type, "audio/mpeg");
}

/* ---- pages -----------------------------------------------------------------
 */

static void
a_page_says_what_its_metadata_says(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct draft *draft = draft_of(
		"<!doctype html><html lang=en><head><script type='application/"
		"ld+json'>[{\"@type\":\"WebSite\",\"name\":\"no\"},{\"@graph\":"
		"[{\"@type\":[\"NewsArticle\"],\"headline\":\"Ferry &amp; "
		"boat\",\"url\":\"https://i.example/1\",\"datePublished\":"
		"\"2025-05-03T10:00:00+04:00\",\"author\":[{\"name\":\"Ada\"},"
		"\"Bo\"],\"publisher\":{\"name\":\"Isle News\"},\"image\":{"
		"\"url\":\"https://i.example/p.jpg\",\"creditText\":\"Cy\","
		"\"caption\":\"a boat\",\"encodingFormat\":\"image/jpeg\"},"
		"\"sourceOrganization\":{\"name\":\"North News\"},"
		"\"copyrightNotice\":\"(c) Isle\",\"license\":"
		"\"https://l.example/\"}]}]</script><script type='application/"
		"ld+json'>{broken</script><meta property='article:tag' "
		"content='sea'><meta property='article:tag' content='isle'>"
		"<meta property='og:image' content='https://i.example/o.jpg'>"
		"</head><body><article><h1>On top</h1><p>It came.</p><time "
		"itemprop='dateModified' datetime='2025-05-04T00:00:00Z'>"
		"</time></article>",
		&decoded);

	(void)state;
	assert_string_equal(decoded.format, "html");
	check_headline(draft, "Ferry & boat");
	check_body(draft, "<p>It came.</p>");
	check_field(draft, DRAFT_URI, "https://i.example/1");
	check_field(draft, DRAFT_FIRST_CREATED, "2025-05-03T10:00:00+04:00");
	check_field(draft, DRAFT_VERSION_CREATED, "2025-05-04T00:00:00Z");
	check_field(draft, DRAFT_COPYRIGHT_NOTICE, "(c) Isle");
	assert_int_equal(draft->bylines.n, 2);
	assert_int_equal(draft->subjects.n, 2);
	assert_int_equal(draft->media.n, 1);
	assert_string_equal(draft->media.items[0].credit, "Cy");
	assert_string_equal(draft_supplier(draft)->name, "North News");
	assert_string_equal(draft->feed_title, "Isle News");
	assert_string_equal(property_of(draft, "rightsInfo"),
		"{\"linkedRights\":\"https://l.example/\"}");
}

/* ---- what is not well-formed -----------------------------------------------
 */

static void
what_is_not_well_formed_is_read_with_patience(void **state)
{
	static const struct {
		const char *item, *headline, *body;
	} cases[] = {
		{ "<title>A & B</title>", "A & B", "" },
		{ "<title>caf&eacute; &hellip;</title>", "caf\xc3\xa9 …", "" },
		{ "<title>t</title><dc:creator>Ada</dc:creator>", "t", "" },
		{ "<title>t</title><description><p>one<p>two</description>",
			"t", "<p>one</p><p>two</p>" },
		{ "<title>t</title><description>1 < 2</description>", "t",
			"<p>1 &lt; 2</p>" },
		{ "<title lang=en>t</b></title>", "t", "" },
		{ "<title>\x0bt\x1b</title>", "t", "" },
		{ "<title><![CDATA[a <b>b</b>]]></title><x y=1 z='>", "a b",
			"" },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;
		struct draft *draft;

		buf_printf(&text,
			"<rss version='2.0'><channel><item>%s</item></channel>"
			"</rss>",
			cases[i].item);
		draft = draft_of(buf_text(&text), &decoded);
		assert_false(decoded.well_formed);
		assert_true(has_warning(&decoded.warnings, "W-XML-MALFORMED"));
		check_headline(draft, cases[i].headline);
		check_body(draft, cases[i].body);
	}
}

static void
what_breaks_off_is_refused(void **state)
{
	static const char *const texts[] = {
		"<rss><channel><item><title>a</title></item>",
		"<rss><channel><item><title>a & b</title></item></channel>",
		"<rss><channel><item><title>a</title>",
		"<rss><channel><item><title><![CDATA[a",
		"<rss><channel><item><!-- a</item></channel></rss>",
		"<feed><entry><title>a</title></entry><entry",
	};

	(void)state;
	for (size_t i = 0; i < n_elements(texts); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		struct problem why = PROBLEM_NULL;

		assert_int_equal(
			decode_all(texts[i], "", "", &decoded, &why), 1);
		assert_string_equal(why.code, "E-XML-SYNTAX");
		assert_int_equal(decoded.n_drafts, 0);
		assert_false(decoded.well_formed);
	}
}

static void
controls_that_were_letters_are_letters_again(void **state)
{
	static const struct {
		const char *said, *meant;
	} cases[] = {
		{ "don&#146;t", "don’t" },
		{ "don\xc2\x92t", "don’t" },
		{ "&#226;&#128;&#166;", "…" },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;

		buf_printf(&text,
			"<rss><channel><item><title>%s</title></item>"
			"</channel></rss>",
			cases[i].said);
		check_headline(
			draft_of(buf_text(&text), &decoded), cases[i].meant);
		assert_true(has_warning(&decoded.warnings, "W-CHARSET-MENDED"));
	}
}

static void
entities_may_name_text_and_no_more(void **state)
{
	static const struct {
		const char *subset;
		bool is_read;
	} cases[] = {
		{ "<!ENTITY a 'Ada &#38;amp; Bo'>", false },
		{ "<!ENTITY a 'Ada'>", true },
		{ "<!ENTITY b 'x'><!ENTITY a '&b;&b;'>", false },
		{ "<!ENTITY a '<x/>'>", false },
		{ "<!ENTITY % p 'x'>", false },
		{ "<!ENTITY a SYSTEM 'file:///etc/passwd'>", true },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;
		struct problem why = PROBLEM_NULL;
		int result;

		buf_printf(&text,
			"<!DOCTYPE rss [%s]><rss><channel><title>&a;</title>"
			"</channel></rss>",
			cases[i].subset);
		result = decode_all(buf_text(&text), "", "", &decoded, &why);
		if (cases[i].is_read != (result == 0))
			fail_msg("%s: %s", cases[i].subset, why.text);
		if (result != 0)
			assert_string_equal(why.code, "E-XML-REFUSED");
		else
			assert_false(slice_starts(
				decoded.feed_title, SLICE("root:")));
	}
}

/* Well-formed or not, a bomb costs its sender and nobody else. */
static void
bombs_are_refused_quickly(void **state)
{
	static const struct {
		const char *start, *piece;
		size_t n;
	} bombs[] = {
		{ "<rss>&x;", "<a>", 100000 },
		{ "<rss>&x;", "<a/>", 1000000 },
		{ "<rss>&x;<", "a=b ", 1000000 },
		{ "<rss>&x;", "</b", 1000000 },
		{ "<rss>&x;", "<!--", 1000000 },
		{ "<rss>&x;", "<![CDATA[", 500000 },
		{ "<rss>&x;", "<!x", 1000000 },
		{ "<rss>&x;", "<a b='", 500000 },
		{ "<rss>", "&x", 1000000 },
		{ "<rss>&x;", "&#1", 1000000 },
		{ "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":",
			"[", 100000 },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(bombs); i++) {
		auto_(decoded_done) struct decoded decoded = DECODED_NULL;
		auto_(buf_done) struct buf text = BUF_NULL;
		clock_t start = clock();

		buf_puts(&text, bombs[i].start);
		for (size_t j = 0; j < bombs[i].n; j++)
			buf_puts(&text, bombs[i].piece);
		assert_int_equal(
			decode_all(buf_text(&text), "", "", &decoded, NULL), 1);
		if (clock() - start > 3 * CLOCKS_PER_SEC)
			fail_msg("%s took too long", bombs[i].piece);
	}
}

static void
headers_of_the_transport_count(void **state)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;

	(void)state;
	assert_int_equal(
		decode_all("<feed " ATOM "><link href='a'/></feed>", "",
			"Content-Location: http://b.example/c/d\n"
			"Content-Language: fr\n",
			&decoded, NULL),
		0);
	check_slice(decoded.feed_link, "http://b.example/c/a");
	check_slice(decoded.feed_language, "fr");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_dialect_is_known_by_its_root),
		cmocka_unit_test(a_feed_sent_as_text_is_a_feed_with_a_warning),
		cmocka_unit_test(what_was_sent_as_a_feed_is_no_prose),
		cmocka_unit_test(an_atom_entry_becomes_a_draft),
		cmocka_unit_test(
			an_entry_keeps_its_source_and_its_sources_author),
		cmocka_unit_test(a_tombstone_is_a_kill_and_a_draft_is_held),
		cmocka_unit_test(packed_content_is_unpacked),
		cmocka_unit_test(modules_never_overwrite_what_rss_says),
		cmocka_unit_test(a_feed_says_much_of_itself),
		cmocka_unit_test(people_are_taken_apart),
		cmocka_unit_test(items_of_rdf_lie_beside_their_channel),
		cmocka_unit_test(cdf_speaks_in_attributes),
		cmocka_unit_test(a_place_is_geojson_and_metres_are_no_degrees),
		cmocka_unit_test(a_date_keeps_its_own_words_and_the_rule),
		cmocka_unit_test(
			a_partner_that_declares_nothing_has_its_usual_charset),
		cmocka_unit_test(a_story_may_be_a_picture_and_no_word),
		cmocka_unit_test(a_json_feed_item_becomes_a_draft),
		cmocka_unit_test(a_page_says_what_its_metadata_says),
		cmocka_unit_test(what_is_not_well_formed_is_read_with_patience),
		cmocka_unit_test(what_breaks_off_is_refused),
		cmocka_unit_test(controls_that_were_letters_are_letters_again),
		cmocka_unit_test(entities_may_name_text_and_no_more),
		cmocka_unit_test(bombs_are_refused_quickly),
		cmocka_unit_test(headers_of_the_transport_count),
	};

	format_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
