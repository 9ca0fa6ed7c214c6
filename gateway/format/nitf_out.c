/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nitf_out - a story as NITF 3.6.
 *
 * The body's HTML becomes NITF's own elements, which are fewer: what NITF has
 * no element for is emphasis with a class, or only its text; a picture inside a
 * paragraph follows behind it, because NITF has none inside. The hands it went
 * through are the del-list and the distributor, notices the tagline; both stand
 * in docdata once more as the record has them. A story that was killed is its
 * identity and its status.
 *
 * Source: nitf-3-6.xsd of IPTC.
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

#define NITF "http://iptc.org/std/NITF/2006-10-18/"
#define SUBJECT_CODES "http://cv.iptc.org/newscodes/subjectcode/"

/* ---- docdata ---------------------------------------------------------------
 */

/* "20250922T101500Z", the form without signs that norm attributes have. */
static void
put_norm(struct buf *out, const char *element, int64_t ms)
{
	const struct rfc3339 text = rfc3339_of(ms);
	const char *t = text.text;

	buf_printf(out, "<%s norm=\"%.4s%.2s%.2sT%.2s%.2s%.2sZ\"/>\n", element,
		t, t + 5, t + 8, t + 11, t + 14, t + 17);
}

static void
put_urgency(struct buf *out, struct slice urgency)
{
	/* 0 and 9 are reserved */
	if (urgency.len == 1 && urgency.at[0] >= '1' && urgency.at[0] <= '9')
		buf_printf(out, "<urgency ed-urg=\"%c\"/>\n",
			urgency.at[0] == '9' ? '8' : urgency.at[0]);
}

static void
put_source(struct buf *out, unsigned *level, struct slice name)
{
	if (name.len == 0)
		return;
	buf_puts(out, "<from-src");
	xmlout_attribute(out, "src-name", name);
	buf_printf(out, " level-number=\"%u\"/>", ++*level);
}

static void
put_sources(struct buf *out, const struct story *story)
{
	struct slice supplier = story_supplier(story);
	struct slice name = feed_party(story, "distributor", 0);
	unsigned level = 0;

	if (supplier.len == 0 && name.len == 0)
		return;
	buf_puts(out, "<del-list>");
	put_source(out, &level, supplier);
	for (size_t i = 0;
		(name = feed_party(story, "distributor", i)).len != 0; i++)
		put_source(out, &level, name);
	buf_puts(out, "</del-list>\n");
}

static void
put_key(struct buf *out, const struct feed_entry *entry)
{
	struct slice slug = story_get(entry->story, RECORD_SLUGLINE);

	if (slug.len == 0)
		return;
	buf_puts(out, "<du-key");
	xmlout_attribute(out, "key", slug);
	buf_puts(out, " version=\"");
	newsml_put_version(out, entry);
	buf_puts(out, "\"/>\n");
}

static void
put_rights(struct buf *out, const struct story *story)
{
	struct slice holder = story_get(story, RECORD_RIGHTS_HOLDER);
	struct slice notice = story_get(story, RECORD_COPYRIGHT);
	struct slice terms = story_get(story, RECORD_USAGE_TERMS);

	if (holder.len != 0 || notice.len != 0) {
		buf_puts(out, "<doc.copyright");
		xmlout_attribute(
			out, "holder", holder.len != 0 ? holder : notice);
		buf_puts(out, "/>\n");
	}
	if (terms.len != 0) {
		buf_puts(out, "<doc.rights");
		xmlout_attribute(out, "owner", holder);
		xmlout_attribute(out, "limitations", terms);
		buf_puts(out, "/>\n");
	}
}

/* The eight digits of one of IPTC's subject codes; empty when it is none. */
static struct slice
subject_number(struct slice uri)
{
	const size_t len = strlen(SUBJECT_CODES);

	if (!slice_starts(uri, SLICE(SUBJECT_CODES)) || uri.len != len + 8)
		return (struct slice){ 0 };
	for (size_t i = len; i < uri.len; i++)
		if (uri.at[i] < '0' || uri.at[i] > '9')
			return (struct slice){ 0 };
	return slice_of(uri.at + len, 8);
}

