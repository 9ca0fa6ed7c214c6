/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed - credit, content and the pieces that all formats share.
 */
#include "format/feed.h"

#include <stdbool.h>
#include <string.h>

#include "format/feed_parts.h"
#include "base/jsonwalk.h"
#include "base/rfc3339.h"
#include "format/own.h"
#include "format/xmlout.h"
#include "story/story.h"

/* ---- who -------------------------------------------------------------------
 */

struct slice
feed_party(const struct story *story, const char *role, size_t n)
{
	size_t cursor = 0;
	struct slice value;
	struct slice texts[2];

	while (story_each(story, RECORD_PARTY, &cursor, &value))
		if (record_texts(value, texts, 2) == 2 &&
			slice_is(texts[0], role) && n-- == 0)
			return texts[1];
	return (struct slice){ 0 };
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

struct slice
feed_agency(const struct story *story)
{
	struct slice supplier = story_supplier(story);

	return supplier.len != 0 ? supplier : last_distributor(story);
}

struct slice
feed_author(const struct story *story)
{
	struct slice byline = story_get(story, RECORD_BYLINE);

	return byline.len != 0 ? byline : feed_agency(story);
}

void
feed_party_iri(struct buf *out, struct slice name)
{
	buf_puts(out, "urn:torntape:1:party:");
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			buf_putc(out, c);
		else if (c >= 'A' && c <= 'Z')
			buf_putc(out, (char)(c | 0x20));
		else if (c == ' ' || c == '-')
			buf_putc(out, '-');
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

/* An agency that sends its own copy is told once: "via" itself says nothing. */
static bool
is_told(const struct story *story, const char *role, struct slice name)
{
	return strcmp(role, "supplier") != 0 &&
	       slice_equal(name, story_supplier(story));
}

/* ", with A and B" style lists would need grammar; commas need none. */
static void
put_names(struct buf *out, const struct story *story, const char *role,
	const char *before)
{
	struct slice name;
	size_t n = 0;

	for (size_t i = 0; (name = feed_party(story, role, i)).len != 0; i++) {
		if (is_told(story, role, name))
			continue;
		buf_puts(out, n++ == 0 ? before : ", ");
		buf_put_slice(out, name);
	}
}

void
feed_credit_write(struct buf *out, const struct story *story)
{
	struct slice supplier = story_supplier(story);

	if (supplier.len != 0) {
		buf_puts(out, "Source: ");
		buf_put_slice(out, supplier);
		put_names(out, story, "contributor", ", with ");
		put_names(out, story, "distributor", ", via ");
	} else {
		put_names(out, story, "distributor", "Via ");
		put_names(out, story, "contributor",
			out->len != 0 ? ", with " : "With ");
	}
}

/* ---- what every document asks ----------------------------------------------
 */

struct slice
feed_language(const struct story *story)
{
	struct slice tag = story_get(story, RECORD_LANGUAGE);
	size_t run = 0, n_subtags = 0;

	for (size_t i = 0; i < tag.len; i++) {
		char c = tag.at[i];
		bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		bool is_digit = c >= '0' && c <= '9' && n_subtags != 0;

		if (c == '-' && run != 0) {
			n_subtags++;
			run = 0;
		} else if ((is_letter || is_digit) && run < 8) {
			run++;
		} else {
			return (struct slice){ 0 };
		}
	}
	return run != 0 ? tag : (struct slice){ 0 };
}

int64_t
feed_published_ms(const struct feed_entry *entry)
{
	int64_t ms = story_time(entry->story, RECORD_FIRST_TIME);

	return ms >= 0 ? ms : entry->published_ms;
}

int64_t
feed_updated_ms(const struct feed_entry *entry)
{
	int64_t ms = story_time(entry->story, RECORD_VERSION_TIME);

	return ms >= 0 ? ms : entry->updated_ms;
}

int64_t
feed_newest_ms(const struct feed_head *head, const struct feed_entry *entries,
	size_t n_entries)
{
	int64_t ms = n_entries != 0 ? entries[0].updated_ms : head->updated_ms;

	for (size_t i = 1; i < n_entries; i++)
		if (entries[i].updated_ms > ms)
			ms = entries[i].updated_ms;
	return ms;
}

void
feed_put_token(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool is_fine = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
			       (c >= '0' && c <= '9') || c == '_' || c == '.';

		buf_putc(out, is_fine ? c : '-');
	}
}

struct feed_disclaimer
feed_disclaimer_of(struct slice composite)
{
	struct slice texts[5] = { { 0 } };

	record_texts(composite, texts, 5);
	return (struct feed_disclaimer){ texts[0], texts[1], texts[2], texts[3],
		slice_is(texts[4], "required") };
}

static bool
ends_a_phrase(struct slice text)
{
	return text.len != 0 && strchr(".:!?", text.at[text.len - 1]) != NULL;
}

void
feed_put_disclaimer(struct buf *out, const struct feed_disclaimer *disclaimer)
{
	if (disclaimer->heading.len != 0) {
		xmlout_escape(out, disclaimer->heading);
		buf_puts(out, ends_a_phrase(disclaimer->heading) ? " " : ": ");
	}
	xmlout_escape(out, disclaimer->text);
}

/* ---- what readers see ------------------------------------------------------
 */

/* The n-th name of a role, marked so that it is found again. */
static bool
put_name(struct buf *out, const struct story *story, const char *role, size_t n)
{
	struct slice name = feed_party(story, role, n);

	if (name.len == 0)
		return false;
	buf_printf(out, "<span class=\"" OWN_CLASS "%s\">", role);
	xmlout_escape(out, name);
	buf_puts(out, "</span>");
	return true;
}

/* ", with A and B" style lists would need grammar; commas need none. */
static bool
put_marked_names(struct buf *out, const struct story *story, const char *role,
	const char *before)
{
	size_t n = 0;

	/* all of them, since who reads the block in again takes its parties */
	for (; feed_party(story, role, n).len != 0; n++) {
		buf_puts(out, n == 0 ? before : ", ");
		put_name(out, story, role, n);
	}
	return n != 0;
}

static void
put_credit(struct buf *out, const struct story *story)
{
	bool has_any = false;
	size_t before = out->len;

	buf_puts(out, "<p><cite>");
	if (story_supplier(story).len != 0) {
		buf_puts(out, "Source: ");
		put_name(out, story, "supplier", 0);
		put_marked_names(out, story, "contributor", ", with ");
		put_marked_names(out, story, "distributor", ", via ");
		has_any = true;
	} else {
		has_any = put_marked_names(out, story, "distributor", "Via ");
		has_any |= put_marked_names(out, story, "contributor",
			has_any ? ", with " : "With ");
	}
	buf_puts(out, "</cite></p>\n");
	if (!has_any)
		buf_cut(out, before);
}

static void
put_paragraph(struct buf *out, const char *before, const char *class,
	struct slice text)
{
	if (text.len == 0)
		return;
	buf_printf(out, "<p>%s<span class=\"" OWN_CLASS "%s\">", before, class);
	xmlout_escape(out, text);
	buf_puts(out, "</span></p>\n");
}

static void
put_role(struct buf *out, const struct story *story, const char *role,
	const char *before)
{
	size_t start = out->len;

	buf_puts(out, "<p>");
	if (put_marked_names(out, story, role, before))
		buf_puts(out, "</p>\n");
	else
		buf_cut(out, start);
}

const char *
feed_direction(struct slice language)
{
	static const char *const languages[] = { "ar", "fa", "he", "ur", "ps",
		"ckb", "dv", "yi", "sd", "ug" };
	struct slice primary = { 0 };

	slice_cut(&language, '-', &primary);
	for (size_t i = 0; i < n_elements(languages); i++)
		if (slice_is_nocase(primary, languages[i]))
			return "rtl";
	return "ltr";
}

static void
put_disclaimers(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_DISCLAIMER, &cursor, &value)) {
		struct feed_disclaimer notice = feed_disclaimer_of(value);

		if (!notice.required)
			continue;
		buf_puts(out, "<p class=\"" OWN_CLASS "disclaimer " OWN_CLASS);
		feed_put_token(out, notice.kind);
		buf_puts(out, " " OWN_CLASS);
		feed_put_token(out, notice.speaks_for);
		buf_puts(out, "\"><small>");
		if (notice.heading.len != 0) {
			buf_puts(out, "<strong>");
			xmlout_escape(out, notice.heading);
			buf_puts(out, "</strong> ");
		}
		xmlout_escape(out, notice.text);
		buf_puts(out, "</small></p>\n");
	}
}

