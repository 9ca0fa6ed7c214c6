/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_wire - what the item has no place for: the chain with its confidence,
 * notices, life-cycle, the split of the text, and who says so.
 *
 * One writer for the report and for what subscribers get; `is_public` decides
 * about every key that must not leave (contracts, section 3, "Envelope").
 */
#include <string.h>

#include "base/jsonout.h"
#include "base/rfc3339.h"
#include "story/seal.h"
#include "story/seal_parts.h"
#include "story/draft_parts.h"

static bool
wire_has(const struct draft *draft, const struct draft_party *party)
{
	return !party->retracted &&
	       (party->role != TT_SUPPLIER || party == draft_supplier(draft));
}

static void
wire_party(const struct draft_party *party, struct jsonout *json)
{
	jsonout_object(json);
	jsonout_member_text(json, "name", party->name);
	jsonout_key(json, "confidence");
	jsonout_number(json, party->confidence);
	jsonout_object_end(json);
}

/* A role that has one holder: the surest. */
static void
wire_party_one(const struct draft *draft, enum tt_role role, const char *key,
	struct jsonout *json)
{
	const struct draft_party *best = NULL;

	for (size_t i = 0; i < draft->parties.n; i++) {
		const struct draft_party *party = &draft->parties.items[i];

		if (party->role == role && wire_has(draft, party) &&
			(best == NULL || party->confidence > best->confidence))
			best = party;
	}
	if (best == NULL)
		return;
	jsonout_key(json, key);
	wire_party(best, json);
}

static void
wire_party_list(const struct draft *draft, enum tt_role role, const char *key,
	struct jsonout *json)
{
	jsonout_key(json, key);
	jsonout_array(json);
	for (size_t i = 0; i < draft->parties.n; i++)
		if (draft->parties.items[i].role == role &&
			wire_has(draft, &draft->parties.items[i]))
			wire_party(&draft->parties.items[i], json);
	jsonout_array_end(json);
}

static void
wire_parties(const struct draft *draft, struct jsonout *json)
{
	const char *holder = seal_rights_holder(draft);

	wire_party_one(draft, TT_SUPPLIER, "supplier", json);
	wire_party_list(draft, TT_CONTRIBUTOR, "contributors", json);
	wire_party_list(draft, TT_DISTRIBUTOR, "distributors", json);
	wire_party_list(draft, TT_CITED, "cited", json);
	wire_party_one(draft, TT_ISSUER, "issuer", json);
	wire_party_one(draft, TT_POOL, "pool", json);
	if (holder != NULL) {
		jsonout_key(json, "rights_holder");
		jsonout_object(json);
		jsonout_member_text(json, "name", holder);
		jsonout_object_end(json);
	}
	wire_party_list(draft, TT_PHOTO_CREDIT, "photo_credits", json);
}

static void
wire_texts(struct jsonout *json, const char *key, char *const *texts, size_t n)
{
	jsonout_key(json, key);
	jsonout_array(json);
	for (size_t i = 0; i < n; i++)
		jsonout_string(json, slice_text(texts[i]));
	jsonout_array_end(json);
}

static void
wire_headline(const struct draft *draft, bool is_public, struct jsonout *json)
{
	auto_(buf_done) struct buf headline = BUF_NULL;
	struct slice raw = slice_text(draft->headline_raw);

	draft_headline(draft, &headline);
	jsonout_member(json, "headline", buf_slice(&headline));
	if (is_public)
		return;
	if (draft->headline_end > draft->headline_start)
		raw = slice_of(draft->text.data + draft->headline_start,
			draft->headline_end - draft->headline_start);
	else if (raw.at == NULL)
		raw = slice_of(buf_text(&draft->text) + draft->title_start,
			draft->title_end - draft->title_start);
	jsonout_member(json, "headline_raw", slice_trim(raw));
}

static void
wire_dateline(const struct draft *draft, struct jsonout *json)
{
	if (draft->dateline_place == NULL && draft->dateline_date == NULL &&
		draft->dateline_text == NULL)
		return;
	jsonout_key(json, "dateline");
	jsonout_object(json);
	jsonout_member_some(json, "place", slice_text(draft->dateline_place));
	jsonout_member_some(json, "date", slice_text(draft->dateline_date));
	jsonout_member_some(json, "text", slice_text(draft->dateline_text));
	jsonout_object_end(json);
}

