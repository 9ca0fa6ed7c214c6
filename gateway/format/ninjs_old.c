/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ninjs_old - renames and reshapes; see ninjs_old.h. Never overwrites a
 * property that has its present name.
 */
#include "format/ninjs_old.h"

#include <stdbool.h>
#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "format/jsonin.h"

static void
rename_member(json_t *item, const char *from, const char *to)
{
	json_t *value = json_object_get(item, from);

	if (value == NULL || json_object_get(item, to) != NULL)
		return;
	json_object_set(item, to, value);
	json_object_del(item, from);
}

/* {"left": {...}} to [{"name": "left", ...}]. */
static void
list_by_name(json_t *item, const char *property, const char *key)
{
	json_t *object = json_object_get(item, property);
	const char *name;
	json_t *value;

	if (!json_is_object(object))
		return;
	json_t *list = json_array();

	json_object_foreach(object, name, value)
	{
		if (json_is_object(value)) {
			if (json_object_get(value, key) == NULL)
				json_object_set_new(
					value, key, json_string(name));
			json_array_append(list, value);
		} else if (json_is_string(value)) {
			json_array_append_new(
				list, json_pack("{s:s, s:O}", "role", name,
					      "value", value));
		}
	}
	json_object_set_new(item, property, list);
}

/* Which role "body_xhtml", "headline_main" or "body" has today. */
static const char *
role_behind(const char *end, bool is_description)
{
	static const char *const plain[] = { "", "_main", "_text", "_html",
		"_xhtml" };

	for (size_t i = 0; i < n_elements(plain); i++)
		if (!strcmp(end, plain[i]))
			return is_description ? "summary" : "main";
	return end + 1;
}

/* headline, body_html, description_text: entries of today's lists. The type is
 * left open: the reader looks at the text. */
static void
gather_texts(json_t *item, const char *prefix, const char *list_name)
{
	bool is_description = !strcmp(prefix, "description");
	size_t len = strlen(prefix);
	const char *name;
	json_t *value;
	void *next;

	if (json_object_get(item, list_name) != NULL)
		return;
	json_t *list = json_array();

	json_object_foreach_safe(item, next, name, value)
	{
		const char *end = name + len;

		if (strncmp(name, prefix, len) != 0 ||
			(*end != '\0' && *end != '_') || !json_is_string(value))
			continue;
		json_array_append_new(
			list, json_pack("{s:s, s:O}", "role",
				      role_behind(end, is_description), "value",
				      value));
		json_object_del(item, name);
	}
	if (json_array_size(list) != 0)
		json_object_set(item, list_name, list);
	json_decref(list);
}

/* scheme and code were one URI in two parts. */
static void
join_codes(json_t *list)
{
	size_t i;
	json_t *entry;

	json_array_foreach(list, i, entry)
	{
		struct slice scheme = jsonin_get(entry, "scheme");
		struct slice code = jsonin_get(entry, "code");

		if (scheme.len != 0 && code.len != 0 &&
			json_object_get(entry, "uri") == NULL) {
			auto_(buf_done) struct buf uri = BUF_NULL;

			buf_put_slice(&uri, scheme);
			if (scheme.at[scheme.len - 1] != '/')
				buf_putc(&uri, '/');
			buf_put_slice(&uri, code);
			json_object_set_new(
				entry, "uri", json_string(buf_text(&uri)));
		}
	}
}

void
ninjs_modernise(json_t *item)
{
	static const char *const names[][2] = { { "embargoed",
							"embargoedUntil" },
		{ "byline", "by" }, { "person", "people" },
		{ "organisation", "organisations" }, { "place", "places" },
		{ "subject", "subjects" }, { "event", "events" },
		{ "object", "objects" }, { "infosource", "infoSources" },
		{ "genre", "genres" }, { "trustindicator", "trustIndicators" },
		{ "$standard", "standard" }, { "altids", "altIds" } };
	json_t *representation = json_object_get(item, "representationtype");
	json_t *sources;
	size_t i;
	json_t *entry;

	if (!json_is_object(item))
		return;
	for (i = 0; i < n_elements(names); i++)
		rename_member(item, names[i][0], names[i][1]);
	gather_texts(item, "headline", "headlines");
	gather_texts(item, "body", "bodies");
	gather_texts(item, "description", "descriptions");
	list_by_name(item, "altIds", "role");
	list_by_name(item, "renditions", "name");
	list_by_name(item, "associations", "name");
	if (slice_is(jsonin_text(representation), "complete"))
		json_string_set(representation, "full");
	else if (slice_is(jsonin_text(representation), "incomplete"))
		json_string_set(representation, "partial");
	sources = json_object_get(item, "infoSources");
	json_array_foreach(sources, i, entry)
		rename_member(entry, "rel", "role");
	for (i = 3; i < 10; i++)
		join_codes(json_object_get(item, names[i][1]));
	json_array_foreach(json_object_get(item, "associations"), i, entry)
		ninjs_modernise(entry);
}
