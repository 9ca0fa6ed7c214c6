/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonfeed - JSON Feed 1.0 and 1.1, decoded.
 *
 * The same record as of feeds in XML is filled, so that the same preferences
 * hold. What is of the wrong type says nothing, but an id may be a number, as
 * 1.0 allowed it. A 1.0 feed has one author, a 1.1 feed several; both are read
 * in either.
 */
#include <string.h>

#include "base/mem.h"
#include "format/decoders.h"
#include "format/posting.h"
#include "format/jsonin.h"
#include "format/own.h"

#define JSONFEED_URL "https://jsonfeed.org/version/"

struct reading {
	struct arena arena;
	struct posting feed;
};

/* A copy of a string, or of a number as it is written. */
static struct slice
text_of(struct reading *r, const json_t *object, const char *key)
{
	const json_t *json = json_object_get(object, key);
	struct slice text = slice_trim(jsonin_text(json));

	if (json_is_integer(json))
		return slice_text(arena_printf(&r->arena, "%lld",
			(long long)json_integer_value(json)));
	if (json_is_real(json))
		return slice_text(arena_printf(
			&r->arena, "%.15g", json_real_value(json)));
	if (text.len == 0)
		return text;
	return slice_of(arena_text(&r->arena, text), text.len);
}

static void
set_value(struct posting *item, enum posting_slot slot, struct slice text,
	bool is_html)
{
	struct posting_value *value;

	if (text.len == 0)
		return;
	value = posting_new_value(item, slot);
	if (value == NULL)
		return;
	value->text = text;
	value->is_html = is_html;
}

static void
set_member(struct reading *r, struct posting *item, enum posting_slot slot,
	const json_t *object, const char *key)
{
	set_value(item, slot, text_of(r, object, key), false);
}

static struct slice
kept_text(struct reading *r, const json_t *json)
{
	struct slice text = slice_trim(jsonin_text(json));

	return slice_of(arena_text(&r->arena, text), text.len);
}

static void
take_author(struct reading *r, struct posting *item, const json_t *author)
{
	/* some give only the name */
	struct slice name = json_is_string(author) ? kept_text(r, author)
						   : text_of(r, author, "name");
	struct slice url = text_of(r, author, "url");
	struct posting_person *person = NULL;

	if (name.len != 0 || url.len != 0)
		person = posting_add_person(item);
	if (person == NULL)
		return;
	*person = (struct posting_person){
		.kind = POST_AUTHOR,
		.name = name,
		.url = url,
	};
	if (url.len > 7 && slice_is_nocase(slice_of(url.at, 7), "mailto:"))
		person->email = slice_of(url.at + 7, url.len - 7);
}

static void
take_authors(struct reading *r, struct posting *item, const json_t *object)
{
	const json_t *authors = json_object_get(object, "authors");
	size_t i;
	json_t *author;

	json_array_foreach(authors, i, author) take_author(r, item, author);
	if (item->people.n == 0)
		take_author(r, item, json_object_get(object, "author"));
}

static void
take_media(struct posting *item, struct slice href, struct slice type,
	struct slice title, uint64_t size)
{
	struct posting_media *media =
		href.len != 0 ? posting_add_media(item) : NULL;

	if (media != NULL)
		*media = (struct posting_media){
			.href = href, .type = type, .title = title, .size = size
		};
}

static uint64_t
positive(const json_t *number)
{
	json_int_t value = json_integer_value(number);

	return value > 0 ? (uint64_t)value : 0;
}

struct own_context {
	struct reading *r;
	struct posting *item;
};

static void
put_own(void *user, struct slice packed, struct slice text)
{
	struct own_context *own = user;
	struct posting_own *entry = posting_add_own(own->item);

	if (entry != NULL)
		*entry = (struct posting_own){
			slice_of(
				arena_text(&own->r->arena, packed), packed.len),
			slice_of(arena_text(&own->r->arena, text), text.len),
		};
}

/* What our own writer adds to an attachment. */
static void
take_own_media(struct reading *r, struct posting *item, const json_t *entry)
{
	const json_t *own = json_object_get(entry, "_torntape");
	struct posting_media *media =
		item->media.n != 0 ? &item->media.items[item->media.n - 1]
				   : NULL;

	if (!json_is_object(own) || media == NULL)
		return;
	media->type = text_of(r, own, "type");
	media->caption = text_of(r, own, "caption");
	media->credit = text_of(r, own, "credit");
	media->rights = text_of(r, own, "rights");
	media->width = positive(json_object_get(own, "width"));
	media->height = positive(json_object_get(own, "height"));
}

static void
take_duration(struct reading *r, struct posting *item, const json_t *entry)
{
	if (item->media.n != 0 && jsonin_get(entry, "url").len != 0)
		item->media.items[item->media.n - 1].duration =
			text_of(r, entry, "duration_in_seconds");
}

static void
take_attachments(struct reading *r, struct posting *item, const json_t *object)
{
	size_t i;
	json_t *entry;

	json_array_foreach(json_object_get(object, "attachments"), i, entry)
	{
		take_media(item, text_of(r, entry, "url"),
			text_of(r, entry, "mime_type"),
			text_of(r, entry, "title"),
			positive(json_object_get(entry, "size_in_bytes")));
		take_duration(r, item, entry);
		take_own_media(r, item, entry);
	}
	take_media(item, text_of(r, object, "image"), (struct slice){ 0 },
		(struct slice){ 0 }, 0);
	take_media(item, text_of(r, object, "banner_image"),
		(struct slice){ 0 }, (struct slice){ 0 }, 0);
}

