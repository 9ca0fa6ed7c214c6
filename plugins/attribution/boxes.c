/* SPDX-License-Identifier: Apache-2.0 */
/*
 * boxes.c - what a page's author calls its parts: `class="photo-caption"`,
 * `class="byline"`.
 *
 * The name of a box says what kind of line stands in it, and never more: a
 * caption is read as one, what stands beside a picture only where somebody is
 * credited for it, and names alone in a byline's box are persons. A box of
 * several lines, or a long one, is no such part, whatever it is called.
 */
#include "attribution/work.h"
#include "common/mem.h"

#define MAX_AUTHORS 90u  /* bytes */
#define MAX_CAPTION 400u /* bytes */

/* One of the list among the words of a class: "article-author name". */
static bool
is_called(const struct work *w, const char *name, enum list list)
{
	struct piece rest = piece_text(name);

	while (rest.len) {
		size_t n = 0;

		while (n < rest.len && !byte_in(rest.at[n], " -_"))
			n++;
		if (vocabulary_lists(w->lore.words, list, piece_head(rest, n)))
			return true;
		rest = piece_skip(rest, n < rest.len ? n + 1 : n);
	}
	return false;
}

/* The first line that begins at `start` of the source or behind it. */
static size_t
first_line(const struct copy *copy, size_t start)
{
	size_t low = 0, high = copy->n_lines;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (copy_source(copy, copy->lines[middle].start) < start)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The only line with text in a box; n_lines: there are more, or none. */
static size_t
only_line(const struct work *w, const struct tt_box *box)
{
	size_t only = w->copy.n_lines;

	for (size_t i = first_line(&w->copy, box->start); i < w->copy.n_lines;
		i++) {
		const struct copy_line *line = &w->copy.lines[i];

		if (copy_source(&w->copy, line->start) >= box->end)
			break;
		if (line->start >= line->end)
			continue;
		if (only < w->copy.n_lines)
			return w->copy.n_lines;
		only = i;
	}
	return only;
}

/* Each of them two words or more, none of which is an agency's or nobody's. */
static bool
are_names(const struct work *w, struct piece line, struct persons *ret_persons)
{
	struct agency_hit hit;
	size_t len;

	if (line.len > MAX_AUTHORS || scan_ends_sentence(line) ||
		!persons_read(line, ret_persons))
		return false;
	for (size_t i = 0; i < ret_persons->n; i++) {
		struct piece name = ret_persons->names[i];

		if (scan_word(name).len == name.len ||
			agency_at(w->lore.agencies, name, &hit) ||
			*places_country(w->state->places, name) ||
			wordlist_at(w->lore.words->words, name,
				WORD_NOBODY | WORD_NOPLACE | WORD_BY, &len))
			return false;
	}
	return true;
}

static void
read_authors(struct work *w, size_t i)
{
	struct persons persons;

	if (w->bylines || w->copy.lines[i].blank ||
		w->copy.lines[i].kind == TT_LINE_TITLE ||
		!are_names(w, copy_line(&w->copy, i), &persons))
		return;
	work_add_persons(w, &persons, "author-box");
	copy_remove(&w->copy, w->copy.lines[i].start, w->copy.lines[i].end,
		TT_BYLINE, "author-box");
}

static void
read_caption(struct work *w, size_t i, bool sure)
{
	struct copy_line *line = &w->copy.lines[i];

	if (line->kind == TT_LINE_TEXT &&
		(sure || work_credits_picture(w, copy_line(&w->copy, i))))
		line->kind = TT_LINE_CAPTION;
}

void
work_read_boxes(struct work *w)
{
	struct tt_box box;

	for (size_t k = 0; tt_box(w->copy.draft, k, &box); k++) {
		if (box.end - box.start > MAX_CAPTION)
			continue;
		bool caption = is_called(w, box.name, LIST_CAPTION);
		bool picture = is_called(w, box.name, LIST_PICTURE);
		bool author = is_called(w, box.name, LIST_AUTHOR);
		size_t i = caption || picture || author ? only_line(w, &box)
							: w->copy.n_lines;

		if (i >= w->copy.n_lines)
			continue;
		if (caption || picture)
			read_caption(w, i, caption);
		else
			read_authors(w, i);
	}
}