static void
put_subjects(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;
	bool is_open = false;

	while (story_each(story, RECORD_SUBJECT, &cursor, &value)) {
		struct slice texts[3] = { { 0 } };

		record_texts(value, texts, 3);
		struct slice number = subject_number(texts[1]);

		if (number.len == 0)
			continue;
		if (!is_open)
			buf_puts(out, "<tobject>\n");
		is_open = true;
		buf_puts(out, "<tobject.subject");
		xmlout_attribute(out, "tobject.subject.refnum", number);
		xmlout_attribute(out, "tobject.subject.type", texts[0]);
		buf_puts(out, "/>\n");
	}
	if (is_open)
		buf_puts(out, "</tobject>\n");
}

/* What has no number is a keyword. */
static void
put_keywords(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;
	bool is_open = false;

	while (story_each(story, RECORD_SUBJECT, &cursor, &value)) {
		struct slice texts[3] = { { 0 } };

		record_texts(value, texts, 3);
		struct slice word = texts[0].len ? texts[0] : texts[2];

		if (word.len == 0)
			word = texts[1];
		if (word.len == 0 || subject_number(texts[1]).len != 0)
			continue;
		buf_puts(out, is_open ? "<keyword" : "<key-list>\n<keyword");
		is_open = true;
		xmlout_attribute(out, "key", word);
		buf_puts(out, "/>\n");
	}
	if (is_open)
		buf_puts(out, "</key-list>\n");
}

static void
put_concept(
	struct buf *out, const char *element, const struct concept_out *concept)
{
	struct slice name = buf_slice(&concept->name);
	struct slice uri = buf_slice(&concept->uri);
	struct slice literal = buf_slice(&concept->literal);

	buf_printf(out, "<%s", element);
	xmlout_attribute(out,
		strcmp(element, "location") == 0 ? "location-code" : "value",
		uri.len != 0 ? uri : literal);
	buf_putc(out, '>');
	xmlout_escape(out, name.len != 0 ? name : literal);
	buf_printf(out, "</%s>\n", element);
}

/* Whom and what it is about; who made it stands in the byline. */
static void
put_concepts(struct buf *out, const struct story *story)
{
	static const struct {
		enum concept_kind kind;
		const char *element;
	} kinds[] = {
		{ CONCEPT_PERSON, "person" },
		{ CONCEPT_ORGANISATION, "org" },
		{ CONCEPT_PLACE, "location" },
		{ CONCEPT_EVENT, "event" },
		{ CONCEPT_OBJECT, "object.title" },
	};
	auto_(buf_done) struct buf list = BUF_NULL;

	for (size_t i = 0; i < n_elements(kinds); i++) {
		auto_(concept_out_done) struct concept_out concept =
			concept_out_of(story, kinds[i].kind);

		while (concept_out_next(&concept))
			if (!slice_is(buf_slice(&concept.rel), "creator") &&
				!slice_is(
					buf_slice(&concept.rel), "contributor"))
				put_concept(&list, kinds[i].element, &concept);
	}
	if (list.len == 0)
		return;
	buf_puts(out, "<identified-content>\n");
	buf_put_slice(out, buf_slice(&list));
	buf_puts(out, "</identified-content>\n");
}

static void
put_identity(struct buf *out, const struct feed_entry *entry)
{
	struct slice source = { 0 };

	if (entry->story != NULL)
		source = feed_agency(entry->story);
	buf_puts(out, "<doc-id");
	xmlout_attribute(out, "regsrc", source);
	xmlout_attribute(out, "id-string", entry->uri);
	buf_puts(out, "/>\n");
}

