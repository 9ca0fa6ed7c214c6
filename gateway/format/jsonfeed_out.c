/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonfeed_out - stories as JSON Feed 1.1.
 *
 * The format knows no source and no rights: they stand visibly in the content,
 * and for machines in the extension object `_torntape`. A killed story is no
 * item any more but an entry of `_torntape.retracted`.
 *
 * Source: jsonfeed.org/version/1.1.
 */
#include "base/jsonout.h"
#include "base/rfc3339.h"
#include "format/feed_parts.h"
#include "format/writers.h"
#include "story/story.h"

#define VERSION "https://jsonfeed.org/version/1.1"

static void
put_time(struct jsonout *json, const char *key, int64_t ms)
{
	jsonout_member_text(json, key, rfc3339_of(ms).text);
}

/* ---- an item ---------------------------------------------------------------
 */

static void
put_authors(struct jsonout *json, struct slice name)
{
	if (name.len == 0)
		return;
	jsonout_key(json, "authors");
	jsonout_array(json);
	jsonout_object(json);
	jsonout_member(json, "name", name);
	jsonout_object_end(json);
	jsonout_array_end(json);
}

static void
put_tags(struct jsonout *json, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	if (!story_has(story, RECORD_SUBJECT))
		return;
	jsonout_key(json, "tags");
	jsonout_array(json);
	while (story_each(story, RECORD_SUBJECT, &cursor, &value)) {
		struct slice texts[3] = { { 0 } };

		record_texts(value, texts, 3);
		for (size_t i = 0; i < 3; i++) {
			/* name, literal, uri: the first there is */
			struct slice tag = texts[i == 0 ? 0 : 3 - i];

			if (tag.len == 0)
				continue;
			jsonout_string(json, tag);
			break;
		}
	}
	jsonout_array_end(json);
}

static void
put_size(struct jsonout *json, const char *key, struct slice digits)
{
	uint64_t value = 0;

	if (digits.len < 16 && slice_to_u64(digits, &value) == 0 && value != 0)
		jsonout_member_integer(json, key, (int64_t)value);
}

static struct slice
type_of(const struct feed_media *media)
{
	return media->type.len != 0 ? media->type
				    : SLICE("application/octet-stream");
}

static void
put_attachments(struct jsonout *json, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	if (!story_has(story, RECORD_MEDIA))
		return;
	jsonout_key(json, "attachments");
	jsonout_array(json);
	while (story_each(story, RECORD_MEDIA, &cursor, &value)) {
		struct feed_media media = feed_media_of(value);

		jsonout_object(json);
		jsonout_member(json, "url", media.href);
		jsonout_member(json, "mime_type", type_of(&media));
		jsonout_member_some(json, "title", media.title);
		put_size(json, "size_in_bytes", media.size);
		jsonout_key(json, "_torntape");
		jsonout_object(json);
		jsonout_member_some(json, "type", media.type);
		jsonout_member_some(json, "caption", media.caption);
		jsonout_member_some(json, "credit", media.credit);
		jsonout_member_some(json, "rights", media.rights);
		put_size(json, "width", media.width);
		put_size(json, "height", media.height);
		jsonout_object_end(json);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

/* The first that is a picture stands for the story. */
static void
put_image(struct jsonout *json, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_MEDIA, &cursor, &value)) {
		struct feed_media media = feed_media_of(value);

		if (!slice_starts(media.type, SLICE("image/")))
			continue;
		jsonout_member(json, "image", media.href);
		return;
	}
}

/* ---- the extension ---------------------------------------------------------
 */

