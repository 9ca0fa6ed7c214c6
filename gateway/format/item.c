/* SPDX-License-Identifier: Apache-2.0 */
/*
 * item - one way to set what all agency formats say; see item.h.
 */
#include "format/item.h"

#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/rfc3339.h"
#include "base/utf8.h"
#include "crypto/base64.h"
#include "format/decoders.h"
#include "story/uri.h"
#include "text/date.h"
#include "text/html.h"
#include "text/url.h"

void
item_set(struct draft *draft, enum draft_field field, struct slice value)
{
	if (slice_trim(value).len != 0)
		draft_set(draft, field, value, NULL);
}

void
item_set_first(struct draft *draft, enum draft_field field, struct slice value)
{
	if (draft_get(draft, field) == NULL)
		item_set(draft, field, value);
}

/* ---- when ------------------------------------------------------------------
 */

static void
set_instant(struct draft *draft, enum draft_field field, struct slice instant,
	struct slice text, const char *rule)
{
	struct tt_evidence evidence = { 0, 0, rule, 1 };
	size_t n = draft->provenance.n;

	draft_set(draft, field, instant, &evidence);
	if (draft->provenance.n > n)
		draft->provenance.items[n].said =
			arena_text(&draft->arena, slice_trim(text));
}

void
item_set_instant(struct draft *draft, enum draft_field field, int64_t ms,
	struct slice text, const char *rule)
{
	struct rfc3339 instant = rfc3339_of(ms);

	set_instant(draft, field, slice_text(instant.text), text, rule);
}

/* One that is RFC 3339 already keeps its offset: it says where. */
void
item_set_date(struct draft *draft, enum draft_field field, struct slice text,
	const struct date *date)
{
	auto_(buf_done) struct buf wants = BUF_NULL;
	const char *rule = date->rule;
	int64_t ms;

	if (!date->has_zone || !date->has_time ||
		date->zone_by != DATE_ZONE_WRITTEN) {
		buf_puts(&wants, date->rule);
		if (!date->has_zone)
			buf_printf(&wants, ", %s for want of a zone",
				draft->partner->timezone);
		if (date->zone_by == DATE_ZONE_PARTNER)
			buf_printf(&wants, ", %s as %s has it", date->zone,
				draft->partner->timezone);
		else if (date->zone_by == DATE_ZONE_USUAL)
			buf_printf(&wants, ", %s as most mean it", date->zone);
		if (!date->has_time)
			buf_puts(&wants, ", midnight for want of a time");
		rule = buf_text(&wants);
	}
	if (rfc3339_parse(slice_trim(text), &ms) == 0)
		set_instant(draft, field, slice_trim(text), text, rule);
	else
		item_set_instant(draft, field, date->ms, text, rule);
}

bool
item_set_time(struct draft *draft, enum draft_field field, struct slice text)
{
	struct date date;

	if (slice_trim(text).len == 0)
		return false;
	if (date_parse(text, draft->partner->timezone, &date) != 0) {
		draft_warn(draft, "W-DATE",
			"%s '%.*s' cannot be read as a date",
			draft_field_name(field),
			(int)(text.len > 60 ? 60 : text.len), text.at);
		return false;
	}
	item_set_date(draft, field, text, &date);
	return true;
}

void
item_set_embargo(struct draft *draft, struct slice text)
{
	struct date date;

	if (slice_trim(text).len != 0 &&
		date_parse(text, draft->partner->timezone, &date) == 0 &&
		date.has_time) {
		item_set_date(draft, DRAFT_EMBARGOED_UNTIL, text, &date);
		return;
	}
	draft_warn(draft, "W-EMBARGO",
		"an embargo until '%.*s' is no instant; the story is held",
		(int)(text.len > 60 ? 60 : text.len), text.at ? text.at : "");
	draft_set_embargo(draft, TT_EMBARGO_UNPARSED, NULL);
}

/* ---- which -----------------------------------------------------------------
 */

