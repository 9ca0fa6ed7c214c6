/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ninjs - IPTC's News in JSON 3.1, decoded.
 *
 * The item is made to fit the schema first (format/shape.h), so that everything
 * behind can trust types. Scalars become fields, headline and body the source
 * text, parties and people facts; what the gateway has no opinion on goes
 * through as filtered JSON. Markup in what goes through is turned into plain
 * text, and what is meant for editors stays behind. One item, a list of items,
 * or {"items": [...]}.
 */
#include <string.h>

#include "base/buf.h"
#include "crypto/uuid5.h"
#include "format/body.h"
#include "format/decoders.h"
#include "format/item.h"
#include "format/jsonin.h"
#include "format/ninjs_dialect.h"
#include "format/ninjs_old.h"
#include "format/own.h"
#include "format/shape.h"
#include "text/date.h"
#include "text/html.h"
#include "text/url.h"

static bool
is_html_type(struct slice type)
{
	return slice_starts(type, SLICE("text/html")) ||
	       slice_starts(type, SLICE("application/xhtml"));
}

static bool
looks_like_html(struct slice text)
{
	static const char *const marks[] = { "</", "<p>", "<br", "<p ", "/>" };

	for (size_t i = 0; i < n_elements(marks); i++)
		if (text.len != 0 &&
			memmem(text.at, text.len, marks[i], strlen(marks[i])))
			return true;
	return false;
}

static bool
value_is_html(const json_t *entry)
{
	struct slice type = jsonin_get(entry, "contentType");

	return type.len != 0 ? is_html_type(type)
			     : looks_like_html(jsonin_get(entry, "value"));
}

static bool
role_is(const json_t *entry, const char *role)
{
	return slice_is_nocase(jsonin_get(entry, "role"), role);
}

/* ---- text ------------------------------------------------------------------
 */

/* How well an entry serves as the main one; the first of equals wins. */
static int
main_score(const json_t *entry, bool prefer_html)
{
	struct slice type = jsonin_get(entry, "contentType");
	int score = role_is(entry, "main")               ? 4
		    : jsonin_get(entry, "role").len == 0 ? 2
							 : 0;

	if (slice_trim(jsonin_get(entry, "value")).len == 0)
		return -1;
	if (type.len != 0 && !is_html_type(type) &&
		!slice_starts(type, SLICE("text/plain")))
		return 0; /* some XML or image: the last resort */
	if (prefer_html && value_is_html(entry))
		score += 8;
	return score + 1;
}

static const json_t *
main_entry(const json_t *list, bool prefer_html)
{
	const json_t *best = NULL;
	int best_score = -1;
	size_t i;
	json_t *entry;

	json_array_foreach(list, i, entry)
	{
		int score = main_score(entry, prefer_html);

		if (score > best_score) {
			best = entry;
			best_score = score;
		}
	}
	return best;
}

static void
take_text(struct draft *draft, const json_t *item,
	const struct document *document)
{
	const json_t *headline =
		main_entry(json_object_get(item, "headlines"), false);
	const json_t *body = main_entry(json_object_get(item, "bodies"), true);
	struct slice text = jsonin_get(body, "value");

	if (headline != NULL)
		body_put_title(draft, jsonin_get(headline, "value"),
			value_is_html(headline));
	if (body != NULL && value_is_html(body))
		body_put_html(draft, text, document->base_url);
	else if (body != NULL)
		body_put_plain(draft, text);
	draft_text_done(draft);
}

/* Markup of strangers goes no further than here; what is left is plain text
 * and says so. */
static void
flatten_values(json_t *list)
{
	size_t i;
	json_t *entry;

	json_array_foreach(list, i, entry)
	{
		auto_(buf_done) struct buf plain = BUF_NULL;
		bool is_html = value_is_html(entry);

		if (is_html) {
			html_to_text(jsonin_get(entry, "value"), &plain);
			json_object_set_new(entry, "value",
				json_stringn(plain.len ? plain.data : "",
					plain.len));
		}
		if (is_html || jsonin_get(entry, "contentType").len == 0)
			json_object_set_new(entry, "contentType",
				json_string("text/plain"));
	}
}

