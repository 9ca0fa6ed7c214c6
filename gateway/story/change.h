/* SPDX-License-Identifier: Apache-2.0 */
/*
 * change.h - one change that an editor asks for, in words.
 *
 *	supplier=Reuters               instead of what is there
 *	supplier=                      nobody
 *	cited+=TIME; CNN               also these
 *	cited-=TIME                    not this
 *	disclaimers+=opinion: Views are the author's.
 *	disclaimers+=opinion/author: Views are mine.
 *	disclaimers-=opinion           all of a kind, or one by its text
 *	embargo=2026-03-01T06:00:00Z
 *
 * Lists are parted by semicolons, but for notices and the headline. What the
 * words say is checked here: names, kinds, instants, languages; whether it fits
 * the story is for story/override.h. Any thread.
 */
#ifndef STORY_CHANGE_H
#define STORY_CHANGE_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/slice.h"
#include "story/trait.h"

enum change_how {
	CHANGE_SET,
	CHANGE_ADD,
	CHANGE_REMOVE,
	CHANGE_UNSET, /* as the partner says */
};

struct change {
	enum trait trait;
	enum change_how how;
	struct trait_value value; /* to remove notices: kinds or texts */
};

#define CHANGE_MAX_TEXTS 100 /* of one change */

/* Texts go into the arena. 0, or 1 with why (E-CHANGE). */
int change_parse(struct slice words, struct arena *arena,
	struct change *ret_change, struct problem *why);
/* The name of a trait alone: CHANGE_UNSET. */
int change_parse_unset(
	struct slice name, struct change *ret_change, struct problem *why);

#endif
