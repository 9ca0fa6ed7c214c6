/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terms.h - when a version may be shown, by what it says of itself.
 *
 * A pure function of the sealed story and the time by which embargoes end
 * (desk/timepiece.h). Asked when a version comes, and again when an editor
 * lifts a hold or changes a story: what held it before must still hold it then.
 * Any thread.
 */
#ifndef DESK_TERMS_H
#define DESK_TERMS_H

#include <stdint.h>

#include "story/story.h"

struct terms {
	int64_t until_ms; /* -1: now; ENTRY_NEVER: when a person says so */
	char reason[96];  /* why not now; "" */
};

struct terms terms_of(const struct story *story, int64_t now_ms);
/* What the document asks for; its status speaks before its event. */
enum story_event terms_event(const struct story *story);

#endif