static void
put_docdata(struct buf *out, const struct feed_entry *entry)
{
	const struct story *story = entry->story;
	struct slice status = story_get(story, RECORD_PUB_STATUS);
	int64_t expires = story_time(story, RECORD_EXPIRES);

	buf_puts(out, "<docdata");
	xmlout_attribute(out, "management-status",
		status.len != 0 ? status : SLICE("usable"));
	buf_puts(out, ">\n");
	if (story_event(story) == STORY_CORRECT) {
		buf_puts(out, "<correction");
		xmlout_attribute(out, "id-string", entry->uri);
		buf_puts(out, "/>\n");
	}
	put_identity(out, entry);
	put_sources(out, story);
	put_urgency(out, story_get(story, RECORD_URGENCY));
	put_norm(out, "date.issue", feed_published_ms(entry));
	if (expires >= 0)
		put_norm(out, "date.expire", expires);
	put_key(out, entry);
	put_rights(out, story);
	put_keywords(out, story);
	put_concepts(out, story);
	feed_own_elements(out, story);
	buf_puts(out, "</docdata>\n");
}

static void
put_head(struct buf *out, const struct feed_entry *entry)
{
	const struct rfc3339 time = rfc3339_of(feed_updated_ms(entry));
	const char *t = time.text;
	struct slice link = story_get(entry->story, RECORD_LINK);

	buf_puts(out, "<head>\n");
	xmlout_element(out, "title", story_get(entry->story, RECORD_HEADLINE));
	put_subjects(out, entry->story);
	put_docdata(out, entry);
	if (link.len != 0) {
		buf_puts(out, "<pubdata type=\"web\"");
		xmlout_attribute(out, "ex-ref", link);
		buf_puts(out, "/>\n");
	}
	buf_printf(out,
		"<revision-history"
		" norm=\"%.4s%.2s%.2sT%.2s%.2s%.2sZ\"/>\n</head>\n",
		t, t + 5, t + 8, t + 11, t + 14, t + 17);
}

/* ---- the head of the body --------------------------------------------------
 */

static void
put_byline(struct buf *out, struct slice byline)
{
	if (byline.len == 0)
		return;
	buf_puts(out, "<byline>By <person>");
	xmlout_escape(out, byline);
	buf_puts(out, "</person></byline>\n");
}

static void
put_distributor(struct buf *out, const struct story *story)
{
	struct slice name = feed_party(story, "distributor", 0);

	if (name.len == 0)
		name = feed_agency(story);
	if (name.len == 0)
		return;
	buf_puts(out, "<distributor><org>");
	xmlout_escape(out, name);
	buf_puts(out, "</org></distributor>\n");
}

static void
put_dateline(struct buf *out, const struct story *story)
{
	struct feed_dateline line = feed_dateline_of(story);
	const char *day = buf_text(&line.date);

	if (line.place.len != 0) {
		buf_puts(out, "<dateline><location>");
		xmlout_escape(out, buf_slice(&line.place));
		buf_puts(out, "</location>");
		if (line.date.len == 10)
			buf_printf(out, " <story.date norm=\"%.4s%.2s%.2s\"/>",
				day, day + 5, day + 8);
		buf_puts(out, "</dateline>\n");
	}
	feed_dateline_done(&line);
}

static void
put_body_head(struct buf *out, const struct story *story)
{
	struct slice summary = story_get(story, RECORD_SUMMARY);

	buf_puts(out, "<body.head>\n<hedline><hl1>");
	xmlout_escape(out, story_get(story, RECORD_HEADLINE));
	buf_puts(out, "</hl1></hedline>\n");
	put_byline(out, story_get(story, RECORD_BYLINE));
	put_distributor(out, story);
	put_dateline(out, story);
	if (summary.len != 0) {
		buf_puts(out, "<abstract><p>");
		xmlout_escape(out, summary);
		buf_puts(out, "</p></abstract>\n");
	}
	buf_puts(out, "</body.head>\n");
}

/* ---- the body --------------------------------------------------------------
 */

