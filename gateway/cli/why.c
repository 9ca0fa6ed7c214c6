/* SPDX-License-Identifier: Apache-2.0 */
/*
 * why - "why does it say Reuters?", answered.
 *
 * Both answers, for people and for programs, come from the fact sheet. A quote
 * is cut to its neighbourhood: whoever wants the whole text has `try`.
 */
#include "cli/why.h"

#include <string.h>

#include "base/jsonout.h"
#include "base/option.h"
#include "base/utf8.h"
#include "cli/fact.h"
#include "cli/term.h"
#include "normalize/normalize.h"

#define WHY_AROUND 60u /* bytes before and behind a quote */
#define WHY_QUOTE 240u /* bytes of a quote, half of them at each end */
#define WHY_INDENT 4

const struct fact_field *
why_field(const char *name)
{
	const struct fact_field *field = fact_field_find(name);
	const char *names[64] = { NULL };
	const char *near;

	if (field != NULL)
		return field;
	for (size_t i = 0; i < n_fact_fields && i + 1 < n_elements(names); i++)
		names[i] = fact_fields[i].name;
	near = option_nearest_of(names, slice_text(name));
	fprintf(stderr, "torntape: there is no field '%.60s'", name);
	if (near != NULL)
		fprintf(stderr, "; did you mean '%s'?", near);
	fputs("\nThere is", stderr);
	for (size_t i = 0; names[i] != NULL; i++)
		fprintf(stderr, "%s %s", i == 0 ? "" : ",", names[i]);
	fputc('\n', stderr);
	return NULL;
}

/* ---- quotes -------------------------------------------------------------- */

/* Evidence with the words around it, all on the lines that it stands on. */
struct why_quote {
	struct slice before, text, behind;
	bool is_cut_before, is_cut_behind;
};

static size_t
why_boundary(struct slice text, size_t at)
{
	while (at > 0 && at < text.len &&
		((unsigned char)text.at[at] & 0xc0) == 0x80)
		at--;
	return at;
}

static struct why_quote
why_quote(const struct fact_sheet *sheet, const struct fact_evidence *evidence)
{
	struct slice text = buf_slice(&sheet->draft->text);
	struct why_quote quote = { 0 };
	size_t from, to;

	fact_lines_around(sheet, evidence->start, evidence->end, &from, &to);
	if (evidence->start - from > WHY_AROUND) {
		from = why_boundary(text, evidence->start - WHY_AROUND);
		quote.is_cut_before = true;
	}
	if (to > evidence->end && to - evidence->end > WHY_AROUND) {
		to = why_boundary(text, evidence->end + WHY_AROUND);
		quote.is_cut_behind = true;
	}
	if (to < evidence->end)
		to = evidence->end;
	quote.before = slice_of(text.at + from, evidence->start - from);
	quote.text = slice_of(
		text.at + evidence->start, evidence->end - evidence->start);
	quote.behind = slice_of(text.at + evidence->end, to - evidence->end);
	return quote;
}

/* ---- for people ---------------------------------------------------------- */

struct why {
	struct term term;
	FILE *out;
	const struct fact_sheet *sheet;
};

static void
why_put(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		buf_putc(out, text.at[i] == '\n' ? ' ' : text.at[i]);
}

/* The quote is marked by signs, which survive a pipe, a colour-blind eye and a
 * line that runs from right to left. */
static void
why_show_quote(const struct why *why, const struct fact_evidence *evidence)
{
	struct why_quote quote = why_quote(why->sheet, evidence);
	auto_(buf_done) struct buf line = BUF_NULL;
	size_t half = WHY_QUOTE / 2;

	if (quote.is_cut_before)
		buf_puts(&line, "\xe2\x80\xa6");
	why_put(&line, quote.before);
	buf_puts(&line, ">>");
	if (quote.text.len > WHY_QUOTE) {
		size_t end = quote.text.len - half;

		why_put(&line, slice_of(quote.text.at,
				       why_boundary(quote.text, half)));
		buf_puts(&line, " \xe2\x80\xa6 ");
		end = why_boundary(quote.text, end);
		why_put(&line,
			slice_of(quote.text.at + end, quote.text.len - end));
	} else {
		why_put(&line, quote.text);
	}
	buf_puts(&line, "<<");
	why_put(&line, quote.behind);
	if (quote.is_cut_behind)
		buf_puts(&line, "\xe2\x80\xa6");
	fprintf(why->out, "%*s", 2 * WHY_INDENT, "");
	term_wrap(&why->term, buf_slice(&line), 2 * WHY_INDENT, why->out);
}

static void
why_show_evidence(const struct why *why, const struct fact_evidence *evidence)
{
	fprintf(why->out, "%*s%s", WHY_INDENT, "", term_dim(&why->term));
	if (evidence->line == 0)
		fputs("not from the text", why->out);
	else
		fprintf(why->out, "line %zu", evidence->line);
	if (evidence->column != 0)
		fprintf(why->out, ", column %zu", evidence->column);
	fprintf(why->out, ": %s%s%s", evidence->plugin,
		evidence->rule[0] ? "/" : "", evidence->rule);
	if (evidence->confidence > 0)
		fprintf(why->out, ", %.2f sure", evidence->confidence);
	fputs(term_plain(&why->term), why->out);
	if (evidence->said != NULL) {
		fputs(", said \"", why->out);
		term_put(&why->term, slice_text(evidence->said),
			why->term.width / 2, why->out);
		fputc('"', why->out);
	}
	fputc('\n', why->out);
	if (evidence->line != 0)
		why_show_quote(why, evidence);
}

