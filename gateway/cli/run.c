/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run - the gateway's wiring.
 */
#include "cli/run.h"

#include <stdio.h>

#include "cli/command.h"

int
run_command(const struct run_options *options)
{
	(void)options;
	fputs("torntape: this build has no gateway in it\n", stderr);
	return COMMAND_FAILED;
}
