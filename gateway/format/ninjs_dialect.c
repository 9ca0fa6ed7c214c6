/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ninjs_dialect - members moved and renamed; see ninjs_dialect.h. Never
 * overwrites what the item says in ninjs' own words.
 */
#include "format/ninjs_dialect.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "format/item.h"
#include "format/jsonin.h"
#include "format/qcode.h"

static void
move(json_t *item, const char *from, const char *to)
{
	json_t *value = json_object_get(item, from);

	if (value == NULL)
		return;
	if (!json_is_null(value) && json_object_get(item, to) == NULL)
		json_object_set(item, to, value);
	json_object_del(item, from);
}

/* The list under `name`, made when there is none; NULL when it is no list. */
static json_t *
list_at(json_t *item, const char *name)
{
	json_t *list = json_object_get(item, name);

	if (list != NULL)
		return json_is_array(list) ? list : NULL;
	json_object_set_new(item, name, json_array());
	return json_object_get(item, name);
}

static void
add_text(json_t *item, const char *list, const char *role, struct slice value)
{
	if (slice_trim(value).len != 0)
		json_array_append_new(list_at(item, list),
			json_pack("{s:s, s:s%}", "role", role, "value",
				value.at, value.len));
}

static void
add_supplier(json_t *item, struct slice name)
{
	if (slice_trim(name).len != 0)
		json_array_append_new(list_at(item, "infoSources"),
			json_pack("{s:s%, s:s}", "name", name.at, name.len,
				"role", "supplier"));
}

/* 1.x keeps altIds as an object, where this belongs too. */
static void
add_alt_id(json_t *item, const char *role, struct slice value)
{
	json_t *ids = json_object_get(item, "altids");

	if (ids == NULL)
		ids = json_object_get(item, "altIds");
	if (slice_trim(value).len == 0)
		return;
	if (json_is_object(ids))
		json_object_set_new(
			ids, role, json_stringn(value.at, value.len));
	else
		add_text(item, "altIds", role, value);
}

static void
add_note(json_t *item, struct slice text)
{
	auto_(buf_done) struct buf note = BUF_NULL;
	const char *name =
		json_object_get(item, "ednote") != NULL ? "ednote" : "edNote";

	if (slice_trim(text).len == 0)
		return;
	buf_put_slice(&note, jsonin_get(item, name));
	if (note.len != 0)
		buf_putc(&note, '\n');
	buf_put_slice(&note, text);
	json_object_set_new(item, name, json_stringn(note.data, note.len));
}

/* One string of the names that stand in a list of objects. */
static void
join_names(json_t *item, const char *list, const char *const *members)
{
	auto_(buf_done) struct buf by = BUF_NULL;
	size_t i;
	json_t *entry;

	json_array_foreach(json_object_get(item, list), i, entry)
	{
		struct slice name = jsonin_text(entry);

		for (const char *const *m = members; name.len == 0 && *m; m++)
			name = jsonin_get(entry, *m);
		if (name.len == 0)
			continue;
		if (by.len != 0)
			buf_puts(&by, ", ");
		buf_put_slice(&by, name);
	}
	json_object_del(item, list);
	if (by.len != 0 && json_object_get(item, "byline") == NULL &&
		json_object_get(item, "by") == NULL)
		json_object_set_new(item, "by", json_stringn(by.data, by.len));
}

/* ---- TT --------------------------------------------------------------------
 */

static void
add_uris(json_t *item, const char *from, const char *role)
{
	json_t *list = json_object_get(item, from);
	size_t i;
	json_t *entry;

	if (json_is_string(list))
		add_alt_id(item, role, jsonin_text(list));
	json_array_foreach(list, i, entry)
	{
		struct slice uri = jsonin_text(entry);

		add_alt_id(item, role,
			uri.len != 0 ? uri : jsonin_get(entry, "uri"));
	}
	json_object_del(item, from);
}

/* KORR: spelling; RÄ: a fact; UV: it has developed; AVPUB: unpublished. */
static const char *
take_signals(json_t *item)
{
	struct slice type =
		jsonin_get(json_object_get(item, "signals"), "updatetype");
	const char *kind = NULL;

	if (slice_is_nocase(type, "KORR") ||
		slice_starts(type, SLICE("R\xc3\x84")) ||
		slice_is_nocase(type, "RAE"))
		kind = "correction";
	else if (slice_is_nocase(type, "UV"))
		kind = "update";
	else if (slice_is_nocase(type, "AVPUB"))
		json_object_set_new(item, "pubStatus", json_string("canceled"));
	if (slice_is_nocase(type, "AVPUB"))
		json_object_del(item, "pubstatus");
	json_object_del(item, "signals");
	return kind;
}

