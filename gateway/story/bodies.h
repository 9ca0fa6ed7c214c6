/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bodies.h - the `bodies` of a ninjs 3.1 item, from what a record keeps.
 *
 * A record holds the body once as HTML and once as text, and the item without
 * it. Whoever shows an item says which of them it carries: a stream sends one,
 * because a second would double every byte that every subscriber is sent.
 */
#ifndef STORY_BODIES_H
#define STORY_BODIES_H

#include "base/slice.h"

struct jsonout; /* base/jsonout.h */

enum bodies {
	BODIES_HTML, /* text/html alone; text/plain where there is no HTML */
	BODIES_ALL   /* text/html, then text/plain */
};

/* The member `bodies` of the object at hand; nothing when both are empty. The
 * counts are of the text: charCount in characters, wordCount in runs between
 * white space (ninjs 3.1). Any thread. */
void bodies_put(struct jsonout *json, struct slice html, struct slice text,
	enum bodies which);

#endif
