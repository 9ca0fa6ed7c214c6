/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rss_draft - what an item says, as a draft; what the channel says, as facts of
 * the feed. The order of preference among elements that say the same stands
 * here, one function per property; namespaced duplicates never win over RSS's
 * own.
 */
#include <jansson.h>
#include <string.h>

#include "base/rfc3339.h"
#include "format/body.h"
#include "format/decoders.h"
#include "format/rss_parts.h"
#include "text/date.h"
#include "text/html.h"
#include "text/url.h"

/* ---- making a draft --------------------------------------------------------
 */

static struct slice
first_of(struct slice a, struct slice b)
{
	return a.len != 0 ? a : b;
}

static bool
parse_date(struct rss *rss, struct slice text, int64_t *ret_ms)
{
	struct date date;

	if (text.len == 0 ||
		date_parse(text, rss->document->partner->timezone, &date) != 0)
		return false;
	*ret_ms = date.ms;
	return true;
}

/* The first of the slots that holds a date. */
static bool
first_date(struct rss *rss, const enum rss_slot *wanted, size_t n_wanted,
	int64_t *ret_ms)
{
	for (size_t i = 0; i < n_wanted; i++)
		if (parse_date(rss, rss_text(&rss->item, wanted[i]), ret_ms))
			return true;
	return false;
}

static void
set_time(struct draft *draft, enum draft_field field, int64_t ms)
{
	draft_set(draft, field, slice_text(rfc3339_of(ms).text), NULL);
}

static void
put_dates(struct rss *rss, struct draft *draft)
{
	static const enum rss_slot first[] = { SLOT_PUB_DATE, SLOT_DC_DATE,
		SLOT_ISSUED, SLOT_CREATED };
	static const enum rss_slot later[] = { SLOT_MODIFIED, SLOT_UPDATED };
	int64_t created = INT64_MIN;
	int64_t changed;
	int64_t ms;

	if (first_date(rss, first, n_elements(first), &created)) {
		set_time(draft, DRAFT_FIRST_CREATED, created);
		set_time(draft, DRAFT_CONTENT_CREATED,
			parse_date(rss, rss_text(&rss->item, SLOT_CREATED), &ms)
				? ms
				: created);
	} else if (rss_text(&rss->item, SLOT_PUB_DATE).len != 0) {
		struct slice odd = rss_text(&rss->item, SLOT_PUB_DATE);

		draft_warn(draft, "W-RSS-DATE",
			"pubDate '%.*s' cannot be read as a date",
			(int)(odd.len > 60 ? 60 : odd.len), odd.at);
	}
	changed = created;
	for (size_t i = 0; i < n_elements(later); i++)
		if (parse_date(rss, rss_text(&rss->item, later[i]), &ms) &&
			ms > changed)
			changed = ms;
	if (changed != INT64_MIN)
		set_time(draft, DRAFT_VERSION_CREATED, changed);
	struct slice valid = rss_text(&rss->item, SLOT_VALID);
	const char *end =
		valid.len ? memmem(valid.at, valid.len, "end=", 4) : NULL;

	if (end != NULL) {
		struct slice rest = slice_of(
			end + 4, valid.len - (size_t)(end - valid.at) - 4);

		slice_cut(&rest, ';', &valid);
	} else {
		valid = rss_text(&rss->item, SLOT_EXPIRES);
	}
	if (parse_date(rss, valid, &ms))
		set_time(draft, DRAFT_EXPIRES, ms);
}

static struct slice
base_of(const struct rss *rss)
{
	if (rss->item.base != NULL)
		return slice_text(rss->item.base);
	if (rss->channel.base != NULL)
		return slice_text(rss->channel.base);
	if (rss->document->base_url.len != 0)
		return rss->document->base_url;
	return rss_text(&rss->channel, SLOT_LINK);
}

static void
put_link(struct rss *rss, struct draft *draft, struct buf *link)
{
	struct slice guid = rss_text(&rss->item, SLOT_GUID);
	bool is_link =
		rss->item.guid_permalink == NULL ||
		!slice_is_nocase(slice_text(rss->item.guid_permalink), "false");
	struct slice link_text = first_of(rss_text(&rss->item, SLOT_LINK),
		slice_text(rss->item.alternate));

	if (link_text.len == 0 && is_link && url_is_web(guid))
		link_text = guid;
	if (link_text.len != 0 &&
		url_resolve_link(base_of(rss), link_text, link))
		draft_set(draft, DRAFT_LINK, buf_slice(link), NULL);
}

