/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice.h - the known notices: wordings, one-line shapes and headings, read
 * from rules/notices.rules and indexed for one walk over a story.
 */
#ifndef PLUGINS_DISCLAIMER_NOTICE_H
#define PLUGINS_DISCLAIMER_NOTICE_H

#include "common/phrase.h"
#include "torntape/plugin.h"

struct notice {
	const char *id, *kind, *speaks;
	const char *party; /* NULL; a name; "@before": the words before */
	bool required;
	bool strong; /* stands outside the story wherever it stands */
	int weight;  /* order in which mixed blocks are labelled */
	const struct tt_rule *rule;
};

/* A line's shape or a heading, and whose it is. */
struct notice_shape {
	const char *text;
	const struct notice *notice;
	size_t len;
	size_t next; /* shape with the same first byte, plus one; 0: none */
};

struct notice_book {
	struct notice_shape *lines, *headings;
	size_t n_lines, cap_lines, n_headings, cap_headings;
	/* First line shape and heading of each first byte, plus one. */
	size_t lines_by[256], headings_by[256];
	struct notice *notices;
	size_t n;
	struct phrase_set *phrases;
	struct words reporting; /* verbs that make it a quotation */
};

/* false after tt_start_error(). */
bool notice_book_open(struct notice_book *book, struct tt_instance *self);
void notice_book_close(struct notice_book *book);

/* The notice whose `line` shape the whole line has; NULL: none. */
const struct notice *notice_of_line(
	const struct notice_book *book, struct piece line);
/* The notice whose heading the line is, or begins with ("Disclaimer: ..."):
 * `ret_len` is the heading without its colon, `ret_after` where the text goes
 * on. NULL: none. */
const struct notice *notice_of_heading(const struct notice_book *book,
	struct piece line, size_t *ret_len, size_t *ret_after);
/* Does a verb of reporting stand among these words? */
bool notice_is_reported(const struct notice_book *book,
	const struct words *words, size_t from, size_t to);

#endif
