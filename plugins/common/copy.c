/* SPDX-License-Identifier: Apache-2.0 */
/*
 * copy.c - reading the lines once, in order.
 */
#include "common/copy.h"

#include <stdlib.h>

#include "common/mem.h"
#include "common/scan.h"

/* The title is kept as headline, everything else as body: a line of the body
 * that became the headline is no more a line of the story. */
static bool
is_claimed(struct tt_draft *draft, const struct copy_line *line, size_t at)
{
	return tt_label_at(draft, at) !=
	       (line->kind == TT_LINE_TITLE ? TT_HEADLINE : TT_BODY);
}

/* What nobody sees at the ends of a line, such as a direction mark, says
 * nothing of the line. */
static struct piece
cut_markup(struct copy *copy, struct piece p)
{
	size_t at = copy_offset(copy, p);

	while (p.len && tt_label_at(copy->draft, at) == TT_MARKUP) {
		p = piece_skip(p, 1);
		at++;
	}
	while (p.len && tt_label_at(copy->draft, at + p.len - 1) == TT_MARKUP)
		p.len--;
	return piece_trim(p);
}

/* A line stays when its first or last byte is kept; what is claimed inside a
 * line is for the plugin that looks there. */
static bool
is_gone(struct tt_draft *draft, const struct copy_line *line)
{
	return line->start >= line->end ||
	       (is_claimed(draft, line, line->start) &&
		       is_claimed(draft, line, line->end - 1));
}

/* Cut what was claimed at the front of a line, such as a dateline. */
static void
cut_claimed(struct tt_draft *draft, struct copy_line *line)
{
	while (line->start < line->end && is_claimed(draft, line, line->start))
		line->start++;
	while (line->end > line->start &&
		is_claimed(draft, line, line->end - 1))
		line->end--;
}

/* Nothing was taken from either end: so it is with most lines. */
static bool
is_whole(struct copy *copy, const struct copy_line *line)
{
	return line->start < line->end &&
	       !is_claimed(copy->draft, line, line->start) &&
	       !is_claimed(copy->draft, line, line->end - 1);
}

static void
add_line(struct copy *copy, const struct tt_line *raw)
{
	struct copy_line *line = &copy->lines[copy->n_lines++];
	struct piece p = piece_trim(copy_piece(copy, raw->start, raw->end));

	*line = (struct copy_line){
		.start = p.len ? copy_offset(copy, p) : raw->start,
		.paragraph = raw->paragraph,
		.kind = raw->kind,
	};
	line->end = line->start + p.len;
	if (is_whole(copy, line))
		return;
	p = cut_markup(copy, p);
	line->start = p.len ? copy_offset(copy, p) : raw->start;
	line->end = line->start + p.len;
	line->blank = is_gone(copy->draft, line);
	if (!line->blank)
		cut_claimed(copy->draft, line);
}

/* Is the line one that the plugin asked for? */
static bool
is_wanted(
	const struct copy *copy, const struct tt_line *raw, bool top, bool foot)
{
	if (raw->kind == TT_LINE_TITLE)
		return top;
	return raw->start >= copy->body_start &&
	       (foot || raw->kind != TT_LINE_FOOT ||
		       (raw->start < raw->end &&
			       tt_label_at(copy->draft, raw->start) ==
				       TT_NOTICE));
}

static void
open_lines(struct copy *copy, struct tt_draft *draft, bool top, bool foot)
{
	size_t n = tt_line_count(draft), len;

	*copy = (struct copy){ .draft = draft };
	copy->text.at = tt_text(draft, &len);
	copy->text.len = len;
	copy->title_end = tt_title_end(draft);
	copy->body_start = tt_body_start(draft);
	copy->lines = mem_alloc((n + 1) * sizeof(*copy->lines));
	for (size_t i = 0; i < n; i++) {
		struct tt_line raw;

		if (tt_line(draft, i, &raw) && is_wanted(copy, &raw, top, foot))
			add_line(copy, &raw);
	}
}

void
copy_open(struct copy *copy, struct tt_draft *draft)
{
	open_lines(copy, draft, false, false);
}

static bool
open_top(struct copy *copy, struct tt_draft *draft, bool foot)
{
	bool top = !strcmp(tt_format(draft), "text");

	open_lines(copy, draft, top, foot);
	top = copy->n_lines > 0 && copy->lines[0].kind == TT_LINE_TITLE &&
	      !copy->lines[0].blank;
	if (!top)
		return false;
	struct piece title = copy_line(copy, 0);
	bool whole = copy->n_lines == 1 || copy->lines[1].blank ||
		     scan_ends_sentence(title) ||
		     title.at[title.len - 1] == ':';
	copy->lines[0].paragraph =
		whole ? UINT32_MAX : copy->lines[1].paragraph;
	return true;
}

bool
copy_open_top(struct copy *copy, struct tt_draft *draft)
{
	return open_top(copy, draft, false);
}

bool
copy_open_whole(struct copy *copy, struct tt_draft *draft)
{
	return open_top(copy, draft, true);
}

void
copy_fold(struct copy *copy)
{
	struct unmask *seen = &copy->seen;

	unmask_read(seen, copy->text);
	if (!seen->text)
		return;
	copy->text = piece_of(seen->text, seen->len);
	copy->title_end = unmask_find(seen, copy->title_end);
	copy->body_start = unmask_find(seen, copy->body_start);
	for (size_t i = 0; i < copy->n_lines; i++) {
		struct copy_line *line = &copy->lines[i];

		line->start = unmask_find(seen, line->start);
		line->end = unmask_find(seen, line->end);
		line->blank = line->blank || line->start >= line->end;
	}
}

void
copy_close(struct copy *copy)
{
	unmask_done(&copy->seen);
	free(copy->lines);
	copy->lines = NULL;
}

size_t
copy_next(const struct copy *copy, size_t i)
{
	while (i < copy->n_lines && copy->lines[i].blank)
		i++;
	return i;
}

size_t
copy_before(const struct copy *copy, size_t i)
{
	while (i > 0)
		if (!copy->lines[--i].blank)
			return i;
	return copy->n_lines;
}

/* The first line that ends behind `at`. */
static size_t
line_behind(const struct copy *copy, size_t at)
{
	size_t low = 0, high = copy->n_lines;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (copy->lines[mid].end <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
copy_remove(struct copy *copy, size_t start, size_t end, enum tt_label label,
	const char *rule)
{
	if (!tt_remove(copy->draft, copy_source(copy, start),
		    copy_source(copy, end), label, rule))
		return false;
	for (size_t i = line_behind(copy, start); i < copy->n_lines; i++) {
		struct copy_line *line = &copy->lines[i];

		if (line->start >= end)
			break;
		if (start <= line->start && end >= line->end)
			line->blank = true;
		else if (start <= line->start)
			line->start = end;
		else if (end >= line->end)
			line->end = start;
	}
	return true;
}