static void
put_property(struct draft *draft, const char *name, const json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT);

	if (text != NULL)
		draft_add_property(draft, slice_text(name), slice_text(text));
	mem_free(text);
}

/* The entries that are not `main` and not of `role`. */
static void
put_other_values(struct draft *draft, const char *name, json_t *list,
	const json_t *used, const char *role)
{
	auto_(jsonin_unref) json_t *rest = json_array();
	size_t i;
	json_t *entry;

	flatten_values(list);
	json_array_foreach(
		list, i, entry) if (entry != used &&
				    (role == NULL || !role_is(entry, role)))
		json_array_append(rest, entry);
	if (json_array_size(rest) != 0)
		put_property(draft, name, rest);
}

/* What versions before 3 wrote as description_text is the summary too. */
static bool
is_summary(const json_t *description)
{
	static const char *const roles[] = { "", "summary", "main", "text",
		"html", "xhtml" };

	for (size_t i = 0; i < n_elements(roles); i++)
		if (slice_is_nocase(jsonin_get(description, "role"), roles[i]))
			return true;
	return false;
}

static void
take_values(struct draft *draft, json_t *item)
{
	json_t *headlines = json_object_get(item, "headlines");
	json_t *descriptions = json_object_get(item, "descriptions");
	const json_t *summary = NULL;
	size_t i;
	json_t *entry;

	put_other_values(draft, "headlines", headlines,
		main_entry(headlines, false), NULL);
	flatten_values(descriptions);
	json_array_foreach(descriptions, i,
		entry) if (summary == NULL && is_summary(entry) &&
			   slice_trim(jsonin_get(entry, "value")).len != 0)
		summary = entry;
	if (summary != NULL)
		draft_set(draft, DRAFT_SUMMARY, jsonin_get(summary, "value"),
			NULL);
	json_array_foreach(descriptions, i,
		entry) if (entry != summary && role_is(entry, "disclaimer"))
		own_take_description(draft, jsonin_get(entry, "value"));
	put_other_values(
		draft, "descriptions", descriptions, summary, "disclaimer");
}

/* ---- scalars ---------------------------------------------------------------
 */

static const char *const times[] = { "firstCreated", "versionCreated",
	"contentCreated", "expires" };

/* The times in the item's own words, before they are made to fit. */
static json_t *
times_said(json_t *item)
{
	json_t *said = json_object();
	const char *key;
	json_t *value;

	json_object_foreach(item, key, value)
	{
		for (size_t i = 0; i < n_elements(times); i++)
			if (json_is_string(value) &&
				slice_is_nocase(slice_text(key), times[i]))
				json_object_set_new(
					said, times[i], json_copy(value));
	}
	return said;
}

/* One that did not fit is no longer there, and said so. */
static void
take_times(struct draft *draft, const json_t *item, const json_t *said)
{
	for (size_t i = 0; i < n_elements(times); i++)
		if (json_object_get(item, times[i]) != NULL)
			item_set_time(draft, draft_field_of(times[i]),
				jsonin_get(said, times[i]));
}

static void
take_scalars(struct draft *draft, const json_t *item)
{
	static const char *const names[] = { "uri", "version", "type",
		"profile", "representationType", "pubStatus", "copyrightHolder",
		"copyrightNotice", "usageTerms", "language", "title",
		"slugline", "located" };
	const json_t *urgency = json_object_get(item, "urgency");

	for (size_t i = 0; i < n_elements(names); i++) {
		struct slice value = jsonin_get(item, names[i]);

		if (slice_trim(value).len != 0)
			draft_set(draft, draft_field_of(names[i]), value, NULL);
	}
	if (urgency != NULL) {
		char digit = (char)('0' + (int)json_number_value(urgency));

		draft_set(draft, DRAFT_URGENCY, slice_of(&digit, 1), NULL);
	}
	struct slice note = jsonin_get(item, "edNote");

	if (slice_trim(note).len != 0) {
		draft_set(draft, DRAFT_ED_NOTE, note, NULL);
		draft_add_note(draft, note, NULL);
	}
}