struct slice
item_local_code(struct slice code)
{
	code = slice_trim(code);
	for (size_t i = code.len; i > 0; i--)
		if (code.at[i - 1] == '/' || code.at[i - 1] == ':' ||
			code.at[i - 1] == '#')
			return slice_of(code.at + i, code.len - i);
	return code;
}

void
item_set_status(struct draft *draft, struct slice status)
{
	static const struct {
		const char *word, *means;
	} words[] = {
		{ "usable", "usable" },
		{ "withheld", "withheld" },
		{ "canceled", "canceled" },
		{ "cancelled", "canceled" },
	};
	struct slice local = item_local_code(status);

	if (local.len == 0)
		return;
	for (size_t i = 0; i < n_elements(words); i++)
		if (slice_is_nocase(local, words[i].word)) {
			item_set(draft, DRAFT_PUB_STATUS,
				slice_text(words[i].means));
			return;
		}
	draft_warn(draft, "W-STATUS",
		"the publication status '%.*s' is not known; the story is "
		"withheld",
		(int)(local.len > 60 ? 60 : local.len), local.at);
	item_set(draft, DRAFT_PUB_STATUS, SLICE("withheld"));
}

void
item_set_urgency(struct draft *draft, struct slice urgency)
{
	struct slice text = item_local_code(urgency);

	if (text.len == 0)
		return;
	if (text.len == 1 && text.at[0] >= '1' && text.at[0] <= '9') {
		draft_set(draft, DRAFT_URGENCY, text, NULL);
		return;
	}
	draft_warn(draft, "W-URGENCY", "the urgency '%.*s' is not from 1 to 9",
		(int)(text.len > 40 ? 40 : text.len), text.at);
}

void
item_set_identity(
	struct draft *draft, const char *role, struct slice identifier)
{
	auto_(buf_done) struct buf uri = BUF_NULL;
	struct slice name = slice_trim(identifier);

	if (uri_put(&uri, name))
		item_set(draft, DRAFT_URI, buf_slice(&uri));
	else
		format_made_up_uri(draft, name);
	if (uri.len == 0 || !slice_equal(buf_slice(&uri), name))
		draft_add_alt_id(draft, slice_text(role), name);
}

/* ---- who -------------------------------------------------------------------
 */

static const struct {
	const char *word;
	enum tt_role role;
} item_roles[] = {
	{ "supplier", TT_SUPPLIER },
	{ "contentsource", TT_SUPPLIER },
	{ "contsrc", TT_SUPPLIER },
	{ "provider", TT_SUPPLIER },
	{ "contributor", TT_CONTRIBUTOR },
	{ "contentcontributor", TT_CONTRIBUTOR },
	{ "enhancer", TT_CONTRIBUTOR },
	{ "editor", TT_CONTRIBUTOR },
	{ "distributor", TT_DISTRIBUTOR },
	{ "aggregator", TT_DISTRIBUTOR },
	{ "transmitter", TT_DISTRIBUTOR },
	{ "syndicator", TT_DISTRIBUTOR },
	{ "cited", TT_CITED },
	{ "originfo", TT_CITED },
	{ "originfosrc", TT_CITED },
	{ "infosource", TT_CITED },
	{ "issuer", TT_ISSUER },
	{ "pool", TT_POOL },
	{ "rights_holder", TT_RIGHTS_HOLDER },
	{ "rightsholder", TT_RIGHTS_HOLDER },
	{ "photo_credit", TT_PHOTO_CREDIT },
};

bool
item_role_of(struct slice text, enum tt_role *ret_role)
{
	text = item_local_code(text);
	for (size_t i = 0; i < n_elements(item_roles); i++)
		if (slice_is_nocase(text, item_roles[i].word)) {
			*ret_role = item_roles[i].role;
			return true;
		}
	return false;
}

void
item_add_party(struct draft *draft, enum tt_role role, struct slice name,
	struct slice uri, const char *rule, double confidence)
{
	struct tt_evidence evidence = { 0, 0, rule, confidence };
	auto_(buf_done) struct buf text = BUF_NULL;