static void
put_identity(struct rss *rss, struct draft *draft, struct slice link)
{
	struct slice guid = rss_text(&rss->item, SLOT_GUID);
	auto_(buf_done) struct buf all = BUF_NULL;

	if (guid.len != 0)
		draft_add_alt_id(draft, SLICE("guid"), guid);
	if (rss_text(&rss->item, SLOT_ORIG_LINK).len != 0)
		draft_add_alt_id(draft, SLICE("origlink"),
			rss_text(&rss->item, SLOT_ORIG_LINK));
	if (url_is_absolute_uri(guid)) {
		draft_set(draft, DRAFT_URI, guid, NULL);
	} else if (guid.len != 0) {
		format_made_up_uri(draft, guid);
	} else if (url_is_absolute_uri(link)) {
		draft_set(draft, DRAFT_URI, link, NULL);
	} else {
		buf_put_slice(&all, rss_text(&rss->item, SLOT_TITLE));
		buf_putc(&all, '\n');
		buf_put_slice(&all, rss_text(&rss->item, SLOT_PUB_DATE));
		buf_putc(&all, '\n');
		buf_put_slice(&all, rss_text(&rss->item, SLOT_DESCRIPTION));
		format_made_up_uri(draft, buf_slice(&all));
	}
}

static void
put_plain(struct draft *draft, enum draft_field field, struct slice html)
{
	auto_(buf_done) struct buf plain = BUF_NULL;

	html_to_text(html, &plain);
	if (plain.len != 0)
		draft_set(draft, field, buf_slice(&plain), NULL);
}

static void
put_text(struct rss *rss, struct draft *draft)
{
	const struct rss_record *item = &rss->item;
	struct slice title = first_of(rss_text(item, SLOT_TITLE),
		first_of(rss_text(item, SLOT_MEDIA_TITLE),
			rss_text(item, SLOT_DC_TITLE)));
	struct slice content = first_of(
		rss_text(item, SLOT_CONTENT), rss_text(item, SLOT_XHTML));
	struct slice summary = rss_text(item, SLOT_DESCRIPTION);

	if (title.len != 0)
		body_put_title(draft, title, true);
	if (content.len == 0) {
		content = summary;
		summary = (struct slice){ 0 };
	}
	if (content.len != 0)
		body_put_html(draft, content, base_of(rss));
	draft_text_done(draft);
	summary = first_of(
		summary, first_of(rss_text(item, SLOT_ITUNES_SUMMARY),
				 rss_text(item, SLOT_MEDIA_DESCRIPTION)));
	if (summary.len != 0)
		put_plain(draft, DRAFT_SUMMARY, summary);
}

/* "desk@agency.example (Ada Brook)" and "Ada Brook <desk@...>" name a person;
 * a bare address does not. */
static struct slice
person_of(struct slice text)
{
	const char *open = text.len ? memchr(text.at, '(', text.len) : NULL;
	const char *angle = text.len ? memchr(text.at, '<', text.len) : NULL;

	if (text.len == 0 || memchr(text.at, '@', text.len) == NULL)
		return text;
	if (open != NULL) {
		struct slice rest = slice_of(
			open + 1, text.len - (size_t)(open - text.at) - 1);
		struct slice name;

		if (slice_cut(&rest, ')', &name))
			return slice_trim(name);
	}
	if (angle != NULL)
		return slice_trim(slice_of(text.at, (size_t)(angle - text.at)));
	return (struct slice){ 0 };
}

static void
put_person(struct draft *draft, struct slice text)
{
	auto_(buf_done) struct buf plain = BUF_NULL;

	html_to_text(person_of(slice_trim(text)), &plain);
	struct slice name = buf_slice(&plain);

	if (name.len > 3 && slice_is_nocase(slice_of(name.at, 3), "by "))
		name = slice_of(name.at + 3, name.len - 3);
	if (name.len != 0)
		draft_add_byline(draft, name, NULL);
}

static void
put_people(struct rss *rss, struct draft *draft)
{
	static const enum rss_slot fallbacks[] = { SLOT_AUTHOR, SLOT_ATOM_NAME,
		SLOT_ITUNES_AUTHOR };

	for (size_t i = 0; i < rss->item.n_entries; i++)
		if (rss->item.entries[i].slot == SLOT_DC_CREATOR)
			put_person(
				draft, slice_text(rss->item.entries[i].text));
	for (size_t i = 0; i < n_elements(fallbacks) && draft->bylines.n == 0;
		i++)
		put_person(draft, rss_text(&rss->item, fallbacks[i]));
}

static void
put_subject(struct draft *draft, struct slice text, const char *domain)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	auto_(buf_done) struct buf literal = BUF_NULL;

	html_to_text(text, &name);
	if (name.len == 0)
		return;
	if (domain != NULL)
		buf_printf(&literal, "%s/%s", domain, buf_text(&name));
	draft_add_subject(draft, buf_slice(&name), (struct slice){ 0 },
		buf_slice(&literal));
}

