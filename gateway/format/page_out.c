/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_out - stories as one HTML page for people: each an article with its
 * headline, body and the attribution block; and, for search engines and
 * machines that keep rights, the head that a publisher's own page should have.
 *
 * The head says of each story what schema.org has words for, where the licence
 * for machines lies, and what search engines may do with this copy, as the
 * edition has it. A contract that wants the original in the index needs the
 * original's address: where a story has none, its page is kept out.
 *
 * Sources: Google's advice for syndicated news (noindex for Googlebot-News);
 * RFC 6596 (canonical); RSL 1.0 (link of the type application/rsl+xml).
 */
#include "format/feed_parts.h"
#include "format/writers.h"
#include "format/xmlout.h"
#include "story/story.h"

/* Open Graph has its names in an attribute of its own. */
static void
put_named(struct buf *out, const char *attribute, const char *name,
	struct slice content)
{
	if (content.len == 0)
		return;
	buf_printf(out, "<meta %s=\"%s\"", attribute, name);
	xmlout_attribute(out, "content", content);
	buf_puts(out, ">\n");
}

static void
put_meta(struct buf *out, const char *name, struct slice content)
{
	put_named(out, "name", name, content);
}

static void
put_link(struct buf *out, const char *rel, const char *type, struct slice href)
{
	if (href.len == 0)
		return;
	buf_printf(out, "<link rel=\"%s\"", rel);
	xmlout_attribute(out, "type", slice_text(type));
	xmlout_attribute(out, "href", href);
	buf_puts(out, ">\n");
}

static void
put_index(struct buf *out, enum feed_index index, struct slice original)
{
	if (index == FEED_INDEX_NO_NEWS)
		put_meta(out, "Googlebot-News", SLICE("noindex"));
	else if (index == FEED_INDEX_CANONICAL && original.len != 0)
		put_link(out, "canonical", NULL, original);
	else if (index != FEED_INDEX_UNSAID)
		put_meta(out, "robots", SLICE("noindex"));
}

static void
put_story_head(struct buf *out, const struct feed_entry *entry,
	const struct feed_edition *edition)
{
	auto_(buf_done) struct buf license = BUF_NULL;

	feed_license_write(&license, entry->story);
	put_link(out, "license", NULL, buf_slice(&license));
	buf_puts(out, "<script type=\"application/ld+json\">");
	page_ld_write(out, entry, edition);
	buf_puts(out, "</script>\n");
}

static const struct story *
only_story(const struct feed_entry *entries, size_t n_entries)
{
	return n_entries == 1 ? entries[0].story : NULL;
}

static void
put_head(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	const struct story *story = only_story(entries, n_entries);

	buf_puts(out, "<head><meta charset=\"utf-8\">\n");
	put_meta(out, "viewport", SLICE("width=device-width, initial-scale=1"));
	buf_puts(out, "<title>"); /* required, though it may be empty */
	xmlout_escape(out, head->title);
	buf_puts(out, "</title>\n");
	if (story != NULL) {
		put_named(out, "property", "og:title",
			story_get(story, RECORD_HEADLINE));
		put_meta(out, "description", story_get(story, RECORD_SUMMARY));
	}
	put_index(out, head->edition.index,
		story != NULL ? story_get(story, RECORD_LINK)
			      : (struct slice){ 0 });
	put_link(out, "license", FEED_RSL, head->edition.license);
	for (size_t i = 0; i < n_entries; i++)
		if (entries[i].story != NULL)
			put_story_head(out, &entries[i], &head->edition);
	buf_puts(out, "</head>\n");
}

static void
put_language(struct buf *out, struct slice language)
{
	xmlout_attribute(out, "lang", language);
	if (language.len != 0)
		xmlout_attribute(
			out, "dir", slice_text(feed_direction(language)));
}

static void
put_article(struct buf *out, const struct story *story,
	const struct feed_edition *edition)
{
	buf_puts(out, "<article");
	put_language(out, feed_language(story));
	buf_puts(out, ">");
	xmlout_element(out, "h1", story_get(story, RECORD_HEADLINE));
	feed_content_write(out, story, edition);
	buf_puts(out, "</article>\n");
}

void
page_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	buf_puts(out, "<!DOCTYPE html>\n<html");
	put_language(out, head->language);
	buf_puts(out, ">");
	put_head(out, head, entries, n_entries);
	buf_puts(out, "<body>");
	for (size_t i = 0; i < n_entries; i++)
		if (entries[i].story != NULL)
			put_article(out, entries[i].story, &head->edition);
	buf_puts(out, "</body></html>\n");
}
