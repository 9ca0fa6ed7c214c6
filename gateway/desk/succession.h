/* SPDX-License-Identifier: Apache-2.0 */
/*
 * succession.h - which story a message of an old wire goes on with.
 *
 * In IPTC 7901 and ANPA 1312 every message has a number of its own, and the uri
 * is made of it. A lead, a refile or a correction says only by its catch line
 * which story it replaces; a kill may name any of the messages. Without this,
 * each lead would stand beside what it replaces, and a kill of the lead would
 * leave the story where it is.
 *
 * A catch line leads to the story that last used it, for two days. Where two
 * stories share one, it leads to neither: the lead then stands alone, with a
 * warning, since a wrong replacement is worse than none. An alert does not
 * count, the full story follows it under the same line. The number of a lead
 * that was taken for a later version leads to that story from then on.
 *
 * Plain text has no number at all, its uri is made of the text or of a file's
 * name. Where it has a slug as AP writes it, that leads to its story, for leads
 * and for a kill, by stricter rules: in all that was ever taken from this
 * partner only one story had it, within two days, of no agency that is known to
 * be another; and a killed story has no lead.
 * Otherwise nothing is replaced or taken back, and the receipt says why.
 *
 * Source: standards.md section 6, dpa's and AP's practice. The desk's thread,
 * inside a batch.
 */
#ifndef DESK_SUCCESSION_H
#define DESK_SUCCESSION_H

#include "base/slice.h"
#include "desk/receipt.h"
#include "story/story.h"

struct batch; /* desk/batch.h */

/* The same story under the uri of the one that it goes on with: 0, and a
 * reference for the caller. 1: it stands for itself, perhaps with a warning in
 * the line. Negative: the journal's error. */
int succession_find(struct batch *batch, struct slice partner,
	const struct story *story, struct receipt_story *line,
	struct story **ret_story);
/* The desk took `story`, which had come as `uri`: what both names lead to from
 * now on. 0, or the journal's error. */
int succession_note(struct batch *batch, struct slice partner, struct slice uri,
	const struct story *story);

#endif
