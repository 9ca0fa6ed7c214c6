/* SPDX-License-Identifier: Apache-2.0 */
/*
 * copy.h - a draft's text as an array of lines, for plugins that look ahead and
 * back. Made at the start of process() and thrown away at its end; the text is
 * the host's. What was claimed meanwhile is asked of the draft.
 */
#ifndef PLUGINS_COMMON_COPY_H
#define PLUGINS_COMMON_COPY_H

#include "common/unmask.h"
#include "torntape/plugin.h"

struct copy_line {
	size_t start, end; /* without white space at the ends */
	uint32_t paragraph;
	enum tt_line_kind kind;
	bool blank; /* nothing in it, or nothing kept in it any more */
};

struct copy {
	struct tt_draft *draft;
	struct piece text;
	size_t title_end, body_start;
	struct copy_line *lines; /* of the body; the title too if asked for */
	size_t n_lines;
	struct unmask seen; /* when `text` is not the draft's own */
};

/* Without the page's foot, but for the notices that were found there. */
void copy_open(struct copy *copy, struct tt_draft *draft);
/* copy_open_top() with the page's foot and all. */
bool copy_open_whole(struct copy *copy, struct tt_draft *draft);
/* The same with the title as the first line, where it is only the first line of
 * plain text and may be a notice. Hard-wrapped lines go on with it. False when
 * there is no such title. */
bool copy_open_top(struct copy *copy, struct tt_draft *draft);
/* Go on with the text as a reader sees it (see unmask.h): offsets, lines and
 * pieces are then of that text, and copy_source() leads back. */
void copy_fold(struct copy *copy);
void copy_close(struct copy *copy);

static inline struct piece
copy_piece(const struct copy *copy, size_t start, size_t end)
{
	return piece_of(copy->text.at + start, end - start);
}

static inline struct piece
copy_line(const struct copy *copy, size_t i)
{
	return copy_piece(copy, copy->lines[i].start, copy->lines[i].end);
}

/* The byte of the draft's text. */
static inline size_t
copy_source(const struct copy *copy, size_t at)
{
	return copy->seen.text ? copy->seen.from[at] : at;
}

/* Where the piece, which points into the text, begins. */
static inline size_t
copy_offset(const struct copy *copy, struct piece p)
{
	return (size_t)(p.at - copy->text.at);
}

/* The next line that is not blank, from `i` on; n_lines when there is none. */
size_t copy_next(const struct copy *copy, size_t i);
/* The one before `i`; n_lines when there is none. */
size_t copy_before(const struct copy *copy, size_t i);
/* Claim a range and mark the lines that it covers whole as blank. */
bool copy_remove(struct copy *copy, size_t start, size_t end,
	enum tt_label label, const char *rule);

#endif
