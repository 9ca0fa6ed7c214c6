/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shape - the ninjs 3.1 schema as a table, and the walk over it; see shape.h.
 */
#include "format/shape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/rfc3339.h"
#include "format/jsonin.h"
#include "text/date.h"
#include "text/url.h"

enum shape_type {
	SHAPE_STRING,
	SHAPE_URI,
	SHAPE_INSTANT,   /* date-time; mended when it is only written oddly */
	SHAPE_TRUNCATED, /* ISO 8601 date that may lack its end */
	SHAPE_ONE_OF,    /* of `words` */
	SHAPE_INTEGER,   /* min..max */
	SHAPE_NUMBER,
	SHAPE_OBJECT,
	SHAPE_ARRAY, /* of `of` */
	SHAPE_GEOJSON,
	SHAPE_NOTE /* for editors: taken out of what is not the item itself */
};

struct member {
	const char *name;
	const struct shape *shape;
	bool required;
};

struct shape {
	enum shape_type type;
	const char *expected; /* "a string" */
	const struct member *members;
	const char *const *words;
	const struct shape *of;
	/* of these two members exactly one */
	const char *either, *or_else;
	int64_t min, max;
};

#define SHAPE(name, ...) static const struct shape name = { __VA_ARGS__ }
#define OBJECT_OF(list) \
	.type = SHAPE_OBJECT, .expected = "an object", .members = (list)
#define ARRAY_OF(shape) \
	.type = SHAPE_ARRAY, .expected = "an array", .of = &(shape)
#define WORDS(list, text) \
	.type = SHAPE_ONE_OF, .expected = (text), .words = (list)

SHAPE(string, .type = SHAPE_STRING, .expected = "a string");
SHAPE(uri, .type = SHAPE_URI, .expected = "an absolute URI");
SHAPE(instant, .type = SHAPE_INSTANT,
	.expected = "a date and time with offset");
SHAPE(truncated, .type = SHAPE_TRUNCATED, .expected = "a date");
SHAPE(note, .type = SHAPE_NOTE, .expected = "a string");
SHAPE(number, .type = SHAPE_NUMBER, .expected = "a number");
SHAPE(geojson, .type = SHAPE_GEOJSON, .expected = "a GeoJSON object");
SHAPE(integer, .type = SHAPE_INTEGER, .expected = "an integer",
	.min = INT64_MIN, .max = INT64_MAX);
SHAPE(urgency, .type = SHAPE_INTEGER, .expected = "an integer from 1 to 9",
	.min = 1, .max = 9);
SHAPE(percent, .type = SHAPE_INTEGER, .expected = "an integer from 0 to 100",
	.min = 0, .max = 100);
SHAPE(strings, ARRAY_OF(string));

static const char *const item_types[] = { "text", "audio", "video", "picture",
	"graphic", "composite", "component", "event", "planning", NULL };
static const char *const statuses[] = { "usable", "withheld", "canceled",
	NULL };
static const char *const representations[] = { "full", "partial", NULL };
static const char *const scans[] = { "progressive", "interlaced", NULL };
static const char *const frequencies[] = { "secondly", "minutely", "hourly",
	"daily", "weekly", "monthly", "yearly", NULL };

SHAPE(item_type, WORDS(item_types, "one of text, audio, video, picture, "
				   "graphic, composite, component, "
				   "event, planning"));
SHAPE(status, WORDS(statuses, "one of usable, withheld, canceled"));
SHAPE(representation, WORDS(representations, "one of full, partial"));
SHAPE(scan, WORDS(scans, "one of progressive, interlaced"));
SHAPE(frequency, WORDS(frequencies, "one of secondly, minutely, hourly, daily, "
				    "weekly, monthly, yearly"));

static const struct member address_members[] = { { "lines", &strings, false },
	{ "locality", &string, false }, { "area", &string, false },
	{ "postalCode", &string, false }, { "country", &string, false },
	{ NULL, NULL, false } };
SHAPE(address, OBJECT_OF(address_members));
static const struct member contact_members[] = { { "type", &string, false },
	{ "role", &string, false }, { "lang", &string, false },
	{ "name", &string, false }, { "value", &string, false },
	{ "address", &address, false }, { NULL, NULL, false } };
SHAPE(contact, OBJECT_OF(contact_members), .either = "value",
	.or_else = "address");
SHAPE(contacts, ARRAY_OF(contact));

static const struct member text_members[] = { { "role", &string, false },
	{ "contentType", &string, false }, { "value", &string, true },
	{ NULL, NULL, false } };