static void
why_show_fact(const struct why *why, const struct fact *fact)
{
	auto_(buf_done) struct buf words = BUF_NULL;

	buf_puts(&words, fact->value);
	if (fact->detail[0] != '\0')
		buf_printf(&words, "%s(%s)", words.len != 0 ? " " : "",
			fact->detail);
	if (fact->confidence > 0)
		buf_printf(&words, ", %.2f sure", fact->confidence);
	fputs("  ", why->out);
	term_wrap(&why->term, buf_slice(&words), 2, why->out);
	for (size_t i = 0; i < fact->n_evidence; i++)
		why_show_evidence(why, &fact->evidence[i]);
}

static void
why_show_story(const struct why *why, const struct fact_field *field)
{
	const struct fact_answer *answer = fact_answer(why->sheet, field);

	fprintf(why->out, "%s%s%s", term_bold(&why->term), field->name,
		term_plain(&why->term));
	if (answer->found.n == 0)
		fprintf(why->out, ": nothing; %s", answer->absent);
	fputc('\n', why->out);
	for (size_t i = 0; i < answer->found.n; i++)
		why_show_fact(why, &answer->found.items[i]);
	if (answer->considered.n != 0)
		fputs("considered, and not taken\n", why->out);
	for (size_t i = 0; i < answer->considered.n; i++)
		why_show_fact(why, &answer->considered.items[i]);
}

void
why_print(const struct normalized *normalized, const char *path,
	const struct fact_field *field, FILE *out)
{
	const struct decoded *decoded = &normalized->decoded;
	struct why why = { .term = term_of(out), .out = out };

	if (!normalized->is_decoded) {
		fprintf(out, "%s: cannot be decoded: %s\n", path,
			normalized->why.text);
		return;
	}
	for (size_t i = 0; i < decoded->n_drafts; i++) {
		auto_(fact_sheet_done) struct fact_sheet sheet =
			FACT_SHEET_NULL;

		fact_sheet_read(decoded->drafts[i], &sheet);
		why.sheet = &sheet;
		if (decoded->n_drafts > 1)
			fprintf(out, "%s, story %zu: ", path, i + 1);
		else
			fprintf(out, "%s: ", path);
		why_show_story(&why, field);
	}
}

/* ---- for programs -------------------------------------------------------- */

static void
why_put_evidence(const struct fact_sheet *sheet,
	const struct fact_evidence *evidence, struct jsonout *json)
{
	jsonout_object(json);
	jsonout_member_text(json, "plugin", evidence->plugin);
	jsonout_member_some(json, "rule", slice_text(evidence->rule));
	jsonout_key(json, "confidence");
	jsonout_number(json, evidence->confidence);
	jsonout_member_some(json, "said", slice_text(evidence->said));
	if (evidence->line != 0) {
		struct why_quote quote = why_quote(sheet, evidence);

		jsonout_member_integer(json, "line", (int64_t)evidence->line);
		if (evidence->column != 0)
			jsonout_member_integer(
				json, "column", (int64_t)evidence->column);
		jsonout_member_integer(json, "start", (int64_t)evidence->start);
		jsonout_member_integer(json, "end", (int64_t)evidence->end);
		jsonout_member(json, "before", quote.before);
		jsonout_member(json, "text", quote.text);
		jsonout_member(json, "behind", quote.behind);
	}
	jsonout_object_end(json);
}

static void
why_put_facts(const struct fact_sheet *sheet, const struct fact_list *list,
	const char *key, const char *detail, struct jsonout *json)
{
	jsonout_key(json, key);
	jsonout_array(json);
	for (size_t i = 0; i < list->n; i++) {
		const struct fact *fact = &list->items[i];

		jsonout_object(json);
		jsonout_member_text(json, "value", fact->value);
		jsonout_member_some(json, detail, slice_text(fact->detail));
		if (fact->confidence > 0) {
			jsonout_key(json, "confidence");
			jsonout_number(json, fact->confidence);
		}
		jsonout_key(json, "evidence");
		jsonout_array(json);
		for (size_t j = 0; j < fact->n_evidence; j++)
			why_put_evidence(sheet, &fact->evidence[j], json);
		jsonout_array_end(json);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
why_put_story(const struct draft *draft, const struct fact_field *field,
	struct jsonout *json)
{
	auto_(fact_sheet_done) struct fact_sheet sheet = FACT_SHEET_NULL;
	const struct fact_answer *answer;

	fact_sheet_read(draft, &sheet);
	answer = fact_answer(&sheet, field);
	jsonout_object(json);
	why_put_facts(&sheet, &answer->found, "found", "detail", json);
	why_put_facts(&sheet, &answer->considered, "considered", "why", json);
	jsonout_key(json, "absent");
	if (answer->found.n != 0)
		jsonout_null(json);
	else
		jsonout_string(json, slice_text(answer->absent));
	jsonout_object_end(json);
}

void
why_json(const struct normalized *normalized, const char *path,
	const struct fact_field *field, struct buf *out)
{
	struct jsonout json = JSONOUT(out);

	jsonout_object(&json);
	jsonout_member_text(&json, "file", path);
	jsonout_member_text(&json, "field", field->name);
	jsonout_key(&json, "stories");
	jsonout_array(&json);
	for (size_t i = 0;
		normalized->is_decoded && i < normalized->decoded.n_drafts; i++)
		why_put_story(normalized->decoded.drafts[i], field, &json);
	jsonout_array_end(&json);
	jsonout_key(&json, "problem");
	if (normalized->is_decoded)
		jsonout_null(&json);
	else
		jsonout_string(&json, slice_text(normalized->why.text));
	jsonout_object_end(&json);
}
