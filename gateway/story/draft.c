/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft - life of a draft, its scalar fields, its warnings and its evidence.
 *
 * The text and the claims on it are in draft_text.c, the facts in
 * draft_facts.c, reading the result in draft_render.c.
 */
#include "story/draft.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/ensure.h"
#include "base/mem.h"
#include "base/rfc3339.h"
#include "base/utf8.h"
#include "story/draft_parts.h"
#include "story/uri.h"

/* ---- life -----------------------------------------------------------------
 */

struct draft *
draft_new(const struct draft_partner *partner)
{
	struct draft *draft = mem_new(struct draft);

	ensure(partner != NULL);
	draft->partner = partner;
	draft->format = "";
	draft->format_version = "";
	draft->text = BUF_LIMIT(DRAFT_MAX_TEXT);
	draft->running = "decode";
	return draft;
}

struct draft *
draft_free(struct draft *draft)
{
	if (draft == NULL)
		return NULL;
	mem_free(draft->lines.items);
	mem_free(draft->marks.items);
	mem_free(draft->boxes.items);
	mem_free(draft->spans.items);
	problem_list_done(&draft->warnings);
	buf_done(&draft->text);
	arena_done(&draft->arena);
	return mem_free(draft);
}

void
draft_warn(struct draft *draft, const char *code, const char *format, ...)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct problem warning = PROBLEM_NULL;
	va_list args;

	if (draft->warnings.n_items == PROBLEM_LIST_MAX) {
		draft->warnings.n_dropped++;
		return;
	}
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	/* A plugin may lend its code; the list outlives the call. */
	problem_set(&warning, 0, arena_text(&draft->arena, slice_text(code)),
		"%s", buf_text(&text));
	problem_at(&warning, draft->running, 0, 0);
	problem_list_add(&draft->warnings, &warning);
}

/* ---- what may come in -----------------------------------------------------
 */

void
draft_blank_controls(char *text)
{
	for (char *at = text; *at != '\0'; at++)
		if (((unsigned char)*at < 0x20 && *at != '\n') || *at == 0x7f)
			*at = ' ';
}

bool
draft_keep(struct draft *draft, struct slice text, const char *what,
	char **ret_copy)
{
	struct slice trimmed = slice_trim(text);
	char *copy;

	if (trimmed.len == 0) {
		draft_warn(draft, "W-EMPTY", "an empty %s was ignored", what);
		return false;
	}
	if (trimmed.len > DRAFT_MAX_VALUE) {
		draft_warn(draft, "W-TOO-LONG", "a %s of %zu bytes was ignored",
			what, trimmed.len);
		return false;
	}
	if (!utf8_is_valid(trimmed) || slice_has(trimmed, '\0')) {
		draft_warn(draft, "W-UTF8", "a %s that is no text was ignored",
			what);
		return false;
	}
	copy = arena_text(&draft->arena, trimmed);
	draft_blank_controls(copy);
	*ret_copy = copy;
	return true;
}

bool
draft_has_room(struct draft *draft, size_t n, const char *what)
{
	if (n < DRAFT_MAX_FACTS)
		return true;
	draft_warn(draft, "W-TOO-MANY", "more than %u of: %s", DRAFT_MAX_FACTS,
		what);
	return false;
}

bool
draft_is_boundary(const struct draft *draft, size_t at)
{
	if (at > draft->text.len)
		return false;
	return at == draft->text.len ||
	       ((unsigned char)draft->text.data[at] & 0xc0) != 0x80;
}

bool
draft_evidence_fits(struct draft *draft, const struct tt_evidence *evidence)
{
	struct slice rule;

	if (evidence == NULL)
		return true;
	rule = slice_text(evidence->rule);
	if (evidence->start > evidence->end ||
		!draft_is_boundary(draft, evidence->start) ||
		!draft_is_boundary(draft, evidence->end)) {
		draft_warn(draft, "W-RANGE",
			"evidence from %zu to %zu is not in the text",
			evidence->start, evidence->end);
		return false;
	}
	if (rule.len > 200 || !utf8_is_valid(rule)) {
		draft_warn(draft, "W-RULE", "the name of a rule is no name");
		return false;
	}
	return true;
}

