/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fact - from a draft to what a person asks of it: the value, on what grounds,
 * and what else was considered.
 *
 * Grounds are the draft's provenance. An entry that speaks for the value is its
 * evidence; one that speaks for something else was considered and not taken.
 * That nothing was found is an answer too, and says what is known about it.
 */
#include "cli/fact.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/rfc3339.h"
#include "base/utf8.h"

/* Columns are counted this far into a line, so that a story of one endless line
 * takes no endless time. */
#define FACT_MAX_COLUMN (64u << 10) /* bytes */

/* ---- lists --------------------------------------------------------------- */

static struct fact *
fact_add(struct fact_list *list, const char *value, const char *detail,
	double confidence)
{
	mem_grow(list->items, list->n, list->cap);
	list->items[list->n] = (struct fact){
		.value = value,
		.detail = detail,
		.confidence = confidence,
	};
	return &list->items[list->n++];
}

static void
fact_list_done(struct fact_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		mem_free(list->items[i].evidence);
	mem_free(list->items);
}

static struct fact *
fact_of_value(struct fact_list *list, const char *value)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->items[i].value, value) == 0)
			return &list->items[i];
	return NULL;
}

/* ---- places -------------------------------------------------------------- */

static void
fact_find_lines(struct fact_sheet *sheet)
{
	const struct buf *text = &sheet->draft->text;

	mem_grow(sheet->lines, sheet->n_lines, sheet->cap_lines);
	sheet->lines[sheet->n_lines++] = 0;
	for (size_t i = 0; i < text->len; i++) {
		if (text->data[i] != '\n')
			continue;
		mem_grow(sheet->lines, sheet->n_lines, sheet->cap_lines);
		sheet->lines[sheet->n_lines++] = i + 1;
	}
}