static void
put_subjects(struct rss *rss, struct draft *draft)
{
	for (size_t i = 0; i < rss->item.n_entries; i++) {
		const struct rss_entry *entry = &rss->item.entries[i];
		struct slice rest = slice_text(entry->text);
		struct slice word;

		if (entry->slot == SLOT_CATEGORY ||
			entry->slot == SLOT_DC_SUBJECT)
			put_subject(draft, rest, entry->detail);
		while (entry->slot == SLOT_KEYWORDS &&
			slice_cut(&rest, ',', &word))
			put_subject(draft, word, NULL);
	}
}

static void
put_license(struct rss *rss, struct draft *draft)
{
	struct slice license = first_of(rss_text(&rss->item, SLOT_LICENSE),
		rss_text(&rss->channel, SLOT_LICENSE));

	if (!url_is_absolute_uri(license))
		return;
	json_t *rights =
		json_pack("{s:s%}", "linkedRights", license.at, license.len);
	char *text = rights ? json_dumps(rights, JSON_COMPACT) : NULL;

	if (text != NULL)
		draft_add_property(
			draft, SLICE("rightsInfo"), slice_text(text));
	mem_free(text);
	json_decref(rights);
}

static void
put_rights(struct rss *rss, struct draft *draft)
{
	struct slice rights = first_of(rss_text(&rss->item, SLOT_DC_RIGHTS),
		first_of(rss_text(&rss->item, SLOT_COPYRIGHT),
			rss_text(&rss->item, SLOT_MEDIA_RIGHTS)));

	rights = first_of(
		rights, first_of(rss_text(&rss->channel, SLOT_COPYRIGHT),
				rss_text(&rss->channel, SLOT_DC_RIGHTS)));
	if (rights.len != 0)
		put_plain(draft, DRAFT_COPYRIGHT_NOTICE, rights);
	put_license(rss, draft);
}

static void
put_sources(struct rss *rss, struct draft *draft)
{
	struct tt_evidence evidence = { 0, 0, "rss-source", 0.95 };
	struct slice source = rss_text(&rss->item, SLOT_SOURCE);
	struct slice dc_source = rss_text(&rss->item, SLOT_DC_SOURCE);
	auto_(buf_done) struct buf name = BUF_NULL;

	html_to_text(source, &name);
	if (name.len != 0)
		draft_add_party(draft, TT_SUPPLIER, buf_slice(&name),
			rss->item.source_url, &evidence);
	buf_clear(&name);
	html_to_text(dc_source, &name);
	evidence.rule = "dc-source";
	evidence.confidence = 0.9;
	if (name.len != 0 && !url_is_absolute_uri(dc_source))
		draft_add_party(
			draft, TT_SUPPLIER, buf_slice(&name), NULL, &evidence);
}

static char *
plain_kept(struct draft *draft, const char *html)
{
	auto_(buf_done) struct buf plain = BUF_NULL;

	if (html == NULL)
		return NULL;
	html_to_text(slice_text(html), &plain);
	return plain.len ? arena_text(&draft->arena, buf_slice(&plain)) : NULL;
}

static uint32_t
clamp32(uint64_t value)
{
	return value > 100000 ? 0 : (uint32_t)value;
}

static void
put_one_media(
	struct rss *rss, struct draft *draft, const struct rss_media *from)
{
	auto_(buf_done) struct buf href = BUF_NULL;

	if (!url_resolve_link(base_of(rss), slice_text(from->href), &href) ||
		!url_is_web(buf_slice(&href)))
		return;
	for (size_t i = 0; i < draft->media.n; i++)
		if (slice_is(buf_slice(&href), draft->media.items[i].href))
			return;
	struct draft_media *media = draft_add_media(draft, buf_slice(&href));

	if (media == NULL)
		return;
	media->content_type =
		from->type != NULL
			? arena_text(&draft->arena, slice_text(from->type))
			: NULL;
	media->title = plain_kept(draft, from->title);
	media->caption = plain_kept(draft, from->caption);
	media->credit = plain_kept(draft, from->credit);
	media->rights = plain_kept(draft, from->rights);
	media->width = clamp32(from->width);
	media->height = clamp32(from->height);
	media->size_bytes = from->size;
}

static void
put_media(struct rss *rss, struct draft *draft)
{
	bool had_full = false;

	for (size_t i = 0; i < rss->item.n_media; i++)
		had_full |= !rss->item.media[i].is_thumbnail;
	for (size_t i = 0; i < rss->item.n_media; i++)
		if (!had_full || !rss->item.media[i].is_thumbnail)
			put_one_media(rss, draft, &rss->item.media[i]);
}

static void
put_language(struct rss *rss, struct draft *draft)
{
	struct slice language = first_of(rss_text(&rss->item, SLOT_LANGUAGE),
		first_of(slice_text(rss->item.lang),
			first_of(rss_text(&rss->channel, SLOT_LANGUAGE),
				slice_text(rss->channel.lang))));

	if (language.len != 0)
		draft_set(draft, DRAFT_LANGUAGE, language, NULL);
}

