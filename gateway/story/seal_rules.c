/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_rules - which rules explained something of the story, and what looks
 * like a mark and none of them explains.
 *
 * Out of the provenance of facts, of claims on the text and of what plugins say
 * besides; each rule once, whatever it did. For the gateway's own books
 * (desk/usage.h), not for readers. What the document's metadata says has no
 * rule.
 */
#include <string.h>

#include "story/record.h"
#include "story/seal_parts.h"

#define SEAL_RULES_MAX 64u /* of a story; more are not told */

struct seal_rules {
	const char *plugins[SEAL_RULES_MAX], *rules[SEAL_RULES_MAX];
	size_t n;
};

/* Of the document itself, or a fact that a plugin gave no rule for. */
static bool
seal_is_no_rule(const char *plugin, const char *rule)
{
	return plugin == NULL || rule == NULL ||
	       strcmp(plugin, "decode") == 0 ||
	       strcmp(plugin, "gateway") == 0 || strcmp(rule, "metadata") == 0;
}

static bool
seal_is_same(const char *a, const char *b)
{
	return a == b || strcmp(a, b) == 0;
}

static void
seal_add_rule(struct seal_rules *all, const char *plugin, const char *rule)
{
	if (all->n == SEAL_RULES_MAX || seal_is_no_rule(plugin, rule))
		return;
	for (size_t i = all->n; i-- > 0;)
		if (seal_is_same(all->rules[i], rule) &&
			seal_is_same(all->plugins[i], plugin))
			return;
	all->plugins[all->n] = plugin;
	all->rules[all->n++] = rule;
}

void
seal_put_rules(const struct draft *draft, struct buf *out)
{
	struct slice texts[2 * SEAL_RULES_MAX];
	struct seal_rules all = { .n = 0 };

	for (size_t i = 0; i < draft->provenance.n; i++) {
		const struct draft_evidence *evidence =
			&draft->provenance.items[i].evidence;

		seal_add_rule(&all, evidence->plugin, evidence->rule);
	}
	for (size_t i = 0; i < draft->spans.n; i++)
		seal_add_rule(&all, draft->spans.items[i].plugin,
			draft->spans.items[i].rule);
	for (size_t i = 0; i < draft->used.n; i++)
		seal_add_rule(&all, draft->used.items[i].plugin,
			draft->used.items[i].rule);
	for (size_t i = 0; i < all.n; i++) {
		texts[2 * i] = slice_text(all.plugins[i]);
		texts[2 * i + 1] = slice_text(all.rules[i]);
	}
	if (all.n != 0)
		record_put_texts(out, RECORD_RULES, texts, 2 * all.n);
	for (size_t i = 0; i < draft->unexplained.n; i++) {
		const struct slice mark[] = {
			slice_text(draft->unexplained.items[i].kind),
			slice_text(draft->unexplained.items[i].text)
		};

		record_put_texts(out, RECORD_UNEXPLAINED, mark, 2);
	}
}
