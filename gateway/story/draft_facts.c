/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft_facts - who, what notices, where from, which version, until when.
 *
 * Everything here may be called by a plugin with anything in its hands, so each
 * function refuses what does not fit after a warning and changes nothing.
 */
#include <string.h>

#include "base/ensure.h"
#include "base/mem.h"
#include "base/rfc3339.h"
#include "base/utf8.h"
#include "story/draft.h"
#include "story/draft_parts.h"
#include "story/uri.h"

/* ---- parties --------------------------------------------------------------
 */

static const struct {
	const char *name, *pointer;
} draft_roles[] = {
	[TT_SUPPLIER] = { "supplier", "/wire/supplier" },
	[TT_CONTRIBUTOR] = { "contributor", "/wire/contributors" },
	[TT_DISTRIBUTOR] = { "distributor", "/wire/distributors" },
	[TT_CITED] = { "cited", "/wire/cited" },
	[TT_ISSUER] = { "issuer", "/wire/issuer" },
	[TT_POOL] = { "pool", "/wire/pool" },
	[TT_RIGHTS_HOLDER] = { "rights_holder", "/wire/rights_holder" },
	[TT_PHOTO_CREDIT] = { "photo_credit", "/wire/photo_credits" },
};

const char *
draft_role_name(enum tt_role role)
{
	ensure((unsigned)role < n_elements(draft_roles));
	return draft_roles[role].name;
}

static struct draft_party *
draft_find_party(struct draft *draft, enum tt_role role, const char *name)
{
	for (size_t i = 0; i < draft->parties.n; i++) {
		struct draft_party *party = &draft->parties.items[i];

		if (party->role == role && strcmp(party->name, name) == 0)
			return party;
	}
	return NULL;
}

/* Where a new party stands. A chain of distributors is read from the outside
 * in: the sender is known first, then who speaks in the notices, then what the
 * story itself says. So what one plugin adds stays together, before what others
 * had added. */
static size_t
draft_party_place(const struct draft *draft, enum tt_role role)
{
	for (size_t i = 0; role == TT_DISTRIBUTOR && i < draft->parties.n; i++)
		if (draft->parties.items[i].role == role &&
			strcmp(draft->parties.items[i].plugin,
				draft->running) != 0)
			return i;
	return draft->parties.n;
}

static struct draft_party *
draft_new_party(struct draft *draft, enum tt_role role, char *name)
{
	struct draft_party *party;
	size_t at = draft_party_place(draft, role);

	if (!draft_has_room(draft, draft->parties.n, "parties"))
		return NULL;
	arena_grow(&draft->arena, draft->parties.items, draft->parties.n,
		draft->parties.cap);
	party = &draft->parties.items[at];
	memmove(party + 1, party, (draft->parties.n++ - at) * sizeof(*party));
	*party = (struct draft_party){
		.role = role,
		.name = name,
		.plugin = draft->running,
	};
	return party;
}

bool
draft_add_party(struct draft *draft, enum tt_role role, struct slice name,
	const char *uri, const struct tt_evidence *evidence)
{
	auto_(buf_done) struct buf clean = BUF_NULL;
	struct draft_party *party;
	char *copy;

	if ((unsigned)role >= n_elements(draft_roles)) {
		draft_warn(draft, "W-ROLE",
			"a party has a role that nobody "
			"knows");
		return false;
	}
	if (!draft_evidence_fits(draft, evidence) ||
		!draft_keep(draft, name, "party", &copy))
		return false;
	party = draft_find_party(draft, role, copy);
	if (party == NULL)
		party = draft_new_party(draft, role, copy);
	if (party == NULL)
		return false;
	if (draft_confidence(evidence) > party->confidence)
		party->confidence = draft_confidence(evidence);
	party->is_given |= strcmp(draft->running, "decode") == 0;
	if (party->uri == NULL && uri != NULL &&
		uri_put(&clean, slice_text(uri)))
		party->uri = arena_text(&draft->arena, buf_slice(&clean));
	draft_testify(draft, draft_roles[role].pointer, party->name, evidence);
	return true;
}

bool
draft_retract_party(struct draft *draft, size_t i, const char *rule)
{
	const struct tt_evidence evidence = { 0, 0, rule, 1 };
	struct draft_party *party;

	if (!draft->may_retract || i >= draft->parties.n ||
		!draft_evidence_fits(draft, &evidence)) {
		draft_warn(draft, "W-RETRACT",
			"a party may not be taken back here");
		return false;
	}
	party = &draft->parties.items[i];
	party->retracted = true;
	draft_testify(draft,
		arena_printf(&draft->arena, "%s/retracted",
			draft_roles[party->role].pointer),
		party->name, &evidence);
	return true;
}

