/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_ld_out - a story as schema.org says it, for search engines and whoever
 * keeps rights: who wrote it, whose it is, on what it is based.
 *
 * One NewsArticle in JSON-LD. `publisher` is whose article it is (the
 * supplier), `provider` who brought it; the site that prints the page is not
 * known here. Only what the story says is said, so nothing that schema.org
 * recommends is made up. A story that somebody paid for is an
 * AdvertiserContentArticle. Nothing meant for editors is in it.
 *
 * Sources: schema.org 28 (NewsArticle, CreativeWork, CorrectionComment,
 * ImageObject).
 */
#include "base/jsonout.h"
#include "base/jsonwalk.h"
#include "base/rfc3339.h"
#include "format/feed_parts.h"
#include "format/writers.h"
#include "story/story.h"

#define LD_MAX_LIST 50u /* entries of any list */

static void
put_thing(struct jsonout *json, const char *type, struct slice name)
{
	jsonout_object(json);
	jsonout_member_text(json, "@type", type);
	jsonout_member(json, "name", name);
	jsonout_object_end(json);
}

static void
put_party(struct jsonout *json, const char *key, struct slice name)
{
	if (name.len == 0)
		return;
	jsonout_key(json, key);
	put_thing(json, "Organization", name);
}

static void
put_time(struct jsonout *json, const char *key, int64_t ms)
{
	if (ms >= 0)
		jsonout_member_text(json, key, rfc3339_of(ms).text);
}

/* Each by himself; the record has them in one line. */
static void
put_authors(struct jsonout *json, const struct story *story)
{
	struct slice rest =
		jsonwalk_find(story_get(story, RECORD_WIRE), "bylines");
	struct slice value;

	if (story_get(story, RECORD_BYLINE).len == 0)
		return;
	jsonout_key(json, "author");
	jsonout_array(json);
	for (unsigned n = 0; n < LD_MAX_LIST && jsonwalk_item(&rest, &value);
		n++) {
		auto_(buf_done) struct buf name = BUF_NULL;

		jsonwalk_text(value, &name);
		put_thing(json, "Person", buf_slice(&name));
	}
	jsonout_array_end(json);
}

static bool
is_paid_for(const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	while (story_each(story, RECORD_DISCLAIMER, &cursor, &value))
		if (slice_is(feed_disclaimer_of(value).kind, "sponsored"))
			return true;
	return false;
}

static void
put_parties(struct jsonout *json, const struct story *story)
{
	auto_(buf_done) struct buf credit = BUF_NULL;
	struct slice distributor = { 0 }, name;

	for (size_t i = 0;
		(name = feed_party(story, "distributor", i)).len != 0; i++)
		distributor = name;
	put_authors(json, story);
	put_party(json, "publisher", feed_agency(story));
	put_party(json, "sourceOrganization", story_supplier(story));
	put_party(json, "provider", distributor);
	put_party(json, "sponsor", feed_party(story, "issuer", 0));
	feed_credit_write(&credit, story);
	jsonout_member_some(json, "creditText", buf_slice(&credit));
}

/* The terms that people read and those that machines do. */
static void
put_usage(struct jsonout *json, struct slice terms, struct slice rsl)
{
	if (terms.len == 0 && rsl.len == 0)
		return;
	jsonout_key(json, "usageInfo");
	jsonout_object(json);
	jsonout_member_text(json, "@type", "CreativeWork");
	jsonout_member_some(json, "text", terms);
	jsonout_member_some(json, "url", rsl);
	if (rsl.len != 0)
		jsonout_member_text(json, "encodingFormat", FEED_RSL);
	jsonout_object_end(json);
}

static void
put_rights(struct jsonout *json, const struct story *story, struct slice rsl)
{
	auto_(buf_done) struct buf license = BUF_NULL;

	jsonout_member_some(
		json, "copyrightNotice", story_get(story, RECORD_COPYRIGHT));
	put_party(json, "copyrightHolder",
		story_get(story, RECORD_RIGHTS_HOLDER));
	feed_license_write(&license, story);
	jsonout_member_some(json, "license", buf_slice(&license));
	put_usage(json, story_get(story, RECORD_USAGE_TERMS), rsl);
	jsonout_member_some(json, "isBasedOn", story_get(story, RECORD_LINK));
}

