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
 * - What an editor holds (hand.c) only a person lets go; a kill goes through
 * all the same. What an editor says of a story otherwise (story/override.h)
 * stays through its partner's versions, each field until the partner changes
 * that field itself; a kill ends all of it.
 * - On the old wires a lead replaces the story of its catch line; in plain text
 *   a lead or a kill goes by the slug (desk/succession.h).
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

/* Called on the desk's thread after the commit with what it shows, in order;
 * the entries are lent: take a reference to keep one. Must not block. Held
 * entries do not come here; kills, withholds and expiries do. */
typedef void desk_sink_fn(
	void *context, struct entry *const *entries, size_t n_entries);
/* Called on the desk's thread when everybody of a batch has been answered: who
 * collects answers passes them on now. */
typedef void desk_answered_fn(void *context);
/* Ends the process. `error`: negative errno. */
typedef void desk_fatal_fn(void *context, int error, const char *what);

struct desk_config {
	struct journal *journal; /* borrowed; the desk is its only writer */
	struct routes *routes;   /* a reference is taken */
	size_t depth;            /* requests that may wait; 0: 1000 */
	size_t batch;            /* requests in one commit; 0: DESK_BATCH */
	int64_t gather_ms;       /* see desk_expect(); 0: never waits */
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
void desk_on_answered(
	struct desk *desk, desk_answered_fn *answered, void *context);

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
/* So many more submissions (fewer, when negative) are on their way: somebody
 * has the document and works on it. A commit costs hardly more for ten stories
 * than for one, so one that is due waits for them, at most `gather_ms`; whoever
 * is alone never waits. Any thread. */
void desk_expect(struct desk *desk, int n);
/* Ask before reading a body: 503 upstream. */
bool desk_is_full(const struct desk *desk);
size_t desk_waiting(const struct desk *desk);

#endif
