/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed - credit, content and the pieces that both feed formats share.
 */
#include "format/feed.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "format/feed_parts.h"
#include "story/story.h"

/* XML 1.0 section 2.2; the two last of the plane are legal nowhere else. */
static bool
is_legal(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' ||
	       (c >= 0x20 && c != 0xfffe && c != 0xffff);
}

void
feed_escape(struct buf *out, struct slice text)
{
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;
		uint32_t c = utf8_next(text, &at);

		if (c == '<')
			buf_puts(out, "&lt;");
		else if (c == '>')
			buf_puts(out, "&gt;");
		else if (c == '&')
			buf_puts(out, "&amp;");
		else if (c == '"')
			buf_puts(out, "&quot;");
		else if (c == '\r')
			buf_puts(out, "&#13;");
		else if (c == 0xfffd)
			utf8_put(out, c);
		else if (is_legal(c))
			buf_put(out, text.at + start, at - start);
	}
}

void
feed_element(struct buf *out, const char *name, struct slice text)
{
	size_t len = strcspn(name, " ");

	if (text.len == 0)
		return;
	buf_printf(out, "<%s>", name);
	feed_escape(out, text);
	buf_printf(out, "</%.*s>\n", (int)len, name);
}

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

/* ", with A and B" style lists would need grammar; commas need none. */
static void
put_names(struct buf *out, const struct story *story, const char *role,
	const char *before)
{
	struct slice name;

	for (size_t i = 0; (name = feed_party(story, role, i)).len != 0; i++) {
		buf_puts(out, i == 0 ? before : ", ");
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

/* ---- what readers see ------------------------------------------------------
 */

static void
put_paragraph(struct buf *out, const char *before, struct slice text)
{
	if (text.len == 0)
		return;
	buf_printf(out, "<p>%s", before);
	feed_escape(out, text);
	buf_puts(out, "</p>\n");
}

static bool
is_right_to_left(struct slice language)
{
	static const char *const languages[] = { "ar", "fa", "he", "ur", "ps",
		"ckb", "dv", "yi", "sd", "ug" };
	struct slice primary = { 0 };

	slice_cut(&language, '-', &primary);
	for (size_t i = 0; i < n_elements(languages); i++)
		if (slice_is_nocase(primary, languages[i]))
			return true;
	return false;
}

static void
put_disclaimers(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_DISCLAIMER, &cursor, &value)) {
		struct slice texts[5] = { { 0 } };

		record_texts(value, texts, 5);
		if (!slice_is(texts[4], "required"))
			continue;
		buf_puts(out, "<p><small>");
		if (texts[1].len != 0) {
			buf_puts(out, "<strong>");
			feed_escape(out, texts[1]);
			buf_puts(out, "</strong> ");
		}
		feed_escape(out, texts[2]);
		buf_puts(out, "</small></p>\n");
	}
}

static void
put_original(struct buf *out, struct slice link)
{
	if (link.len == 0)
		return;
	buf_puts(out, "<p><a rel=\"external\" href=\"");
	feed_escape(out, link);
	buf_puts(out, "\">Original</a></p>\n");
}

static void
put_attribution(struct buf *out, const struct story *story)
{
	struct slice language = story_get(story, RECORD_LANGUAGE);
	auto_(buf_done) struct buf credit = BUF_NULL;

	buf_puts(out, "<footer class=\"torntape-attribution\" role=\"note\"");
	if (language.len != 0) {
		buf_puts(out, " lang=\"");
		feed_escape(out, language);
		buf_printf(out, "\" dir=\"%s\"",
			is_right_to_left(language) ? "rtl" : "ltr");
	}
	buf_puts(out, ">\n");
	feed_credit_write(&credit, story);
	if (credit.len != 0) {
		buf_puts(out, "<p><cite>");
		feed_escape(out, buf_slice(&credit));
		buf_puts(out, "</cite></p>\n");
	}
	put_paragraph(out, "By ", story_get(story, RECORD_BYLINE));
	put_paragraph(out, "Issued by ", feed_party(story, "issuer", 0));
	put_paragraph(out, "Photo: ", feed_party(story, "photo_credit", 0));
	put_paragraph(out, "", story_get(story, RECORD_COPYRIGHT));
	put_paragraph(out, "", story_get(story, RECORD_USAGE_TERMS));
	put_original(out, story_get(story, RECORD_LINK));
	put_disclaimers(out, story);
	buf_puts(out, "</footer>\n");
}

void
feed_content_write(struct buf *out, const struct story *story)
{
	struct slice body = story_get(story, RECORD_BODY_HTML);

	buf_put_slice(out, body);
	if (body.len != 0 && body.at[body.len - 1] != '\n')
		buf_putc(out, '\n');
	put_attribution(out, story);
}

/* ---- what machines read ----------------------------------------------------
 */

static void
put_own_credits(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;
	struct slice texts[2];

	while (story_each(story, RECORD_PARTY, &cursor, &value)) {
		if (record_texts(value, texts, 2) != 2)
			continue;
		buf_puts(out, "<torntape:credit role=\"");
		feed_escape(out, texts[0]);
		buf_puts(out, "\">");
		feed_escape(out, texts[1]);
		buf_puts(out, "</torntape:credit>\n");
	}
}

void
feed_own_elements(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	put_own_credits(out, story);
	while (story_each(story, RECORD_DISCLAIMER, &cursor, &value)) {
		struct slice texts[5] = { { 0 } };

		record_texts(value, texts, 5);
		buf_puts(out, "<torntape:disclaimer kind=\"");
		feed_escape(out, texts[0]);
		buf_puts(out, "\" speaks-for=\"");
		feed_escape(out, texts[3]);
		buf_printf(out, "\" required=\"%s\">",
			slice_is(texts[4], "required") ? "true" : "false");
		feed_escape(out, texts[2]);
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
