/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed_parts.h - what the writers of all formats need alike. For this folder
 * only.
 */
#ifndef FORMAT_FEED_PARTS_H
#define FORMAT_FEED_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "format/feed.h"
#include "story/record.h"

/* The gateway's own namespace, and those that readers of credit know. */
#define FEED_NAMESPACES \
	" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" \
	" xmlns:dcterms=\"http://purl.org/dc/terms/\"" \
	" xmlns:media=\"http://search.yahoo.com/mrss/\"" \
	" xmlns:torntape=\"urn:torntape:1\""

/* The n-th party of a role, from 0; empty when there is none. */
struct slice feed_party(const struct story *story, const char *role, size_t n);
/* Who signs: byline, else supplier, else the last distributor; may be "". */
struct slice feed_author(const struct story *story);
/* Who may be credited as the source: supplier, else the last distributor. */
struct slice feed_agency(const struct story *story);
/* An IRI that stands for a party, always the same. */
void feed_party_iri(struct buf *out, struct slice name);
/* torntape:credit, torntape:disclaimer for every party and notice. */
void feed_own_elements(struct buf *out, const struct story *story);
/* An XML language tag; empty when the story's is none. */
struct slice feed_language(const struct story *story);
/* "rtl" or "ltr". */
const char *feed_direction(struct slice language);
/* RSL's media type: a licence for machines is told from one for people. */
#define FEED_RSL "application/rsl+xml"
/* When the story first was and when this version was made: by the story itself,
 * else by the entry. */
int64_t feed_published_ms(const struct feed_entry *entry);
int64_t feed_updated_ms(const struct feed_entry *entry);
/* The newest of what is shown; a document of nothing has the head's time. */
int64_t feed_newest_ms(const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);
/* Letters, digits, "-", "_" and "." of the text; others become "-". */
void feed_put_token(struct buf *out, struct slice text);

/* Where and when it was written, and how that stood there. */
struct feed_dateline {
	struct buf place, date;
	struct slice text;
};
struct feed_dateline feed_dateline_of(const struct story *story);
void feed_dateline_done(struct feed_dateline *line);

/* A disclaimer taken apart. */
struct feed_disclaimer {
	struct slice kind, heading, text, speaks_for;
	bool required;
};
struct feed_disclaimer feed_disclaimer_of(struct slice composite);
/* "Heading: text", escaped. */
void feed_put_disclaimer(
	struct buf *out, const struct feed_disclaimer *disclaimer);

/* What a format may have no place for, by its name in ninjs; "lifecycle" and
 * "link" beside. */
void feed_each_fact(const struct story *story,
	void (*put)(void *user, const char *name, struct slice value),
	void *user);
/* The address of the licence; appended when the item has one. */
void feed_license_write(struct buf *out, const struct story *story);
/* The place it was written at; appended when the item names one. */
void feed_located_write(struct buf *out, const struct story *story);
/* A media entry taken apart. */
struct feed_media {
	struct slice href, type, title, caption, credit, rights;
	struct slice width, height, size;
};
struct feed_media feed_media_of(struct slice composite);
/* media:content with all it says. */
void feed_put_media(struct buf *out, const struct feed_media *media);

#endif