double
draft_confidence(const struct tt_evidence *evidence)
{
	if (evidence == NULL)
		return 1;
	/* Written so that a NaN counts as nothing. */
	if (!(evidence->confidence > 0))
		return 0;
	return evidence->confidence < 1 ? evidence->confidence : 1;
}

struct slice
draft_quoted(const struct draft *draft, const struct tt_evidence *evidence)
{
	if (evidence == NULL || evidence->start == evidence->end)
		return slice_of("", 0);
	return slice_trim(slice_of(draft->text.data + evidence->start,
		evidence->end - evidence->start));
}

void
draft_testify(struct draft *draft, const char *field, char *value,
	const struct tt_evidence *evidence)
{
	const char *rule = evidence != NULL ? evidence->rule : NULL;
	struct draft_provenance *entry;

	if (!draft_has_room(draft, draft->provenance.n, "evidence"))
		return;
	arena_grow(&draft->arena, draft->provenance.items, draft->provenance.n,
		draft->provenance.cap);
	entry = &draft->provenance.items[draft->provenance.n++];
	*entry = (struct draft_provenance){
		.field = field,
		.value = value,
		.evidence.plugin = draft->running,
		.evidence.confidence = draft_confidence(evidence),
	};
	entry->evidence.rule = "metadata";
	if (rule != NULL)
		entry->evidence.rule =
			arena_text(&draft->arena, slice_text(rule));
	if (evidence != NULL) {
		entry->evidence.start = evidence->start;
		entry->evidence.end = evidence->end;
	}
}

void
draft_rule_used(struct draft *draft, const char *rule)
{
	for (size_t i = 0; i < draft->used.n; i++)
		if (draft->used.items[i].plugin == draft->running &&
			strcmp(draft->used.items[i].rule, rule) == 0)
			return;
	if (draft->used.n == DRAFT_MAX_USED)
		return;
	arena_grow(&draft->arena, draft->used.items, draft->used.n,
		draft->used.cap);
	draft->used.items[draft->used.n++] =
		(struct draft_used){ draft->running,
			arena_text(&draft->arena, slice_text(rule)) };
}

void
draft_note_reading(struct draft *draft, const char *field, struct slice value,
	const struct tt_evidence *evidence)
{
	draft_testify(draft, field, arena_text(&draft->arena, value), evidence);
}

/* ---- fields ---------------------------------------------------------------
 */

enum draft_type {
	DRAFT_TYPE_TEXT,
	DRAFT_TYPE_TIME,
	DRAFT_TYPE_URI,
	DRAFT_TYPE_WEB, /* http or https */
	DRAFT_TYPE_LANGUAGE,
	DRAFT_TYPE_URGENCY,
	DRAFT_TYPE_WORD /* one of a list */
};

struct draft_field_row {
	const char *name, *pointer;
	enum draft_type type;
	const char *const *words;
};

static const char *const draft_types[] = { "text", "audio", "video", "picture",
	"graphic", "composite", "component", "event", "planning", NULL };
static const char *const draft_representations[] = { "full", "partial", NULL };
static const char *const draft_statuses[] = { "usable", "withheld", "canceled",
	NULL };

#define FIELD(name, ...) \
	{ \
		name, "/story/" name, __VA_ARGS__ \
	}
