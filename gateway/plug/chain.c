/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chain - running plugins one behind the other.
 *
 * The host stamps the plugin's name on the draft before each call, so a plugin
 * cannot speak in another's name, and takes the time.
 */
#include "plug/chain.h"

#include <string.h>

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"

/* One step; of a partner's chain mostly everybody's instance. */
struct chain_link {
	struct tt_instance *instance;
	bool is_own;
};

struct chain {
	struct chain_link *links; /* one per step; instance NULL: left out */
	size_t n_links;
};

struct chain_set {
	struct map *plugins; /* struct plugin by name */
	struct map *chains;  /* struct chain by partner */
	struct share *share;
	struct chain *common;
};

/* ---- making ---------------------------------------------------------------
 */

static struct chain *
chain_free(struct chain *chain)
{
	if (chain == NULL)
		return NULL;
	for (size_t i = 0; i < chain->n_links; i++)
		if (chain->links[i].is_own)
			instance_free(chain->links[i].instance);
	mem_free(chain->links);
	return mem_free(chain);
}

struct chain_set *
chain_set_free(struct chain_set *set)
{
	struct slice key;
	void *value;
	size_t at = 0;

	if (set == NULL)
		return NULL;
	while (map_next(set->chains, &at, &key, &value))
		chain_free(value);
	map_free(set->chains);
	chain_free(set->common);
	/* Before the plugins, whose code drops the things. */
	share_free(set->share);
	at = 0;
	while (map_next(set->plugins, &at, &key, &value))
		plugin_free(value);
	map_free(set->plugins);
	return mem_free(set);
}

static void
chain_open_plugin(struct chain_set *set, const struct chain_plan *plan,
	const char *name, struct problem_list *problems)
{
	struct plugin *plugin = map_find(set->plugins, slice_text(name));
	struct problem why = PROBLEM_NULL;

	if (plugin != NULL)
		return;
	if (plugin_open(name, plan->places, &plugin, &why) != 0)
		problem_list_add(problems, &why);
	else
		map_set(set->plugins, slice_text(name), plugin);
}

static const struct chain_override *
chain_find_override(const struct chain_partner *partner, const char *plugin)
{
	for (size_t i = 0; partner != NULL && i < partner->n_overrides; i++)
		if (strcmp(partner->overrides[i].plugin, plugin) == 0)
			return &partner->overrides[i];
	return NULL;
}

/* The step's options, but for those that the override has too, and the
 * override's. */
static struct instance_option *
chain_options(const struct chain_step *step,
	const struct chain_override *override, size_t *ret_n)
{
	size_t n_more = override != NULL ? override->n_options : 0, n = 0;
	struct instance_option *options =
		mem_zero((step->n_options + n_more) * sizeof(*options));

	for (size_t i = 0; i < step->n_options; i++) {
		bool is_replaced = false;

		for (size_t j = 0; j < n_more; j++)
			is_replaced |= strcmp(step->options[i].name,
					       override->options[j].name) == 0;
		if (!is_replaced)
			options[n++] = step->options[i];
	}
	for (size_t j = 0; j < n_more; j++)
		options[n++] = override->options[j];
	*ret_n = n;
	return options;
}

/* `partner` NULL: everybody's. A plugin that is not there was told of by
 * whoever asked for it first. */
static int
chain_make_link(struct chain_set *set, const struct chain_plan *plan,
	size_t i_step, const struct chain_partner *partner,
	struct chain_link *link, struct problem_list *problems)
{
	const struct chain_step *step = &plan->steps[i_step];
	const struct chain_override *override =
		chain_find_override(partner, step->plugin);
	struct instance_plan make = {
		.plugin = map_find(set->plugins, slice_text(step->plugin)),
		.may_retract = step->may_retract,
		.rulebook = plan->rulebook,
		.share = set->share,
		.whose = partner != NULL ? partner->whose : WHOSE_NOBODY,
	};
	struct instance_option *options;
	int rc;

	if (make.plugin == NULL)
		return 1;
	options = chain_options(step, override, &make.n_options);
	make.options = options;
	rc = instance_new(&make, problems, &link->instance);
	mem_free(options);
	link->is_own = rc == 0;
	return rc;
}

static int
chain_check_overrides(const struct chain_plan *plan,
	const struct chain_partner *partner, struct problem_list *problems)
{
	int rc = 0;

	for (size_t i = 0; i < partner->n_overrides; i++) {
		const char *name = partner->overrides[i].plugin;
		struct problem why = PROBLEM_NULL;
		size_t at = 0;

		while (at < plan->n_steps &&
			strcmp(plan->steps[at].plugin, name) != 0)
			at++;
		if (at < plan->n_steps)
			continue;
		problem_at(&why, partner->whose.name, 0, 0);
		problem_set(&why, 1, "E-CHAIN-OVERRIDE",
			"partner %s changes plugin %.40s, which is not in the "
			"chain",
			partner->whose.name, name);
		problem_list_add(problems, &why);
		rc = 1;
	}
	return rc;
}

