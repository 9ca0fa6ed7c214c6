/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command.h - the commands of torntape, as one table.
 *
 * A row says what a command is called, takes, answers and ends with. Help, the
 * manual page and the answer to a misspelt word are made from the rows, so none
 * of them can say something else than the program does. Each command is a file
 * of this folder. Main thread.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct args; /* cli/args.h */

/* Exit codes of the contract. They never change their meaning. */
enum command_exit {
	COMMAND_DONE = 0,
	COMMAND_FAILED = 1,
	COMMAND_USAGE = 2,
	COMMAND_CONFIG = 3,      /* configuration invalid */
	COMMAND_UNREACHABLE = 4, /* no gateway answers */
	COMMAND_NOT_FOUND = 5,
	COMMAND_NO = 6, /* the answer is "no" */
	COMMAND_DIFFERENT = 7,
	COMMAND_REFUSED = 8
};

struct command_option {
	const char *name;     /* without the dashes */
	const char *argument; /* "FILE"; NULL: a switch */
	const char *help;     /* one sentence, no full stop */
};

struct command_example {
	const char *line; /* behind "torntape " */
	const char *what;
};

#define COMMAND_MAX_EXAMPLES 6
#define COMMAND_MAX_EXITS 9

struct command {
	const char *name;
	const char *operands; /* "FILE..."; "" none */
	const char *summary;  /* one line, no full stop */
	const char *details;  /* paragraphs parted by a blank line */
	const struct command_option *options; /* ends with a NULL name */
	size_t min_operands, max_operands;
	struct command_example examples[COMMAND_MAX_EXAMPLES];
	/* Which codes it ends with beside 0 and 2, and what they mean here. */
	struct command_meaning {
		enum command_exit code;
		const char *meaning;
	} exits[COMMAND_MAX_EXITS];
	bool hidden; /* from the overview */
	int (*run)(const struct args *args);
};

extern const struct command command_table[];
extern const size_t n_commands;

/* NULL when there is none. */
const struct command *command_find(const char *name);
/* The whole program behind main(): find the command, read its options, run it.
 * Returns the exit code. */
int command_main(int argc, char **argv);

/* One function per command, each in a file of that name. */
int books_command(const struct args *args);
int check_command(const struct args *args);
int convert_command(const struct args *args);
int help_command(const struct args *args);
int key_command(const struct args *args);
int kill_command(const struct args *args);
int manpage_command(const struct args *args);
int quarantine_command(const struct args *args);
int release_command(const struct args *args);
int rules_command(const struct args *args);
int story_command(const struct args *args);
int try_command(const struct args *args);
int version_command(const struct args *args);

#endif