/* The evidence follows the name; what it said first is not forgotten. */
static void
draft_rename_evidence(struct draft *draft, const struct draft_party *party,
	char *canonical, const char *rule)
{
	const struct tt_evidence evidence = { 0, 0, rule, party->confidence };
	const char *pointer = draft_roles[party->role].pointer;
	size_t n = draft->provenance.n;

	for (size_t i = 0; i < n; i++) {
		struct draft_provenance *entry = &draft->provenance.items[i];

		if (entry->value == NULL || strcmp(entry->field, pointer) ||
			strcmp(entry->value, party->name) != 0)
			continue;
		if (entry->said == NULL)
			entry->said = party->name;
		entry->value = canonical;
	}
	draft_testify(draft, pointer, canonical, &evidence);
	if (draft->provenance.n > n)
		draft->provenance.items[n].said = party->name;
}

/* Both are the same party: the first takes what the second has. */
static void
draft_merge_party(struct draft *draft, struct draft_party *into, size_t i)
{
	struct draft_party *party = &draft->parties.items[i];

	if (party->confidence > into->confidence)
		into->confidence = party->confidence;
	if (into->uri == NULL)
		into->uri = party->uri;
	into->is_given |= party->is_given;
	draft->parties.n--;
	memmove(party, party + 1,
		(draft->parties.n - i) * sizeof(draft->parties.items[0]));
}

bool
draft_name_party(
	struct draft *draft, size_t i, struct slice canonical, const char *rule)
{
	const struct tt_evidence evidence = { 0, 0, rule, 1 };
	struct draft_party *party, *same;
	char *name;

	if (i >= draft->parties.n || draft->parties.items[i].retracted) {
		draft_warn(draft, "W-RANGE", "there is no party %zu", i);
		return false;
	}
	if (!draft_evidence_fits(draft, &evidence) ||
		!draft_keep(draft, canonical, "party", &name))
		return false;
	party = &draft->parties.items[i];
	if (strcmp(party->name, name) == 0)
		return true;
	draft_rename_evidence(draft, party, name, rule);
	same = draft_find_party(draft, party->role, name);
	party->name = name;
	if (same == NULL || same->retracted)
		return true;
	if (same < party)
		draft_merge_party(draft, same, i);
	else
		draft_merge_party(
			draft, party, (size_t)(same - draft->parties.items));
	return true;
}

bool
draft_party_stands(const struct draft *draft, const struct draft_party *party)
{
	return !party->retracted &&
	       (party->role != TT_SUPPLIER || party->is_given ||
		       party == draft_supplier(draft));
}

const struct draft_party *
draft_supplier(const struct draft *draft)
{
	const struct draft_party *best = NULL;

	for (size_t i = 0; i < draft->parties.n; i++) {
		const struct draft_party *party = &draft->parties.items[i];

		if (party->role != TT_SUPPLIER || party->retracted)
			continue;
		if (best == NULL || party->confidence > best->confidence)
			best = party;
	}
	return best;
}

bool
draft_add_byline(struct draft *draft, struct slice person,
	const struct tt_evidence *evidence)
{
	char *copy;

	if (!draft_evidence_fits(draft, evidence) ||
		!draft_keep(draft, person, "byline", &copy))
		return false;
	for (size_t i = 0; i < draft->bylines.n; i++) {
		if (strcmp(draft->bylines.items[i], copy) != 0)
			continue;
		draft_testify(draft, "/wire/bylines", copy, evidence);
		return true;
	}
	if (!draft_has_room(draft, draft->bylines.n, "bylines"))
		return false;
	arena_grow(&draft->arena, draft->bylines.items, draft->bylines.n,
		draft->bylines.cap);
	draft->bylines.items[draft->bylines.n++] = copy;
	draft_testify(draft, "/wire/bylines", copy, evidence);
	return true;
}

bool
draft_byline_is(struct draft *draft, size_t i, enum tt_role role,
	struct slice name, const struct tt_evidence *evidence)
{
	char **items = draft->bylines.items;

	if (i >= draft->bylines.n) {
		draft_warn(draft, "W-RANGE", "there is no byline %zu", i);
		return false;
	}
	if (!draft_add_party(draft, role, name, NULL, evidence))
		return false;
	draft_testify(draft, "/wire/bylines/retracted", items[i], evidence);
	draft->bylines.n--;
	for (; i < draft->bylines.n; i++)
		items[i] = items[i + 1];
	return true;
}

