/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage.h - which rule explained something, in how many stories, when last; and
 * which marks none explained.
 *
 * Counted in memory as stories are taken, and written with a commit that
 * happens anyway once a few seconds are over: one row per rule, whatever came
 * in between. A stop without notice costs those seconds. Not derived: the
 * entries say nothing of stories that were known already or refused, and their
 * rules explained something all the same. The desk's thread.
 */
#ifndef DESK_USAGE_H
#define DESK_USAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/slice.h"
#include "story/story.h"

struct journal; /* journal/journal.h */

#define USAGE_WRITE_MS 3000  /* how long a count may wait */
#define USAGE_MAX 4096u      /* rules that are counted between two commits */
#define USAGE_MARKS_MAX 500u /* marks, likewise */

struct usage;

struct usage *usage_new(void);
/* Accepts NULL; returns NULL. */
struct usage *usage_free(struct usage *usage);
DEFINE_AUTO(struct usage, usage_free);

/* What was taken: a story of this partner under this id. `wall_ms` is when,
 * `mono_ms` the clock of usage_due_ms(). */
struct usage_story {
	const struct story *story;
	struct slice partner;
	struct story_id id;
	int64_t wall_ms, mono_ms;
};
void usage_count(struct usage *usage, const struct usage_story *taken);
/* When what was counted should be written; INT64_MAX: nothing was. */
int64_t usage_due_ms(const struct usage *usage);
/* Whatever was counted is due now: it is the last chance. */
void usage_hurry(struct usage *usage);
/* Into the batch at hand; 0 or the journal's error. When its commit is done,
 * usage_written(). */
int usage_put(const struct usage *usage, struct journal *journal);
void usage_written(struct usage *usage);

#endif
