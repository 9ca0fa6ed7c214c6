/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispatch.h - an entry as the bytes that go out.
 *
 * Made at most once per entry and kept in its encoding slots, with nothing in
 * them that depends on who gets them. All are lent: they live as long as the
 * entry. Any thread.
 */
#ifndef DELIVER_DISPATCH_H
#define DELIVER_DISPATCH_H

#include "base/blob.h"
#include "base/buf.h"
#include "journal/entry.h"

enum dispatch_slot {
	DISPATCH_ENVELOPE, /* the JSON of contracts, section 3 */
	DISPATCH_FRAME,    /* a whole event as one HTTP chunk */
	DISPATCH_URGENT,   /* the same without id: a kill that overtakes */
};

/* Never NULL for what leaves the house. */
struct blob *dispatch_envelope(const struct entry *entry);
struct blob *dispatch_frame(const struct entry *entry);
struct blob *dispatch_urgent(const struct entry *entry);
/* The event inside a chunk, for a peer that reads until the end. */
struct slice dispatch_unchunked(struct slice frame);
/* The same bytes for every retry: "msg_ID_SEQ". */
void dispatch_message_id(const struct entry *entry, struct buf *out);

#endif
