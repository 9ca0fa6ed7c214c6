/* SPDX-License-Identifier: Apache-2.0 */
/*
 * term.h - what the terminal can do, and text that cannot hurt it.
 *
 * Copy comes from strangers: control characters are shown as '?', so that no
 * story can move the cursor or set a title. Right-to-left runs are isolated.
 * Colour only on a terminal, never with NO_COLOR or TERM=dumb.
 */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include <stdbool.h>
#include <stdio.h>

#include "base/slice.h"

struct term {
	bool is_terminal;
	bool has_colour;
	unsigned width; /* columns; 80 when unknown, at least 40 */
};

struct term term_of(FILE *out);

/* Escape sequences, or "" without colour. */
const char *term_plain(const struct term *term);
const char *term_bold(const struct term *term);
const char *term_dim(const struct term *term);
const char *term_good(const struct term *term);
const char *term_bad(const struct term *term);
/* Any other rendition (ECMA-48 SGR): "1;35". "" is plain text. */
void term_paint(const struct term *term, const char *rendition, FILE *out);

/* How many columns a character takes: 0, 1 or 2. */
unsigned term_char_width(uint32_t codepoint);
/* Columns of a text on one line. */
unsigned term_width(struct slice text);
/* Controls, and what turns the direction of what stands beside it. */
bool term_is_hostile(uint32_t codepoint);
/* A part of a line, made harmless and nothing else. What holds right-to-left
 * text stands as a whole between term_isolate() and term_isolate_end(). */
void term_put_part(struct slice text, FILE *out);
bool term_isolate(const struct term *term, struct slice line, FILE *out);
void term_isolate_end(FILE *out);
/* One line of text, made harmless, cut with an ellipsis at `width` columns. */
void term_put(
	const struct term *term, struct slice text, unsigned width, FILE *out);
/* Paragraphs, made harmless, wrapped between columns `indent` and the right
 * edge. The cursor stands at `indent` already. */
void term_wrap(
	const struct term *term, struct slice text, unsigned indent, FILE *out);

#endif
