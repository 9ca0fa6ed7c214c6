/* SPDX-License-Identifier: Apache-2.0 */
/*
 * concept.c - one bit for each group that was met. The set is used by one
 * thread, so what was met is kept in it.
 */
#include "common/concept.h"

#include <stdlib.h>

#include "common/lexicon.h"
#include "common/mem.h"

#define MAX_GROUPS 7u /* and one bit for what rules it out */
#define NOT_BIT 7u

struct concept {
	uint32_t value;
	uint8_t groups; /* bits that must be met */
};

struct concept_set {
	struct lexicon *lexicon;
	struct concept *concepts;
	size_t n, cap;
	uint8_t *met;
	size_t cap_met;
};

struct concept_set *
concept_set_new(void)
{
	struct concept_set *set = mem_alloc(sizeof(*set));

	set->lexicon = lexicon_new();
	return set;
}

void
concept_set_free(struct concept_set *set)
{
	if (!set)
		return;
	lexicon_free(set->lexicon);
	free(set->concepts);
	free(set->met);
	free(set);
}

static void
add_terms(struct concept_set *set, const char *terms, uint32_t bit)
{
	struct piece rest = piece_text(terms), term;

	while (piece_next(&rest, &term))
		lexicon_add(set->lexicon, term, (uint32_t)set->n * 8 + bit);
}

void
concept_read(
	struct concept_set *set, const struct tt_rule *rule, uint32_t value)
{
	const char *terms;
	uint32_t n = 0;

	for (; n < MAX_GROUPS && (terms = tt_rule_value(rule, "all", n)); n++)
		add_terms(set, terms, n);
	if (!n)
		return;
	for (size_t i = 0; (terms = tt_rule_value(rule, "not", i)); i++)
		add_terms(set, terms, NOT_BIT);
	mem_more(set->concepts, set->n, set->cap);
	set->concepts[set->n++] =
		(struct concept){ value, (uint8_t)((1u << n) - 1) };
	if (set->n > set->cap_met) {
		set->cap_met = set->cap;
		set->met = mem_grow(set->met, set->cap_met, 1);
	}
}

static void
meet(void *context, uint32_t value)
{
	uint8_t *met = context;

	met[value / 8] |= (uint8_t)(1u << value % 8);
}

void
concept_scan(const struct concept_set *set, struct piece folded,
	void (*found)(void *context, uint32_t value), void *context)
{
	if (!set->n)
		return;
	memset(set->met, 0, set->n);
	lexicon_scan(set->lexicon, folded, meet, set->met);
	for (size_t i = 0; i < set->n; i++)
		if (set->met[i] == set->concepts[i].groups)
			found(context, set->concepts[i].value);
}
