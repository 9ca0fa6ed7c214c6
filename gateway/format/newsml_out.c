/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newsml_out - stories as NewsML-G2 2.35: a newsMessage of newsItems, or one
 * newsItem, at the "power" level of conformance.
 *
 * The body stands in the item as XHTML; credit, terms and notices stand where
 * the standard has a place for them, and once more in our own namespace as the
 * record has them, so that nothing is lost on the way to another gateway. Codes
 * come from the catalog that the item names; whoever has no code is named by a
 * literal. A story that was killed is its identity and its status.
 *
 * Sources: NewsML-G2 2.35 schema and guidelines, IPTC catalog 41.
 */
#include <string.h>

#include "base/rfc3339.h"
#include "format/feed_parts.h"
#include "format/bodywalk.h"
#include "format/concept_out.h"
#include "format/newsml_parts.h"
#include "format/writers.h"
#include "format/xmlout.h"
#include "story/story.h"
#include "story/uri.h"

#define NAR "http://iptc.org/std/nar/2006-10-01/"
#define CATALOG \
	"http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
#define ROLE_BASE "urn:torntape:1:role:"

/* ---- pieces ----------------------------------------------------------------
 */

static void
put_time(struct buf *out, const char *name, int64_t ms)
{
	xmlout_element(out, name, slice_text(rfc3339_of(ms).text));
}

/* By its name as literal, and its name for people. */
static void
put_party(struct buf *out, const char *element, struct slice name)
{
	if (name.len == 0)
		return;
	buf_putc(out, '<');
	buf_puts(out, element);
	xmlout_attribute(out, "literal", name);
	buf_putc(out, '>');
	xmlout_element(out, "name", name);
	buf_puts(out, "</");
	buf_put(out, element, strcspn(element, " "));
	buf_puts(out, ">\n");
}

static struct slice
last_distributor(const struct story *story)
{
	struct slice last = { 0 };
	struct slice name;

	for (size_t i = 0;
		(name = feed_party(story, "distributor", i)).len != 0; i++)
		last = name;
	return last;
}

/* Who answers for the item: the last hand it went through. */
static struct slice
provider_of(const struct story *story)
{
	struct slice name = last_distributor(story);

	if (name.len == 0)
		name = feed_agency(story);
	return name.len != 0 ? name : story_get(story, RECORD_PARTNER);
}

/* ---- the item's management -------------------------------------------------
 */

static void
put_hop(struct buf *out, unsigned *seq, struct slice name, const char *action)
{
	if (name.len == 0)
		return;
	buf_printf(out, "<hop seq=\"%u\">", ++*seq);
	put_party(out, "party", name);
	buf_printf(out, "<action qcode=\"hopaction:%s\"/></hop>\n", action);
}

/* Whose hands it went through, in order. */
static void
put_hops(struct buf *out, const struct story *story)
{
	struct slice supplier = story_supplier(story);
	struct slice name = feed_party(story, "distributor", 0);
	unsigned seq = 0;

	if (supplier.len == 0 && name.len == 0)
		return;
	buf_puts(out, "<hopHistory>\n");
	put_hop(out, &seq, supplier, "created");
	for (size_t i = 0;
		(name = feed_party(story, "distributor", i)).len != 0; i++)
		put_hop(out, &seq, name, "transmitted");
	buf_puts(out, "</hopHistory>\n");
}

static void
put_notices(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_DISCLAIMER, &cursor, &value)) {
		struct feed_disclaimer notice = feed_disclaimer_of(value);
		auto_(buf_done) struct buf role = BUF_NULL;

		buf_puts(&role, "urn:torntape:1:disclaimer:");
		buf_put_slice(&role, notice.kind);
		buf_puts(out, "<usageTerms");
		xmlout_attribute(out, "roleuri", buf_slice(&role));
		buf_putc(out, '>');
		feed_put_disclaimer(out, &notice);
		buf_puts(out, "</usageTerms>\n");
	}
}

