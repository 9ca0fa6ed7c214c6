/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlite.h - the journal on SQLite, as its own files see it.
 *
 * Internal to journal/. `sqlite_open.c` opens, recovers and closes;
 * `sqlite_write.c` appends and puts; `sqlite_standing.c` reads and writes the
 * derived rows for both the writer and the readers; `reader.c` is the rest of
 * the reading side.
 */
#ifndef JOURNAL_SQLITE_H
#define JOURNAL_SQLITE_H

#include "journal/journal.h"
#include "journal/sql.h"

struct sqlite_journal {
	struct journal journal; /* first: the ops */
	struct sql sql;
	char *state_dir;
	int lock_fd;
	int64_t last_seq; /* highest number given out, kept or not */
	bool in_batch;
	bool appended; /* in this batch */
	int wal_pages; /* in the WAL after the latest commit */
	int wal_most;  /* a checkpoint is due at so many */
	int wal_wait;  /* and waits for readers at so many */
};

extern const struct journal_ops sqlite_ops;

static inline struct sqlite_journal *
sqlite_of(struct journal *journal)
{
	return container_of(journal, struct sqlite_journal, journal);
}

/* 0; 1: unknown. */
int sqlite_standing_get(
	struct sql *sql, struct slice id, struct standing *ret_standing);
int sqlite_standing_put(struct sql *sql, const struct standing *standing);
/* Any event, muted or held. 0; 1: none. */
int sqlite_entry(struct sql *sql, int64_t seq, struct entry **ret_entry);
/* What `entry`, which is numbered and written, does to the derived tables. */
int sqlite_derive(
	struct sql *sql, struct standing *standing, const struct entry *entry);
/* Replay every event after `seq` into the derived tables. */
int sqlite_replay(struct sql *sql, int64_t seq, struct problem *why);

/* The operations. */
int sqlite_begin(struct journal *journal);
int sqlite_append(
	struct journal *journal, struct entry *entry, int64_t expected);
int sqlite_put(struct journal *journal, struct journal_put *put);
int sqlite_find(struct journal *journal, const struct story_id *id,
	struct standing *ret_standing);
int sqlite_succession(struct journal *journal, struct slice partner,
	struct slice name, struct journal_succession *ret_succession);
int sqlite_answer(struct journal *journal, struct slice partner,
	struct slice key, struct journal_answer *ret_answer);
int sqlite_due(struct journal *journal, int64_t now_ms, size_t max,
	struct journal_due *ret_due, size_t *ret_n);
int sqlite_next_due(struct journal *journal, int64_t *ret_ms);
int sqlite_held(struct journal *journal, int64_t seq, struct entry **ret_entry);
int sqlite_commit(struct journal *journal);
void sqlite_rollback(struct journal *journal);
int sqlite_rebuild(struct journal *journal, struct problem *why);
int sqlite_read(struct journal *journal, struct reader **ret_reader,
	struct problem *why);
void sqlite_close(struct journal *journal);

/* reader.c */
int reader_open_sql(
	const char *state_dir, struct reader **ret_reader, struct problem *why);

#endif