static const char *
translate_tt(json_t *item)
{
	static const char *const names[] = { "byline", "name", "literal",
		NULL };

	join_names(item, "bylines", names);
	move(item, "slug", "slugline");
	add_note(item, jsonin_get(item, "embargoedreason"));
	json_object_del(item, "embargoedreason");
	add_alt_id(item, "originaltransmissionreference",
		jsonin_get(item, "originaltransmissionreference"));
	json_object_del(item, "originaltransmissionreference");
	add_uris(item, "replacing", "replacing");
	add_uris(item, "replacedby", "replacedby");
	json_object_del(item, "revisions");
	return take_signals(item);
}

/* ---- Superdesk -------------------------------------------------------------
 */

static void
add_concepts(json_t *item, const char *from, const char *code)
{
	json_t *list = json_object_get(item, from);
	const char *to = json_object_get(item, "subjects") != NULL ? "subjects"
								   : "subject";
	size_t i;
	json_t *entry;

	json_array_foreach(list, i, entry)
	{
		struct slice name = jsonin_text(entry);
		struct slice literal = jsonin_get(entry, code);
		json_t *concept = json_object();

		if (name.len == 0)
			name = jsonin_get(entry, "name");
		if (name.len != 0)
			json_object_set_new(concept, "name",
				json_stringn(name.at, name.len));
		if (literal.len != 0)
			json_object_set_new(concept, "literal",
				json_stringn(literal.at, literal.len));
		if (json_object_size(concept) != 0 && list_at(item, to) != NULL)
			json_array_append(list_at(item, to), concept);
		json_decref(concept);
	}
	json_object_del(item, from);
}

/* By name in ninjs 1, a list since. */
static void
name_associations(json_t *associations)
{
	const char *name;
	size_t i;
	json_t *entry;

	if (json_is_array(associations))
		json_array_foreach(associations, i, entry)
			move(entry, "guid", "uri");
	else
		json_object_foreach(associations, name, entry)
			move(entry, "guid", "uri");
}

static const char *
translate_superdesk(json_t *item)
{
	static const char *const names[] = { "name", NULL };
	struct slice source = jsonin_get(item, "source");
	const char *kind = NULL;

	move(item, "guid", "uri");
	name_associations(json_object_get(item, "associations"));
	if (slice_trim(source).len != 0 &&
		json_object_get(item, "infosource") == NULL &&
		json_object_get(item, "infoSources") == NULL)
		add_supplier(item, source);
	json_object_del(item, "source");
	if (jsonin_get(item, "evolvedfrom").len != 0) {
		add_alt_id(
			item, "evolvedfrom", jsonin_get(item, "evolvedfrom"));
		kind = "update";
	}
	json_object_del(item, "evolvedfrom");
	add_concepts(item, "service", "code");
	add_concepts(item, "keywords", "code");
	join_names(item, "authors", names);
	json_object_del(item, "priority");
	json_object_del(item, "readtime");
	json_object_del(item, "extra");
	return kind;
}

/* ---- dpa digitalwires ------------------------------------------------------
 */

static void
add_category(json_t *item, json_t *entry, const struct qcode_catalog *catalog,
	bool has_credit)
{
	static const struct {
		const char *type, *list;
	} lists[] = {
		{ "dnltype:dpasubject", "subjects" },
		{ "dnltype:keyword", "subjects" },
		{ "dnltype:desk", "subjects" },
		{ "dnltype:geosubject", "places" },
		{ "dnltype:poi", "places" },
		{ "dnltype:genre", "genres" },
	};
	struct slice code = jsonin_get(entry, "qcode");
	struct slice name = jsonin_get(entry, "name");
	struct slice type = jsonin_get(entry, "type");

	if (slice_is(type, "dnltype:wire"))
		add_alt_id(item, "service", name);
	if (slice_is(type, "dnltype:provider") && !has_credit)
		add_supplier(item, name);
	for (size_t i = 0; i < n_elements(lists); i++) {
		auto_(buf_done) struct buf uri = BUF_NULL;
		json_t *concept;

		if (!slice_is(type, lists[i].type))
			continue;
		concept = json_object();
		json_object_set_new(
			concept, "name", json_stringn(name.at, name.len));
		if (qcode_put_uri(catalog, code, &uri))
			json_object_set_new(concept, "uri",
				json_stringn(uri.data, uri.len));
		else if (code.len != 0)
			json_object_set_new(concept, "literal",
				json_stringn(code.at, code.len));
		json_array_append_new(list_at(item, lists[i].list), concept);
	}
}

static void
add_rendition(json_t *picture, json_t *rendition)
{
	json_t *made = json_pack("{s:s}", "name", "main");

	move(rendition, "url", "href");
	move(rendition, "mimetype", "contentType");
	for (size_t i = 0; i < 4; i++) {
		static const char *const names[] = { "href", "contentType",
			"width", "height" };
		json_t *value = json_object_get(rendition, names[i]);

		if (value != NULL && !json_is_null(value))
			json_object_set(made, names[i], value);
	}
	json_array_append_new(list_at(picture, "renditions"), made);
}

