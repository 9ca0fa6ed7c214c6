/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proof_text - the source text as HTML: a span for each stretch of one kind,
 * and in it one for each piece of evidence.
 *
 * Stretches tile the text, evidence lies anywhere: where two cross, and where a
 * line ends, what is in the way is closed and opened again. Each line is a
 * block of its own, so that each has its own direction; its number and kind
 * stand in an attribute, where nobody copies them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "cli/proof_parts.h"
#include "cli/term.h"
#include "format/xmlout.h"

#define PROOF_DEPTH \
	24 /* evidence upon evidence; what is deeper has no anchor */

/* A range that becomes an element. */
struct proof_range {
	size_t start, end;
	const struct draft_span *span; /* NULL: evidence */
	const struct fact_field *field;
	const struct fact *fact;
	const struct fact_evidence *evidence;
	size_t number;  /* of the evidence */
	bool was_begun; /* and has its anchor */
};

struct proof_walk {
	const struct proof *proof;
	struct proof_range *ranges;
	size_t n, cap, next;
	struct proof_range *open[PROOF_DEPTH];
	size_t n_open;
	size_t span; /* where the search for a line's kind begins */
};

void
proof_put(struct buf *out, struct slice text)
{
	size_t at = 0, from = 0;

	while (at < text.len) {
		size_t before = at;
		uint32_t c = utf8_next(text, &at);

		if (!term_is_hostile(c) || c == '\n' || c == '\t')
			continue;
		xmlout_escape(out, slice_of(text.at + from, before - from));
		buf_printf(out, "<b class=c>U+%04X</b>", (unsigned)c);
		from = at;
	}
	xmlout_escape(out, slice_of(text.at + from, text.len - from));
}

/* ---- ranges -------------------------------------------------------------- */

static struct proof_range *
proof_add_range(struct proof_walk *walk, size_t start, size_t end)
{
	mem_grow(walk->ranges, walk->n, walk->cap);
	walk->ranges[walk->n] =
		(struct proof_range){ .start = start, .end = end };
	return &walk->ranges[walk->n++];
}

static void
proof_add_facts(struct proof_walk *walk, const struct fact_field *field,
	const struct fact_list *list, size_t *number)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct fact *fact = &list->items[i];

		for (size_t j = 0; j < fact->n_evidence; j++) {
			const struct fact_evidence *e = &fact->evidence[j];
			struct proof_range *range;

			if (e->line == 0)
				continue;
			range = proof_add_range(walk, e->start, e->end);
			range->field = field;
			range->fact = fact;
			range->evidence = e;
			range->number = ++*number;
		}
	}
}

/* Outer ones first, and a stretch around its evidence. */
static int
proof_compare(const void *a, const void *b)
{
	const struct proof_range *one = a, *other = b;

	if (one->start != other->start)
		return one->start < other->start ? -1 : 1;
	if (one->end != other->end)
		return one->end > other->end ? -1 : 1;
	if ((one->span == NULL) != (other->span == NULL))
		return one->span != NULL ? -1 : 1;
	return one->number < other->number ? -1 : one->number > other->number;
}

static void
proof_collect(struct proof_walk *walk)
{
	const struct fact_sheet *sheet = walk->proof->sheet;
	size_t number = 0;

	for (size_t i = 0; i < sheet->draft->spans.n; i++) {
		const struct draft_span *span = &sheet->draft->spans.items[i];

		if (span->label != TT_SPACE)
			proof_add_range(walk, span->start, span->end)->span =
				span;
	}
	for (size_t i = 0; i < n_fact_fields; i++) {
		const struct fact_answer *answer =
			fact_answer(sheet, &fact_fields[i]);

		if (!proof_is_told(&fact_fields[i]))
			continue;
		proof_add_facts(walk, &fact_fields[i], &answer->found, &number);
		proof_add_facts(
			walk, &fact_fields[i], &answer->considered, &number);
	}
	if (walk->n != 0)
		qsort(walk->ranges, walk->n, sizeof(*walk->ranges),
			proof_compare);
}

/* ---- elements ------------------------------------------------------------ */

static void
proof_begin_span(struct proof_walk *walk, const struct draft_span *span)
{
	struct buf *out = walk->proof->out;
	const char *name = draft_label_name(span->label);
	auto_(buf_done) struct buf tip = BUF_NULL;

	buf_printf(out, "<span class=\"k %s%s\"", name,
		fact_is_kept(span->label) ? "" : " gone");
	if (span->plugin != NULL) {
		buf_printf(&tip, "%s \xc2\xb7 %s/%s", name, span->plugin,
			span->rule ? span->rule : "");
		xmlout_attribute(out, "data-tip", buf_slice(&tip));
	}
	buf_putc(out, '>');
}