static void
wire_disclaimers(const struct draft *draft, struct jsonout *json)
{
	jsonout_key(json, "disclaimers");
	jsonout_array(json);
	for (size_t i = 0; i < draft->disclaimers.n; i++) {
		const struct draft_disclaimer *d = &draft->disclaimers.items[i];

		jsonout_object(json);
		jsonout_member_text(json, "kind", d->kind);
		jsonout_member_some(json, "heading", slice_text(d->heading));
		jsonout_member_text(json, "text", d->text);
		jsonout_member_text(json, "speaks_for", d->speaks_for);
		jsonout_member_bool(json, "required", d->required);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
wire_lifecycle(const struct draft *draft, struct jsonout *json)
{
	jsonout_key(json, "lifecycle");
	jsonout_object(json);
	jsonout_member_text(json, "kind",
		draft->lifecycle_kind != NULL ? draft->lifecycle_kind : "new");
	if (draft->lifecycle_serial != 0)
		jsonout_member_integer(json, "serial", draft->lifecycle_serial);
	jsonout_object_end(json);
}

static void
wire_embargo(const struct draft *draft, bool is_public, struct jsonout *json)
{
	if (draft->embargo_text == NULL)
		return;
	jsonout_key(json, "embargo");
	jsonout_object(json);
	jsonout_key(json, "until");
	if (draft->embargo_ms == TT_EMBARGO_UNPARSED)
		jsonout_null(json);
	else
		jsonout_string(
			json, slice_text(rfc3339_of(draft->embargo_ms).text));
	if (!is_public)
		jsonout_member_text(json, "text", draft->embargo_text);
	jsonout_object_end(json);
}

static void
wire_notes(const struct draft *draft, struct jsonout *json)
{
	const char *own = draft->fields[DRAFT_ED_NOTE];
	bool is_told = false;

	jsonout_key(json, "editorial_notes");
	jsonout_array(json);
	for (size_t i = 0; i < draft->notes.n; i++) {
		jsonout_string(json, slice_text(draft->notes.items[i]));
		is_told |= own != NULL && !strcmp(own, draft->notes.items[i]);
	}
	if (own != NULL && !is_told)
		jsonout_string(json, slice_text(own));
	jsonout_array_end(json);
}

/* ---- the split ------------------------------------------------------------
 */

static bool
wire_is_kept(const struct draft_span *span)
{
	return span->label == TT_HEADLINE || span->label == TT_BODY;
}

static void
wire_range(struct jsonout *json, size_t start, size_t end)
{
	jsonout_member_integer(json, "start", (int64_t)start);
	jsonout_member_integer(json, "end", (int64_t)end);
}

static void
wire_split(const struct draft *draft, struct jsonout *json)
{
	jsonout_key(json, "kept");
	jsonout_array(json);
	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];

		if (!wire_is_kept(span))
			continue;
		jsonout_object(json);
		jsonout_member_text(
			json, "into", draft_label_name(span->label));
		wire_range(json, span->start, span->end);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
	jsonout_key(json, "removed");
	jsonout_array(json);
	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];

		if (wire_is_kept(span))
			continue;
		jsonout_object(json);
		jsonout_member_text(
			json, "kind", draft_label_name(span->label));
		jsonout_member(json, "text",
			slice_of(draft->text.data + span->start,
				span->end - span->start));
		wire_range(json, span->start, span->end);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

void
seal_wire(const struct draft *draft, bool is_public, struct jsonout *json)
{
	auto_(buf_done) struct buf body = BUF_NULL;

	jsonout_object(json);
	wire_headline(draft, is_public, json);
	wire_dateline(draft, json);
	wire_parties(draft, json);
	wire_texts(json, "bylines", draft->bylines.items, draft->bylines.n);
	wire_disclaimers(draft, json);
	wire_lifecycle(draft, json);
	wire_embargo(draft, is_public, json);
	if (!is_public) {
		wire_notes(draft, json);
		draft_body_text(draft, &body);
		jsonout_member(json, "body_text", buf_slice(&body));
		wire_split(draft, json);
	}
	jsonout_object_end(json);
}

/* ---- provenance -----------------------------------------------------------
 */

/* Does the range touch text that is meant for editors only? */
static bool
provenance_is_private(
	const struct draft *draft, const struct draft_provenance *entry)
{
	static const char *const fields[] = { "/wire/editorial_notes",
		"/wire/embargo", "/story/edNote" };
	size_t start = entry->evidence.start, end = entry->evidence.end;

	for (size_t i = 0; i < n_elements(fields); i++)
		if (strcmp(entry->field, fields[i]) == 0)
			return true;
	if (start == end)
		return false;
	for (size_t i = draft_span_of(draft, start);
		i < draft->spans.n && draft->spans.items[i].start < end; i++)
		if (draft->spans.items[i].label == TT_EDITORIAL_NOTE)
			return true;
	return false;
}

/* Index of the named party among those of its role that are shown; -1. */
static int64_t
provenance_party_index(
	const struct draft *draft, enum tt_role role, const char *name)
{
	int64_t index = 0;

	for (size_t i = 0; i < draft->parties.n; i++) {
		const struct draft_party *party = &draft->parties.items[i];

		if (party->role != role || !wire_has(draft, party))
			continue;
		if (strcmp(party->name, name) == 0)
			return index;
		index++;
	}
	return -1;
}

static int64_t
provenance_list_index(char *const *texts, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(texts[i], text) == 0)
			return (int64_t)i;
	return -1;
}

static int64_t
provenance_disclaimer_index(const struct draft *draft, const char *text)
{
	for (size_t i = 0; i < draft->disclaimers.n; i++)
		if (strcmp(draft->disclaimers.items[i].text, text) == 0)
			return (int64_t)i;
	return -1;
}

