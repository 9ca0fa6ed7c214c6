/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.h - what the configuration means to the layers that must not know it.
 *
 * config/ holds words; the normalizer wants a plan. Made here, because only
 * the commands know both.
 */
#ifndef CLI_PLAN_H
#define CLI_PLAN_H

#include "base/arena.h"
#include "base/problem.h"
#include "config/config.h"
#include "normalize/normalize.h"

/* The plan lives in the arena and borrows from `config`, which must outlive
 * it. NULL gives the plan of a file that names nothing. */
void plan_normalizer(const struct config *config, struct arena *arena,
	struct normalizer_plan *ret_plan);

/* A partner by name alone, for `try` without a configuration. NULL: none. */
void plan_add_stranger(
	const char *name, struct arena *arena, struct normalizer_plan *plan);

/* What only the layers themselves can judge: plugins and their options, rule
 * files, urgencies. Loads them as `run` would. 0, or 1 with all problems. */
int plan_check(const struct config *config, struct problem_list *problems);

#endif
