/* SPDX-License-Identifier: Apache-2.0 */
/*
 * standing.h - what holds for a story now: the sum of its events.
 *
 * The journal's main projection. standing_apply() is the only place that says
 * what an event does to a story; appending and rebuilding both go through it,
 * so they cannot disagree. A plain value with owned texts; one thread.
 */
#ifndef JOURNAL_STANDING_H
#define JOURNAL_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/slice.h"
#include "story/story.h"

struct entry; /* journal/entry.h */

/* Numbers are stored. */
enum standing_state {
	STANDING_UNKNOWN = 0, /* no event yet */
	STANDING_HELD = 1,    /* never shown so far */
	STANDING_PUBLISHED = 2,
	STANDING_WITHHELD = 3, /* taken back, may return */
	STANDING_KILLED = 4, /* taken back; also a tombstone before any story */
	STANDING_EXPIRED = 5, /* out of listings, still addressable */
};
/* "published" */
const char *standing_state_name(enum standing_state state);

struct standing {
	struct story_id id;
	enum standing_state state;
	char *partner, *uri;
	/* Of the latest version that was accepted, held ones included. */
	char *version;
	int64_t version_ms; /* -1: unknown */
	char *hash;         /* content hash, 64 hex; "" unknown */
	char *reason;       /* of the present state; "" none */
	char *supplier;     /* canonical name; "" unknown */
	char *slug;         /* of the supplier */
	char *products;     /* every product it ever went out under, sorted,
			       each followed by LF */
	int64_t seq;        /* latest event of any kind */
	int64_t shown_seq;  /* latest event with text; 0: nothing to show */
	int64_t mute_seq;   /* latest kill or withhold: no text before it may
			       ever be shown again; 0: none */
	int64_t hold_seq;   /* the held event whose version waits; 0: none */
	int64_t release_ms; /* of the hold; ENTRY_NEVER: a person; -1: none */
	int64_t stop_seq;   /* since when an editor holds it; 0: nobody does */
	int64_t override_seq; /* latest event whose record has an editor's
				 overrides; 0: none, or they went with a kill */
	int64_t expires_ms;   /* of what is shown; -1: never */
	int64_t first_ms;     /* first shown; -1: never */
	int64_t changed_ms;   /* time of the latest event */
};

void standing_done(struct standing *standing);
DEFINE_AUTO_VALUE(struct standing, standing_done);

/* What `entry` (numbered, of this story) does to the story. */
void standing_apply(struct standing *standing, const struct entry *entry);

/* The URL part of an agency's feed: "Yonhap News Agency" is
 * "yonhap-news-agency". Letters and digits of ASCII, all else one hyphen. */
void agency_slug(struct slice name, struct buf *out);

#endif