static void
translate_association(json_t *entry)
{
	size_t i;
	json_t *rendition;
	json_t *given;

	if (!json_is_object(entry) || json_object_get(entry, "urn") == NULL)
		return;
	move(entry, "urn", "uri");
	move(entry, "creditline", "by");
	move(entry, "copyrightnotice", "copyrightNotice");
	add_text(entry, "headlines", "main", jsonin_get(entry, "headline"));
	add_text(
		entry, "descriptions", "caption", jsonin_get(entry, "caption"));
	json_object_del(entry, "headline");
	json_object_del(entry, "caption");
	if (json_object_get(entry, "name") == NULL)
		json_object_set_new(entry, "name", json_string("item"));
	if (slice_is(jsonin_get(entry, "type"), "image"))
		json_object_set_new(entry, "type", json_string("picture"));
	given = json_incref(json_object_get(entry, "renditions"));
	json_object_del(entry, "renditions");
	json_array_foreach(given, i, rendition) add_rendition(entry, rendition);
	json_decref(given);
}

static void
translate_scalars(json_t *item)
{
	static const char *const names[][2] = { { "urn", "uri" },
		{ "version_created", "versionCreated" },
		{ "content_created", "contentCreated" },
		{ "embargoed", "embargoedUntil" }, { "byline", "by" },
		{ "pubstatus", "pubStatus" },
		{ "copyrightnotice", "copyrightNotice" },
		{ "usageterms", "usageTerms" } };
	json_t *version = json_object_get(item, "version");

	if (json_is_integer(version)) {
		char text[32];

		snprintf(text, sizeof(text), "%lld",
			(long long)json_integer_value(version));
		json_object_set_new(item, "version", json_string(text));
	}
	for (size_t i = 0; i < n_elements(names); i++)
		move(item, names[i][0], names[i][1]);
	add_text(item, "headlines", "main", jsonin_get(item, "headline"));
	add_text(item, "headlines", "kicker", jsonin_get(item, "kicker"));
	add_text(item, "headlines", "sub", jsonin_get(item, "subhead"));
	add_text(item, "bodies", "main", jsonin_get(item, "article_html"));
	add_text(item, "descriptions", "summary", jsonin_get(item, "teaser"));
	add_text(item, "descriptions", "infobox",
		jsonin_get(item, "infobox_html"));
}

static const char *
translate_dpa(json_t *item, struct ninjs_dialect *dialect)
{
	static const char *const used[] = { "format", "entry_id", "updated",
		"signal", "kicker", "headline", "subhead", "teaser", "dateline",
		"article_html", "infobox_html", "linkbox_html", "creditline",
		"autopublishnotice", "notepad", "ednotes", "categories",
		"current_rubric_names", "rubric_names", "dpasubject_names",
		"geosubject_names", "keyword_names", "desk_names",
		"genre_names", "poi_names", "scope_names" };
	struct slice credit = jsonin_get(item, "creditline");
	struct slice dateline = slice_trim(jsonin_get(item, "dateline"));
	struct slice signal = item_local_code(jsonin_get(item, "signal"));
	const struct qcode_catalog catalog = { .n_schemes = 0 };
	size_t i;
	json_t *entry;

	/* a story with its pictures is a text to us */
	if (slice_is(jsonin_get(item, "type"), "composite"))
		json_object_set_new(item, "type", json_string("text"));
	if (json_is_null(json_object_get(item, "descriptions")))
		json_object_del(item, "descriptions");
	translate_scalars(item);
	if (credit.len != 0)
		add_supplier(item, credit);
	if (dateline.len < sizeof(dialect->dateline) && dateline.len != 0)
		memcpy(dialect->dateline, dateline.at, dateline.len);
	json_array_foreach(json_object_get(item, "ednotes"), i, entry)
		add_note(item, jsonin_get(entry, "ednote"));
	json_array_foreach(json_object_get(item, "categories"), i, entry)
		add_category(item, entry, &catalog, credit.len != 0);
	json_array_foreach(json_object_get(item, "associations"), i, entry)
		translate_association(entry);
	const char *kind = slice_is_nocase(signal, "correction") ? "correction"
			   : slice_is_nocase(signal, "update")   ? "update"
								 : NULL;

	for (i = 0; i < n_elements(used); i++)
		json_object_del(item, used[i]);
	return kind;
}

void
ninjs_translate(json_t *item, struct ninjs_dialect *ret_dialect)
{
	const char *kind;

	*ret_dialect = (struct ninjs_dialect){ .lifecycle = NULL };
	if (!json_is_object(item))
		return;
	if (jsonin_get(item, "urn").len != 0 &&
		json_object_get(item, "uri") == NULL) {
		ret_dialect->lifecycle = translate_dpa(item, ret_dialect);
		return;
	}
	ret_dialect->lifecycle = translate_tt(item);
	kind = translate_superdesk(item);
	if (ret_dialect->lifecycle == NULL)
		ret_dialect->lifecycle = kind;
}
