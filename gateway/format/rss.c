/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rss - RSS 0.91, 0.92 and 2.0 with their modules, decoded.
 *
 * Read twice: the first pass finds out whether the whole document is
 * well-formed and what the channel says, wherever it says it; the second makes
 * the drafts. So a document that breaks off in its last line leaves nothing
 * behind, and an item knows its channel's language and rights.
 *
 * The table says which element fills which slot. Slots are never shared between
 * vocabularies, so a dc:title cannot overwrite a title; the order of
 * preference stands in rss_draft.c. Source of the mapping: RSS 2.0, the RSS
 * Best Practices Profile, and the modules' own pages.
 */
#include <string.h>

#include "format/decoders.h"
#include "format/rss_parts.h"
#include "format/xml.h"

static const struct {
	enum xml_space space;
	const char *local; /* lower case */
	enum rss_slot slot;
} slots[] = {
	{ XML_NONE, "title", SLOT_TITLE },
	{ XML_NONE, "link", SLOT_LINK },
	{ XML_NONE, "guid", SLOT_GUID },
	{ XML_NONE, "description", SLOT_DESCRIPTION },
	{ XML_NONE, "pubdate", SLOT_PUB_DATE },
	{ XML_NONE, "author", SLOT_AUTHOR },
	{ XML_NONE, "source", SLOT_SOURCE },
	{ XML_NONE, "category", SLOT_CATEGORY },
	{ XML_NONE, "language", SLOT_LANGUAGE },
	{ XML_NONE, "copyright", SLOT_COPYRIGHT },
	{ XML_NONE, "generator", SLOT_GENERATOR },
	{ XML_NONE, "managingeditor", SLOT_MANAGING_EDITOR },
	{ XML_NONE, "lastbuilddate", SLOT_UPDATED },
	{ XML_NONE, "expirationdate", SLOT_EXPIRES },
	{ XML_CONTENT, "encoded", SLOT_CONTENT },
	{ XML_XHTML, "body", SLOT_XHTML },
	{ XML_XHTML, "div", SLOT_XHTML },
	{ XML_DC, "title", SLOT_DC_TITLE },
	{ XML_DC, "date", SLOT_DC_DATE },
	{ XML_DC, "creator", SLOT_DC_CREATOR },
	{ XML_DC, "author", SLOT_DC_CREATOR },
	{ XML_DC, "subject", SLOT_DC_SUBJECT },
	{ XML_DC, "language", SLOT_LANGUAGE },
	{ XML_DC, "rights", SLOT_DC_RIGHTS },
	{ XML_DC, "source", SLOT_DC_SOURCE },
	{ XML_DC, "identifier", SLOT_DC_IDENTIFIER },
	{ XML_DCTERMS, "issued", SLOT_ISSUED },
	{ XML_DCTERMS, "created", SLOT_CREATED },
	{ XML_DCTERMS, "modified", SLOT_MODIFIED },
	{ XML_DCTERMS, "valid", SLOT_VALID },
	{ XML_ATOM, "updated", SLOT_UPDATED },
	{ XML_ATOM, "rights", SLOT_DC_RIGHTS },
	{ XML_PRISM, "expirationdate", SLOT_EXPIRES },
	{ XML_ITUNES, "author", SLOT_ITUNES_AUTHOR },
	{ XML_ITUNES, "summary", SLOT_ITUNES_SUMMARY },
	{ XML_ITUNES, "subtitle", SLOT_ITUNES_SUMMARY },
	{ XML_ITUNES, "keywords", SLOT_KEYWORDS },
	{ XML_MEDIA, "keywords", SLOT_KEYWORDS },
	{ XML_MEDIA, "copyright", SLOT_MEDIA_RIGHTS },
	{ XML_MEDIA, "title", SLOT_MEDIA_TITLE },
	{ XML_MEDIA, "description", SLOT_MEDIA_DESCRIPTION },
	{ XML_CC, "license", SLOT_LICENSE },
	{ XML_FEEDBURNER, "origlink", SLOT_ORIG_LINK },
};

static void
record_clear(struct rss_record *record)
{
	arena_done(&record->arena);
	for (size_t i = 0; i < n_elements(record->texts); i++)
		buf_done(&record->texts[i]);
	memset(record, 0, sizeof(*record));
}