static void
put_rights(struct buf *out, const struct story *story)
{
	struct slice holder = story_get(story, RECORD_RIGHTS_HOLDER);
	auto_(buf_done) struct buf license = BUF_NULL;
	auto_(buf_done) struct buf href = BUF_NULL;

	feed_license_write(&license, story);
	if (holder.len == 0 && license.len == 0 &&
		!story_has(story, RECORD_COPYRIGHT) &&
		!story_has(story, RECORD_USAGE_TERMS) &&
		!story_has(story, RECORD_DISCLAIMER))
		return;
	buf_puts(out, "<rightsInfo>\n");
	put_party(out, "copyrightHolder", holder);
	xmlout_element(
		out, "copyrightNotice", story_get(story, RECORD_COPYRIGHT));
	xmlout_element(out, "usageTerms", story_get(story, RECORD_USAGE_TERMS));
	put_notices(out, story);
	if (uri_put(&href, buf_slice(&license))) {
		buf_puts(out, "<link rel=\"irel:seeAlso\"");
		xmlout_attribute(out, "href", buf_slice(&href));
		buf_puts(out, "/>\n");
	}
	buf_puts(out, "</rightsInfo>\n");
}

static const char *
class_of(struct slice media_type)
{
	if (slice_starts(media_type, SLICE("video/")))
		return "video";
	if (slice_starts(media_type, SLICE("audio/")))
		return "audio";
	return "picture";
}

static void
put_media(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_MEDIA, &cursor, &value)) {
		struct feed_media media = feed_media_of(value);
		auto_(buf_done) struct buf href = BUF_NULL;

		if (!uri_put(&href, media.href))
			continue;
		buf_puts(out, "<link rel=\"irel:seeAlso\"");
		xmlout_attribute(out, "href", buf_slice(&href));
		xmlout_attribute(out, "contenttype", media.type);
		if (!slice_is(media.size, "0"))
			xmlout_attribute(out, "size", media.size);
		xmlout_attribute(out, "torntape:width", media.width);
		xmlout_attribute(out, "torntape:height", media.height);
		buf_printf(out, ">\n<itemClass qcode=\"ninat:%s\"/>\n",
			class_of(media.type));
		xmlout_element(out, "headline", media.title);
		xmlout_element(out, "description role=\"drol:caption\"",
			media.caption);
		xmlout_element(out, "creditline", media.credit);
		xmlout_element(out, "copyrightNotice", media.rights);
		buf_puts(out, "</link>\n");
	}
}

static void
put_link(struct buf *out, struct slice link)
{
	auto_(buf_done) struct buf href = BUF_NULL;

	if (!uri_put(&href, link))
		return;
	buf_puts(out, "<link rel=\"irel:seeAlso\"");
	xmlout_attribute(out, "href", buf_slice(&href));
	buf_puts(out, " contenttype=\"text/html\"/>\n");
}

static void
put_signal(struct buf *out, const struct story *story)
{
	if (story_event(story) == STORY_CORRECT)
		buf_puts(out, "<signal qcode=\"sig:correction\"/>\n");
	else if (story_event(story) == STORY_UPDATE)
		buf_puts(out, "<signal qcode=\"sig:update\"/>\n");
}

static void
put_item_meta(struct buf *out, const struct feed_entry *entry)
{
	const struct story *story = entry->story;
	int64_t expires = story_time(story, RECORD_EXPIRES);
	struct slice status = story_get(story, RECORD_PUB_STATUS);

	buf_puts(out, "<itemMeta>\n<itemClass qcode=\"ninat:text\"/>\n");
	put_party(out, "provider", provider_of(story));
	put_time(out, "versionCreated", feed_updated_ms(entry));
	put_time(out, "firstCreated", feed_published_ms(entry));
	buf_puts(out, "<pubStatus qcode=\"stat:");
	xmlout_escape(out, status.len != 0 ? status : SLICE("usable"));
	buf_puts(out, "\"/>\n");
	xmlout_element(out, "generator versioninfo=\"1\"", SLICE("torntape"));
	put_signal(out, story);
	if (expires >= 0)
		put_time(out, "expires", expires);
	put_link(out, story_get(story, RECORD_LINK));
	put_media(out, story);
	feed_own_elements(out, story);
	buf_puts(out, "</itemMeta>\n");
}

/* ---- what it is about ------------------------------------------------------
 */

static const char *
role_of(struct slice role)
{
	static const char *const roles[][2] = {
		{ "supplier", "cpprole:contentSource" },
		{ "distributor", "cpprole:distributor" },
		{ "cited", "cpprole:originfo" },
		{ "photo_credit", "cpprole:imgSupplier" },
	};

	for (size_t i = 0; i < n_elements(roles); i++)
		if (slice_is(role, roles[i][0]))
			return roles[i][1];
	return NULL;
}

