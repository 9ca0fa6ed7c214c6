/* SPDX-License-Identifier: Apache-2.0 */
/*
 * routes - the products of one generation, copied, sorted, matched in turn.
 *
 * A rule is asked condition by condition, in a fixed order; the first one that
 * fails decides, and is named. A few dozen products against one story is a
 * handful of comparisons, so there is no index. Any thread.
 */
#include "route/routes.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/ensure.h"
#include "base/mem.h"

struct routes {
	atomic_uint n_refs;
	uint64_t generation;
	struct arena arena;
	struct product_rule *rules; /* sorted by name */
	size_t n_rules;
};

static const char *const *
copy_list(struct arena *arena, const char *const *list)
{
	size_t n = 0;
	const char **copy;

	if (list == NULL)
		return NULL;
	while (list[n] != NULL)
		n++;
	copy = arena_zero(arena, (n + 1) * sizeof(*copy));
	for (size_t i = 0; i < n; i++)
		copy[i] = arena_text(arena, slice_text(list[i]));
	return copy;
}

static int
rule_order(const void *a, const void *b)
{
	const struct product_rule *left = a, *right = b;

	return strcmp(left->name, right->name);
}

/* Two products of one name are a mistake in the configuration: neither may
 * match, or the wrong one could. */
static void
refuse_twins(struct routes *routes)
{
	for (size_t i = 1; i < routes->n_rules; i++)
		if (!strcmp(routes->rules[i - 1].name, routes->rules[i].name)) {
			routes->rules[i - 1].valid = false;
			routes->rules[i].valid = false;
		}
}

struct routes *
routes_new(
	const struct product_rule *rules, size_t n_rules, uint64_t generation)
{
	struct routes *routes = mem_new(struct routes);
	struct arena *arena = &routes->arena;

	atomic_init(&routes->n_refs, 1);
	routes->generation = generation;
	routes->n_rules = n_rules;
	routes->rules = arena_zero(arena, (n_rules + 1) * sizeof(*rules));
	for (size_t i = 0; i < n_rules; i++) {
		struct product_rule *rule = &routes->rules[i];

		*rule = rules[i];
		rule->name = arena_text(arena, slice_text(rules[i].name));
		rule->partners = copy_list(arena, rules[i].partners);
		rule->suppliers = copy_list(arena, rules[i].suppliers);
		rule->languages = copy_list(arena, rules[i].languages);
		rule->subjects = copy_list(arena, rules[i].subjects);
	}
	if (n_rules > 1)
		qsort(routes->rules, n_rules, sizeof(*rules), rule_order);
	refuse_twins(routes);
	return routes;
}

struct routes *
routes_ref(struct routes *routes)
{
	ensure(atomic_fetch_add_explicit(
		       &routes->n_refs, 1, memory_order_relaxed) != 0);
	return routes;
}

struct routes *
routes_unref(struct routes *routes)
{
	if (routes == NULL || atomic_fetch_sub_explicit(&routes->n_refs, 1,
				      memory_order_acq_rel) != 1)
		return NULL;
	arena_done(&routes->arena);
	return mem_free(routes);
}

uint64_t
routes_generation(const struct routes *routes)
{
	return routes->generation;
}

void
routing_done(struct routing *routing)
{
	routing->products = mem_free(routing->products);
	routing->why = mem_free(routing->why);
	routing->n_products = 0;
}

/* ---- one condition each ----------------------------------------------------
 */

static bool
is_one_of(struct slice value, const char *const *list)
{
	for (; value.len != 0 && *list != NULL; list++)
		if (slice_is_nocase(value, *list))
			return true;
	return false;
}

/* RFC 4647 section 3.3.1, basic filtering. */
static bool
language_in(struct slice language, const char *const *ranges)
{
	for (; language.len != 0 && *ranges != NULL; ranges++) {
		struct slice range = slice_text(*ranges);

		if (range.len == 0 || range.len > language.len)
			continue;
		if (!slice_equal_nocase(
			    slice_of(language.at, range.len), range))
			continue;
		if (range.len == language.len || language.at[range.len] == '-')
			return true;
	}
	return false;
}

