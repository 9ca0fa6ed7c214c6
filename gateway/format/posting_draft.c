/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posting_draft - what an item says, as a draft.
 *
 * The order of preference among elements that say the same stands here, one
 * function per property; namespaced duplicates never win over the format's own
 * (standards: RSS Best Practices Profile, RFC 4287, JSON Feed 1.1).
 */
#include <string.h>

#include "format/body.h"
#include "format/decoders.h"
#include "format/item.h"
#include "format/own.h"
#include "format/posting_parts.h"
#include "text/date.h"
#include "text/html.h"
#include "text/url.h"

const struct posting_value *
posting_value_of(const struct posting *item, enum posting_slot slot)
{
	const struct posting_value *value = item->values[slot];

	return value != NULL && value->text.len != 0 ? value : NULL;
}

void
posting_put_property(struct draft *draft, const char *name, struct slice json)
{
	if (!slice_is(json, "[]"))
		draft_add_property(draft, slice_text(name), json);
}

/* The first of the slots that says something; NULL: none. */
static const struct posting_value *
first_value(
	const struct posting *item, const enum posting_slot *slots, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (posting_value_of(item, slots[i]) != NULL)
			return posting_value_of(item, slots[i]);
	return NULL;
}

/* ---- text ------------------------------------------------------------------
 */

static void
set_plain(struct posting_making *m, enum draft_field field,
	const struct posting_value *value)
{
	auto_(buf_done) struct buf plain = BUF_NULL;

	posting_plain(value, &plain);
	if (plain.len != 0)
		draft_set(m->draft, field, buf_slice(&plain), NULL);
}

static void
set_language(struct posting_making *m, const struct posting_value *body,
	const struct posting_value *summary, const struct posting_value *title)
{
	const struct posting_value *nearest = body      ? body
					      : summary ? summary
							: title;
	struct slice language = posting_text(m->item, POST_LANGUAGE);

	/* xml:lang="" says that nobody knows (XML 1.0, section 2.12) */
	if (language.len == 0 && nearest != NULL && nearest->lang.at != NULL) {
		language = nearest->lang;
		if (language.len == 0)
			return;
	}
	language = posting_first_of(language, m->item->lang);
	language = posting_first_of(
		language, posting_text(m->feed, POST_LANGUAGE));
	language = posting_first_of(language, m->feed->lang);
	language = posting_first_of(language, m->context->header_language);
	if (language.len != 0)
		draft_set(m->draft, DRAFT_LANGUAGE, language, NULL);
}

static void
put_body(struct posting_making *m, const struct posting_value *body)
{
	if (body->is_html)
		body_put_html(m->draft, body->text,
			posting_base(m->context, body->base));
	else
		body_put_plain(m->draft, body->text);
}

/* Whoever has nothing but a film says of its group what others say of the
 * item: of the first group that does, its title or its description. */
static const struct posting_value *
group_value(const struct posting_making *m, bool of_title)
{
	for (size_t i = 0; i < m->item->media.n; i++) {
		const struct posting_media *group = &m->item->media.items[i];
		struct slice text = of_title ? group->title : group->caption;
		struct posting_value *value;

		if (!group->is_group || text.len == 0)
			continue;
		value = arena_zero(m->context->arena, sizeof(*value));
		value->text = text;
		value->is_html = true;
		value->base = group->base;
		return value;
	}
	return NULL;
}

