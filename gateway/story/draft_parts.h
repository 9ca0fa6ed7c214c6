/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft_parts.h - what the files of the draft share with each other.
 *
 * Nobody outside story/ includes this. Everything here runs on the draft's one
 * thread.
 */
#ifndef STORY_DRAFT_PARTS_H
#define STORY_DRAFT_PARTS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "story/draft.h"

/* A copy in the arena: trimmed, controls turned into blanks. False after a
 * warning that names `what`: empty, too long, bad UTF-8, a NUL. */
bool draft_keep(struct draft *draft, struct slice text, const char *what,
	char **ret_copy);
/* Controls but for line ends become blanks. */
void draft_blank_controls(char *text);
/* BCP 47 by its shape, a region in capitals; in the arena. NULL: it is none. */
char *draft_language_text(struct arena *arena, struct slice value);
/* Is there room for one more of n? False after a warning. */
bool draft_has_room(struct draft *draft, size_t n, const char *what);
/* Is the evidence a range of the text? NULL is. False after a warning. */
bool draft_evidence_fits(
	struct draft *draft, const struct tt_evidence *evidence);
/* Write down who says so. `value` lives in the arena. */
void draft_testify(struct draft *draft, const char *field, char *value,
	const struct tt_evidence *evidence);
/* The source text behind the evidence, trimmed; empty without. */
struct slice draft_quoted(
	const struct draft *draft, const struct tt_evidence *evidence);
double draft_confidence(const struct tt_evidence *evidence);
/* Does `at` lie between two characters of the text? */
bool draft_is_boundary(const struct draft *draft, size_t at);

/* Index of the span that holds the byte `at`; at < text.len. */
size_t draft_span_of(const struct draft *draft, size_t at);

/* draft_render.c: the one way from kept spans to prose, for text and HTML. */
struct prose {
	struct buf *out;
	bool is_html, is_pre;
	bool has_text;      /* of this block */
	bool wants_blank;   /* white space was seen behind it */
	uint32_t last;      /* character */
	size_t next_mark;   /* not looked at yet */
	size_t next_change; /* offset at which the marks change */
	size_t n_active, n_open;
	size_t active[32], open[32];
};

struct prose_block {
	enum tt_line_kind kind;
	size_t first, n_lines;
};

/* Cut the next block of lines off the draft, from *at; false at the end. */
bool prose_next_block(
	const struct draft *draft, size_t *at, struct prose_block *ret_block);
/* Write the kept characters of [start, end) with this label. */
void prose_put_range(struct prose *prose, const struct draft *draft,
	size_t start, size_t end, enum tt_label label);

/* draft_mark.c: the tags around the character at `at`; a blank that is owed
 * goes behind those that end. */
void prose_sync_marks(struct prose *prose, const struct draft *draft, size_t at,
	bool owes_blank);
/* The block ends before the byte `at`: close what is open. Was there any text
 * or image in it? */
bool prose_end_block(struct prose *prose, const struct draft *draft, size_t at);

#endif
