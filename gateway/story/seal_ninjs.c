/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_ninjs - the draft as a ninjs 3.1 item.
 *
 * The schema closes its root, so exactly its names and types are written here:
 * what it has no place for stands in the wire object. edNote is never written;
 * an item that takes a story back has no text of it.
 */
#include <string.h>

#include "base/jsonout.h"
#include "story/bodies.h"
#include "story/seal.h"
#include "story/seal_parts.h"

#define NINJS_SCHEMA "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"

static void
ninjs_field(
	const struct draft *draft, struct jsonout *json, enum draft_field field)
{
	jsonout_member_some(json, draft_field_name(field),
		slice_text(draft->fields[field]));
}

/* The property as the document had it; NULL when it had none. */
static const char *
ninjs_property(const struct draft *draft, const char *name)
{
	for (size_t i = 0; i < draft->properties.n; i++)
		if (strcmp(draft->properties.items[i].role, name) == 0)
			return draft->properties.items[i].value;
	return NULL;
}

/* Begin an array with what the document had in it already. */
static void
ninjs_array(const struct draft *draft, struct jsonout *json, const char *name)
{
	struct slice all = slice_trim(slice_text(ninjs_property(draft, name)));
	struct slice inner = slice_of("", 0);

	jsonout_key(json, name);
	jsonout_array(json);
	if (all.len >= 2 && all.at[0] == '[')
		inner = slice_trim(slice_of(all.at + 1, all.len - 2));
	if (inner.len != 0)
		jsonout_raw(json, inner);
}

/* An array that would be empty is not written: does `n` or the document fill
 * it? */
static bool
ninjs_has(const struct draft *draft, const char *name, size_t n)
{
	return n != 0 || ninjs_property(draft, name) != NULL;
}

static void
ninjs_identity(const struct draft *draft, struct jsonout *json)
{
	auto_(buf_done) struct buf uri = BUF_NULL;

	seal_uri(draft, &uri);
	jsonout_member(json, "uri", buf_slice(&uri));
	jsonout_key(json, "standard");
	jsonout_object(json);
	jsonout_member_text(json, "name", "ninjs");
	jsonout_member_text(json, "version", "3.1");
	jsonout_member_text(json, "schema", NINJS_SCHEMA);
	jsonout_object_end(json);
	if (draft->fields[DRAFT_TYPE] != NULL)
		ninjs_field(draft, json, DRAFT_TYPE);
	else
		jsonout_member_text(json, "type", "text");
	ninjs_field(draft, json, DRAFT_REPRESENTATION);
	ninjs_field(draft, json, DRAFT_PROFILE);
	ninjs_field(draft, json, DRAFT_VERSION);
	ninjs_field(draft, json, DRAFT_FIRST_CREATED);
	ninjs_field(draft, json, DRAFT_VERSION_CREATED);
	ninjs_field(draft, json, DRAFT_CONTENT_CREATED);
	ninjs_field(draft, json, DRAFT_EMBARGOED_UNTIL);
	ninjs_field(draft, json, DRAFT_EXPIRES);
}

static void
ninjs_status(const struct draft *draft, struct jsonout *json)
{
	const char *status = draft->fields[DRAFT_PUB_STATUS];
	const char *urgency = draft->fields[DRAFT_URGENCY];

	if (seal_event(draft) == STORY_KILL)
		status = "canceled";
	jsonout_member_text(
		json, "pubStatus", status != NULL ? status : "usable");
	if (urgency != NULL)
		jsonout_member_integer(json, "urgency", urgency[0] - '0');
	if (draft->fields[DRAFT_LANGUAGE] != NULL)
		ninjs_field(draft, json, DRAFT_LANGUAGE);
	else
		jsonout_member_some(
			json, "language", slice_text(draft->partner->language));
}