static void
put_text(struct posting_making *m)
{
	static const enum posting_slot titles[] = { POST_TITLE,
		POST_MEDIA_TITLE, POST_DC_TITLE };
	static const enum posting_slot bodies[] = { POST_CONTENT, POST_XHTML,
		POST_CONTENT_TEXT, POST_SUMMARY, POST_ABSTRACT,
		POST_DC_DESCRIPTION, POST_ITUNES_SUMMARY,
		POST_MEDIA_DESCRIPTION, POST_ITUNES_SUBTITLE, POST_TEASER };
	static const enum posting_slot summaries[] = { POST_ABSTRACT,
		POST_SUMMARY, POST_DC_DESCRIPTION, POST_ITUNES_SUMMARY,
		POST_MEDIA_DESCRIPTION, POST_ITUNES_SUBTITLE, POST_TEASER };
	const struct posting_value *title =
		first_value(m->item, titles, n_elements(titles));
	const struct posting_value *body =
		first_value(m->item, bodies, n_elements(bodies));
	const struct posting_value *summary = NULL;
	const struct posting_value *of_group = group_value(m, false);

	if (title == NULL)
		title = group_value(m, true);
	if (body == NULL) {
		body = of_group;
		of_group = NULL;
	}
	for (size_t i = 0; i < n_elements(summaries) && summary == NULL; i++)
		if (posting_value_of(m->item, summaries[i]) != body)
			summary = posting_value_of(m->item, summaries[i]);
	if (summary == NULL)
		summary = of_group;
	if (title != NULL)
		body_put_title(m->draft, title->text, title->is_html);
	if (body != NULL)
		put_body(m, body);
	draft_text_done(m->draft);
	if (summary != NULL && !own_has_footer(summary->text))
		set_plain(m, DRAFT_SUMMARY, summary);
	set_language(m, body, summary, title);
}

/* ---- identity --------------------------------------------------------------
 */

/* A relative path in a document that says where it lies is an address; "4711"
 * is a number and stays one. */
static bool
resolve_id(struct posting_making *m, const struct posting_value *guid,
	struct buf *out)
{
	struct slice base = guid->base.len ? guid->base : m->context->base;

	return m->item->may_resolve_id && slice_has(guid->text, '/') &&
	       base.len != 0 && url_resolve_link(base, guid->text, out);
}

static void
put_made_up_uri(struct posting_making *m)
{
	auto_(buf_done) struct buf all = BUF_NULL;

	buf_put_slice(&all, posting_text(m->item, POST_TITLE));
	buf_putc(&all, '\n');
	buf_put_slice(&all, posting_text(m->item, POST_PUBLISHED));
	buf_putc(&all, '\n');
	buf_put_slice(&all,
		posting_first_of(posting_text(m->item, POST_SUMMARY),
			posting_first_of(posting_text(m->item, POST_ABSTRACT),
				posting_text(m->item, POST_CONTENT))));
	format_made_up_uri(m->draft, buf_slice(&all));
}

static void
put_identity(struct posting_making *m, struct slice link)
{
	const struct posting_value *guid = posting_value_of(m->item, POST_GUID);
	auto_(buf_done) struct buf resolved = BUF_NULL;

	if (guid == NULL)
		guid = posting_value_of(m->item, POST_ABOUT);
	if (guid != NULL)
		draft_add_alt_id(m->draft, SLICE("guid"), guid->text);
	if (guid != NULL && url_is_absolute_uri(guid->text))
		draft_set(m->draft, DRAFT_URI, guid->text, NULL);
	else if (guid != NULL && resolve_id(m, guid, &resolved))
		draft_set(m->draft, DRAFT_URI, buf_slice(&resolved), NULL);
	else if (guid != NULL)
		format_made_up_uri(m->draft, guid->text);
	else if (url_is_absolute_uri(link))
		draft_set(m->draft, DRAFT_URI, link, NULL);
	else
		put_made_up_uri(m);
}

/* What is an address is one that can be followed. */
static void
put_alt_id(struct posting_making *m, const char *role,
	const struct posting_value *value, bool is_link)
{
	auto_(buf_done) struct buf url = BUF_NULL;

	if (!is_link || !url_resolve_link(posting_base(m->context, value->base),
				value->text, &url))
		buf_put_slice(&url, value->text);
	draft_add_alt_id(m->draft, slice_text(role), buf_slice(&url));
}

/* Where it was had from, and where readers talk about it (RFC 4287, RFC 4685).
 */
static void
put_linked_id(struct posting_making *m, const struct posting_link *link)
{
	const struct posting_value value = { .text = link->href,
		.base = link->base };
	const char *role = NULL;

	if (slice_is_nocase(link->rel, "via"))
		role = "via";
	else if (slice_is_nocase(link->rel, "replies"))
		role = slice_holds(link->type, "xml") ? "comments-feed"
						      : "comments";
	if (role != NULL && link->href.len != 0)
		put_alt_id(m, role, &value, true);
}

