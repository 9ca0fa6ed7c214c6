/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed.h - stories as Atom and RSS documents for readers that pull.
 *
 * Credit stands in every place where some reader looks: the entry's author, its
 * source, Dublin Core, and visibly in the content, since many importers read
 * nothing but that. Required disclaimers stand there too. The same stories give
 * the same bytes, so that a hash of the document is a strong ETag: no clock, no
 * counter, no order but the caller's. Text is escaped once; what XML 1.0
 * forbids is left out. Any thread.
 *
 * Sources: RFC 4287, RFC 6721 (tombstones), RSS 2.0 and its Best Practices
 * Profile, W3C WebSub section 4.
 */
#ifndef FORMAT_FEED_H
#define FORMAT_FEED_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct story; /* story/story.h */

/* Of the document. Empty slices are left out unless noted. */
struct feed_head {
	struct slice id;    /* absolute IRI, for ever the same; required */
	struct slice title; /* required */
	struct slice subtitle;
	struct slice self_url; /* absolute; required */
	struct slice home_url; /* what RSS calls link; self_url if empty */
	struct slice hub_url;
	struct slice next_url; /* RFC 5005 paging */
	struct slice language; /* BCP 47 */
	struct slice author;  /* for entries that name nobody; title if empty */
	int64_t updated_ms;   /* of an empty feed; otherwise the newest
				 entry's time is taken */
	unsigned ttl_minutes; /* RSS; 0: none */
};

struct feed_entry {
	const struct story *story; /* NULL: killed */
	struct slice uri;          /* required */
	struct slice version;
	struct slice url;     /* of the story at this gateway; may be "" */
	int64_t published_ms; /* first event; never moves */
	int64_t updated_ms;   /* latest event, or the kill */
};

/* Append the whole document. Entries in the order given, newest first. A
 * killed one is a tombstone in Atom and absent in RSS. */
void atom_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);
void rss_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);

/* The entry's content: the story's body and behind it the attribution block,
 * `<footer class="torntape-attribution">`, as HTML. */
void feed_content_write(struct buf *out, const struct story *story);
/* "Source: Yonhap News Agency, via MENAFN"; nothing when nobody is known. */
void feed_credit_write(struct buf *out, const struct story *story);

#endif
