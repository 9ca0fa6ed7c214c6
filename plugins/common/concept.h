/* SPDX-License-Identifier: Apache-2.0 */
/*
 * concept.h - what a sentence is about, told by the terms in it.
 *
 * A concept is a few groups of terms, in all languages together; a sentence has
 * the concept when a term of each group stands in it and none of those that
 * rule it out. It finds wordings that nobody has seen before, so it is weak
 * evidence: where the sentence stands must speak for it too.
 */
#ifndef PLUGINS_COMMON_CONCEPT_H
#define PLUGINS_COMMON_CONCEPT_H

#include "common/fold.h"
#include "torntape/plugin.h"

struct concept_set;

struct concept_set *concept_set_new(void);
void concept_set_free(struct concept_set *set);
/* The rule's `all` keys are the groups, its `not` keys what rules it out, terms
 * parted by "|". Does nothing for a rule without `all`. */
void concept_read(
	struct concept_set *set, const struct tt_rule *rule, uint32_t value);
/* Calls `found` for the value of each concept of a folded sentence. */
void concept_scan(const struct concept_set *set, struct piece folded,
	void (*found)(void *context, uint32_t value), void *context);

#endif
