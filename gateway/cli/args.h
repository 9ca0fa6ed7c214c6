/* SPDX-License-Identifier: Apache-2.0 */
/*
 * args.h - what stood on the command line behind the command's name.
 *
 * Options by their whole name only: an abbreviation that works today would mean
 * something else when an option is added. `--name VALUE`, `--name=VALUE`,
 * switches, `--` before operands that begin with a dash, `-` as an operand.
 * Everything is borrowed from argv.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"
#include "base/problem.h"

struct command; /* cli/command.h */

struct args_given {
	const char *name;  /* the table's */
	const char *value; /* "" of a switch */
};

struct args {
	const struct command *command;
	bool wants_help;
	struct args_given *given;
	size_t n_given, cap_given;
	const char **operands;
	size_t n_operands, cap_operands;
};

/* 0, or 1 with why. End it with args_done() either way. */
int args_read(struct args *args, const struct command *command, int argc,
	char **argv, struct problem *why);
void args_done(struct args *args);
DEFINE_AUTO_VALUE(struct args, args_done);

bool args_has(const struct args *args, const char *name);
/* The last one given; NULL: not given. */
const char *args_find(const struct args *args, const char *name);

#endif