/* What the entry points to now: its place in the list it went into. -1: it is
 * there no more; -2: not a list. */
static int64_t
provenance_index(const struct draft *draft,
	const struct draft_provenance *entry, bool *ret_is_gone)
{
	static const struct {
		const char *pointer;
		enum tt_role role;
		bool is_list;
	} roles[] = {
		{ "/wire/supplier", TT_SUPPLIER, false },
		{ "/wire/contributors", TT_CONTRIBUTOR, true },
		{ "/wire/distributors", TT_DISTRIBUTOR, true },
		{ "/wire/cited", TT_CITED, true },
		{ "/wire/photo_credits", TT_PHOTO_CREDIT, true },
	};
	int64_t index = -2;

	*ret_is_gone = entry->overruled;
	if (entry->value == NULL)
		return -2;
	for (size_t i = 0; i < n_elements(roles); i++) {
		if (strcmp(entry->field, roles[i].pointer) != 0)
			continue;
		index = provenance_party_index(
			draft, roles[i].role, entry->value);
		*ret_is_gone = index < 0;
		return roles[i].is_list ? index : -2;
	}
	if (strcmp(entry->field, "/wire/bylines") == 0)
		return provenance_list_index(
			draft->bylines.items, draft->bylines.n, entry->value);
	if (strcmp(entry->field, "/wire/editorial_notes") == 0)
		return provenance_list_index(
			draft->notes.items, draft->notes.n, entry->value);
	if (strcmp(entry->field, "/wire/disclaimers") == 0)
		return provenance_disclaimer_index(draft, entry->value);
	return index;
}

static void
provenance_evidence(const struct draft *draft, const char *plugin,
	const char *rule, size_t start, size_t end, struct jsonout *json)
{
	jsonout_member_some(json, "plugin", slice_text(plugin));
	jsonout_member_some(json, "rule", slice_text(rule));
	if (start == end)
		return;
	wire_range(json, start, end);
	if (end - start <= DRAFT_MAX_VALUE)
		jsonout_member(json, "text",
			slice_of(draft->text.data + start, end - start));
}

static void
provenance_entry(const struct draft *draft,
	const struct draft_provenance *entry, struct jsonout *json)
{
	auto_(buf_done) struct buf pointer = BUF_NULL;
	bool is_gone;
	int64_t index = provenance_index(draft, entry, &is_gone);

	buf_puts(&pointer, entry->field);
	if (index >= 0)
		buf_printf(&pointer, "/%lld", (long long)index);
	jsonout_object(json);
	jsonout_member(json, "field", buf_slice(&pointer));
	provenance_evidence(draft, entry->evidence.plugin, entry->evidence.rule,
		entry->evidence.start, entry->evidence.end, json);
	jsonout_key(json, "confidence");
	jsonout_number(json, entry->evidence.confidence);
	if (entry->said != NULL || is_gone)
		jsonout_member_some(json, "value",
			slice_text(entry->said ? entry->said : entry->value));
	if (is_gone)
		jsonout_member_bool(json, "overruled", true);
	jsonout_object_end(json);
}

/* Who took what out of the text. */
static void
provenance_removed(const struct draft *draft, struct jsonout *json)
{
	size_t index = 0;

	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];
		auto_(buf_done) struct buf pointer = BUF_NULL;

		if (wire_is_kept(span))
			continue;
		buf_printf(&pointer, "/wire/removed/%zu", index++);
		if (span->plugin == NULL)
			continue;
		jsonout_object(json);
		jsonout_member(json, "field", buf_slice(&pointer));
		provenance_evidence(draft, span->plugin, span->rule,
			span->start, span->end, json);
		jsonout_object_end(json);
	}
}

void
seal_provenance(const struct draft *draft, bool is_public, struct jsonout *json)
{
	jsonout_array(json);
	for (size_t i = 0; i < draft->provenance.n; i++) {
		const struct draft_provenance *entry =
			&draft->provenance.items[i];

		if (!is_public || !provenance_is_private(draft, entry))
			provenance_entry(draft, entry, json);
	}
	if (!is_public)
		provenance_removed(draft, json);
	jsonout_array_end(json);
}

void
seal_report(const struct draft *draft, enum tt_verdict verdict,
	bool with_source, struct jsonout *json)
{
	jsonout_object(json);
	jsonout_member_text(json, "event", story_event_name(seal_event(draft)));
	jsonout_member_text(json, "verdict", seal_verdict_name(verdict));
	if (verdict != TT_PASS)
		jsonout_member_text(json, "reason", draft->reason.text);
	jsonout_key(json, "story");
	seal_ninjs(draft, json);
	jsonout_key(json, "wire");
	seal_wire(draft, false, json);
	jsonout_key(json, "provenance");
	seal_provenance(draft, false, json);
	if (with_source)
		jsonout_member(json, "source_text", buf_slice(&draft->text));
	jsonout_object_end(json);
}
