/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posting_about - what an item is about, where it plays, and what may be done
 * with it, as a draft has it.
 *
 * PRISM says of a person, a place or a firm that the story is about it; media
 * restrictions are lists of codes, which become a line of the terms of use.
 */
#include "format/posting_parts.h"

#include <string.h>

#include "text/html.h"
#include "text/url.h"

#define NEAR_SUBJECTS 64u /* among which the same is not said twice */

/* ---- subjects --------------------------------------------------------------
 */

static bool
is_same(const char *a, const struct buf *b)
{
	return a == NULL ? b->len == 0 : slice_is(buf_slice(b), a);
}

/* Several vocabularies say the same of one item; a bare word says less than one
 * with its scheme. */
static bool
is_said(const struct draft *draft, const struct buf *name,
	const struct buf *literal)
{
	size_t n = draft->subjects.n;
	size_t from = n > NEAR_SUBJECTS ? n - NEAR_SUBJECTS : 0;

	for (size_t i = from; i < n; i++)
		if (draft->subjects.items[i].uri == NULL &&
			is_same(draft->subjects.items[i].name, name) &&
			(literal->len == 0 ||
				is_same(draft->subjects.items[i].literal,
					literal)))
			return true;
	return false;
}

void
posting_subject_put(struct slice term, struct slice label, struct slice scheme,
	struct buf *name, struct buf *literal)
{
	html_to_text(posting_first_of(label, term), name);
	if (scheme.len != 0)
		buf_printf(literal, "%.*s/", (int)scheme.len, scheme.at);
	if (scheme.len != 0 || label.len != 0)
		html_to_text(term, literal);
}

static void
put_subject(struct posting_making *m, struct slice term, struct slice label,
	struct slice scheme)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	auto_(buf_done) struct buf literal = BUF_NULL;

	posting_subject_put(term, label, scheme, &name, &literal);
	if (name.len != 0 && !is_said(m->draft, &name, &literal))
		draft_add_subject(m->draft, buf_slice(&name),
			(struct slice){ 0 }, buf_slice(&literal));
}

static void
put_keywords(struct posting_making *m, struct slice list)
{
	struct slice word;

	while (slice_cut(&list, ',', &word))
		put_subject(m, slice_trim(word), (struct slice){ 0 },
			(struct slice){ 0 });
}

/* A topic is known by its address; its name may stand beside the items. */
static void
put_topic(struct posting_making *m, const struct posting_subject *subject)
{
	auto_(buf_done) struct buf uri = BUF_NULL, name = BUF_NULL;

	if (!url_resolve(posting_base(m->context, (struct slice){ 0 }),
		    subject->uri, &uri))
		return;
	for (size_t i = 0; i < m->feed->subjects.n && name.len == 0; i++) {
		const struct posting_subject *topic =
			&m->feed->subjects.items[i];

		if (topic->about == POST_ABOUT_TOPIC &&
			slice_equal(topic->uri, subject->uri))
			html_to_text(topic->term, &name);
	}
	draft_add_subject(m->draft, buf_slice(&name), buf_slice(&uri),
		(struct slice){ 0 });
}

static void
put_subjects(struct posting_making *m)
{
	for (size_t i = 0; i < m->item->subjects.n; i++) {
		const struct posting_subject *subject =
			&m->item->subjects.items[i];

		if (subject->about != POST_ABOUT_SUBJECT)
			continue;
		if (subject->uri.len != 0)
			put_topic(m, subject);
		else if (subject->is_list)
			put_keywords(m, subject->term);
		else
			put_subject(m, subject->term, subject->label,
				subject->scheme);
	}
}

/* { name, rel } of each of that kind. */
static void
put_concepts(const struct posting_making *m, enum posting_about about,
	const char *rel, struct jsonout *concepts)
{
	for (size_t i = 0; i < m->item->subjects.n; i++) {
		const struct posting_subject *subject =
			&m->item->subjects.items[i];
		auto_(buf_done) struct buf name = BUF_NULL;

		if (subject->about != about)
			continue;
		html_to_text(subject->term, &name);
		if (name.len == 0)
			continue;
		jsonout_object(concepts);
		jsonout_member(concepts, "name", buf_slice(&name));
		jsonout_member_some(concepts, "rel", slice_text(rel));
		jsonout_object_end(concepts);
	}
}

/* Who brings it out: an organisation more often than a person. */
static void
put_publishers(const struct posting_making *m, struct jsonout *organisations)
{
	for (size_t i = 0; i < m->item->people.n; i++) {
		const struct posting_person *person = &m->item->people.items[i];
		auto_(buf_done) struct buf name = BUF_NULL;

		if (person->kind != POST_PUBLISHER || m->draft->is_own)
			continue;
		html_to_text(
			posting_first_of(person->name, person->email), &name);
		if (name.len == 0)
			continue;
		jsonout_object(organisations);
		jsonout_member(organisations, "name", buf_slice(&name));
		jsonout_member_text(organisations, "rel", "publisher");
		if (person->email.len != 0) {
			jsonout_key(organisations, "contactInfo");
			jsonout_array(organisations);
			jsonout_object(organisations);
			jsonout_member_text(organisations, "type", "email");
			jsonout_member(organisations, "value", person->email);
			jsonout_object_end(organisations);
			jsonout_array_end(organisations);
		}
		jsonout_object_end(organisations);
	}
}