static void
put_alt_ids(struct posting_making *m)
{
	static const struct {
		enum posting_slot slot;
		const char *role;
		bool is_link;
	} ids[] = {
		{ POST_ORIG_LINK, "origlink", true },
		{ POST_EXTERNAL_LINK, "external", true },
		{ POST_DC_IDENTIFIER, "dc:identifier", false },
		{ POST_DOI, "doi", false },
		{ POST_COMMENTS, "comments", true },
		{ POST_COMMENTS_FEED, "comments-feed", true },
	};

	for (size_t i = 0; i < n_elements(ids); i++)
		if (posting_value_of(m->item, ids[i].slot) != NULL)
			put_alt_id(m, ids[i].role,
				posting_value_of(m->item, ids[i].slot),
				ids[i].is_link);
	for (size_t i = 0; i < m->item->links.n; i++)
		put_linked_id(m, &m->item->links.items[i]);
}

/* ---- time ------------------------------------------------------------------
 */

#define DAY_MS INT64_C(86400000)

/* An instant, with the words that said it. */
struct moment {
	struct date date;
	struct slice said;
};

static bool
read_moment(
	struct posting_making *m, struct slice said, struct moment *ret_moment)
{
	if (said.len == 0 || date_parse(said, m->draft->partner->timezone,
				     &ret_moment->date) != 0)
		return false;
	ret_moment->said = said;
	return true;
}

static bool
read_slot(struct posting_making *m, enum posting_slot slot,
	struct moment *ret_moment)
{
	struct slice said = posting_text(m->item, slot);

	if (said.len == 0)
		return false;
	if (read_moment(m, said, ret_moment))
		return true;
	draft_warn(m->draft, "W-FEED-DATE", "'%.*s' cannot be read as a date",
		(int)(said.len > 60 ? 60 : said.len), said.at);
	return false;
}

static void
set_moment(struct posting_making *m, enum draft_field field,
	const struct moment *moment)
{
	item_set_date(m->draft, field, moment->said, &moment->date);
}

/* dcterms:valid holds "start=...; end=..." */
static struct slice
expiry_of(const struct posting *item)
{
	struct slice valid = posting_text(item, POST_VALID);
	const char *end =
		valid.len ? memmem(valid.at, valid.len, "end=", 4) : NULL;
	struct slice rest;

	if (end == NULL)
		return posting_first_of(posting_text(item, POST_EXPIRES),
			posting_text(item, POST_KILL_DATE));
	rest = slice_of(end + 4, valid.len - (size_t)(end - valid.at) - 4);
	slice_cut(&rest, ';', &valid);
	return slice_trim(valid);
}

static bool
first_moment(struct posting_making *m, const enum posting_slot *slots, size_t n,
	struct moment *ret_moment)
{
	for (size_t i = 0; i < n; i++)
		if (read_slot(m, slots[i], ret_moment))
			return true;
	return false;
}

static void
put_dates(struct posting_making *m)
{
	static const enum posting_slot firsts[] = { POST_PUBLISHED,
		POST_DC_DATE, POST_ISSUED, POST_CREATED };
	static const enum posting_slot laters[] = { POST_DELETED, POST_MODIFIED,
		POST_UPDATED };
	struct moment created = { .said = { 0 } };
	struct moment changed = created, next = created;
	bool was_created =
		first_moment(m, firsts, n_elements(firsts), &created);
	bool was_changed = false;

	for (size_t i = 0; i < n_elements(laters); i++) {
		if (!read_slot(m, laters[i], &next) ||
			(was_changed && next.date.ms <= changed.date.ms))
			continue;
		changed = next;
		was_changed = true;
	}
	/* Atom says what the last change was; RSS may only have begun again */
	if (was_created &&
		(!was_changed || (!m->item->may_resolve_id &&
					 created.date.ms > changed.date.ms)))
		changed = created;
	if (was_created)
		set_moment(m, DRAFT_FIRST_CREATED, &created);
	if (was_created || was_changed)
		set_moment(m, DRAFT_VERSION_CREATED, &changed);
	if (read_slot(m, POST_CREATED, &next))
		set_moment(m, DRAFT_CONTENT_CREATED, &next);
	else if (was_created)
		set_moment(m, DRAFT_CONTENT_CREATED, &created);
	if (read_moment(m, expiry_of(m->item), &next))
		set_moment(m, DRAFT_EXPIRES, &next);
}