static void
put_sources(struct jsonout *json, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;
	struct slice texts[2];

	jsonout_key(json, "sources");
	jsonout_array(json);
	while (story_each(story, RECORD_PARTY, &cursor, &value)) {
		if (record_texts(value, texts, 2) != 2)
			continue;
		jsonout_object(json);
		jsonout_member(json, "role", texts[0]);
		jsonout_member(json, "name", texts[1]);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
put_rights(struct jsonout *json, const struct story *story,
	const struct feed_edition *edition)
{
	jsonout_key(json, "rights");
	jsonout_object(json);
	jsonout_member_some(
		json, "copyright", story_get(story, RECORD_COPYRIGHT));
	jsonout_member_some(
		json, "holder", story_get(story, RECORD_RIGHTS_HOLDER));
	jsonout_member_some(
		json, "usage_terms", story_get(story, RECORD_USAGE_TERMS));
	jsonout_member_some(json, "rsl", edition->license);
	jsonout_object_end(json);
}

static void
put_disclaimers(struct jsonout *json, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	jsonout_key(json, "disclaimer");
	jsonout_array(json);
	while (story_each(story, RECORD_DISCLAIMER, &cursor, &value)) {
		struct feed_disclaimer notice = feed_disclaimer_of(value);

		jsonout_object(json);
		jsonout_member(json, "kind", notice.kind);
		jsonout_member_some(json, "heading", notice.heading);
		jsonout_member(json, "text", notice.text);
		jsonout_member_some(json, "speaks_for", notice.speaks_for);
		jsonout_member_bool(json, "required", notice.required);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
put_fact(void *user, const char *name, struct slice value)
{
	jsonout_member_some(user, name, value);
}

/* All as text, by their names in ninjs. */
static void
put_facts(struct jsonout *json, const struct story *story)
{
	jsonout_key(json, "facts");
	jsonout_object(json);
	feed_each_fact(story, put_fact, json);
	jsonout_object_end(json);
}

/* Tags are only names. */
static void
put_subjects(struct jsonout *json, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	jsonout_key(json, "subjects");
	jsonout_array(json);
	while (story_each(story, RECORD_SUBJECT, &cursor, &value)) {
		struct slice texts[3] = { { 0 } };

		record_texts(value, texts, 3);
		jsonout_object(json);
		jsonout_member_some(json, "name", texts[0]);
		jsonout_member_some(json, "uri", texts[1]);
		jsonout_member_some(json, "literal", texts[2]);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
put_dateline(struct jsonout *json, const struct story *story)
{
	struct feed_dateline line = feed_dateline_of(story);

	if (line.text.len != 0 || line.place.len != 0) {
		jsonout_key(json, "dateline");
		jsonout_object(json);
		jsonout_member_some(json, "place", buf_slice(&line.place));
		jsonout_member_some(json, "date", buf_slice(&line.date));
		jsonout_member_some(json, "text", line.text);
		jsonout_object_end(json);
	}
	feed_dateline_done(&line);
}

static void
put_extension(struct jsonout *json, const struct feed_edition *edition,
	const struct feed_entry *entry)
{
	const struct story *story = entry->story;
	struct slice agency = feed_agency(story);

	jsonout_key(json, "_torntape");
	jsonout_object(json);
	jsonout_member_text(json, "about", "urn:torntape:1");
	jsonout_member_some(json, "version", entry->version);
	if (agency.len != 0) {
		jsonout_key(json, "source");
		jsonout_object(json);
		jsonout_member(json, "name", agency);
		jsonout_object_end(json);
	}
	put_sources(json, story);
	jsonout_member_some(json, "byline", story_get(story, RECORD_BYLINE));
	put_rights(json, story, edition);
	put_facts(json, story);
	put_subjects(json, story);
	put_dateline(json, story);
	put_disclaimers(json, story);
	jsonout_object_end(json);
}

/* Body, then credit and notices, since a reader may show only this. */
static void
put_text(struct jsonout *json, const struct story *story)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	buf_put_slice(&text, story_get(story, RECORD_BODY_TEXT));
	feed_tail_write(&text, story);
	jsonout_member(json, "content_text", buf_slice(&text));
}

static void
put_item(struct jsonout *json, const struct feed_edition *edition,
	const struct feed_entry *entry)
{
	const struct story *story = entry->story;
	auto_(buf_done) struct buf content = BUF_NULL;

	jsonout_object(json);
	jsonout_member(json, "id", entry->uri);
	jsonout_member_some(json, "url", story_get(story, RECORD_LINK));
	jsonout_member_some(json, "title", story_get(story, RECORD_HEADLINE));
	feed_content_write(&content, story, edition);
	jsonout_member(json, "content_html", buf_slice(&content));
	put_text(json, story);
	jsonout_member_some(json, "summary", story_get(story, RECORD_SUMMARY));
	put_image(json, story);
	put_time(json, "date_published", feed_published_ms(entry));
	put_time(json, "date_modified", feed_updated_ms(entry));
	put_authors(json, feed_author(story));
	put_tags(json, story);
	jsonout_member_some(json, "language", feed_language(story));
	put_attachments(json, story);
	put_extension(json, edition, entry);
	jsonout_object_end(json);
}

/* ---- the feed --------------------------------------------------------------
 */

static void
put_retracted(struct jsonout *json, const struct feed_entry *entries,
	size_t n_entries)
{
	jsonout_key(json, "retracted");
	jsonout_array(json);
	for (size_t i = 0; i < n_entries; i++) {
		if (entries[i].story != NULL)
			continue;
		jsonout_object(json);
		jsonout_member(json, "id", entries[i].uri);
		put_time(json, "date", entries[i].updated_ms);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
put_hubs(struct jsonout *json, struct slice url)
{
	if (url.len == 0)
		return;
	jsonout_key(json, "hubs");
	jsonout_array(json);
	jsonout_object(json);
	jsonout_member_text(json, "type", "WebSub");
	jsonout_member(json, "url", url);
	jsonout_object_end(json);
	jsonout_array_end(json);
}

void
jsonfeed_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	struct jsonout json = JSONOUT(out);

	jsonout_object(&json);
	jsonout_member_text(&json, "version", VERSION);
	jsonout_member(&json, "title", head->title);
	jsonout_member_some(&json, "home_page_url", head->home_url);
	jsonout_member_some(&json, "feed_url", head->self_url);
	jsonout_member_some(&json, "description", head->subtitle);
	jsonout_member_some(&json, "next_url", head->next_url);
	put_authors(&json, head->author);
	jsonout_member_some(&json, "language", head->language);
	put_hubs(&json, head->hub_url);
	jsonout_key(&json, "_torntape");
	jsonout_object(&json);
	jsonout_member_text(&json, "about", "urn:torntape:1");
	put_retracted(&json, entries, n_entries);
	jsonout_object_end(&json);
	jsonout_key(&json, "items");
	jsonout_array(&json);
	for (size_t i = 0; i < n_entries; i++)
		if (entries[i].story != NULL)
			put_item(&json, &head->edition, &entries[i]);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}
