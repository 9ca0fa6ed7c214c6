/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_rules - a rule file of anything; then the same once more, as the
 * operator's own file over the shipped one.
 *
 * Beyond not crashing: a refusal says where; the second file replaces the first
 * rule by rule and adds none, for whomever; nobody in particular gets no rule
 * of a partner's, a partner gets what everybody has but for what is its own;
 * every rule has a name of its own, and its values are text.
 *
 * Reaches: gateway/plug/rules.c gateway/plug/whose.c gateway/base/map.c
 * gateway/base/arena.c
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/ensure.h"
#include "base/utf8.h"
#include "plug/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_rule(const struct tt_rules *rules, size_t i)
{
	const struct tt_rule *rule = rules_at(rules, i);
	struct problem where = PROBLEM_NULL;
	const char *value;
	size_t n;

	ensure(rules_id(rule)[0] != '\0' && rules_line(rule) != 0);
	if (i > 0)
		ensure(strcmp(rules_id(rule), rules_id(rules_at(rules, 0))));
	for (n = 0; (value = rules_value(rule, "mark", n)) != NULL; n++)
		ensure(utf8_is_valid(slice_text(value)));
	rules_place(rule, "mark", n, &where);
	ensure(where.line == rules_line(rule));
}

static void
fuzz_view(const struct tt_rules *book, const struct whose *whose, size_t half)
{
	auto_(rules_free) struct tt_rules *view = rules_view(book, whose);

	ensure(rules_count(view) <= half);
	for (size_t i = 0; i < rules_count(view); i++) {
		const struct tt_rule *rule = rules_at(view, i);

		fuzz_rule(view, i);
		ensure(rules_is_operators(rule));
		ensure(rules_partner(rule, 0) == NULL ||
			rules_concern(book, whose));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of((const char *)data, size);
	auto_(problem_list_done) struct problem_list once = { 0 },
						     twice = { 0 };
	auto_(problem_list_done) struct problem_list lint = { 0 };
	auto_(rules_free) struct tt_rules *book = rules_new();
	int first = rules_parse(book, "shipped", false, text, &once);
	size_t n = rules_count(book);
	int second = rules_parse(book, "own", true, text, &twice);

	ensure(first == second && once.n_items == twice.n_items);
	ensure((first != 0) == (once.n_items != 0));
	for (size_t i = 0; i < once.n_items; i++)
		ensure(once.items[i].code && once.items[i].where[0] != '\0');
	ensure(rules_count(book) == 2 * n || n > RULES_MAX_COUNT / 2);
	ensure(rules_check_keys(book, NULL) == 0);
	rules_lint(book, &lint);
	ensure(lint.n_items + lint.n_dropped <= n);
	ensure(!rules_concern(book, &WHOSE_NOBODY));
	fuzz_view(book, &WHOSE_NOBODY, n);
	fuzz_view(book, &(struct whose){ "menafn", "MENAFN" }, n);
	return 0;
}
