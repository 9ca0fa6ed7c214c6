/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paint - the source text, row by row: line number, kind, and the words in the
 * colour of their kind; what a fact was read from is underlined.
 *
 * One pass over text, spans and evidence, all of which ascend. Rows are cut at
 * blanks to fit; a row belongs to the kind that most of it has, whose name
 * stands before it, so that nobody needs to see colours.
 */
#include "cli/paint.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "cli/fact.h"
#include "cli/term.h"

#define PAINT_GUTTER 18   /* columns before the text */
#define PAINT_BESIDE 108u /* columns from which facts stand beside it */
#define PAINT_NOTE 36u    /* columns of a fact there */
#define PAINT_LEGEND 30u  /* columns that two of its words may need */

static const char *const paint_renditions[] = {
	[TT_HEADLINE] = "1",
	[TT_BODY] = "",
	[TT_FURNITURE] = "9;90",
	[TT_NOTICE] = "33",
	[TT_DATELINE] = "36",
	[TT_CREDIT] = "32",
	[TT_BYLINE] = "34",
	[TT_END_MARK] = "35",
	[TT_EDITORIAL_NOTE] = "31",
	[TT_LIFECYCLE_MARK] = "1;35",
	[TT_CONTACT] = "94",
	[TT_MARKUP] = "90",
	[TT_SPACE] = "",
};

/* A fact at the place that it was read from. */
struct paint_note {
	const struct fact_field *field;
	const struct fact *fact;
	size_t start, end;
};

struct paint {
	const struct fact_sheet *sheet;
	const struct term *term;
	FILE *out;
	struct slice text;
	unsigned width; /* of the text */
	bool has_margin;
	struct paint_note *notes; /* by start */
	size_t n_notes, cap_notes;
	size_t next_note;     /* to be told in the margin */
	size_t next_evidence; /* to be underlined */
	size_t covered_to;    /* by evidence */
	size_t span;          /* that the place is in */
	enum tt_label last;   /* whose name was told */
};

/* A stretch of a row that looks alike. */
struct paint_part {
	size_t start, end;
	enum tt_label label;
	bool is_evidence;
};

/* ---- what is told where -------------------------------------------------- */

static void
paint_note_fact(struct paint *paint, const struct fact_field *field,
	const struct fact *fact)
{
	for (size_t i = 0; i < fact->n_evidence; i++) {
		if (fact->evidence[i].line == 0)
			continue;
		mem_grow(paint->notes, paint->n_notes, paint->cap_notes);
		paint->notes[paint->n_notes++] = (struct paint_note){
			.field = field,
			.fact = fact,
			.start = fact->evidence[i].start,
			.end = fact->evidence[i].end,
		};
	}
}

static int
paint_compare(const void *a, const void *b)
{
	const struct paint_note *one = a, *other = b;

	if (one->start != other->start)
		return one->start < other->start ? -1 : 1;
	return one->field < other->field ? -1 : one->field > other->field;
}

static void
paint_collect(struct paint *paint)
{
	for (size_t i = 0; i < n_fact_fields; i++) {
		const struct fact_answer *answer =
			fact_answer(paint->sheet, &fact_fields[i]);

		if (fact_fields[i].label == NULL)
			continue;
		for (size_t j = 0; j < answer->found.n; j++)
			paint_note_fact(paint, &fact_fields[i],
				&answer->found.items[j]);
	}
	if (paint->n_notes != 0)
		qsort(paint->notes, paint->n_notes, sizeof(*paint->notes),
			paint_compare);
}

/* ---- rows ---------------------------------------------------------------- */

/* Where the row ends that begins at `at`: behind a blank or between wide
 * characters, or where it must. */
static size_t
paint_row_end(struct slice text, size_t at, unsigned room)
{
	size_t start = at, good = at;
	unsigned width = 0;

	while (at < text.len && text.at[at] != '\n') {
		size_t before = at;
		uint32_t c = utf8_next(text, &at);
		unsigned wide = term_char_width(c);

		if (width + wide > room && before > start)
			return good > start ? good : before;
		width += wide;
		if (c == ' ' || wide == 2)
			good = at;
	}
	return at;
}

/* The next part of a row; parts come in order, over all rows. */
static struct paint_part
paint_part(struct paint *paint, size_t at, size_t row_end)
{
	const struct draft *draft = paint->sheet->draft;
	struct paint_part part = { .start = at, .end = row_end };

	while (draft->spans.items[paint->span].end <= at)
		paint->span++;
	while (paint->next_evidence < paint->n_notes &&
		paint->notes[paint->next_evidence].start <= at) {
		size_t end = paint->notes[paint->next_evidence++].end;

		if (end > paint->covered_to)
			paint->covered_to = end;
	}
	part.label = draft->spans.items[paint->span].label;
	part.is_evidence = at < paint->covered_to;
	if (draft->spans.items[paint->span].end < part.end)
		part.end = draft->spans.items[paint->span].end;
	if (part.is_evidence && paint->covered_to < part.end)
		part.end = paint->covered_to;
	if (paint->next_evidence < paint->n_notes &&
		paint->notes[paint->next_evidence].start < part.end)
		part.end = paint->notes[paint->next_evidence].start;
	return part;
}

static void
paint_gutter(struct paint *paint, size_t at, enum tt_label kind)
{
	const struct term *term = paint->term;
	size_t line = fact_line(paint->sheet, at);
	bool begins = paint->sheet->lines[line - 1] == at;
	bool names = kind != TT_SPACE && (begins || kind != paint->last);

	if (begins)
		fprintf(paint->out, "%s%5zu ", term_dim(term), line);
	else
		fprintf(paint->out, "%s%6s", term_dim(term), "");
	/* A name that is struck out is hard to read. */
	term_paint(term, kind == TT_FURNITURE ? "90" : paint_renditions[kind],
		paint->out);
	fprintf(paint->out, "%-9s", names ? fact_kind_name(kind) : "");
	fprintf(paint->out, "%s%s %s %s", term_plain(term), term_dim(term),
		kind == TT_SPACE || fact_is_kept(kind) ? "\xe2\x94\x82" : "-",
		term_plain(term));
	if (kind != TT_SPACE)
		paint->last = kind;
}

