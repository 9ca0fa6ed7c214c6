/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sql - the connection, its settings, and binding by format.
 *
 * The settings are promises, not tuning: WAL with synchronous=FULL (a commit
 * survives power loss; NORMAL lost acknowledged stories in most simulated
 * cuts), one connection that writes and checkpoints (SQLite before 3.51.3 can
 * corrupt a WAL that two do), checkpoints of our own asking (a failed fsync in
 * those that SQLite makes by itself is never heard of), no mmap (an I/O error
 * would be a signal), cells checked when a page is read, and nobody's schema is
 * trusted. One is tuning: the cache holds the inner pages of the indexes and
 * not much more, because every commit walks through it.
 */
#include "journal/sql.h"

#include <errno.h>
#include <stdarg.h>

#include "base/ensure.h"
#include "base/mem.h"

static const char *const statement_texts[N_STATEMENTS] = {
#define STATEMENT_TEXT(name, text) [STATEMENT_##name] = (text),
	STATEMENT_TABLE(STATEMENT_TEXT)
#undef STATEMENT_TEXT
};

int
sql_error(int result)
{
	switch (result & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_IOERR:
		/* The index beside the WAL could not grow: no room either. */
		return result == SQLITE_IOERR_SHMSIZE ? -ENOSPC : -EIO;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EBADMSG;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_READONLY:
		return -EROFS;
	default:
		return -EIO;
	}
}

int
sql_exec(struct sql *sql, const char *text)
{
	return sql_error(sqlite3_exec(sql->db, text, NULL, NULL, NULL));
}

int
sql_complain(struct sql *sql, int error, struct problem *why)
{
	if (error == -ENOSPC)
		return problem_set(why, error, "E-STATE-FULL",
			"there is no room to open the journal; make some");
	return problem_set(why, error, "E-STATE-CORRUPT",
		"the journal cannot be read: %s", sqlite3_errmsg(sql->db));
}

static int
sql_settings(struct sql *sql, bool is_writer)
{
	int error = sql_exec(sql,
		"PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;"
		"PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY");

	sqlite3_extended_result_codes(sql->db, 1);
	sqlite3_busy_timeout(sql->db, SQL_BUSY_MS);
	if (error)
		return error;
	if (is_writer)
		return sql_exec(sql,
			"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
			"PRAGMA wal_autocheckpoint = 0;"
			"PRAGMA cache_size = -4096;"
			"PRAGMA journal_size_limit = 67108864");
	sqlite3_db_config(
		sql->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
	return sql_exec(
		sql, "PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = ON");
}

int
sql_open(struct sql *sql, const char *state_dir, bool is_writer,
	struct problem *why)
{
	auto_(mem_free) char *path = mem_printf("%s/journal.db", state_dir);
	int flags = is_writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
			      : SQLITE_OPEN_READONLY;
	int error;

	*sql = (struct sql){ 0 };
	error = sql_error(sqlite3_open_v2(path, &sql->db,
		flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL));
	if (!error)
		error = sql_settings(sql, is_writer);
	if (!error)
		return 0;
	if (error == -ENOSPC)
		sql_complain(sql, error, why);
	else
		problem_set(why, error, "E-STATE-OPEN", "%s: %s", path,
			sql->db ? sqlite3_errmsg(sql->db) : "out of memory");
	sql_close(sql);
	return error;
}

void
sql_close(struct sql *sql)
{
	for (size_t i = 0; i < N_STATEMENTS; i++)
		sqlite3_finalize(sql->statements[i]);
	sqlite3_close(sql->db);
	*sql = (struct sql){ 0 };
}

static int
sql_bind_one(sqlite3_stmt *statement, int i, char type, va_list *args)
{
	struct slice bytes;

	switch (type) {
	case 'i':
		return sqlite3_bind_int64(statement, i, va_arg(*args, int64_t));
	case 'z':
		bytes = slice_text(va_arg(*args, const char *));
		break;
	default:
		ensure(type == 't' || type == 'b');
		bytes = va_arg(*args, struct slice);
		break;
	}
	if (type == 'b')
		return sqlite3_bind_blob64(statement, i,
			bytes.len ? bytes.at : "", bytes.len, SQLITE_STATIC);
	return sqlite3_bind_text64(statement, i, bytes.len ? bytes.at : "",
		bytes.len, SQLITE_STATIC, SQLITE_UTF8);
}

static sqlite3_stmt *
sql_vbind(struct sql *sql, enum statement which, int *ret_error,
	const char *format, va_list *args)
{
	sqlite3_stmt **at = &sql->statements[which];
	int result = SQLITE_OK;

	if (*at == NULL)
		result = sqlite3_prepare_v3(sql->db, statement_texts[which], -1,
			SQLITE_PREPARE_PERSISTENT, at, NULL);
	for (int i = 1; result == SQLITE_OK && format[i - 1] != '\0'; i++)
		result = sql_bind_one(*at, i, format[i - 1], args);
	*ret_error = sql_error(result);
	return *ret_error ? NULL : *at;
}

sqlite3_stmt *
sql_bind(struct sql *sql, enum statement which, int *ret_error,
	const char *format, ...)
{
	sqlite3_stmt *statement;
	va_list args;

	va_start(args, format);
	statement = sql_vbind(sql, which, ret_error, format, &args);
	va_end(args);
	return statement;
}

void
sql_reset(sqlite3_stmt *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

int
sql_step(sqlite3_stmt *statement)
{
	int result = sqlite3_step(statement);

	if (result == SQLITE_ROW)
		return 1;
	sql_reset(statement);
	return sql_error(result);
}

int
sql_run(struct sql *sql, enum statement which, const char *format, ...)
{
	sqlite3_stmt *statement;
	va_list args;
	int result;

	va_start(args, format);
	statement = sql_vbind(sql, which, &result, format, &args);
	va_end(args);
	if (statement == NULL)
		return result;
	do
		result = sql_step(statement);
	while (result > 0);
	return result;
}

struct slice
sql_text(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return slice_of(text, (size_t)sqlite3_column_bytes(statement, column));
}

struct slice
sql_blob(sqlite3_stmt *statement, int column)
{
	const char *bytes = sqlite3_column_blob(statement, column);

	return slice_of(bytes, (size_t)sqlite3_column_bytes(statement, column));
}

int
sql_get(struct sql *sql, enum statement which, int64_t fallback,
	int64_t *ret_value)
{
	int result;
	sqlite3_stmt *statement = sql_bind(sql, which, &result, "");

	if (statement == NULL)
		return result;
	result = sql_step(statement);
	if (result < 0)
		return result;
	*ret_value = result ? sql_integer(statement, 0) : fallback;
	if (result)
		sql_reset(statement);
	return 0;
}
