/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table.h - lists in CSV (RFC 4180): the shipped one with the operator's rows
 * over it, as one partner gets it.
 *
 * The first record names the columns; the first column is a row's key. The
 * operator's file needs the key and the columns it has something to say in, in
 * any order. Its row goes over the shipped row of the same key (what stands in
 * columns that its file lacks stays), any other is added. Two columns are the
 * host's own, as in rule files: `partner` (names or titles, parted by "|", see
 * whose.h) keeps a row to partners, `off` (yes) takes the row of that key out.
 * Refused, with line and column, all at once: a column that the shipped list
 * lacks, a row without a key or with more cells than columns, a quote that is
 * not closed, bytes that are not UTF-8. One thread; const once parsed.
 */
#ifndef PLUG_TABLE_H
#define PLUG_TABLE_H

#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"
#include "plug/whose.h"

#define TABLE_MAX_BYTES (32u << 20)
#define TABLE_MAX_COLUMNS 64u

struct table;

/* Empty: no column, no row. */
struct table *table_new(void);
/* Accepts NULL; returns NULL. */
struct table *table_free(struct table *table);
DEFINE_AUTO(struct table, table_free);

/* The first file gives the columns, those of a further one must be among them.
 * 0, or 1 with every mistake. */
int table_parse(struct table *table, const char *file, bool is_operators,
	struct slice text, struct problem_list *problems);
/* The operator's rows that are kept to a partner that is none of these, as
 * warnings. */
void table_lint(const struct table *table, const struct whose *partners,
	size_t n_partners, struct problem_list *problems);
/* Has it a row for this partner alone? */
bool table_concerns(const struct table *table, const struct whose *whose);
/* What the partner gets, as CSV with the host's own columns left out. */
void table_print(
	const struct table *table, const struct whose *whose, struct buf *out);
/* Every row of every file, for whomever it is, but those that are off: its key,
 * and its cell in `column`, empty when it has none. */
typedef void table_row_fn(void *context, struct slice key, struct slice cell);
void table_each(const struct table *table, const char *column,
	table_row_fn *each, void *context);
/* Rows of all files. */
size_t table_count(const struct table *table);

#endif