static void
put_sources(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;
	struct slice texts[2];

	while (story_each(story, RECORD_PARTY, &cursor, &value)) {
		if (record_texts(value, texts, 2) != 2 || texts[1].len == 0)
			continue;
		const char *role = role_of(texts[0]);
		auto_(buf_done) struct buf uri = BUF_NULL;

		buf_puts(out, "<infoSource");
		buf_puts(&uri, ROLE_BASE);
		buf_put_slice(&uri, texts[0]);
		if (role != NULL)
			buf_printf(out, " role=\"%s\"", role);
		else
			xmlout_attribute(out, "roleuri", buf_slice(&uri));
		xmlout_attribute(out, "literal", texts[1]);
		buf_putc(out, '>');
		xmlout_element(out, "name", texts[1]);
		buf_puts(out, "</infoSource>\n");
	}
}

static void
put_alt_ids(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_ALT_ID, &cursor, &value)) {
		struct slice texts[2] = { { 0 } };
		auto_(buf_done) struct buf uri = BUF_NULL;

		record_texts(value, texts, 2);
		if (texts[1].len == 0)
			continue;
		buf_puts(&uri, "urn:torntape:1:altid:");
		feed_put_token(&uri, texts[0]);
		buf_puts(out, "<altId");
		if (texts[0].len != 0)
			xmlout_attribute(out, "typeuri", buf_slice(&uri));
		buf_putc(out, '>');
		xmlout_escape(out, texts[1]);
		buf_puts(out, "</altId>\n");
	}
}

static void
put_subjects(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_SUBJECT, &cursor, &value)) {
		struct slice texts[3] = { { 0 } };
		auto_(buf_done) struct buf uri = BUF_NULL;

		record_texts(value, texts, 3);
		buf_puts(out, "<subject");
		if (uri_put(&uri, texts[1]))
			xmlout_attribute(out, "uri", buf_slice(&uri));
		if (uri.len == 0 || texts[2].len != 0)
			xmlout_attribute(out, "literal",
				texts[2].len ? texts[2] : texts[0]);
		buf_putc(out, '>');
		xmlout_element(out, "name", texts[0]);
		buf_puts(out, "</subject>\n");
	}
}

/* By its URI where it has one, else by its literal or name. */
static void
put_concept(struct buf *out, const char *element, const char *type,
	const struct concept_out *concept)
{
	auto_(buf_done) struct buf uri = BUF_NULL;
	struct slice name = buf_slice(&concept->name);
	struct slice literal = buf_slice(&concept->literal);

	buf_printf(out, "<%s", element);
	if (type != NULL)
		buf_printf(out, " type=\"cpnat:%s\"", type);
	if (uri_put(&uri, buf_slice(&concept->uri)))
		xmlout_attribute(out, "uri", buf_slice(&uri));
	else if (literal.len == 0)
		literal = name;
	xmlout_attribute(out, "literal", literal);
	buf_putc(out, '>');
	xmlout_element(out, "name", name);
	buf_printf(out, "</%s>\n", element);
}

static const struct {
	enum concept_kind kind;
	const char *type;
} concept_types[] = {
	{ CONCEPT_PERSON, "person" },
	{ CONCEPT_ORGANISATION, "organisation" },
	{ CONCEPT_PLACE, "geoArea" },
	{ CONCEPT_EVENT, "event" },
	{ CONCEPT_OBJECT, "object" },
};

/* Those who made it, by what they did: "creator" or "contributor". */
static void
put_makers(struct buf *out, const struct story *story, const char *rel)
{
	for (size_t i = 0; i < 2; i++) {
		auto_(concept_out_done) struct concept_out concept =
			concept_out_of(story, concept_types[i].kind);

		while (concept_out_next(&concept))
			if (slice_is(buf_slice(&concept.rel), rel))
				put_concept(out, rel, concept_types[i].type,
					&concept);
	}
}

/* Who signs is a creator, also where nobody said more of them. */
static void
put_creators(struct buf *out, const struct story *story)
{
	size_t before = out->len;

	put_makers(out, story, "creator");
	if (out->len == before)
		put_party(out, "creator", story_get(story, RECORD_BYLINE));
}

static bool
is_maker(const struct concept_out *concept)
{
	return slice_is(buf_slice(&concept->rel), "creator") ||
	       slice_is(buf_slice(&concept->rel), "contributor");
}