/* PRISM's embargo is a day often enough. One that is over everywhere on earth
 * holds nobody up; before that a day is no instant, and holds the story. */
static void
put_embargo(struct posting_making *m)
{
	static const enum posting_slot slots[] = { POST_EMBARGO, POST_RELEASE };

	for (size_t i = 0; i < n_elements(slots); i++) {
		struct slice said = posting_text(m->item, slots[i]);
		struct moment moment;

		if (said.len == 0)
			continue;
		if (read_moment(m, said, &moment) && !moment.date.has_time &&
			moment.date.ms + 2 * DAY_MS <
				m->context->document->received_ms)
			set_moment(m, DRAFT_EMBARGOED_UNTIL, &moment);
		else
			item_set_embargo(m->draft, said);
	}
}

/* ---- people ----------------------------------------------------------------
 */

static struct slice
plain_name(struct slice raw, struct buf *out)
{
	struct slice name;

	html_to_text(raw, out);
	name = buf_slice(out);
	if (name.len > 3 && slice_is_nocase(slice_of(name.at, 3), "by "))
		name = slice_of(name.at + 3, name.len - 3);
	return name;
}

static void
put_contact(struct jsonout *json, const char *type, struct slice value)
{
	if (value.len == 0)
		return;
	jsonout_object(json);
	jsonout_member_text(json, "type", type);
	jsonout_member(json, "value", value);
	jsonout_object_end(json);
}

/* What the person did: podcast:person is a host if it says nothing else. */
static void
put_rel(const struct posting_person *person, struct buf *out)
{
	if (person->kind == POST_CONTRIBUTOR)
		buf_puts(out, "contributor");
	else if (person->kind != POST_PARTICIPANT)
		buf_puts(out, "author");
	else if (person->role.len == 0)
		buf_puts(out, "host");
	for (size_t i = 0; i < person->role.len; i++) {
		char c = person->role.at[i];

		buf_putc(out, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
	}
}

/* The person as ninjs has it, when anything is known. */
static void
put_person(struct posting_making *m, const struct posting_person *person,
	struct slice name, struct jsonout *people)
{
	auto_(buf_done) struct buf url = BUF_NULL;
	auto_(buf_done) struct buf rel = BUF_NULL;

	if (person->url.len != 0)
		url_resolve_link(posting_base(m->context, person->base),
			person->url, &url);
	if (!url_is_web(buf_slice(&url))) /* JSON Feed allows mailto: too */
		buf_clear(&url);
	if (name.len == 0 && person->email.len == 0 && url.len == 0)
		return;
	put_rel(person, &rel);
	jsonout_object(people);
	jsonout_member(people, "rel", buf_slice(&rel));
	jsonout_member_some(people, "name", name);
	if (person->email.len != 0 || url.len != 0) {
		jsonout_key(people, "contactInfo");
		jsonout_array(people);
		put_contact(people, "email", person->email);
		put_contact(people, "web", buf_slice(&url));
		jsonout_array_end(people);
	}
	jsonout_object_end(people);
}

/* Of several kinds the best known one signs. */
static enum posting_person_kind
best_kind(const struct posting *item)
{
	enum posting_person_kind best = POST_CONTRIBUTOR;

	for (size_t i = 0; i < item->people.n; i++) {
		const struct posting_person *person = &item->people.items[i];

		if (person->kind < best &&
			(person->name.len != 0 || person->email.len != 0 ||
				person->url.len != 0))
			best = person->kind;
	}
	return best;
}

static void
put_people_of(struct posting_making *m, const struct posting *from,
	enum posting_person_kind kind, struct jsonout *people)
{
	for (size_t i = 0; i < from->people.n; i++) {
		const struct posting_person *person = &from->people.items[i];
		auto_(buf_done) struct buf plain = BUF_NULL;
		struct slice name;

		if (person->kind != kind)
			continue;
		name = plain_name(person->name, &plain);
		if (kind < POST_CONTRIBUTOR && name.len != 0)
			draft_add_byline(m->draft, name, NULL);
		put_person(m, person, name, people);
	}
}

/* Those of the episode, else those of all. */
static void
put_participants(struct posting_making *m, struct jsonout *people)
{
	size_t before = people->out->len;

	put_people_of(m, m->item, POST_PARTICIPANT, people);
	if (people->out->len == before)
		put_people_of(m, m->feed, POST_PARTICIPANT, people);
}

/* Atom: an entry without an author has its source's, or the feed's. */
static void
put_people(struct posting_making *m)
{
	const struct posting *owners[] = { m->item, m->item->source,
		m->item->may_resolve_id ? m->feed : NULL };
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout people = JSONOUT(&text);

	if (m->draft->is_own) /* said element by element */
		return;
	jsonout_array(&people);
	for (size_t i = 0; i < n_elements(owners); i++) {
		if (owners[i] == NULL ||
			best_kind(owners[i]) == POST_CONTRIBUTOR)
			continue;
		put_people_of(m, owners[i], best_kind(owners[i]), &people);
		break;
	}
	put_people_of(m, m->item, POST_CONTRIBUTOR, &people);
	put_participants(m, &people);
	posting_put_about_people(m, &people);
	jsonout_array_end(&people);
	posting_put_property(m->draft, "people", buf_slice(&text));
}

/* ---- rights and sources ----------------------------------------------------
 */

static struct slice
license_of(const struct posting *item)
{
	struct slice license = posting_text(item, POST_LICENSE);

	for (size_t i = 0; i < item->links.n && license.len == 0; i++)
		if (slice_is_nocase(item->links.items[i].rel, "license"))
			license = item->links.items[i].href;
	return license;
}

static void
put_license(struct draft *draft, struct slice license)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout rights = JSONOUT(&text);

	jsonout_object(&rights);
	jsonout_member(&rights, "linkedRights", license);
	jsonout_object_end(&rights);
	posting_put_property(draft, "rightsInfo", buf_slice(&text));
}

