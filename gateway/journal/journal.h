/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journal.h - the one ordered, durable memory of the gateway.
 *
 * Every event is one self-contained record with a number that only rises (gaps
 * allowed). What else is kept is either derived from events (where a story
 * stands, the listings: journal_rebuild() makes them anew) or put beside them
 * in the same commit (raw documents, answers to idempotency keys, quarantine,
 * subscribers' positions, lanes and ledger, the books). An engine that cannot
 * commit over several tables stands behind the same table of functions: it
 * appends the records of a batch and applies the puts behind them, keeping the
 * number up to which it did.
 *
 * One writer: the thread that opened it (the desk). Everyone else opens a
 * reader of its own. Errors: negative errno; -ENOSPC means the disk is full
 * and nothing of the batch was kept (roll back and go on); after any other
 * error of a write the caller ends the process, for nobody knows what the disk
 * holds (fsync errors are reported once: the lesson of PostgreSQL in 2018).
 */
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"
#include "journal/books.h"
#include "journal/put.h"
#include "journal/standing.h"

struct entry;  /* journal/entry.h */
struct reader; /* journal/reader.h */

struct journal {
	const struct journal_ops *ops;
};

struct journal_ops {
	int (*begin)(struct journal *journal);
	int (*append)(
		struct journal *journal, struct entry *entry, int64_t expected);
	int (*put)(struct journal *journal, struct journal_put *put);
	int (*find)(struct journal *journal, const struct story_id *id,
		struct standing *ret_standing);
	int (*answer)(struct journal *journal, struct slice partner,
		struct slice key, struct journal_answer *ret_answer);
	int (*succession)(struct journal *journal, struct slice partner,
		struct slice name, struct journal_succession *ret_succession);
	int (*due)(struct journal *journal, int64_t now_ms, size_t max,
		struct journal_due *ret_due, size_t *ret_n);
	int (*next_due)(struct journal *journal, int64_t *ret_ms);
	int (*held)(
		struct journal *journal, int64_t seq, struct entry **ret_entry);
	int (*commit)(struct journal *journal);
	void (*rollback)(struct journal *journal);
	int (*rebuild)(struct journal *journal, struct problem *why);
	int (*read)(struct journal *journal, struct reader **ret_reader,
		struct problem *why);
	void (*close)(struct journal *journal);
};

struct journal_config {
	const char *state_dir; /* made with mode 0700 when missing */
	int64_t max_bytes;     /* of the database; 0: what the disk has */
	int wal_pages;         /* that make a checkpoint due; 0: 1000 */
};

/* SQLite in state_dir/journal.db. 0, or negative errno with why: E-STATE-DIR
 * (not a directory, not ours, open to others), E-STATE-LOCK (another gateway
 * has it: -EBUSY), E-STATE-SCHEMA (made by another version), E-STATE-CORRUPT
 * (quick_check after an unclean stop), E-STATE-FULL (no room). */
int journal_open(const struct journal_config *config,
	struct journal **ret_journal, struct problem *why);
/* Accepts NULL; returns NULL. Marks a clean stop; an open batch is rolled
 * back. Readers are closed before. */
struct journal *journal_close(struct journal *journal);
DEFINE_AUTO(struct journal, journal_close);

/* ---- a batch: one commit ---------------------------------------------------
 * begin, then any of append, put, find..., then commit or rollback. Look-ups
 * see what the batch wrote. */
int journal_begin(struct journal *journal);
/* Numbers the entry, writes it and what follows from it. `expected` is the
 * number of the story's latest event (0: none yet; JOURNAL_ANY: not checked).
 * 1: another event came in between; nothing was written. */
#define JOURNAL_ANY (-1)
int journal_append(
	struct journal *journal, struct entry *entry, int64_t expected);
/* May fill ids in: see journal/put.h. */
int journal_put(struct journal *journal, struct journal_put *put);
int journal_commit(struct journal *journal);
void journal_rollback(struct journal *journal);

/* ---- look-ups of the writer ------------------------------------------------
 */

/* 0; 1: no event of it yet (ret_standing is untouched). */
int journal_find(struct journal *journal, const struct story_id *id,
	struct standing *ret_standing);
/* What was answered under this idempotency key. 0; 1: unknown key. */
int journal_find_answer(struct journal *journal, struct slice partner,
	struct slice key, struct journal_answer *ret_answer);
/* Where this name of a partner leads. 0; 1: nowhere. */
int journal_find_succession(struct journal *journal, struct slice partner,
	struct slice name, struct journal_succession *ret_succession);
/* Stories whose hold ends or which expire at or before `now_ms`, earliest
 * first. */
int journal_due(struct journal *journal, int64_t now_ms, size_t max,
	struct journal_due *ret_due, size_t *ret_n);
/* The next such instant; INT64_MAX: none. */
int journal_next_due(struct journal *journal, int64_t *ret_ms);
/* Any event by number, muted or not: the desk's own use only. 0; 1: none. */
int journal_held_entry(
	struct journal *journal, int64_t seq, struct entry **ret_entry);

/* ---- upkeep ----------------------------------------------------------------
 */

/* Throw the derived projections away and make them from the events. */
int journal_rebuild(struct journal *journal, struct problem *why);
/* A reader for one other thread; may be called on any thread. */
int journal_reader_open(struct journal *journal, struct reader **ret_reader,
	struct problem *why);

#endif
