/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chain.h - the plugins in the order in which they see a story.
 *
 * A chain_set holds what the configuration asks for: the chain that everybody
 * has, and one for each partner that has something otherwise: options, a plugin
 * less, or rules of its own. Plugins are loaded once; a partner's chain has
 * instances of its own only of those plugins in which it differs. Runs in the
 * normalizer (or in a test), one thread.
 */
#ifndef PLUG_CHAIN_H
#define PLUG_CHAIN_H

#include "base/problem.h"
#include "plug/instance.h"
#include "story/draft.h"

struct chain_step {
	const char *plugin;
	const struct instance_option *options;
	size_t n_options;
	bool may_retract;
};

/* What a partner has otherwise: options that come on top of the step's. */
struct chain_override {
	const char *plugin;
	bool off;
	const struct instance_option *options;
	size_t n_options;
};

struct chain_partner {
	struct whose whose;
	const struct chain_override *overrides;
	size_t n_overrides;
};

/* Borrowed; only read while the set is made, but for the rulebook, which must
 * outlive it. */
struct chain_plan {
	const char *const *places; /* of plugins, NULL-terminated */
	struct rulebook *rulebook; /* parsed */
	const struct chain_step *steps;
	size_t n_steps;
	const struct chain_partner *partners;
	size_t n_partners;
};

struct chain_set;
struct chain;

/* All problems of all plugins at once. 0, or 1. */
int chain_set_new(const struct chain_plan *plan, struct problem_list *problems,
	struct chain_set **ret_set);
/* Accepts NULL; returns NULL. */
struct chain_set *chain_set_free(struct chain_set *set);
DEFINE_AUTO(struct chain_set, chain_set_free);

/* The partner's own chain or everybody's. Never NULL. */
struct chain *chain_for(struct chain_set *set, const char *partner);

/* Show the draft to each plugin in turn, until one does not pass. What the
 * plugin answered, or TT_FAIL for nonsense; draft->reason says why. */
enum tt_verdict chain_run(struct chain *chain, struct draft *draft);

size_t chain_count(const struct chain *chain);
const struct tt_instance *chain_at(const struct chain *chain, size_t i);

#endif