SHAPE(text_value, OBJECT_OF(text_members));
SHAPE(text_values, ARRAY_OF(text_value));
static const struct member body_members[] = { { "role", &string, false },
	{ "contentType", &string, false }, { "charCount", &integer, false },
	{ "wordCount", &integer, false }, { "value", &string, true },
	{ NULL, NULL, false } };
SHAPE(body, OBJECT_OF(body_members));
SHAPE(bodies, ARRAY_OF(body));

static const struct member person_members[] = { { "name", &string, false },
	{ "rel", &string, false }, { "uri", &uri, false },
	{ "literal", &string, false }, { "contactInfo", &contacts, false },
	{ NULL, NULL, false } };
SHAPE(person, OBJECT_OF(person_members));
SHAPE(people, ARRAY_OF(person));
static const struct member symbol_members[] = { { "exchange", &string, false },
	{ "symbolType", &uri, false }, { "symbol", &string, false },
	{ NULL, NULL, false } };
SHAPE(symbol, OBJECT_OF(symbol_members));
SHAPE(symbols, ARRAY_OF(symbol));
static const struct member organisation_members[] = { { "name", &string,
							      false },
	{ "rel", &string, false }, { "uri", &uri, false },
	{ "literal", &string, false }, { "symbols", &symbols, false },
	{ "contactInfo", &contacts, false }, { NULL, NULL, false } };
SHAPE(organisation, OBJECT_OF(organisation_members));
SHAPE(organisations, ARRAY_OF(organisation));
static const struct member place_members[] = { { "name", &string, false },
	{ "rel", &string, false }, { "uri", &uri, false },
	{ "literal", &string, false }, { "contactInfo", &contacts, false },
	{ "geoJSON", &geojson, false }, { NULL, NULL, false } };
SHAPE(place, OBJECT_OF(place_members));
SHAPE(places, ARRAY_OF(place));
static const struct member subject_members[] = { { "name", &string, false },
	{ "rel", &string, false }, { "uri", &uri, false },
	{ "literal", &string, false }, { "creator", &string, false },
	{ "relevance", &percent, false }, { "confidence", &percent, false },
	{ NULL, NULL, false } };
SHAPE(subject, OBJECT_OF(subject_members));
SHAPE(subjects, ARRAY_OF(subject));
static const struct member event_members[] = { { "id", &string, false },
	{ "name", &string, false }, { "rel", &string, false },
	{ "uri", &uri, false }, { "literal", &string, false },
	{ NULL, NULL, false } };
SHAPE(event, OBJECT_OF(event_members));
SHAPE(events, ARRAY_OF(event));
static const struct member object_members[] = { { "name", &string, false },
	{ "rel", &string, false }, { "uri", &uri, false },
	{ "literal", &string, false }, { NULL, NULL, false } };
SHAPE(object, OBJECT_OF(object_members));
SHAPE(objects, ARRAY_OF(object));
static const struct member genre_members[] = { { "name", &string, false },
	{ "uri", &string, false }, { "literal", &string, false },
	{ NULL, NULL, false } };
SHAPE(genre, OBJECT_OF(genre_members));
SHAPE(genres, ARRAY_OF(genre));
static const struct member source_members[] = { { "name", &string, false },
	{ "role", &string, false }, { "uri", &uri, false },
	{ "literal", &string, false }, { "contactInfo", &contacts, false },
	{ NULL, NULL, false } };
SHAPE(source, OBJECT_OF(source_members));
SHAPE(sources, ARRAY_OF(source));
static const struct member alt_id_members[] = { { "role", &string, false },
	{ "value", &string, false }, { NULL, NULL, false } };
SHAPE(alt_id, OBJECT_OF(alt_id_members));
SHAPE(alt_ids, ARRAY_OF(alt_id));
static const struct member indicator_members[] = { { "role", &uri, false },
	{ "title", &string, false }, { "href", &uri, false },
	{ NULL, NULL, false } };
SHAPE(indicator, OBJECT_OF(indicator_members));
SHAPE(indicators, ARRAY_OF(indicator));
static const struct member standard_members[] = { { "name", &string, false },
	{ "version", &string, false }, { "schema", &uri, false },
	{ NULL, NULL, false } };
SHAPE(standard, OBJECT_OF(standard_members));
static const struct member rights_members[] = { { "langId", &uri, false },
	{ "linkedRights", &uri, false }, { "encodedRights", &string, false },
	{ NULL, NULL, false } };