size_t
fact_line(const struct fact_sheet *sheet, size_t at)
{
	size_t low = 0, high = sheet->n_lines;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (sheet->lines[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

void
fact_lines_around(const struct fact_sheet *sheet, size_t start, size_t end,
	size_t *ret_start, size_t *ret_end)
{
	size_t last = fact_line(sheet, end > start ? end - 1 : end);

	*ret_start = sheet->lines[fact_line(sheet, start) - 1];
	*ret_end = last < sheet->n_lines ? sheet->lines[last] - 1
					 : sheet->draft->text.len;
}

bool
fact_is_kept(enum tt_label label)
{
	return label == TT_HEADLINE || label == TT_BODY;
}

const char *
fact_kind_name(enum tt_label label)
{
	switch (label) {
	case TT_END_MARK:
		return "end mark";
	case TT_EDITORIAL_NOTE:
		return "ed. note";
	case TT_LIFECYCLE_MARK:
		return "lifecycle";
	case TT_SPACE:
		return "";
	default:
		return draft_label_name(label);
	}
}

enum tt_label
fact_kind(
	const struct fact_sheet *sheet, size_t start, size_t end, size_t *hint)
{
	const struct draft *draft = sheet->draft;
	size_t bytes[TT_SPACE + 1] = { 0 };
	enum tt_label best = TT_SPACE;

	while (*hint < draft->spans.n && draft->spans.items[*hint].end <= start)
		++*hint;
	for (size_t i = *hint;
		i < draft->spans.n && draft->spans.items[i].start < end; i++) {
		const struct draft_span *span = &draft->spans.items[i];
		size_t from = span->start > start ? span->start : start;
		size_t to = span->end < end ? span->end : end;

		if (from < to && span->label != TT_SPACE)
			bytes[span->label] += to - from;
	}
	for (int i = 0; i < TT_SPACE; i++)
		if (bytes[i] > bytes[best])
			best = (enum tt_label)i;
	return best;
}

/* ---- evidence ------------------------------------------------------------ */

static void
fact_put_evidence(const struct fact_sheet *sheet, struct fact *fact,
	const struct fact_evidence *from)
{
	const struct buf *text = &sheet->draft->text;
	struct fact_evidence *evidence;
	size_t begin;

	mem_grow(fact->evidence, fact->n_evidence, fact->cap_evidence);
	evidence = &fact->evidence[fact->n_evidence++];
	*evidence = *from;
	if (evidence->plugin == NULL)
		evidence->plugin = "decode";
	if (evidence->rule == NULL)
		evidence->rule = "";
	if (from->start >= from->end || from->end > text->len)
		return;
	evidence->line = fact_line(sheet, from->start);
	begin = sheet->lines[evidence->line - 1];
	if (from->start - begin <= FACT_MAX_COLUMN)
		evidence->column = 1 + utf8_count(slice_of(text->data + begin,
					       from->start - begin));
}

static void
fact_testify(const struct fact_sheet *sheet, struct fact *fact,
	const struct draft_provenance *entry)
{
	const struct fact_evidence evidence = {
		.start = entry->evidence.start,
		.end = entry->evidence.end,
		.plugin = entry->evidence.plugin,
		.rule = entry->evidence.rule,
		.confidence = entry->evidence.confidence,
		.said = entry->said,
	};

	fact_put_evidence(sheet, fact, &evidence);
}

/* Every entry about the field: to the value that it speaks for, else to what
 * was considered, with `lost` as the reason. One without a value speaks for
 * all of them. */
static void
fact_weigh(const struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer, const char *lost)
{
	const struct draft *draft = sheet->draft;
	size_t len = strlen(field->pointer);

	for (size_t i = 0; i < draft->provenance.n; i++) {
		const struct draft_provenance *entry =
			&draft->provenance.items[i];
		const char *value = entry->value ? entry->value : "";
		bool is_back = strcmp(entry->field + strnlen(entry->field, len),
				       "/retracted") == 0;
		struct fact *fact = NULL;

		if (strncmp(entry->field, field->pointer, len) != 0 ||
			(entry->field[len] != '\0' && !is_back))
			continue;
		if (!is_back && !entry->overruled)
			fact = entry->value == NULL && answer->found.n != 0
				       ? &answer->found.items[0]
				       : fact_of_value(&answer->found, value);
		if (fact == NULL)
			fact = fact_of_value(&answer->considered, value);
		if (fact == NULL)
			fact = fact_add(&answer->considered, value,
				is_back ? "taken back" : lost,
				entry->evidence.confidence);
		fact_testify(sheet, fact, entry);
	}
}

/* A stretch of text that was taken out, by whom. */
static struct fact *
fact_add_span(struct fact_sheet *sheet, struct fact_list *list,
	const struct draft_span *span, const char *detail)
{
	struct slice text =
		slice_trim(slice_of(sheet->draft->text.data + span->start,
			span->end - span->start));
	const struct fact_evidence evidence = {
		.start = span->start,
		.end = span->end,
		.plugin = span->plugin,
		.rule = span->rule,
	};
	struct fact *fact;

	if (text.len == 0)
		return NULL;
	fact = fact_add(list, arena_text(&sheet->arena, text), detail, 0);
	fact_put_evidence(sheet, fact, &evidence);
	return fact;
}

/* What was taken out of [from, to). */
static void
fact_consider_removed(struct fact_sheet *sheet, struct fact_answer *answer,
	size_t from, size_t to)
{
	const struct draft *draft = sheet->draft;

	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];

		if (!fact_is_kept(span->label) && span->start >= from &&
			span->end <= to)
			fact_add_span(sheet, &answer->considered, span,
				arena_printf(&sheet->arena, "taken out: %s",
					draft_label_name(span->label)));
	}
}

/* What a rule would have taken out, and why it stays; unless another plugin
 * took it later. */
static void
fact_consider_spared(struct fact_sheet *sheet, struct fact_answer *answer,
	enum tt_label label)
{
	const struct draft *draft = sheet->draft;

	for (size_t i = 0; i < draft->spared.n; i++) {
		const struct draft_spared *spared = &draft->spared.items[i];
		const struct draft_span span = {
			.start = spared->start,
			.end = spared->end,
			.plugin = spared->plugin,
			.rule = spared->rule,
		};

		if (spared->label == label &&
			fact_is_kept(draft_label_at(draft, spared->start)))
			fact_add_span(sheet, &answer->considered, &span,
				arena_printf(&sheet->arena, "it stays: %s",
					spared->why));
	}
}

/* ---- one reader for each sort of field ----------------------------------- */

static void
read_headline(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const struct draft *draft = sheet->draft;
	auto_(buf_done) struct buf text = BUF_NULL;

	draft_headline(draft, &text);
	if (text.len != 0)
		fact_add(&answer->found,
			arena_text(&sheet->arena, buf_slice(&text)), "", 0);
	fact_weigh(sheet, field, answer, "not taken");
	fact_consider_removed(sheet, answer, 0, draft->title_end);
}

static void
read_body(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const struct draft *draft = sheet->draft;
	auto_(buf_done) struct buf text = BUF_NULL;

	draft_body_text(draft, &text);
	if (text.len != 0)
		fact_add(&answer->found,
			arena_text(&sheet->arena, buf_slice(&text)), "", 0);
	fact_weigh(sheet, field, answer, "not taken");
	fact_consider_removed(
		sheet, answer, draft->body_start, draft->text.len);
}

static bool
fact_party_is_told(const struct draft *draft, const struct draft_party *party)
{
	return !party->retracted &&
	       (party->role != TT_SUPPLIER || party == draft_supplier(draft));
}

static void
read_parties(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const struct draft *draft = sheet->draft;

	for (size_t i = 0; i < draft->parties.n; i++) {
		const struct draft_party *party = &draft->parties.items[i];

		if ((int)party->role == field->which &&
			fact_party_is_told(draft, party))
			fact_add(&answer->found, party->name, "",
				party->confidence);
	}
	fact_weigh(sheet, field, answer, "overruled by a surer one");
}

/* Of the names in running text, what they were read from. */
static void
fact_consider_cited(struct fact_sheet *sheet, struct fact_answer *answer)
{
	const struct fact_field *cited = fact_field_find("cited");
	struct fact_answer names = { 0 };

	read_parties(sheet, cited, &names);
	for (size_t i = 0; i < names.found.n; i++) {
		struct fact *fact = fact_add(&answer->considered,
			names.found.items[i].value,
			"stands only in running text", 0);

		fact->evidence = steal(names.found.items[i].evidence);
		fact->n_evidence = names.found.items[i].n_evidence;
		fact->cap_evidence = names.found.items[i].cap_evidence;
	}
	fact_list_done(&names.found);
	fact_list_done(&names.considered);
}

/* A name that is only told as the source of a fact is no mark of supply, and
 * the first that an editor asks about. */
static void
read_supplier(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	size_t n;

	read_parties(sheet, field, answer);
	if (answer->found.n != 0)
		return;
	n = answer->considered.n;
	fact_consider_cited(sheet, answer);
	n = answer->considered.n - n;
	if (n != 0)
		answer->absent = arena_printf(&sheet->arena,
			"%s; %zu party %s only in running text", field->absent,
			n, n == 1 ? "name stands" : "names stand");
}

static void
read_rights_holder(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const char *given = sheet->draft->fields[DRAFT_COPYRIGHT_HOLDER];

	read_parties(sheet, field, answer);
	if (answer->found.n == 0 && given != NULL)
		fact_add(&answer->found, given, "copyrightHolder", 0);
}

static void
read_dateline(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const struct draft *draft = sheet->draft;
	const char *date = draft->dateline_date ? draft->dateline_date : "";

	if (draft->dateline_place != NULL)
		fact_add(&answer->found, draft->dateline_place, date, 0);
	else if (date[0] != '\0')
		fact_add(&answer->found, date, "no place", 0);
	fact_weigh(sheet, field, answer, "replaced by a later one");
}

static void
read_texts(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const struct draft *draft = sheet->draft;
	bool is_byline = strcmp(field->name, "bylines") == 0;
	char *const *texts =
		is_byline ? draft->bylines.items : draft->notes.items;
	size_t n = is_byline ? draft->bylines.n : draft->notes.n;
	const char *own = is_byline ? NULL : draft->fields[DRAFT_ED_NOTE];

	for (size_t i = 0; i < n; i++)
		fact_add(&answer->found, texts[i], "", 0);
	if (own != NULL && fact_of_value(&answer->found, own) == NULL)
		fact_add(&answer->found, own, "edNote", 0);
	fact_weigh(sheet, field, answer, "not taken");
}

static void
read_lifecycle(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const struct draft *draft = sheet->draft;
	const char *serial = "";

	if (draft->lifecycle_serial != 0)
		serial = arena_printf(
			&sheet->arena, "%u", draft->lifecycle_serial);
	if (draft->lifecycle_kind != NULL)
		fact_add(&answer->found, draft->lifecycle_kind, serial, 0);
	fact_weigh(sheet, field, answer, "outweighed");
}

static void
read_embargo(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const struct draft *draft = sheet->draft;

	if (draft->embargo_text != NULL &&
		draft->embargo_ms == TT_EMBARGO_UNPARSED)
		fact_add(&answer->found, draft->embargo_text,
			"its time is not understood: the story is held", 0);
	else if (draft->embargo_text != NULL)
		fact_add(&answer->found,
			arena_text(&sheet->arena,
				slice_text(rfc3339_of(draft->embargo_ms).text)),
			draft->embargo_text, 0);
	fact_weigh(sheet, field, answer, "an earlier time");
}

static void
read_disclaimers(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const struct draft *draft = sheet->draft;

	for (size_t i = 0; i < draft->disclaimers.n; i++) {
		const struct draft_disclaimer *notice =
			&draft->disclaimers.items[i];

		fact_add(&answer->found, notice->text,
			arena_printf(&sheet->arena, "%s, speaks for the %s%s",
				notice->kind, notice->speaks_for,
				notice->required ? ", must travel along" : ""),
			0);
	}
	fact_weigh(sheet, field, answer, "not taken");
}

static void
read_item(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const char *value = sheet->draft->fields[field->which];

	if (value != NULL)
		fact_add(&answer->found, value, "", 0);
	fact_weigh(sheet, field, answer, "overruled");
}

static void
read_removed(struct fact_sheet *sheet, const struct fact_field *field,
	struct fact_answer *answer)
{
	const struct draft *draft = sheet->draft;

	for (size_t i = 0; i < draft->spans.n; i++)
		if ((int)draft->spans.items[i].label == field->which)
			fact_add_span(sheet, &answer->found,
				&draft->spans.items[i], "");
	fact_consider_spared(sheet, answer, (enum tt_label)field->which);
}

/* ---- the fields ---------------------------------------------------------- */

#define ITEM(property, field) \
	{ \
		property, NULL, "/story/" property, \
			"neither the document nor a plugin says it", field, \
			read_item \
	}
#define REMOVED(kind, words, label) \
	{ \
		kind, NULL, "", "nothing was taken for " words, label, \
			read_removed \
	}

/* In the order in which they are told. */
const struct fact_field fact_fields[] = {
	{ "headline", "headline", "/wire/headline",
		"no line was taken for a headline", 0, read_headline },
	{ "supplier", "supplier", "/wire/supplier",
		"no mark of a supplier was found", TT_SUPPLIER, read_supplier },
	{ "contributors", "contributor", "/wire/contributors",
		"nothing says that somebody else supplied parts",
		TT_CONTRIBUTOR, read_parties },
	{ "distributors", "distributor", "/wire/distributors",
		"no mark of a distributor was found, and the partner is none",
		TT_DISTRIBUTOR, read_parties },
	{ "cited", "cited", "/wire/cited",
		"no news organisation is named as the source of a fact",
		TT_CITED, read_parties },
	{ "issuer", "issuer", "/wire/issuer", "nobody signs it as its issuer",
		TT_ISSUER, read_parties },
	{ "pool", "pool", "/wire/pool", "no mark of a pool was found", TT_POOL,
		read_parties },
	{ "rights_holder", "rights holder", "/wire/rights_holder",
		"no line of rights speaks for this text", TT_RIGHTS_HOLDER,
		read_rights_holder },
	{ "photo_credits", "photo credit", "/wire/photo_credits",
		"no credit of a picture was found", TT_PHOTO_CREDIT,
		read_parties },
	{ "bylines", "byline", "/wire/bylines",
		"no line that names who wrote it was found", 0, read_texts },
	{ "dateline", "dateline", "/wire/dateline",
		"no dateline was found where one may stand", 0, read_dateline },
	{ "lifecycle", "lifecycle", "/wire/lifecycle",
		"no mark of a version was found, so it counts as new", 0,
		read_lifecycle },
	{ "embargo", "embargo", "/wire/embargo",
		"nothing says that it must wait", 0, read_embargo },
	{ "disclaimers", "disclaimer", "/wire/disclaimers",
		"no notice was found", 0, read_disclaimers },
	{ "editorial_notes", "for editors", "/wire/editorial_notes",
		"nothing in it is meant for editors", 0, read_texts },
	{ "body", NULL, "/wire/body", "nothing is left of the text", 0,
		read_body },
	ITEM("language", DRAFT_LANGUAGE),
	ITEM("slugline", DRAFT_SLUGLINE),
	ITEM("located", DRAFT_LOCATED),
	ITEM("urgency", DRAFT_URGENCY),
	ITEM("copyrightHolder", DRAFT_COPYRIGHT_HOLDER),
	ITEM("copyrightNotice", DRAFT_COPYRIGHT_NOTICE),
	ITEM("usageTerms", DRAFT_USAGE_TERMS),
	ITEM("uri", DRAFT_URI),
	ITEM("version", DRAFT_VERSION),
	ITEM("pubStatus", DRAFT_PUB_STATUS),
	ITEM("firstCreated", DRAFT_FIRST_CREATED),
	ITEM("versionCreated", DRAFT_VERSION_CREATED),
	ITEM("contentCreated", DRAFT_CONTENT_CREATED),
	ITEM("expires", DRAFT_EXPIRES),
	REMOVED("furniture", "furniture", TT_FURNITURE),
	REMOVED("notice", "a notice", TT_NOTICE),
	REMOVED("credit", "a credit", TT_CREDIT),
	REMOVED("byline", "a byline", TT_BYLINE),
	REMOVED("end_mark", "an end mark", TT_END_MARK),
	REMOVED("editorial_note", "an editorial note", TT_EDITORIAL_NOTE),
	REMOVED("lifecycle_mark", "a mark of a version", TT_LIFECYCLE_MARK),
	REMOVED("contact", "a contact", TT_CONTACT),
	REMOVED("markup", "markup", TT_MARKUP),
};

const size_t n_fact_fields = n_elements(fact_fields);

/* By its name, else by the word that is printed beside it: "distributor". */
const struct fact_field *
fact_field_find(const char *name)
{
	for (size_t i = 0; i < n_fact_fields; i++)
		if (strcmp(fact_fields[i].name, name) == 0)
			return &fact_fields[i];
	for (size_t i = 0; i < n_fact_fields; i++)
		if (fact_fields[i].label != NULL &&
			strcmp(fact_fields[i].label, name) == 0)
			return &fact_fields[i];
	return NULL;
}

/* ---- the sheet ----------------------------------------------------------- */

void
fact_sheet_read(const struct draft *draft, struct fact_sheet *ret)
{
	*ret = FACT_SHEET_NULL;
	ret->draft = draft;
	fact_find_lines(ret);
	ret->answers = mem_zero(n_fact_fields * sizeof(*ret->answers));
	for (size_t i = 0; i < n_fact_fields; i++) {
		const struct fact_field *field = &fact_fields[i];

		ret->answers[i].absent = field->absent;
		field->read(ret, field, &ret->answers[i]);
	}
}

void
fact_sheet_done(struct fact_sheet *sheet)
{
	for (size_t i = 0; sheet->answers != NULL && i < n_fact_fields; i++) {
		fact_list_done(&sheet->answers[i].found);
		fact_list_done(&sheet->answers[i].considered);
	}
	mem_free(sheet->answers);
	mem_free(sheet->lines);
	arena_done(&sheet->arena);
	*sheet = FACT_SHEET_NULL;
}

void
fact_put_words(const struct fact_field *field, const struct fact *fact,
	struct buf *out)
{
	if (field->read != read_disclaimers)
		buf_puts(out, fact->value);
	if (fact->detail[0] == '\0')
		return;
	if (field->read == read_lifecycle)
		buf_putc(out, ' ');
	else if (field->read != read_disclaimers)
		buf_puts(out, ", ");
	buf_puts(out, fact->detail);
}

const struct fact_answer *
fact_answer(const struct fact_sheet *sheet, const struct fact_field *field)
{
	return &sheet->answers[field - fact_fields];
}
