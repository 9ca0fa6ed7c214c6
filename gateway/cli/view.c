/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view - the human answer of `torntape try`: a story checked in ten seconds.
 *
 * On top the facts, one a line: what, the value, how sure, from which line and
 * by which rule. Below them the source text, painted. Everything that comes
 * from copy goes through term_put(), so no story can steer the terminal.
 */
#include "cli/view.h"

#include <string.h>

#include "base/buf.h"
#include "cli/fact.h"
#include "cli/paint.h"
#include "cli/term.h"
#include "normalize/normalize.h"
#include "story/seal.h"
#include "story/story.h"

#define VIEW_COLUMN 14

struct view {
	struct term term;
	FILE *out;
	const struct fact_sheet *sheet;
};

static void
view_label(const struct view *view, const char *label)
{
	fprintf(view->out, "%s%-*s%s", term_bold(&view->term), VIEW_COLUMN,
		label, term_plain(&view->term));
}

static void
view_value(const struct view *view, const char *label, struct slice value)
{
	if (value.len == 0)
		return;
	view_label(view, label);
	term_wrap(&view->term, value, VIEW_COLUMN, view->out);
}

/* ---- facts --------------------------------------------------------------- */

/* "line 3, attribution/dateline-mark, and 2 more" */
static void
view_put_evidence(const struct fact *fact, struct buf *out)
{
	const struct fact_evidence *first = &fact->evidence[0];

	if (first->line != 0)
		buf_printf(out, "line %zu, ", first->line);
	buf_printf(out, "%s%s%s", first->plugin, first->rule[0] ? "/" : "",
		first->rule);
	if (fact->n_evidence > 1)
		buf_printf(out, ", and %zu more", fact->n_evidence - 1);
}

static void
view_fact(const struct view *view, const struct fact_field *field,
	const struct fact *fact)
{
	auto_(buf_done) struct buf words = BUF_NULL, because = BUF_NULL;
	unsigned used = VIEW_COLUMN;

	fact_put_words(field, fact, &words);
	if (fact->n_evidence != 0)
		view_put_evidence(fact, &because);
	used += term_width(buf_slice(&words)) +
		(fact->confidence > 0 ? 6u : 0u);
	bool is_wrapped =
		used > view->term.width || slice_has(buf_slice(&words), '\n');
	if (is_wrapped) {
		view_value(view, field->label, buf_slice(&words));
	} else {
		view_label(view, field->label);
		term_put(&view->term, buf_slice(&words), used, view->out);
		if (fact->confidence > 0)
			fprintf(view->out, "  %s%.2f%s", term_good(&view->term),
				fact->confidence, term_plain(&view->term));
	}
	if (because.len == 0) {
		fputs(is_wrapped ? "" : "\n", view->out);
		return;
	}
	if (!is_wrapped && used + 2 + because.len <= view->term.width)
		fputs("  ", view->out);
	else
		fprintf(view->out, "%s%*s", is_wrapped ? "" : "\n", VIEW_COLUMN,
			"");
	fprintf(view->out, "%s%s%s\n", term_dim(&view->term),
		buf_text(&because), term_plain(&view->term));
}

static void
view_facts(const struct view *view)
{
	for (size_t i = 0; i < n_fact_fields; i++) {
		const struct fact_field *field = &fact_fields[i];
		const struct fact_answer *answer =
			fact_answer(view->sheet, field);

		for (size_t j = 0; field->label && j < answer->found.n; j++)
			view_fact(view, field, &answer->found.items[j]);
		if (answer->found.n == 0 &&
			strcmp(field->name, "supplier") == 0) {
			auto_(buf_done) struct buf text = BUF_NULL;

			buf_printf(&text, "not known: %s", answer->absent);
			view_value(view, field->label, buf_slice(&text));
		}
	}
}

/* ---- documents ----------------------------------------------------------- */

static void
view_warnings(const struct view *view, const struct problem_list *warnings)
{
	for (size_t i = 0; i < warnings->n_items; i++) {
		char line[600];

		problem_print(&warnings->items[i], line, sizeof(line));
		view_value(view, "warning", slice_text(line));
	}
}

/* What the chain or the document itself says against publishing it. */
static void
view_verdict(const struct view *view, enum tt_verdict verdict)
{
	const struct draft *draft = view->sheet->draft;
	enum story_event event = seal_event(draft);

	if (event != STORY_PUBLISH)
		view_value(view, "event", slice_text(story_event_name(event)));
	if (verdict == TT_PASS)
		return;
	fprintf(view->out, "%s%-*s%s", term_bad(&view->term), VIEW_COLUMN,
		verdict == TT_REJECT ? "rejected" : "failed",
		term_plain(&view->term));
	term_wrap(&view->term, slice_text(draft->reason.text), VIEW_COLUMN,
		view->out);
}

static void
view_story(
	struct view *view, const struct draft *draft, enum tt_verdict verdict)
{
	auto_(fact_sheet_done) struct fact_sheet sheet = FACT_SHEET_NULL;

	fact_sheet_read(draft, &sheet);
	view->sheet = &sheet;
	fputc('\n', view->out);
	view_verdict(view, verdict);
	view_facts(view);
	view_warnings(view, &draft->warnings);
	fputc('\n', view->out);
	paint_legend(&sheet, &view->term, view->out);
	paint_text(&sheet, &view->term, view->out);
	view->sheet = NULL;
}

static void
view_feed(const struct view *view, const struct decoded *decoded)
{
	view_value(view, "feed", decoded->feed_title);
	view_warnings(view, &decoded->warnings);
	if (decoded->n_drafts != 1)
		fprintf(view->out, "%zu stories\n", decoded->n_drafts);
}

void
view_print(const struct normalized *normalized, const char *path, FILE *out)
{
	const struct decoded *decoded = &normalized->decoded;
	struct view view = { .term = term_of(out), .out = out };

	fprintf(out, "%s%s%s", term_bold(&view.term), path,
		term_plain(&view.term));
	if (!normalized->is_decoded) {
		char why[600];

		problem_print(&normalized->why, why, sizeof(why));
		fprintf(out, ": %scannot be decoded%s: %s\n",
			term_bad(&view.term), term_plain(&view.term), why);
		return;
	}
	fprintf(out, ": %s%s%.*s, %.*s\n", decoded->format,
		decoded->format_version.len ? " " : "",
		(int)decoded->format_version.len, decoded->format_version.at,
		(int)decoded->encoding.len, decoded->encoding.at);
	view_feed(&view, decoded);
	for (size_t i = 0; i < decoded->n_drafts; i++)
		view_story(&view, decoded->drafts[i], normalized->verdicts[i]);
}
