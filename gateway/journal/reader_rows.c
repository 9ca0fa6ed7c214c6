/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader_rows - what stands beside the events: documents, quarantine, and how
 * far each subscriber is.
 *
 * Raw documents are for people with the keys of the house; they never go to a
 * subscriber.
 */
#include <errno.h>

#include "base/mem.h"
#include "journal/reader_parts.h"

static char *
column_text(sqlite3_stmt *row, int column)
{
	struct slice text = sql_text(row, column);

	return mem_strndup(text.at, text.len);
}

void
reader_document_done(struct reader_document *document)
{
	mem_free(document->partner);
	mem_free(document->content_type);
	mem_free(document->headers);
	mem_free(document->status);
	buf_done(&document->bytes);
	*document = (struct reader_document){ 0 };
}

int
reader_document(
	struct reader *reader, int64_t id, struct reader_document *ret_document)
{
	struct reader_document document = { 0 };
	int result;
	sqlite3_stmt *row = sql_bind(
		&reader->sql, STATEMENT_DOCUMENT_GET, &result, "i", id);

	if (row == NULL)
		return result;
	result = sql_step(row);
	if (result <= 0)
		return result ? result : 1;
	document.id = sql_integer(row, 0);
	document.time_ms = sql_integer(row, 1);
	document.partner = column_text(row, 2);
	document.content_type = column_text(row, 3);
	document.headers = column_text(row, 4);
	document.status = column_text(row, 5);
	buf_put_slice(&document.bytes, sql_blob(row, 6));
	sql_reset(row);
	*ret_document = document;
	return 0;
}

static int
quarantine_rows(sqlite3_stmt *row, reader_quarantine_fn *each, void *context,
	size_t *ret_n)
{
	bool more = true;
	int result = 0;
	size_t n = 0;

	while (more && (result = sql_step(row)) > 0) {
		auto_(mem_free) char *partner = column_text(row, 3);
		auto_(mem_free) char *uri = column_text(row, 4);
		auto_(mem_free) char *code = column_text(row, 5);
		auto_(mem_free) char *reason = column_text(row, 6);
		auto_(mem_free) char *state = column_text(row, 7);
		auto_(mem_free) char *type = column_text(row, 8);
		struct reader_quarantine one = { sql_integer(row, 0),
			sql_integer(row, 1), sql_integer(row, 2), partner, uri,
			code, reason, state, type, sql_integer(row, 9) };

		n++;
		more = each(context, &one);
	}
	sql_reset(row);
	*ret_n = n;
	return result < 0 ? result : 0;
}

int
reader_quarantined(struct reader *reader, bool all, size_t max,
	reader_quarantine_fn *each, void *context)
{
	enum statement which =
		all ? STATEMENT_QUARANTINE_ALL : STATEMENT_QUARANTINE_OPEN;
	int error;
	size_t n;
	sqlite3_stmt *row =
		sql_bind(&reader->sql, which, &error, "i", (int64_t)max);

	return row ? quarantine_rows(row, each, context, &n) : error;
}

int
reader_quarantine(struct reader *reader, int64_t id, reader_quarantine_fn *each,
	void *context)
{
	int error;
	size_t n = 0;
	sqlite3_stmt *row = sql_bind(
		&reader->sql, STATEMENT_QUARANTINE_GET, &error, "i", id);

	if (row == NULL)
		return error;
	error = quarantine_rows(row, each, context, &n);
	return error ? error : n == 0;
}

int
reader_position(struct reader *reader, struct slice subscriber,
	struct reader_position *ret_position)
{
	int result;
	sqlite3_stmt *row = sql_bind(
		&reader->sql, STATEMENT_POSITION_GET, &result, "t", subscriber);

	if (row == NULL)
		return result;
	result = sql_step(row);
	if (result <= 0)
		return result ? result : 1;
	*ret_position = (struct reader_position){ sql_integer(row, 0),
		sql_integer(row, 1), sql_integer(row, 2), sql_integer(row, 3) };
	sql_reset(row);
	return 0;
}

static struct story_id
column_id(sqlite3_stmt *row, int column)
{
	struct slice text = sql_text(row, column);
	struct story_id id = { 0 };

	if (text.len == STORY_ID_LEN)
		memcpy(id.text, text.at, STORY_ID_LEN);
	return id;
}

int
reader_lanes(struct reader *reader, struct slice subscriber, size_t max,
	struct reader_lane *ret_lanes, size_t *ret_n)
{
	int result;
	size_t n = 0;
	sqlite3_stmt *row = sql_bind(&reader->sql, STATEMENT_LANE_OF, &result,
		"ti", subscriber, (int64_t)max);

	if (row == NULL)
		return result;
	while (n < max && (result = sql_step(row)) > 0)
		ret_lanes[n++] = (struct reader_lane){
			.id = column_id(row, 0),
			.seq = sql_integer(row, 1),
			.attempt = (unsigned)sql_integer(row, 2),
			.next_ms = sql_integer(row, 3),
		};
	sql_reset(row);
	*ret_n = n;
	return result < 0 ? result : 0;
}

