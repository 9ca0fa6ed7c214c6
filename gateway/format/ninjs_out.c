/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ninjs_out - the sealed item as it is (3.1), and in the words of 2.2 and 1.6.
 *
 * The record holds the item as ninjs 3.1; older readers want other names. 2.2
 * is the same in lower case without what only 3.x has. 1.6 says in objects what
 * is a list today, splits the URI of a concept into scheme and code, and has
 * one property per headline, description and body. What an old version has no
 * word for is left out, never bent: its schema closes its root. Nothing is
 * parsed but what we dumped ourselves (base/jsonwalk.h).
 *
 * Source: IPTC's ninjs schemas 1.6, 2.2 and 3.1 and the same seven examples in
 * the three versions.
 */
#include <stdio.h>
#include <string.h>

#include "base/jsonout.h"
#include "base/jsonwalk.h"
#include "base/utf8.h"
#include "format/envelope.h"
#include "format/writers.h"
#include "story/story.h"

#define SCHEMA "https://www.iptc.org/std/ninjs/ninjs-schema_"
#define MAX_DEPTH 8 /* of associations */

/* ---- both ------------------------------------------------------------------
 */

static void
put_lower_key(struct jsonout *json, struct slice key)
{
	char name[64];
	size_t len = key.len < sizeof(name) - 1 ? key.len : sizeof(name) - 1;

	for (size_t i = 0; i < len; i++)
		name[i] = key.at[i] >= 'A' && key.at[i] <= 'Z'
				  ? (char)(key.at[i] | 0x20)
				  : key.at[i];
	name[len] = '\0';
	jsonout_key(json, name);
}

static bool
is_one_of(struct slice key, const char *const *names)
{
	for (; *names != NULL; names++)
		if (slice_is(key, *names))
			return true;
	return false;
}

/* What 3.x brought and no older schema has. */
static const char *const new_in_3[] = { "eventDetails", "plannedCoverage",
	NULL };
static const char *const new_renditions[] = { "aspectRatio", "videoCodec",
	"frameRate", "poi", "transportProtocol", "scanType", "bitrate", NULL };

static bool
is_new_type(struct slice key, struct slice value)
{
	return slice_is(key, "type") &&
	       (slice_is(value, "\"event\"") ||
		       slice_is(value, "\"planning\""));
}

static bool
is_too_deep(struct slice key, unsigned depth)
{
	return depth + 1 >= MAX_DEPTH && slice_is(key, "associations");
}

/* The same value with its keys in lower case. A point in GeoJSON keeps its
 * own. */
static void
put_lower(struct jsonout *json, struct slice value, unsigned depth)
{
	struct slice rest = value, key, inner;

	if (jsonwalk_kind(value) == '{' && depth < MAX_DEPTH) {
		jsonout_object(json);
		while (jsonwalk_member(&rest, &key, &inner)) {
			put_lower_key(json, key);
			if (slice_is(key, "geoJSON"))
				jsonout_raw(json, inner);
			else
				put_lower(json, inner, depth + 1);
		}
		jsonout_object_end(json);
	} else if (jsonwalk_kind(value) == '[' && depth < MAX_DEPTH) {
		jsonout_array(json);
		while (jsonwalk_item(&rest, &inner))
			put_lower(json, inner, depth + 1);
		jsonout_array_end(json);
	} else if (value.len != 0) {
		jsonout_raw(json, value);
	}
}

static void
put_standard(struct jsonout *json, const char *key, const char *version)
{
	char schema[80];

	snprintf(schema, sizeof(schema), SCHEMA "%s.json", version);
	jsonout_key(json, key);
	jsonout_object(json);
	jsonout_member_text(json, "name", "ninjs");
	jsonout_member_text(json, "version", version);
	jsonout_member_text(json, "schema", schema);
	jsonout_object_end(json);
}

/* The item with its version in it. */
static void
get_item(const struct feed_entry *entry, struct buf *out)
{
	if (entry->story != NULL)
		envelope_write_ninjs(out, entry->story, entry->version);
}

/* Killed: who it was, and that it is no more. */
static void
put_tombstone(
	struct buf *out, const struct feed_entry *entry, const char *status_key)
{
	struct jsonout json = JSONOUT(out);

	jsonout_object(&json);
	jsonout_member(&json, "uri", entry->uri);
	jsonout_member_some(&json, "version", entry->version);
	jsonout_member_text(&json, status_key, "canceled");
	jsonout_object_end(&json);
}