/* Empty or unreadable: somebody asked to wait, nobody knows until when. */
static void
take_embargo(struct draft *draft, const json_t *item)
{
	const json_t *embargo = json_object_get(item, "embargoedUntil");
	struct date date;

	if (embargo == NULL)
		return;
	if (date_parse(jsonin_text(embargo), draft->partner->timezone, &date) ==
			0 &&
		date.has_time) {
		draft_set_embargo(draft, date.ms, NULL);
		return;
	}
	draft_warn(draft, "W-EMBARGO",
		"embargoedUntil cannot be read as an instant; the story is "
		"held");
	draft_set_embargo(draft, TT_EMBARGO_UNPARSED, NULL);
}

/* ---- parties and people ----------------------------------------------------
 */

static void
take_party(struct draft *draft, const json_t *source)
{
	struct tt_evidence evidence = { 0, 0, "info-sources", 0.99 };
	struct slice name = jsonin_get(source, "name");
	struct slice role_text = jsonin_get(source, "role");
	enum tt_role role = TT_SUPPLIER;

	if (slice_trim(name).len == 0)
		name = jsonin_get(source, "literal");
	if (slice_trim(name).len == 0)
		name = jsonin_get(source, "uri");
	if (slice_trim(name).len == 0)
		return;
	if (role_text.len == 0) {
		evidence.confidence = 0.8;
	} else if (!item_role_of(role_text, &role)) {
		role = TT_CONTRIBUTOR;
		evidence.confidence = 0.5;
		draft_warn(draft, "W-NINJS-ROLE",
			"the role '%.*s' of a source is not known; kept as "
			"contributor",
			(int)(role_text.len > 80 ? 80 : role_text.len),
			role_text.at);
	}
	draft_add_party(draft, role, name,
		json_string_value(json_object_get(source, "uri")), &evidence);
}

static int
percent(const json_t *json)
{
	return json_is_integer(json) ? (int)json_integer_value(json) : -1;
}

static void
take_subject(struct draft *draft, const json_t *entry)
{
	if (draft_add_subject(draft, jsonin_get(entry, "name"),
		    jsonin_get(entry, "uri"), jsonin_get(entry, "literal")))
		draft_weigh_subject(draft,
			percent(json_object_get(entry, "relevance")),
			percent(json_object_get(entry, "confidence")));
}

static void
take_facts(struct draft *draft, const json_t *item)
{
	size_t i;
	json_t *entry;

	json_array_foreach(json_object_get(item, "infoSources"), i, entry)
		take_party(draft, entry);
	json_array_foreach(json_object_get(item, "subjects"), i, entry)
		take_subject(draft, entry);
	json_array_foreach(json_object_get(item, "altIds"), i,
		entry) if (slice_trim(jsonin_get(entry, "value")).len != 0)
		draft_add_alt_id(draft, jsonin_get(entry, "role"),
			jsonin_get(entry, "value"));
	item_add_byline(draft, jsonin_get(item, "by"));
}

/* ---- media -----------------------------------------------------------------
 */

static bool
may_travel(const json_t *association)
{
	struct slice status = jsonin_get(association, "pubStatus");

	return (status.len == 0 || slice_is(status, "usable")) &&
	       json_object_get(association, "embargoedUntil") == NULL;
}

static uint64_t
positive(const json_t *json)
{
	double value = json_number_value(json);

	return value > 0 && value < 1e15 ? (uint64_t)value : 0;
}

static char *
keep_some(struct draft *draft, struct slice text)
{
	return text.len != 0 ? arena_text(&draft->arena, text) : NULL;
}

static void
take_media(struct draft *draft, const json_t *association)
{
	const json_t *rendition =
		json_array_get(json_object_get(association, "renditions"), 0);
	const json_t *headline =
		main_entry(json_object_get(association, "headlines"), false);
	const json_t *caption =
		main_entry(json_object_get(association, "descriptions"), false);
	struct slice href = jsonin_get(rendition, "href");

	if (href.len == 0 || slice_is(jsonin_get(association, "type"), "text"))
		return;
	struct draft_media *media = draft_add_media(draft, href);

	if (media == NULL)
		return;
	media->is_associated = true;
	media->content_type =
		keep_some(draft, jsonin_get(rendition, "contentType"));
	media->title = keep_some(draft, jsonin_get(headline, "value"));
	media->caption = keep_some(draft, jsonin_get(caption, "value"));
	media->credit = keep_some(draft, jsonin_get(association, "by"));
	media->rights =
		keep_some(draft, jsonin_get(association, "copyrightNotice"));
	media->width = (uint32_t)positive(json_object_get(rendition, "width"));
	media->height =
		(uint32_t)positive(json_object_get(rendition, "height"));
	media->size_bytes = positive(json_object_get(rendition, "sizeInBytes"));
}

