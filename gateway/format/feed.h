/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed.h - what a document of stories is made of, and how a story is credited.
 *
 * Credit stands in every place where some reader looks: the entry's author, its
 * source, Dublin Core, and visibly in the content, since many importers read
 * nothing but that. Required disclaimers stand there too. The block that shows
 * them is written so that our own decoders know it again (format/own.h): who
 * takes a story from another gateway credits it once. Any thread.
 *
 * Sources: RFC 4287, RFC 6721 (tombstones), RSS 2.0 and its Best Practices
 * Profile, W3C WebSub section 4, Really Simple Licensing 1.0 (discovery by a
 * link of the type application/rsl+xml).
 */
#ifndef FORMAT_FEED_H
#define FORMAT_FEED_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct story; /* story/story.h */

/* What search engines may do with a publisher's copy, as his contract says. */
enum feed_index {
	FEED_INDEX_UNSAID,
	FEED_INDEX_NO_NEWS,  /* not in news search */
	FEED_INDEX_NO,       /* not at all */
	FEED_INDEX_CANONICAL /* the original in its place */
};

enum feed_place { FEED_BELOW, FEED_ABOVE, FEED_AROUND };

/* How a subscriber's documents differ from another's, by contract. All zero:
 * the plain edition. */
struct feed_edition {
	enum feed_index index;
	enum feed_place credit; /* where the attribution block stands */
	struct slice license;   /* of an RSL document; empty: none */
	bool without_dateline;  /* the body begins with its first word */
};

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
	struct feed_edition edition;
};

struct feed_entry {
	const struct story *story; /* NULL: killed */
	struct slice uri;          /* required */
	struct slice version;
	struct slice url;     /* of the story at this gateway; may be "" */
	int64_t published_ms; /* first event; never moves */
	int64_t updated_ms;   /* latest event, or the kill */
};

/* The entry's content as HTML: the story's body, in front of its first words
 * the dateline, `<span class="torntape-dateline">`, and with the attribution
 * block, `<footer class="torntape-attribution">`. */
void feed_content_write(struct buf *out, const struct story *story,
	const struct feed_edition *edition);
/* "Source: Yonhap News Agency, via MENAFN"; nothing when nobody is known. */
void feed_credit_write(struct buf *out, const struct story *story);
/* The same block behind plain text, a paragraph for each. */
void feed_tail_write(struct buf *out, const struct story *story);

#endif