/* What it is about, or has to do with: the standard has one word for both. */
static void
put_concepts(struct buf *out, const struct story *story)
{
	for (size_t i = 0; i < n_elements(concept_types); i++) {
		auto_(concept_out_done) struct concept_out concept =
			concept_out_of(story, concept_types[i].kind);

		while (concept_out_next(&concept))
			if (!is_maker(&concept))
				put_concept(out, "subject",
					concept_types[i].type, &concept);
	}
}

static void
put_genres(struct buf *out, const struct story *story)
{
	auto_(concept_out_done) struct concept_out concept =
		concept_out_of(story, CONCEPT_GENRE);

	while (concept_out_next(&concept))
		put_concept(out, "genre", NULL, &concept);
}

static void
put_located(struct buf *out, const struct story *story)
{
	auto_(buf_done) struct buf located = BUF_NULL;

	feed_located_write(&located, story);
	put_party(out, "located", buf_slice(&located));
}

static void
put_content_meta(struct buf *out, const struct feed_entry *entry)
{
	const struct story *story = entry->story;
	struct slice urgency = story_get(story, RECORD_URGENCY);
	struct slice byline = story_get(story, RECORD_BYLINE);
	struct slice language = feed_language(story);

	buf_puts(out, "<contentMeta>\n");
	xmlout_element(out, "urgency", urgency);
	put_time(out, "contentCreated", feed_published_ms(entry));
	put_located(out, story);
	put_sources(out, story);
	put_creators(out, story);
	put_makers(out, story, "contributor");
	put_alt_ids(out, story);
	if (language.len != 0) {
		buf_puts(out, "<language");
		xmlout_attribute(out, "tag", language);
		buf_puts(out, "/>\n");
	}
	put_genres(out, story);
	put_subjects(out, story);
	put_concepts(out, story);
	xmlout_element(out, "slugline", story_get(story, RECORD_SLUGLINE));
	xmlout_element(out, "headline", story_get(story, RECORD_HEADLINE));
	xmlout_element(out, "dateline", story_get(story, RECORD_DATELINE));
	xmlout_element(out, "by", byline);
	xmlout_element(out, "creditline", feed_agency(story));
	xmlout_element(out, "description role=\"drol:summary\"",
		story_get(story, RECORD_SUMMARY));
	buf_puts(out, "</contentMeta>\n");
}

/* ---- the body as XHTML -----------------------------------------------------
 */

static void
put_attributes(struct buf *out, const struct bodywalk_token *token)
{
	static const char *const names[] = { "href", "title", "src", "alt",
		"width", "height" };

	for (size_t i = 0; i < n_elements(names); i++) {
		struct slice value = bodywalk_attribute(token, names[i]);

		if (value.len == 0 && strcmp(names[i], "alt") != 0)
			continue;
		if (value.len == 0 && strcmp(token->element, "img") != 0)
			continue;
		buf_printf(out, " %s=\"", names[i]);
		bodywalk_escape(out, value);
		buf_putc(out, '"');
	}
}

static void
put_xhtml(struct buf *out, struct slice html)
{
	struct bodywalk walk = BODYWALK(html);
	struct bodywalk_token token;

	while (bodywalk_next(&walk, &token)) {
		if (token.kind == BODYWALK_TEXT) {
			bodywalk_escape(out, token.text);
		} else if (token.kind == BODYWALK_CLOSE) {
			buf_printf(out, "</%s>", token.element);
		} else {
			buf_printf(out, "<%s", token.element);
			put_attributes(out, &token);
			buf_puts(out, token.is_void ? "/>" : ">");
		}
	}
}

static void
put_content(struct buf *out, const struct story *story)
{
	struct slice headline = story_get(story, RECORD_HEADLINE);

	buf_puts(out,
		"<contentSet>\n"
		"<inlineXML contenttype=\"application/xhtml+xml\">\n"
		"<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>");
	xmlout_escape(out, headline);
	buf_puts(out, "</title></head>\n<body>");
	put_xhtml(out, story_get(story, RECORD_BODY_HTML));
	buf_puts(out, "</body></html>\n</inlineXML>\n</contentSet>\n");
}

/* ---- the item --------------------------------------------------------------
 */

