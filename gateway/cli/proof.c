/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proof - the page around the painted text: files, facts, what was not found.
 *
 * Every fact leads to the bytes that it was read from. Copy is escaped and
 * isolated, so that neither markup nor direction of a story gets into the page,
 * and a policy in its head keeps the page from fetching anything at all.
 */
#include "cli/proof.h"

#include <string.h>

#include "cli/proof_parts.h"
#include "format/xmlout.h"
#include "normalize/normalize.h"
#include "story/seal.h"
#include "story/story.h"

bool
proof_is_told(const struct fact_field *field)
{
	return field->label != NULL;
}

static void
proof_flush(struct buf *page, FILE *out)
{
	fwrite(buf_text(page), 1, page->len, out);
	buf_clear(page);
}

/* ---- the page ------------------------------------------------------------ */

static void
proof_put_legend(struct buf *out)
{
	static const enum tt_label kinds[] = { TT_HEADLINE, TT_BODY,
		TT_DATELINE, TT_BYLINE, TT_CREDIT, TT_NOTICE, TT_FURNITURE,
		TT_END_MARK, TT_EDITORIAL_NOTE, TT_LIFECYCLE_MARK, TT_CONTACT,
		TT_MARKUP };

	buf_puts(out, "<ul class=legend>");
	for (size_t i = 0; i < n_elements(kinds); i++) {
		buf_printf(out, "<li><span class=\"k %s\">%s</span>",
			draft_label_name(kinds[i]), fact_kind_name(kinds[i]));
	}
	buf_puts(out, "<li><span class=e>read as a fact</span></ul>\n");
}

void
proof_begin(const char *const *paths, size_t n_paths, FILE *out)
{
	auto_(buf_done) struct buf page = BUF_NULL;

	buf_puts(&page,
		"<!doctype html>\n<html lang=en><head><meta charset=utf-8>"
		"<meta name=viewport content=\"width=device-width,"
		"initial-scale=1\"><meta http-equiv=Content-Security-Policy "
		"content=\"default-src 'none'; style-src 'unsafe-inline'\">"
		"<title>torntape: ");
	proof_put(&page, slice_text(paths[0]));
	if (n_paths > 1)
		buf_printf(&page, " and %zu more", n_paths - 1);
	buf_printf(&page, "</title>\n<style>\n%s</style></head>\n<body>\n",
		proof_style);
	buf_puts(&page, "<header><h1>Proof</h1>");
	proof_put_legend(&page);
	buf_puts(&page,
		"<label><input type=checkbox id=clean> without what was taken "
		"out</label></header>\n");
	if (n_paths > 1)
		buf_puts(&page, "<nav><ol>");
	for (size_t i = 0; n_paths > 1 && i < n_paths; i++) {
		buf_printf(&page, "<li><a href=#f%zu><bdi>", i + 1);
		proof_put(&page, slice_text(paths[i]));
		buf_puts(&page, "</bdi></a>");
	}
	if (n_paths > 1)
		buf_puts(&page, "</ol></nav>\n");
	buf_puts(&page, "<main>\n");
	proof_flush(&page, out);
}

void
proof_end(FILE *out)
{
	fputs("</main></body></html>\n", out);
}

/* ---- facts --------------------------------------------------------------- */

/* Where it was read from, as a link to it. */
static void
proof_put_evidence(const struct proof *proof,
	const struct fact_evidence *evidence, size_t *number)
{
	struct buf *out = proof->out;

	buf_puts(out, "<span class=why>");
	if (evidence->line != 0) {
		buf_printf(out, "<a href=#f%zus%zue%zu>line %zu", proof->file,
			proof->story, ++*number, evidence->line);
		if (evidence->column != 0)
			buf_printf(out, ", column %zu", evidence->column);
		buf_puts(out, "</a> ");
	}
	proof_put(out, slice_text(evidence->plugin));
	buf_putc(out, '/');
	proof_put(out, slice_text(evidence->rule));
	if (evidence->confidence > 0)
		buf_printf(out, " %.2f", evidence->confidence);
	if (evidence->said != NULL) {
		buf_puts(out, ", said <bdi>");
		proof_put(out, slice_text(evidence->said));
		buf_puts(out, "</bdi>");
	}
	buf_puts(out, "</span>");
}

static void
proof_put_fact(const struct proof *proof, const struct fact_field *field,
	const struct fact *fact, bool is_lost, size_t *number)
{
	struct buf *out = proof->out;
	bool is_notice = strcmp(field->name, "disclaimers") == 0;
	auto_(buf_done) struct buf words = BUF_NULL;

	fact_put_words(field, fact, &words);
	buf_printf(out, "<tr%s><th scope=row>%s%s<td><bdi>",
		is_lost ? " class=lost" : "", is_lost ? "not " : "",
		field->label);
	proof_put(out, is_lost ? slice_text(fact->value) : buf_slice(&words));
	buf_puts(out, "</bdi>");
	if (fact->confidence > 0)
		buf_printf(
			out, " <span class=sure>%.2f</span>", fact->confidence);
	if (is_lost) {
		buf_puts(out, "<span class=why>");
		proof_put(out, slice_text(fact->detail));
		buf_puts(out, "</span>");
	}
	if (is_notice && !is_lost) {
		buf_puts(out, "<span class=long dir=auto>");
		proof_put(out, slice_text(fact->value));
		buf_puts(out, "</span>");
	}
	for (size_t i = 0; i < fact->n_evidence; i++)
		proof_put_evidence(proof, &fact->evidence[i], number);
	buf_puts(out, "\n");
}