static void
put_rights(struct posting_making *m)
{
	static const enum posting_slot own[] = { POST_RIGHTS, POST_DC_RIGHTS,
		POST_MEDIA_RIGHTS };
	const struct posting *owners[] = { m->item, m->item->source, m->feed };
	struct slice license =
		posting_first_of(license_of(m->item), license_of(m->feed));
	const struct posting_value *rights = NULL;

	for (size_t i = 0; i < n_elements(owners) && rights == NULL; i++)
		if (owners[i] != NULL)
			rights = first_value(owners[i], own, n_elements(own));
	set_plain(m, DRAFT_COPYRIGHT_NOTICE, rights);
	set_plain(m, DRAFT_COPYRIGHT_HOLDER,
		posting_value_of(m->item, POST_RIGHTS_HOLDER) != NULL
			? posting_value_of(m->item, POST_RIGHTS_HOLDER)
			: posting_value_of(m->feed, POST_RIGHTS_HOLDER));
	license = posting_first_of(
		license, posting_text(m->item, POST_TERMS_LINK));
	if (url_is_absolute_uri(license))
		put_license(m->draft, license);
}

static void
put_supplier(struct posting_making *m, const struct posting_value *name,
	const char *uri, const char *rule, double confidence)
{
	const struct tt_evidence evidence = { 0, 0, rule, confidence };
	auto_(buf_done) struct buf plain = BUF_NULL;

	posting_plain(name, &plain);
	if (plain.len != 0)
		draft_add_party(m->draft, TT_SUPPLIER, buf_slice(&plain), uri,
			&evidence);
}

/* RSS 1.0's mod_aggregation: whom an aggregator had it from. */
static void
put_aggregated(struct posting_making *m)
{
	struct slice link = posting_text(m->item, POST_AG_SOURCE_LINK);

	put_supplier(m, posting_value_of(m->item, POST_AG_SOURCE),
		url_is_web(link) ? arena_text(m->context->arena, link) : NULL,
		"ag-source", 0.9);
}

