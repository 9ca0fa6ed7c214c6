/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan - from words to plans, and the checks that need a layer's own eyes.
 */
#include "cli/plan.h"

#include <stdio.h>
#include <string.h>

#include "route/product.h"

static const char *const plan_chain[] = { "sanitize", "source", "lifecycle",
	"disclaimer", "furniture", "language", "attribution", "topics",
	"unexplained" };

static const struct instance_option *
plan_options(
	struct arena *arena, const struct config_setting *settings, size_t n)
{
	struct instance_option *options =
		arena_zero(arena, (n + 1) * sizeof(*options));

	for (size_t i = 0; i < n; i++)
		options[i] = (struct instance_option){ settings[i].name,
			settings[i].value };
	return options;
}

static void
plan_steps(const struct config *config, struct arena *arena,
	struct normalizer_plan *plan)
{
	size_t n = config ? config->n_plugins : n_elements(plan_chain);
	struct chain_step *steps = arena_zero(arena, (n + 1) * sizeof(*steps));

	for (size_t i = 0; i < n; i++) {
		const struct config_plugin *plugin;

		if (config == NULL) {
			steps[i].plugin = plan_chain[i];
			continue;
		}
		plugin = &config->plugins[i];
		steps[i] = (struct chain_step){
			.plugin = plugin->name,
			.options = plan_options(
				arena, plugin->settings, plugin->n_settings),
			.n_options = plugin->n_settings,
			.may_retract = plugin->may_retract,
		};
	}
	plan->steps = steps;
	plan->n_steps = n;
}

static const struct chain_override *
plan_overrides(struct arena *arena, const struct config_partner *partner)
{
	struct chain_override *overrides = arena_zero(
		arena, (partner->n_overrides + 1) * sizeof(*overrides));

	for (size_t i = 0; i < partner->n_overrides; i++) {
		const struct config_override *from = &partner->overrides[i];

		overrides[i] = (struct chain_override){
			.plugin = from->plugin,
			.off = from->off,
			.options = plan_options(
				arena, from->settings, from->n_settings),
			.n_options = from->n_settings,
		};
	}
	return overrides;
}

static const struct draft_notice *
plan_notices(struct arena *arena, const struct config_partner *partner)
{
	struct draft_notice *notices =
		arena_zero(arena, (partner->n_notices + 1) * sizeof(*notices));

	for (size_t i = 0; i < partner->n_notices; i++)
		notices[i] = (struct draft_notice){
			.kind = partner->notices[i].kind,
			.text = partner->notices[i].text,
			.speaks_for = partner->notices[i].speaks_for,
		};
	return notices;
}

static void
plan_partner(struct arena *arena, const struct config_partner *from,
	struct normalizer_partner *ret_partner)
{
	ret_partner->partner = (struct draft_partner){
		.name = from->name,
		.title = from->title,
		.role = from->role,
		.timezone = from->timezone,
		.language = from->language,
		.charset = from->charset,
		.may_kill = from->may_kill,
		.may_embargo = from->may_embargo,
		.notices = plan_notices(arena, from),
		.n_notices = from->n_notices,
	};
	ret_partner->overrides = plan_overrides(arena, from);
	ret_partner->n_overrides = from->n_overrides;
}

void
plan_normalizer(const struct config *config, struct arena *arena,
	struct normalizer_plan *ret_plan)
{
	struct normalizer_plan plan = { .rules_dir = "" };
	struct normalizer_partner *partners;

	plan_steps(config, arena, &plan);
	if (config != NULL) {
		plan.rules_dir = config->rules;
		plan.memory_bytes = (uint64_t)config->normalizer.memory;
		plan.n_partners = config->n_partners;
		partners = arena_zero(
			arena, (plan.n_partners + 1) * sizeof(*partners));
		for (size_t i = 0; i < plan.n_partners; i++)
			plan_partner(arena, &config->partners[i], &partners[i]);
		plan.partners = partners;
	}
	*ret_plan = plan;
}