static void
flatten_association(json_t *item)
{
	size_t i;
	json_t *inner;
	json_t *list = json_object_get(item, "associations");

	flatten_values(json_object_get(item, "headlines"));
	flatten_values(json_object_get(item, "descriptions"));
	flatten_values(json_object_get(item, "bodies"));
	for (i = 0; i < json_array_size(list);)
		if (may_travel(json_array_get(list, i)))
			i++;
		else
			json_array_remove(list, i);
	json_array_foreach(list, i, inner) flatten_association(inner);
}

static void
take_associations(struct draft *draft, json_t *item)
{
	json_t *list = json_object_get(item, "associations");
	size_t before = json_array_size(list);
	size_t i;
	json_t *entry;

	flatten_association(item);
	if (json_array_size(list) != before)
		draft_warn(draft, "W-NINJS-ASSOCIATION",
			"%zu associated items are withheld, canceled or under "
			"embargo and were left out",
			before - json_array_size(list));
	json_array_foreach(list, i, entry) take_media(draft, entry);
	if (json_array_size(list) != 0)
		put_property(draft, "associations", list);
}

static void
take_renditions(struct draft *draft, json_t *item)
{
	json_t *list = json_object_get(item, "renditions");
	size_t i;
	json_t *entry;

	json_array_foreach(list, i,
		entry) if (slice_is(jsonin_get(entry, "name"), "web") &&
			   draft_get(draft, DRAFT_LINK) == NULL &&
			   jsonin_get(entry, "href").len != 0)
		draft_set(draft, DRAFT_LINK, jsonin_get(entry, "href"), NULL);
	if (json_array_size(list) != 0)
		put_property(draft, "renditions", list);
}

static void
take_properties(struct draft *draft, const json_t *item)
{
	static const char *const names[] = { "people", "organisations",
		"places", "events", "objects", "genres", "trustIndicators",
		"rightsInfo", "digitalSourceType", "eventDetails",
		"plannedCoverage" };

	for (size_t i = 0; i < n_elements(names); i++) {
		const json_t *json = json_object_get(item, names[i]);

		if (json_object_size(json) != 0 || json_array_size(json) != 0)
			put_property(draft, names[i], json);
	}
}

/* ---- the document ----------------------------------------------------------
 */

/* Signs that may stand in a URI, RFC 3986, and nothing else. */
static bool
is_reference(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((name.at[i] | 0x20) < 'a' || (name.at[i] | 0x20) > 'z')
			if (strchr("0123456789-._~:/?#[]@!$&'()*+,;=%",
				    name.at[i]) == NULL ||
				name.at[i] == '\0')
				return false;
	return name.len != 0;
}

/* Before 3.0 nobody checked that a uri is one, and associations have only
 * names. What is none is kept as it came, and a URI is made of it. */
static void
mend_name(const struct document *document, json_t *item)
{
	auto_(buf_done) struct buf urn = BUF_NULL;
	struct slice name = slice_trim(jsonin_get(item, "uri"));
	json_t *ids = json_object_get(item, "altIds");
	json_t *associations = json_object_get(item, "associations");
	size_t i;
	json_t *entry;

	if (json_is_array(associations))
		json_array_foreach(associations, i, entry)
			mend_name(document, entry);
	if (!is_reference(name) || url_is_absolute_uri(name) ||
		(ids != NULL && !json_is_array(ids)))
		return;
	uuid5_put_urn(&urn, slice_text(document->partner->name), name);
	if (ids == NULL) {
		ids = json_array();
		json_object_set_new(item, "altIds", ids);
	}
	json_array_append_new(ids, json_pack("{s:s, s:s%}", "role", "uri",
					   "value", name.at, name.len));
	json_object_set_new(item, "uri", json_string(buf_text(&urn)));
}

