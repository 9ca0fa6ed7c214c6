/* SPDX-License-Identifier: Apache-2.0 */
/*
 * args - reading the command line by the command's own table.
 */
#include "cli/args.h"

#include <string.h>

#include "base/mem.h"
#include "base/option.h"
#include "cli/command.h"

#define ARGS_MAX_OPTIONS 32

static const struct command_option *
args_option(const struct command *command, const char *name, size_t len)
{
	const struct command_option *option = command->options;

	for (; option != NULL && option->name != NULL; option++)
		if (strlen(option->name) == len &&
			memcmp(option->name, name, len) == 0)
			return option;
	return NULL;
}

static int
args_unknown(const struct command *command, const char *name, size_t len,
	struct problem *why)
{
	const char *names[ARGS_MAX_OPTIONS + 1];
	const char *near;
	size_t n = 0;

	for (; command->options != NULL && command->options[n].name != NULL &&
		n < ARGS_MAX_OPTIONS;
		n++)
		names[n] = command->options[n].name;
	names[n] = NULL;
	near = option_nearest_of(names, slice_of(name, len));
	return problem_set(why, 1, "E-USAGE",
		"'%s' has no option '--%.*s'%s%s%s", command->name,
		(int)(len > 60 ? 60 : len), name,
		near ? "; did you mean '--" : "", near ? near : "",
		near ? "'?" : "");
}

static void
args_give(struct args *args, const char *name, const char *value)
{
	mem_grow(args->given, args->n_given, args->cap_given);
	args->given[args->n_given++] = (struct args_given){ name, value };
}

/* One `--word`; *i moves past a value that stands by itself. */
static int
args_read_option(
	struct args *args, int argc, char **argv, int *i, struct problem *why)
{
	const char *word = argv[*i] + 2;
	size_t len = strcspn(word, "=");
	const struct command_option *option;
	bool has_value = word[len] == '=';

	if (len == 4 && memcmp(word, "help", 4) == 0) {
		args->wants_help = true;
		return 0;
	}
	option = args_option(args->command, word, len);
	if (option == NULL)
		return args_unknown(args->command, word, len, why);
	if (option->argument == NULL && has_value)
		return problem_set(why, 1, "E-USAGE", "'--%s' takes no value",
			option->name);
	if (option->argument == NULL) {
		args_give(args, option->name, "");
		return 0;
	}
	if (!has_value && *i + 1 >= argc)
		return problem_set(why, 1, "E-USAGE",
			"'--%s' wants a value: --%s %s", option->name,
			option->name, option->argument);
	args_give(args, option->name, has_value ? word + len + 1 : argv[++*i]);
	return 0;
}

static void
args_add_operand(struct args *args, const char *word)
{
	mem_grow(args->operands, args->n_operands, args->cap_operands);
	args->operands[args->n_operands++] = word;
}

static int
args_count(const struct args *args, struct problem *why)
{
	const struct command *command = args->command;

	if (args->n_operands < command->min_operands)
		return problem_set(why, 1, "E-USAGE", "'%s' wants %s",
			command->name, command->operands);
	if (args->n_operands > command->max_operands)
		return problem_set(why, 1, "E-USAGE",
			"'%s' does not know what to do with '%.60s'",
			command->name, args->operands[command->max_operands]);
	return 0;
}

int
args_read(struct args *args, const struct command *command, int argc,
	char **argv, struct problem *why)
{
	bool only_operands = false;

	*args = (struct args){ .command = command };
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i];

		if (only_operands || word[0] != '-' || word[1] == '\0') {
			args_add_operand(args, word);
		} else if (strcmp(word, "--") == 0) {
			only_operands = true;
		} else if (strcmp(word, "-h") == 0) {
			args->wants_help = true;
		} else if (word[1] != '-') {
			return problem_set(why, 1, "E-USAGE",
				"options are words with two dashes, not "
				"'%.20s'",
				word);
		} else if (args_read_option(args, argc, argv, &i, why) != 0) {
			return 1;
		}
	}
	return args->wants_help ? 0 : args_count(args, why);
}

void
args_done(struct args *args)
{
	mem_free(args->given);
	mem_free(args->operands);
	*args = (struct args){ 0 };
}

const char *
args_find(const struct args *args, const char *name)
{
	for (size_t i = args->n_given; i > 0; i--)
		if (strcmp(args->given[i - 1].name, name) == 0)
			return args->given[i - 1].value;
	return NULL;
}

bool
args_has(const struct args *args, const char *name)
{
	return args_find(args, name) != NULL;
}
