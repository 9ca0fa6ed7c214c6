/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlite_write - batches: events, what follows from them, and puts.
 *
 * One transaction of SQLite is one batch, and the only way in which anything is
 * written. The desk's thread.
 */
#include <errno.h>

#include "base/ensure.h"
#include "base/mem.h"
#include "base/stat.h"
#include "journal/entry.h"
#include "journal/sqlite.h"

#define SQLITE_WAL_WAIT 8 /* times the WAL that makes a checkpoint due */
#define SQLITE_WAL_WAIT_MS 50
#define SQLITE_RULES_NAMED 500 /* rows of rules that no file has */

int
sqlite_begin(struct journal *base)
{
	struct sqlite_journal *journal = sqlite_of(base);
	int error;

	ensure(!journal->in_batch);
	error = sql_run(&journal->sql, STATEMENT_BEGIN, "");
	journal->in_batch = !error;
	journal->appended = false;
	return error;
}

/* Where readers never let the WAL begin anew it would grow for ever, so once it
 * is long the desk waits for those that are inside: not for long, and not again
 * before it has grown as much as makes a checkpoint due. */
static int
sqlite_checkpoint_mode(struct sqlite_journal *journal)
{
	if (journal->wal_pages < SQLITE_WAL_WAIT * journal->wal_most) {
		journal->wal_wait = 0;
		return SQLITE_CHECKPOINT_PASSIVE;
	}
	if (journal->wal_pages < journal->wal_wait)
		return SQLITE_CHECKPOINT_PASSIVE;
	journal->wal_wait = journal->wal_pages + journal->wal_most;
	return SQLITE_CHECKPOINT_RESTART;
}

/* Move pages from the WAL into the database. No room there, or a reader that
 * is not done: the WAL keeps them for the next time. */
static int
sqlite_checkpoint(struct sqlite_journal *journal)
{
	sqlite3 *db = journal->sql.db;
	int mode = sqlite_checkpoint_mode(journal), error;

	sqlite3_busy_timeout(db, SQLITE_WAL_WAIT_MS);
	error = sql_error(
		sqlite3_wal_checkpoint_v2(db, NULL, mode, NULL, NULL));
	sqlite3_busy_timeout(db, SQL_BUSY_MS);
	return error == -EBUSY || error == -ENOSPC ? 0 : error;
}

int
sqlite_commit(struct journal *base)
{
	struct sqlite_journal *journal = sqlite_of(base);
	int error = 0;

	ensure(journal->in_batch);
	if (journal->appended)
		error = sql_run(&journal->sql, STATEMENT_META_SET, "zi",
			"applied_seq", journal->last_seq);
	if (!error)
		error = sql_run(&journal->sql, STATEMENT_COMMIT, "");
	if (error)
		return error;
	journal->in_batch = false;
	stat_add(journal_commits, 1);
	return journal->wal_pages < journal->wal_most
		       ? 0
		       : sqlite_checkpoint(journal);
}

void
sqlite_rollback(struct journal *base)
{
	struct sqlite_journal *journal = sqlite_of(base);

	journal->in_batch = false;
	/* SQLite may have rolled back by itself, on a full disk for one. */
	if (!sqlite3_get_autocommit(journal->sql.db))
		(void)sql_run(&journal->sql, STATEMENT_ROLLBACK, "");
}

int
sqlite_append(struct journal *base, struct entry *entry, int64_t expected)
{
	struct sqlite_journal *journal = sqlite_of(base);
	struct sql *sql = &journal->sql;
	auto_(standing_done) struct standing standing = { 0 };
	auto_(buf_done) struct buf record = BUF_NULL;
	bool of_story = entry->id.text[0] != '\0';
	int result = 0;

	ensure(journal->in_batch && entry->seq == 0);
	if (of_story)
		result = sqlite_standing_get(
			sql, slice_text(entry->id.text), &standing);
	if (result < 0)
		return result;
	if (expected != JOURNAL_ANY && standing.seq != expected)
		return 1;
	entry->seq = ++journal->last_seq;
	entry_print(entry, &record);
	entry->n_bytes = record.len;
	result = sql_run(sql, STATEMENT_ENTRY_INSERT, "iiizb", entry->seq,
		entry->time_ms, (int64_t)entry->kind, entry->id.text,
		buf_slice(&record));
	if (!result && of_story)
		result = sqlite_derive(sql, &standing, entry);
	if (result)
		return result;
	journal->appended = true;
	stat_add(journal_entries, 1);
	return 0;
}