SHAPE(rights, OBJECT_OF(rights_members), .either = "linkedRights",
	.or_else = "encodedRights");
static const struct member source_type_members[] = { { "name", &string, false },
	{ "uri", &uri, false }, { "literal", &string, false },
	{ NULL, NULL, false } };
SHAPE(source_type, OBJECT_OF(source_type_members));

static const struct member poi_members[] = { { "x", &integer, false },
	{ "y", &integer, false }, { NULL, NULL, false } };
SHAPE(poi, OBJECT_OF(poi_members));
static const struct member rendition_members[] = { { "name", &string, true },
	{ "href", &uri, false }, { "contentType", &string, false },
	{ "title", &string, false }, { "width", &integer, false },
	{ "height", &integer, false }, { "sizeInBytes", &integer, false },
	{ "duration", &number, false }, { "format", &string, false },
	{ "aspectRatio", &string, false }, { "videoCodec", &string, false },
	{ "frameRate", &number, false }, { "poi", &poi, false },
	{ "transportProtocol", &string, false }, { "scanType", &scan, false },
	{ "bitrate", &string, false }, { NULL, NULL, false } };
SHAPE(rendition, OBJECT_OF(rendition_members));
SHAPE(renditions, ARRAY_OF(rendition));

static const struct member rule_members[] = { { "frequency", &frequency,
						      false },
	{ "interval", &integer, false }, { "until", &instant, false },
	{ "count", &integer, false }, { NULL, NULL, false } };
SHAPE(rule, OBJECT_OF(rule_members));
SHAPE(rules, ARRAY_OF(rule));
/* The schema says both array and string here, so nothing but absence is valid
 * for recurrenceDates. */
static const struct member recurrence_members[] = {
	{ "recurrenceRules", &rules, false }, { NULL, NULL, false }
};
SHAPE(recurrence, OBJECT_OF(recurrence_members));
static const struct member dates_members[] = { { "startDate", &instant, false },
	{ "endDate", &instant, false },
	{ "expectedStartDate", &truncated, false },
	{ "expectedEndDate", &truncated, false },
	{ "expectedDuration", &string, false },
	{ "recurrence", &recurrence, false }, { NULL, NULL, false } };
SHAPE(dates, OBJECT_OF(dates_members), .either = "startDate",
	.or_else = "expectedStartDate");
static const struct member details_members[] = { { "eventStatus", &uri, false },
	{ "plannedCoverageStatus", &uri, false }, { "dates", &dates, false },
	{ "organiser", &organisation, false }, { NULL, NULL, false } };
SHAPE(details, OBJECT_OF(details_members));
static const struct member reference_members[] = { { "name", &string, false },
	{ "value", &string, false }, { NULL, NULL, false } };
SHAPE(reference, OBJECT_OF(reference_members));
SHAPE(references, ARRAY_OF(reference));
static const struct member commissioned_members[] = { { "by", &string, false },
	{ "on", &instant, false }, { "references", &references, false },
	{ NULL, NULL, false } };
SHAPE(commissioned, OBJECT_OF(commissioned_members));
static const struct member audience_members[] = { { "audience", &string,
							  false },
	{ "significance", &integer, false }, { NULL, NULL, false } };
SHAPE(audience, OBJECT_OF(audience_members));
SHAPE(audiences, ARRAY_OF(audience));
static const struct member count_members[] = { { "rangeFrom", &integer, false },
	{ "rangeTo", &integer, false }, { NULL, NULL, false } };
SHAPE(count, OBJECT_OF(count_members));
static const struct member coverage_members[] = { { "uri", &string, false },
	{ "title", &string, false }, { "pubStatus", &status, false },
	{ "type", &item_type, false }, { "commissioned", &commissioned, false },
	{ "dates", &dates, false }, { "audiences", &audiences, false },
	{ "exclAudience", &strings, false }, { "edNote", &note, false },
	{ "urgency", &urgency, false }, { "language", &string, false },
	{ "itemCount", &count, false }, { "wordCount", &integer, false },
	{ "renditions", &renditions, false }, { NULL, NULL, false } };
SHAPE(coverage, OBJECT_OF(coverage_members));
SHAPE(coverages, ARRAY_OF(coverage));

static const struct shape association;
SHAPE(associations, ARRAY_OF(association));

