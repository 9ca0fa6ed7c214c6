/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posting_media - pictures, sound and films of an item, as a draft has them.
 *
 * Media of one media:group are one thing in several forms, and so are an
 * enclosure and its alternates; the one that the feed calls its default stands
 * first. What a medium does not say of itself its group says, then the item. A
 * thumbnail of a medium is a small form of it; one that stands alone counts
 * when the item has no picture.
 */
#include "format/posting_parts.h"

#include <string.h>

#include "text/html.h"
#include "text/url.h"

static char *
plain_kept(struct draft *draft, struct slice html)
{
	auto_(buf_done) struct buf plain = BUF_NULL;

	html_to_text(html, &plain);
	return plain.len ? arena_text(&draft->arena, buf_slice(&plain)) : NULL;
}

/* The medium of that address; a new one when there is none yet. */
static struct draft_media *
medium_at(struct draft *draft, struct slice href)
{
	for (size_t i = 0; i < draft->media.n; i++)
		if (slice_is(href, draft->media.items[i].href))
			return &draft->media.items[i];
	return draft_add_media(draft, href);
}

/* The first that says it. */
static void
fill(char **to, struct draft *draft, struct slice html)
{
	if (*to == NULL)
		*to = plain_kept(draft, html);
}

static uint32_t
clamp32(uint64_t value)
{
	return value > 100000 ? 0 : (uint32_t)value;
}

/* ---- of what kind ----------------------------------------------------------
 */

/* What ninjs calls it, by the feed's own word (Media RSS, "medium"), else by
 * how its address ends where no media type says it; NULL: a media type does. */
static const char *
kind_of(const struct posting_media *from)
{
	static const struct {
		const char *word, *kind;
	} kinds[] = {
		{ "image", "picture" },
		{ "audio", "audio" },
		{ "video", "video" },
		{ "document", "component" },
		{ "executable", "component" },
		{ ".mp3", "audio" },
		{ ".m4a", "audio" },
		{ ".ogg", "audio" },
		{ ".wav", "audio" },
		{ ".mp4", "video" },
		{ ".m4v", "video" },
		{ ".mov", "video" },
		{ ".webm", "video" },
		{ ".pdf", "component" },
		{ ".doc", "component" },
		{ ".zip", "component" },
	};
	struct slice rest = from->href, path = { 0 };

	if (from->type.len != 0)
		return NULL;
	slice_cut(&rest, '#', &path);
	rest = path;
	slice_cut(&rest, '?', &path);
	for (size_t i = 0; i < n_elements(kinds); i++) {
		size_t len = strlen(kinds[i].word);

		if (slice_is_nocase(from->medium, kinds[i].word))
			return kinds[i].kind;
		if (from->medium.len == 0 && path.len > len &&
			slice_is_nocase(slice_of(path.at + path.len - len, len),
				kinds[i].word))
			return kinds[i].kind;
	}
	return NULL;
}

static bool
is_picture(const struct draft_media *media)
{
	struct slice type = slice_text(media->content_type);

	return media->rel == NULL &&
	       (media->kind != NULL
			       ? strcmp(media->kind, "picture") == 0
			       : type.len == 0 ||
					 slice_starts(type, SLICE("image/")));
}

/* Who took a picture is told apart from who wrote the story. */
static void
put_photo_credit(struct draft *draft, const struct draft_media *media)
{
	static const struct tt_evidence evidence = { 0, 0, "media-credit", 1 };

	if (media->credit != NULL && is_picture(media))
		draft_add_party(draft, TT_PHOTO_CREDIT,
			slice_text(media->credit), NULL, &evidence);
}

/* "1:02:03", "62:03", "3723", "3723.5": seconds; 0 when it is none of them. */
static uint32_t
seconds_of(struct slice said)
{
	struct slice rest = slice_trim(said), part, whole = { 0 };
	uint64_t all = 0, value;

	for (unsigned n = 0; n < 3 && slice_cut(&rest, ':', &part); n++) {
		if (!slice_cut(&part, '.', &whole))
			return 0;
		if (whole.len > 9 || slice_to_u64(whole, &value) != 0)
			return 0;
		all = all * 60 + value;
	}
	return rest.len != 0 || all > 1000000 ? 0 : (uint32_t)all;
}

/* ---- one medium ------------------------------------------------------------
 */

/* The medium of which all others of its group are forms. */
static size_t
group_of(const struct posting *item, size_t i)
{
	while (item->media.items[i].owner != 0)
		i = item->media.items[i].owner - 1;
	return i + 1;
}

/* The group's own words; NULL when it stands in none. */
static const struct posting_media *
group_words(const struct posting *item, const struct posting_media *from)
{
	const struct posting_media *group =
		from->owner != 0 ? &item->media.items[from->owner - 1] : NULL;

	return group != NULL && group->is_group ? group : NULL;
}

