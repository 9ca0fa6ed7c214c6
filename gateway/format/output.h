/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output.h - from sealed stories to documents, by the name of a format.
 *
 * One file per format, each a pure function of stories and nothing else: no
 * clock, no counter, so the same stories give the same bytes and a hash of them
 * is a strong ETag. What is written is valid whatever the input was. Any
 * thread.
 */
#ifndef FORMAT_OUTPUT_H
#define FORMAT_OUTPUT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"
#include "format/feed.h"

struct output {
	const char *name;       /* as reports call the format: "newsml-g2" */
	const char *short_name; /* ending of a feed's address: "newsml" */
	const char *title;      /* for people: "NewsML-G2 2.35" */
	const char *list_type;  /* media type of many stories; NULL: no feed */
	const char *story_type; /* media type of one */
	/* Append a document of all of them, newest first. A killed story (its
	 * `story` is NULL) is a tombstone where the format has one, and absent
	 * where it has not. */
	void (*write)(struct buf *out, const struct feed_head *head,
		const struct feed_entry *entries, size_t n_entries);
	/* Append a document of one; NULL: write() does. */
	void (*write_story)(struct buf *out, const struct feed_entry *entry);
};

#define OUTPUT_MAX 32 /* rows of the table */
extern const struct output outputs[];
extern const size_t n_outputs;

/* By either name; NULL when there is none. */
const struct output *output_find(struct slice name);
/* The media type as a Content-Type field says it: text and XML name their
 * character set. */
void output_put_content_type(struct buf *out, const char *media_type);
/* One story; the head is made of it where the format wants one. `edition` NULL:
 * the plain one. */
void output_write_story(const struct output *output, struct buf *out,
	const struct feed_entry *entry, const struct feed_edition *edition);

#endif
