/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posting_feed - what a feed says of itself, for the report: plain text,
 * absolute addresses, one instant. Nothing of a stranger's markup is in it.
 */
#include <string.h>

#include "base/mem.h"
#include "base/rfc3339.h"
#include "format/posting.h"
#include "text/date.h"
#include "text/html.h"
#include "text/url.h"

static struct slice
kept(const struct posting_context *context, const struct buf *text)
{
	if (text->len == 0)
		return (struct slice){ 0 };
	return slice_of(arena_text(&context->decoded->arena, buf_slice(text)),
		text->len);
}

/* The first of the slots that leaves something to read. */
static struct slice
text_of(const struct posting_context *context, const enum posting_slot *slots,
	size_t n)
{
	auto_(buf_done) struct buf plain = BUF_NULL;

	for (size_t i = 0; i < n && plain.len == 0; i++)
		posting_plain(context->feed->values[slots[i]], &plain);
	return kept(context, &plain);
}

static struct slice
address_of(const struct posting_context *context,
	const enum posting_slot *slots, size_t n)
{
	auto_(buf_done) struct buf url = BUF_NULL;

	for (size_t i = 0; i < n && url.len == 0; i++) {
		const struct posting_value *value =
			context->feed->values[slots[i]];

		if (value != NULL && value->text.len != 0)
			url_resolve_link(posting_base(context, value->base),
				value->text, &url);
	}
	return kept(context, &url);
}

/* An id is an address only where it can be one. */
static struct slice
id_of(const struct posting_context *context)
{
	const struct posting_value *id = context->feed->values[POST_GUID];
	auto_(buf_done) struct buf url = BUF_NULL;

	if (id == NULL)
		id = context->feed->values[POST_ABOUT];
	if (id == NULL) /* podcast:guid */
		id = context->feed->values[POST_DC_IDENTIFIER];
	if (id == NULL || id->text.len == 0)
		return (struct slice){ 0 };
	struct slice base = id->base.len != 0 ? id->base : context->base;

	if (url_is_absolute_uri(id->text) || base.len == 0 ||
		!slice_has(id->text, '/') ||
		!url_resolve_link(base, id->text, &url))
		html_collapse(id->text, &url);
	return kept(context, &url);
}

/* The first of the slots that is a date. */
static struct slice
instant_of(const struct posting_context *context,
	const enum posting_slot *slots, size_t n)
{
	const char *zone = context->document->partner->timezone;
	struct date date;

	for (size_t i = 0; i < n; i++) {
		struct slice said = posting_text(context->feed, slots[i]);

		if (said.len == 0 || date_parse(said, zone, &date) != 0)
			continue;
		return slice_text(arena_text(&context->decoded->arena,
			slice_text(rfc3339_of(date.ms).text)));
	}
	return (struct slice){ 0 };
}

static struct slice
language_of(const struct posting_context *context)
{
	const struct posting *feed = context->feed;
	struct slice language = posting_text(feed, POST_LANGUAGE);
	auto_(buf_done) struct buf plain = BUF_NULL;

	if (language.len == 0)
		language = feed->lang;
	if (language.len == 0)
		language = context->header_language;
	html_collapse(language, &plain);
	for (size_t i = 0; i < plain.len; i++)
		if (plain.data[i] == '_')
			plain.data[i] = '-';
	return kept(context, &plain);
}

static void
take_person(const struct posting_context *context,
	const struct posting_person *from, struct decoded_person *to)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	auto_(buf_done) struct buf email = BUF_NULL;
	auto_(buf_done) struct buf url = BUF_NULL;

	html_to_text(from->name, &name);
	html_collapse(from->email, &email);
	if (from->url.len != 0)
		url_resolve_link(
			posting_base(context, from->base), from->url, &url);
	to->name = kept(context, &name);
	to->email = kept(context, &email);
	to->url = kept(context, &url);
}

/* The format's own author before those of modules. */
static void
take_authors(const struct posting_context *context)
{
	static const enum posting_person_kind kinds[] = { POST_AUTHOR,
		POST_CREATOR, POST_ITUNES_AUTHOR };
	const struct posting *feed = context->feed;
	struct decoded *decoded = context->decoded;

	decoded->feed_authors = arena_zero(&decoded->arena,
		(feed->people.n + 1) * sizeof(decoded->feed_authors[0]));
	for (size_t i = 0;
		i < n_elements(kinds) && decoded->n_feed_authors == 0; i++)
		for (size_t j = 0; j < feed->people.n; j++)
			if (feed->people.items[j].kind == kinds[i])
				take_person(context, &feed->people.items[j],
					&decoded->feed_authors
						 [decoded->n_feed_authors++]);
}

