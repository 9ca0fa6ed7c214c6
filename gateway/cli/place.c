/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place - looking for files where people put them.
 */
#include "cli/place.h"

#include <stdio.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/complain.h"

const char *
place_config(const char *given)
{
	static const char *const usual[] = { "./torntape.yaml",
		"/etc/torntape/torntape.yaml" };

	if (given != NULL)
		return given;
	for (size_t i = 0; i < n_elements(usual); i++)
		if (access(usual[i], F_OK) == 0)
			return usual[i];
	return NULL;
}

int
place_load(const char *given, struct config **ret_config)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	const char *path = place_config(given);
	int rc;

	if (path == NULL) {
		fputs("torntape: no configuration: there is neither "
		      "./torntape.yaml nor /etc/torntape/torntape.yaml; name "
		      "one with --config FILE\n",
			stderr);
		return COMMAND_CONFIG;
	}
	rc = config_load(path, &problems, ret_config);
	complain(&problems, path, stderr);
	return rc == 0 ? COMMAND_DONE : COMMAND_CONFIG;
}

int
place_socket(const struct args *args, char **ret_path)
{
	auto_(config_unref) struct config *config = NULL;
	const char *state = args_find(args, "state");
	int rc;

	if (state == NULL) {
		rc = place_load(args_find(args, "config"), &config);
		if (rc != COMMAND_DONE)
			return rc;
		state = config->state;
	}
	*ret_path = mem_printf("%s/control.sock", state);
	return COMMAND_DONE;
}
