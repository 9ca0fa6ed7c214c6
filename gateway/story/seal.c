/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal - a draft becomes a record.
 *
 * The item and the wire object are written by seal_ninjs.c and seal_wire.c;
 * here is what the record holds beside them, and who the story is.
 */
#include "story/seal.h"

#include <string.h>

#include "base/jsonout.h"
#include "base/rfc3339.h"
#include "crypto/sha256.h"
#include "story/seal_parts.h"

enum story_event
seal_event(const struct draft *draft)
{
	struct slice status = slice_text(draft->fields[DRAFT_PUB_STATUS]);
	struct slice kind = slice_text(draft->lifecycle_kind);

	if (slice_is(status, "canceled") || slice_is(kind, "withdrawal"))
		return STORY_KILL;
	if (slice_is(status, "withheld"))
		return STORY_WITHHOLD;
	if (slice_is(kind, "advisory"))
		return STORY_ADVISORY;
	if (slice_is(kind, "correction") || slice_is(kind, "clarification"))
		return STORY_CORRECT;
	if (slice_is(kind, "update") || slice_is(kind, "refile") ||
		slice_is(kind, "repeat"))
		return STORY_UPDATE;
	return STORY_PUBLISH;
}

/* ---- identity -------------------------------------------------------------
 */

/* Lengths go in too, so that no text can be moved from one part to another. */
static void
seal_hash(struct sha256 *sha, struct slice part)
{
	char len[8];

	for (unsigned i = 0; i < sizeof(len); i++)
		len[i] = (char)((uint64_t)part.len >> (8 * i));
	sha256_add(sha, slice_of(len, sizeof(len)));
	sha256_add(sha, part);
}

static void
seal_hash_text(struct sha256 *sha, const char *text)
{
	seal_hash(sha, slice_text(text));
}

void
seal_uri(const struct draft *draft, struct buf *out)
{
	unsigned char digest[SHA256_SIZE];
	char hex[SHA256_SIZE * 2 + 1];
	struct sha256 sha;

	if (draft->fields[DRAFT_URI] != NULL) {
		buf_puts(out, draft->fields[DRAFT_URI]);
		return;
	}
	sha256_begin(&sha);
	seal_hash_text(&sha, draft->partner->name);
	seal_hash(&sha, buf_slice(&draft->text));
	sha256_end(&sha, digest);
	/* A version 8 UUID (RFC 9562 section 5.8): our own kind of hash. */
	digest[6] = (digest[6] & 0x0f) | 0x80;
	digest[8] = (digest[8] & 0x3f) | 0x80;
	sha256_hex(digest, hex);
	buf_printf(out, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8,
		hex + 12, hex + 16, hex + 20);
}

static void
seal_hash_facts(struct sha256 *sha, const struct draft *draft)
{
	for (size_t i = 0; i < draft->bylines.n; i++)
		seal_hash_text(sha, draft->bylines.items[i]);
	for (size_t i = 0; i < draft->parties.n; i++) {
		const struct draft_party *party = &draft->parties.items[i];

		if (party->retracted)
			continue;
		seal_hash_text(sha, draft_role_name(party->role));
		seal_hash_text(sha, party->name);
	}
	for (size_t i = 0; i < draft->disclaimers.n; i++) {
		const struct draft_disclaimer *d = &draft->disclaimers.items[i];

		seal_hash_text(sha, d->kind);
		seal_hash_text(sha, d->heading);
		seal_hash_text(sha, d->text);
	}
	for (size_t i = 0; i < draft->media.n; i++) {
		const struct draft_media *media = &draft->media.items[i];

		seal_hash_text(sha, media->href);
		seal_hash_text(sha, media->caption);
		seal_hash_text(sha, media->credit);
	}
}

static void
seal_put_hash(const struct draft *draft, const struct seal_prose *prose,
	struct buf *out)
{
	static const enum draft_field fields[] = { DRAFT_SUMMARY,
		DRAFT_COPYRIGHT_HOLDER, DRAFT_COPYRIGHT_NOTICE,
		DRAFT_USAGE_TERMS, DRAFT_PUB_STATUS, DRAFT_LANGUAGE,
		DRAFT_LOCATED, DRAFT_LINK };
	unsigned char digest[SHA256_SIZE];
	char hex[SHA256_SIZE * 2 + 1];
	struct sha256 sha;

	sha256_begin(&sha);
	seal_hash(&sha, buf_slice(&prose->headline));
	seal_hash(&sha, buf_slice(&prose->html));
	for (size_t i = 0; i < n_elements(fields); i++)
		seal_hash_text(&sha, draft->fields[fields[i]]);
	seal_hash_facts(&sha, draft);
	sha256_end(&sha, digest);
	sha256_hex(digest, hex);
	buf_puts(out, hex);
}