#define ITEM_MEMBERS \
	{ "type", &item_type, false }, \
		{ "representationType", &representation, false }, \
		{ "profile", &string, false }, { "version", &string, false }, \
		{ "firstCreated", &instant, false }, \
		{ "versionCreated", &instant, false }, \
		{ "contentCreated", &instant, false }, \
		{ "pubStatus", &status, false }, \
		{ "urgency", &urgency, false }, \
		{ "copyrightHolder", &string, false }, \
		{ "copyrightNotice", &string, false }, \
		{ "usageTerms", &string, false }, \
		{ "language", &string, false }, \
		{ "descriptions", &text_values, false }, \
		{ "bodies", &bodies, false }, \
		{ "headlines", &text_values, false }, \
		{ "people", &people, false }, \
		{ "organisations", &organisations, false }, \
		{ "places", &places, false }, \
		{ "subjects", &subjects, false }, \
		{ "events", &events, false }, \
		{ "eventDetails", &details, false }, \
		{ "plannedCoverage", &coverages, false }, \
		{ "objects", &objects, false }, \
		{ "infoSources", &sources, false }, \
		{ "title", &string, false }, { "by", &string, false }, \
		{ "slugline", &string, false }, { "located", &string, false }, \
		{ "renditions", &renditions, false }, \
		{ "associations", &associations, false }, \
		{ "altIds", &alt_ids, false }, \
		{ "trustIndicators", &indicators, false }, \
		{ "standard", &standard, false }, \
		{ "genres", &genres, false }, { "expires", &instant, false }, \
		{ "rightsInfo", &rights, false }, \
	{ \
		"digitalSourceType", &source_type, false \
	}

static const struct member association_members[] = { { "uri", &uri, true },
	{ "name", &string, true }, { "rel", &string, false }, ITEM_MEMBERS,
	{ "edNote", &note, false }, { "embargoedUntil", &instant, false },
	{ NULL, NULL, false } };
SHAPE(association, OBJECT_OF(association_members));
/* An embargo that cannot be read must hold the story, so it stays a string. */
static const struct member item_members[] = { { "uri", &uri, true },
	ITEM_MEMBERS, { "edNote", &string, false },
	{ "embargoedUntil", &string, false }, { NULL, NULL, false } };
const struct shape shape_ninjs_item = { OBJECT_OF(item_members) };

/* ---- the walk --------------------------------------------------------------
 */

#define PATH_SIZE 96

/* Where we are, for messages: "/subjects/3/uri". */
struct walk {
	struct problem_list *warnings;
	struct problem *why;
	const char *timezone;
	char path[PATH_SIZE];
};

enum fit { FIT, FIT_NOT, FIT_DROP };

static size_t
walk_enter(struct walk *walk, const char *name, size_t index)
{
	size_t len = strlen(walk->path);

	if (name != NULL)
		snprintf(walk->path + len, PATH_SIZE - len, "/%s", name);
	else
		snprintf(walk->path + len, PATH_SIZE - len, "/%zu", index);
	return len;
}

static void
walk_leave(struct walk *walk, size_t len)
{
	walk->path[len] = '\0';
}

static void
walk_warn(struct walk *walk, const char *what)
{
	struct problem warning = PROBLEM_NULL;

	problem_at(&warning, walk->path, 0, 0);
	problem_set(&warning, 1, "W-NINJS-MEMBER", "%s", what);
	problem_list_add(walk->warnings, &warning);
}

static void
walk_warn_zone(struct walk *walk)
{
	char text[120];

	snprintf(text, sizeof(text), "the time has no offset; taken as %.60s",
		walk->timezone);
	walk_warn(walk, text);
}

static enum fit
not_fit(struct walk *walk, const struct shape *shape, const json_t *json)
{
	problem_at(walk->why, walk->path, 0, 0);
	problem_set(walk->why, 1, "E-NINJS-TYPE", "expected %s, found %s",
		shape->expected, jsonin_type_name(json));
	return FIT_NOT;
}

static enum fit
fit_value_not(struct walk *walk, const struct shape *shape)
{
	problem_at(walk->why, walk->path, 0, 0);
	problem_set(
		walk->why, 1, "E-NINJS-VALUE", "expected %s", shape->expected);
	return FIT_NOT;
}

static enum fit
fit_instant(struct walk *walk, json_t *json)
{
	struct date date;
	int64_t ms;

	if (rfc3339_parse(jsonin_text(json), &ms) == 0)
		return FIT;
	if (date_parse(jsonin_text(json), walk->timezone, &date) != 0 ||
		!date.has_time) {
		walk_warn(walk, "left out: not a date and time with offset");
		return FIT_DROP;
	}
	struct rfc3339 text = rfc3339_of(date.ms);

	if (!date.has_zone)
		walk_warn_zone(walk);
	json_string_set(json, text.text);
	return FIT;
}