static void
put_original(struct buf *out, struct slice link)
{
	if (link.len == 0)
		return;
	buf_puts(out, "<p><a rel=\"external\"");
	xmlout_attribute(out, "href", link);
	buf_puts(out, ">Original</a></p>\n");
}

static void
put_attribution(struct buf *out, const struct story *story)
{
	struct slice language = feed_language(story);

	buf_puts(out, OWN_FOOTER " role=\"note\"");
	xmlout_attribute(out, "lang", language);
	if (language.len != 0)
		buf_printf(out, " dir=\"%s\"", feed_direction(language));
	buf_puts(out, ">\n");
	put_credit(out, story);
	put_paragraph(out, "By ", "byline", story_get(story, RECORD_BYLINE));
	put_role(out, story, "issuer", "Issued by ");
	put_role(out, story, "pool", "Pool: ");
	put_role(out, story, "photo_credit", "Photo: ");
	put_paragraph(out, "", "copyright", story_get(story, RECORD_COPYRIGHT));
	put_paragraph(out, "", "terms", story_get(story, RECORD_USAGE_TERMS));
	put_original(out, story_get(story, RECORD_LINK));
	put_disclaimers(out, story);
	buf_puts(out, "</footer>\n");
}

/* As it stood, else place and day; nothing when neither is known. */
static void
put_dateline(struct buf *out, const struct story *story)
{
	struct feed_dateline line = feed_dateline_of(story);
	auto_(buf_done) struct buf words = BUF_NULL;

	if (line.text.len != 0)
		buf_put_slice(&words, line.text);
	else
		own_dateline_words(
			&words, buf_slice(&line.place), buf_slice(&line.date));
	if (words.len != 0) {
		buf_puts(out, "<span class=\"" OWN_DATELINE "\"");
		xmlout_attribute(out, "data-place", buf_slice(&line.place));
		xmlout_attribute(out, "data-date", buf_slice(&line.date));
		buf_putc(out, '>');
		xmlout_escape(out, buf_slice(&words));
		buf_puts(out, " </span>");
	}
	feed_dateline_done(&line);
}

