/* SPDX-License-Identifier: Apache-2.0 */
/*
 * amend_parts.h - the documents of an amended record. Nobody outside story/
 * includes this.
 */
#ifndef STORY_AMEND_PARTS_H
#define STORY_AMEND_PARTS_H

#include <stdint.h>

#include "story/override.h"

/* `item`, `wire` and `provenance` are the partner's, as they stand in its
 * record; the amended one is appended. */
void amend_item(struct slice item, const struct overrides *overrides,
	int64_t version_ms, struct buf *out);
void amend_wire(
	struct slice wire, const struct overrides *overrides, struct buf *out);
/* `record`: of the partner, for what each trait was. */
void amend_provenance(struct slice provenance, struct slice record,
	const struct overrides *overrides, struct buf *out);

/* Texts that stand for this trait, where one of `overrides` does; else NULL. */
const struct trait_value *amend_value(
	const struct overrides *overrides, enum trait trait);

#endif