/* YYYY, YYYY-MM, YYYY-MM-DD, or all with a time. */
static bool
is_truncated_date(struct slice text)
{
	struct date date;

	if (text.len != 4 && text.len != 7 && text.len != 10 && text.len < 19)
		return false;
	return date_parse(text, "UTC", &date) == 0 &&
	       !strcmp(date.rule, "iso8601") && date.ms > INT64_MIN / 2 &&
	       memchr(text.at, ' ', text.len) == NULL &&
	       (text.len < 7 || text.at[4] == '-') &&
	       (text.len < 10 || text.at[7] == '-') &&
	       date.has_time == (text.len >= 19) &&
	       (text.len < 19 || text.at[10] == 'T');
}

/* ---- GeoJSON, RFC 7946 -----------------------------------------------------
 */

static bool
is_position_tree(const json_t *json, unsigned depth)
{
	size_t i;
	json_t *at;

	if (!json_is_array(json))
		return false;
	if (depth == 0 && json_array_size(json) < 2)
		return false;
	json_array_foreach(
		json, i, at) if (depth == 0 ? !json_is_number(at)
					    : !is_position_tree(at,
						      depth - 1)) return false;
	return true;
}

static bool is_geojson(json_t *json);

static bool
all_geojson(const json_t *list)
{
	size_t i;
	json_t *at;

	if (!json_is_array(list))
		return false;
	json_array_foreach(list, i, at) if (!is_geojson(at)) return false;
	return true;
}

static bool
is_geojson(json_t *json)
{
	static const struct {
		const char *type;
		unsigned depth, min;
	} geometries[] = { { "Point", 0, 2 }, { "MultiPoint", 1, 0 },
		{ "LineString", 1, 2 }, { "MultiLineString", 2, 0 },
		{ "Polygon", 2, 0 }, { "MultiPolygon", 3, 0 } };
	struct slice type = jsonin_get(json, "type");
	const json_t *coordinates = json_object_get(json, "coordinates");

	/* a bounding box may lie; nobody needs it */
	json_object_del(json, "bbox");
	for (size_t i = 0; i < n_elements(geometries); i++)
		if (slice_is(type, geometries[i].type))
			return is_position_tree(
				       coordinates, geometries[i].depth) &&
			       json_array_size(coordinates) >=
				       geometries[i].min;
	if (slice_is(type, "GeometryCollection"))
		return all_geojson(json_object_get(json, "geometries"));
	if (slice_is(type, "FeatureCollection"))
		return all_geojson(json_object_get(json, "features"));
	json_t *geometry = json_object_get(json, "geometry");
	const json_t *properties = json_object_get(json, "properties");

	return slice_is(type, "Feature") &&
	       (json_is_null(geometry) || is_geojson(geometry)) &&
	       (json_is_null(properties) || json_is_object(properties));
}

/* ---- objects and arrays ----------------------------------------------------
 */

static enum fit fit(struct walk *walk, const struct shape *shape, json_t *json);

static const struct member *
member_find(const struct member *members, const char *name, bool any_case)
{
	for (; members->name != NULL; members++) {
		if ((name[0] | 0x20) != (members->name[0] | 0x20))
			continue;
		if (any_case ? slice_is_nocase(slice_text(name), members->name)
			     : !strcmp(name, members->name))
			return members;
	}
	return NULL;
}

/* Names in another letter case become those of 3.1; the others go. */
static void
rename_members(struct walk *walk, const struct shape *shape, json_t *json)
{
	const char *name;
	json_t *value;
	void *next;

	json_object_foreach_safe(json, next, name, value)
	{
		if (member_find(shape->members, name, false) != NULL)
			continue;
		const struct member *known =
			member_find(shape->members, name, true);

		if (known != NULL &&
			json_object_get(json, known->name) == NULL) {
			json_object_set(json, known->name, value);
		} else {
			size_t len = walk_enter(walk, name, 0);

			walk_warn(walk, "left out: ninjs 3.1 has no such "
					"property here");
			walk_leave(walk, len);
		}
		json_object_del(json, name);
	}
}

