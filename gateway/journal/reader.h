/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.h - the journal as everyone but the desk sees it: read only.
 *
 * One reader per thread, with prepared statements of its own. A reader applies
 * the killed state before anything leaves it: once a story was killed or
 * withheld, no earlier event of it that carries text is ever returned again,
 * by any function here but reader_house_entry(); the kill itself is. What is
 * held never leaves.
 * Entries are returned as references of the caller's. Each call sees the
 * newest commit. Results: 0, 1 (no such thing), negative errno.
 */
#ifndef JOURNAL_READER_H
#define JOURNAL_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/slice.h"
#include "journal/books.h"
#include "journal/entry.h"
#include "journal/standing.h"

struct reader;

struct reader *reader_close(struct reader *reader); /* accepts NULL */
DEFINE_AUTO(struct reader, reader_close);

/* ---- the order of events ---------------------------------------------------
 */

struct entry_list {
	struct entry **items; /* owned references */
	size_t n;
	size_t cap;
	/* Everything up to here was looked at: continue behind it. Moves even
	 * where nothing could be returned. */
	int64_t next_seq;
};
void entry_list_done(struct entry_list *list);
DEFINE_AUTO_VALUE(struct entry_list, entry_list_done);

/* Events after `seq` that may leave the house, ascending; at most `max` and
 * about `max_bytes` (0: no limit), at least one when there is one. */
int reader_after(struct reader *reader, int64_t seq, size_t max,
	size_t max_bytes, struct entry_list *ret_list);
/* Only kills and withholds after `seq`. */
int reader_kills_after(struct reader *reader, int64_t seq, size_t max,
	struct entry_list *ret_list);
/* Number of the newest and of the oldest event kept; 0 when empty. */
int reader_newest(struct reader *reader, int64_t *ret_seq);
int reader_oldest(struct reader *reader, int64_t *ret_seq);

/* ---- stories ---------------------------------------------------------------
 */

/* 0; 1: unknown. */
int reader_standing(
	struct reader *reader, struct slice id, struct standing *ret_standing);
/* The event that speaks for the story now: its text while it is shown (or
 * expired), else its kill or withhold. 1: unknown, or held only. This is also
 * the look-up at send time. */
int reader_story(
	struct reader *reader, struct slice id, struct entry **ret_entry);
/* One event by number. 1: none, muted, or in the house only. */
int reader_entry(struct reader *reader, int64_t seq, struct entry **ret_entry);
/* The latest `max` events of a story, ascending, held ones included, but no
 * text: story is NULL in every one. */
int reader_timeline(struct reader *reader, struct slice id, size_t max,
	struct entry_list *ret_list);
/* Any event with its text, muted or held: for the operator's own eyes, never
 * for a subscriber's. 1: none. */
int reader_house_entry(
	struct reader *reader, int64_t seq, struct entry **ret_entry);
/* The ids of the stories with this uri, of any partner: at most `max`. */
int reader_by_uri(struct reader *reader, struct slice uri, size_t max,
	struct story_id *ret_ids, size_t *ret_n);

/* Shown stories, newest event first, below `before` (INT64_MAX: from the top):
 * of a product, of an agency by its slug, of a partner. */
int reader_of_product(struct reader *reader, struct slice product,
	int64_t before, size_t max, struct entry_list *ret_list);
int reader_of_agency(struct reader *reader, struct slice slug, int64_t before,
	size_t max, struct entry_list *ret_list);
/* The kills of stories that were shown there, newest first. */
int reader_killed_of_product(struct reader *reader, struct slice product,
	size_t max, struct entry_list *ret_list);
int reader_killed_of_agency(struct reader *reader, struct slice slug,
	size_t max, struct entry_list *ret_list);

/* ---- documents and quarantine ----------------------------------------------
 */

struct reader_document {
	int64_t id, time_ms;
	char *partner, *content_type, *headers, *status;
	struct buf bytes;
};
void reader_document_done(struct reader_document *document);
DEFINE_AUTO_VALUE(struct reader_document, reader_document_done);
int reader_document(struct reader *reader, int64_t id,
	struct reader_document *ret_document);

struct reader_quarantine {
	int64_t id, document, time_ms;
	char *partner, *uri, *code, *reason, *state;
	char *content_type; /* of the document; "" not said */
	int64_t size;       /* of the document, bytes */
};
/* false: stop. The row is lent for the call. */
typedef bool reader_quarantine_fn(
	void *context, const struct reader_quarantine *row);
/* Newest first; open ones only, unless `all`. */
int reader_quarantined(struct reader *reader, bool all, size_t max,
	reader_quarantine_fn *each, void *context);
/* 0; 1: no such row. */
int reader_quarantine(struct reader *reader, int64_t id,
	reader_quarantine_fn *each, void *context);

/* ---- subscribers -----------------------------------------------------------
 */

struct reader_position {
	int64_t seq, kill_seq, acked, time_ms;
};
/* 0; 1: never had one. */
int reader_position(struct reader *reader, struct slice subscriber,
	struct reader_position *ret_position);

struct reader_lane {
	struct story_id id;
	int64_t seq;
	unsigned attempt;
	int64_t next_ms;
};
/* The earliest first. Returns at most `max` in ret_lanes. */
int reader_lanes(struct reader *reader, struct slice subscriber, size_t max,
	struct reader_lane *ret_lanes, size_t *ret_n);

/* The address at which the subscriber's endpoint said that it is gone, into
 * `ret_url`, which the caller provides empty. 1: it never did. */
int reader_gone(
	struct reader *reader, struct slice subscriber, struct buf *ret_url);

struct reader_ledger {
	const char *subscriber;
	struct story_id id;
	int64_t seq;
	const char *version;
	unsigned attempt;
	const char *outcome;
	int http_status;
	int64_t time_ms;
	const char *detail;
};
typedef bool reader_ledger_fn(void *context, const struct reader_ledger *row);
/* Of a story, oldest first; `subscriber` empty: of everyone. */
int reader_ledger(struct reader *reader, struct slice id,
	struct slice subscriber, size_t max, reader_ledger_fn *each,
	void *context);
/* May this subscriber have any version with text? An attempt that failed
 * counts: it may have arrived all the same. */
int reader_holds(struct reader *reader, struct slice id,
	struct slice subscriber, bool *ret_holds);
struct reader_counts {
	int64_t attempts, delivered, failed; /* of the ledger */
	int64_t pending;                     /* lanes */
};
int reader_counts(struct reader *reader, struct slice id,
	struct reader_counts *ret_counts);

struct reader_rule {
	const char *plugin, *rule;
	int64_t since_ms; /* known since; of one that no file has, used since */
	int64_t last_ms;  /* 0: never */
	int64_t uses;     /* stories */
	bool is_of_file;
};
typedef void reader_rule_fn(void *context, const struct reader_rule *row);
/* All rules that are known, by plugin and name. */
int reader_rules(struct reader *reader, reader_rule_fn *each, void *context);

struct reader_unexplained {
	const char *partner, *kind, *text;
	struct story_id id; /* of the latest story */
	int64_t first_ms, last_ms;
	int64_t uses; /* stories */
};
typedef void reader_unexplained_fn(
	void *context, const struct reader_unexplained *row);
/* Marks that no rule explains, those of most stories first. */
int reader_unexplained(struct reader *reader, size_t max,
	reader_unexplained_fn *each, void *context);

int reader_books(struct reader *reader, struct books *ret_books);

#endif
