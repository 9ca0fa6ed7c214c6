/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.h - the command that is the gateway: wire the layers together and serve.
 */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include <stdbool.h>

struct run_options {
	const char
		*config_path;  /* NULL: search (cli/place.h); unused by demo */
	bool demo;             /* own certificate, partner and subscribers */
	bool json;             /* tell the demo's facts as one JSON object */
	bool exit_after_start; /* start whole, then stop: proves the start */
};

/* Returns an exit code of the contract (cli/command.h). */
int run_command(const struct run_options *options);

#endif
