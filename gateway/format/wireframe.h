/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wireframe.h - the envelope of control characters around a wire message.
 *
 * IPTC 7901 and ANPA 1312 both say SOH, header, STX, text, ETX, trailer, EOT,
 * with filler between messages. A message that another SOH interrupts before
 * its text has ended was given up by its sender, who begins again: it is
 * skipped and counted. One that just stops is cut, and a cut message is not
 * read. NNNN ends a text on lines that lost the controls. Pure, any thread.
 */
#ifndef FORMAT_WIREFRAME_H
#define FORMAT_WIREFRAME_H

#include <stdbool.h>

#include "base/problem.h"
#include "base/slice.h"

struct decoded;  /* format/format.h */
struct document; /* format/format.h */
struct draft;    /* story/draft.h */

struct wireframe {
	struct slice head; /* SOH to STX */
	struct slice text; /* STX to ETX */
	struct slice tail; /* ETX to EOT or the next SOH */
	unsigned n_given_up;
};

/* Does the text begin with filler and SOH? Then what stands behind it. */
bool wireframe_begins(struct slice text, struct slice *ret_head);
/* Cut the next message off `rest`. 0: there was one; 1: there is none; -EPIPE:
 * it has no end. */
int wireframe_next(struct slice *rest, struct wireframe *ret_frame);
/* One message becomes drafts. 0, or 1 with why. */
typedef int wireframe_fn(const struct document *document,
	struct decoded *decoded, const struct wireframe *frame,
	struct problem *why);
/* All messages of a document, in order. `empty` is the code when there is none.
 * 0, or 1 with why. */
int wireframe_decode(const struct document *document, struct slice text,
	struct decoded *decoded, wireframe_fn *take, const char *empty,
	struct problem *why);
/* Name an item by what its service calls it, and the day. */
void wireframe_name_item(
	struct draft *draft, struct slice designator, const char *day);
/* Cut the next line off, without CR and LF. */
bool wireframe_line(struct slice *rest, struct slice *ret_line);

#endif
