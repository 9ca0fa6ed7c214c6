/* SPDX-License-Identifier: Apache-2.0 */
/*
 * atom - stories as an Atom feed (RFC 4287) with tombstones (RFC 6721).
 */
#include "base/rfc3339.h"
#include "format/feed.h"
#include "format/feed_parts.h"
#include "story/story.h"

static void
put_time(struct buf *out, const char *name, int64_t ms)
{
	feed_element(out, name, slice_text(rfc3339_of(ms).text));
}

static void
put_link(struct buf *out, const char *rel, const char *type, struct slice url)
{
	if (url.len == 0)
		return;
	buf_printf(out, "<link rel=\"%s\"", rel);
	if (type != NULL)
		buf_printf(out, " type=\"%s\"", type);
	buf_puts(out, " href=\"");
	feed_escape(out, url);
	buf_puts(out, "\"/>\n");
}

static void
put_author(struct buf *out, struct slice name)
{
	buf_puts(out, "<author><name>");
	feed_escape(out, name);
	buf_puts(out, "</name></author>\n");
}

/* The newest of what is shown; a feed that shows nothing has its own time. */
static int64_t
newest(const struct feed_head *head, const struct feed_entry *entries,
	size_t n_entries)
{
	int64_t ms = n_entries != 0 ? entries[0].updated_ms : head->updated_ms;

	for (size_t i = 1; i < n_entries; i++)
		if (entries[i].updated_ms > ms)
			ms = entries[i].updated_ms;
	return ms;
}

static void
put_head(struct buf *out, const struct feed_head *head, int64_t updated_ms)
{
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<feed xmlns=\"http://www.w3.org/2005/Atom\""
		      " xmlns:at=\"http://purl.org/atompub/tombstones/1.0\""
		      "" FEED_NAMESPACES);
	if (head->language.len != 0) {
		buf_puts(out, " xml:lang=\"");
		feed_escape(out, head->language);
		buf_putc(out, '"');
	}
	buf_puts(out, ">\n");
	feed_element(out, "id", head->id);
	feed_element(out, "title", head->title);
	feed_element(out, "subtitle", head->subtitle);
	put_time(out, "updated", updated_ms);
	put_author(out, head->author.len ? head->author : head->title);
	put_link(out, "self", "application/atom+xml", head->self_url);
	put_link(out, "alternate", "text/html", head->home_url);
	put_link(out, "hub", NULL, head->hub_url);
	put_link(out, "next", "application/atom+xml", head->next_url);
	feed_element(
		out, "generator uri=\"urn:torntape:1\"", SLICE("torntape"));
}

static void
put_tombstone(struct buf *out, const struct feed_entry *entry)
{
	buf_puts(out, "<at:deleted-entry ref=\"");
	feed_escape(out, entry->uri);
	buf_printf(
		out, "\" when=\"%s\"/>\n", rfc3339_of(entry->updated_ms).text);
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
		buf_puts(out, "<category term=\"");
		feed_escape(out, term);
		if (texts[0].len != 0) {
			buf_puts(out, "\" label=\"");
			feed_escape(out, texts[0]);
		}
		buf_puts(out, "\"/>\n");
	}
}

static void
put_enclosures(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_MEDIA, &cursor, &value)) {
		struct feed_media media = feed_media_of(value);

		buf_puts(out, "<link rel=\"enclosure\" href=\"");
		feed_escape(out, media.href);
		if (media.type.len != 0) {
			buf_puts(out, "\" type=\"");
			feed_escape(out, media.type);
		}
		if (media.size.len != 0 && !slice_is(media.size, "0")) {
			buf_puts(out, "\" length=\"");
			feed_escape(out, media.size);
		}
		buf_puts(out, "\"/>\n");
		feed_element(out, "media:credit", media.credit);
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
	feed_element(out, "id", buf_slice(&iri));
	feed_element(out, "title", agency);
	put_time(out, "updated", entry->updated_ms);
	feed_element(out, "rights", story_get(entry->story, RECORD_COPYRIGHT));
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

	buf_puts(out, "<entry");
	if (language.len != 0) {
		buf_puts(out, " xml:lang=\"");
		feed_escape(out, language);
		buf_putc(out, '"');
	}
	buf_puts(out, ">\n");
	feed_element(out, "id", entry->uri);
	feed_element(out, "title",
		headline.len != 0 ? headline : SLICE("(no headline)"));
	put_time(out, "published", entry->published_ms);
	put_time(out, "updated", entry->updated_ms);
	put_author(out, author.len != 0         ? author
			: head->author.len != 0 ? head->author
						: head->title);
	put_link(out, "alternate", "text/html", link);
	put_link(out, "via", NULL, link);
	put_link(out, "related", "application/json", entry->url);
	feed_element(out, "summary", story_get(story, RECORD_SUMMARY));
	feed_content_write(&content, story);
	feed_element(out, "content type=\"html\"", buf_slice(&content));
	put_categories(out, story);
	put_enclosures(out, story);
	feed_element(out, "rights", story_get(story, RECORD_COPYRIGHT));
	feed_element(out, "dc:rights", story_get(story, RECORD_COPYRIGHT));
	feed_element(out, "dcterms:rightsHolder",
		story_get(story, RECORD_RIGHTS_HOLDER));
	feed_element(out, "dc:creator", author);
	feed_element(out, "dc:source", story_supplier(story));
	feed_element(out, "dc:publisher", feed_party(story, "distributor", 0));
	feed_own_elements(out, story);
	put_source(out, entry);
	buf_puts(out, "</entry>\n");
}

void
atom_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	put_head(out, head, newest(head, entries, n_entries));
	for (size_t i = 0; i < n_entries; i++)
		if (entries[i].story != NULL)
			put_entry(out, head, &entries[i]);
		else
			put_tombstone(out, &entries[i]);
	buf_puts(out, "</feed>\n");
}
