/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main - the entry of the one binary: a command for people, or a normalizer
 * process when the gateway started itself with a socket in its hand.
 *
 * The hash seed of the JSON reader is drawn first of all: before threads, and
 * before a sandbox closes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/slice.h"
#include "cli/command.h"
#include "normalize/worker.h"

static int
main_normalizer(const char *text)
{
	uint64_t fd;

	if (slice_to_u64(slice_text(text), &fd) != 0 || fd > 65535)
		return COMMAND_USAGE;
	return worker_main((int)fd);
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], WORKER_ARGUMENT) == 0)
		return main_normalizer(argv[2]);
	return command_main(argc, argv);
}
