/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api - what plugins call: torntape/plugin.h, function by function.
 *
 * The only code that a plugin can reach, so each function takes anything: NULL,
 * ranges outside the text, strings that are no text. The work is done in
 * story/draft; here the types are turned.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "plug/instance.h"
#include "plug/rules.h"
#include "story/draft.h"

#pragma GCC visibility push(default)

static struct draft *
api_draft(struct tt_draft *draft)
{
	return (struct draft *)draft;
}

static const struct draft *
api_read(const struct tt_draft *draft)
{
	return (const struct draft *)draft;
}

static const char *
api_or_empty(const char *text)
{
	return text != NULL ? text : "";
}

/* ---- the instance ---------------------------------------------------------
 */

const void *
tt_settings(const struct tt_instance *self)
{
	return self->settings;
}

void
tt_set_state(struct tt_instance *self, void *state)
{
	self->state = state;
}

void *
tt_state(const struct tt_instance *self)
{
	return self->state;
}

void
tt_start_error(struct tt_instance *self, const char *format, ...)
{
	char text[320];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	problem_set(&self->start_error, 1, "E-PLUGIN-START", "%s", text);
}

void
tt_rule_error(struct tt_instance *self, const struct tt_rule *rule,
	const char *key, size_t n, const char *format, ...)
{
	char text[320];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	instance_refuse_rule(self, rule, key, n, text);
}

const char *
tt_data(struct tt_instance *self, const char *name, size_t *ret_len)
{
	return instance_data(self, name, ret_len);
}

const void *
tt_data_as(struct tt_instance *self, const char *name, const char *kind,
	void *(*make)(const char *bytes, size_t len), void (*drop)(void *thing))
{
	return instance_data_as(self, name, kind, make, drop);
}

const struct tt_rules *
tt_rules(struct tt_instance *self, const char *name)
{
	return instance_rules(self, name);
}

size_t
tt_rule_count(const struct tt_rules *rules)
{
	return rules != NULL ? rules_count(rules) : 0;
}

const struct tt_rule *
tt_rule_at(const struct tt_rules *rules, size_t i)
{
	return rules != NULL ? rules_at(rules, i) : NULL;
}

const char *
tt_rule_id(const struct tt_rule *rule)
{
	return rule != NULL ? rules_id(rule) : NULL;
}

const char *
tt_rule_value(const struct tt_rule *rule, const char *key, size_t n)
{
	if (rule == NULL || key == NULL)
		return NULL;
	return rules_value(rule, key, n);
}

/* ---- where the story comes from -------------------------------------------
 */

const char *
tt_partner_name(const struct tt_draft *draft)
{
	return api_or_empty(api_read(draft)->partner->name);
}

const char *
tt_partner_title(const struct tt_draft *draft)
{
	return api_or_empty(api_read(draft)->partner->title);
}

const char *
tt_partner_role(const struct tt_draft *draft)
{
	return api_or_empty(api_read(draft)->partner->role);
}

const char *
tt_partner_timezone(const struct tt_draft *draft)
{
	const char *zone = api_read(draft)->partner->timezone;

	return zone != NULL && zone[0] != '\0' ? zone : "UTC";
}

const char *
tt_partner_language(const struct tt_draft *draft)
{
	return api_or_empty(api_read(draft)->partner->language);
}

const char *
tt_format(const struct tt_draft *draft)
{
	return api_or_empty(api_read(draft)->format);
}

const char *
tt_page_title(const struct tt_draft *draft)
{
	return api_or_empty(api_read(draft)->page_title);
}

const char *
tt_feed_title(const struct tt_draft *draft)
{
	return api_or_empty(api_read(draft)->feed_title);
}

/* ---- the source text ------------------------------------------------------
 */

const char *
tt_text(const struct tt_draft *draft, size_t *ret_len)
{
	if (ret_len != NULL)
		*ret_len = api_read(draft)->text.len;
	return buf_text(&api_read(draft)->text);
}

size_t
tt_title_end(const struct tt_draft *draft)
{
	return api_read(draft)->title_end;
}

size_t
tt_body_start(const struct tt_draft *draft)
{
	return api_read(draft)->body_start;
}

size_t
tt_line_count(const struct tt_draft *draft)
{
	return api_read(draft)->lines.n;
}

bool
tt_line(const struct tt_draft *draft, size_t i, struct tt_line *ret_line)
{
	const struct draft_line *line;

	if (i >= api_read(draft)->lines.n || ret_line == NULL)
		return false;
	line = &api_read(draft)->lines.items[i];
	*ret_line = (struct tt_line){
		.start = line->start,
		.end = line->end,
		.paragraph = line->paragraph,
		.kind = line->kind,
	};
	return true;
}

