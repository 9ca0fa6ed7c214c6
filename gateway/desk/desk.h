/* SPDX-License-Identifier: Apache-2.0 */
/*
 * desk.h - where stories get their order: decide, journal, tell.
 *
 * One thread owns the journal. It takes whatever waits (submissions, orders,
 * notes; at most `batch` of them or about DESK_BATCH_BYTES), decides story
 * by story, writes everything in one commit, and only then answers and hands
 * the new entries to the delivery loops, strictly in order. A disk without
 * room costs the batch (507 for those who wait); any other error of the
 * journal goes to `fatal`, which does not return.
 *
 * The rules of order (standards.md section 6), for a story = (partner, uri):
 *
 * - Versions compare as numbers when both are numbers, else by their own times
 *   when both have one, else only by content: the same is a duplicate, another
 *   is newer.
 * - Older: `late`. Equal and the same content: `duplicate`. Equal and other
 *   content: `corrected`, with a warning; but `late` when its time is older.
 * - A kill needs the right to kill, overtakes everything, and leaves a
 *   tombstone also for a story never seen. Afterwards only a version that is
 *   provably newer than both the last one and the kill (by number, or by time)
 *   can bring the story back; where nothing can be compared, nothing can.
 * - Held (embargo, or pubStatus withheld) is never shown. A later version
 *   replaces what is held; one without embargo releases it. What cannot be
 *   parsed as an instant waits for a person. An embargo from a partner without
 *   the right to set one is kept all the same, with a warning: holding is the
 *   safe side.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"

struct desk;
struct entry;      /* journal/entry.h */
struct journal;    /* journal/journal.h */
struct note;       /* desk/note.h */
struct order;      /* desk/order.h */
struct routes;     /* route/routes.h */
struct submission; /* desk/submission.h */

#define DESK_BATCH 100
#define DESK_BATCH_BYTES (1u << 20)

/* Called on the desk's thread after the commit, entries in order; the entry is
 * lent: take a reference to keep it. Must not block. Held entries do not come
 * here; kills, withholds and expiries do. */
typedef void desk_sink_fn(void *context, struct entry *entry);
/* Ends the process. `error`: negative errno. */
typedef void desk_fatal_fn(void *context, int error, const char *what);

struct desk_config {
	struct journal *journal; /* borrowed; the desk is its only writer */
	struct routes *routes;   /* a reference is taken */
	size_t depth;            /* requests that may wait; 0: 1000 */
	size_t batch;            /* requests in one commit; 0: DESK_BATCH */
	desk_fatal_fn *fatal;
	void *fatal_context;
};

struct desk *desk_new(const struct desk_config *config);
/* Accepts NULL; returns NULL. After desk_stop(). What still waits is freed
 * without an answer. */
struct desk *desk_free(struct desk *desk);
DEFINE_AUTO(struct desk, desk_free);

/* Before desk_start(). */
void desk_add_sink(struct desk *desk, desk_sink_fn *sink, void *context);

/* Run in a thread of its own. */
int desk_start(struct desk *desk);
/* Finish what waits, commit, end the thread. */
void desk_stop(struct desk *desk);

/* One batch in the calling thread, the clock's work included; for tests and
 * for `try`-like uses. Returns how many requests it took. Never beside
 * desk_start(). */
size_t desk_turn(struct desk *desk);

/* Any thread; each takes its argument over. Submissions are refused (false,
 * argument freed, no answer) when the desk is full or stopping; orders and
 * notes only when it is stopping. */
bool desk_submit(struct desk *desk, struct submission *submission);
bool desk_order(struct desk *desk, struct order *order);
bool desk_note(struct desk *desk, struct note *note);
/* Ask before reading a body: 503 upstream. */
bool desk_is_full(const struct desk *desk);
size_t desk_waiting(const struct desk *desk);

#endif
