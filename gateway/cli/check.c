/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check - `torntape check`: what `run` would say, without running.
 */
#include <stdio.h>

#include "cli/args.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/place.h"
#include "cli/plan.h"

static void
check_tell(const struct config *config, const struct problem_list *problems,
	const char *path)
{
	complain(problems, path, stderr);
	if (config == NULL || complain_count(problems, false) != 0) {
		fprintf(stderr, "%zu errors, %zu warnings\n",
			complain_count(problems, false),
			complain_count(problems, true));
		return;
	}
	printf("%s: good: %zu partners, %zu products, %zu subscribers, %zu "
	       "plugins, %zu warnings\n",
		path, config->n_partners, config->n_products,
		config->n_subscribers, config->n_plugins,
		complain_count(problems, true));
}

int
check_command(const struct args *args)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(config_unref) struct config *config = NULL;
	const char *path = place_config(args_find(args, "config"));
	int rc;

	if (path == NULL)
		return place_load(NULL, &config);
	rc = config_load(path, &problems, &config);
	if (rc == 0)
		rc = plan_check(config, &problems);
	if (args_has(args, "json"))
		complain_json(&problems, stdout);
	else
		check_tell(rc == 0 ? config : NULL, &problems, path);
	if (rc != 0)
		return COMMAND_CONFIG;
	if (args_has(args, "strict") && complain_count(&problems, true) != 0)
		return COMMAND_NO;
	return COMMAND_DONE;
}