enum tt_label
tt_label_at(const struct tt_draft *draft, size_t at)
{
	return draft_label_at(api_read(draft), at);
}

bool
tt_is_kept(const struct tt_draft *draft, size_t start, size_t end)
{
	return draft_is_kept(api_read(draft), start, end);
}

bool
tt_remove(struct tt_draft *draft, size_t start, size_t end, enum tt_label kind,
	const char *rule)
{
	return draft_remove(api_draft(draft), start, end, kind, rule);
}

bool
tt_promote_headline(
	struct tt_draft *draft, size_t start, size_t end, const char *rule)
{
	return draft_promote_headline(api_draft(draft), start, end, rule);
}

size_t
tt_mark_count(const struct tt_draft *draft)
{
	return api_read(draft)->marks.n;
}

bool
tt_mark(const struct tt_draft *draft, size_t i, struct tt_mark *ret_mark)
{
	const struct draft_mark *mark;

	if (i >= api_read(draft)->marks.n || ret_mark == NULL)
		return false;
	mark = &api_read(draft)->marks.items[i];
	*ret_mark = (struct tt_mark){
		.start = mark->start,
		.end = mark->end,
		.element = mark->element,
		.href = mark->href,
		.alt = mark->alt,
		.width = mark->width,
		.height = mark->height,
	};
	return true;
}

bool
tt_drop_mark(struct tt_draft *draft, size_t i, const char *rule)
{
	return draft_drop_mark(api_draft(draft), i, rule);
}

size_t
tt_box_count(const struct tt_draft *draft)
{
	return api_read(draft)->boxes.n;
}

bool
tt_box(const struct tt_draft *draft, size_t i, struct tt_box *ret_box)
{
	const struct draft_box *box;

	if (i >= api_read(draft)->boxes.n || ret_box == NULL)
		return false;
	box = &api_read(draft)->boxes.items[i];
	*ret_box = (struct tt_box){ box->start, box->end, box->name };
	return true;
}

/* ---- facts ----------------------------------------------------------------
 */

bool
tt_add_party(struct tt_draft *draft, enum tt_role role, const char *name,
	const struct tt_evidence *evidence)
{
	return draft_add_party(
		api_draft(draft), role, slice_text(name), NULL, evidence);
}

/* Indices count those that still stand; retracted ones are skipped. */
static size_t
api_party_at(const struct draft *draft, size_t i)
{
	size_t at = 0;

	for (; at < draft->parties.n; at++)
		if (!draft->parties.items[at].retracted && i-- == 0)
			break;
	return at;
}

size_t
tt_party_count(const struct tt_draft *draft)
{
	const struct draft *read = api_read(draft);
	size_t n = 0;

	for (size_t i = 0; i < read->parties.n; i++)
		n += !read->parties.items[i].retracted;
	return n;
}

bool
tt_party(const struct tt_draft *draft, size_t i, struct tt_party *ret)
{
	size_t at = api_party_at(api_read(draft), i);
	const struct draft_party *party;

	if (at >= api_read(draft)->parties.n || ret == NULL)
		return false;
	party = &api_read(draft)->parties.items[at];
	*ret = (struct tt_party){
		.role = party->role,
		.name = party->name,
		.confidence = party->confidence,
		.plugin = party->plugin,
	};
	return true;
}

bool
tt_name_party(struct tt_draft *draft, size_t i, const char *canonical,
	const char *rule)
{
	return draft_name_party(api_draft(draft),
		api_party_at(api_read(draft), i), slice_text(canonical), rule);
}

bool
tt_retract_party(struct tt_draft *draft, size_t i, const char *rule)
{
	return draft_retract_party(
		api_draft(draft), api_party_at(api_read(draft), i), rule);
}

bool
tt_add_byline(struct tt_draft *draft, const char *person,
	const struct tt_evidence *evidence)
{
	return draft_add_byline(api_draft(draft), slice_text(person), evidence);
}

const char *
tt_byline(const struct tt_draft *draft, size_t i)
{
	return i < api_read(draft)->bylines.n
		       ? api_read(draft)->bylines.items[i]
		       : NULL;
}

bool
tt_byline_is(struct tt_draft *draft, size_t i, enum tt_role role,
	const char *name, const struct tt_evidence *evidence)
{
	return draft_byline_is(
		api_draft(draft), i, role, slice_text(name), evidence);
}