static enum fit
fit_object(struct walk *walk, const struct shape *shape, json_t *json)
{
	rename_members(walk, shape, json);
	for (const struct member *m = shape->members; m->name != NULL; m++) {
		json_t *value = json_object_get(json, m->name);

		if (value == NULL && !m->required)
			continue;
		size_t len = walk_enter(walk, m->name, 0);

		if (value == NULL) {
			problem_at(walk->why, walk->path, 0, 0);
			problem_set(walk->why, 1, "E-NINJS-MISSING",
				"missing; expected %s", m->shape->expected);
			return FIT_NOT;
		}
		enum fit result = fit(walk, m->shape, value);

		if (result == FIT_DROP && m->required)
			result = fit_value_not(walk, m->shape);
		if (result == FIT_NOT)
			return FIT_NOT;
		if (result == FIT_DROP)
			json_object_del(json, m->name);
		walk_leave(walk, len);
	}
	if (shape->either != NULL &&
		(json_object_get(json, shape->either) != NULL) ==
			(json_object_get(json, shape->or_else) != NULL)) {
		problem_at(walk->why, walk->path, 0, 0);
		problem_set(walk->why, 1, "E-NINJS-VALUE",
			"expected exactly one of %s and %s", shape->either,
			shape->or_else);
		return FIT_NOT;
	}
	return FIT;
}

static enum fit
fit_array(struct walk *walk, const struct shape *shape, json_t *json)
{
	for (size_t i = 0; i < json_array_size(json);) {
		size_t len = walk_enter(walk, NULL, i);
		enum fit result = fit(walk, shape->of, json_array_get(json, i));

		if (result == FIT_NOT)
			return FIT_NOT;
		walk_leave(walk, len);
		if (result == FIT_DROP)
			json_array_remove(json, i);
		else
			i++;
	}
	return FIT;
}

static enum fit
fit_text(struct walk *walk, const struct shape *shape, json_t *json)
{
	struct slice text = jsonin_text(json);

	if (!json_is_string(json))
		return not_fit(walk, shape, json);
	switch (shape->type) {
	case SHAPE_URI:
		if (url_is_absolute_uri(text))
			return FIT;
		walk_warn(walk, "left out: not an absolute URI");
		return FIT_DROP;
	case SHAPE_INSTANT:
		return fit_instant(walk, json);
	case SHAPE_TRUNCATED:
		return is_truncated_date(text) ? FIT
					       : fit_value_not(walk, shape);
	case SHAPE_NOTE:
		return FIT_DROP;
	case SHAPE_ONE_OF:
		for (const char *const *word = shape->words; *word; word++)
			if (slice_is(text, *word))
				return FIT;
		return fit_value_not(walk, shape);
	default:
		return FIT;
	}
}

static enum fit
fit_integer(struct walk *walk, const struct shape *shape, json_t *json)
{
	/* JSON Schema: 3.0 is an integer */
	if (!json_is_integer(json) &&
		!(json_is_real(json) && json_real_value(json) > -1e15 &&
			json_real_value(json) < 1e15 &&
			json_real_value(json) ==
				(double)(int64_t)json_real_value(json)))
		return not_fit(walk, shape, json);
	int64_t value = json_is_integer(json) ? json_integer_value(json)
					      : (int64_t)json_real_value(json);

	return value >= shape->min && value <= shape->max
		       ? FIT
		       : fit_value_not(walk, shape);
}

static enum fit
fit(struct walk *walk, const struct shape *shape, json_t *json)
{
	/* null is what generators write for "nothing" */
	if (json_is_null(json))
		return FIT_DROP;
	switch (shape->type) {
	case SHAPE_OBJECT:
		return json_is_object(json) ? fit_object(walk, shape, json)
					    : not_fit(walk, shape, json);
	case SHAPE_ARRAY:
		return json_is_array(json) ? fit_array(walk, shape, json)
					   : not_fit(walk, shape, json);
	case SHAPE_INTEGER:
		return fit_integer(walk, shape, json);
	case SHAPE_NUMBER:
		return json_is_number(json) ? FIT : not_fit(walk, shape, json);
	case SHAPE_GEOJSON:
		return is_geojson(json) ? FIT : fit_value_not(walk, shape);
	default:
		return fit_text(walk, shape, json);
	}
}

int
shape_fit(const struct shape *shape, json_t *json, const char *timezone,
	struct problem_list *warnings, struct problem *why)
{
	struct walk walk = {
		.warnings = warnings, .why = why, .timezone = timezone
	};

	return fit(&walk, shape, json) == FIT ? 0 : 1;
}