static int
put_quarantine(struct sql *sql, struct journal_quarantine *q)
{
	int error =
		sql_run(sql, STATEMENT_QUARANTINE_ADD, "iitttt", q->document,
			q->time_ms, q->partner, q->uri, q->code, q->reason);

	if (!error)
		q->id = sqlite3_last_insert_rowid(sql->db);
	return error;
}

static int
put_document(struct sql *sql, struct journal_document *d)
{
	int error = sql_run(sql, STATEMENT_DOCUMENT_ADD, "ittttb", d->time_ms,
		d->partner, d->content_type, d->headers, d->status, d->bytes);

	if (!error)
		d->id = sqlite3_last_insert_rowid(sql->db);
	return error;
}

static int
put_state(struct sql *sql, const struct journal_quarantine *q)
{
	int error = sql_run(
		sql, STATEMENT_QUARANTINE_STATE, "it", q->id, q->reason);

	return error ? error : sqlite3_changes(sql->db) == 0;
}

static int
put_gone(struct sql *sql, const struct journal_gone *gone)
{
	if (gone->over)
		return sql_run(sql, STATEMENT_GONE_DROP, "t", gone->subscriber);
	return sql_run(sql, STATEMENT_GONE_SET, "tti", gone->subscriber,
		gone->url, gone->time_ms);
}

static int
put_lane(struct sql *sql, const struct journal_lane *lane)
{
	if (lane->done)
		return sql_run(sql, STATEMENT_LANE_DROP, "tz", lane->subscriber,
			lane->id.text);
	return sql_run(sql, STATEMENT_LANE_SET, "tziii", lane->subscriber,
		lane->id.text, lane->seq, (int64_t)lane->attempt,
		lane->next_ms);
}

static int
put_books(struct sql *sql, const struct books *b)
{
	return sql_run(sql, STATEMENT_BOOKS_ADD, "iiiiiiiiiii", b->received,
		b->published, b->updated, b->corrected, b->killed, b->held,
		b->duplicate, b->late, b->quarantined, b->rejected,
		b->advisory);
}

static int
put_ledger(struct sql *sql, const struct journal_ledger *row)
{
	return sql_run(sql, STATEMENT_LEDGER_ADD, "tzititiit", row->subscriber,
		row->id.text, row->seq, row->version, (int64_t)row->attempt,
		row->outcome, (int64_t)row->http_status, row->time_ms,
		row->detail);
}

static int
put_position(struct sql *sql, const struct journal_position *p)
{
	return sql_run(sql, STATEMENT_POSITION_SET, "tiiii", p->subscriber,
		p->seq, p->kill_seq, p->acked, p->time_ms);
}

/* A rule of no file, which a plugin's code names, has a row once it was used;
 * of those there are only so many, for a normalizer that is not itself may name
 * anything. */
static int
put_rule_used(struct sql *sql, const struct journal_rule *rule)
{
	int error = sql_run(sql, STATEMENT_RULE_USED, "ttii", rule->plugin,
		rule->rule, rule->time_ms, rule->uses);

	if (error || sqlite3_changes(sql->db) != 0)
		return error;
	return sql_run(sql, STATEMENT_RULE_NAMED, "ttiii", rule->plugin,
		rule->rule, rule->time_ms, rule->uses,
		(int64_t)SQLITE_RULES_NAMED);
}

