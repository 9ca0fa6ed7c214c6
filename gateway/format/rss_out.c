/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rss_out - stories as an RSS 2.0 feed with the modules that readers of credit
 * look into. A killed story is simply no longer there.
 */
#include <stdbool.h>

#include "base/rfc3339.h"
#include "format/feed_parts.h"
#include "format/writers.h"
#include "format/xmlout.h"
#include "story/story.h"

/* RFC 822 with four-digit years, as the RSS profile wants it. */
static void
put_date(struct buf *out, const char *name, int64_t ms)
{
	static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon",
		"Tue", "Wed" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct rfc3339 text = rfc3339_of(ms);
	const char *t = text.text;
	uint64_t month = 1;
	int64_t seconds = ms / 1000 - (ms % 1000 < 0);
	int64_t day = seconds / 86400 - (seconds % 86400 < 0);

	slice_to_u64(slice_of(t + 5, 2), &month);
	buf_printf(out, "<%s>%s, %.2s %s %.4s %.8s GMT</%s>\n", name,
		days[(day % 7 + 7) % 7], t + 8, months[(month - 1) % 12], t,
		t + 11, name);
}

static void
put_atom_link(
	struct buf *out, const char *rel, const char *type, struct slice url)
{
	if (url.len == 0)
		return;
	buf_printf(out, "<atom:link rel=\"%s\"", rel);
	xmlout_attribute(out, "type", slice_text(type));
	xmlout_attribute(out, "href", url);
	buf_puts(out, "/>\n");
}

static void
put_channel(struct buf *out, const struct feed_head *head, int64_t built_ms)
{
	buf_puts(out,
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<rss version=\"2.0\""
		" xmlns:atom=\"http://www.w3.org/2005/Atom\""
		" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
		" xmlns:creativeCommons="
		"\"http://backend.userland.com/creativeCommonsRssModule\""
		"" FEED_NAMESPACES ">\n<channel>\n");
	xmlout_element(out, "title", head->title);
	xmlout_element(out, "link",
		head->home_url.len   ? head->home_url
		: head->self_url.len ? head->self_url
				     : head->id);
	xmlout_element(out, "description",
		head->subtitle.len ? head->subtitle : head->title);
	xmlout_element(out, "language", head->language);
	put_date(out, "lastBuildDate", built_ms);
	xmlout_element(out, "generator", SLICE("torntape"));
	if (head->ttl_minutes != 0)
		buf_printf(out, "<ttl>%u</ttl>\n", head->ttl_minutes);
	put_atom_link(out, "self", "application/rss+xml", head->self_url);
	put_atom_link(out, "hub", NULL, head->hub_url);
	put_atom_link(out, "next", "application/rss+xml", head->next_url);
}

static void
put_categories(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_SUBJECT, &cursor, &value)) {
		struct slice texts[3] = { { 0 } };

		record_texts(value, texts, 3);
		struct slice name = texts[0].len   ? texts[0]
				    : texts[2].len ? texts[2]
						   : texts[1];

		if (name.len == 0)
			continue;
		buf_puts(out, "<category");
		xmlout_attribute(out, "domain", texts[1]);
		buf_putc(out, '>');
		xmlout_escape(out, name);
		buf_puts(out, "</category>\n");
	}
}

static void
put_attribute(struct buf *out, const char *name, struct slice value)
{
	if (!slice_is(value, "0"))
		xmlout_attribute(out, name, value);
}

/* One enclosure only: the profile allows no more. All as media:content. */
static void
put_media(struct buf *out, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;
	bool had_enclosure = false;

	while (story_each(story, RECORD_MEDIA, &cursor, &value)) {
		struct feed_media media = feed_media_of(value);

		if (!had_enclosure && media.type.len != 0) {
			buf_puts(out, "<enclosure");
			put_attribute(out, "url", media.href);
			put_attribute(out, "type", media.type);
			buf_puts(out, " length=\"");
			xmlout_escape(
				out, media.size.len ? media.size : SLICE("0"));
			buf_puts(out, "\"/>\n");
			had_enclosure = true;
		}
		feed_put_media(out, &media);
	}
}

