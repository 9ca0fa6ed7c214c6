/* SPDX-License-Identifier: Apache-2.0 */
/*
 * concept_out.h - the people, organisations, places and so on of a sealed
 * item, one after the other, for writers of formats that have elements for
 * them.
 *
 * They went into the item as the document had them (format/concepts.h) or as a
 * ninjs document brought them; here they come out of the item's own JSON. Any
 * thread.
 */
#ifndef FORMAT_CONCEPT_OUT_H
#define FORMAT_CONCEPT_OUT_H

#include <stdbool.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/slice.h"
#include "format/concepts.h"

struct story;

/* One of them; each part may be empty. Zero is none yet. */
struct concept_out {
	struct slice rest; /* those that are still to come */
	struct buf name, rel, uri, literal;
};

/* Begin with those of a kind. */
struct concept_out concept_out_of(
	const struct story *story, enum concept_kind kind);
/* The next one's parts; false at the end. */
bool concept_out_next(struct concept_out *out);
void concept_out_done(struct concept_out *out);
DEFINE_AUTO_VALUE(struct concept_out, concept_out_done);

#endif
