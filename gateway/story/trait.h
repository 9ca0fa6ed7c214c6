/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trait.h - what a person may say otherwise of a sealed story, as a table.
 *
 * A trait is a field of the wire object, or a property of the item, by the name
 * that the report gives it; its value is a list of texts, at most one where it
 * is no list. A notice and a subject have parts, joined with U+001F, which
 * stands in no text of a draft. Read from a record's flat fields; bylines,
 * which those hold joined, from the wire object. Any thread.
 */
#ifndef STORY_TRAIT_H
#define STORY_TRAIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

struct jsonout; /* base/jsonout.h */

/* Names are stored in journals: never rename one. */
enum trait {
	TRAIT_SUPPLIER,
	TRAIT_CONTRIBUTORS,
	TRAIT_DISTRIBUTORS,
	TRAIT_CITED,
	TRAIT_ISSUER,
	TRAIT_RIGHTS_HOLDER,
	TRAIT_PHOTO_CREDITS,
	TRAIT_BYLINES,
	TRAIT_HEADLINE,
	TRAIT_DISCLAIMERS,
	TRAIT_LANGUAGE,
	TRAIT_EMBARGO,
	TRAIT_SUBJECTS,
	N_TRAITS
};

enum trait_shape {
	TRAIT_IS_PARTY,
	TRAIT_IS_TEXT,
	TRAIT_IS_LANGUAGE, /* BCP 47 */
	TRAIT_IS_INSTANT,  /* RFC 3339, or "unparsed" */
	TRAIT_IS_NOTICE, /* kind, heading, text, speaks_for, "required" or "" */
	TRAIT_IS_SUBJECT, /* name, uri, literal */
};

struct trait_value {
	struct slice *texts;
	size_t n, cap;
};

#define TRAIT_PARTS 5 /* of a text, at most */

const char *trait_name(enum trait trait); /* "supplier" */
/* N_TRAITS when there is none of that name. */
enum trait trait_of(struct slice name);
enum trait_shape trait_shape(enum trait trait);
bool trait_is_list(enum trait trait);
/* As records and infoSources call it; NULL: not a party's. */
const char *trait_role(enum trait trait);
/* In the report: "/wire/supplier". */
const char *trait_pointer(enum trait trait);

/* What the record says; texts are copied into the arena. `record` was checked;
 * it may be the partial one of RECORD_BASE. */
struct trait_value trait_read(
	struct slice record, enum trait trait, struct arena *arena);
/* `text` is lent. */
void trait_add(
	struct trait_value *value, struct arena *arena, struct slice text);
bool trait_holds(const struct trait_value *value, struct slice text);
/* In whatever order: a list that was only sorted anew says the same. */
bool trait_is_same(const struct trait_value *a, const struct trait_value *b);
/* A text taken apart; parts that are not there are empty. */
void trait_parts(struct slice text, struct slice ret_parts[TRAIT_PARTS]);
void trait_join(const struct slice *parts, size_t n, struct buf *out);
/* The words that a person would quote of a text: a notice's text, a subject's
 * name. */
struct slice trait_words(enum trait trait, struct slice text);
/* The value as the report has it: null, a text, or an array. */
void trait_print(enum trait trait, const struct trait_value *value,
	struct jsonout *json);

#endif