static char *
keep(struct rss_record *record, struct slice text)
{
	return text.len != 0 ? arena_text(&record->arena, text) : NULL;
}

static struct rss_record *
record_of(struct rss *rss)
{
	return rss->item_depth != 0 ? &rss->item : &rss->channel;
}

static bool
is_list(enum rss_slot slot)
{
	return slot >= SLOT_DC_CREATOR;
}

static enum rss_slot
slot_of(struct xml_name name)
{
	for (size_t i = 0; i < n_elements(slots); i++)
		if (slots[i].space == name.space &&
			slice_is_nocase(slice_text(name.local), slots[i].local))
			return slots[i].slot;
	return SLOT_NONE;
}

/* ---- opening ---------------------------------------------------------------
 */

static uint64_t
number_of(struct slice text)
{
	uint64_t value = 0;

	slice_to_u64(slice_trim(text), &value);
	return value;
}

static struct rss_media *
add_media(struct rss_record *record, struct slice href, const char **attributes)
{
	if (href.len == 0 || record->n_media == RSS_MAX_LIST)
		return NULL;
	struct rss_media *media = &record->media[record->n_media++];

	media->href = keep(record, href);
	media->type = keep(record, xml_attribute(attributes, XML_NONE, "type"));
	media->width = number_of(xml_attribute(attributes, XML_NONE, "width"));
	media->height =
		number_of(xml_attribute(attributes, XML_NONE, "height"));
	media->size = number_of(xml_attribute(attributes, XML_NONE, "length"));
	if (media->size == 0)
		media->size = number_of(
			xml_attribute(attributes, XML_NONE, "fileSize"));
	return media;
}

/* Elements that say all in their attributes. */
static void
open_attributes(struct rss *rss, struct xml_name name, const char **attributes)
{
	struct rss_record *record = record_of(rss);

	if (name.space == XML_NONE && !strcmp(name.local, "enclosure")) {
		add_media(record, xml_attribute(attributes, XML_NONE, "url"),
			attributes);
	} else if (name.space == XML_MEDIA && !strcmp(name.local, "content")) {
		rss->open_media = add_media(record,
			xml_attribute(attributes, XML_NONE, "url"), attributes);
	} else if (name.space == XML_MEDIA &&
		   !strcmp(name.local, "thumbnail")) {
		struct rss_media *media = add_media(record,
			xml_attribute(attributes, XML_NONE, "url"), attributes);

		if (media != NULL)
			media->is_thumbnail = true;
	} else if (name.space == XML_ATOM && !strcmp(name.local, "link")) {
		struct slice rel = xml_attribute(attributes, XML_NONE, "rel");

		if (record->alternate == NULL &&
			(rel.len == 0 || slice_is(rel, "alternate")))
			record->alternate = keep(record,
				xml_attribute(attributes, XML_NONE, "href"));
	} else if (name.space == XML_ATOM && !strcmp(name.local, "author")) {
		rss->author_depth = rss->depth;
	} else if (name.space == XML_ITUNES && !strcmp(name.local, "image") &&
		   record->image == NULL) {
		record->image = keep(
			record, xml_attribute(attributes, XML_NONE, "href"));
	}
}

static void
begin_capture(struct rss *rss, enum rss_slot slot, const char **attributes)
{
	struct rss_record *record = record_of(rss);

	rss->capture = slot;
	rss->capture_depth = rss->depth;
	rss->capture_markup = false;
	rss->capture_detail = NULL;
	buf_clear(&rss->text);
	buf_clear(&rss->markup);
	if (slot == SLOT_CATEGORY)
		rss->capture_detail = keep(
			record, xml_attribute(attributes, XML_NONE, "domain"));
	if (slot == SLOT_GUID && record->guid_permalink == NULL)
		record->guid_permalink = keep(record,
			xml_attribute(attributes, XML_NONE, "isPermaLink"));
	if (slot == SLOT_SOURCE && record->source_url == NULL)
		record->source_url = keep(
			record, xml_attribute(attributes, XML_NONE, "url"));
}

