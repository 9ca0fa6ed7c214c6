/* SPDX-License-Identifier: Apache-2.0 */
/*
 * help.h - the command table, told to people: on a terminal and as a manual.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

struct command; /* cli/command.h */

/* What a bare `torntape` says: two examples and where to go on. */
void help_print_start(FILE *out);
void help_print_overview(FILE *out);
void help_print(const struct command *command, FILE *out);

#endif
