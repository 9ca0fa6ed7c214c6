/* SPDX-License-Identifier: Apache-2.0 */
/*
 * override.h - facts of a story that an editor says otherwise than its partner.
 *
 * One for each trait at most: what stands instead, what the partner's version
 * said when that was decided, who, when and why. It goes on from version to
 * version as long as the partner says of that trait what it said then; as soon
 * as it says something else the partner's word counts and the override has
 * ended. An ended one is kept until the trait is overridden anew, so that it
 * can be told what became of it.
 *
 * In a record each is one RECORD_OVERRIDE: name, operator, instant, reason, end
 * ("" none), who ended it, the number of texts that stand, those texts, what
 * the partner said. A pure value in an arena; one thread.
 */
#ifndef STORY_OVERRIDE_H
#define STORY_OVERRIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/auto.h"
#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"
#include "story/trait.h"

struct change; /* story/change.h */
struct story;  /* story/story.h */

struct override {
	bool is_there;
	bool has_ended;
	struct trait_value value;   /* what stands, or stood */
	struct trait_value partner; /* what the partner said then */
	struct slice who, reason;
	int64_t time_ms;
	int64_t end_ms;
	struct slice ended_by; /* "partner", or an operator's name */
};

struct overrides {
	struct arena arena;
	struct override of[N_TRAITS];
};

void overrides_done(struct overrides *overrides);
DEFINE_AUTO_VALUE(struct overrides, overrides_done);

/* Is it there, and does it still count? */
bool override_stands(const struct override *override);
/* Is there any, ended ones included? */
bool overrides_any(const struct overrides *overrides);

/* Those of the record; what cannot be read is not there. `ret` is zero. */
void overrides_read(struct slice record, struct overrides *ret);
void overrides_write(const struct overrides *overrides, struct buf *record);

/* What the story would have without any override: its own record, or what that
 * keeps of the partner's. */
struct slice override_base(const struct story *story);

/* What is asked, who asks, when. */
struct override_order {
	const struct change *change;
	struct slice who, reason;
	int64_t now_ms;
};
/* Change those of this story as asked. 0; 2: it is so already; 1 with why: it
 * does not fit (what is to be removed is not there). */
int overrides_change(struct overrides *overrides, const struct story *story,
	const struct override_order *order, struct problem *why);

/* Take those of an earlier version over to a new one of the partner's, whose
 * record this is. What the partner changed itself ends now, and its name is
 * added to `ended`, with a comma between two. `ret` is zero. */
void overrides_carry(const struct overrides *before, struct slice record,
	int64_t now_ms, struct overrides *ret, struct buf *ended);

#endif
