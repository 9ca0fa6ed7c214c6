/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed_parts.h - what Atom and RSS write alike. For this folder only.
 */
#ifndef FORMAT_FEED_PARTS_H
#define FORMAT_FEED_PARTS_H

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

/* Escaped for text and attributes; illegal characters left out. */
void feed_escape(struct buf *out, struct slice text);
/* <name>text</name>, nothing when empty. `name` may hold attributes. */
void feed_element(struct buf *out, const char *name, struct slice text);

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
/* A media entry taken apart. */
struct feed_media {
	struct slice href, type, title, caption, credit, rights;
	struct slice width, height, size;
};
struct feed_media feed_media_of(struct slice composite);

#endif