int
reader_gone(struct reader *reader, struct slice subscriber, struct buf *ret_url)
{
	int result;
	sqlite3_stmt *row = sql_bind(
		&reader->sql, STATEMENT_GONE_GET, &result, "t", subscriber);

	if (row == NULL)
		return result;
	result = sql_step(row);
	if (result <= 0)
		return result ? result : 1;
	buf_put_slice(ret_url, sql_text(row, 0));
	sql_reset(row);
	return 0;
}

int
reader_ledger(struct reader *reader, struct slice id, struct slice subscriber,
	size_t max, reader_ledger_fn *each, void *context)
{
	int result;
	bool more = true;
	sqlite3_stmt *row = sql_bind(&reader->sql, STATEMENT_LEDGER_OF, &result,
		"tti", id, subscriber, (int64_t)max);

	if (row == NULL)
		return result;
	while (more && (result = sql_step(row)) > 0) {
		auto_(mem_free) char *name = column_text(row, 0);
		auto_(mem_free) char *version = column_text(row, 3);
		auto_(mem_free) char *outcome = column_text(row, 5);
		auto_(mem_free) char *detail = column_text(row, 8);
		struct reader_ledger one = { name, column_id(row, 1),
			sql_integer(row, 2), version,
			(unsigned)sql_integer(row, 4), outcome,
			(int)sql_integer(row, 6), sql_integer(row, 7), detail };

		more = each(context, &one);
	}
	sql_reset(row);
	return result < 0 ? result : 0;
}

int
reader_holds(struct reader *reader, struct slice id, struct slice subscriber,
	bool *ret_holds)
{
	int result;
	sqlite3_stmt *row = sql_bind(&reader->sql, STATEMENT_LEDGER_HOLDS,
		&result, "tt", id, subscriber);

	if (row == NULL)
		return result;
	result = sql_step(row);
	if (result < 0)
		return result;
	*ret_holds = result > 0;
	sql_reset(row);
	return 0;
}

int
reader_counts(struct reader *reader, struct slice id,
	struct reader_counts *ret_counts)
{
	struct reader_counts counts = { 0 };
	int result;
	sqlite3_stmt *row = sql_bind(
		&reader->sql, STATEMENT_LEDGER_COUNT, &result, "t", id);

	if (row != NULL && (result = sql_step(row)) > 0) {
		counts.attempts = sql_integer(row, 0);
		counts.delivered = sql_integer(row, 1);
		counts.failed = sql_integer(row, 2);
		sql_reset(row);
	}
	if (result < 0)
		return result;
	row = sql_bind(&reader->sql, STATEMENT_LANE_COUNT, &result, "t", id);
	if (row != NULL && (result = sql_step(row)) > 0) {
		counts.pending = sql_integer(row, 0);
		sql_reset(row);
	}
	if (result < 0)
		return result;
	*ret_counts = counts;
	return 0;
}

int
reader_rules(struct reader *reader, reader_rule_fn *each, void *context)
{
	int result;
	sqlite3_stmt *row =
		sql_bind(&reader->sql, STATEMENT_RULE_ALL, &result, "");

	if (row == NULL)
		return result;
	while ((result = sql_step(row)) > 0) {
		auto_(mem_free) char *plugin = column_text(row, 0);
		auto_(mem_free) char *rule = column_text(row, 1);

		each(context, &(struct reader_rule){ plugin, rule,
				      sql_integer(row, 2), sql_integer(row, 3),
				      sql_integer(row, 4),
				      sql_integer(row, 5) != 0 });
	}
	return result;
}

int
reader_unexplained(struct reader *reader, size_t max,
	reader_unexplained_fn *each, void *context)
{
	int result;
	sqlite3_stmt *row = sql_bind(&reader->sql, STATEMENT_UNEXPLAINED_ALL,
		&result, "i", (int64_t)max);

	if (row == NULL)
		return result;
	while ((result = sql_step(row)) > 0) {
		auto_(mem_free) char *partner = column_text(row, 0);
		auto_(mem_free) char *kind = column_text(row, 1);
		auto_(mem_free) char *text = column_text(row, 2);

		each(context,
			&(struct reader_unexplained){ partner, kind, text,
				column_id(row, 3), sql_integer(row, 4),
				sql_integer(row, 5), sql_integer(row, 6) });
	}
	return result;
}

int
reader_books(struct reader *reader, struct books *ret_books)
{
	int result;
	sqlite3_stmt *row =
		sql_bind(&reader->sql, STATEMENT_BOOKS_GET, &result, "");

	if (row == NULL)
		return result;
	result = sql_step(row);
	if (result <= 0)
		return result ? result : 1;
	*ret_books = (struct books){
		.received = sql_integer(row, 0),
		.published = sql_integer(row, 1),
		.updated = sql_integer(row, 2),
		.corrected = sql_integer(row, 3),
		.killed = sql_integer(row, 4),
		.held = sql_integer(row, 5),
		.duplicate = sql_integer(row, 6),
		.late = sql_integer(row, 7),
		.quarantined = sql_integer(row, 8),
		.rejected = sql_integer(row, 9),
		.advisory = sql_integer(row, 10),
	};
	sql_reset(row);
	return 0;
}
