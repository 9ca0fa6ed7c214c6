/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harvest_media - enclosures, Media RSS, and what the podcast namespace has of
 * files: which medium is another form of which, and what stands beside it.
 */
#include "format/harvest_parts.h"

#include "text/url.h"

static struct posting_media *
add_media(struct harvest *h, const char **attributes)
{
	struct frame *frame = harvest_top(h);
	struct slice href = harvest_address(h, attributes);
	struct posting_media *media =
		href.len != 0 ? posting_add_media(frame->item) : NULL;
	static const char *const sizes[] = { "length", "filesize" };

	if (media == NULL)
		return NULL;
	*media = (struct posting_media){
		.href = href,
		.type = harvest_kept(h, attributes, "type"),
		.medium = harvest_kept(h, attributes, "medium"),
		.duration = harvest_kept(h, attributes, "duration"),
		.language = harvest_kept(h, attributes, "lang"),
		.is_default = slice_is_nocase(
			harvest_attribute(attributes, "isDefault"), "true"),
		.base = frame->base,
		.width = harvest_number(harvest_attribute(attributes, "width")),
		.height =
			harvest_number(harvest_attribute(attributes, "height")),
	};
	if (media->type.len == 0)
		media->type = harvest_keep(
			h, xml_attribute(attributes, XML_ENC, "type"));
	for (size_t i = 0; i < n_elements(sizes) && media->size == 0; i++)
		media->size =
			harvest_number(harvest_attribute(attributes, sizes[i]));
	if (media->size == 0)
		media->size = harvest_number(
			xml_attribute(attributes, XML_ENC, "length"));
	return media;
}

/* Index + 1 of the medium or group that this element stands in; 0: none. */
static size_t
owner_of(const struct harvest *h)
{
	const struct frame *parent = &h->frames[h->depth - 1];
	bool is_owned =
		parent->scope == SCOPE_GROUP || parent->scope == SCOPE_MEDIA;

	return is_owned && parent->index != SIZE_MAX ? parent->index + 1 : 0;
}

/* What follows inside this element is said of the medium. */
static void
stand_in(struct harvest *h, enum harvest_scope scope,
	const struct posting_media *media)
{
	struct frame *frame = harvest_top(h);

	frame->scope = scope;
	frame->index = media != NULL ? frame->item->media.n - 1 : SIZE_MAX;
}

/* media:content without an address only wraps a player or a thumbnail. */
static void
do_media(struct harvest *h, const char **attributes)
{
	struct posting_media *media = add_media(h, attributes);

	if (media != NULL)
		media->owner = owner_of(h);
	stand_in(h, SCOPE_MEDIA, media);
}

static void
do_group(struct harvest *h)
{
	struct posting_media *media = posting_add_media(harvest_top(h)->item);

	if (media != NULL)
		*media = (struct posting_media){ .is_group = true,
			.base = harvest_top(h)->base };
	stand_in(h, SCOPE_GROUP, media);
}

/* The enclosure in another size or coding; its address stands inside. */
static void
do_alternate(struct harvest *h, const char **attributes)
{
	struct posting *item = harvest_top(h)->item;
	struct posting_media *media = posting_add_media(item);
	struct slice height = harvest_attribute(attributes, "height");
	struct slice size = harvest_attribute(attributes, "length");

	if (media != NULL)
		*media = (struct posting_media){
			.type = harvest_kept(h, attributes, "type"),
			.title = harvest_kept(h, attributes, "title"),
			.language = harvest_kept(h, attributes, "lang"),
			.base = harvest_top(h)->base,
			.height = harvest_number(height),
			.size = harvest_number(size),
		};
	for (size_t i = 0; media != NULL && i + 1 < item->media.n; i++)
		if (item->media.items[i].is_enclosure && media->owner == 0)
			media->owner = i + 1;
	stand_in(h, SCOPE_MEDIA, media);
}

/* The first that a browser could follow. */
static void
do_address(struct harvest *h, const char **attributes)
{
	const struct frame *frame = harvest_top(h);
	struct slice uri = harvest_kept(h, attributes, "uri");
	struct posting_media *media =
		frame->index != SIZE_MAX
			? &frame->item->media.items[frame->index]
			: NULL;

	if (media != NULL && media->href.len == 0 && url_is_web(uri))
		media->href = uri;
}

static void
do_file(struct harvest *h, enum harvest_file file, const char **attributes)
{
	static const char *const rels[] = { "transcript", "captions",
		"chapters" };
	struct posting_media *media = add_media(h, attributes);

	if (media == NULL)
		return;
	media->rel = rels[file];
	if (slice_is_nocase(harvest_attribute(attributes, "rel"), "captions"))
		media->rel = rels[FILE_CAPTIONS];
	if (media->language.len == 0)
		media->language = harvest_kept(h, attributes, "language");
}

static void
do_thumbnail(struct harvest *h, const char **attributes)
{
	struct posting_media *media = add_media(h, attributes);

	if (media == NULL)
		return;
	media->is_thumbnail = true;
	media->owner = owner_of(h);
}

static void
do_enclosure(struct harvest *h, const char **attributes)
{
	struct posting_media *media = add_media(h, attributes);

	if (media != NULL)
		media->is_enclosure = true;
}

bool
harvest_obey_media(struct harvest *h, const struct harvest_word *word,
	const char **attributes)
{
	switch (word->action) {
	case DO_GROUP:
		do_group(h);
		return true;
	case DO_MEDIA:
		do_media(h, attributes);
		return true;
	case DO_ALTERNATE:
		do_alternate(h, attributes);
		return true;
	case DO_ADDRESS:
		do_address(h, attributes);
		return true;
	case DO_FILE:
		do_file(h, (enum harvest_file)word->arg, attributes);
		return true;
	case DO_THUMBNAIL:
		do_thumbnail(h, attributes);
		return true;
	case DO_ENCLOSURE:
		do_enclosure(h, attributes);
		return true;
	default:
		return false;
	}
}