/* All of that kind, into the list. */
static struct decoded_person *
people_of(const struct posting_context *context, enum posting_person_kind kind,
	size_t *ret_n)
{
	const struct posting *feed = context->feed;
	struct decoded_person *people = arena_zero(&context->decoded->arena,
		(feed->people.n + 1) * sizeof(*people));

	*ret_n = 0;
	for (size_t i = 0; i < feed->people.n; i++)
		if (feed->people.items[i].kind == kind)
			take_person(context, &feed->people.items[i],
				&people[(*ret_n)++]);
	return people;
}

/* A feed's link to itself leads to what this is (RFC 4287, section 4.2.7.2). */
static struct slice
own_type(const struct decoded *decoded)
{
	if (strcmp(decoded->format, "atom") == 0)
		return SLICE("application/atom+xml");
	return (struct slice){ 0 };
}

/* Its own text, in one line; what RSS's link element says is no entry here. */
static void
take_links(const struct posting_context *context)
{
	const struct posting *feed = context->feed;
	struct decoded *decoded = context->decoded;
	struct decoded_link *links = arena_zero(
		&decoded->arena, (feed->links.n + 1) * sizeof(*links));

	for (size_t i = 0; i < feed->links.n; i++) {
		const struct posting_link *from = &feed->links.items[i];
		struct decoded_link *to = &links[decoded->feed_links.n];
		auto_(buf_done) struct buf url = BUF_NULL, rel = BUF_NULL;
		auto_(buf_done) struct buf type = BUF_NULL, title = BUF_NULL;

		if ((from->href.len == 0 && from->base.len == 0) ||
			!url_resolve_link(posting_base(context, from->base),
				from->href, &url))
			continue;
		html_collapse(from->rel, &rel);
		html_collapse(from->type, &type);
		html_to_text(from->title, &title);
		to->href = kept(context, &url);
		to->rel = from->rel.len != 0 ? kept(context, &rel)
					     : SLICE("alternate");
		to->type = type.len == 0 && slice_is(to->rel, "self")
				   ? own_type(decoded)
				   : kept(context, &type);
		to->title = kept(context, &title);
		decoded->feed_links.n++;
	}
	decoded->feed_links.items = links;
}

static struct slice *
terms_of(const struct posting_context *context, enum posting_about about,
	size_t *ret_n)
{
	const struct posting *feed = context->feed;
	struct slice *terms = arena_zero(&context->decoded->arena,
		(feed->subjects.n + 1) * sizeof(*terms));

	*ret_n = 0;
	for (size_t i = 0; i < feed->subjects.n; i++) {
		auto_(buf_done) struct buf plain = BUF_NULL;

		if (feed->subjects.items[i].about != about)
			continue;
		html_to_text(feed->subjects.items[i].term, &plain);
		if (plain.len != 0)
			terms[(*ret_n)++] = kept(context, &plain);
	}
	return terms;
}

static void
take_subject(const struct posting_context *context, struct slice term,
	struct slice label, struct slice scheme)
{
	struct decoded *decoded = context->decoded;
	struct decoded_subject *list = decoded->feed_subjects.items;
	auto_(buf_done) struct buf name = BUF_NULL, literal = BUF_NULL;

	posting_subject_put(term, label, scheme, &name, &literal);
	if (name.len == 0 || decoded->feed_subjects.n == POST_MAX_LIST)
		return;
	for (size_t i = 0; i < decoded->feed_subjects.n; i++)
		if (slice_equal(list[i].name, buf_slice(&name)) &&
			(literal.len == 0 || slice_equal(list[i].literal,
						     buf_slice(&literal))))
			return;
	list[decoded->feed_subjects.n++] =
		(struct decoded_subject){ kept(context, &name),
			kept(context, &literal) };
}

