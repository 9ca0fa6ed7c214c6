/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft_render - kept spans as prose: headline, plain text, and the proof.
 *
 * One walk serves text and HTML, so that both say the same. White space is
 * decided late: a run of it is one blank, and only if more text follows.
 */
#include <string.h>

#include "base/escape.h"
#include "base/stretch.h"
#include "base/utf8.h"
#include "story/draft.h"
#include "story/draft_parts.h"

static bool
prose_is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Scripts that put no blank between words, so none between wrapped lines. */
static bool
prose_is_ideographic(uint32_t c)
{
	return (c >= 0x3000 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0xff01 && c <= 0xff60) || (c >= 0x20000 && c <= 0x3ffff);
}

/* Is there a blank to be written before this character? Not where lines were
 * only wrapped between ideographs, and none at the beginning of a block. */
static bool
prose_owes_blank(struct prose *prose, uint32_t next, bool was_wrapped)
{
	if (!prose->wants_blank)
		return false;
	prose->wants_blank = false;
	if (!prose->has_text)
		return false;
	/* A comma that was wrapped stands behind its word again. */
	if (was_wrapped && (next == ',' || next == ';'))
		return false;
	return !was_wrapped || !prose_is_ideographic(prose->last) ||
	       !prose_is_ideographic(next);
}

static void
prose_put_char(struct prose *prose, const struct draft *draft, size_t at,
	size_t n, uint32_t c)
{
	bool was_wrapped = at > 0 && draft->text.data[at - 1] == '\n';
	bool owes_blank;

	if (!prose->is_pre && prose_is_space(c)) {
		prose->wants_blank = true;
		return;
	}
	owes_blank = prose_owes_blank(prose, c, was_wrapped);
	if (prose->is_html && at >= prose->next_change)
		prose_sync_marks(prose, draft, at, owes_blank);
	else if (owes_blank)
		buf_putc(prose->out, ' ');
	if (prose->is_html)
		escape_put(prose->out, slice_of(draft->text.data + at, n));
	else
		buf_put(prose->out, draft->text.data + at, n);
	prose->has_text = true;
	prose->last = c;
}

/* Something may be to be decided about these: they are an entity, no character
 * of one byte, or none at all. */
#define PROSE_STOPS(c) \
	(((c) < ' ') | ((c) > '~') | ((c) == '"') | ((c) == '&') | \
		((c) == '<') | ((c) == '>'))
/* Nor are there two blanks in a row. */
DEFINE_STRETCH(prose_flows,
	PROSE_STOPS(STRETCH_NEXT) | ((c == ' ') & (STRETCH_NEXT == ' ')))

static bool
prose_is_plain(unsigned char c)
{
	return c != ' ' && !PROSE_STOPS(c);
}

/* Behind a plain character: copy as far as all is plain and no mark changes,
 * with single blanks inside. Returns where it ended. */
static size_t
prose_put_plain(
	struct prose *prose, const struct draft *draft, size_t at, size_t to)
{
	const char *data = draft->text.data;
	size_t end = at;

	if (prose->is_html && prose->next_change < to)
		to = prose->next_change;
	if (at < to && prose_is_plain((unsigned char)data[at]))
		end = stretch_skip(slice_of(data, to), at, 1, prose_flows);
	while (end < to &&
		(prose_is_plain((unsigned char)data[end]) ||
			(data[end] == ' ' && end + 1 < to &&
				prose_is_plain((unsigned char)data[end + 1]))))
		end++;
	if (end == at)
		return at;
	buf_put(prose->out, data + at, end - at);
	prose->last = (unsigned char)data[end - 1];
	return end;
}

void
prose_put_range(struct prose *prose, const struct draft *draft, size_t start,
	size_t end, enum tt_label label)
{
	struct slice text = buf_slice(&draft->text);

	if (start >= end || draft->spans.n == 0)
		return;
	for (size_t i = draft_span_of(draft, start);
		i < draft->spans.n && draft->spans.items[i].start < end; i++) {
		const struct draft_span *span = &draft->spans.items[i];
		size_t at = span->start > start ? span->start : start;
		size_t to = span->end < end ? span->end : end;

		while (span->label == label && at < to) {
			size_t from = at;
			uint32_t c = utf8_next(text, &at);

			prose_put_char(prose, draft, from, at - from, c);
			if (c < 0x80 && prose_is_plain((unsigned char)c))
				at = prose_put_plain(prose, draft, at, to);
		}
	}
}

