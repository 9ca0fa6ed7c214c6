/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html.h - markup of strangers, turned into a draft's text and marks.
 *
 * Sanitising by construction: nothing of the input's markup is kept. Text goes
 * into the draft as text; a handful of elements become lines (paragraphs,
 * headings, items, quotes, cells) or marks (emphasis, links, images) that name
 * an element from a table here and carry attributes that were parsed, resolved
 * and checked. Whoever writes HTML out again starts from those and escapes
 * everything. Elements whose content is not for readers are dropped with it.
 *
 * One pass, linear time, at most HTML_DEPTH open elements that matter; deeper
 * ones are ignored. Never fails: what is not understood is text or nothing.
 * Any thread.
 */
#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

#define HTML_DEPTH 64u
#define HTML_MAX_MARKS 20000u /* in one draft; more become plain text */

/* Who receives what is found. text/ may not know the draft, so format/ ties
 * the two together (format/body.h). */
struct html_sink {
	void *user;
	/* `kind`: see enum html_line; lines of one paragraph belong together */
	void (*begin_line)(void *user, int kind, unsigned level, bool ordered,
		bool same_paragraph);
	void (*text)(void *user, struct slice text);
	/* `element` is static; href and alt are "" where absent. Returns an
	 * index for close_mark. */
	size_t (*open_mark)(void *user, const char *element, const char *href,
		const char *alt, unsigned width, unsigned height);
	void (*close_mark)(void *user, size_t mark);
	/* A part of the page that has a name: its element and the words of its
	 * `class` and `id`, as they stand. Boxes close in order, the innermost
	 * first. Both NULL: nobody asks. */
	void (*open_box)(void *user, struct slice name);
	void (*close_box)(void *user);
};

enum html_line {
	HTML_TEXT,
	HTML_HEADING, /* level 1..6 */
	HTML_ITEM,    /* level: depth of the list */
	HTML_QUOTE,   /* level: depth of the quote */
	HTML_PRE,
	HTML_CELL,   /* cells of a row are lines of one paragraph */
	HTML_CAPTION /* of a picture */
};

/* `html` is valid UTF-8; relative links resolve against `base_url`. True when
 * something that is dropped with its content was never closed, so that the
 * rest of the text is gone. */
bool html_read(
	struct slice html, struct slice base_url, const struct html_sink *sink);

/* Just the readable text in one line, white space collapsed and trimmed: for
 * titles and names. */
void html_to_text(struct slice html, struct buf *out);
/* White space collapsed and trimmed, controls left out; no markup. */
void html_collapse(struct slice text, struct buf *out);

#endif
