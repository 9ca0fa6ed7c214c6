/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sql.h - one SQLite connection with its prepared statements.
 *
 * Internal to journal/. Every statement stands in one table, is prepared on
 * first use and kept; values are bound by a format string, so that a call reads
 * like the row it writes. One thread per connection.
 */
#ifndef JOURNAL_SQL_H
#define JOURNAL_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/slice.h"
#include "journal/statement.h"

struct sql {
	sqlite3 *db;
	sqlite3_stmt *statements[N_STATEMENTS];
};

#define SQL_SCHEMA 3     /* version of the tables */
#define SQL_BUSY_MS 5000 /* a reader meets a WAL restart, never a writer */

/* Opens state_dir/journal.db; a writer creates it. 0, or negative errno. */
int sql_open(struct sql *sql, const char *state_dir, bool is_writer,
	struct problem *why);
void sql_close(struct sql *sql);

/* Negative errno of a SQLite result; 0 for OK, ROW and DONE. */
int sql_error(int result);
/* E-STATE-FULL, or E-STATE-CORRUPT with what SQLite said last; `error`. */
int sql_complain(struct sql *sql, int error, struct problem *why);

/* A statement with its values bound, ready to step: NULL with ret_error set.
 * format: i int64_t, t struct slice as text, b struct slice as blob, z const
 * char * (NULL: ""). */
sqlite3_stmt *sql_bind(struct sql *sql, enum statement which, int *ret_error,
	const char *format, ...);
/* 1: a row stands; 0: no more (the statement is reset); negative errno (reset
 * as well). */
int sql_step(sqlite3_stmt *statement);
/* Bind, run to the end. 0, or negative errno. */
int sql_run(struct sql *sql, enum statement which, const char *format, ...);
/* The statement must be reset by the caller who stops before its end. */
void sql_reset(sqlite3_stmt *statement);
static inline void
sql_reset_at(sqlite3_stmt **at)
{
	if (*at != NULL)
		sql_reset(*at);
}

struct slice sql_text(sqlite3_stmt *statement, int column);
struct slice sql_blob(sqlite3_stmt *statement, int column);
static inline int64_t
sql_integer(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_int64(statement, column);
}

/* Several statements of our own, nothing bound. */
int sql_exec(struct sql *sql, const char *text);
/* One integer; `fallback` when there is no row. */
int sql_get(struct sql *sql, enum statement which, int64_t fallback,
	int64_t *ret_value);

/* Make the tables if they are not there; refuse those of another version. */
int sql_schema(struct sql *sql, struct problem *why);

#endif