void
seal_content_hash(const struct draft *draft, struct buf *out)
{
	auto_(seal_prose_done) struct seal_prose prose;

	seal_prose_init(&prose, draft);
	seal_put_hash(draft, &prose, out);
}

/* ---- prose ----------------------------------------------------------------
 */

void
seal_prose_init(struct seal_prose *prose, const struct draft *draft)
{
	*prose = (struct seal_prose){ 0 };
	draft_headline(draft, &prose->headline);
	draft_body_html(draft, &prose->html);
	draft_body_text(draft, &prose->text);
}

void
seal_prose_done(struct seal_prose *prose)
{
	buf_done(&prose->headline);
	buf_done(&prose->html);
	buf_done(&prose->text);
}

/* ---- the record -----------------------------------------------------------
 */

static void
seal_put_time(struct buf *out, enum record_field field, const char *text)
{
	int64_t ms;

	if (text != NULL && rfc3339_parse(slice_text(text), &ms) == 0)
		record_put_integer(out, field, ms);
}

static void
seal_put_scalars(const struct draft *draft, struct buf *out)
{
	static const struct {
		enum draft_field from;
		enum record_field into;
	} texts[] = {
		{ DRAFT_VERSION, RECORD_VERSION },
		{ DRAFT_LANGUAGE, RECORD_LANGUAGE },
		{ DRAFT_URGENCY, RECORD_URGENCY },
		{ DRAFT_SUMMARY, RECORD_SUMMARY },
		{ DRAFT_COPYRIGHT_NOTICE, RECORD_COPYRIGHT },
		{ DRAFT_USAGE_TERMS, RECORD_USAGE_TERMS },
		{ DRAFT_LINK, RECORD_LINK },
		{ DRAFT_SLUGLINE, RECORD_SLUGLINE },
	};
	const char *status = draft->fields[DRAFT_PUB_STATUS];

	for (size_t i = 0; i < n_elements(texts); i++)
		record_put_some(out, texts[i].into,
			slice_text(draft->fields[texts[i].from]));
	seal_put_time(
		out, RECORD_VERSION_TIME, draft->fields[DRAFT_VERSION_CREATED]);
	seal_put_time(
		out, RECORD_FIRST_TIME, draft->fields[DRAFT_FIRST_CREATED]);
	seal_put_time(out, RECORD_EXPIRES, draft->fields[DRAFT_EXPIRES]);
	if (draft->embargo_text != NULL &&
		draft->embargo_ms == TT_EMBARGO_UNPARSED)
		record_put(out, RECORD_EMBARGO, SLICE("unparsed"));
	else if (draft->embargo_text != NULL)
		record_put_integer(out, RECORD_EMBARGO, draft->embargo_ms);
	record_put_some(
		out, RECORD_LIFECYCLE, slice_text(draft->lifecycle_kind));
	if (seal_event(draft) == STORY_KILL)
		status = "canceled";
	record_put(out, RECORD_PUB_STATUS,
		slice_text(status != NULL ? status : "usable"));
	record_put_some(out, RECORD_DATELINE, slice_text(draft->dateline_text));
	record_put(out, RECORD_FORMAT, slice_text(draft->format));
}

static void
seal_put_byline(const struct draft *draft, struct buf *out)
{
	auto_(buf_done) struct buf all = BUF_NULL;

	for (size_t i = 0; i < draft->bylines.n; i++)
		buf_printf(&all, "%s%s", i == 0 ? "" : ", ",
			draft->bylines.items[i]);
	record_put_some(out, RECORD_BYLINE, buf_slice(&all));
}

const char *
seal_rights_holder(const struct draft *draft)
{
	for (size_t i = 0; i < draft->parties.n; i++) {
		const struct draft_party *party = &draft->parties.items[i];

		if (party->role == TT_RIGHTS_HOLDER && !party->retracted)
			return party->name;
	}
	return draft->fields[DRAFT_COPYRIGHT_HOLDER];
}

static void
seal_put_party(const struct draft_party *party, struct buf *out)
{
	const struct slice texts[] = {
		slice_text(draft_role_name(party->role)),
		slice_text(party->name),
	};

	record_put_texts(out, RECORD_PARTY, texts, n_elements(texts));
}

