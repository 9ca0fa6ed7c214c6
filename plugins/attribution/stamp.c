/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stamp.c - lines in which a page says when it was posted, and beside that who
 * wrote or supplied the story: they were taken for the page's, and what they
 * say is read all the same.
 */
#include "attribution/work.h"

#define MAX_STAMP 100u /* bytes of a line of the page's */
#define MIN_STAMP 6u   /* figures of a day and an hour */
#define MAX_NAMED 60u  /* bytes of a name */
#define ABOVE 10       /* lines */

/* "2026-05-21 08:17:32 来源：新华社 作者：薛禾生 马延庆": a label and an agency
 * behind an hour, and who wrote it. */
static bool
read_stamp_label(struct work *w, struct piece line)
{
	bool found = false;
	struct piece rest;
	size_t figures = 0;

	for (size_t i = 0; i < line.len; i++)
		figures += line.at[i] >= '0' && line.at[i] <= '9';
	for (size_t i = 1; figures >= MIN_STAMP && i < line.len; i++) {
		struct agency_hit hit;
		struct persons persons;

		if (!piece_spaces(piece_skip(line, i - 1)) ||
			piece_spaces(piece_skip(line, i)))
			continue;
		struct piece here = piece_skip(line, i);
		if (credit_label(&w->lore, here, WORD_SOURCE, true, &rest) &&
			agency_at(w->lore.agencies, rest, &hit) &&
			(rest.len == hit.len ||
				piece_spaces(piece_skip(rest, hit.len)))) {
			work_propose(w, RANK_LABEL, hit.agency,
				piece_head(rest, hit.len), "stamp-label");
			found = true;
		} else if (found &&
			   credit_label(&w->lore, here, WORD_REPORTER, true,
				   &rest) &&
			   persons_read(rest, &persons)) {
			work_add_persons(w, &persons, "byline");
		}
	}
	return found;
}

/* Of lines that are the page's: what an agency signs behind a bar above the
 * story ("Publié le 03/03/2026 à 10:12 | AFP"), and a label anywhere. */
static void
read_stamp(struct work *w, struct piece line, bool above)
{
	const char *bar = above ? memrchr(line.at, '|', line.len) : NULL;
	struct agency_hit hit;
	struct piece part;

	if (above && read_stamp_label(w, line))
		return;
	if (bar)
		part = piece_skip(line, (size_t)(bar - line.at) + 1);
	else if (!credit_label(&w->lore, line, WORD_SOURCE, true, &part))
		return;
	part = piece_trim(part);
	if (mark_agency(&w->lore, part, &hit) && hit.len == part.len)
		work_propose(w, bar ? RANK_LABEL : RANK_ORIGIN, hit.agency,
			part, bar ? "stamp-label" : "page-source");
}

/* "Jan Roe Published March 05, 2026 | 04:10 PM": the name is left of it. */
static void
take_stamped_name(struct work *w, size_t i)
{
	struct copy_line *line = &w->copy.lines[i];
	struct piece name = copy_line(&w->copy, i);
	struct piece rest = piece_skip(w->copy.text, line->end);
	size_t behind = line->end + piece_spaces(rest);
	struct persons persons;
	struct agency_hit hit;

	/* the stamp was cut off the line, whose text goes on with it */
	if (!name.len || name.len > MAX_NAMED || !behind ||
		behind >= w->copy.text.len ||
		memchr(rest.at, '\n', behind - line->end) ||
		tt_label_at(w->copy.draft, copy_source(&w->copy, behind)) !=
			TT_FURNITURE ||
		scan_word(name).len == name.len ||
		agency_at(w->lore.agencies, name, &hit) ||
		!scan_is_person(name) || !persons_read(name, &persons))
		return;
	work_add_persons(w, &persons, "byline");
	copy_remove(&w->copy, line->start, line->end, TT_BYLINE, "byline");
}

void
work_read_stamps(struct work *w)
{
	for (size_t i = 0; i < w->copy.n_lines; i++) {
		struct copy_line *line = &w->copy.lines[i];
		struct piece p = copy_piece(&w->copy, line->start, line->end);

		if (i < ABOVE && !line->blank)
			take_stamped_name(w, i);
		if (line->blank && p.len && p.len <= MAX_STAMP &&
			tt_label_at(w->copy.draft,
				copy_source(&w->copy, line->start)) ==
				TT_FURNITURE)
			read_stamp(w, p, i < ABOVE);
	}
}
