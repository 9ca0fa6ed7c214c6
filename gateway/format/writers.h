/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writers.h - what each format's file gives to the table in output.c. Nobody
 * outside this folder includes it. The contract of each function is that of
 * struct output in output.h.
 */
#ifndef FORMAT_WRITERS_H
#define FORMAT_WRITERS_H

#include <stddef.h>

#include "base/buf.h"
#include "format/feed.h"

void atom_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);

void rss_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);

void jsonfeed_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);

void ninjs_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);
void ninjs_write_item(struct buf *out, const struct feed_entry *entry);
void ninjs22_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);
void ninjs22_write_item(struct buf *out, const struct feed_entry *entry);
void ninjs16_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);
void ninjs16_write_item(struct buf *out, const struct feed_entry *entry);

/* A newsMessage; one newsItem. */
void newsml_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);
void newsml_write_item(struct buf *out, const struct feed_entry *entry);

/* NITF is one story: many travel as the contents of a newsMessage. */
void nitf_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);
void nitf_write_story(struct buf *out, const struct feed_entry *entry);
/* The element alone, without XML declaration. */
void nitf_put(struct buf *out, const struct feed_entry *entry);

void iptc7901_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);

void page_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries);
/* A story's NewsArticle of schema.org, as JSON-LD for a script element. */
void page_ld_write(struct buf *out, const struct feed_entry *entry,
	const struct feed_edition *edition);

#endif