static void
take_tags(struct reading *r, struct posting *item, const json_t *object)
{
	size_t i;
	json_t *tag;

	json_array_foreach(json_object_get(object, "tags"), i, tag)
	{
		struct slice text = jsonin_text(tag);
		struct posting_subject *subject =
			text.len != 0 ? posting_add_subject(item) : NULL;

		if (subject != NULL)
			*subject = (struct posting_subject){
				.term = slice_of(
					arena_text(&r->arena, text), text.len)
			};
	}
}

static void
take_item(struct reading *r, struct posting *item, const json_t *object)
{
	static const struct {
		const char *key;
		enum posting_slot slot;
	} members[] = {
		{ "id", POST_GUID },
		{ "url", POST_LINK },
		{ "external_url", POST_EXTERNAL_LINK },
		{ "title", POST_TITLE },
		{ "content_text", POST_CONTENT_TEXT },
		{ "summary", POST_SUMMARY },
		{ "date_published", POST_PUBLISHED },
		{ "date_modified", POST_UPDATED },
		{ "language", POST_LANGUAGE },
	};

	item->guid_is_no_link = true;
	/* an item without authors has its feed's, as an entry of Atom has */
	item->may_resolve_id = true;
	for (size_t i = 0; i < n_elements(members); i++)
		set_member(r, item, members[i].slot, object, members[i].key);
	set_value(item, POST_CONTENT, text_of(r, object, "content_html"), true);
	take_authors(r, item, object);
	take_tags(r, item, object);
	take_attachments(r, item, object);
	own_each_of_json(json_object_get(object, "_torntape"), put_own,
		&(struct own_context){ r, item });
}

static void
take_link(struct reading *r, struct slice href, struct slice rel)
{
	struct posting_link *link =
		href.len != 0 ? posting_add_link(&r->feed) : NULL;

	if (link != NULL)
		*link = (struct posting_link){ .href = href, .rel = rel };
}

static void
take_feed(struct reading *r, const json_t *root)
{
	size_t at;
	json_t *hub;
	static const struct {
		const char *key;
		enum posting_slot slot;
	} members[] = {
		{ "title", POST_TITLE },
		{ "home_page_url", POST_LINK },
		{ "feed_url", POST_GUID },
		{ "description", POST_SUMMARY },
		{ "icon", POST_IMAGE },
		{ "favicon", POST_ICON },
		{ "language", POST_LANGUAGE },
	};

	for (size_t i = 0; i < n_elements(members); i++)
		set_member(r, &r->feed, members[i].slot, root, members[i].key);
	take_authors(r, &r->feed, root);
	take_link(r, text_of(r, root, "feed_url"), SLICE("self"));
	take_link(r, text_of(r, root, "next_url"), SLICE("next"));
	json_array_foreach(json_object_get(root, "hubs"), at, hub)
		take_link(r, text_of(r, hub, "url"), SLICE("hub"));
}

static int
take_drafts(struct reading *r, const struct posting_context *context,
	const json_t *root, struct problem *why)
{
	size_t i;
	json_t *object;

	json_array_foreach(json_object_get(root, "items"), i, object)
	{
		struct posting item = POSTING(&r->arena);
		int result;

		if (!json_is_object(object))
			return problem_set(why, 1, "E-JSONFEED-TYPE",
				"item %zu is %s and not an object", i,
				jsonin_type_name(object));
		take_item(r, &item, object);
		result = posting_draft(context, &item, "jsonfeed", why);
		if (result != 0)
			return 1;
	}
	return 0;
}

static int
check_root(const json_t *root, struct problem *why)
{
	if (!json_is_object(root))
		return problem_set(why, 1, "E-JSONFEED-TYPE",
			"a feed is an object, and this is %s",
			jsonin_type_name(root));
	if (!json_is_array(json_object_get(root, "items")))
		return problem_set(why, 1, "E-JSONFEED-ITEMS",
			"the feed has no list of items");
	return 0;
}

int
jsonfeed_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	auto_(jsonin_unref) json_t *root = NULL;
	struct reading r = { .feed = POSTING(&r.arena) };
	struct posting_context context = {
		.document = document,
		.decoded = decoded,
		.arena = &r.arena,
		.feed = &r.feed,
		.base = document->base_url,
	};
	int result;

	problem_at(why, "jsonfeed", 0, 0);
	if (jsonin_load(text, &root, why) != 0 || check_root(root, why) != 0)
		return 1;
	struct slice version = jsonin_get(root, "version");

	if (slice_starts(version, SLICE(JSONFEED_URL)) && version.len < 64)
		decoded->format_version = slice_text(arena_text(&decoded->arena,
			slice_of(version.at + strlen(JSONFEED_URL),
				version.len - strlen(JSONFEED_URL))));
	if (slice_is(decoded->format_version, "1"))
		decoded->format_version = SLICE("1.0");
	take_feed(&r, root);
	posting_feed(&context);
	result = take_drafts(&r, &context, root, why);
	arena_done(&r.arena);
	return result;
}

/* Its version is an address that nobody else uses; without one, its content has
 * names that nobody else has. */
int
jsonfeed_sniff(struct slice text)
{
	struct slice top = slice_trim(
		slice_of(text.at, text.len < 65536 ? text.len : 65536));

	if (!slice_starts(top, SLICE("{")))
		return 0;
	if (slice_holds(top, "jsonfeed.org/version/") ||
		slice_holds(top, "jsonfeed.org\\/version\\/"))
		return 98;
	return slice_holds(top, "\"items\"") && !slice_holds(top, "\"uri\"") &&
			       (slice_holds(top, "\"content_html\"") ||
				       slice_holds(top, "\"content_text\""))
		       ? 96
		       : 0;
}