static struct chain *
chain_new(const struct chain_plan *plan)
{
	struct chain *chain = mem_new(struct chain);

	chain->links = mem_zero((plan->n_steps + 1) * sizeof(*chain->links));
	chain->n_links = plan->n_steps;
	return chain;
}

static int
chain_make_common(struct chain_set *set, const struct chain_plan *plan,
	struct problem_list *problems)
{
	int rc = 0;

	set->common = chain_new(plan);
	for (size_t i = 0; i < plan->n_steps; i++) {
		chain_open_plugin(set, plan, plan->steps[i].plugin, problems);
		rc |= chain_make_link(
			set, plan, i, NULL, &set->common->links[i], problems);
	}
	return rc;
}

/* Does the partner have anything otherwise in this step? */
static bool
chain_differs(const struct chain_plan *plan,
	const struct chain_partner *partner, const char *plugin)
{
	return chain_find_override(partner, plugin) != NULL ||
	       rulebook_concerns(plan->rulebook, plugin, &partner->whose);
}

static int
chain_make_own(struct chain_set *set, const struct chain_plan *plan,
	const struct chain_partner *partner, struct problem_list *problems)
{
	struct chain *chain = NULL;
	int rc = chain_check_overrides(plan, partner, problems);

	for (size_t i = 0; i < plan->n_steps; i++) {
		const char *plugin = plan->steps[i].plugin;
		const struct chain_override *override =
			chain_find_override(partner, plugin);

		if (!chain_differs(plan, partner, plugin))
			continue;
		if (chain == NULL) {
			chain = chain_new(plan);
			for (size_t k = 0; k < plan->n_steps; k++)
				chain->links[k].instance =
					set->common->links[k].instance;
		}
		chain->links[i].instance = NULL;
		if (override == NULL || !override->off)
			rc |= chain_make_link(set, plan, i, partner,
				&chain->links[i], problems);
	}
	if (chain != NULL)
		chain_free(map_set(
			set->chains, slice_text(partner->whose.name), chain));
	return rc;
}

int
chain_set_new(const struct chain_plan *plan, struct problem_list *problems,
	struct chain_set **ret_set)
{
	auto_(chain_set_free) struct chain_set *set = mem_new(struct chain_set);
	int rc;

	set->plugins = map_new();
	set->chains = map_new();
	set->share = share_new();
	rc = chain_make_common(set, plan, problems);
	for (size_t i = 0; i < plan->n_partners; i++)
		rc |= chain_make_own(set, plan, &plan->partners[i], problems);
	if (rc != 0)
		return 1;
	*ret_set = steal(set);
	return 0;
}

/* ---- running --------------------------------------------------------------
 */

struct chain *
chain_for(struct chain_set *set, const char *partner)
{
	struct chain *own = map_find(set->chains, slice_text(partner));

	return own != NULL ? own : set->common;
}

static enum tt_verdict
chain_call(struct tt_instance *instance, struct draft *draft)
{
	const struct tt_plugin *plugin = &instance->plugin->descriptor;
	int64_t begun_us = clock_mono_us();
	enum tt_verdict verdict;

	draft->running = plugin->name;
	draft->may_retract = instance->may_retract;
	verdict = plugin->process(instance, (struct tt_draft *)draft);
	draft->running = "gateway";
	draft->may_retract = false;
	instance->spent_us += clock_mono_us() - begun_us;
	instance->n_stories++;
	if (verdict == TT_PASS || verdict == TT_REJECT)
		return verdict;
	instance->n_failed++;
	if (verdict != TT_FAIL)
		problem_set(&draft->reason, 1, "E-PLUGIN-VERDICT",
			"plugin %s answered %d, which is no verdict",
			plugin->name, (int)verdict);
	return TT_FAIL;
}

enum tt_verdict
chain_run(struct chain *chain, struct draft *draft)
{
	for (size_t i = 0; i < chain->n_links; i++) {
		struct tt_instance *instance = chain->links[i].instance;
		enum tt_verdict verdict;
		const char *name;

		if (instance == NULL)
			continue;
		draft->reason = PROBLEM_NULL;
		verdict = chain_call(instance, draft);
		if (verdict == TT_PASS)
			continue;
		name = instance->plugin->descriptor.name;
		if (draft->reason.code == NULL)
			problem_set(&draft->reason, 1, "E-PLUGIN-REASON",
				"plugin %s gave no reason", name);
		problem_at(&draft->reason, name, 0, 0);
		return verdict;
	}
	draft_settle_foot(draft);
	draft_settle_space(draft);
	return TT_PASS;
}

size_t
chain_count(const struct chain *chain)
{
	size_t n = 0;

	for (size_t i = 0; i < chain->n_links; i++)
		n += chain->links[i].instance != NULL;
	return n;
}

const struct tt_instance *
chain_at(const struct chain *chain, size_t i)
{
	for (size_t k = 0; k < chain->n_links; k++)
		if (chain->links[k].instance != NULL && i-- == 0)
			return chain->links[k].instance;
	return NULL;
}
