/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft_html - the kept body as HTML of a closed set of elements.
 *
 * Block structure comes from the kinds of lines, inline structure from marks
 * (draft_mark.c). Everything opened is closed here, in order, so the result is
 * balanced whatever a document or a plugin did.
 */
#include <string.h>

#include "base/auto.h"
#include "story/draft.h"
#include "story/draft_parts.h"

#define HTML_LIST_DEPTH 8

struct html {
	struct buf *out;
	const struct draft *draft;
	struct prose prose;
	struct buf inline_text;        /* of the block at hand */
	bool ordered[HTML_LIST_DEPTH]; /* lists open now */
	unsigned n_lists;
	bool in_quote, in_table;
};

static void
html_close_lists(struct html *html, unsigned n_left)
{
	while (html->n_lists > n_left) {
		html->n_lists--;
		buf_printf(html->out, "</li></%s>",
			html->ordered[html->n_lists] ? "ol" : "ul");
	}
}

static void
html_open_list(struct html *html, bool ordered)
{
	buf_printf(html->out, "<%s><li>", ordered ? "ol" : "ul");
	html->ordered[html->n_lists++] = ordered;
}

/* Leave every surrounding element but the one that this kind belongs to. */
static void
html_leave(struct html *html, enum tt_line_kind kind)
{
	if (kind != TT_LINE_ITEM)
		html_close_lists(html, 0);
	if (kind != TT_LINE_QUOTE && html->in_quote) {
		buf_puts(html->out, "</blockquote>");
		html->in_quote = false;
	}
	if (kind != TT_LINE_CELL && html->in_table) {
		buf_puts(html->out, "</tbody></table>");
		html->in_table = false;
	}
}

static void
html_put_item(struct html *html, const struct draft_line *line)
{
	unsigned level = line->level < 1 ? 1 : line->level;

	if (level > HTML_LIST_DEPTH)
		level = HTML_LIST_DEPTH;
	html_close_lists(html, level);
	if (html->n_lists == level && html->ordered[level - 1] != line->ordered)
		html_close_lists(html, level - 1);
	else if (html->n_lists == level)
		buf_puts(html->out, "</li><li>");
	while (html->n_lists < level)
		html_open_list(html, line->ordered);
	buf_put_slice(html->out, buf_slice(&html->inline_text));
}

static void
html_put_wrapped(struct html *html, const char *element)
{
	buf_printf(html->out, "<%s>", element);
	buf_put_slice(html->out, buf_slice(&html->inline_text));
	buf_printf(html->out, "</%s>", element);
}

static void
html_put_heading(struct html *html, const struct draft_line *line)
{
	static const char *const names[] = { "h2", "h3", "h4" };
	unsigned level = line->level < 2 ? 2 : line->level;

	html_put_wrapped(html, names[level > 4 ? 2 : level - 2]);
}

/* Inline content of the lines [first, first + n_lines); false when empty. */
static bool
html_gather(struct html *html, size_t first, size_t n_lines)
{
	const struct draft_line *line = &html->draft->lines.items[first];
	const struct draft_line *last = line + n_lines - 1;

	buf_clear(&html->inline_text);
	html->prose.out = &html->inline_text;
	html->prose.is_pre = line->kind == TT_LINE_PRE;
	prose_put_range(
		&html->prose, html->draft, line->start, last->end, TT_BODY);
	return prose_end_block(&html->prose, html->draft, last->end);
}

/* Lines of one paragraph are the cells of one row. */
static void
html_put_row(struct html *html, const struct prose_block *block)
{
	auto_(buf_done) struct buf row = BUF_NULL;
	bool has_text = false;

	for (size_t i = 0; i < block->n_lines; i++) {
		has_text |= html_gather(html, block->first + i, 1);
		buf_puts(&row, "<td>");
		buf_put_slice(&row, buf_slice(&html->inline_text));
		buf_puts(&row, "</td>");
	}
	if (!has_text)
		return;
	html_leave(html, TT_LINE_CELL);
	if (!html->in_table)
		buf_puts(html->out, "<table><tbody>");
	html->in_table = true;
	buf_puts(html->out, "<tr>");
	buf_put_slice(html->out, buf_slice(&row));
	buf_puts(html->out, "</tr>");
}

static void
html_put_block(struct html *html, const struct prose_block *block)
{
	const struct draft_line *line = &html->draft->lines.items[block->first];

	if (block->kind == TT_LINE_CELL) {
		html_put_row(html, block);
		return;
	}
	if (!html_gather(html, block->first, block->n_lines))
		return;
	html_leave(html, block->kind);
	switch (block->kind) {
	case TT_LINE_HEADING:
		html_put_heading(html, line);
		return;
	case TT_LINE_ITEM:
		html_put_item(html, line);
		return;
	case TT_LINE_QUOTE:
		if (!html->in_quote)
			buf_puts(html->out, "<blockquote>");
		html->in_quote = true;
		html_put_wrapped(html, "p");
		return;
	case TT_LINE_PRE:
		html_put_wrapped(html, "pre");
		return;
	default:
		html_put_wrapped(html, "p");
		return;
	}
}

void
draft_body_html(const struct draft *draft, struct buf *out)
{
	struct html html = {
		.out = out,
		.draft = draft,
		.prose.is_html = true,
	};
	struct prose_block block;
	size_t at = 0;

	while (prose_next_block(draft, &at, &block))
		html_put_block(&html, &block);
	html_leave(&html, TT_LINE_TEXT);
	buf_done(&html.inline_text);
}