void
rss_make_draft(struct rss *rss)
{
	auto_(buf_done) struct buf link = BUF_NULL;
	struct draft *draft =
		decoded_add_draft(rss->decoded, rss->document->partner);
	struct slice feed = rss_text(&rss->channel, SLOT_TITLE);

	if (draft == NULL) {
		rss->failed = true;
		problem_at(rss->why, "rss", 0, 0);
		problem_set(rss->why, 1, "E-TOO-MANY",
			"more than %u stories in one document",
			FORMAT_MAX_STORIES);
		return;
	}
	draft->format = "rss";
	draft->format_version =
		arena_text(&draft->arena, rss->decoded->format_version);
	if (feed.len != 0) {
		auto_(buf_done) struct buf plain = BUF_NULL;

		html_to_text(feed, &plain);
		draft->feed_title =
			arena_text(&draft->arena, buf_slice(&plain));
	}
	put_text(rss, draft);
	draft_set(draft, DRAFT_TYPE, SLICE("text"), NULL);
	put_link(rss, draft, &link);
	put_identity(rss, draft, buf_slice(&link));
	put_dates(rss, draft);
	put_language(rss, draft);
	put_people(rss, draft);
	put_subjects(rss, draft);
	put_rights(rss, draft);
	put_sources(rss, draft);
	put_media(rss, draft);
	if (draft->title_end == 0 && draft->text.len == 0)
		draft_warn(draft, "W-RSS-EMPTY",
			"the item has neither title nor description");
}

/* ---- the channel -----------------------------------------------------------
 */

static struct slice
feed_text(struct rss *rss, enum rss_slot slot)
{
	auto_(buf_done) struct buf plain = BUF_NULL;

	html_to_text(rss_text(&rss->channel, slot), &plain);
	if (plain.len == 0)
		return (struct slice){ 0 };
	return slice_of(
		arena_text(&rss->decoded->arena, buf_slice(&plain)), plain.len);
}

static struct slice
feed_link(struct rss *rss, struct slice text)
{
	auto_(buf_done) struct buf url = BUF_NULL;

	if (text.len == 0 || !url_resolve_link(base_of(rss), text, &url))
		return (struct slice){ 0 };
	return slice_of(
		arena_text(&rss->decoded->arena, buf_slice(&url)), url.len);
}

static void
take_feed_author(struct rss *rss)
{
	struct slice text = first_of(feed_text(rss, SLOT_MANAGING_EDITOR),
		first_of(feed_text(rss, SLOT_ATOM_NAME),
			feed_text(rss, SLOT_ITUNES_AUTHOR)));
	struct decoded *decoded = rss->decoded;

	if (text.len == 0)
		for (size_t i = 0; i < rss->channel.n_entries; i++)
			if (rss->channel.entries[i].slot == SLOT_DC_CREATOR)
				text = slice_text(arena_text(&decoded->arena,
					slice_text(
						rss->channel.entries[i].text)));
	if (text.len == 0)
		return;
	struct slice name = person_of(text);
	struct slice rest = text;
	struct slice email = { 0 };

	if (memchr(text.at, '@', text.len) != NULL)
		slice_cut(&rest, ' ', &email);
	decoded->feed_authors =
		arena_zero(&decoded->arena, sizeof(struct decoded_person));
	decoded->feed_authors[0] = (struct decoded_person){
		.name = name,
		.email = email,
	};
	decoded->n_feed_authors = 1;
}

void
rss_take_feed(struct rss *rss)
{
	struct decoded *decoded = rss->decoded;
	int64_t ms;

	decoded->feed_title = feed_text(rss, SLOT_TITLE);
	decoded->feed_subtitle = feed_text(rss, SLOT_DESCRIPTION);
	decoded->feed_link =
		feed_link(rss, first_of(rss_text(&rss->channel, SLOT_LINK),
				       slice_text(rss->channel.alternate)));
	decoded->feed_rights = first_of(
		feed_text(rss, SLOT_COPYRIGHT), feed_text(rss, SLOT_DC_RIGHTS));
	decoded->feed_language = feed_text(rss, SLOT_LANGUAGE);
	decoded->feed_generator = feed_text(rss, SLOT_GENERATOR);
	decoded->feed_image = feed_link(rss, slice_text(rss->channel.image));
	if (parse_date(rss, rss_text(&rss->channel, SLOT_UPDATED), &ms) ||
		parse_date(rss, rss_text(&rss->channel, SLOT_PUB_DATE), &ms) ||
		parse_date(rss, rss_text(&rss->channel, SLOT_DC_DATE), &ms)) {
		struct rfc3339 text = rfc3339_of(ms);

		decoded->feed_updated = slice_text(
			arena_text(&decoded->arena, slice_text(text.text)));
	}
	take_feed_author(rss);
}