/* Of HTML's elements, NITF's; those with a class are emphasis. */
static const struct {
	const char *html, *nitf;
	bool has_class;
} elements[] = {
	{ "a", "a", false },
	{ "b", "em", true },
	{ "blockquote", "bq", false },
	{ "br", "br", false },
	{ "cite", "em", true },
	{ "code", "em", true },
	{ "del", "em", true },
	{ "dfn", "em", true },
	{ "em", "em", false },
	{ "h2", "hl2", false },
	{ "h3", "hl2", true },
	{ "h4", "hl2", true },
	{ "i", "em", true },
	{ "ins", "em", true },
	{ "kbd", "em", true },
	{ "li", "li", false },
	{ "mark", "em", true },
	{ "ol", "ol", false },
	{ "p", "p", false },
	{ "pre", "pre", false },
	{ "q", "q", false },
	{ "s", "em", true },
	{ "samp", "em", true },
	{ "small", "em", true },
	{ "strong", "em", true },
	{ "sub", "em", true },
	{ "sup", "em", true },
	{ "table", "table", false },
	{ "tbody", "tbody", false },
	{ "td", "td", false },
	{ "tr", "tr", false },
	{ "u", "em", true },
	{ "ul", "ul", false },
	{ "var", "em", true },
};

static size_t
element_of(const char *html)
{
	size_t i = 0;

	while (i < n_elements(elements) && strcmp(elements[i].html, html) != 0)
		i++;
	return i;
}

#define MAX_IMAGES 64

struct body {
	struct buf *out;
	unsigned depth, pre_depth; /* pre: 0 when outside */
	struct bodywalk_token images[MAX_IMAGES];
	size_t n_images;
};

static void
put_image(struct buf *out, const struct bodywalk_token *image)
{
	static const char *const names[][2] = { { "src", "source" },
		{ "alt", "alternate-text" }, { "width", "width" },
		{ "height", "height" } };

	buf_puts(out, "<media media-type=\"image\" class=\"inline\">"
		      "<media-reference");
	for (size_t i = 0; i < n_elements(names); i++) {
		struct slice value = bodywalk_attribute(image, names[i][0]);

		if (value.len == 0)
			continue;
		buf_printf(out, " %s=\"", names[i][1]);
		bodywalk_escape(out, value);
		buf_putc(out, '"');
	}
	buf_puts(out, "/></media>\n");
}

static void
put_images(struct body *body)
{
	for (size_t i = 0; i < body->n_images; i++)
		put_image(body->out, &body->images[i]);
	body->n_images = 0;
}

static void
open_element(struct body *body, const struct bodywalk_token *token)
{
	size_t i = element_of(token->element);

	if (!token->is_void)
		body->depth++;
	if (!strcmp(token->element, "img") && body->n_images < MAX_IMAGES)
		body->images[body->n_images++] = *token;
	if (i == n_elements(elements) || body->pre_depth != 0)
		return;
	buf_printf(body->out, "<%s", elements[i].nitf);
	if (elements[i].has_class)
		buf_printf(body->out, " class=\"%s\"", token->element);
	if (!strcmp(token->element, "a")) {
		buf_puts(body->out, " href=\"");
		bodywalk_escape(body->out, bodywalk_attribute(token, "href"));
		buf_putc(body->out, '"');
	}
	buf_puts(body->out, token->is_void ? "/>" : ">");
	if (!strcmp(token->element, "blockquote"))
		buf_puts(body->out, "<block>");
	if (!strcmp(token->element, "pre"))
		body->pre_depth = body->depth;
}

static void
close_element(struct body *body, const char *element)
{
	size_t i = element_of(element);

	if (body->pre_depth == body->depth)
		body->pre_depth = 0;
	if (i < n_elements(elements) && body->pre_depth == 0) {
		if (!strcmp(element, "blockquote"))
			buf_puts(body->out, "</block>");
		buf_printf(body->out, "</%s>", elements[i].nitf);
	}
	if (--body->depth == 0) {
		buf_putc(body->out, '\n');
		put_images(body);
	}
}

static void
put_html(struct buf *out, struct slice html)
{
	struct bodywalk walk = BODYWALK(html);
	struct bodywalk_token token;
	struct body body = { .out = out };

	while (bodywalk_next(&walk, &token)) {
		if (token.kind == BODYWALK_OPEN)
			open_element(&body, &token);
		else if (token.kind == BODYWALK_CLOSE)
			close_element(&body, token.element);
		else if (body.depth != 0) /* between blocks there is none */
			bodywalk_escape(out, token.text);
	}
	put_images(&body);
}