/* How long the tag is with which a paragraph begins; 0: something else does. */
static size_t
opening_paragraph(struct slice body)
{
	const char *end = body.len > 2 ? memchr(body.at, '>', body.len) : NULL;

	if (end == NULL || body.at[0] != '<' || body.at[1] != 'p' ||
		(body.at[2] != '>' && body.at[2] != ' '))
		return 0;
	return (size_t)(end - body.at) + 1;
}

/* A body that begins with no paragraph gets one of the dateline. */
static void
put_body(struct buf *out, const struct story *story, bool with_dateline)
{
	auto_(buf_done) struct buf line = BUF_NULL;
	struct slice body = story_get(story, RECORD_BODY_HTML);
	size_t tag = opening_paragraph(body);

	if (body.len == 0)
		return;
	if (with_dateline)
		put_dateline(&line, story);
	buf_put(out, body.at, tag);
	if (tag == 0 && line.len != 0)
		buf_printf(out, "<p>%s</p>\n", buf_text(&line));
	else
		buf_put_slice(out, buf_slice(&line));
	buf_put(out, body.at + tag, body.len - tag);
	if (body.at[body.len - 1] != '\n')
		buf_putc(out, '\n');
}

void
feed_content_write(struct buf *out, const struct story *story,
	const struct feed_edition *edition)
{
	if (edition->credit != FEED_BELOW)
		put_attribution(out, story);
	put_body(out, story, !edition->without_dateline);
	if (edition->credit != FEED_ABOVE)
		put_attribution(out, story);
}

/* ---- the same as text ------------------------------------------------------
 */

static void
put_labelled(struct buf *out, const char *label, struct slice text)
{
	if (text.len == 0)
		return;
	buf_printf(out, "\n\n%s: ", label);
	buf_put_slice(out, text);
}

