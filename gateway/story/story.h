/* SPDX-License-Identifier: Apache-2.0 */
/*
 * story.h - a sealed story: never changes again, shared by everyone.
 *
 * Made only from a checked record, in one allocation, with an index of where
 * each field lies. Reference-counted with an atomic count; everything else is
 * const, so any thread may read it.
 */
#ifndef STORY_STORY_H
#define STORY_STORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"
#include "story/record.h"

struct story;

/* What the document itself asks for, and what the gateway made of it. */
enum story_event {
	STORY_PUBLISH,
	STORY_UPDATE,
	STORY_CORRECT,
	STORY_KILL,
	STORY_WITHHOLD,
	STORY_RELEASE,
	STORY_EXPIRE,
	STORY_ADVISORY,
	N_STORY_EVENTS
};
const char *story_event_name(enum story_event event); /* "publish" */
/* N_STORY_EVENTS when unknown. */
enum story_event story_event_of(struct slice name);

/* Checks the record, copies it. 0, or 1 with why: refused. Also refused: no
 * partner, uri, event or hash; text that is not UTF-8; times that are no
 * numbers. */
int story_parse(
	struct slice record, struct story **ret_story, struct problem *why);
struct story *story_ref(struct story *story);
/* Accepts NULL; returns NULL. */
struct story *story_unref(struct story *story);
DEFINE_AUTO(struct story, story_unref);

struct slice story_record(const struct story *story);
/* The first value of the field; empty when absent. Lent as long as a reference
 * is held. */
struct slice story_get(const struct story *story, enum record_field field);
bool story_has(const struct story *story, enum record_field field);
/* -1 when absent. RECORD_EMBARGO "unparsed" is INT64_MAX: never due. */
int64_t story_time(const struct story *story, enum record_field field);
enum story_event story_event(const struct story *story);
/* Walk repeated fields: *cursor 0 first; false at the end. */
bool story_each(const struct story *story, enum record_field field,
	size_t *cursor, struct slice *ret_value);
/* Canonical name of the supplier; empty when unknown. */
struct slice story_supplier(const struct story *story);

/* The id that the gateway gives (partner, uri): constant for life, URL-safe,
 * 26 characters and a NUL. From SHA-256, so a rebuilt journal agrees. */
#define STORY_ID_LEN 26
struct story_id {
	char text[STORY_ID_LEN + 1];
};
struct story_id story_id_of(struct slice partner, struct slice uri);
bool story_id_is_valid(struct slice text);

#endif
