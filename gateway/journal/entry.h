/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entry.h - one event of the journal, as every thread shares it.
 *
 * The desk makes it, the journal numbers it, the delivery loops send it. It is
 * self-contained: who, which story, which version, what happened, why, under
 * which configuration generation, to which products and by which condition.
 * Nothing in it changes once it has its number, so any thread may read it while
 * it holds a reference. The one exception are the encoding slots: an output
 * format is made at most once per entry, by whoever needs it first.
 *
 * A kill, a withhold and an expiry never carry text: their story is NULL.
 */
#ifndef JOURNAL_ENTRY_H
#define JOURNAL_ENTRY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/blob.h"
#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"
#include "story/story.h"

/* Numbers are stored: append, never reuse. */
enum entry_kind {
	ENTRY_PUBLISHED = 1,
	ENTRY_UPDATED = 2,
	ENTRY_CORRECTED = 3,
	ENTRY_RELEASED = 4, /* end of an embargo or hold; "story.published" on
			       the wire when nothing was out before, else
			       "story.updated" is ENTRY_UPDATED */
	ENTRY_KILLED = 5,
	ENTRY_WITHHELD = 6,
	ENTRY_EXPIRED = 7,
	ENTRY_HELD = 8,     /* embargo or hold: never leaves the house */
	ENTRY_CONFIG = 9,   /* a new generation; no story */
	ENTRY_STOPPED = 10, /* held by an editor: as ENTRY_HELD, but no clock
			       and no partner ends it, except by a kill */
	N_ENTRY_KINDS
};

/* "published"; for people and `why`. */
const char *entry_kind_name(enum entry_kind kind);
/* "story.published" as the envelope says it; NULL: never leaves the house. */
const char *entry_kind_type(enum entry_kind kind);
/* Does it show text to readers: published, updated, corrected, released. */
bool entry_kind_shows(enum entry_kind kind);
/* Killed or withheld: overtakes a backlog, mutes what was before. */
bool entry_kind_mutes(enum entry_kind kind);

#define ENTRY_NEVER INT64_MAX /* until_ms: only a person releases it */
#define ENTRY_SLOTS 16 /* (format, edition) pairs; deliver numbers them */

struct entry {
	atomic_uint n_refs;
	enum entry_kind kind;
	int64_t seq;        /* 0: not journalled yet */
	int64_t time_ms;    /* of the event; the envelope's timestamp */
	struct story_id id; /* empty text: not of a story */
	const char *partner;
	const char *uri;
	const char *version;
	int64_t version_ms; /* the version's own time; -1: unknown */
	const char *reason; /* of a kill, withhold, hold; "" none */
	const char *actor;  /* "partner NAME", "operator NAME", "clock" */
	int64_t until_ms;   /* of a held one: release instant */
	int64_t document;   /* the raw document that brought it; 0: none */
	uint64_t generation;
	/* Sorted, no name twice. Of a kill, withhold or expiry: every product
	 * under which any version went out. */
	const char *const *products;
	size_t n_products;
	const char *routing; /* the conditions that decided, a sentence */
	struct story *story; /* NULL: no text */
	_Atomic(struct blob *) encodings[ENTRY_SLOTS];
	size_t n_bytes; /* of the stored record, for limits */
	char *strings;  /* owns the texts above */
};

/* What the desk fills in; texts are borrowed until entry_new() returned. */
struct entry_facts {
	enum entry_kind kind;
	int64_t time_ms;
	struct slice partner, uri, version, reason, actor, routing;
	int64_t version_ms, until_ms, document;
	uint64_t generation;
	const char *const *products; /* sorted, no name twice */
	size_t n_products;
	struct story *story; /* a reference is taken; NULL: no text */
};

/* One reference, the caller's; seq 0. The id comes of (partner, uri). */
struct entry *entry_new(const struct entry_facts *facts);
struct entry *entry_ref(struct entry *entry);
/* Accepts NULL; returns NULL. */
struct entry *entry_unref(struct entry *entry);
DEFINE_AUTO(struct entry, entry_unref);

/* Appends to `out`, which the caller provides empty; 0, or negative errno: the
 * encoding is not kept then. */
typedef int entry_encode_fn(
	const struct entry *entry, struct buf *out, void *context);
/* The encoding of this slot, made now if nobody made it before. Lent: lives as
 * long as the entry. NULL only when `encode` failed. Any thread; when two race,
 * the loser's bytes are freed. */
struct blob *entry_encoding(const struct entry *entry, unsigned slot,
	entry_encode_fn *encode, void *context);

/* As the journal stores it: flat, length-prefixed; without seq. */
void entry_print(const struct entry *entry, struct buf *out);
/* Read a stored one back. 0, or 1 with why (E-ENTRY). */
int entry_parse(int64_t seq, struct slice bytes, struct entry **ret_entry,
	struct problem *why);

#endif