void
feed_tail_write(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value, name;

	buf_puts(out, "\n\n" OWN_TAIL);
	put_labelled(out, OWN_STORY, story_get(story, RECORD_URI));
	for (const struct own_label *label = own_labels; label->role; label++)
		for (size_t n = 0;
			(name = feed_party(story, label->role, n)).len != 0;
			n++)
			put_labelled(out, label->label, name);
	put_labelled(out, OWN_BYLINE, story_get(story, RECORD_BYLINE));
	put_labelled(out, OWN_COPYRIGHT, story_get(story, RECORD_COPYRIGHT));
	put_labelled(out, OWN_TERMS, story_get(story, RECORD_USAGE_TERMS));
	put_labelled(out, OWN_ORIGINAL, story_get(story, RECORD_LINK));
	while (story_each(story, RECORD_DISCLAIMER, &cursor, &value)) {
		struct feed_disclaimer notice = feed_disclaimer_of(value);

		buf_puts(out, "\n\n");
		buf_put_slice(out, notice.heading.len ? notice.heading
						      : SLICE(OWN_NOTICE));
		buf_puts(out, " [");
		buf_put_slice(out, notice.kind);
		buf_puts(out, ", ");
		buf_put_slice(out, notice.speaks_for);
		buf_puts(out, notice.required ? ", required]: " : "]: ");
		buf_put_slice(out, notice.text);
	}
}

/* ---- what machines read ----------------------------------------------------
 */

static void
put_own_credit(struct buf *out, struct slice role, struct slice name)
{
	buf_puts(out, "<torntape:credit");
	xmlout_attribute(out, "role", role);
	buf_putc(out, '>');
	xmlout_escape(out, name);
	buf_puts(out, "</torntape:credit>\n");
}

static void
put_own_credits(struct buf *out, const struct story *story)
{
	struct slice byline = story_get(story, RECORD_BYLINE);
	size_t cursor = 0;
	struct slice value;
	struct slice texts[2];

	while (story_each(story, RECORD_PARTY, &cursor, &value))
		if (record_texts(value, texts, 2) == 2)
			put_own_credit(out, texts[0], texts[1]);
	if (byline.len != 0)
		put_own_credit(out, SLICE("byline"), byline);
}

void
feed_license_write(struct buf *out, const struct story *story)
{
	struct slice rights =
		jsonwalk_find(story_get(story, RECORD_NINJS), "rightsInfo");

	jsonwalk_text(jsonwalk_find(rights, "linkedRights"), out);
}

void
feed_located_write(struct buf *out, const struct story *story)
{
	jsonwalk_text(
		jsonwalk_find(story_get(story, RECORD_NINJS), "located"), out);
}

void
feed_each_fact(const struct story *story,
	void (*put)(void *user, const char *name, struct slice value),
	void *user)
{
	static const struct {
		const char *name;
		enum record_field field;
	} facts[] = {
		{ "copyrightHolder", RECORD_RIGHTS_HOLDER },
		{ "copyrightNotice", RECORD_COPYRIGHT },
		{ "usageTerms", RECORD_USAGE_TERMS },
		{ "slugline", RECORD_SLUGLINE },
		{ "urgency", RECORD_URGENCY },
		{ "lifecycle", RECORD_LIFECYCLE },
		{ "link", RECORD_LINK },
	};
	static const struct {
		const char *name;
		enum record_field field;
	} times[] = {
		{ "firstCreated", RECORD_FIRST_TIME },
		{ "versionCreated", RECORD_VERSION_TIME },
		{ "expires", RECORD_EXPIRES },
	};
	struct slice status = story_get(story, RECORD_PUB_STATUS);
	auto_(buf_done) struct buf located = BUF_NULL;

	feed_located_write(&located, story);
	if (located.len != 0)
		put(user, "located", buf_slice(&located));
	for (size_t i = 0; i < n_elements(facts); i++)
		if (story_has(story, facts[i].field))
			put(user, facts[i].name,
				story_get(story, facts[i].field));
	if (!slice_is(status, "usable"))
		put(user, "pubStatus", status);
	for (size_t i = 0; i < n_elements(times); i++) {
		int64_t ms = story_time(story, times[i].field);

		if (ms >= 0)
			put(user, times[i].name,
				slice_text(rfc3339_of(ms).text));
	}
}

