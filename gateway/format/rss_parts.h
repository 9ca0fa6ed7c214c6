/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rss_parts.h - what the two files of RSS share: rss.c fills records from the
 * elements, rss_draft.c makes drafts and feed facts of them. Nobody else
 * includes this. Normalizer's thread.
 */
#ifndef FORMAT_RSS_PARTS_H
#define FORMAT_RSS_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "format/format.h"

enum rss_slot {
	SLOT_NONE,
	SLOT_TITLE,
	SLOT_LINK,
	SLOT_GUID,
	SLOT_DESCRIPTION,
	SLOT_CONTENT,
	SLOT_XHTML,
	SLOT_PUB_DATE,
	SLOT_DC_DATE,
	SLOT_ISSUED,
	SLOT_CREATED,
	SLOT_MODIFIED,
	SLOT_UPDATED,
	SLOT_VALID,
	SLOT_EXPIRES,
	SLOT_AUTHOR,
	SLOT_ITUNES_AUTHOR,
	SLOT_ATOM_NAME,
	SLOT_LANGUAGE,
	SLOT_COPYRIGHT,
	SLOT_DC_RIGHTS,
	SLOT_MEDIA_RIGHTS,
	SLOT_LICENSE,
	SLOT_SOURCE,
	SLOT_DC_SOURCE,
	SLOT_ORIG_LINK,
	SLOT_ITUNES_SUMMARY,
	SLOT_MEDIA_DESCRIPTION,
	SLOT_MEDIA_TITLE,
	SLOT_DC_TITLE,
	SLOT_DC_IDENTIFIER,
	SLOT_GENERATOR,
	SLOT_MANAGING_EDITOR,
	SLOT_DC_CREATOR, /* lists from here on: see is_list() */
	SLOT_CATEGORY,
	SLOT_DC_SUBJECT,
	SLOT_KEYWORDS,
	N_SLOTS
};

#define RSS_MAX_LIST 200 /* categories, creators, media of one item */

/* Of a list slot, with the attribute that goes with it. */
struct rss_entry {
	enum rss_slot slot;
	char *text;
	char *detail; /* category's domain; "" */
};

struct rss_media {
	char *href, *type, *title, *caption, *credit, *rights;
	uint64_t width, height, size;
	bool is_thumbnail;
};

/* What an item or the channel says. */
struct rss_record {
	struct arena arena;
	struct buf texts[SLOT_DC_CREATOR];
	bool is_markup[SLOT_DC_CREATOR]; /* had elements inside */
	struct rss_entry entries[RSS_MAX_LIST];
	size_t n_entries;
	struct rss_media media[RSS_MAX_LIST];
	size_t n_media;
	char *guid_permalink, *source_url, *lang, *base, *alternate, *image;
	char *point; /* georss "lat lon" */
};

struct rss {
	const struct document *document;
	struct decoded *decoded;
	struct problem *why;
	bool second_pass;
	bool failed;
	unsigned depth;
	unsigned channel_depth, item_depth; /* 0: not inside */
	unsigned author_depth;              /* of an atom:author */
	unsigned capture_depth; /* of the element whose text is collected */
	enum rss_slot capture;
	bool capture_markup;
	char *capture_detail;
	struct buf text, markup;
	struct rss_media *open_media; /* of the media:content we are in */
	enum {
		PART_NONE,
		PART_TITLE,
		PART_CAPTION,
		PART_CREDIT,
		PART_RIGHTS
	} part;
	struct rss_record channel, item;
};

static inline struct slice
rss_text(const struct rss_record *record, enum rss_slot slot)
{
	return slice_trim(buf_slice(&record->texts[slot]));
}

/* A draft of rss->item; sets `failed` when there are too many. */
void rss_make_draft(struct rss *rss);
/* The feed's own facts of rss->channel. */
void rss_take_feed(struct rss *rss);

#endif