static void
put_open(struct buf *out, const struct feed_entry *entry)
{
	buf_puts(out, "<newsItem xmlns=\"" NAR "\""
		      " xmlns:torntape=\"urn:torntape:1\"");
	xmlout_attribute(out, "guid", entry->uri);
	buf_puts(out, " version=\"");
	newsml_put_version(out, entry);
	buf_puts(out, "\" standard=\"NewsML-G2\" standardversion=\"2.35\""
		      " conformance=\"power\"");
	if (entry->story != NULL)
		xmlout_attribute(out, "xml:lang", feed_language(entry->story));
	buf_puts(out, ">\n<catalogRef href=\"" CATALOG "\"/>\n");
}

static void
put_tombstone(struct buf *out, const struct feed_entry *entry)
{
	put_open(out, entry);
	buf_puts(out, "<itemMeta>\n<itemClass qcode=\"ninat:text\"/>\n"
		      "<provider literal=\"torntape\"/>\n");
	put_time(out, "versionCreated", entry->updated_ms);
	buf_puts(out, "<pubStatus qcode=\"stat:canceled\"/>\n"
		      "</itemMeta>\n</newsItem>\n");
}

static void
put_item(struct buf *out, const struct feed_entry *entry,
	void (*put)(struct buf *out, const struct feed_entry *entry))
{
	if (entry->story == NULL) {
		put_tombstone(out, entry);
		return;
	}
	put_open(out, entry);
	put_hops(out, entry->story);
	put_rights(out, entry->story);
	put_item_meta(out, entry);
	put_content_meta(out, entry);
	if (put == NULL) {
		put_content(out, entry->story);
	} else {
		buf_puts(out, "<contentSet>\n<inlineXML"
			      " contenttype=\"application/nitf+xml\">\n");
		put(out, entry);
		buf_puts(out, "</inlineXML>\n</contentSet>\n");
	}
	buf_puts(out, "</newsItem>\n");
}

void
newsml_put_version(struct buf *out, const struct feed_entry *entry)
{
	uint64_t version = 0;

	/* a positive number; else a time that grows with the versions */
	if (entry->version.len > 18 ||
		slice_to_u64(entry->version, &version) != 0 || version == 0)
		version = entry->updated_ms > 1000
				  ? (uint64_t)entry->updated_ms / 1000
				  : 1;
	buf_put_u64(out, version);
}

/* ---- the message -----------------------------------------------------------
 */

/* A message holds at least one item: that of nothing holds the list itself. */
static void
put_empty_package(struct buf *out, const struct feed_head *head)
{
	buf_puts(out, "<packageItem xmlns=\"" NAR "\"");
	xmlout_attribute(out, "guid", head->id);
	buf_puts(out, " version=\"1\" standard=\"NewsML-G2\""
		      " standardversion=\"2.35\" conformance=\"power\">\n"
		      "<catalogRef href=\"" CATALOG "\"/>\n<itemMeta>\n"
		      "<itemClass qcode=\"ninat:composite\"/>\n"
		      "<provider literal=\"torntape\"/>\n");
	put_time(out, "versionCreated", head->updated_ms);
	buf_puts(out, "<pubStatus qcode=\"stat:usable\"/>\n");
	xmlout_element(out, "title", head->title);
	buf_puts(out, "</itemMeta>\n<groupSet root=\"all\">"
		      "<group id=\"all\" role=\"group:main\"/></groupSet>\n"
		      "</packageItem>\n");
}

void
newsml_write_message(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries,
	void (*put)(struct buf *out, const struct feed_entry *entry))
{
	buf_puts(out, XMLOUT_DECLARATION "<newsMessage xmlns=\"" NAR "\""
					 ">\n<header>\n");
	put_time(out, "sent", feed_newest_ms(head, entries, n_entries));
	buf_puts(out, "<catalogRef href=\"" CATALOG "\"/>\n");
	xmlout_element(out, "sender", SLICE("torntape"));
	xmlout_element(out, "transmitId", head->id);
	xmlout_element(out, "origin", head->self_url);
	xmlout_element(out, "channel", head->title);
	buf_puts(out, "</header>\n<itemSet>\n");
	for (size_t i = 0; i < n_entries; i++)
		put_item(out, &entries[i], put);
	if (n_entries == 0)
		put_empty_package(out, head);
	buf_puts(out, "</itemSet>\n</newsMessage>\n");
}

void
newsml_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	newsml_write_message(out, head, entries, n_entries, NULL);
}

void
newsml_write_item(struct buf *out, const struct feed_entry *entry)
{
	buf_puts(out, XMLOUT_DECLARATION);
	put_item(out, entry, NULL);
}