/* The supplier that counts stands first: readers take the first. */
static void
seal_put_parties(const struct draft *draft, struct buf *out)
{
	const struct draft_party *supplier = draft_supplier(draft);

	if (supplier != NULL)
		seal_put_party(supplier, out);
	record_put_some(out, RECORD_RIGHTS_HOLDER,
		slice_text(seal_rights_holder(draft)));
	for (size_t i = 0; i < draft->parties.n; i++) {
		const struct draft_party *party = &draft->parties.items[i];

		if (party != supplier && draft_party_stands(draft, party))
			seal_put_party(party, out);
	}
	for (size_t i = 0; i < draft->disclaimers.n; i++) {
		const struct draft_disclaimer *d = &draft->disclaimers.items[i];
		const struct slice texts[] = {
			slice_text(d->kind),
			slice_text(d->heading),
			slice_text(d->text),
			slice_text(d->speaks_for),
			slice_text(d->required ? "required" : ""),
		};

		record_put_texts(
			out, RECORD_DISCLAIMER, texts, n_elements(texts));
	}
}

static void
seal_put_media(const struct draft_media *media, struct buf *out)
{
	auto_(buf_done) struct buf width = BUF_NULL, height = BUF_NULL;
	auto_(buf_done) struct buf size = BUF_NULL;

	if (media->width != 0)
		buf_put_u64(&width, media->width);
	if (media->height != 0)
		buf_put_u64(&height, media->height);
	if (media->size_bytes != 0)
		buf_put_u64(&size, media->size_bytes);
	const struct slice texts[] = {
		slice_text(media->href),
		slice_text(media->content_type),
		slice_text(media->title),
		slice_text(media->caption),
		slice_text(media->credit),
		slice_text(media->rights),
		buf_slice(&width),
		buf_slice(&height),
		buf_slice(&size),
	};

	record_put_texts(out, RECORD_MEDIA, texts, n_elements(texts));
}

static void
seal_put_lists(const struct draft *draft, struct buf *out)
{
	for (size_t i = 0; i < draft->subjects.n; i++) {
		const struct draft_subject *s = &draft->subjects.items[i];
		const struct slice texts[] = { slice_text(s->name),
			slice_text(s->uri), slice_text(s->literal) };

		record_put_texts(out, RECORD_SUBJECT, texts, n_elements(texts));
	}
	for (size_t i = 0; i < draft->media.n; i++)
		if (!draft->media.items[i].is_thumbnail)
			seal_put_media(&draft->media.items[i], out);
	for (size_t i = 0; i < draft->alt_ids.n; i++) {
		const struct draft_pair *pair = &draft->alt_ids.items[i];
		const struct slice texts[] = { slice_text(pair->role),
			slice_text(pair->value) };

		record_put_texts(out, RECORD_ALT_ID, texts, n_elements(texts));
	}
}

/* What takes a story back brings no text of it along. */
static void
seal_put_prose(const struct draft *draft, const struct seal_prose *prose,
	struct buf *out)
{
	record_put_some(out, RECORD_HEADLINE, buf_slice(&prose->headline));
	if (seal_event(draft) == STORY_KILL)
		return;
	record_put_some(out, RECORD_BODY_HTML, buf_slice(&prose->html));
	record_put_some(out, RECORD_BODY_TEXT, buf_slice(&prose->text));
}

static void
seal_put_documents(const struct draft *draft, const struct seal_prose *prose,
	struct buf *out)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);

	seal_ninjs_item(draft, prose, &json);
	record_put(out, RECORD_NINJS, buf_slice(&text));
	buf_clear(&text);
	json = JSONOUT(&text);
	seal_wire(draft, true, &json);
	record_put(out, RECORD_WIRE, buf_slice(&text));
	buf_clear(&text);
	json = JSONOUT(&text);
	seal_provenance(draft, true, &json);
	record_put(out, RECORD_PROVENANCE, buf_slice(&text));
}

const char *
seal_verdict_name(enum tt_verdict verdict)
{
	if (verdict == TT_PASS)
		return "pass";
	return verdict == TT_REJECT ? "reject" : "fail";
}

void
seal_record(const struct draft *draft, enum tt_verdict verdict, struct buf *out)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	auto_(seal_prose_done) struct seal_prose prose;

	seal_prose_init(&prose, draft);
	record_begin(out);
	record_put(out, RECORD_PARTNER, slice_text(draft->partner->name));
	seal_uri(draft, &text);
	record_put(out, RECORD_URI, buf_slice(&text));
	record_put(out, RECORD_EVENT,
		slice_text(story_event_name(seal_event(draft))));
	seal_put_scalars(draft, out);
	seal_put_byline(draft, out);
	seal_put_parties(draft, out);
	seal_put_lists(draft, out);
	seal_put_prose(draft, &prose, out);
	seal_put_documents(draft, &prose, out);
	buf_clear(&text);
	seal_put_hash(draft, &prose, &text);
	record_put(out, RECORD_CONTENT_HASH, buf_slice(&text));
	seal_put_rules(draft, out);
	record_put(out, RECORD_VERDICT, slice_text(seal_verdict_name(verdict)));
	if (verdict != TT_PASS)
		record_put_some(
			out, RECORD_REASON, slice_text(draft->reason.text));
	record_end(out);
}
