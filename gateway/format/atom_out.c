/* SPDX-License-Identifier: Apache-2.0 */
/*
 * atom_out - stories as an Atom feed (RFC 4287) with tombstones (RFC 6721).
 */
#include "base/rfc3339.h"
#include "format/feed_parts.h"
#include "format/writers.h"
#include "format/xmlout.h"
#include "story/story.h"

static void
put_time(struct buf *out, const char *name, int64_t ms)
{
	xmlout_element(out, name, slice_text(rfc3339_of(ms).text));
}

static void
put_link(struct buf *out, const char *rel, const char *type, struct slice url)
{
	if (url.len == 0)
		return;
	buf_printf(out, "<link rel=\"%s\"", rel);
	xmlout_attribute(out, "type", slice_text(type));
	xmlout_attribute(out, "href", url);
	buf_puts(out, "/>\n");
}

static void
put_author(struct buf *out, struct slice name)
{
	buf_puts(out, "<author><name>");
	xmlout_escape(out, name);
	buf_puts(out, "</name></author>\n");
}

static void
put_head(struct buf *out, const struct feed_head *head, int64_t updated_ms)
{
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<feed xmlns=\"http://www.w3.org/2005/Atom\""
		      " xmlns:at=\"http://purl.org/atompub/tombstones/1.0\""
		      "" FEED_NAMESPACES);
	xmlout_attribute(out, "xml:lang", head->language);
	buf_puts(out, ">\n");
	xmlout_element(out, "id", head->id);
	xmlout_element(out, "title", head->title);
	xmlout_element(out, "subtitle", head->subtitle);
	put_time(out, "updated", updated_ms);
	put_author(out, head->author.len ? head->author : head->title);
	put_link(out, "self", "application/atom+xml", head->self_url);
	put_link(out, "alternate", "text/html", head->home_url);
	put_link(out, "hub", NULL, head->hub_url);
	put_link(out, "next", "application/atom+xml", head->next_url);
	xmlout_element(
		out, "generator uri=\"urn:torntape:1\"", SLICE("torntape"));
}

static void
put_tombstone(struct buf *out, const struct feed_entry *entry)
{
	buf_puts(out, "<at:deleted-entry");
	xmlout_attribute(out, "ref", entry->uri);
	buf_printf(out, " when=\"%s\"/>\n", rfc3339_of(entry->updated_ms).text);
}

static void
put_categories(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_SUBJECT, &cursor, &value)) {
		struct slice texts[3] = { { 0 } };

		record_texts(value, texts, 3);
		struct slice term = texts[1].len   ? texts[1]
				    : texts[0].len ? texts[0]
						   : texts[2];

		if (term.len == 0)
			continue;
		buf_puts(out, "<category");
		xmlout_attribute(out, "term", term);
		xmlout_attribute(out, "label", texts[0]);
		buf_puts(out, "/>\n");
	}
}

static void
put_enclosures(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_MEDIA, &cursor, &value)) {
		struct feed_media media = feed_media_of(value);

		buf_puts(out, "<link rel=\"enclosure\"");
		xmlout_attribute(out, "href", media.href);
		xmlout_attribute(out, "type", media.type);
		if (!slice_is(media.size, "0"))
			xmlout_attribute(out, "length", media.size);
		buf_puts(out, "/>\n");
		feed_put_media(out, &media);
	}
}

/* Last, because some readers stop at it. */
static void
put_source(struct buf *out, const struct feed_entry *entry)
{
	struct slice agency = feed_agency(entry->story);
	auto_(buf_done) struct buf iri = BUF_NULL;

	if (agency.len == 0)
		return;
	feed_party_iri(&iri, agency);
	buf_puts(out, "<source>\n");
	xmlout_element(out, "id", buf_slice(&iri));
	xmlout_element(out, "title", agency);
	put_time(out, "updated", entry->updated_ms);
	xmlout_element(
		out, "rights", story_get(entry->story, RECORD_COPYRIGHT));
	buf_puts(out, "</source>\n");
}

static void
put_entry(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entry)
{
	const struct story *story = entry->story;
	struct slice language = story_get(story, RECORD_LANGUAGE);
	struct slice headline = story_get(story, RECORD_HEADLINE);
	struct slice author = feed_author(story);
	struct slice link = story_get(story, RECORD_LINK);
	auto_(buf_done) struct buf content = BUF_NULL;
	auto_(buf_done) struct buf license = BUF_NULL;

	buf_puts(out, "<entry");
	xmlout_attribute(out, "xml:lang", language);
	buf_puts(out, ">\n");
	xmlout_element(out, "id", entry->uri);
	buf_puts(out, "<title>"); /* required, though it may be empty */
	xmlout_escape(out, headline);
	buf_puts(out, "</title>\n");
	put_time(out, "published", feed_published_ms(entry));
	put_time(out, "updated", entry->updated_ms);
	put_author(out, author.len != 0         ? author
			: head->author.len != 0 ? head->author
						: head->title);
	put_link(out, "alternate", "text/html", link);
	put_link(out, "via", NULL, link);
	feed_license_write(&license, story);
	put_link(out, "license", NULL, buf_slice(&license));
	put_link(out, "license", FEED_RSL, head->edition.license);
	put_link(out, "related", "application/json", entry->url);
	xmlout_element(out, "summary", story_get(story, RECORD_SUMMARY));
	feed_content_write(&content, story, &head->edition);
	xmlout_element(out, "content type=\"html\"", buf_slice(&content));
	put_categories(out, story);
	put_enclosures(out, story);
	xmlout_element(out, "rights", story_get(story, RECORD_COPYRIGHT));
	xmlout_element(out, "dc:rights", story_get(story, RECORD_COPYRIGHT));
	xmlout_element(out, "dcterms:rightsHolder",
		story_get(story, RECORD_RIGHTS_HOLDER));
	xmlout_element(out, "dc:creator", author);
	xmlout_element(out, "dc:source", story_supplier(story));
	xmlout_element(
		out, "dc:publisher", feed_party(story, "distributor", 0));
	feed_own_elements(out, story);
	put_source(out, entry);
	buf_puts(out, "</entry>\n");
}

void
atom_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	put_head(out, head, feed_newest_ms(head, entries, n_entries));
	for (size_t i = 0; i < n_entries; i++)
		if (entries[i].story != NULL)
			put_entry(out, head, &entries[i]);
		else
			put_tombstone(out, &entries[i]);
	buf_puts(out, "</feed>\n");
}
