/* SPDX-License-Identifier: Apache-2.0 */
/*
 * concepts.h - the people, organisations, places and so on of an item, which
 * ninjs keeps in lists of their own, gathered while a document is walked.
 *
 * The gateway has no opinion on them: they go through as properties of the
 * item. Each list is bounded. Normalizer's thread.
 */
#ifndef FORMAT_CONCEPTS_H
#define FORMAT_CONCEPTS_H

#include "base/auto.h"
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/slice.h"
#include "story/draft.h"

enum concept_kind {
	CONCEPT_PERSON,
	CONCEPT_ORGANISATION,
	CONCEPT_PLACE,
	CONCEPT_EVENT,
	CONCEPT_OBJECT,
	CONCEPT_GENRE,
	N_CONCEPT_KINDS
};

#define CONCEPTS_MAX 500u /* of a kind, in one item */

struct concepts {
	struct buf text[N_CONCEPT_KINDS];
	struct jsonout json[N_CONCEPT_KINDS];
	unsigned n[N_CONCEPT_KINDS];
};

/* The property of the item that lists them: "people". */
const char *concepts_name(enum concept_kind kind);

/* All may be empty but one of name, uri and literal. `rel` is not told of a
 * genre; a uri that is none is told as literal. */
struct concept {
	struct slice name, rel, uri, literal;
};

void concepts_add(struct concepts *concepts, enum concept_kind kind,
	const struct concept *concept);
/* As properties of the draft. */
void concepts_put(struct concepts *concepts, struct draft *draft);
void concepts_done(struct concepts *concepts);
DEFINE_AUTO_VALUE(struct concepts, concepts_done);

#endif