static bool
subject_in(const struct story *story, const char *const *list)
{
	struct slice value, texts[3];
	size_t cursor = 0;

	while (story_each(story, RECORD_SUBJECT, &cursor, &value)) {
		size_t n = record_texts(value, texts, n_elements(texts));

		for (size_t i = 0; i < n && i < n_elements(texts); i++)
			if (is_one_of(texts[i], list))
				return true;
	}
	return false;
}

static bool
urgency_in(const struct story *story, unsigned set)
{
	struct slice text = story_get(story, RECORD_URGENCY);
	uint64_t urgency;

	return !slice_to_u64(text, &urgency) && urgency >= 1 && urgency <= 9 &&
	       (set & (1u << urgency)) != 0;
}

static bool
rule_says(
	bool holds, struct buf *why, const char *condition, struct slice value)
{
	if (value.len > 60)
		value.len = 0;
	if (holds)
		buf_printf(why, " %s %.*s,", condition, (int)value.len,
			value.len ? value.at : "");
	else
		buf_printf(why, " no, %s %.*s;", condition,
			value.len ? (int)value.len : 7,
			value.len ? value.at : "not met");
	return holds;
}

static bool
rule_conditions(const struct product_rule *rule, const struct story *story,
	struct slice partner, struct buf *why)
{
	struct slice supplier = story_supplier(story);
	struct slice language = story_get(story, RECORD_LANGUAGE);

	if (rule->partners != NULL &&
		!rule_says(is_one_of(partner, rule->partners), why, "partner",
			partner))
		return false;
	if (rule->suppliers != NULL &&
		!rule_says(is_one_of(supplier, rule->suppliers), why,
			"supplier", supplier))
		return false;
	if (rule->languages != NULL &&
		!rule_says(language_in(language, rule->languages), why,
			"language", language))
		return false;
	if (rule->subjects != NULL &&
		!rule_says(subject_in(story, rule->subjects), why, "subject",
			slice_text("")))
		return false;
	return !rule->has_urgency ||
	       rule_says(urgency_in(story, rule->urgencies), why, "urgency",
		       story_get(story, RECORD_URGENCY));
}

static bool
rule_is_empty(const struct product_rule *rule)
{
	return rule->partners == NULL && rule->suppliers == NULL &&
	       rule->languages == NULL && rule->subjects == NULL &&
	       !rule->has_urgency;
}

static bool
rule_match(const struct product_rule *rule, const struct story *story,
	struct slice partner, struct buf *why)
{
	buf_printf(why, "%s%s:", why->len ? " " : "", rule->name);
	if (!rule->valid) {
		buf_puts(why, " no, rule is invalid;");
		return false;
	}
	if (rule->all) {
		buf_puts(why, " yes, all;");
		return true;
	}
	if (rule_is_empty(rule)) {
		buf_puts(why, " no, match is empty;");
		return false;
	}
	if (!rule_conditions(rule, story, partner, why))
		return false;
	buf_puts(why, " yes;");
	return true;
}

void
routes_match(const struct routes *routes, const struct story *story,
	struct slice partner, struct routing *ret_routing)
{
	struct buf why = BUF_NULL;
	struct routing routing = { 0 };

	routing.products =
		mem_zero((routes->n_rules + 1) * sizeof(*routing.products));
	for (size_t i = 0; i < routes->n_rules; i++) {
		const struct product_rule *rule = &routes->rules[i];

		if (rule_match(rule, story, partner, &why))
			routing.products[routing.n_products++] = rule->name;
	}
	if (routes->n_rules == 0)
		buf_puts(&why, "no product is configured");
	routing.why = buf_take(&why);
	*ret_routing = routing;
}