/* ---- disclaimers ----------------------------------------------------------
 */

const char *const draft_notice_kinds[] = { "liability", "opinion",
	"forward_looking", "financial_advice", "regulatory", "sponsored",
	"syndication_notice", "translation_ai", "copyright", NULL };
const char *const draft_notice_speakers[] = { "distributor", "supplier",
	"issuer", "publisher", "author", NULL };

/* The word as the list has it; NULL when it has not. */
static const char *
draft_word(const char *const *words, const char *word)
{
	for (; word != NULL && *words != NULL; words++)
		if (strcmp(*words, word) == 0)
			return *words;
	return NULL;
}

static struct draft_disclaimer *
draft_find_disclaimer(
	const struct draft *draft, const char *kind, const char *text)
{
	for (size_t i = 0; i < draft->disclaimers.n; i++) {
		struct draft_disclaimer *d = &draft->disclaimers.items[i];

		if (strcmp(d->kind, kind) == 0 && strcmp(d->text, text) == 0)
			return d;
	}
	return NULL;
}

bool
draft_add_disclaimer(struct draft *draft,
	const struct tt_disclaimer *disclaimer,
	const struct tt_evidence *evidence)
{
	const char *kind = draft_word(draft_notice_kinds, disclaimer->kind);
	const char *speaker =
		draft_word(draft_notice_speakers, disclaimer->speaks_for);
	struct slice heading = slice_text(disclaimer->heading);
	struct draft_disclaimer *entry;
	char *text, *head = NULL;

	if (kind == NULL || speaker == NULL) {
		draft_warn(draft, "W-DISCLAIMER",
			"a disclaimer has a kind or speaker that nobody knows");
		return false;
	}
	if (!draft_evidence_fits(draft, evidence) ||
		!draft_keep(draft, slice_text(disclaimer->text), "disclaimer",
			&text))
		return false;
	if (slice_trim(heading).len != 0 &&
		!draft_keep(draft, heading, "heading", &head))
		return false;
	draft_testify(draft, "/wire/disclaimers", text, evidence);
	entry = draft_find_disclaimer(draft, kind, text);
	if (entry != NULL) {
		entry->required |= disclaimer->required;
		return true;
	}
	if (!draft_has_room(draft, draft->disclaimers.n, "disclaimers"))
		return false;
	arena_grow(&draft->arena, draft->disclaimers.items,
		draft->disclaimers.n, draft->disclaimers.cap);
	entry = &draft->disclaimers.items[draft->disclaimers.n++];
	entry->kind = arena_text(&draft->arena, slice_text(kind));
	entry->heading =
		head != NULL ? head : arena_text(&draft->arena, SLICE(""));
	entry->text = text;
	entry->speaks_for = arena_text(&draft->arena, slice_text(speaker));
	entry->required = disclaimer->required;
	return true;
}

/* ---- where, which, until when ---------------------------------------------
 */

static bool
draft_is_date(struct slice date)
{
	auto_(buf_done) struct buf noon = BUF_NULL;
	int64_t ms;

	buf_put_slice(&noon, date);
	buf_puts(&noon, "T12:00:00Z");
	return date.len == 10 && rfc3339_parse(buf_slice(&noon), &ms) == 0;
}

bool
draft_set_dateline(struct draft *draft, struct slice place, struct slice date,
	const struct tt_evidence *evidence)
{
	struct slice quoted;
	char *copy = NULL;

	if (!draft_evidence_fits(draft, evidence))
		return false;
	quoted = draft_quoted(draft, evidence);
	if (slice_trim(place).len != 0 &&
		!draft_keep(draft, place, "dateline", &copy))
		return false;
	if (date.len != 0 && !draft_is_date(date)) {
		draft_warn(draft, "W-DATELINE", "a dateline has no such date");
		return false;
	}
	draft->dateline_place = copy;
	draft->dateline_date = NULL;
	if (date.len != 0)
		draft->dateline_date = arena_text(&draft->arena, date);
	if (quoted.len != 0 && quoted.len <= DRAFT_MAX_VALUE)
		draft->dateline_text = arena_text(&draft->arena, quoted);
	if (copy != NULL && draft->fields[DRAFT_LOCATED] == NULL)
		draft->fields[DRAFT_LOCATED] = copy;
	draft_testify(draft, "/wire/dateline", copy, evidence);
	return true;
}

