/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema - the tables: one of records, the rest follows from it or stands
 * beside it.
 *
 * `entry` is the journal; its rows are never changed. `story` and `listing` are
 * derived and may be thrown away. The others are puts. Tables of a version that
 * this program does not know are refused, never guessed at.
 */
#include <errno.h>

#include "journal/sql.h"

static const char schema_text[] =
	"CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;"
	"CREATE TABLE entry(seq INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL,"
	" kind INTEGER NOT NULL, story TEXT NOT NULL, record BLOB NOT NULL);"
	"CREATE INDEX entry_story ON entry(story, seq);"
	"CREATE INDEX entry_mutes ON entry(seq) WHERE kind IN (5, 6);"
	"CREATE TABLE story(id TEXT PRIMARY KEY, partner TEXT NOT NULL,"
	" uri TEXT NOT NULL, state INTEGER NOT NULL, version TEXT NOT NULL,"
	" version_ms INTEGER NOT NULL, hash TEXT NOT NULL,"
	" reason TEXT NOT NULL, supplier TEXT NOT NULL, slug TEXT NOT NULL,"
	" products TEXT NOT NULL, seq INTEGER NOT NULL,"
	" shown_seq INTEGER NOT NULL, mute_seq INTEGER NOT NULL,"
	" hold_seq INTEGER NOT NULL, release_ms INTEGER NOT NULL,"
	" expires_ms INTEGER NOT NULL, first_ms INTEGER NOT NULL,"
	" changed_ms INTEGER NOT NULL, stop_seq INTEGER NOT NULL,"
	" override_seq INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX story_uri ON story(uri);"
	"CREATE INDEX story_release ON story(release_ms) WHERE hold_seq > 0;"
	"CREATE INDEX story_expiry ON story(expires_ms) WHERE expires_ms >= 0;"
	"CREATE TABLE listing(name TEXT, seq INTEGER, story TEXT NOT NULL,"
	" PRIMARY KEY(name, seq)) WITHOUT ROWID;"
	"CREATE TABLE document(id INTEGER PRIMARY KEY, time_ms INTEGER NOT "
	"NULL,"
	" partner TEXT NOT NULL, content_type TEXT NOT NULL,"
	" headers TEXT NOT NULL, status TEXT NOT NULL, bytes BLOB NOT NULL);"
	"CREATE TABLE quarantine(id INTEGER PRIMARY KEY,"
	" document INTEGER NOT NULL, time_ms INTEGER NOT NULL,"
	" partner TEXT NOT NULL, uri TEXT NOT NULL, code TEXT NOT NULL,"
	" reason TEXT NOT NULL, state TEXT NOT NULL);"
	"CREATE INDEX quarantine_open ON quarantine(id) WHERE state = 'open';"
	"CREATE TABLE answer(partner TEXT, key TEXT, body_hash TEXT NOT NULL,"
	" time_ms INTEGER NOT NULL, answer BLOB NOT NULL,"
	" PRIMARY KEY(partner, key)) WITHOUT ROWID;"
	"CREATE TABLE position(subscriber TEXT PRIMARY KEY,"
	" seq INTEGER NOT NULL, kill_seq INTEGER NOT NULL,"
	" acked INTEGER NOT NULL, time_ms INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE lane(subscriber TEXT, story TEXT, seq INTEGER NOT NULL,"
	" attempt INTEGER NOT NULL, next_ms INTEGER NOT NULL,"
	" PRIMARY KEY(subscriber, story)) WITHOUT ROWID;"
	"CREATE INDEX lane_next ON lane(subscriber, next_ms);"
	"CREATE INDEX lane_story ON lane(story);"
	"CREATE TABLE ledger(subscriber TEXT NOT NULL, story TEXT NOT NULL,"
	" seq INTEGER NOT NULL, version TEXT NOT NULL,"
	" attempt INTEGER NOT NULL, outcome TEXT NOT NULL,"
	" http_status INTEGER NOT NULL, time_ms INTEGER NOT NULL,"
	" detail TEXT NOT NULL);"
	"CREATE INDEX ledger_story ON ledger(story, subscriber);"
	"CREATE TABLE books(received INTEGER, published INTEGER,"
	" updated INTEGER, corrected INTEGER, killed INTEGER, held INTEGER,"
	" duplicate INTEGER, late INTEGER, quarantined INTEGER,"
	" rejected INTEGER, advisory INTEGER);"
	"INSERT INTO books VALUES(0,0,0,0,0,0,0,0,0,0,0);"
	"INSERT INTO meta VALUES('applied_seq', 0);"
	"INSERT INTO meta VALUES('clean', 1);";

