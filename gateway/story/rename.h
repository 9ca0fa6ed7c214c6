/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rename.h - a sealed story under another uri: another sealed story.
 *
 * Some formats give every message a number of its own and say in words which
 * story it goes on with (desk/succession.h). For readers that is one story with
 * one name. Any thread.
 */
#ifndef STORY_RENAME_H
#define STORY_RENAME_H

#include "base/problem.h"
#include "story/story.h"

/* All of the story but its uri, in the record and in the item. 0, and a
 * reference for the caller; or 1 with why: the record became too long. */
int rename_story(const struct story *story, struct slice uri,
	struct story **ret_story, struct problem *why);

#endif