/* Lightest first: the order of wire-copy practice when marks stack. */
static const char *const draft_lifecycles[] = { "new", "alert", "update",
	"repeat", "refile", "clarification", "correction", "advisory",
	"withdrawal", NULL };

static unsigned
draft_lifecycle_weight(const char *kind)
{
	unsigned weight = 0;

	while (draft_lifecycles[weight] != NULL &&
		strcmp(draft_lifecycles[weight], kind) != 0)
		weight++;
	return weight;
}

bool
draft_set_lifecycle(struct draft *draft, const char *kind, unsigned serial,
	const struct tt_evidence *evidence)
{
	const char *known = draft_word(draft_lifecycles, kind);

	if (known == NULL) {
		draft_warn(draft, "W-LIFECYCLE",
			"a story has a life-cycle that nobody knows");
		return false;
	}
	if (!draft_evidence_fits(draft, evidence))
		return false;
	if (serial > draft->lifecycle_serial && serial < 10000)
		draft->lifecycle_serial = serial;
	if (draft->lifecycle_kind == NULL ||
		draft_lifecycle_weight(known) >
			draft_lifecycle_weight(draft->lifecycle_kind))
		draft->lifecycle_kind = known;
	draft_testify(draft, "/wire/lifecycle",
		arena_text(&draft->arena, slice_text(known)), evidence);
	return true;
}

/* Of two embargoes the later counts; one that nobody can read outlasts all. */
static int64_t
draft_later(int64_t a, int64_t b)
{
	if (a == TT_EMBARGO_UNPARSED || b == TT_EMBARGO_UNPARSED)
		return TT_EMBARGO_UNPARSED;
	return a > b ? a : b;
}

bool
draft_set_embargo(struct draft *draft, int64_t until_ms,
	const struct tt_evidence *evidence)
{
	bool fits = draft_evidence_fits(draft, evidence);
	struct slice quoted = slice_of("", 0);
	char *until = NULL;

	/* Even a plugin that is wrong about the place has seen an embargo. */
	if (!fits)
		until_ms = TT_EMBARGO_UNPARSED;
	else
		quoted = draft_quoted(draft, evidence);
	if (draft->embargo_text != NULL)
		until_ms = draft_later(draft->embargo_ms, until_ms);
	if (until_ms != TT_EMBARGO_UNPARSED)
		until = arena_text(
			&draft->arena, slice_text(rfc3339_of(until_ms).text));
	draft->embargo_ms = until_ms;
	draft->fields[DRAFT_EMBARGOED_UNTIL] = until;
	if (quoted.len != 0 && quoted.len <= DRAFT_MAX_VALUE)
		draft->embargo_text = arena_text(&draft->arena, quoted);
	else if (draft->embargo_text == NULL)
		draft->embargo_text = arena_text(&draft->arena,
			until != NULL ? slice_text(until) : SLICE("unparsed"));
	draft_testify(draft, "/wire/embargo", until, fits ? evidence : NULL);
	return fits;
}

bool
draft_add_note(struct draft *draft, struct slice text,
	const struct tt_evidence *evidence)
{
	char *copy;

	if (!draft_evidence_fits(draft, evidence) ||
		!draft_keep(draft, text, "editorial note", &copy) ||
		!draft_has_room(draft, draft->notes.n, "editorial notes"))
		return false;
	for (size_t i = 0; i < draft->notes.n; i++)
		if (strcmp(draft->notes.items[i], copy) == 0)
			return true;
	arena_grow(&draft->arena, draft->notes.items, draft->notes.n,
		draft->notes.cap);
	draft->notes.items[draft->notes.n++] = copy;
	draft_testify(draft, "/wire/editorial_notes", copy, evidence);
	return true;
}

/* ---- what decoders add ----------------------------------------------------
 */

/* Absent stays NULL; a bad one makes the whole fact bad. */
static bool
draft_keep_some(struct draft *draft, struct slice text, const char *what,
	char **ret_copy)
{
	*ret_copy = NULL;
	return slice_trim(text).len == 0 ||
	       draft_keep(draft, text, what, ret_copy);
}

bool
draft_add_subject(struct draft *draft, struct slice name, struct slice uri,
	struct slice literal)
{
	auto_(buf_done) struct buf clean = BUF_NULL;
	struct draft_subject subject = { .relevance = -1, .confidence = -1 };