/* All four places, since each reader knows another; atom:source last. */
static void
put_sources(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entry)
{
	const struct story *story = entry->story;
	struct slice agency = feed_agency(story);
	struct slice rights = story_get(story, RECORD_COPYRIGHT);
	struct slice link = story_get(story, RECORD_LINK);
	auto_(buf_done) struct buf iri = BUF_NULL;

	if (agency.len == 0)
		return;
	feed_party_iri(&iri, agency);
	buf_puts(out, "<source");
	put_attribute(out, "url",
		link.len             ? link
		: head->self_url.len ? head->self_url
				     : buf_slice(&iri));
	buf_putc(out, '>');
	xmlout_escape(out, agency);
	buf_puts(out, "</source>\n");
	xmlout_element(out, "dc:source", agency);
	xmlout_element(
		out, "dc:publisher", feed_party(story, "distributor", 0));
	feed_own_elements(out, story);
	buf_puts(out, "<atom:source>\n");
	xmlout_element(out, "atom:id", buf_slice(&iri));
	xmlout_element(out, "atom:title", agency);
	xmlout_element(out, "atom:updated",
		slice_text(rfc3339_of(entry->updated_ms).text));
	xmlout_element(out, "atom:rights", rights);
	buf_puts(out, "</atom:source>\n");
}

static void
put_item(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entry)
{
	const struct story *story = entry->story;
	struct slice headline = story_get(story, RECORD_HEADLINE);
	struct slice rights = story_get(story, RECORD_COPYRIGHT);
	struct rfc3339 modified = rfc3339_of(feed_updated_ms(entry));
	struct rfc3339 updated = rfc3339_of(entry->updated_ms);
	auto_(buf_done) struct buf content = BUF_NULL;
	auto_(buf_done) struct buf summary = BUF_NULL;
	auto_(buf_done) struct buf license = BUF_NULL;

	feed_content_write(&content, story, &head->edition);
	buf_puts(out, "<item>\n");
	xmlout_element(out, "title", headline);
	xmlout_element(out, "link", story_get(story, RECORD_LINK));
	xmlout_element(out, "guid isPermaLink=\"false\"", entry->uri);
	put_date(out, "pubDate", feed_published_ms(entry));
	xmlout_element(out, "dcterms:modified", slice_text(modified.text));
	xmlout_element(out, "atom:updated", slice_text(updated.text));
	xmlout_element(out, "dc:language", story_get(story, RECORD_LANGUAGE));
	xmlout_element(out, "dc:creator", feed_author(story));
	/* a description is HTML, and the summary is text */
	xmlout_escape(&summary, story_get(story, RECORD_SUMMARY));
	if (summary.len != 0)
		xmlout_element(out, "description", buf_slice(&summary));
	else
		xmlout_element(out, "description", buf_slice(&content));
	xmlout_element(out, "content:encoded", buf_slice(&content));
	put_categories(out, story);
	put_media(out, story);
	xmlout_element(out, "dc:rights", rights);
	xmlout_element(out, "atom:rights", rights);
	feed_license_write(&license, story);
	xmlout_element(out, "creativeCommons:license", buf_slice(&license));
	put_atom_link(out, "license", FEED_RSL, head->edition.license);
	xmlout_element(out, "dcterms:rightsHolder",
		story_get(story, RECORD_RIGHTS_HOLDER));
	put_sources(out, head, entry);
	buf_puts(out, "</item>\n");
}

void
rss_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	int64_t built_ms = feed_newest_ms(head, entries, n_entries);

	put_channel(out, head, built_ms);
	for (size_t i = 0; i < n_entries; i++)
		if (entries[i].story != NULL)
			put_item(out, head, &entries[i]);
	buf_puts(out, "</channel>\n</rss>\n");
}