static void
put_correction(struct jsonout *json, const struct feed_entry *entry)
{
	struct slice life = story_get(entry->story, RECORD_LIFECYCLE);

	if (!slice_is(life, "correction") && !slice_is(life, "clarification"))
		return;
	jsonout_key(json, "correction");
	jsonout_object(json);
	jsonout_member_text(json, "@type", "CorrectionComment");
	put_time(json, "datePublished", feed_updated_ms(entry));
	jsonout_object_end(json);
}

static void
put_subject(struct jsonout *json, struct slice composite)
{
	struct slice texts[3] = { { 0 } };

	record_texts(composite, texts, 3);
	jsonout_object(json);
	jsonout_member_text(json, "@type", "Thing");
	jsonout_member(json, "name",
		texts[0].len != 0 ? texts[0]
		: texts[2].len    ? texts[2]
				  : texts[1]);
	jsonout_member_some(json, "sameAs", texts[1]);
	jsonout_object_end(json);
}

static void
put_subjects(struct jsonout *json, const struct story *story)
{
	size_t cursor = 0;
	struct slice value;

	if (!story_has(story, RECORD_SUBJECT))
		return;
	jsonout_key(json, "about");
	jsonout_array(json);
	for (unsigned n = 0; n < LD_MAX_LIST &&
			     story_each(story, RECORD_SUBJECT, &cursor, &value);
		n++)
		put_subject(json, value);
	jsonout_array_end(json);
}

static void
put_picture(struct jsonout *json, const struct feed_media *media)
{
	uint64_t width, height;

	jsonout_object(json);
	jsonout_member_text(json, "@type", "ImageObject");
	jsonout_member(json, "contentUrl", media->href);
	jsonout_member_some(json, "encodingFormat", media->type);
	jsonout_member_some(json, "name", media->title);
	jsonout_member_some(json, "caption", media->caption);
	jsonout_member_some(json, "creditText", media->credit);
	jsonout_member_some(json, "copyrightNotice", media->rights);
	if (slice_to_u64(media->width, &width) == 0 && width != 0)
		jsonout_member_integer(json, "width", (int64_t)width);
	if (slice_to_u64(media->height, &height) == 0 && height != 0)
		jsonout_member_integer(json, "height", (int64_t)height);
	jsonout_object_end(json);
}

static void
put_pictures(struct jsonout *json, const struct story *story)
{
	size_t cursor = 0, n = 0;
	struct slice value;

	while (n < LD_MAX_LIST &&
		story_each(story, RECORD_MEDIA, &cursor, &value)) {
		struct feed_media media = feed_media_of(value);

		if (!slice_starts(media.type, SLICE("image/")))
			continue;
		if (n++ == 0) {
			jsonout_key(json, "image");
			jsonout_array(json);
		}
		put_picture(json, &media);
	}
	if (n != 0)
		jsonout_array_end(json);
}

static void
put_where(struct jsonout *json, const struct story *story)
{
	struct feed_dateline line = feed_dateline_of(story);

	jsonout_member_some(json, "dateline", line.text);
	if (line.place.len != 0) {
		jsonout_key(json, "locationCreated");
		put_thing(json, "Place", buf_slice(&line.place));
	}
	feed_dateline_done(&line);
}

void
page_ld_write(struct buf *out, const struct feed_entry *entry,
	const struct feed_edition *edition)
{
	const struct story *story = entry->story;
	struct jsonout json = JSONOUT(out);

	jsonout_object(&json);
	jsonout_member_text(&json, "@context", "https://schema.org");
	jsonout_member_text(&json, "@type",
		is_paid_for(story) ? "AdvertiserContentArticle"
				   : "NewsArticle");
	jsonout_member_some(&json, "identifier", entry->uri);
	jsonout_member_some(&json, "version", entry->version);
	jsonout_member_some(
		&json, "headline", story_get(story, RECORD_HEADLINE));
	jsonout_member_some(
		&json, "description", story_get(story, RECORD_SUMMARY));
	jsonout_member_some(&json, "inLanguage", feed_language(story));
	put_time(&json, "datePublished", feed_published_ms(entry));
	put_time(&json, "dateModified", feed_updated_ms(entry));
	put_time(&json, "expires", story_time(story, RECORD_EXPIRES));
	put_where(&json, story);
	put_parties(&json, story);
	put_rights(&json, story, edition->license);
	put_correction(&json, entry);
	put_subjects(&json, story);
	put_pictures(&json, story);
	jsonout_object_end(&json);
}