static void
write_list(struct buf *out, const struct feed_entry *entries, size_t n_entries,
	void (*write)(struct buf *out, const struct feed_entry *entry))
{
	buf_putc(out, '[');
	for (size_t i = 0; i < n_entries; i++) {
		if (i != 0)
			buf_putc(out, ',');
		write(out, &entries[i]);
	}
	buf_putc(out, ']');
}

/* ---- 3.1 -------------------------------------------------------------------
 */

void
ninjs_write_item(struct buf *out, const struct feed_entry *entry)
{
	if (entry->story == NULL)
		put_tombstone(out, entry, "pubStatus");
	else
		get_item(entry, out);
}

void
ninjs_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	(void)head; /* a list of items has none */
	write_list(out, entries, n_entries, ninjs_write_item);
}

/* ---- 2.2 -------------------------------------------------------------------
 */

static void put_item22(struct jsonout *json, struct slice item, unsigned depth);

static void
put_renditions22(struct jsonout *json, struct slice list)
{
	struct slice rendition, key, value;

	jsonout_array(json);
	while (jsonwalk_item(&list, &rendition)) {
		jsonout_object(json);
		while (jsonwalk_member(&rendition, &key, &value)) {
			if (is_one_of(key, new_renditions))
				continue;
			put_lower_key(json, key);
			put_lower(json, value, 0);
		}
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
put_events22(struct jsonout *json, struct slice list)
{
	struct slice event, key, value;

	jsonout_array(json);
	while (jsonwalk_item(&list, &event)) {
		jsonout_object(json);
		while (jsonwalk_member(&event, &key, &value)) {
			if (slice_is(key, "id"))
				continue;
			put_lower_key(json, key);
			put_lower(json, value, 0);
		}
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
put_member22(struct jsonout *json, struct slice key, struct slice value,
	unsigned depth)
{
	struct slice inner;

	if (is_one_of(key, new_in_3) || is_new_type(key, value) ||
		is_too_deep(key, depth))
		return;
	if (slice_is(key, "standard")) {
		put_standard(json, "standard", "2.2");
		return;
	}
	if (slice_is(key, "embargoedUntil"))
		jsonout_key(json, "embargoed");
	else
		put_lower_key(json, key);
	if (slice_is(key, "renditions")) {
		put_renditions22(json, value);
	} else if (slice_is(key, "events")) {
		put_events22(json, value);
	} else if (slice_is(key, "associations")) {
		jsonout_array(json);
		while (jsonwalk_item(&value, &inner))
			put_item22(json, inner, depth + 1);
		jsonout_array_end(json);
	} else {
		put_lower(json, value, 0);
	}
}

static void
put_item22(struct jsonout *json, struct slice item, unsigned depth)
{
	struct slice key, value;

	jsonout_object(json);
	while (jsonwalk_member(&item, &key, &value))
		put_member22(json, key, value, depth);
	jsonout_object_end(json);
}

void
ninjs22_write_item(struct buf *out, const struct feed_entry *entry)
{
	auto_(buf_done) struct buf item = BUF_NULL;
	struct jsonout json = JSONOUT(out);

	if (entry->story == NULL) {
		put_tombstone(out, entry, "pubstatus");
		return;
	}
	get_item(entry, &item);
	put_item22(&json, buf_slice(&item), 0);
}

void
ninjs22_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	(void)head;
	write_list(out, entries, n_entries, ninjs22_write_item);
}

/* ---- 1.6 -------------------------------------------------------------------
 */

static void put_item16(struct jsonout *json, struct slice item, unsigned depth);

static void
put_string(struct jsonout *json, const char *key, struct slice value)
{
	if (jsonwalk_kind(value) != '"')
		return;
	jsonout_key(json, key);
	jsonout_raw(json, value);
}

/* The schema looks at its first sign only: a letter, a digit or "_". */
static void
put_name(struct buf *out, struct slice value, const char *otherwise)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	jsonwalk_text(value, &text);
	if (text.len == 0) {
		buf_puts(out, otherwise);
		return;
	}
	char c = text.data[0];

	if (!((c | 0x20) >= 'a' && (c | 0x20) <= 'z') &&
		!(c >= '0' && c <= '9') && c != '_')
		buf_putc(out, '_');
	buf_put_slice(out, buf_slice(&text));
}

/* Names that an object has already; the next of the same name is numbered. */
struct names {
	struct buf taken; /* each behind and before a LF */
};

static void
claim_name(struct names *names, struct buf *name)
{
	size_t len = name->len;

	for (unsigned n = 2;; n++) {
		auto_(buf_done) struct buf line = BUF_NULL;

		buf_printf(&line, "\n%s\n", buf_text(name));
		if (names->taken.len == 0)
			buf_putc(&names->taken, '\n');
		if (strstr(buf_text(&names->taken), buf_text(&line)) == NULL ||
			n == 1000)
			break;
		buf_cut(name, len);
		buf_printf(name, "_%u", n);
	}
	buf_puts(&names->taken, buf_text(name));
	buf_putc(&names->taken, '\n');
}

/* scheme and code are the URI in two parts; without a scheme the code is the
 * whole URI, or what is no URI at all. */
static void
put_code(struct jsonout *json, struct slice uri, struct slice literal)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	size_t at;

	jsonwalk_text(uri, &text);
	if (text.len == 0) {
		put_string(json, "code", literal);
		return;
	}
	for (at = text.len; at > 0 && text.data[at - 1] != '/'; at--)
		;
	bool has_scheme = at > 8 && at < text.len && text.data[at - 2] != '/';

	if (has_scheme)
		jsonout_member(json, "scheme", slice_of(text.data, at));
	else
		at = 0;
	jsonout_member(
		json, "code", slice_of(buf_text(&text) + at, text.len - at));
}

static void
put_concept16(struct jsonout *json, struct slice concept)
{
	struct slice uri = jsonwalk_find(concept, "uri");
	struct slice literal = jsonwalk_find(concept, "literal");
	struct slice key, value;

	jsonout_object(json);
	while (jsonwalk_member(&concept, &key, &value)) {
		if (slice_is(key, "uri") || slice_is(key, "literal") ||
			slice_is(key, "id"))
			continue;
		if (slice_is(key, "geoJSON")) {
			jsonout_key(json, "geometry_geojson");
			jsonout_raw(json, value);
			continue;
		}
		if (slice_is(key, "role"))
			jsonout_key(json, "rel");
		else
			put_lower_key(json, key);
		put_lower(json, value, 0);
	}
	put_code(json, uri, literal);
	jsonout_object_end(json);
}

static void
put_concepts16(struct jsonout *json, const char *name, struct slice list)
{
	struct slice concept;

	jsonout_key(json, name);
	jsonout_array(json);
	while (jsonwalk_item(&list, &concept))
		put_concept16(json, concept);
	jsonout_array_end(json);
}

static void
put_trust16(struct jsonout *json, struct slice list)
{
	struct slice indicator;

	jsonout_key(json, "trustindicator");
	jsonout_array(json);
	while (jsonwalk_item(&list, &indicator)) {
		jsonout_object(json);
		put_code(json, jsonwalk_find(indicator, "role"),
			(struct slice){ 0 });
		put_string(json, "title", jsonwalk_find(indicator, "title"));
		put_string(json, "href", jsonwalk_find(indicator, "href"));
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static bool
is_html(struct slice entry)
{
	struct slice type = jsonwalk_find(entry, "contentType");

	return slice_starts(type, SLICE("\"text/html")) ||
	       slice_starts(type, SLICE("\"application/xhtml"));
}

/* The property behind "headline", "description" or "body". */
static void
put_text16(struct jsonout *json, struct names *names, const char *prefix,
	struct slice entry, unsigned depth)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	struct slice role = jsonwalk_find(entry, "role");
	bool is_main =
		role.len == 0 || (depth == 0 && slice_is(role, "\"main\""));

	buf_puts(&name, prefix);
	if (strcmp(prefix, "body") == 0 && is_main) {
		buf_puts(&name, is_html(entry) ? "_html" : "_text");
	} else if (strcmp(prefix, "headline") != 0 || !is_main) {
		buf_putc(&name, '_');
		put_name(&name, role, "text");
	}
	claim_name(names, &name);
	put_string(json, buf_text(&name), jsonwalk_find(entry, "value"));
}

static void
put_texts16(struct jsonout *json, const char *prefix, struct slice list,
	unsigned depth)
{
	struct names names = { BUF_NULL };
	struct slice first = list, entry;

	while (jsonwalk_item(&list, &entry))
		put_text16(json, &names, prefix, entry, depth);
	buf_done(&names.taken);
	if (strcmp(prefix, "body") != 0 || !jsonwalk_item(&first, &entry))
		return;
	struct slice chars = jsonwalk_find(entry, "charCount");
	struct slice words = jsonwalk_find(entry, "wordCount");

	if (chars.len != 0) {
		jsonout_key(json, "charcount");
		jsonout_raw(json, chars);
	}
	if (words.len != 0) {
		jsonout_key(json, "wordcount");
		jsonout_raw(json, words);
	}
}

static void
put_rendition16(struct jsonout *json, struct slice rendition)
{
	struct slice key, value;

	jsonout_object(json);
	while (jsonwalk_member(&rendition, &key, &value)) {
		if (slice_is(key, "name") || is_one_of(key, new_renditions))
			continue;
		if (slice_is(key, "contentType"))
			jsonout_key(json, "mimetype");
		else
			put_lower_key(json, key);
		jsonout_raw(json, value);
	}
	jsonout_object_end(json);
}

/* A list of things with names as an object by name. */
static void
put_named16(struct jsonout *json, const char *name, struct slice list,
	unsigned depth)
{
	struct names names = { BUF_NULL };
	struct slice item;

	jsonout_key(json, name);
	jsonout_object(json);
	while (jsonwalk_item(&list, &item)) {
		auto_(buf_done) struct buf key = BUF_NULL;

		put_name(&key, jsonwalk_find(item, "name"), "item");
		claim_name(&names, &key);
		jsonout_key(json, buf_text(&key));
		if (strcmp(name, "renditions") == 0)
			put_rendition16(json, item);
		else
			put_item16(json, item, depth + 1);
	}
	jsonout_object_end(json);
	buf_done(&names.taken);
}

static void
put_alt_ids16(struct jsonout *json, struct slice list)
{
	struct names names = { BUF_NULL };
	struct slice id;

	jsonout_key(json, "altids");
	jsonout_object(json);
	while (jsonwalk_item(&list, &id)) {
		auto_(buf_done) struct buf key = BUF_NULL;

		jsonwalk_text(jsonwalk_find(id, "role"), &key);
		if (key.len == 0)
			buf_puts(&key, "id");
		claim_name(&names, &key);
		put_string(json, buf_text(&key), jsonwalk_find(id, "value"));
	}
	jsonout_object_end(json);
	buf_done(&names.taken);
}

static bool
put_list16(struct jsonout *json, struct slice key, struct slice value,
	unsigned depth)
{
	static const char *const concepts[][2] = { { "people", "person" },
		{ "organisations", "organisation" }, { "places", "place" },
		{ "subjects", "subject" }, { "events", "event" },
		{ "objects", "object" }, { "genres", "genre" },
		{ "infoSources", "infosource" } };

	for (size_t i = 0; i < n_elements(concepts); i++)
		if (slice_is(key, concepts[i][0])) {
			put_concepts16(json, concepts[i][1], value);
			return true;
		}
	if (slice_is(key, "headlines"))
		put_texts16(json, "headline", value, depth);
	else if (slice_is(key, "descriptions"))
		put_texts16(json, "description", value, depth);
	else if (slice_is(key, "bodies"))
		put_texts16(json, "body", value, depth);
	else if (slice_is(key, "renditions") || slice_is(key, "associations"))
		put_named16(json,
			slice_is(key, "renditions") ? "renditions"
						    : "associations",
			value, depth);
	else if (slice_is(key, "altIds"))
		put_alt_ids16(json, value);
	else if (slice_is(key, "trustIndicators"))
		put_trust16(json, value);
	else
		return false;
	return true;
}

static void
put_member16(struct jsonout *json, struct slice key, struct slice value,
	unsigned depth)
{
	if (is_one_of(key, new_in_3) || is_new_type(key, value) ||
		is_too_deep(key, depth) || put_list16(json, key, value, depth))
		return;
	if (slice_is(key, "name") || slice_is(key, "rel"))
		return; /* of an association: it is the key */
	if (slice_is(key, "standard")) {
		put_standard(json, "$standard", "1.6");
		return;
	}
	if (slice_is(key, "representationType")) {
		jsonout_member_text(json, "representationtype",
			slice_is(value, "\"full\"") ? "complete"
						    : "incomplete");
		return;
	}
	if (slice_is(key, "embargoedUntil"))
		jsonout_key(json, "embargoed");
	else if (slice_is(key, "by"))
		jsonout_key(json, "byline");
	else
		put_lower_key(json, key);
	put_lower(json, value, 0);
}

static void
put_item16(struct jsonout *json, struct slice item, unsigned depth)
{
	struct slice key, value;

	jsonout_object(json);
	while (jsonwalk_member(&item, &key, &value))
		put_member16(json, key, value, depth);
	jsonout_object_end(json);
}

void
ninjs16_write_item(struct buf *out, const struct feed_entry *entry)
{
	auto_(buf_done) struct buf item = BUF_NULL;
	struct jsonout json = JSONOUT(out);

	if (entry->story == NULL) {
		put_tombstone(out, entry, "pubstatus");
		return;
	}
	get_item(entry, &item);
	put_item16(&json, buf_slice(&item), 0);
}

void
ninjs16_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	(void)head;
	write_list(out, entries, n_entries, ninjs16_write_item);
}