/* Tables that came later. Nothing else changed with them, so that a journal of
 * before gets them when it is opened. */
static const char later_text[] =
	"CREATE TABLE IF NOT EXISTS gone(subscriber TEXT PRIMARY KEY,"
	" url TEXT NOT NULL, time_ms INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS rule_use(plugin TEXT, rule TEXT,"
	" since_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL,"
	" last_ms INTEGER NOT NULL, uses INTEGER NOT NULL,"
	" PRIMARY KEY(plugin, rule)) WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS unexplained(partner TEXT, kind TEXT,"
	" shape TEXT, text TEXT NOT NULL, story TEXT NOT NULL,"
	" first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL,"
	" uses INTEGER NOT NULL, PRIMARY KEY(partner, kind, shape))"
	" WITHOUT ROWID;"
	"CREATE INDEX IF NOT EXISTS unexplained_uses"
	" ON unexplained(uses, last_ms);"
	"CREATE TABLE IF NOT EXISTS succession(partner TEXT, name TEXT,"
	" uri TEXT NOT NULL, time_ms INTEGER NOT NULL,"
	" PRIMARY KEY(partner, name)) WITHOUT ROWID;";

/* From one version to the next. What is new is of no event of before, so that
 * nothing has to be made from the entries. */
static const struct {
	int64_t from;
	const char *text;
} schema_steps[] = {
	{ 2, "ALTER TABLE story ADD COLUMN"
	     " stop_seq INTEGER NOT NULL DEFAULT 0;"
	     "ALTER TABLE story ADD COLUMN"
	     " override_seq INTEGER NOT NULL DEFAULT 0;" },
};

static int
schema_count(struct sql *sql, int64_t *ret_n)
{
	sqlite3_stmt *statement;
	int result = sqlite3_prepare_v2(sql->db,
		"SELECT count(*) FROM sqlite_master", -1, &statement, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(statement);
	if (result == SQLITE_ROW)
		*ret_n = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return sql_error(result);
}

static int
schema_make(struct sql *sql)
{
	int error = sql_run(sql, STATEMENT_BEGIN, "");

	if (!error)
		error = sql_exec(sql, schema_text);
	if (!error)
		error = sql_run(sql, STATEMENT_META_SET, "zi", "schema",
			(int64_t)SQL_SCHEMA);
	return error ? error : sql_run(sql, STATEMENT_COMMIT, "");
}

/* One commit a step: after a stop in between it goes on from there. */
static int
schema_climb(struct sql *sql, int64_t *version)
{
	int error = 0;

	for (size_t i = 0; !error && i < n_elements(schema_steps); i++) {
		if (schema_steps[i].from != *version)
			continue;
		error = sql_run(sql, STATEMENT_BEGIN, "");
		if (!error)
			error = sql_exec(sql, schema_steps[i].text);
		if (!error)
			error = sql_run(sql, STATEMENT_META_SET, "zi", "schema",
				*version + 1);
		if (!error)
			error = sql_run(sql, STATEMENT_COMMIT, "");
		if (!error)
			++*version;
	}
	return error;
}

int
sql_schema(struct sql *sql, struct problem *why)
{
	int64_t n = 0, version = 0;
	int error = schema_count(sql, &n);

	if (!error && n == 0)
		error = schema_make(sql);
	if (!error)
		error = sql_get(sql, STATEMENT_META_SCHEMA, 0, &version);
	if (!error)
		error = schema_climb(sql, &version);
	if (error)
		return sql_complain(sql, error, why);
	if (version != SQL_SCHEMA)
		return problem_set(why, -EPROTO, "E-STATE-SCHEMA",
			"the journal has tables of version %lld, this program "
			"reads version %d",
			(long long)version, SQL_SCHEMA);
	error = sql_exec(sql, later_text);
	if (error)
		return problem_set(why, error, "E-STATE-OPEN",
			"the journal cannot be written: %s",
			sqlite3_errmsg(sql->db));
	return 0;
}