	if (slice_trim(name).len == 0)
		return;
	buf_put_slice(&text, uri);
	draft_add_party(
		draft, role, name, uri.len ? buf_text(&text) : NULL, &evidence);
}

void
item_add_provider(struct draft *draft, struct slice name, struct slice uri)
{
	size_t n = draft->parties.n;

	if (slice_trim(name).len == 0)
		return;
	item_add_party(draft, TT_DISTRIBUTOR, name, uri, "provider", 0.99);
	for (size_t i = 0; i < n; i++)
		if (draft->parties.items[i].role == TT_SUPPLIER)
			return;
	n = draft->parties.n;
	item_add_party(draft, TT_SUPPLIER, name, uri, "provider-alone", 0.7);
	/* concluded, not said: a mark in the text may take its place */
	if (draft->parties.n > n)
		draft->parties.items[n].is_given = false;
}

void
item_add_byline(struct draft *draft, struct slice by)
{
	static const char *const words[] = { "by ", "von ", "par ", "por ",
		"door ", "di " };
	auto_(buf_done) struct buf line = BUF_NULL;

	html_collapse(by, &line);
	struct slice text = buf_slice(&line);

	for (size_t i = 0; i < n_elements(words); i++) {
		size_t len = strlen(words[i]);

		if (text.len <= len ||
			!slice_is_nocase(slice_of(text.at, len), words[i]))
			continue;
		text = slice_of(text.at + len, text.len - len);
		break;
	}
	if (text.len != 0)
		draft_add_byline(draft, text, NULL);
}

void
item_add_note(struct draft *draft, struct slice note)
{
	if (slice_trim(note).len != 0)
		draft_add_note(draft, note, NULL);
}

bool
item_put_base64(struct slice encoded, struct buf *out)
{
	auto_(buf_done) struct buf dense = BUF_NULL;
	size_t before = out->len;

	for (size_t i = 0; i < encoded.len; i++)
		if ((unsigned char)encoded.at[i] > ' ')
			buf_putc(&dense, encoded.at[i]);
	if (base64_read(buf_slice(&dense), out) == 0 &&
		utf8_is_valid(
			slice_of(buf_text(out) + before, out->len - before)) &&
		!slice_has(slice_of(buf_text(out) + before, out->len - before),
			'\0'))
		return true;
	buf_cut(out, before);
	return false;
}

/* ---- media -----------------------------------------------------------------
 */

static uint64_t
number_of(struct slice text)
{
	uint64_t value = 0;

	slice_to_u64(text, &value);
	return value;
}

static char *
kept(struct draft *draft, struct slice text)
{
	return slice_trim(text).len != 0
		       ? arena_text(&draft->arena, slice_trim(text))
		       : NULL;
}

static uint32_t
pixels(struct slice text)
{
	uint64_t value = number_of(text);

	return value < 1000000 ? (uint32_t)value : 0;
}

void
item_add_media(struct draft *draft, const struct item_media *from)
{
	auto_(buf_done) struct buf href = BUF_NULL;
	struct draft_media *media;

	if (slice_trim(from->credit).len != 0 && !draft->is_own &&
		!slice_starts(from->content_type, SLICE("video/")) &&
		!slice_starts(from->content_type, SLICE("audio/")))
		item_add_party(draft, TT_PHOTO_CREDIT, from->credit,
			(struct slice){ 0 }, "media-credit", 0.95);
	if (slice_trim(from->href).len == 0)
		return;
	if (!url_resolve_link(from->base, from->href, &href))
		buf_put_slice(&href, from->href);
	media = draft_add_media(draft, buf_slice(&href));
	if (media == NULL)
		return;
	media->content_type = kept(draft, from->content_type);
	media->title = kept(draft, from->title);
	media->caption = kept(draft, from->caption);
	media->credit = kept(draft, from->credit);
	media->rights = kept(draft, from->rights);
	media->width = pixels(from->width);
	media->height = pixels(from->height);
	media->size_bytes = number_of(from->size);
}
