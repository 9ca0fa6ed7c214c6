/* SPDX-License-Identifier: Apache-2.0 */
/*
 * amend.h - a sealed story with an editor's overrides: another sealed story.
 *
 * Nothing of the story's copy is parsed: flat fields are replaced, and members
 * of the item and of the wire object, which we dumped ourselves, are walked
 * over and written anew. Everything that is encoded from the new record shows
 * what the editor says: bodies and hash stay the partner's, so that the
 * partner's own version is known again when it comes once more. The evidence
 * says of each override who, when and why, and marks what it took the place of.
 *
 * The new record keeps what it replaced (RECORD_BASE), so that an override can
 * be taken back and the next can be made without asking the partner. Any
 * thread.
 */
#ifndef STORY_AMEND_H
#define STORY_AMEND_H

#include "base/problem.h"
#include "story/override.h"
#include "story/story.h"

/* The story with exactly these overrides, whatever it had before; without any
 * it is the partner's own. `now_ms`: when this version came to be. 0, and a
 * reference for the caller; or 1 with why: the record became too long. */
int amend_story(const struct story *story, const struct overrides *overrides,
	int64_t now_ms, struct story **ret_story, struct problem *why);

#endif
