/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note.h - what others did, to be written down by the desk.
 *
 * Positions, lanes and ledger rows of subscribers, as many as a delivery loop
 * has gathered; which rules there are, from who reads their files. They share
 * the next commit. Texts are copied in, so that whoever writes may go on at
 * once.
 */
#ifndef DESK_NOTE_H
#define DESK_NOTE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/auto.h"
#include "base/list.h"
#include "journal/put.h"

/* Called on the desk's thread once the rows are durable. */
typedef void note_fn(void *context);

struct note {
	struct arena arena;
	struct journal_put *puts;
	size_t n_puts, cap_puts;
	note_fn *answer; /* NULL: nobody waits */
	void *context;

	struct list link; /* the desk's */
};

struct note *note_new(void);
void note_position(struct note *note, const struct journal_position *position);
void note_lane(struct note *note, const struct journal_lane *lane);
void note_gone(struct note *note, const struct journal_gone *gone);
void note_ledger(struct note *note, const struct journal_ledger *ledger);
/* A rule that a file of the generation in force has; note_rules_end() after the
 * last. `time_ms` is the same of all. */
void note_rule(struct note *note, struct slice plugin, struct slice rule,
	int64_t time_ms);
/* What was not noted at that time is forgotten; and marks that no rule explains
 * and nobody has sent for 90 days. */
void note_rules_end(struct note *note, int64_t time_ms);
/* Accepts NULL; returns NULL. */
struct note *note_free(struct note *note);
DEFINE_AUTO(struct note, note_free);

#endif
