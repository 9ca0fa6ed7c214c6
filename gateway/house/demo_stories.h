/* SPDX-License-Identifier: Apache-2.0 */
/*
 * demo_stories.h - what the demo partner sends, in order.
 *
 * Made up, but in the anatomy of real wire copy: datelines, several hands,
 * notices, page furniture, an update, a correction, a kill.
 */
#ifndef HOUSE_DEMO_STORIES_H
#define HOUSE_DEMO_STORIES_H

#include <stddef.h>

struct demo_story {
	const char *what; /* told to whoever watches: "a story with ..." */
	const char *content_type;
	const char *body;
};

extern const struct demo_story demo_stories[];
extern const size_t n_demo_stories;

#endif