static void
put_words(struct posting_making *m, const struct posting_media *from,
	const struct posting_media *group, struct draft_media *media)
{
	static const struct posting_media none = { .owner = 0 };
	struct draft *draft = m->draft;

	if (group == NULL)
		group = &none;
	fill(&media->title, draft, posting_first_of(from->title, group->title));
	fill(&media->caption, draft, from->caption);
	fill(&media->caption, draft, from->words);
	fill(&media->caption, draft, group->caption);
	fill(&media->caption, draft, group->words);
	fill(&media->caption, draft, posting_text(m->item, POST_MEDIA_TEXT));
	fill(&media->credit, draft,
		posting_first_of(from->credit,
			posting_first_of(group->credit,
				posting_text(m->item, POST_CREDIT))));
	fill(&media->rights, draft,
		posting_first_of(from->rights,
			posting_first_of(group->rights,
				posting_text(m->item, POST_MEDIA_RIGHTS))));
	if (!draft->is_own)
		put_photo_credit(draft, media);
}

static void
put_numbers(const struct posting_media *from, struct draft_media *media)
{
	if (media->width == 0)
		media->width = clamp32(from->width);
	if (media->height == 0)
		media->height = clamp32(from->height);
	if (media->size_bytes == 0)
		media->size_bytes = from->size;
	if (media->duration_s == 0)
		media->duration_s = seconds_of(from->duration);
}

/* An enclosure says less of the same than media:content does: what one lacks
 * the other gives. */
static struct draft_media *
put_medium(struct posting_making *m, const struct posting_media *from)
{
	auto_(buf_done) struct buf href = BUF_NULL;
	struct draft *draft = m->draft;
	struct draft_media *media;

	if (from->href.len == 0 ||
		!url_resolve_link(posting_base(m->context, from->base),
			from->href, &href) ||
		!url_is_web(buf_slice(&href)))
		return NULL;
	media = medium_at(draft, buf_slice(&href));
	if (media == NULL)
		return NULL;
	if (from->type.len != 0 && media->content_type == NULL)
		media->content_type = arena_text(&draft->arena, from->type);
	if (media->content_type != NULL)
		media->kind = NULL;
	else if (media->kind == NULL)
		media->kind = kind_of(from);
	if (from->language.len != 0 && media->language == NULL)
		media->language = arena_text(&draft->arena, from->language);
	put_numbers(from, media);
	if (!from->is_thumbnail && from->rel == NULL)
		put_words(m, from, group_words(m->item, from), media);
	return media;
}

/* One of the item's list, with those that it belongs to. */
static void
put_listed(struct posting_making *m, size_t i)
{
	const struct posting_media *from = &m->item->media.items[i];
	size_t n = m->draft->media.n;
	struct draft_media *media = put_medium(m, from);

	if (media == NULL)
		return;
	media->rel = from->rel;
	if (from->rel == NULL && (m->draft->media.n > n || from->owner != 0))
		media->group = group_of(m->item, i);
	media->is_thumbnail = from->is_thumbnail && from->owner != 0;
}

/* The default of the group goes first. */
static void
put_default(struct posting_making *m, size_t group)
{
	for (size_t i = 0; i < m->item->media.n; i++) {
		const struct posting_media *from = &m->item->media.items[i];

		if (from->is_default && from->owner == group) {
			put_listed(m, i);
			return;
		}
	}
}

/* ---- all of them -----------------------------------------------------------
 */

static void
put_enclosures(struct posting_making *m)
{
	for (size_t i = 0; i < m->item->links.n; i++) {
		const struct posting_link *link = &m->item->links.items[i];
		const struct posting_media media = { .href = link->href,
			.type = link->type,
			.title = link->title,
			.base = link->base,
			.size = link->length };

		if (slice_is_nocase(link->rel, "enclosure"))
			put_medium(m, &media);
	}
}

static void
put_pictures(struct posting_making *m)
{
	static const enum posting_slot slots[] = { POST_IMAGE, POST_LOGO,
		POST_ITUNES_IMAGE };

	for (size_t i = 0; i < n_elements(slots); i++) {
		const struct posting_value *value =
			posting_value_of(m->item, slots[i]);

		if (value != NULL)
			put_medium(
				m, &(struct posting_media){ .href = value->text,
					   .base = value->base });
	}
}

static bool
has_picture(const struct draft *draft)
{
	for (size_t i = 0; i < draft->media.n; i++)
		if (is_picture(&draft->media.items[i]))
			return true;
	return false;
}

/* How long the episode is, where no element of its own says so. */
static void
put_duration(struct posting_making *m)
{
	uint32_t seconds = seconds_of(posting_text(m->item, POST_DURATION));

	for (size_t i = 0; i < m->draft->media.n && seconds != 0; i++) {
		struct draft_media *media = &m->draft->media.items[i];

		if (media->rel != NULL || is_picture(media))
			continue;
		if (media->duration_s == 0)
			media->duration_s = seconds;
		return;
	}
}

void
posting_put_media(struct posting_making *m)
{
	const struct posting *item = m->item;
	size_t n = item->media.n;

	for (size_t i = 0; i < n; i++) {
		if (item->media.items[i].is_group)
			put_default(m, i + 1);
		else if (!item->media.items[i].is_thumbnail &&
			 item->media.items[i].rel == NULL)
			put_listed(m, i);
	}
	put_enclosures(m);
	put_pictures(m);
	for (size_t i = 0; i < n; i++)
		if (item->media.items[i].is_thumbnail &&
			(item->media.items[i].owner != 0 ||
				!has_picture(m->draft)))
			put_listed(m, i);
	put_duration(m);
	for (size_t i = 0; i < n; i++)
		if (item->media.items[i].rel != NULL)
			put_listed(m, i);
}