void
plan_add_stranger(
	const char *name, struct arena *arena, struct normalizer_plan *plan)
{
	struct normalizer_partner *partner;

	if (name == NULL)
		return;
	partner = arena_zero(arena, sizeof(*partner));
	partner->partner = (struct draft_partner){
		.name = name,
		.title = name,
		.role = "distributor",
		.timezone = "UTC",
		.language = "",
		.charset = "",
	};
	plan->partners = partner;
	plan->n_partners = 1;
}

/* ---- checks -------------------------------------------------------------- */

static int
plan_check_urgencies(const struct config *config, struct problem_list *problems)
{
	int rc = 0;

	for (size_t i = 0; i < config->n_products; i++) {
		const struct config_match *match = &config->products[i].match;

		for (size_t j = 0; match->urgency && match->urgency[j]; j++) {
			struct problem why = PROBLEM_NULL;
			unsigned urgencies;

			problem_at(&why, config->path, match->urgency_line,
				match->urgency_column);
			if (product_parse_urgency(slice_text(match->urgency[j]),
				    &urgencies, &why) == 0)
				continue;
			problem_list_add(problems, &why);
			rc = 1;
		}
	}
	return rc;
}

static int
plan_refuse(const struct config *config, const struct config_notice *notice,
	const char *what, struct problem_list *problems)
{
	struct problem why = PROBLEM_NULL;

	problem_at(&why, config->path, notice->line, notice->column);
	problem_set(&why, 1, "E-CONFIG-VALUE", "%s", what);
	problem_list_add(problems, &why);
	return 1;
}

static int
plan_check_word(const struct config *config, const struct config_notice *notice,
	const char *word, const char *const *words, const char *what,
	struct problem_list *problems)
{
	char said[256];
	const char *near;

	if (word == NULL) /* the reader has said that it is missing */
		return 1;
	for (size_t i = 0; words[i] != NULL; i++)
		if (strcmp(word, words[i]) == 0)
			return 0;
	near = option_nearest_of(words, slice_text(word));
	snprintf(said, sizeof(said), "no notice has the %s '%.60s'%s%s%s", what,
		word, near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
	return plan_refuse(config, notice, said, problems);
}

static int
plan_check_notice(const struct config *config,
	const struct config_notice *notice, struct problem_list *problems)
{
	int rc = plan_check_word(config, notice, notice->kind,
		draft_notice_kinds, "kind", problems);

	rc |= plan_check_word(config, notice, notice->speaks_for,
		draft_notice_speakers, "speaker", problems);
	if (notice->text != NULL &&
		slice_trim(slice_text(notice->text)).len == 0)
		rc |= plan_refuse(config, notice,
			"this notice says nothing; write its words in 'text'",
			problems);
	return rc;
}

static int
plan_check_notices(const struct config *config, struct problem_list *problems)
{
	int rc = 0;

	for (size_t i = 0; i < config->n_partners; i++)
		for (size_t k = 0; k < config->partners[i].n_notices; k++)
			rc |= plan_check_notice(config,
				&config->partners[i].notices[k], problems);
	return rc;
}

/* The place of a plugin in the file, for a problem that has none. */
static void
plan_place(const struct config *config, struct problem *problem)
{
	for (size_t i = 0; i < config->n_plugins; i++) {
		const struct config_plugin *plugin = &config->plugins[i];
		struct slice name = slice_text(plugin->name);

		if (problem->line != 0 || plugin->line == 0 || name.len == 0 ||
			!slice_starts(slice_text(problem->where), name))
			continue;
		problem_at(problem, config->path, plugin->line, plugin->column);
		return;
	}
}

int
plan_check(const struct config *config, struct problem_list *problems)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(normalizer_free) struct normalizer *normalizer = NULL;
	struct normalizer_plan plan;
	size_t before = problems->n_items;
	int rc = plan_check_urgencies(config, problems) |
		 plan_check_notices(config, problems);

	plan_normalizer(config, &arena, &plan);
	rc |= normalizer_new(&plan, problems, &normalizer);
	for (size_t i = before; i < problems->n_items; i++)
		plan_place(config, &problems->items[i]);
	return rc != 0;
}
