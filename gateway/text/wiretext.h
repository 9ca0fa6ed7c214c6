/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wiretext.h - plain wire copy taken apart into lines and paragraphs.
 *
 * Plain text says nothing of its structure, so this reads it as an editor does:
 * blank lines and indents part paragraphs; a long line is a paragraph; short
 * lines that break where the next word would not have fitted, or in the middle
 * of a sentence, are one paragraph that somebody wrapped; a dash and a blank
 * begin a list item. Nothing is moved or left out: the lines with one line feed
 * between any two are the text again, byte for byte.
 *
 * Pure, linear, any thread.
 */
#ifndef TEXT_WIRETEXT_H
#define TEXT_WIRETEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/slice.h"

enum wiretext_kind {
	WIRETEXT_BLANK,
	WIRETEXT_TITLE, /* the first line that is not blank, and its rest where
			 * it was wrapped */
	WIRETEXT_TEXT,
	WIRETEXT_ITEM
};

struct wiretext_line {
	struct slice text; /* without the line feed */
	enum wiretext_kind kind;
	bool same_paragraph; /* as the line before */
};

struct wiretext {
	struct wiretext_line *lines;
	size_t n_lines, cap;
};

/* CR and CRLF become LF; other control characters but tab are left out and
 * counted. */
size_t wiretext_clean(struct slice text, struct buf *out);

/* On the wires that ANPA 1312 describes "^" begins a line and "<" or "=" ends
 * it. Where more than one line begins so these are left out, and counted; else
 * nothing is appended and the result is 0. */
size_t wiretext_unmark(struct slice text, struct buf *out);

/* `text` is clean and valid UTF-8, and must outlive the lines. Without
 * `has_title` no line is one. */
void wiretext_split(struct slice text, bool has_title, struct wiretext *ret);
void wiretext_done(struct wiretext *wiretext);
DEFINE_AUTO_VALUE(struct wiretext, wiretext_done);

#endif