static void
proof_begin_evidence(struct proof_walk *walk, struct proof_range *range)
{
	const struct proof *proof = walk->proof;
	auto_(buf_done) struct buf tip = BUF_NULL;

	buf_printf(&tip, "%s: ", range->field->name);
	fact_put_words(range->field, range->fact, &tip);
	buf_printf(&tip, " \xc2\xb7 %s/%s", range->evidence->plugin,
		range->evidence->rule);
	if (range->evidence->confidence > 0)
		buf_printf(&tip, " \xc2\xb7 %.2f", range->evidence->confidence);
	buf_puts(proof->out, "<span class=e");
	if (!range->was_begun)
		buf_printf(proof->out, " id=f%zus%zue%zu tabindex=0",
			proof->file, proof->story, range->number);
	xmlout_attribute(proof->out, "data-tip", buf_slice(&tip));
	buf_putc(proof->out, '>');
	range->was_begun = true;
}

static void
proof_open_range(struct proof_walk *walk, struct proof_range *range)
{
	if (walk->n_open == PROOF_DEPTH)
		return;
	walk->open[walk->n_open++] = range;
	if (range->span != NULL)
		proof_begin_span(walk, range->span);
	else
		proof_begin_evidence(walk, range);
}

/* Close what ends at `at` and all that stands in its way, which is opened
 * again. */
static void
proof_close_ranges(struct proof_walk *walk, size_t at)
{
	struct proof_range *again[PROOF_DEPTH];
	size_t n_again = 0, first = 0;

	while (first < walk->n_open && walk->open[first]->end > at)
		first++;
	for (size_t i = first; i < walk->n_open; i++) {
		buf_puts(walk->proof->out, "</span>");
		if (walk->open[i]->end > at)
			again[n_again++] = walk->open[i];
	}
	walk->n_open = first;
	for (size_t i = 0; i < n_again; i++)
		proof_open_range(walk, again[i]);
}

static size_t
proof_next_place(const struct proof_walk *walk, size_t end)
{
	if (walk->next < walk->n && walk->ranges[walk->next].start < end)
		end = walk->ranges[walk->next].start;
	for (size_t i = 0; i < walk->n_open; i++)
		if (walk->open[i]->end < end)
			end = walk->open[i]->end;
	return end;
}

/* ---- lines --------------------------------------------------------------- */

/* A line is a block with a direction of its own; its number and what most of it
 * is are for the margin. */
static void
proof_begin_line(struct proof_walk *walk, size_t at)
{
	const struct fact_sheet *sheet = walk->proof->sheet;
	size_t start, end;
	enum tt_label kind;

	fact_lines_around(sheet, at, at, &start, &end);
	kind = fact_kind(sheet, start, end, &walk->span);
	buf_printf(walk->proof->out,
		"<div class=l dir=auto data-n=\"%5zu %s\">",
		fact_line(sheet, at), fact_kind_name(kind));
}

/* What goes on in the next line is closed in this one and opened again. */
static void
proof_break_line(struct proof_walk *walk, size_t at)
{
	struct proof_range *again[PROOF_DEPTH];
	size_t n_again = 0;

	for (size_t i = 0; i < walk->n_open; i++) {
		buf_puts(walk->proof->out, "</span>");
		if (walk->open[i]->end > at)
			again[n_again++] = walk->open[i];
	}
	walk->n_open = 0;
	buf_puts(walk->proof->out, "</div>\n");
	proof_begin_line(walk, at);
	for (size_t i = 0; i < n_again; i++)
		proof_open_range(walk, again[i]);
}

static void
proof_put_lines(struct proof_walk *walk, size_t from, size_t to)
{
	const char *data = walk->proof->sheet->draft->text.data;
	const char *feed;

	while ((feed = memchr(data + from, '\n', to - from)) != NULL) {
		size_t end = (size_t)(feed - data);

		proof_put(walk->proof->out, slice_of(data + from, end - from));
		from = end + 1;
		proof_break_line(walk, from);
	}
	proof_put(walk->proof->out, slice_of(data + from, to - from));
}

void
proof_put_text(const struct proof *proof)
{
	struct proof_walk walk = { .proof = proof };
	size_t len = proof->sheet->draft->text.len, at = 0;

	proof_collect(&walk);
	proof_begin_line(&walk, 0);
	while (at < len) {
		size_t to;

		proof_close_ranges(&walk, at);
		while (walk.next < walk.n && walk.ranges[walk.next].start <= at)
			proof_open_range(&walk, &walk.ranges[walk.next++]);
		to = proof_next_place(&walk, len);
		proof_put_lines(&walk, at, to);
		at = to;
	}
	proof_close_ranges(&walk, len);
	buf_puts(proof->out, "</div>\n");
	mem_free(walk.ranges);
}
