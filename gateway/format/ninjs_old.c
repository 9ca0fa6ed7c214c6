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
#include "text/url.h"

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

/* Which role "body_xhtml", "headline_main" or "body" has today; NULL: none. */
static const char *
role_behind(const char *end, bool is_body)
{
	static const char *const plain[] = { "", "_main", "_text", "_html",
		"_xhtml", "_html5" };

	for (size_t i = 0; is_body && i < n_elements(plain); i++)
		if (!strcmp(end, plain[i]))
			return "main";
	return *end != '\0' ? end + 1 : NULL;
}

/* Two of one role had to be called apart: "disclaimer_2". */
static size_t
role_length(const char *role)
{
	size_t len = strlen(role), n = len;

	while (n > 0 && role[n - 1] >= '0' && role[n - 1] <= '9')
		n--;
	return n > 1 && n < len && role[n - 1] == '_' ? n - 1 : len;
}

/* headline, body_html, description_text: entries of today's lists. The type is
 * left open: the reader looks at the text. */
static void
gather_texts(json_t *item, const char *prefix, const char *list_name)
{
	bool is_body = !strcmp(prefix, "body");
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
		const char *role = role_behind(end, is_body);
		json_t *entry = json_pack("{s:O}", "value", value);

		if (role != NULL)
			json_object_set_new(entry, "role",
				json_stringn(role, role_length(role)));
		json_array_append_new(list, entry);
		json_object_del(item, name);
	}
	if (json_array_size(list) != 0)
		json_object_set(item, list_name, list);
	json_decref(list);
}

/* "event:1234" is a word of the partner's own, whatever it looks like. */
static bool
is_uri(struct slice code)
{
	return url_is_web(code) || slice_starts(code, SLICE("urn:")) ||
	       slice_starts(code, SLICE("tag:"));
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

		if (json_object_get(entry, "uri") != NULL || code.len == 0)
			continue;
		if (scheme.len == 0) {
			/* a whole URI, or a word of the partner's own */
			json_object_set_new(entry,
				is_uri(code) ? "uri" : "literal",
				json_stringn(code.at, code.len));
		} else {
			auto_(buf_done) struct buf uri = BUF_NULL;

			buf_put_slice(&uri, scheme);
			if (scheme.at[scheme.len - 1] != '/')
				buf_putc(&uri, '/');
			buf_put_slice(&uri, code);
			json_object_set_new(
				entry, "uri", json_string(buf_text(&uri)));
		}
		json_object_del(entry, "scheme");
		json_object_del(entry, "code");
	}
}

/* RFC 7946 wants the member, the examples of 1.x have it not. */
static void
complete_feature(json_t *feature)
{
	if (slice_is(jsonin_get(feature, "type"), "Feature") &&
		json_object_get(feature, "properties") == NULL)
		json_object_set_new(feature, "properties", json_null());
}

/* The schemas of 1.x look at the first sign only, by a mistake that IPTC keeps
 * and tests for. */
static bool
is_role(const char *role)
{
	return (*role | 0x20) >= 'a' && (*role | 0x20) <= 'z'
		       ? true
		       : (*role >= '0' && *role <= '9') || *role == '_';
}

static int
check_codes(json_t *list, const char *name, struct problem *why)
{
	size_t i;
	json_t *entry;

	json_array_foreach(list, i, entry)
	{
		json_t *scheme = json_object_get(entry, "scheme");
		json_t *code = json_object_get(entry, "code");

		if ((scheme == NULL || json_is_string(scheme) ||
			    json_is_null(scheme)) &&
			(code == NULL || json_is_string(code) ||
				json_is_null(code)))
			continue;
		return problem_set(why, 1, "E-NINJS-TYPE",
			"scheme and code of %s %zu must be strings", name, i);
	}
	return 0;
}

int
ninjs_check_old(json_t *item, struct problem *why)
{
	static const char *const prefixes[] = { "headline_", "body_",
		"description_" };
	static const char *const lists[] = { "person", "organisation", "place",
		"subject", "event", "object", "infosource", "genre" };
	const char *name;
	json_t *value;

	json_object_foreach(item, name,
		value) for (size_t i = 0; i < n_elements(prefixes); i++)
	{
		size_t len = strlen(prefixes[i]);

		if (strncmp(name, prefixes[i], len) == 0 &&
			!is_role(name + len))
			return problem_set(why, 1, "E-NINJS-ROLE",
				"behind %s stand letters, digits and "
				"underscores",
				prefixes[i]);
	}
	for (size_t i = 0; i < n_elements(lists); i++)
		if (check_codes(json_object_get(item, lists[i]), lists[i],
			    why) != 0)
			return 1;
	return 0;
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
	for (i = 2; i < 11; i++)
		join_codes(json_object_get(item, names[i][1]));
	json_array_foreach(json_object_get(item, "trustIndicators"), i, entry)
		rename_member(entry, "uri", "role");
	json_array_foreach(json_object_get(item, "places"), i, entry)
	{
		rename_member(entry, "geometry_geojson", "geoJSON");
		complete_feature(json_object_get(entry, "geoJSON"));
	}
	json_array_foreach(json_object_get(item, "renditions"), i, entry)
		rename_member(entry, "mimetype", "contentType");
	json_array_foreach(json_object_get(item, "associations"), i, entry)
		ninjs_modernise(entry);
}