/* Headline and body were painted: what was taken out of them is seen there. */
static void
proof_put_answer(const struct proof *proof, const struct fact_field *field,
	size_t *number)
{
	const struct fact_answer *answer = fact_answer(proof->sheet, field);

	if (answer->found.n == 0 && strcmp(field->name, "supplier") == 0) {
		buf_puts(proof->out,
			"<tr><th scope=row>supplier<td><strong>not known"
			"</strong><span class=why>");
		proof_put(proof->out, slice_text(answer->absent));
		buf_puts(proof->out, "</span>\n");
	}
	for (size_t i = 0; i < answer->found.n; i++)
		proof_put_fact(
			proof, field, &answer->found.items[i], false, number);
	for (size_t i = 0; i < answer->considered.n; i++)
		proof_put_fact(proof, field, &answer->considered.items[i], true,
			number);
}

static void
proof_put_rest(const struct proof *proof, const char *summary, bool is_absent)
{
	struct buf *out = proof->out;

	buf_printf(out, "<details><summary>%s</summary><table>\n", summary);
	for (size_t i = 0; i < n_fact_fields; i++) {
		const struct fact_field *field = &fact_fields[i];
		const struct fact_answer *answer =
			fact_answer(proof->sheet, field);

		if (is_absent && field->label && answer->found.n == 0) {
			buf_printf(
				out, "<tr><th scope=row>%s<td>", field->label);
			proof_put(out, slice_text(answer->absent));
		} else if (!is_absent && answer->found.n != 0 &&
			   strncmp(field->pointer, "/story/", 7) == 0) {
			buf_printf(out, "<tr><th scope=row>%s<td><bdi>",
				field->name);
			proof_put(
				out, slice_text(answer->found.items[0].value));
			buf_puts(out, "</bdi>");
		}
	}
	buf_puts(out, "</table></details>\n");
}

static void
proof_put_facts(const struct proof *proof)
{
	const struct draft *draft = proof->sheet->draft;
	size_t number = 0;

	buf_puts(proof->out, "<div class=facts><table>\n");
	for (size_t i = 0; i < n_fact_fields; i++)
		if (proof_is_told(&fact_fields[i]))
			proof_put_answer(proof, &fact_fields[i], &number);
	for (size_t i = 0; i < draft->warnings.n_items; i++) {
		buf_puts(proof->out, "<tr><th scope=row>warning<td>");
		proof_put(
			proof->out, slice_text(draft->warnings.items[i].text));
	}
	buf_puts(proof->out, "</table>\n");
	proof_put_rest(proof, "not found", true);
	proof_put_rest(proof, "of the item", false);
	buf_puts(proof->out, "</div>\n");
}

/* ---- stories ------------------------------------------------------------- */

static void
proof_put_story(
	const struct proof *proof, size_t n_stories, enum tt_verdict verdict)
{
	const struct draft *draft = proof->sheet->draft;
	enum story_event event = seal_event(draft);
	struct buf *out = proof->out;

	if (n_stories > 1)
		buf_printf(out, "<h3>Story %zu of %zu</h3>\n", proof->story,
			n_stories);
	if (event != STORY_PUBLISH)
		buf_printf(out, "<p class=meta>the document says: %s</p>\n",
			story_event_name(event));
	if (verdict != TT_PASS) {
		buf_printf(out, "<p class=bad>%s: ",
			verdict == TT_REJECT ? "rejected" : "failed");
		proof_put(out, slice_text(draft->reason.text));
		buf_puts(out, "</p>\n");
	}
	buf_puts(out, "<article>\n");
	proof_put_facts(proof);
	buf_puts(out, "<div class=text");
	xmlout_attribute(
		out, "lang", slice_text(draft->fields[DRAFT_LANGUAGE]));
	buf_puts(out, ">");
	proof_put_text(proof);
	buf_puts(out, "</div></article>\n");
}

static void
proof_put_decoded(struct buf *page, const struct decoded *decoded)
{
	buf_printf(page, "<p class=meta>%s ", decoded->format);
	proof_put(page, decoded->format_version);
	buf_puts(page, " \xc2\xb7 ");
	proof_put(page, decoded->encoding);
	for (size_t i = 0; i < decoded->warnings.n_items; i++) {
		buf_puts(page, "<br>warning: ");
		proof_put(page, slice_text(decoded->warnings.items[i].text));
	}
	buf_puts(page, "</p>\n");
}

void
proof_file(const struct normalized *normalized, const char *path, size_t number,
	FILE *out)
{
	const struct decoded *decoded = &normalized->decoded;
	auto_(buf_done) struct buf page = BUF_NULL;

	buf_printf(&page, "<section id=f%zu><h2><bdi>", number);
	proof_put(&page, slice_text(path));
	buf_puts(&page, "</bdi></h2>\n");
	if (!normalized->is_decoded) {
		buf_puts(&page, "<p class=bad>cannot be decoded: ");
		proof_put(&page, slice_text(normalized->why.text));
		buf_puts(&page, "</p>\n");
	} else {
		proof_put_decoded(&page, decoded);
	}
	for (size_t i = 0; normalized->is_decoded && i < decoded->n_drafts;
		i++) {
		auto_(fact_sheet_done) struct fact_sheet sheet =
			FACT_SHEET_NULL;
		const struct proof proof = { &sheet, &page, number, i + 1 };

		fact_sheet_read(decoded->drafts[i], &sheet);
		proof_put_story(
			&proof, decoded->n_drafts, normalized->verdicts[i]);
		proof_flush(&page, out);
	}
	buf_puts(&page, "</section>\n");
	proof_flush(&page, out);
}