static void
put_escaped(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '<')
			buf_puts(out, "&lt;");
		else if (text.at[i] == '&')
			buf_puts(out, "&amp;");
		else if (text.at[i] == '"')
			buf_puts(out, "&quot;");
		else
			buf_putc(out, text.at[i]);
	}
}

/* An element inside the text: written out again, for the HTML reader. */
static void
capture_open(struct rss *rss, struct xml_name name, const char **attributes)
{
	rss->capture_markup = true;
	buf_printf(&rss->markup, "<%s", name.local);
	for (; *attributes != NULL; attributes += 2) {
		if (strchr(attributes[0], '\x1f') != NULL)
			continue;
		buf_printf(&rss->markup, " %s=\"", attributes[0]);
		put_escaped(&rss->markup, slice_text(attributes[1]));
		buf_putc(&rss->markup, '"');
	}
	buf_putc(&rss->markup, '>');
}

static enum rss_slot
nested_slot(struct rss *rss, struct xml_name name)
{
	if (rss->author_depth != 0 && rss->depth == rss->author_depth + 1 &&
		name.space == XML_ATOM && !strcmp(name.local, "name"))
		return SLOT_ATOM_NAME;
	return SLOT_NONE;
}

/* What a media:content says of itself belongs to it and not to the item. */
static bool
open_media_part(struct rss *rss, struct xml_name name)
{
	static const char *const names[] = { "", "title", "description",
		"credit", "copyright" };

	if (rss->open_media == NULL || name.space != XML_MEDIA)
		return false;
	for (size_t i = 1; i < n_elements(names); i++) {
		if (strcmp(name.local, names[i]) != 0)
			continue;
		rss->part = (int)i;
		rss->capture = SLOT_NONE;
		rss->capture_depth = rss->depth;
		buf_clear(&rss->text);
		buf_clear(&rss->markup);
		rss->capture_markup = false;
		return true;
	}
	return false;
}

static bool
is_level(const struct rss *rss, struct xml_name name)
{
	if (rss->item_depth != 0)
		return rss->depth == rss->item_depth + 1 ||
		       /* media:group and media:content only group */
		       name.space == XML_MEDIA;
	return rss->channel_depth != 0 && rss->depth == rss->channel_depth + 1;
}

static void
open_image_url(struct rss *rss, struct xml_name name)
{
	/* channel/image/url */
	if (rss->item_depth == 0 && rss->channel_depth != 0 &&
		rss->depth == rss->channel_depth + 2 &&
		name.space == XML_NONE && !strcmp(name.local, "url") &&
		rss->channel.image == NULL) {
		rss->capture = SLOT_NONE;
		rss->part = PART_NONE;
		rss->capture_depth = rss->depth;
		buf_clear(&rss->text);
	}
}

static void
open_root(struct rss *rss, struct xml_name name, const char **attributes)
{
	if (name.space == XML_NONE && !strcmp(name.local, "rss")) {
		struct slice version =
			xml_attribute(attributes, XML_NONE, "version");

		rss->decoded->format_version =
			version.len != 0
				? slice_of(arena_text(&rss->decoded->arena,
						   version),
					  version.len)
				: SLICE("2.0");
		return;
	}
	rss->failed = true;
	problem_at(rss->why, "rss", 0, 0);
	problem_set(rss->why, 1, "E-RSS-ROOT",
		"expected an rss element at the top, found %.60s", name.local);
}

static void
note_scope(struct rss *rss, struct rss_record *record, const char **attributes)
{
	struct slice base = xml_attribute(attributes, XML_XML, "base");

	if (record->lang == NULL)
		record->lang = keep(
			record, xml_attribute(attributes, XML_XML, "lang"));
	if (record->base == NULL && base.len != 0)
		record->base = keep(record, base);
	(void)rss;
}