static void
put_concepts_as(const struct posting_making *m, enum posting_about about,
	const char *rel, const char *property)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout concepts = JSONOUT(&text);

	jsonout_array(&concepts);
	put_concepts(m, about, rel, &concepts);
	if (about == POST_ABOUT_ORGANISATION)
		put_publishers(m, &concepts);
	jsonout_array_end(&concepts);
	posting_put_property(m->draft, property, buf_slice(&text));
}

void
posting_put_about_people(const struct posting_making *m, struct jsonout *people)
{
	put_concepts(m, POST_ABOUT_PERSON, "about", people);
}

/* ---- places ----------------------------------------------------------------
 */

static void
put_place(struct posting_making *m, struct jsonout *places,
	const struct posting_geo *geo, struct slice name)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	enum posting_geo_found found = posting_geo_write(geo, &text);

	if (found == POSTING_GEO_NOWHERE && geo->name.len == 0)
		return;
	if (found == POSTING_GEO_MISLABELLED)
		draft_warn(m->draft, "W-FEED-PLACE",
			"a position says '%.*s', and its numbers are degrees",
			(int)(geo->system.len > 60 ? 60 : geo->system.len),
			geo->system.at);
	jsonout_object(places);
	if (text.len != 0) {
		jsonout_key(places, "geoJSON");
		jsonout_raw(places, buf_slice(&text));
	}
	jsonout_member_some(places, "name", name);
	jsonout_object_end(places);
}

static void
put_places(struct posting_making *m)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	struct slice latitude = posting_text(m->item, POST_LATITUDE);
	struct slice longitude = posting_text(m->item, POST_LONGITUDE);
	const struct posting_geo w3c = { .shape = POST_POINT,
		.text = latitude,
		.text_2 = longitude,
		.dimensions = 2 };
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout places = JSONOUT(&text);

	jsonout_array(&places);
	posting_plain(posting_value_of(m->item, POST_PLACE), &name);
	for (size_t i = 0; i < m->item->places.n; i++) {
		const struct posting_geo *geo = &m->item->places.items[i];
		auto_(buf_done) struct buf own = BUF_NULL;

		html_to_text(geo->name, &own);
		put_place(m, &places, geo,
			posting_first_of(buf_slice(&own), buf_slice(&name)));
	}
	if (latitude.len != 0 && longitude.len != 0)
		put_place(m, &places, &w3c, buf_slice(&name));
	if (text.len == strlen("[") && name.len != 0) {
		jsonout_object(&places);
		jsonout_member(&places, "name", buf_slice(&name));
		jsonout_object_end(&places);
	}
	put_concepts(m, POST_ABOUT_PLACE, NULL, &places);
	jsonout_array_end(&places);
	posting_put_property(m->draft, "places", buf_slice(&text));
}

void
posting_put_about(struct posting_making *m)
{
	if (!m->draft->is_own || m->draft->subjects.n == 0)
		put_subjects(m);
	put_places(m);
	put_concepts_as(m, POST_ABOUT_ORGANISATION, "about", "organisations");
	put_concepts_as(m, POST_ABOUT_EVENT, "about", "events");
	put_concepts_as(m, POST_ABOUT_OBJECT, "about", "objects");
	put_concepts_as(m, POST_ABOUT_GENRE, NULL, "genres");
}

/* ---- terms -----------------------------------------------------------------
 */

/* Media RSS 1.5.1, "media:restriction": the codes are the feed's. */
static void
put_restriction(const struct posting_subject *from, struct buf *terms)
{
	static const struct {
		const char *type, *allow, *deny;
	} kinds[] = {
		{ "country", "Only in: ", "Not in: " },
		{ "uri", "Only on: ", "Not on: " },
		{ "sharing", "Sharing is allowed", "Sharing is not allowed" },
		{ "", "Only for: ", "Not for: " },
	};
	bool is_denied = slice_is_nocase(from->label, "deny");
	auto_(buf_done) struct buf codes = BUF_NULL;
	size_t kind = 0;

	if (!is_denied && !slice_is_nocase(from->label, "allow"))
		return;
	html_collapse(from->term, &codes);
	while (kind + 1 < n_elements(kinds) &&
		!slice_is_nocase(from->scheme, kinds[kind].type))
		kind++;
	if (kind != 2 && codes.len == 0)
		return;
	buf_printf(terms, "%s%s%s", terms->len != 0 ? "\n" : "",
		is_denied ? kinds[kind].deny : kinds[kind].allow,
		kind != 2 ? buf_text(&codes) : "");
}

void
posting_put_terms(struct posting_making *m)
{
	auto_(buf_done) struct buf terms = BUF_NULL;
	const struct posting_value *said =
		posting_value_of(m->item, POST_TERMS);

	if (said == NULL)
		said = posting_value_of(m->feed, POST_TERMS);
	posting_plain(said, &terms);
	for (size_t i = 0; i < m->item->subjects.n; i++)
		if (m->item->subjects.items[i].about == POST_RESTRICTION)
			put_restriction(&m->item->subjects.items[i], &terms);
	if (terms.len != 0)
		draft_set(m->draft, DRAFT_USAGE_TERMS, buf_slice(&terms), NULL);
}