bool
prose_next_block(
	const struct draft *draft, size_t *at, struct prose_block *ret_block)
{
	const struct draft_line *lines = draft->lines.items;
	struct prose_block block = { .first = *at };

	while (block.first < draft->lines.n &&
		(lines[block.first].kind == TT_LINE_TITLE ||
			lines[block.first].kind == TT_LINE_BLANK))
		block.first++;
	if (block.first >= draft->lines.n)
		return false;
	block.kind = lines[block.first].kind;
	while (block.first + block.n_lines < draft->lines.n &&
		lines[block.first + block.n_lines].kind == block.kind &&
		lines[block.first + block.n_lines].paragraph ==
			lines[block.first].paragraph)
		block.n_lines++;
	*at = block.first + block.n_lines;
	*ret_block = block;
	return true;
}

/* Without the line feed behind its last line. */
static void
prose_put_block(struct prose *prose, const struct draft *draft,
	const struct prose_block *block)
{
	const struct draft_line *first = &draft->lines.items[block->first];
	const struct draft_line *last = first + block->n_lines - 1;

	prose_put_range(prose, draft, first->start, last->end, TT_BODY);
}

bool
draft_is_empty(const struct draft *draft)
{
	const char *type = draft->fields[DRAFT_TYPE];

	if (draft->media.n != 0 || (type != NULL && strcmp(type, "text") != 0))
		return false;
	for (size_t i = 0; i < draft->marks.n; i++)
		if (!draft->marks.items[i].dropped &&
			draft->marks.items[i].href != NULL &&
			strcmp(draft->marks.items[i].element, "img") == 0)
			return false;
	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];
		struct slice text = slice_of(draft->text.data + span->start,
			span->end - span->start);

		if (draft_is_kept(draft, span->start, span->end) &&
			slice_trim(text).len != 0)
			return false;
	}
	return true;
}

void
draft_headline(const struct draft *draft, struct buf *out)
{
	struct prose prose = { .out = out };

	prose_put_range(&prose, draft, draft->title_start, draft->text.len,
		TT_HEADLINE);
}

void
draft_body_text(const struct draft *draft, struct buf *out)
{
	size_t at = 0, begin = out->len;
	struct prose_block block;

	while (prose_next_block(draft, &at, &block)) {
		auto_(buf_done) struct buf text = BUF_NULL;
		struct prose prose = { .out = &text };

		prose.is_pre = block.kind == TT_LINE_PRE;
		prose_put_block(&prose, draft, &block);
		if (slice_trim(buf_slice(&text)).len == 0)
			continue;
		if (out->len != begin)
			buf_puts(out, "\n\n");
		buf_put_slice(out, buf_slice(&text));
	}
}

/* ---- the proof ------------------------------------------------------------
 */

static int
draft_verify_tiling(const struct draft *draft, struct problem *why)
{
	size_t at = 0;

	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];
		bool in_title = span->start >= draft->title_start &&
				span->end <= draft->title_end;
		bool in_body = span->start >= draft->body_start;
		bool is_moved = span->start >= draft->headline_start &&
				span->end <= draft->headline_end;

		if (span->start != at || span->end <= span->start)
			return problem_set(why, 1, "E-SPLIT-TILING",
				"the spans have a gap or overlap at byte %zu",
				at);
		if ((span->label == TT_HEADLINE && !in_title && !is_moved) ||
			(span->label == TT_BODY && !in_body))
			return problem_set(why, 1, "E-SPLIT-PLACE",
				"byte %zu is kept as what it is not", at);
		at = span->end;
	}
	if (at != draft->text.len)
		return problem_set(why, 1, "E-SPLIT-TILING",
			"the spans end at byte %zu of %zu", at,
			draft->text.len);
	return 0;
}

static void
draft_put_solid(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!prose_is_space((unsigned char)text.at[i]))
			buf_putc(out, text.at[i]);
}

/* Is `written` what the spans of this label hold, but for white space? */
static int
draft_verify_prose(const struct draft *draft, enum tt_label label,
	struct slice written, struct problem *why)
{
	auto_(buf_done) struct buf want = BUF_NULL, have = BUF_NULL;

	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];

		if (span->label == label)
			draft_put_solid(
				&want, slice_of(draft->text.data + span->start,
					       span->end - span->start));
	}
	draft_put_solid(&have, written);
	if (slice_equal(buf_slice(&want), buf_slice(&have)))
		return 0;
	return problem_set(why, 1, "E-SPLIT-TEXT",
		"the %s is not what its spans hold", draft_label_name(label));
}

int
draft_verify_split(const struct draft *draft, struct problem *why)
{
	auto_(buf_done) struct buf headline = BUF_NULL, body = BUF_NULL;

	if (draft_verify_tiling(draft, why) != 0)
		return 1;
	draft_headline(draft, &headline);
	draft_body_text(draft, &body);
	if (draft_verify_prose(draft, TT_HEADLINE, buf_slice(&headline), why))
		return 1;
	return draft_verify_prose(draft, TT_BODY, buf_slice(&body), why);
}