bool
tt_add_disclaimer(struct tt_draft *draft,
	const struct tt_disclaimer *disclaimer,
	const struct tt_evidence *evidence)
{
	return disclaimer != NULL &&
	       draft_add_disclaimer(api_draft(draft), disclaimer, evidence);
}

size_t
tt_subject_count(const struct tt_draft *draft)
{
	return api_read(draft)->subjects.n;
}

bool
tt_subject(const struct tt_draft *draft, size_t i, struct tt_subject *ret)
{
	const struct draft_subject *subject;

	if (i >= api_read(draft)->subjects.n || ret == NULL)
		return false;
	subject = &api_read(draft)->subjects.items[i];
	*ret = (struct tt_subject){
		.name = subject->name,
		.uri = subject->uri,
		.literal = subject->literal,
	};
	return true;
}

bool
tt_add_subject(struct tt_draft *draft, const struct tt_subject *subject,
	const struct tt_evidence *evidence)
{
	return subject != NULL &&
	       draft_find_subject(api_draft(draft), slice_text(subject->name),
		       slice_text(subject->uri), slice_text(subject->literal),
		       evidence);
}

bool
tt_set_dateline(struct tt_draft *draft, const char *place, const char *date,
	const struct tt_evidence *evidence)
{
	return draft_set_dateline(api_draft(draft), slice_text(place),
		slice_text(date), evidence);
}

bool
tt_set_lifecycle(struct tt_draft *draft, const char *kind, unsigned serial,
	const struct tt_evidence *evidence)
{
	return draft_set_lifecycle(api_draft(draft), kind, serial, evidence);
}

bool
tt_set_embargo(struct tt_draft *draft, int64_t until_ms,
	const struct tt_evidence *evidence)
{
	return draft_set_embargo(api_draft(draft), until_ms, evidence);
}

bool
tt_add_editorial_note(struct tt_draft *draft, const char *text,
	const struct tt_evidence *evidence)
{
	return draft_add_note(api_draft(draft), slice_text(text), evidence);
}

/* What a plugin may read but not write. */
static bool
api_is_closed(enum draft_field field)
{
	return field == DRAFT_URI || field == DRAFT_VERSION ||
	       field == DRAFT_PUB_STATUS || field == DRAFT_ED_NOTE ||
	       field == DRAFT_TYPE || field == DRAFT_REPRESENTATION ||
	       field == DRAFT_EMBARGOED_UNTIL;
}

const char *
tt_field(const struct tt_draft *draft, const char *name)
{
	enum draft_field field =
		name != NULL ? draft_field_of(name) : N_DRAFT_FIELDS;

	if (field == N_DRAFT_FIELDS)
		return NULL;
	return draft_get(api_read(draft), field);
}

bool
tt_set_field(struct tt_draft *draft, const char *name, const char *value,
	const struct tt_evidence *evidence)
{
	enum draft_field field =
		name != NULL ? draft_field_of(name) : N_DRAFT_FIELDS;

	if (field == N_DRAFT_FIELDS || api_is_closed(field)) {
		draft_warn(api_draft(draft), "W-FIELD",
			"a plugin may not set %.40s", api_or_empty(name));
		return false;
	}
	return draft_set(api_draft(draft), field, slice_text(value),
		       evidence) == 0;
}

/* ---- saying so ------------------------------------------------------------
 */

void
tt_warn(struct tt_draft *draft, const char *code, const char *format, ...)
{
	char text[320];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	draft_warn(
		api_draft(draft), code != NULL ? code : "W-PLUGIN", "%s", text);
}

bool
tt_is_evidence(const struct tt_draft *draft, size_t start, size_t end)
{
	return draft_is_evidence(api_read(draft), start, end);
}

bool
tt_unexplained(
	struct tt_draft *draft, size_t start, size_t end, const char *kind)
{
	return draft_add_unexplained(
		api_draft(draft), start, end, slice_text(kind));
}

void
tt_rule_used(struct tt_draft *draft, const struct tt_rule *rule)
{
	if (rule != NULL)
		draft_rule_used(api_draft(draft), rules_id(rule));
}

void
tt_spare(struct tt_draft *draft, size_t start, size_t end, enum tt_label kind,
	const char *rule, const char *why)
{
	const struct draft_spared spared = {
		.start = start,
		.end = end,
		.label = kind,
		.rule = api_or_empty(rule),
		.why = api_or_empty(why),
	};

	draft_spare(api_draft(draft), &spared);
}

void
tt_reason(struct tt_draft *draft, const char *format, ...)
{
	char text[320];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	problem_set(
		&api_draft(draft)->reason, 1, "E-PLUGIN-REASON", "%s", text);
}

#pragma GCC visibility pop
