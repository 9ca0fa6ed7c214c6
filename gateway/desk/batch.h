/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch.h - the work of one commit, while it is being made.
 *
 * Internal to desk/. The pieces (decide.c for stories, batch.c for requests)
 * share it; nothing in it is seen outside before the commit. The desk's thread.
 */
#ifndef DESK_BATCH_H
#define DESK_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "desk/receipt.h"
#include "journal/books.h"
#include "journal/entry.h"
#include "journal/journal.h"

struct note;       /* desk/note.h */
struct order;      /* desk/order.h */
struct routes;     /* route/routes.h */
struct submission; /* desk/submission.h */

struct batch {
	struct journal *journal;
	struct routes *routes; /* borrowed */
	int64_t now_ms;        /* wall: the time of the events */
	int64_t release_ms;    /* by which embargoes end: desk/timepiece.h */
	struct books books;
	struct entry **entries; /* owned references, in order */
	size_t n_entries, cap_entries;
};

void batch_done(struct batch *batch);

/* All return 0 or the journal's error. What they decide stands in the receipt,
 * the order, the batch. */
int batch_submission(struct batch *batch, struct submission *submission);
int batch_order(struct batch *batch, struct order *order);
int batch_note(struct batch *batch, struct note *note);
/* Ends of embargoes and expiries that are due; ret_more: there are more. */
int batch_clock(struct batch *batch, bool *ret_more);
/* The counts of the whole batch; last of all. */
int batch_books(struct batch *batch);

/* One event of the story that `standing` describes. Fills time, generation and,
 * for a story, the routing; for one without text, every product reached. */
int batch_emit(struct batch *batch, struct entry_facts *facts,
	const struct standing *standing, int64_t *ret_seq);
/* Show what is held now. 1: nothing is held. */
int batch_release(struct batch *batch, const struct standing *standing,
	struct slice actor, struct slice reason, int64_t *ret_seq);
/* An event without text about a story that stands. */
int batch_retract(struct batch *batch, const struct standing *standing,
	enum entry_kind kind, struct slice actor, struct slice reason,
	int64_t *ret_seq);
/* An event of ours that has a text by its number. */
int batch_entry(struct batch *batch, int64_t seq, struct entry **ret_entry);
/* The same version once more, as an event of this kind; nothing of it is
 * copied. */
struct entry_facts batch_again(const struct entry *entry, enum entry_kind kind,
	struct slice actor, struct slice reason);
/* Where the order's story stands. 1, with ORDER_UNKNOWN: nowhere. */
int batch_look_up(struct batch *batch, struct order *order,
	struct standing *ret_standing);
/* Count a decided story. */
void batch_count(struct batch *batch, enum receipt_status status);

/* hand.c: what an editor orders of a story; order->result says what came of
 * it. */
int hand_hold(struct batch *batch, struct order *order, const char *actor);
int hand_lift(struct batch *batch, struct order *order, const char *actor);
int hand_set(struct batch *batch, struct order *order, const char *actor);

/* decide.c: one story of a submission, whose receipt line is filled in. */
int decide_story(struct batch *batch, const struct submission *submission,
	int64_t document, struct story *story, struct receipt_story *line);

#endif
