/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fact.h - what is known of a draft, field by field, each with who says so and
 * where: the one list that the views for people are made from.
 *
 * A field is what `try --why` may be asked for: a fact of the report, a
 * property of the item, or a kind of text that was taken out. Texts are the
 * draft's own or live in the sheet's arena. Main thread.
 */
#ifndef CLI_FACT_H
#define CLI_FACT_H

#include "base/arena.h"
#include "story/draft.h"

struct fact_evidence {
	size_t start, end;   /* bytes of the source text; equal: not of it */
	size_t line, column; /* 1-based, column in characters; 0: not of it,
			      * or too far out to be counted */
	const char *plugin;  /* never NULL */
	const char *rule;    /* "" unknown */
	double confidence;   /* 0: not said */
	const char *said;    /* in its own words; NULL: as the value */
};

struct fact {
	const char *value;
	const char *detail; /* more of it; "" none. Why it was not taken, of
			     * what was considered */
	double confidence;  /* 0: not said */
	struct fact_evidence *evidence;
	size_t n_evidence, cap_evidence;
};

/* Some facts; a growing list. */
struct fact_list {
	struct fact *items;
	size_t n, cap;
};

/* All about one field. */
struct fact_answer {
	struct fact_list found;
	struct fact_list considered; /* and not taken, or taken out of it */
	const char *absent; /* why nothing was found, as far as is known */
};

struct fact_sheet;

struct fact_field {
	const char *name;    /* "supplier" */
	const char *label;   /* before one value: "supplier"; NULL: not told
			      * unless asked for */
	const char *pointer; /* of the provenance; "" none */
	const char *absent;
	int which; /* role, item field or label, as `read` wants it */
	void (*read)(struct fact_sheet *sheet, const struct fact_field *field,
		struct fact_answer *answer);
};

extern const struct fact_field fact_fields[];
extern const size_t n_fact_fields;

struct fact_sheet {
	const struct draft *draft; /* borrowed */
	struct arena arena;
	struct fact_answer *answers; /* one for each row of fact_fields */
	size_t *lines;               /* where each line begins */
	size_t n_lines, cap_lines;
};

#define FACT_SHEET_NULL ((struct fact_sheet){ 0 })

void fact_sheet_read(const struct draft *draft, struct fact_sheet *ret);
void fact_sheet_done(struct fact_sheet *sheet);
DEFINE_AUTO_VALUE(struct fact_sheet, fact_sheet_done);

/* NULL when there is no such field. */
const struct fact_field *fact_field_find(const char *name);
const struct fact_answer *fact_answer(
	const struct fact_sheet *sheet, const struct fact_field *field);
/* A fact on one line: of a notice what it is, of all else what it says. */
void fact_put_words(const struct fact_field *field, const struct fact *fact,
	struct buf *out);
/* 1-based line of the source text that the byte stands in. */
size_t fact_line(const struct fact_sheet *sheet, size_t at);
/* What stands on the lines that [start, end) touches: from the first one's
 * beginning to the last one's end, without its line feed. */
void fact_lines_around(const struct fact_sheet *sheet, size_t start, size_t end,
	size_t *ret_start, size_t *ret_end);
/* Headline or body? All else was taken out. */
bool fact_is_kept(enum tt_label label);

/* For a margin: at most nine columns; "" of space. */
const char *fact_kind_name(enum tt_label label);
/* The kind that most of [start, end) is; TT_SPACE when none. *hint, 0 at first,
 * makes a walk from front to back cheap. */
enum tt_label fact_kind(
	const struct fact_sheet *sheet, size_t start, size_t end, size_t *hint);

#endif
