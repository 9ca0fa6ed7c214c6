/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view - the human answer of `torntape try`.
 *
 * Two columns: what, and the value; below a value, dimmed, the evidence: line,
 * quoted words, plugin and rule, how sure. Everything that comes from copy goes
 * through term_put(), so no story can steer the terminal.
 */
#include "cli/view.h"

#include <string.h>

#include "base/buf.h"
#include "cli/term.h"
#include "normalize/normalize.h"
#include "story/seal.h"
#include "story/story.h"

#define VIEW_COLUMN 14

struct view {
	struct term term;
	FILE *out;
	const struct draft *draft;
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

/* ---- evidence ------------------------------------------------------------ */

/* 1-based line of the source text. */
static size_t
view_line_of(const struct draft *draft, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at && i < draft->text.len; i++)
		line += draft->text.data[i] == '\n';
	return line;
}

static void
view_evidence(const struct view *view, const struct draft_evidence *evidence)
{
	const struct term *term = &view->term;
	size_t len = evidence->end - evidence->start;

	fprintf(view->out, "%*s%s", VIEW_COLUMN, "", term_dim(term));
	if (len != 0 && evidence->end <= view->draft->text.len) {
		fprintf(view->out, "line %zu ",
			view_line_of(view->draft, evidence->start));
		fputc('"', view->out);
		term_put(term,
			slice_of(view->draft->text.data + evidence->start, len),
			term->width > 60 ? term->width - 48 : 24, view->out);
		fputs("\" ", view->out);
	}
	fprintf(view->out, "%s%s%s", evidence->plugin ? evidence->plugin : "",
		evidence->rule ? "/" : "",
		evidence->rule ? evidence->rule : "");
	if (evidence->confidence > 0)
		fprintf(view->out, " %.2f", evidence->confidence);
	fprintf(view->out, "%s\n", term_plain(term));
}

/* All evidence of a field; `value` narrows it to what said that, NULL: all. */
static void
view_provenance(const struct view *view, const char *field, const char *value)
{
	const struct draft *draft = view->draft;
	size_t len = strlen(field);

	for (size_t i = 0; i < draft->provenance.n; i++) {
		const struct draft_provenance *item =
			&draft->provenance.items[i];

		if (strncmp(item->field, field, len) != 0 ||
			(item->field[len] != '\0' && item->field[len] != '/'))
			continue;
		if (value != NULL && item->value != NULL &&
			strcmp(value, item->value) != 0)
			continue;
		view_evidence(view, &item->evidence);
	}
}

/* ---- facts --------------------------------------------------------------- */

static void
view_party(const struct view *view, const struct draft_party *party)
{
	static const char *const fields[] = { "/wire/supplier",
		"/wire/contributors", "/wire/distributors", "/wire/cited",
		"/wire/issuer", "/wire/pool", "/wire/rights_holder",
		"/wire/photo_credits" };

	view_label(view, draft_role_name(party->role));
	term_put(&view->term, slice_text(party->name),
		view->term.width - VIEW_COLUMN, view->out);
	fprintf(view->out, "  %s%.2f%s\n", term_good(&view->term),
		party->confidence, term_plain(&view->term));
	if ((size_t)party->role < n_elements(fields))
		view_provenance(view, fields[party->role], party->name);
}

static void
view_parties(const struct view *view)
{
	const struct draft *draft = view->draft;
	const struct draft_party *supplier = draft_supplier(draft);

	if (supplier != NULL)
		view_party(view, supplier);
	else
		view_value(view, "supplier", SLICE("not known"));
	for (size_t i = 0; i < draft->parties.n; i++) {
		const struct draft_party *party = &draft->parties.items[i];

		if (!party->retracted && party->role != TT_SUPPLIER)
			view_party(view, party);
	}
}

static void
view_dateline(const struct view *view)
{
	const struct draft *draft = view->draft;
	auto_(buf_done) struct buf text = BUF_NULL;

	if (draft->dateline_place == NULL)
		return;
	buf_puts(&text, draft->dateline_place);
	if (draft->dateline_date != NULL && draft->dateline_date[0] != '\0')
		buf_printf(&text, ", %s", draft->dateline_date);
	view_value(view, "dateline", buf_slice(&text));
	view_provenance(view, "/wire/dateline", NULL);
}

static void
view_lifecycle(const struct view *view)
{
	const struct draft *draft = view->draft;
	auto_(buf_done) struct buf text = BUF_NULL;

	if (draft->lifecycle_kind != NULL) {
		buf_puts(&text, draft->lifecycle_kind);
		if (draft->lifecycle_serial != 0)
			buf_printf(&text, " %u", draft->lifecycle_serial);
		view_value(view, "lifecycle", buf_slice(&text));
		view_provenance(view, "/wire/lifecycle", NULL);
	}
	if (draft->embargo_text == NULL)
		return;
	view_value(view, "embargo", slice_text(draft->embargo_text));
	view_provenance(view, "/wire/embargo", NULL);
	if (draft->embargo_ms == TT_EMBARGO_UNPARSED)
		view_value(view, "",
			SLICE("its time is not understood: the story is held"));
}