static const char *
media_type_of(struct slice type)
{
	if (slice_starts(type, SLICE("video/")))
		return "video";
	if (slice_starts(type, SLICE("audio/")))
		return "audio";
	if (type.len == 0 || slice_starts(type, SLICE("image/")))
		return "image";
	return "other";
}

static void
put_number(struct buf *out, const char *name, struct slice value)
{
	if (!slice_is(value, "0"))
		xmlout_attribute(out, name, value);
}

static void
put_media(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_MEDIA, &cursor, &value)) {
		struct feed_media media = feed_media_of(value);

		buf_printf(out, "<media media-type=\"%s\">",
			media_type_of(media.type));
		buf_puts(out, "<media-reference");
		xmlout_attribute(out, "source", media.href);
		xmlout_attribute(out, "mime-type", media.type);
		xmlout_attribute(out, "alternate-text", media.title);
		xmlout_attribute(out, "source-credit", media.credit);
		xmlout_attribute(out, "copyright", media.rights);
		put_number(out, "height", media.height);
		put_number(out, "width", media.width);
		xmlout_attribute(out, "torntape:size", media.size);
		buf_puts(out, "/>\n");
		if (media.caption.len != 0) {
			buf_puts(out, "<media-caption><p>");
			xmlout_escape(out, media.caption);
			buf_puts(out, "</p></media-caption>\n");
		}
		xmlout_element(out, "media-producer", media.credit);
		buf_puts(out, "</media>\n");
	}
}

static void
put_tagline(struct buf *out, const struct story *story)
{
	auto_(buf_done) struct buf credit = BUF_NULL;
	size_t cursor = 0;
	struct slice value;
	bool is_first = true;

	feed_credit_write(&credit, story);
	if (credit.len == 0 && !story_has(story, RECORD_DISCLAIMER))
		return;
	buf_puts(out, "<body.end>\n<tagline class=\"torntape-attribution\">");
	xmlout_escape(out, buf_slice(&credit));
	is_first = credit.len == 0;
	while (story_each(story, RECORD_DISCLAIMER, &cursor, &value)) {
		struct feed_disclaimer notice = feed_disclaimer_of(value);

		if (!is_first)
			buf_puts(out, "<br/>\n");
		is_first = false;
		feed_put_disclaimer(out, &notice);
	}
	buf_puts(out, "</tagline>\n</body.end>\n");
}

/* ---- the document ----------------------------------------------------------
 */

static void
put_tombstone(struct buf *out, const struct feed_entry *entry)
{
	buf_puts(out, "<head>\n<docdata management-status=\"canceled\">\n");
	put_identity(out, entry);
	put_norm(out, "date.issue", entry->updated_ms);
	buf_puts(out, "</docdata>\n</head>\n<body/>\n");
}

void
nitf_put(struct buf *out, const struct feed_entry *entry)
{
	const struct story *story = entry->story;

	buf_puts(out, "<nitf xmlns=\"" NITF "\""
		      " xmlns:torntape=\"urn:torntape:1\""
		      " version=\"-//IPTC//DTD NITF 3.6//EN\"");
	if (story != NULL)
		xmlout_attribute(out, "baselang", feed_language(story));
	buf_puts(out, ">\n");
	if (story == NULL) {
		put_tombstone(out, entry);
	} else {
		put_head(out, entry);
		buf_puts(out, "<body>\n");
		put_body_head(out, story);
		buf_puts(out, "<body.content>\n");
		put_html(out, story_get(story, RECORD_BODY_HTML));
		put_media(out, story);
		buf_puts(out, "</body.content>\n");
		put_tagline(out, story);
		buf_puts(out, "</body>\n");
	}
	buf_puts(out, "</nitf>\n");
}

void
nitf_write_story(struct buf *out, const struct feed_entry *entry)
{
	buf_puts(out, XMLOUT_DECLARATION);
	nitf_put(out, entry);
}

void
nitf_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	newsml_write_message(out, head, entries, n_entries, nitf_put);
}