/* Those that were seen seldom make room for new ones. */
static int
put_unexplained(struct sql *sql, const struct journal_unexplained *mark)
{
	int64_t n = 0;
	int error = sql_run(sql, STATEMENT_UNEXPLAINED_ADD, "ttttzii",
		mark->partner, mark->kind, mark->shape, mark->text,
		mark->id.text, mark->time_ms, mark->uses);

	if (!error)
		error = sql_get(sql, STATEMENT_UNEXPLAINED_COUNT, 0, &n);
	if (error || n <= JOURNAL_UNEXPLAINED_MAX)
		return error;
	return sql_run(sql, STATEMENT_UNEXPLAINED_TRIM, "i",
		n - JOURNAL_UNEXPLAINED_MAX);
}

int
sqlite_put(struct journal *base, struct journal_put *put)
{
	struct sqlite_journal *journal = sqlite_of(base);
	struct sql *sql = &journal->sql;
	const struct journal_answer *answer = &put->answer;

	ensure(journal->in_batch);
	switch (put->kind) {
	case JOURNAL_DOCUMENT:
		return put_document(sql, &put->document);
	case JOURNAL_QUARANTINE:
		return put_quarantine(sql, &put->quarantine);
	case JOURNAL_QUARANTINE_STATE:
		return put_state(sql, &put->quarantine);
	case JOURNAL_ANSWER:
		return sql_run(sql, STATEMENT_ANSWER_ADD, "tttib",
			answer->partner, answer->key, answer->body_hash,
			answer->time_ms, answer->answer);
	case JOURNAL_POSITION:
		return put_position(sql, &put->position);
	case JOURNAL_GONE:
		return put_gone(sql, &put->gone);
	case JOURNAL_LANE:
		return put_lane(sql, &put->lane);
	case JOURNAL_SUCCESSION:
		return sql_run(sql, STATEMENT_SUCCESSION_SET, "ttti",
			put->succession.partner, put->succession.name,
			put->succession.uri, put->succession.time_ms);
	case JOURNAL_LEDGER:
		return put_ledger(sql, &put->ledger);
	case JOURNAL_BOOKS:
		return put_books(sql, &put->books);
	case JOURNAL_RULE_KNOWN:
		return sql_run(sql, STATEMENT_RULE_KNOWN, "tti",
			put->rule.plugin, put->rule.rule, put->rule.time_ms);
	case JOURNAL_RULE_FORGET:
		return sql_run(
			sql, STATEMENT_RULE_FORGET, "i", put->rule.time_ms);
	case JOURNAL_RULE_USED:
		return put_rule_used(sql, &put->rule);
	case JOURNAL_UNEXPLAINED:
		return put_unexplained(sql, &put->unexplained);
	case JOURNAL_UNEXPLAINED_FORGET:
		return sql_run(sql, STATEMENT_UNEXPLAINED_FORGET, "i",
			put->unexplained.time_ms);
	}
	ensure(!"a kind of put");
	return -EINVAL;
}

int
sqlite_find(struct journal *base, const struct story_id *id,
	struct standing *ret_standing)
{
	return sqlite_standing_get(
		&sqlite_of(base)->sql, slice_text(id->text), ret_standing);
}

void
journal_answer_done(struct journal_answer *answer)
{
	answer->owned = mem_free(answer->owned);
}

int
sqlite_answer(struct journal *base, struct slice partner, struct slice key,
	struct journal_answer *ret_answer)
{
	int result;
	sqlite3_stmt *row = sql_bind(&sqlite_of(base)->sql,
		STATEMENT_ANSWER_GET, &result, "tt", partner, key);
	struct journal_answer found = { .partner = partner, .key = key };
	struct slice hash, answer;

	if (row == NULL)
		return result;
	result = sql_step(row);
	if (result <= 0)
		return result ? result : 1;
	hash = sql_text(row, 0);
	answer = sql_blob(row, 2);
	found.time_ms = sql_integer(row, 1);
	found.owned = mem_zero(hash.len + answer.len + 1);
	memcpy(found.owned, hash.at, hash.len);
	if (answer.len != 0)
		memcpy(found.owned + hash.len, answer.at, answer.len);
	found.body_hash = slice_of(found.owned, hash.len);
	found.answer = slice_of(found.owned + hash.len, answer.len);
	sql_reset(row);
	*ret_answer = found;
	return 0;
}

