/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posting_parts.h - what the files share that make a draft of a posting: for
 * posting_draft.c, posting_about.c and posting_media.c. Normalizer's thread.
 */
#ifndef FORMAT_POSTING_PARTS_H
#define FORMAT_POSTING_PARTS_H

#include "base/jsonout.h"
#include "format/posting.h"

/* One item on its way. */
struct posting_making {
	const struct posting_context *context;
	const struct posting *item;
	const struct posting *feed;
	struct draft *draft;
};

static inline struct slice
posting_first_of(struct slice a, struct slice b)
{
	return a.len != 0 ? a : b;
}

/* NULL when the slot says nothing. */
const struct posting_value *posting_value_of(
	const struct posting *item, enum posting_slot slot);
/* An empty list is no property. */
void posting_put_property(
	struct draft *draft, const char *name, struct slice json);

/* Subjects, places, organisations, events, objects, genres. */
void posting_put_about(struct posting_making *making);
/* The people that the item is about, behind those who made it. */
void posting_put_about_people(
	const struct posting_making *making, struct jsonout *people);
/* What of the terms of use is said in words, by the item or its feed. */
void posting_put_terms(struct posting_making *making);
/* Pictures, sound, films, and the files beside them. */
void posting_put_media(struct posting_making *making);

#endif