	if (!draft_keep_some(draft, name, "subject", &subject.name) ||
		!draft_keep_some(draft, literal, "subject", &subject.literal) ||
		!draft_has_room(draft, draft->subjects.n, "subjects"))
		return false;
	if (uri.len != 0 && uri_put(&clean, uri))
		subject.uri = arena_text(&draft->arena, buf_slice(&clean));
	if (!subject.name && !subject.uri && !subject.literal)
		return false;
	arena_grow(&draft->arena, draft->subjects.items, draft->subjects.n,
		draft->subjects.cap);
	draft->subjects.items[draft->subjects.n++] = subject;
	return true;
}

void
draft_weigh_subject(struct draft *draft, int relevance, int confidence)
{
	struct draft_subject *last;

	ensure(draft->subjects.n != 0);
	last = &draft->subjects.items[draft->subjects.n - 1];
	last->relevance = relevance > 100 ? -1 : relevance;
	last->confidence = confidence > 100 ? -1 : confidence;
}

static bool
draft_has_subject(const struct draft *draft, struct slice uri)
{
	for (size_t i = 0; uri.len != 0 && i < draft->subjects.n; i++)
		if (draft->subjects.items[i].uri != NULL &&
			slice_is(uri, draft->subjects.items[i].uri))
			return true;
	return false;
}

bool
draft_find_subject(struct draft *draft, struct slice name, struct slice uri,
	struct slice literal, const struct tt_evidence *evidence)
{
	const struct draft_subject *last;

	if (!draft_evidence_fits(draft, evidence))
		return false;
	if (draft_has_subject(draft, uri)) {
		draft_testify(draft, "/story/subjects",
			arena_text(&draft->arena, uri), evidence);
		return true;
	}
	if (!draft_add_subject(draft, name, uri, literal))
		return false;
	draft_weigh_subject(draft, -1, (int)(100 * draft_confidence(evidence)));
	last = &draft->subjects.items[draft->subjects.n - 1];
	draft_testify(draft, "/story/subjects",
		last->uri != NULL    ? last->uri
		: last->name != NULL ? last->name
				     : last->literal,
		evidence);
	return true;
}

bool
draft_add_alt_id(struct draft *draft, struct slice role, struct slice value)
{
	struct draft_pair pair;

	if (!draft_keep_some(draft, role, "role", &pair.role) ||
		!draft_keep(draft, value, "alternative id", &pair.value) ||
		!draft_has_room(draft, draft->alt_ids.n, "alternative ids"))
		return false;
	arena_grow(&draft->arena, draft->alt_ids.items, draft->alt_ids.n,
		draft->alt_ids.cap);
	draft->alt_ids.items[draft->alt_ids.n++] = pair;
	return true;
}

struct draft_media *
draft_add_media(struct draft *draft, struct slice href)
{
	auto_(buf_done) struct buf clean = BUF_NULL;
	struct draft_media *media;

	if (!uri_put(&clean, href) || !uri_is_web(buf_slice(&clean))) {
		draft_warn(draft, "W-MEDIA",
			"media without a web address were ignored");
		return NULL;
	}
	if (!draft_has_room(draft, draft->media.n, "media"))
		return NULL;
	arena_grow(&draft->arena, draft->media.items, draft->media.n,
		draft->media.cap);
	media = &draft->media.items[draft->media.n++];
	*media = (struct draft_media){ 0 };
	media->href = arena_text(&draft->arena, buf_slice(&clean));
	return media;
}

/* What may stand in the item as the document had it. */
static const char *const draft_property_names[] = { "people", "organisations",
	"places", "subjects", "events", "objects", "genres", "rightsInfo",
	"digitalSourceType", "trustIndicators", "renditions", "associations",
	"descriptions", "headlines", "altIds", "eventDetails", NULL };

bool
draft_add_property(struct draft *draft, struct slice name, struct slice json)
{
	struct draft_pair pair = { 0 };
	const char *const *known = draft_property_names;

	while (*known != NULL && !slice_is(name, *known))
		known++;
	if (*known == NULL || json.len == 0 || json.len > DRAFT_MAX_TEXT ||
		!utf8_is_valid(json))
		return false;
	for (size_t i = 0; i < draft->properties.n; i++)
		if (slice_is(name, draft->properties.items[i].role))
			return false;
	pair.role = arena_text(&draft->arena, name);
	pair.value = arena_text(&draft->arena, json);
	arena_grow(&draft->arena, draft->properties.items, draft->properties.n,
		draft->properties.cap);
	draft->properties.items[draft->properties.n++] = pair;
	return true;
}