static void
on_open(void *user, struct xml_name name, const char **attributes)
{
	struct rss *rss = user;

	rss->depth++;
	if (rss->failed)
		return;
	if (rss->capture_depth != 0) {
		capture_open(rss, name, attributes);
		return;
	}
	if (rss->depth == 1) {
		open_root(rss, name, attributes);
		note_scope(rss, &rss->channel, attributes);
		return;
	}
	if (rss->depth == 2 && name.space == XML_NONE &&
		!strcmp(name.local, "channel")) {
		rss->channel_depth = 2;
		note_scope(rss, &rss->channel, attributes);
		return;
	}
	if (rss->item_depth == 0 && rss->depth <= 3 && name.space == XML_NONE &&
		!strcmp(name.local, "item")) {
		rss->item_depth = rss->depth;
		note_scope(rss, &rss->item, attributes);
		return;
	}
	if (open_media_part(rss, name))
		return;
	open_image_url(rss, name);
	if (is_level(rss, name))
		open_attributes(rss, name, attributes);
	enum rss_slot slot =
		is_level(rss, name) ? slot_of(name) : nested_slot(rss, name);

	if (slot != SLOT_NONE)
		begin_capture(rss, slot, attributes);
}

static void
on_text(void *user, struct slice text)
{
	struct rss *rss = user;

	if (rss->capture_depth == 0 || rss->failed)
		return;
	buf_put_slice(&rss->text, text);
	put_escaped(&rss->markup, text);
}

/* ---- closing ---------------------------------------------------------------
 */

static void
store_list(struct rss_record *record, enum rss_slot slot, struct slice text,
	char *detail)
{
	if (text.len == 0 || record->n_entries == RSS_MAX_LIST)
		return;
	record->entries[record->n_entries++] = (struct rss_entry){
		.slot = slot,
		.text = keep(record, text),
		.detail = detail,
	};
}

static void
store_part(struct rss *rss, struct slice text)
{
	struct rss_media *media = rss->open_media;
	char **to = rss->part == PART_TITLE     ? &media->title
		    : rss->part == PART_CAPTION ? &media->caption
		    : rss->part == PART_CREDIT  ? &media->credit
						: &media->rights;

	if (*to == NULL)
		*to = keep(record_of(rss), text);
	rss->part = PART_NONE;
}

static void
end_capture(struct rss *rss)
{
	struct rss_record *record = record_of(rss);
	struct slice text = slice_trim(
		buf_slice(rss->capture_markup ? &rss->markup : &rss->text));

	rss->capture_depth = 0;
	if (rss->part != PART_NONE && rss->open_media != NULL) {
		store_part(rss, text);
	} else if (rss->capture == SLOT_NONE) {
		rss->channel.image = keep(&rss->channel, text);
	} else if (is_list(rss->capture)) {
		store_list(record, rss->capture, text, rss->capture_detail);
	} else if (record->texts[rss->capture].len == 0) {
		buf_put_slice(&record->texts[rss->capture], text);
		record->is_markup[rss->capture] = rss->capture_markup;
	}
}

static void
on_close(void *user, struct xml_name name)
{
	struct rss *rss = user;
	unsigned depth = rss->depth--;

	if (rss->failed)
		return;
	if (rss->capture_depth != 0) {
		if (depth == rss->capture_depth)
			end_capture(rss);
		else
			buf_printf(&rss->markup, "</%s>", name.local);
		return;
	}
	if (depth == rss->author_depth)
		rss->author_depth = 0;
	if (name.space == XML_MEDIA && !strcmp(name.local, "content"))
		rss->open_media = NULL;
	if (depth == rss->item_depth) {
		if (rss->second_pass)
			rss_make_draft(rss);
		record_clear(&rss->item);
		rss->item_depth = 0;
		rss->open_media = NULL;
	}
}

int
rss_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	struct rss *rss = mem_new(struct rss);
	struct xml_handler handler = { rss, on_open, on_close, on_text };
	int result;

	rss->document = document;
	rss->decoded = decoded;
	rss->why = why;
	problem_at(why, "rss", 0, 0);
	result = xml_parse(text, &handler, why);
	if (result == 0 && !rss->failed) {
		rss_take_feed(rss);
		rss->second_pass = true;
		rss->depth = rss->channel_depth = 0;
		result = xml_parse(text, &handler, why);
	}
	if (rss->failed)
		result = 1;
	record_clear(&rss->item);
	record_clear(&rss->channel);
	buf_done(&rss->text);
	buf_done(&rss->markup);
	mem_free(rss);
	return result;
}

int
rss_sniff(struct slice text)
{
	return slice_is(xml_root_name(text), "rss") ? 100 : 0;
}