static void
ninjs_rights(const struct draft *draft, struct jsonout *json)
{
	jsonout_member_some(
		json, "copyrightHolder", slice_text(seal_rights_holder(draft)));
	ninjs_field(draft, json, DRAFT_COPYRIGHT_NOTICE);
	ninjs_field(draft, json, DRAFT_USAGE_TERMS);
}

void
seal_put_text(struct jsonout *json, const char *role, struct slice value)
{
	jsonout_object(json);
	jsonout_member_text(json, "role", role);
	jsonout_member_text(json, "contentType", "text/plain");
	jsonout_member(json, "value", value);
	jsonout_object_end(json);
}

static void
ninjs_headlines(
	const struct draft *draft, struct slice headline, struct jsonout *json)
{
	if (!ninjs_has(draft, "headlines", headline.len))
		return;
	ninjs_array(draft, json, "headlines");
	if (headline.len != 0)
		seal_put_text(json, "main", headline);
	jsonout_array_end(json);
}

void
seal_put_disclaimer(
	struct jsonout *json, struct slice heading, struct slice text)
{
	auto_(buf_done) struct buf all = BUF_NULL;

	buf_put_slice(&all, heading);
	if (heading.len != 0)
		buf_puts(&all,
			strchr(".:!?", heading.at[heading.len - 1]) != NULL
				? " "
				: ": ");
	buf_put_slice(&all, text);
	seal_put_text(json, "disclaimer", buf_slice(&all));
}

static void
ninjs_descriptions(const struct draft *draft, struct jsonout *json)
{
	const char *summary = draft->fields[DRAFT_SUMMARY];

	if (!ninjs_has(draft, "descriptions",
		    draft->disclaimers.n + (summary != NULL)))
		return;
	ninjs_array(draft, json, "descriptions");
	if (summary != NULL)
		seal_put_text(json, "summary", slice_text(summary));
	for (size_t i = 0; i < draft->disclaimers.n; i++)
		seal_put_disclaimer(json,
			slice_text(draft->disclaimers.items[i].heading),
			slice_text(draft->disclaimers.items[i].text));
	jsonout_array_end(json);
}

static void
ninjs_by(const struct draft *draft, struct jsonout *json)
{
	auto_(buf_done) struct buf by = BUF_NULL;

	for (size_t i = 0; i < draft->bylines.n; i++)
		buf_printf(&by, "%s%s", i == 0 ? "" : ", ",
			draft->bylines.items[i]);
	jsonout_member_some(json, "by", buf_slice(&by));
}

/* Everybody whose hands it went through, in the order of the chain. */
static void
ninjs_info_sources(const struct draft *draft, struct jsonout *json)
{
	static const enum tt_role chain[] = { TT_SUPPLIER, TT_CONTRIBUTOR,
		TT_DISTRIBUTOR, TT_CITED, TT_ISSUER, TT_POOL };
	bool is_open = false;

	for (size_t i = 0; i < n_elements(chain) * draft->parties.n; i++) {
		const struct draft_party *party =
			&draft->parties.items[i % draft->parties.n];

		if (party->role != chain[i / draft->parties.n] ||
			!draft_party_stands(draft, party))
			continue;
		if (!is_open) {
			jsonout_key(json, "infoSources");
			jsonout_array(json);
			is_open = true;
		}
		jsonout_object(json);
		jsonout_member_text(json, "name", party->name);
		jsonout_member_text(json, "role", draft_role_name(party->role));
		jsonout_member_some(json, "uri", slice_text(party->uri));
		jsonout_object_end(json);
	}
	if (is_open)
		jsonout_array_end(json);
}