void
journal_succession_done(struct journal_succession *succession)
{
	succession->owned = mem_free(succession->owned);
}

int
sqlite_succession(struct journal *base, struct slice partner, struct slice name,
	struct journal_succession *ret_succession)
{
	int result;
	sqlite3_stmt *row = sql_bind(&sqlite_of(base)->sql,
		STATEMENT_SUCCESSION_GET, &result, "tt", partner, name);
	struct journal_succession found = { .partner = partner, .name = name };
	struct slice uri;

	if (row == NULL)
		return result;
	result = sql_step(row);
	if (result <= 0)
		return result ? result : 1;
	uri = sql_text(row, 0);
	found.time_ms = sql_integer(row, 1);
	found.owned = mem_strndup(uri.at, uri.len);
	found.uri = slice_of(found.owned, uri.len);
	sql_reset(row);
	*ret_succession = found;
	return 0;
}

int
sqlite_due(struct journal *base, int64_t now_ms, size_t max,
	struct journal_due *ret_due, size_t *ret_n)
{
	int result;
	size_t n = 0;
	sqlite3_stmt *row = sql_bind(&sqlite_of(base)->sql, STATEMENT_STORY_DUE,
		&result, "ii", now_ms, (int64_t)max);

	if (row == NULL)
		return result;
	while ((result = sql_step(row)) > 0 && n < max) {
		struct slice id = sql_text(row, 0);

		ret_due[n] = (struct journal_due){
			.at_ms = sql_integer(row, 1),
			.is_release = sql_integer(row, 2) != 0,
		};
		if (id.len == STORY_ID_LEN)
			memcpy(ret_due[n++].id.text, id.at, STORY_ID_LEN);
	}
	if (result > 0)
		sql_reset(row);
	*ret_n = n;
	return result < 0 ? result : 0;
}

int
sqlite_next_due(struct journal *base, int64_t *ret_ms)
{
	struct sql *sql = &sqlite_of(base)->sql;
	int64_t release, expiry;
	int error =
		sql_get(sql, STATEMENT_STORY_NEXT_RELEASE, INT64_MAX, &release);

	if (!error)
		error = sql_get(
			sql, STATEMENT_STORY_NEXT_EXPIRY, INT64_MAX, &expiry);
	if (!error)
		*ret_ms = release < expiry ? release : expiry;
	return error;
}

int
sqlite_entry(struct sql *sql, int64_t seq, struct entry **ret_entry)
{
	int result;
	sqlite3_stmt *row =
		sql_bind(sql, STATEMENT_ENTRY_RAW, &result, "i", seq);

	if (row == NULL)
		return result;
	result = sql_step(row);
	if (result <= 0)
		return result ? result : 1;
	result = entry_parse(seq, sql_blob(row, 0), ret_entry, NULL) ? -EBADMSG
								     : 0;
	sql_reset(row);
	return result;
}

int
sqlite_held(struct journal *base, int64_t seq, struct entry **ret_entry)
{
	return sqlite_entry(&sqlite_of(base)->sql, seq, ret_entry);
}

int
sqlite_rebuild(struct journal *base, struct problem *why)
{
	struct sqlite_journal *journal = sqlite_of(base);
	struct sql *sql = &journal->sql;
	int error = sqlite_begin(base);

	if (error)
		return error;
	error = sql_run(sql, STATEMENT_STORY_CLEAR, "");
	if (!error)
		error = sql_run(sql, STATEMENT_LISTING_CLEAR, "");
	if (!error)
		error = sqlite_replay(sql, 0, why);
	if (!error)
		error = sqlite_commit(base);
	if (error)
		sqlite_rollback(base);
	return error;
}