/* Without colour, what was taken out of a line that is something else. */
static bool
paint_wants_brackets(const struct paint *paint, const struct paint_part *part,
	enum tt_label kind)
{
	return !paint->term->has_colour && part->label != kind &&
	       part->label != TT_SPACE && !fact_is_kept(part->label);
}

static void
paint_put_part(const struct paint *paint, const struct paint_part *part)
{
	const char *plain = paint_renditions[part->label];
	bool is_underlined = part->is_evidence && fact_is_kept(part->label);
	char rendition[16];

	snprintf(rendition, sizeof(rendition), "%s%s%s", plain,
		is_underlined && plain[0] != '\0' ? ";" : "",
		is_underlined ? "4" : "");
	term_paint(paint->term, rendition, paint->out);
	term_put_part(
		slice_of(paint->text.at + part->start, part->end - part->start),
		paint->out);
}

/* The next fact that was read above the row's end, where there is room. */
static void
paint_margin(struct paint *paint, size_t start, size_t end)
{
	const struct term *term = paint->term;
	auto_(buf_done) struct buf words = BUF_NULL;
	const struct paint_note *note;
	unsigned used = start < end
				? term_width(slice_of(
					  paint->text.at + start, end - start))
				: 0;

	if (!paint->has_margin || paint->next_note >= paint->n_notes ||
		paint->notes[paint->next_note].start >= end + (start == end))
		return;
	note = &paint->notes[paint->next_note++];
	buf_printf(&words, "%s: ", note->field->label);
	fact_put_words(note->field, note->fact, &words);
	fprintf(paint->out, "%*s  %s\xe2\x97\x82 ",
		used < paint->width ? (int)(paint->width - used) : 0, "",
		term_dim(term));
	if (note->fact->confidence > 0)
		fprintf(paint->out, "%.2f ", note->fact->confidence);
	fputs(term_plain(term), paint->out);
	term_put(term, buf_slice(&words), PAINT_NOTE - 9, paint->out);
}

static void
paint_row(struct paint *paint, size_t start, size_t end)
{
	enum tt_label kind;
	bool is_isolated, in_brackets = false;
	size_t at = start;

	kind = fact_kind(paint->sheet, start, end, &paint->span);
	paint_gutter(paint, start, kind);
	is_isolated = term_isolate(paint->term,
		slice_of(paint->text.at + start, end - start), paint->out);
	while (at < end) {
		struct paint_part part = paint_part(paint, at, end);

		if (paint_wants_brackets(paint, &part, kind) != in_brackets)
			fputc(in_brackets ? ']' : '[', paint->out);
		in_brackets = paint_wants_brackets(paint, &part, kind);
		paint_put_part(paint, &part);
		at = part.end;
	}
	fputs(in_brackets ? "]" : "", paint->out);
	fputs(term_plain(paint->term), paint->out);
	if (is_isolated)
		term_isolate_end(paint->out);
	paint_margin(paint, start, end);
	fputc('\n', paint->out);
}

/* ---- the whole ----------------------------------------------------------- */

static void
paint_rows(struct paint *paint)
{
	size_t at = 0;

	while (at < paint->text.len) {
		size_t end = paint_row_end(paint->text, at, paint->width);

		paint_row(paint, at, end);
		at = end;
		if (at < paint->text.len && paint->text.at[at] == '\n')
			at++;
	}
	while (paint->has_margin && paint->next_note < paint->n_notes) {
		fprintf(paint->out, "%*s", PAINT_GUTTER, "");
		paint_margin(paint, paint->text.len, paint->text.len);
		fputc('\n', paint->out);
	}
}

void
paint_text(const struct fact_sheet *sheet, const struct term *term, FILE *out)
{
	struct paint paint = {
		.sheet = sheet,
		.term = term,
		.out = out,
		.text = buf_slice(&sheet->draft->text),
		.width = term->width - PAINT_GUTTER,
		.has_margin = term->width >= PAINT_BESIDE,
		.last = TT_SPACE,
	};

	if (paint.has_margin)
		paint.width -= PAINT_NOTE;
	paint_collect(&paint);
	paint_rows(&paint);
	mem_free(paint.notes);
}

void
paint_legend(const struct fact_sheet *sheet, const struct term *term, FILE *out)
{
	size_t counts[n_elements(paint_renditions)] = { 0 };
	unsigned column = 0;

	for (size_t i = 0; i < sheet->draft->spans.n; i++)
		counts[sheet->draft->spans.items[i].label]++;
	for (size_t i = 0; i < n_elements(counts); i++) {
		const char *name = fact_kind_name((enum tt_label)i);

		if (counts[i] == 0 || i == TT_SPACE)
			continue;
		if (column + PAINT_LEGEND > term->width) {
			fputc('\n', out);
			column = 0;
		}
		term_paint(term, paint_renditions[i], out);
		column += (unsigned)fprintf(out, "%s", name);
		fputs(term_plain(term), out);
		if (!fact_is_kept((enum tt_label)i))
			column += (unsigned)fprintf(out, " %zu", counts[i]);
		column += (unsigned)fprintf(out, "  ");
	}
	term_paint(term, "4", out);
	fprintf(out, "%s%s\n",
		term->has_colour ? "read as a fact" : "[taken out]",
		term_plain(term));
}
