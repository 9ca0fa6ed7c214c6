/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shape.h - shapes of whole short lines, as rule files give them.
 *
 * `*` is anything, `#` a number, everything else itself as fold.h compares it.
 * All shapes of a book are tried in one walk over the line.
 */
#ifndef PLUGINS_COMMON_SHAPE_H
#define PLUGINS_COMMON_SHAPE_H

#include "common/fold.h"

#define SHAPE_MAX_LINE 240u /* bytes; of a longer line only the beginning */
#define SHAPE_HEAD 96u      /* is looked at */

/* A line made ready. */
struct shape_line {
	char text[SHAPE_MAX_LINE + 1]; /* folded */
	size_t len;
	bool cut; /* it goes on: only shapes with an open end are met */
};

struct shape {
	uint32_t value; /* what shape_add() was given */
	bool loose;     /* would take a sentence of a story, too */
};

struct shape_book;

struct shape_book *shape_book_new(void);
void shape_book_free(struct shape_book *book);
void shape_add(struct shape_book *book, const char *pattern, uint32_t value,
	bool loose);
/* Is the pattern so short and open that it is loose? */
bool shape_is_loose(const char *pattern);
void shape_line(struct piece line, struct shape_line *ret);
/* The same with the beginning alone, a few words: for lines of which most have
 * no shape. */
void shape_head(struct piece line, struct shape_line *ret);
/* Can a line longer than SHAPE_HEAD have a shape, as its head shows it from
 * byte `from` on? */
bool shape_may_be(const struct shape_book *book, const struct shape_line *head,
	size_t from);
/* The same by the first letters of the line, before anything is folded. */
bool shape_may_begin(const struct shape_book *book, struct piece line);
/* Of the shapes that the line has from byte `from` on, the one that was added
 * first; those that are loose only when it is no prose. NULL: none. */
const struct shape *shape_find(const struct shape_book *book,
	const struct shape_line *line, size_t from, bool prose);

#endif
