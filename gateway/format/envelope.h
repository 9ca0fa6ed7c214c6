/* SPDX-License-Identifier: Apache-2.0 */
/*
 * envelope.h - one event as every push and pull of JSON shows it (contracts,
 * section 3), and the same as a whole event-stream frame.
 *
 * The story's ninjs item and wire object were dumped when it was sealed and are
 * joined here with the body, which the record keeps once; an envelope carries
 * it as HTML alone. The same event gives the same bytes for ever, because
 * webhooks are signed and retried. Any thread.
 */
#ifndef FORMAT_ENVELOPE_H
#define FORMAT_ENVELOPE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct story; /* story/story.h */

struct envelope {
	const char *type; /* "story.published"; see contracts */
	int64_t time_ms;  /* the event's time */
	struct slice id, partner, cursor;
	uint64_t seq;
	struct slice uri, version;
	const struct story *story; /* NULL: kill, withhold, expire */
	struct slice reason;       /* "" none */
};

/* Append the envelope as compact JSON without a line feed in it. */
void envelope_write(struct buf *out, const struct envelope *envelope);

/* Append the item with all its bodies, and with "version" put in where the
 * document had none. */
void envelope_write_ninjs(
	struct buf *out, const struct story *story, struct slice version);

/* Append one event of an event stream (HTML standard, section 9.2), framed as
 * one HTTP chunk (RFC 9112 section 7.1). `id` and `event` must not hold line
 * ends; empty ones are left out. */
void sse_frame_write(struct buf *out, struct slice id, struct slice event,
	struct slice data);

#endif