static const struct draft_field_row draft_fields[N_DRAFT_FIELDS] = {
	[DRAFT_URI] = FIELD("uri", DRAFT_TYPE_URI, NULL),
	[DRAFT_VERSION] = FIELD("version", DRAFT_TYPE_TEXT, NULL),
	[DRAFT_TYPE] = FIELD("type", DRAFT_TYPE_WORD, draft_types),
	[DRAFT_PROFILE] = FIELD("profile", DRAFT_TYPE_TEXT, NULL),
	[DRAFT_REPRESENTATION] = FIELD(
		"representationType", DRAFT_TYPE_WORD, draft_representations),
	[DRAFT_FIRST_CREATED] = FIELD("firstCreated", DRAFT_TYPE_TIME, NULL),
	[DRAFT_VERSION_CREATED] =
		FIELD("versionCreated", DRAFT_TYPE_TIME, NULL),
	[DRAFT_CONTENT_CREATED] =
		FIELD("contentCreated", DRAFT_TYPE_TIME, NULL),
	[DRAFT_EMBARGOED_UNTIL] =
		FIELD("embargoedUntil", DRAFT_TYPE_TIME, NULL),
	[DRAFT_EXPIRES] = FIELD("expires", DRAFT_TYPE_TIME, NULL),
	[DRAFT_PUB_STATUS] =
		FIELD("pubStatus", DRAFT_TYPE_WORD, draft_statuses),
	[DRAFT_URGENCY] = FIELD("urgency", DRAFT_TYPE_URGENCY, NULL),
	[DRAFT_COPYRIGHT_HOLDER] =
		FIELD("copyrightHolder", DRAFT_TYPE_TEXT, NULL),
	[DRAFT_COPYRIGHT_NOTICE] =
		FIELD("copyrightNotice", DRAFT_TYPE_TEXT, NULL),
	[DRAFT_USAGE_TERMS] = FIELD("usageTerms", DRAFT_TYPE_TEXT, NULL),
	[DRAFT_ED_NOTE] = FIELD("edNote", DRAFT_TYPE_TEXT, NULL),
	[DRAFT_LANGUAGE] = FIELD("language", DRAFT_TYPE_LANGUAGE, NULL),
	[DRAFT_TITLE] = FIELD("title", DRAFT_TYPE_TEXT, NULL),
	[DRAFT_SLUGLINE] = FIELD("slugline", DRAFT_TYPE_TEXT, NULL),
	[DRAFT_LOCATED] = FIELD("located", DRAFT_TYPE_TEXT, NULL),
	[DRAFT_SUMMARY] = FIELD("summary", DRAFT_TYPE_TEXT, NULL),
	[DRAFT_LINK] = FIELD("link", DRAFT_TYPE_WEB, NULL),
};

enum draft_field
draft_field_of(const char *name)
{
	unsigned field = 0;

	while (field < N_DRAFT_FIELDS &&
		strcmp(name, draft_fields[field].name) != 0)
		field++;
	return (enum draft_field)field;
}

const char *
draft_field_name(enum draft_field field)
{
	ensure(field < N_DRAFT_FIELDS);
	return draft_fields[field].name;
}

const char *
draft_get(const struct draft *draft, enum draft_field field)
{
	ensure(field < N_DRAFT_FIELDS);
	return draft->fields[field];
}

/* What every date-time checker takes: upper case, no leap second. */
static char *
draft_time_text(struct draft *draft, struct slice value)
{
	struct slice text = slice_trim(value);
	int64_t ms;

	if (rfc3339_parse(text, &ms) != 0)
		return NULL;
	if (text.at[10] == 'T' && text.at[17] != '6' &&
		text.at[text.len - 1] != 'z')
		return arena_text(&draft->arena, text);
	return arena_text(&draft->arena, slice_text(rfc3339_of(ms).text));
}

static char *
draft_uri_text(struct draft *draft, struct slice value, bool is_web)
{
	auto_(buf_done) struct buf uri = BUF_NULL;

	if (!uri_put(&uri, value) || (is_web && !uri_is_web(buf_slice(&uri))))
		return NULL;
	return arena_text(&draft->arena, buf_slice(&uri));
}

static char
draft_capital(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 0x20) : c;
}

/* Parts of 1 to 8 letters and digits, joined with "-". */
char *
draft_language_text(struct arena *arena, struct slice value)
{
	struct slice text = slice_trim(value);
	char *copy = arena_text(arena, text);
	size_t part = 0, n_parts = 0;

	if (text.len == 0 || text.len > 35)
		return NULL;
	for (size_t i = 0; i <= text.len; i++) {
		char c = i < text.len ? text.at[i] : '-';
		bool is_letter = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

		if (c == '_')
			c = copy[i] = '-';
		if (c == '-' && (part == 0 || part > 8))
			return NULL;
		if (c == '-' && n_parts++ == 0 && part < 2)
			return NULL;
		if (c != '-' && !is_letter && !(c >= '0' && c <= '9'))
			return NULL;
		/* a region's two letters are capitals: RFC 5646, 2.1.1 */
		if (c == '-' && part == 2 && n_parts > 1 && i >= 2) {
			copy[i - 1] = draft_capital(copy[i - 1]);
			copy[i - 2] = draft_capital(copy[i - 2]);
		}
		if (n_parts == 0 && c != '-' && !is_letter)
			return NULL;
		part = c == '-' ? 0 : part + 1;
	}
	return copy;
}