static void
ninjs_subjects(const struct draft *draft, struct jsonout *json)
{
	if (!ninjs_has(draft, "subjects", draft->subjects.n))
		return;
	ninjs_array(draft, json, "subjects");
	for (size_t i = 0; i < draft->subjects.n; i++) {
		const struct draft_subject *s = &draft->subjects.items[i];

		jsonout_object(json);
		jsonout_member_some(json, "name", slice_text(s->name));
		jsonout_member_some(json, "uri", slice_text(s->uri));
		jsonout_member_some(json, "literal", slice_text(s->literal));
		if (s->relevance >= 0)
			jsonout_member_integer(json, "relevance", s->relevance);
		if (s->confidence >= 0)
			jsonout_member_integer(
				json, "confidence", s->confidence);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
ninjs_alt_ids(const struct draft *draft, struct jsonout *json)
{
	if (!ninjs_has(draft, "altIds", draft->alt_ids.n))
		return;
	ninjs_array(draft, json, "altIds");
	for (size_t i = 0; i < draft->alt_ids.n; i++) {
		const struct draft_pair *pair = &draft->alt_ids.items[i];

		jsonout_object(json);
		jsonout_member_some(json, "role", slice_text(pair->role));
		jsonout_member_text(json, "value", pair->value);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
ninjs_renditions(const struct draft *draft, struct jsonout *json)
{
	const char *link = draft->fields[DRAFT_LINK];
	const char *given = ninjs_property(draft, "renditions");

	/* the document's own may say it already */
	if (given != NULL && strstr(given, "\"name\":\"web\"") != NULL)
		link = NULL;
	if (!ninjs_has(draft, "renditions", link != NULL))
		return;
	ninjs_array(draft, json, "renditions");
	if (link != NULL) {
		jsonout_object(json);
		jsonout_member_text(json, "name", "web");
		jsonout_member_text(json, "href", link);
		jsonout_member_text(json, "contentType", "text/html");
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static const char *
ninjs_media_type(const struct draft_media *media)
{
	struct slice type = slice_text(media->content_type);

	if (media->rel != NULL)
		return "text";
	if (media->kind != NULL)
		return media->kind;
	if (slice_starts(type, SLICE("video/")))
		return "video";
	if (slice_starts(type, SLICE("audio/")))
		return "audio";
	if (type.len == 0 || slice_starts(type, SLICE("image/")))
		return "picture";
	return "component";
}

static void
ninjs_media_rendition(
	const struct draft_media *media, const char *name, struct jsonout *json)
{
	jsonout_object(json);
	jsonout_member_text(json, "name", name);
	jsonout_member_text(json, "href", media->href);
	jsonout_member_some(
		json, "contentType", slice_text(media->content_type));
	if (media->width != 0)
		jsonout_member_integer(json, "width", media->width);
	if (media->height != 0)
		jsonout_member_integer(json, "height", media->height);
	if (media->size_bytes != 0 && media->size_bytes <= INT64_MAX)
		jsonout_member_integer(
			json, "sizeInBytes", (int64_t)media->size_bytes);
	if (media->duration_s != 0)
		jsonout_member_integer(json, "duration", media->duration_s);
	jsonout_object_end(json);
}

/* Is another of its group the association, and this one of its forms? */
static bool
ninjs_is_form(const struct draft *draft, size_t i)
{
	size_t group = draft->media.items[i].group;

	for (size_t j = 0; group != 0 && j < i; j++)
		if (draft->media.items[j].group == group)
			return true;
	return false;
}

/* The medium itself, then the others of its group. */
static void
ninjs_media_renditions(
	const struct draft *draft, size_t first, struct jsonout *json)
{
	size_t group = draft->media.items[first].group;
	size_t n[2] = { 0 };

	jsonout_key(json, "renditions");
	jsonout_array(json);
	ninjs_media_rendition(&draft->media.items[first], "main", json);
	for (size_t i = first + 1; group != 0 && i < draft->media.n; i++) {
		const struct draft_media *media = &draft->media.items[i];
		auto_(buf_done) struct buf name = BUF_NULL;

		if (media->group != group)
			continue;
		buf_printf(&name, "%s%zu",
			media->is_thumbnail ? "thumbnail" : "alternate",
			++n[media->is_thumbnail]);
		ninjs_media_rendition(media, buf_text(&name), json);
	}
	jsonout_array_end(json);
}

static void
ninjs_medium(const struct draft *draft, size_t i, struct jsonout *json)
{
	const struct draft_media *media = &draft->media.items[i];
	auto_(buf_done) struct buf name = BUF_NULL;

	buf_printf(&name, "media%zu", i + 1);
	jsonout_object(json);
	jsonout_member(json, "name", buf_slice(&name));
	jsonout_member_some(json, "rel", slice_text(media->rel));
	jsonout_member_text(json, "uri", media->href);
	jsonout_member_text(json, "type", ninjs_media_type(media));
	jsonout_member_some(json, "language", slice_text(media->language));
	jsonout_member_some(json, "title", slice_text(media->title));
	jsonout_member_some(json, "by", slice_text(media->credit));
	jsonout_member_some(json, "copyrightNotice", slice_text(media->rights));
	if (media->caption != NULL) {
		jsonout_key(json, "descriptions");
		jsonout_array(json);
		seal_put_text(json, "caption", slice_text(media->caption));
		jsonout_array_end(json);
	}
	ninjs_media_renditions(draft, i, json);
	jsonout_object_end(json);
}

static void
ninjs_associations(const struct draft *draft, struct jsonout *json)
{
	if (!ninjs_has(draft, "associations", draft->media.n))
		return;
	ninjs_array(draft, json, "associations");
	for (size_t i = 0; i < draft->media.n; i++)
		if (!draft->media.items[i].is_associated &&
			!ninjs_is_form(draft, i))
			ninjs_medium(draft, i, json);
	jsonout_array_end(json);
}

/* What the document had and nobody here adds to. */
static void
ninjs_properties(const struct draft *draft, struct jsonout *json)
{
	static const char *const merged[] = { "headlines", "descriptions",
		"subjects", "altIds", "renditions", "associations" };

	for (size_t i = 0; i < draft->properties.n; i++) {
		const struct draft_pair *pair = &draft->properties.items[i];
		bool is_merged = false;

		for (size_t j = 0; j < n_elements(merged); j++)
			is_merged |= strcmp(pair->role, merged[j]) == 0;
		if (is_merged)
			continue;
		jsonout_key(json, pair->role);
		jsonout_raw(json, slice_text(pair->value));
	}
}

/* All that the root holds but for the bodies. */
static void
ninjs_members(const struct draft *draft, const struct seal_prose *prose,
	struct jsonout *json)
{
	ninjs_identity(draft, json);
	ninjs_status(draft, json);
	if (seal_event(draft) != STORY_KILL) {
		ninjs_rights(draft, json);
		ninjs_headlines(draft, buf_slice(&prose->headline), json);
		ninjs_field(draft, json, DRAFT_TITLE);
		ninjs_field(draft, json, DRAFT_SLUGLINE);
		ninjs_by(draft, json);
		ninjs_field(draft, json, DRAFT_LOCATED);
		ninjs_descriptions(draft, json);
		ninjs_subjects(draft, json);
		ninjs_renditions(draft, json);
		ninjs_associations(draft, json);
		ninjs_properties(draft, json);
	}
	ninjs_info_sources(draft, json);
	ninjs_alt_ids(draft, json);
}

void
seal_ninjs_item(const struct draft *draft, const struct seal_prose *prose,
	struct jsonout *json)
{
	jsonout_object(json);
	ninjs_members(draft, prose, json);
	jsonout_object_end(json);
}

void
seal_ninjs(const struct draft *draft, struct jsonout *json)
{
	auto_(seal_prose_done) struct seal_prose prose;

	seal_prose_init(&prose, draft);
	jsonout_object(json);
	ninjs_members(draft, &prose, json);
	if (seal_event(draft) != STORY_KILL)
		bodies_put(json, buf_slice(&prose.html), buf_slice(&prose.text),
			BODIES_ALL);
	jsonout_object_end(json);
}