static void
take_dialect(struct draft *draft, const struct ninjs_dialect *dialect)
{
	struct tt_evidence evidence = { 0, 0, "dialect", 0.99 };
	struct slice line = slice_text(dialect->dateline);
	struct slice rest = line, place;

	if (dialect->lifecycle != NULL)
		draft_set_lifecycle(draft, dialect->lifecycle, 0, &evidence);
	if (line.len == 0)
		return;
	slice_cut(&rest, '(', &place);
	draft_set_dateline(draft, slice_trim(place), SLICE(""), NULL);
	if (draft->dateline_text == NULL)
		draft->dateline_text = arena_text(&draft->arena, line);
}

static int
decode_item(const struct document *document, json_t *item,
	struct decoded *decoded, struct problem *why)
{
	struct ninjs_dialect dialect;
	auto_(jsonin_unref) json_t *said = NULL;

	if (!json_is_object(item))
		return problem_set(why, 1, "E-NINJS-TYPE",
			"expected a ninjs item, which is an object, found %s",
			jsonin_type_name(item));
	if (ninjs_check_old(item, why) != 0)
		return 1;
	ninjs_translate(item, &dialect);
	ninjs_modernise(item);
	mend_name(document, item);
	said = times_said(item);
	if (shape_fit(&shape_ninjs_item, item, document->partner->timezone,
		    &decoded->warnings, why) != 0)
		return 1;
	struct draft *draft = decoded_add_draft(decoded, document->partner);

	if (draft == NULL)
		return problem_set(why, 1, "E-TOO-MANY",
			"more than %u stories in one document",
			FORMAT_MAX_STORIES);
	draft->format = "ninjs";
	draft->format_version =
		arena_text(&draft->arena, decoded->format_version);
	take_text(draft, item, document);
	take_scalars(draft, item);
	take_times(draft, item, said);
	take_embargo(draft, item);
	take_values(draft, item);
	take_facts(draft, item);
	take_associations(draft, item);
	take_renditions(draft, item);
	take_properties(draft, item);
	take_dialect(draft, &dialect);
	return 0;
}

static struct slice
version_of(struct decoded *decoded, const json_t *item)
{
	struct slice version = jsonin_get(
		json_object_get(item, json_object_get(item, "$standard")
					      ? "$standard"
					      : "standard"),
		"version");

	if (slice_starts(jsonin_get(item, "format"), SLICE("digitalwires")))
		version = jsonin_get(item, "format");
	if (version.len == 0 || version.len > 40)
		return SLICE("3.1");
	return slice_of(arena_text(&decoded->arena, version), version.len);
}

int
ninjs_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	auto_(jsonin_unref) json_t *root = NULL;
	size_t i;
	json_t *item;

	problem_at(why, "ninjs", 0, 0);
	if (jsonin_load(text, &root, why) != 0)
		return 1;
	json_t *list =
		json_is_array(root) ? root : json_object_get(root, "items");

	if (!json_is_array(list) || json_object_get(root, "uri") != NULL) {
		decoded->format_version = version_of(decoded, root);
		return decode_item(document, root, decoded, why);
	}
	decoded->format_version = version_of(decoded, json_array_get(list, 0));
	json_array_foreach(list, i, item)
	{
		if (decode_item(document, item, decoded, why) == 0)
			continue;
		char inner[sizeof(why->where)] = "";

		if (why != NULL) {
			memcpy(inner, why->where, sizeof(inner));
			snprintf(why->where, sizeof(why->where),
				"item %zu%.60s", i,
				inner[0] == '/' ? inner : "");
		}
		return 1;
	}
	return 0;
}

int
ninjs_sniff(struct slice text)
{
	struct slice top = slice_trim(
		slice_of(text.at, text.len < 65536 ? text.len : 65536));

	if (top.len == 0 || (top.at[0] != '{' && top.at[0] != '['))
		return 0;
	struct slice second = slice_trim(slice_of(top.at + 1, top.len - 1));

	/* "[Xinhua] Storm ..." is prose */
	if (second.len != 0 && strchr("{}\"]", second.at[0]) == NULL)
		return 0;
	if (second.len == 0 || second.at[0] == '\0')
		return 20;
	return memmem(top.at, top.len, "\"uri\"", 5) != NULL ? 95 : 80;
}