static void
put_sources(struct posting_making *m)
{
	const struct posting_value *dc =
		posting_value_of(m->item, POST_DC_SOURCE);
	const struct posting *atom = m->item->source;
	auto_(buf_done) struct buf link = BUF_NULL;
	char *url = m->item->source_url.len != 0
			    ? arena_text(m->context->arena, m->item->source_url)
			    : NULL;

	if (m->draft->is_own)
		return;
	put_supplier(m, posting_value_of(m->item, POST_SOURCE), url,
		"rss-source", 0.95);
	if (url != NULL && posting_value_of(m->item, POST_SOURCE) == NULL)
		draft_add_alt_id(
			m->draft, SLICE("source"), m->item->source_url);
	if (dc != NULL && url_is_absolute_uri(dc->text))
		draft_add_alt_id(m->draft, SLICE("source"), dc->text);
	else if (dc != NULL)
		put_supplier(m, dc, NULL, "dc-source", 0.9);
	put_aggregated(m);
	put_supplier(m, posting_value_of(m->item, POST_PUBLICATION), NULL,
		"prism-publication", 0.6);
	if (atom == NULL)
		return;
	if (!posting_web_link(m->context, atom, &link))
		buf_put_slice(&link, posting_text(atom, POST_GUID));
	if (posting_value_of(atom, POST_TITLE) != NULL)
		put_supplier(m, posting_value_of(atom, POST_TITLE),
			link.len != 0 ? buf_text(&link) : NULL, "atom-source",
			0.95);
	else if (link.len != 0) /* nameless: an address and no party */
		draft_add_alt_id(m->draft, SLICE("source"), buf_slice(&link));
}

/* ---- the draft -------------------------------------------------------------
 */

/* RFC 6721 takes back; RFC 5023 keeps what is not done yet. */
static void
put_status(struct posting_making *m)
{
	if (m->item->values[POST_DELETED] != NULL) {
		draft_set(m->draft, DRAFT_PUB_STATUS, SLICE("canceled"), NULL);
		if (posting_value_of(m->item, POST_COMMENT) != NULL)
			draft_add_note(m->draft,
				posting_text(m->item, POST_COMMENT), NULL);
	} else if (slice_is_nocase(posting_text(m->item, POST_DRAFT), "yes")) {
		draft_set(m->draft, DRAFT_PUB_STATUS, SLICE("withheld"), NULL);
	}
}

static void
put_own(struct posting_making *m)
{
	for (size_t i = 0; i < m->item->owns.n; i++)
		own_take_packed(m->draft, m->item->owns.items[i].packed,
			m->item->owns.items[i].text);
}

static void
put_feed_title(struct posting_making *m)
{
	auto_(buf_done) struct buf title = BUF_NULL;

	posting_plain(posting_value_of(m->feed, POST_TITLE), &title);
	if (title.len != 0)
		m->draft->feed_title =
			arena_text(&m->draft->arena, buf_slice(&title));
}

int
posting_draft(const struct posting_context *context, const struct posting *item,
	const char *format, struct problem *why)
{
	auto_(buf_done) struct buf link = BUF_NULL;
	struct posting_making m = { .context = context,
		.item = item,
		.feed = context->feed,
		.draft = decoded_add_draft(
			context->decoded, context->document->partner) };

	if (m.draft == NULL)
		return problem_set(why, 1, "E-TOO-MANY",
			"more than %u stories in one document",
			FORMAT_MAX_STORIES);
	m.draft->format = format;
	m.draft->format_version =
		arena_text(&m.draft->arena, context->decoded->format_version);
	put_feed_title(&m);
	put_text(&m);
	draft_set(m.draft, DRAFT_TYPE, SLICE("text"), NULL);
	if (posting_web_link(context, item, &link))
		draft_set(m.draft, DRAFT_LINK, buf_slice(&link), NULL);
	put_identity(&m, buf_slice(&link));
	put_alt_ids(&m);
	put_dates(&m);
	put_embargo(&m);
	put_own(&m);
	put_people(&m);
	posting_put_about(&m);
	put_rights(&m);
	posting_put_terms(&m);
	put_sources(&m);
	posting_put_media(&m);
	put_status(&m);
	if (m.draft->title_end == 0 && m.draft->text.len == 0 &&
		item->values[POST_DELETED] == NULL)
		draft_warn(m.draft, "W-FEED-EMPTY",
			"the item has neither title nor description");
	return 0;
}