static void
put_own_fact(void *user, const char *name, struct slice value)
{
	struct buf *out = user;

	if (value.len == 0)
		return;
	buf_printf(out, "<torntape:fact name=\"%s\">", name);
	xmlout_escape(out, value);
	buf_puts(out, "</torntape:fact>\n");
}

/* In all three forms: a format may know a name alone. */
static void
put_own_subjects(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_SUBJECT, &cursor, &value)) {
		struct slice texts[3] = { { 0 } };

		record_texts(value, texts, 3);
		buf_puts(out, "<torntape:subject");
		xmlout_attribute(out, "name", texts[0]);
		xmlout_attribute(out, "uri", texts[1]);
		xmlout_attribute(out, "literal", texts[2]);
		buf_putc(out, '>');
		xmlout_escape(out, texts[0].len != 0   ? texts[0]
				   : texts[2].len != 0 ? texts[2]
						       : texts[1]);
		buf_puts(out, "</torntape:subject>\n");
	}
}

struct feed_dateline
feed_dateline_of(const struct story *story)
{
	struct slice all =
		jsonwalk_find(story_get(story, RECORD_WIRE), "dateline");
	struct feed_dateline line = { .text = story_get(
					      story, RECORD_DATELINE) };

	jsonwalk_text(jsonwalk_find(all, "place"), &line.place);
	jsonwalk_text(jsonwalk_find(all, "date"), &line.date);
	return line;
}

void
feed_dateline_done(struct feed_dateline *line)
{
	buf_done(&line->place);
	buf_done(&line->date);
}

static void
put_own_dateline(struct buf *out, const struct story *story)
{
	struct feed_dateline line = feed_dateline_of(story);

	if (line.text.len != 0 || line.place.len != 0) {
		buf_puts(out, "<torntape:dateline");
		xmlout_attribute(out, "place", buf_slice(&line.place));
		xmlout_attribute(out, "date", buf_slice(&line.date));
		buf_putc(out, '>');
		xmlout_escape(out, line.text);
		buf_puts(out, "</torntape:dateline>\n");
	}
	feed_dateline_done(&line);
}

void
feed_own_elements(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	put_own_credits(out, story);
	feed_each_fact(story, put_own_fact, out);
	put_own_subjects(out, story);
	put_own_dateline(out, story);
	while (story_each(story, RECORD_DISCLAIMER, &cursor, &value)) {
		struct feed_disclaimer notice = feed_disclaimer_of(value);

		buf_puts(out, "<torntape:disclaimer");
		xmlout_attribute(out, "kind", notice.kind);
		xmlout_attribute(out, "speaks-for", notice.speaks_for);
		xmlout_attribute(out, "required",
			notice.required ? SLICE("true") : SLICE("false"));
		xmlout_attribute(out, "heading", notice.heading);
		buf_putc(out, '>');
		xmlout_escape(out, notice.text);
		buf_puts(out, "</torntape:disclaimer>\n");
	}
}

struct feed_media
feed_media_of(struct slice composite)
{
	struct slice texts[9] = { { 0 } };

	record_texts(composite, texts, 9);
	return (struct feed_media){ texts[0], texts[1], texts[2], texts[3],
		texts[4], texts[5], texts[6], texts[7], texts[8] };
}

static void
put_number(struct buf *out, const char *name, struct slice value)
{
	if (!slice_is(value, "0"))
		xmlout_attribute(out, name, value);
}

void
feed_put_media(struct buf *out, const struct feed_media *media)
{
	buf_puts(out, "<media:content");
	xmlout_attribute(out, "url", media->href);
	xmlout_attribute(out, "type", media->type);
	put_number(out, "width", media->width);
	put_number(out, "height", media->height);
	put_number(out, "fileSize", media->size);
	buf_puts(out, ">\n");
	xmlout_element(out, "media:title", media->title);
	xmlout_element(out, "media:description", media->caption);
	xmlout_element(out, "media:credit", media->credit);
	xmlout_element(out, "media:copyright", media->rights);
	buf_puts(out, "</media:content>\n");
}