static void
take_subjects(const struct posting_context *context)
{
	const struct posting *feed = context->feed;

	if (feed->subjects.n == 0)
		return;
	context->decoded->feed_subjects.items =
		arena_zero(&context->decoded->arena,
			POST_MAX_LIST * sizeof(struct decoded_subject));
	for (size_t i = 0; i < feed->subjects.n; i++) {
		const struct posting_subject *from = &feed->subjects.items[i];
		struct slice rest = from->term, word;

		if (from->about != POST_ABOUT_SUBJECT)
			continue;
		if (!from->is_list)
			take_subject(
				context, from->term, from->label, from->scheme);
		while (from->is_list && slice_cut(&rest, ',', &word))
			take_subject(context, slice_trim(word),
				(struct slice){ 0 }, (struct slice){ 0 });
	}
}

/* What is of use to whoever polls the feed, or shows it. */
static void
take_details(const struct posting_context *context)
{
	static const enum posting_slot version[] = { POST_GENERATOR_VERSION };
	static const enum posting_slot address[] = { POST_GENERATOR_URL };
	static const enum posting_slot icon[] = { POST_ICON };
	static const enum posting_slot docs[] = { POST_DOCS };
	static const enum posting_slot ttl[] = { POST_TTL };
	static const enum posting_slot input[] = { POST_INPUT_TITLE,
		POST_INPUT_DESCRIPTION, POST_INPUT_NAME, POST_INPUT_LINK };
	struct decoded *decoded = context->decoded;

	decoded->feed_generator_version = text_of(context, version, 1);
	decoded->feed_generator_url = address_of(context, address, 1);
	decoded->feed_icon = address_of(context, icon, 1);
	decoded->feed_docs = address_of(context, docs, 1);
	decoded->feed_ttl = text_of(context, ttl, 1);
	for (size_t i = 0; i < 3; i++)
		decoded->feed_input[i] = text_of(context, &input[i], 1);
	decoded->feed_input[3] = address_of(context, &input[3], 1);
	decoded->feed_skip_hours.items =
		terms_of(context, POST_SKIP_HOUR, &decoded->feed_skip_hours.n);
	decoded->feed_skip_days.items =
		terms_of(context, POST_SKIP_DAY, &decoded->feed_skip_days.n);
}

void
posting_feed(const struct posting_context *context)
{
	static const enum posting_slot titles[] = { POST_TITLE, POST_DC_TITLE };
	static const enum posting_slot subtitles[] = { POST_SUMMARY,
		POST_ABSTRACT, POST_DC_DESCRIPTION, POST_ITUNES_SUBTITLE,
		POST_ITUNES_SUMMARY, POST_INFO };
	static const enum posting_slot rights[] = { POST_RIGHTS,
		POST_DC_RIGHTS };
	static const enum posting_slot updates[] = { POST_UPDATED,
		POST_MODIFIED, POST_PUBLISHED, POST_DC_DATE, POST_ISSUED,
		POST_CREATED };
	static const enum posting_slot firsts[] = { POST_PUBLISHED,
		POST_DC_DATE, POST_ISSUED, POST_CREATED };
	static const enum posting_slot generator[] = { POST_GENERATOR };
	static const enum posting_slot images[] = { POST_IMAGE, POST_LOGO,
		POST_ITUNES_IMAGE, POST_ICON };
	struct decoded *decoded = context->decoded;
	auto_(buf_done) struct buf link = BUF_NULL;

	decoded->feed_title = text_of(context, titles, n_elements(titles));
	decoded->feed_subtitle =
		text_of(context, subtitles, n_elements(subtitles));
	decoded->feed_rights = text_of(context, rights, n_elements(rights));
	decoded->feed_generator =
		text_of(context, generator, n_elements(generator));
	if (posting_web_link(context, context->feed, &link))
		decoded->feed_link = kept(context, &link);
	decoded->feed_id = id_of(context);
	decoded->feed_image = address_of(context, images, n_elements(images));
	decoded->feed_updated =
		instant_of(context, updates, n_elements(updates));
	decoded->feed_published =
		instant_of(context, firsts, n_elements(firsts));
	decoded->feed_language = language_of(context);
	take_authors(context);
	decoded->feed_contributors.items = people_of(
		context, POST_CONTRIBUTOR, &decoded->feed_contributors.n);
	decoded->feed_publishers.items =
		people_of(context, POST_PUBLISHER, &decoded->feed_publishers.n);
	take_links(context);
	take_subjects(context);
	take_details(context);
}
