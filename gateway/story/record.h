/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.h - a sealed story as bytes: flat, length-prefixed, bounds-checked.
 *
 * The normalizer writes it, the gateway checks it without trusting a byte, the
 * journal keeps it, a replay reads it again. Layout, little-endian:
 *
 *	"TTR1"  u32 total length  { u16 field, u32 length, bytes }*
 *
 * A field may repeat (parties, disclaimers). A composite value is a run of
 * { u32 length, bytes } texts. Unknown fields are skipped, so that an older
 * gateway reads a newer journal. All text is UTF-8 without NUL.
 */
#ifndef STORY_RECORD_H
#define STORY_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"

/* Numbers are for ever: append, never reuse. */
enum record_field {
	RECORD_PARTNER = 1, /* name */
	RECORD_URI = 2,
	RECORD_VERSION = 3,      /* absent: the desk counts */
	RECORD_EVENT = 4,        /* publish update correct kill withhold
				    release expire advisory: what the document
				    itself says */
	RECORD_VERSION_TIME = 5, /* ms since 1970, decimal; absent: unknown */
	RECORD_FIRST_TIME = 6,
	RECORD_EMBARGO = 7,   /* ms, or "unparsed" */
	RECORD_EXPIRES = 8,   /* ms */
	RECORD_LIFECYCLE = 9, /* kind */
	RECORD_LANGUAGE = 10,
	RECORD_URGENCY = 11, /* 1..9 decimal */
	RECORD_HEADLINE = 12,
	RECORD_SUMMARY = 13,
	RECORD_BODY_HTML = 14, /* allow-list markup, escaped, balanced */
	RECORD_BODY_TEXT = 15,
	RECORD_BYLINE = 16,    /* joined with ", " */
	RECORD_COPYRIGHT = 17, /* notice */
	RECORD_RIGHTS_HOLDER = 18,
	RECORD_USAGE_TERMS = 19,
	RECORD_LINK = 20,
	RECORD_PARTY = 21,        /* composite, repeats: role, name */
	RECORD_DISCLAIMER = 22,   /* composite, repeats: kind, heading, text,
				     speaks_for, "required" or "" */
	RECORD_SUBJECT = 23,      /* composite, repeats: name, uri, literal */
	RECORD_MEDIA = 24,        /* composite, repeats: href, content type,
				     title, caption, credit, rights, width,
				     height, size in bytes */
	RECORD_NINJS = 25,        /* the ninjs 3.1 item, dumped, without its
				     "bodies" (story/bodies.h) and without
				     "version" when RECORD_VERSION is absent */
	RECORD_WIRE = 26,         /* the public wire object, dumped */
	RECORD_PROVENANCE = 27,   /* JSON array */
	RECORD_CONTENT_HASH = 28, /* 64 hex: SHA-256 over what readers see */
	RECORD_FORMAT = 29,
	RECORD_REASON = 30,     /* of a reject or hold by a plugin */
	RECORD_VERDICT = 31,    /* pass reject fail */
	RECORD_PUB_STATUS = 32, /* usable withheld canceled */
	RECORD_ALT_ID = 33,     /* composite, repeats: role, value */
	RECORD_DATELINE = 34,   /* text as it stood */
	RECORD_SLUGLINE = 35,
	RECORD_OVERRIDE = 36, /* composite, repeats: story/override.h */
	RECORD_BASE = 37,     /* a record in the record: what overrides took
				 the place of, as the partner's version has it
				 (story/amend.h). Holds none itself */
	RECORD_RULES = 38, /* composite: plugin, rule, plugin, rule, …: each
			      that explained something, once */
	RECORD_UNEXPLAINED = 39, /* composite, repeats: kind, text: what looks
				    like a mark and nobody knows */
	N_RECORD_FIELDS
};

#define RECORD_MAX (32u << 20) /* bytes of one record */

void record_begin(struct buf *out);
void record_put(struct buf *out, enum record_field field, struct slice value);
/* Absent when empty. */
void record_put_some(
	struct buf *out, enum record_field field, struct slice value);
void record_put_integer(
	struct buf *out, enum record_field field, int64_t value);
void record_put_texts(struct buf *out, enum record_field field,
	const struct slice *texts, size_t n_texts);
void record_end(struct buf *out);

/* Is it well formed from end to end? 0, or 1 with why. */
int record_check(struct slice record, struct problem *why);
/* Walk a checked record: *at 0 first; false at the end. */
bool record_next(struct slice record, size_t *at, enum record_field *ret_field,
	struct slice *ret_value);
/* Take a composite apart: how many texts there were, at most `max`. */
size_t record_texts(struct slice value, struct slice *ret_texts, size_t max);

#endif