static char *
draft_word_text(
	struct draft *draft, struct slice value, const char *const *words)
{
	for (; *words != NULL; words++)
		if (slice_is_nocase(slice_trim(value), *words))
			return arena_text(&draft->arena, slice_text(*words));
	return NULL;
}

static char *
draft_field_text(
	struct draft *draft, enum draft_field field, struct slice value)
{
	const struct draft_field_row *row = &draft_fields[field];
	struct slice text = slice_trim(value);
	char *copy = NULL;

	switch (row->type) {
	case DRAFT_TYPE_TEXT:
		draft_keep(draft, text, row->name, &copy);
		return copy;
	case DRAFT_TYPE_TIME:
		return draft_time_text(draft, text);
	case DRAFT_TYPE_URI:
	case DRAFT_TYPE_WEB:
		return draft_uri_text(draft, text, row->type == DRAFT_TYPE_WEB);
	case DRAFT_TYPE_LANGUAGE:
		return draft_language_text(&draft->arena, text);
	case DRAFT_TYPE_URGENCY:
		if (text.len == 1 && text.at[0] >= '1' && text.at[0] <= '9')
			return arena_text(&draft->arena, text);
		return NULL;
	case DRAFT_TYPE_WORD:
		return draft_word_text(draft, text, row->words);
	}
	return NULL;
}

/* Metadata is its own evidence until somebody says otherwise. */
static void
draft_remember(struct draft *draft, const char *pointer, char *value)
{
	const char *running = draft->running;

	for (size_t i = 0; i < draft->provenance.n; i++)
		if (strcmp(draft->provenance.items[i].field, pointer) == 0)
			return;
	draft->running = "decode";
	draft_testify(draft, pointer, value, NULL);
	draft->running = running;
}

static void
draft_overrule(struct draft *draft, const char *pointer, const char *value)
{
	for (size_t i = 0; i < draft->provenance.n; i++) {
		struct draft_provenance *entry = &draft->provenance.items[i];

		if (strcmp(entry->field, pointer) == 0 &&
			(entry->value == NULL ||
				strcmp(entry->value, value) != 0))
			entry->overruled = true;
	}
}

/* A decoder's plain metadata is its own evidence; rights are always shown. */
static bool
draft_field_testifies(const struct draft *draft, enum draft_field field,
	const struct tt_evidence *evidence)
{
	return evidence != NULL || strcmp(draft->running, "decode") != 0 ||
	       field == DRAFT_COPYRIGHT_HOLDER ||
	       field == DRAFT_COPYRIGHT_NOTICE || field == DRAFT_USAGE_TERMS;
}

int
draft_set(struct draft *draft, enum draft_field field, struct slice value,
	const struct tt_evidence *evidence)
{
	const char *name = draft_field_name(field);
	const char *pointer = draft_fields[field].pointer;
	int64_t until_ms = TT_EMBARGO_UNPARSED;
	char *text;

	if (!draft_evidence_fits(draft, evidence))
		return 1;
	text = draft_field_text(draft, field, value);
	if (field == DRAFT_EMBARGOED_UNTIL) {
		/* An embargo that nobody can read is still an embargo. */
		if (text != NULL)
			rfc3339_parse(slice_text(text), &until_ms);
		draft_set_embargo(draft, until_ms, evidence);
		return text == NULL;
	}
	if (text == NULL) {
		draft_warn(draft, "W-FIELD", "%s cannot be '%.*s'", name,
			(int)(value.len > 80 ? 80 : value.len), value.at);
		return 1;
	}
	if (draft->fields[field] != NULL) {
		if (evidence != NULL)
			draft_remember(draft, pointer, draft->fields[field]);
		draft_overrule(draft, pointer, text);
	}
	draft->fields[field] = text;
	if (draft_field_testifies(draft, field, evidence))
		draft_testify(draft, pointer, text, evidence);
	return 0;
}