static void
view_disclaimers(const struct view *view)
{
	const struct draft *draft = view->draft;

	for (size_t i = 0; i < draft->disclaimers.n; i++) {
		const struct draft_disclaimer *notice =
			&draft->disclaimers.items[i];
		auto_(buf_done) struct buf text = BUF_NULL;

		buf_printf(&text, "%s, speaks for the %s%s", notice->kind,
			notice->speaks_for,
			notice->required ? ", must travel along" : "");
		view_value(view, "disclaimer", buf_slice(&text));
		fprintf(view->out, "%*s", VIEW_COLUMN, "");
		term_wrap(&view->term, slice_text(notice->text), VIEW_COLUMN,
			view->out);
	}
	view_provenance(view, "/wire/disclaimers", NULL);
}

static void
view_facts(const struct view *view)
{
	const struct draft *draft = view->draft;
	auto_(buf_done) struct buf headline = BUF_NULL;

	draft_headline(draft, &headline);
	view_value(view, "headline", buf_slice(&headline));
	view_parties(view);
	view_dateline(view);
	for (size_t i = 0; i < draft->bylines.n; i++)
		view_value(view, "byline", slice_text(draft->bylines.items[i]));
	view_provenance(view, "/wire/bylines", NULL);
	view_lifecycle(view);
	view_disclaimers(view);
	for (size_t i = 0; i < draft->notes.n; i++)
		view_value(
			view, "for editors", slice_text(draft->notes.items[i]));
}

/* ---- text ---------------------------------------------------------------- */

static void
view_body(const struct view *view)
{
	auto_(buf_done) struct buf body = BUF_NULL;

	draft_body_text(view->draft, &body);
	fputc('\n', view->out);
	view_value(view, "body", buf_slice(&body));
	fputc('\n', view->out);
}

static bool
view_is_kept(enum tt_label label)
{
	return label == TT_HEADLINE || label == TT_BODY;
}

static void
view_removed(const struct view *view)
{
	const struct draft *draft = view->draft;

	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];
		struct slice text =
			slice_trim(slice_of(draft->text.data + span->start,
				span->end - span->start));

		if (view_is_kept(span->label) || text.len == 0)
			continue;
		fprintf(view->out, "%s- %-*s", term_dim(&view->term),
			VIEW_COLUMN - 2, draft_label_name(span->label));
		term_put(&view->term, text, view->term.width - VIEW_COLUMN - 1,
			view->out);
		fprintf(view->out, "%s\n", term_plain(&view->term));
	}
}

/* A span that may run over several lines: each line is put by itself, so that
 * line feeds stay and all else is made harmless. */
static void
view_paint(const struct view *view, struct slice text)
{
	const char *feed;

	while ((feed = memchr(text.at, '\n', text.len)) != NULL) {
		size_t len = (size_t)(feed - text.at);

		term_put(&view->term, slice_of(text.at, len), (unsigned)-1,
			view->out);
		fputc('\n', view->out);
		text = slice_of(feed + 1, text.len - len - 1);
	}
	term_put(&view->term, text, (unsigned)-1, view->out);
}

static void
view_source(const struct view *view)
{
	const struct draft *draft = view->draft;

	view_label(view, "source text");
	fprintf(view->out, "kept, %s[removed]%s\n", term_removed(&view->term),
		term_plain(&view->term));
	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];
		struct slice text = slice_of(draft->text.data + span->start,
			span->end - span->start);
		bool mark =
			!view_is_kept(span->label) && span->label != TT_SPACE;

		if (mark)
			fprintf(view->out, "%s%s", term_removed(&view->term),
				view->term.has_colour ? "" : "[");
		view_paint(view, text);
		if (mark)
			fprintf(view->out, "%s%s",
				view->term.has_colour ? "" : "]",
				term_plain(&view->term));
	}
	fputs("\n", view->out);
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

static void
view_verdict(const struct view *view, enum tt_verdict verdict)
{
	if (verdict == TT_PASS)
		return;
	fprintf(view->out, "%s%-*s%s", term_bad(&view->term), VIEW_COLUMN,
		verdict == TT_REJECT ? "rejected" : "failed",
		term_plain(&view->term));
	term_wrap(&view->term, slice_text(view->draft->reason.text),
		VIEW_COLUMN, view->out);
}

static void
view_story(const struct view *view, enum tt_verdict verdict, bool with_source)
{
	fputc('\n', view->out);
	view_verdict(view, verdict);
	view_facts(view);
	view_body(view);
	view_removed(view);
	view_warnings(view, &view->draft->warnings);
	if (with_source)
		view_source(view);
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
view_print(const struct normalized *normalized, const char *path,
	bool with_source, FILE *out)
{
	const struct decoded *decoded = &normalized->decoded;
	struct view view = { .term = term_of(out), .out = out };

	fprintf(out, "%s%s%s", term_bold(&view.term), path,
		term_plain(&view.term));
	if (!normalized->is_decoded) {
		fprintf(out, ": %scannot be decoded%s: %s\n",
			term_bad(&view.term), term_plain(&view.term),
			normalized->why.text);
		return;
	}
	fprintf(out, ": %s%s%.*s, %.*s\n", decoded->format,
		decoded->format_version.len ? " " : "",
		(int)decoded->format_version.len, decoded->format_version.at,
		(int)decoded->encoding.len, decoded->encoding.at);
	view_feed(&view, decoded);
	for (size_t i = 0; i < decoded->n_drafts; i++) {
		view.draft = decoded->drafts[i];
		view_story(&view, normalized->verdicts[i], with_source);
	}
}
