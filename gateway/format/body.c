/* SPDX-License-Identifier: Apache-2.0 */
/*
 * body - sinks that write what text/ reads into a draft; see body.h.
 */
#include "format/body.h"

#include "base/auto.h"
#include "base/buf.h"
#include "format/own.h"
#include "story/draft.h"
#include "text/html.h"
#include "text/wiretext.h"

static void
begin_line(void *user, int kind, unsigned level, bool ordered, bool same)
{
	static const enum tt_line_kind kinds[] = {
		[HTML_TEXT] = TT_LINE_TEXT,
		[HTML_HEADING] = TT_LINE_HEADING,
		[HTML_ITEM] = TT_LINE_ITEM,
		[HTML_QUOTE] = TT_LINE_QUOTE,
		[HTML_PRE] = TT_LINE_PRE,
		[HTML_CELL] = TT_LINE_CELL,
		[HTML_CAPTION] = TT_LINE_CAPTION,
	};

	draft_begin_line(user, kinds[kind], (uint8_t)level, ordered, same);
}

static void
begin_foot(void *user, int kind, unsigned level, bool ordered, bool same)
{
	(void)kind, (void)level, (void)ordered;
	draft_begin_line(user, TT_LINE_FOOT, 0, false, same);
}

static void
put_text(void *user, struct slice text)
{
	draft_put_text(user, text);
}

static char *
keep(struct draft *draft, const char *text)
{
	return *text != '\0' ? arena_text(&draft->arena, slice_text(text))
			     : NULL;
}

static size_t
open_mark(void *user, const char *element, const char *href, const char *alt,
	unsigned width, unsigned height)
{
	struct draft *draft = user;
	size_t index = draft_open_mark(draft, element);
	struct draft_mark *mark = draft_mark_at(draft, index);

	mark->href = keep(draft, href);
	mark->alt = keep(draft, alt);
	mark->width = width;
	mark->height = height;
	return index;
}

static void
close_mark(void *user, size_t mark)
{
	draft_close_mark(user, mark);
}

static void
open_box(void *user, struct slice name)
{
	draft_open_box(user, name);
}

static void
close_box(void *user)
{
	draft_close_box(user);
}

void
body_put_title(struct draft *draft, struct slice title, bool is_html)
{
	auto_(buf_done) struct buf line = BUF_NULL;

	if (is_html)
		html_to_text(title, &line);
	else
		html_collapse(title, &line);
	draft_put_title(draft, buf_slice(&line));
}

void
body_put_html(struct draft *draft, struct slice html, struct slice base_url)
{
	struct html_sink sink = { draft, begin_line, put_text, open_mark,
		close_mark, open_box, close_box };
	auto_(buf_done) struct buf rest = BUF_NULL;

	if (own_take_footer(draft, html, &rest))
		html = buf_slice(&rest);
	draft_expect_text(draft, html.len);
	if (html_read(html, base_url, &sink))
		draft_warn(draft, "W-HTML-UNCLOSED",
			"an element that is left out was never closed, and "
			"the rest of the text with it");
}

/* Nobody follows a link of what is not sent on. */
static size_t
pass_mark(void *user, const char *element, const char *href, const char *alt,
	unsigned width, unsigned height)
{
	(void)user, (void)element, (void)href, (void)alt;
	(void)width, (void)height;
	return 0;
}

static void
leave_mark(void *user, size_t mark)
{
	(void)user, (void)mark;
}

void
body_put_html_foot(
	struct draft *draft, struct slice html, struct slice base_url)
{
	struct html_sink sink = { .user = draft,
		.begin_line = begin_foot,
		.text = put_text,
		.open_mark = pass_mark,
		.close_mark = leave_mark };

	draft_expect_text(draft, html.len);
	html_read(html, base_url, &sink);
}

/* "| FC Harbour | - | Isle City | 2:1 |" */
static bool
is_row(struct slice line)
{
	struct slice text = slice_trim(line);

	return text.len > 2 && text.at[0] == '|' &&
	       text.at[text.len - 1] == '|';
}

static void
put_row(struct draft *draft, struct slice line)
{
	struct slice rest = slice_trim(line);
	struct slice cell;
	bool same = false;

	rest = slice_of(rest.at + 1, rest.len - 2);
	while (slice_cut(&rest, '|', &cell)) {
		draft_begin_line(draft, TT_LINE_CELL, 0, false, same);
		draft_put_text(draft, slice_trim(cell));
		same = true;
	}
}

/* Its lines, one or two, are one. Returns how many there are. */
static size_t
put_title(struct draft *draft, const struct wiretext *wire, size_t from)
{
	auto_(buf_done) struct buf title = BUF_NULL;
	size_t i = from;

	for (; i < wire->n_lines && wire->lines[i].kind == WIRETEXT_TITLE;
		i++) {
		if (i > from)
			buf_putc(&title, ' ');
		buf_put_slice(&title, wire->lines[i].text);
	}
	draft_put_title(draft, buf_slice(&title));
	return i - from;
}

static void
put_lines(struct draft *draft, struct slice text, bool has_title, bool has_rows)
{
	auto_(buf_done) struct buf clean = BUF_NULL;
	auto_(buf_done) struct buf bare = BUF_NULL;
	auto_(wiretext_done) struct wiretext wire = { 0 };
	size_t n_dropped = wiretext_clean(text, &clean);
	size_t n_marks = wiretext_unmark(buf_slice(&clean), &bare);

	if (n_dropped != 0)
		draft_warn(draft, "W-TEXT-CONTROLS",
			"%zu control characters were left out", n_dropped);
	if (n_marks != 0)
		draft_warn(draft, "W-TEXT-MARKS",
			"%zu signs that begin and end lines on old wires were "
			"left out",
			n_marks);
	wiretext_split(
		buf_slice(n_marks != 0 ? &bare : &clean), has_title, &wire);
	for (size_t i = 0; i < wire.n_lines; i++) {
		const struct wiretext_line *line = &wire.lines[i];
		enum tt_line_kind kind = TT_LINE_TEXT;

		if (line->kind == WIRETEXT_TITLE) {
			i += put_title(draft, &wire, i) - 1;
			continue;
		}
		if (has_rows && is_row(line->text)) {
			put_row(draft, line->text);
			continue;
		}
		if (line->kind == WIRETEXT_BLANK)
			kind = TT_LINE_BLANK;
		else if (line->kind == WIRETEXT_ITEM)
			kind = TT_LINE_ITEM;
		draft_begin_line(draft, kind, kind == TT_LINE_ITEM, false,
			line->same_paragraph);
		draft_put_text(draft, line->text);
	}
}

void
body_put_plain(struct draft *draft, struct slice text)
{
	own_take_tail(draft, text, &text);
	put_lines(draft, slice_trim(text), false, false);
}

void
body_put_wire(struct draft *draft, struct slice text)
{
	own_take_tail(draft, text, &text);
	put_lines(draft, text, true, false);
}

void
body_put_wire_body(struct draft *draft, struct slice text)
{
	own_take_tail(draft, text, &text);
	put_lines(draft, slice_trim(text), false, true);
}
