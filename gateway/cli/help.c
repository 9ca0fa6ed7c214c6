/* SPDX-License-Identifier: Apache-2.0 */
/*
 * help - printing the table for people.
 */
#include "cli/help.h"

#include <string.h>

#include "base/slice.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/version.h"

#define HELP_WIDTH 78

/* Words of `text` from column `indent` on, wrapped; a line feed stays. */
static void
help_wrap(const char *text, int indent, FILE *out)
{
	int column = indent;

	while (*text != '\0') {
		int len = (int)strcspn(text, " \n");

		if (column > indent && column + 1 + len > HELP_WIDTH) {
			fprintf(out, "\n%*s", indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', out);
			column++;
		}
		fprintf(out, "%.*s", len, text);
		column += len;
		text += len;
		if (text[0] == '\n') {
			fprintf(out, "\n%*s", text[1] == '\n' ? 0 : indent, "");
			column = indent;
		}
		if (*text != '\0')
			text++;
	}
	fputc('\n', out);
}

void
help_print_start(FILE *out)
{
	fputs("torntape: a wire-service syndication gateway\n\n"
	      "  torntape run --demo       see stories flow\n"
	      "  torntape try story.txt    what comes out of one story\n\n"
	      "'torntape help' lists every command.\n",
		out);
}

void
help_print_overview(FILE *out)
{
	fputs("usage: torntape COMMAND [OPTION...] [OPERAND...]\n\n"
	      "A wire-service syndication gateway: partners' stories in, "
	      "attributed stories out.\n\n",
		out);
	for (size_t i = 0; i < n_commands; i++)
		if (!command_table[i].hidden)
			fprintf(out, "  %-11s %s\n", command_table[i].name,
				command_table[i].summary);
	fputs("\n'torntape help COMMAND' tells more. Answers go to stdout, "
	      "talk to stderr.\n"
	      "Next: torntape run --demo\n",
		out);
}

static void
help_print_option(const struct command_option *option, FILE *out)
{
	int column = fprintf(out, "  --%s%s%s", option->name,
		option->argument ? " " : "",
		option->argument ? option->argument : "");

	if (column > 23)
		fprintf(out, "\n%*s", 24, "");
	else
		fprintf(out, "%*s", 24 - column, "");
	help_wrap(option->help, 24, out);
}

static void
help_print_exits(const struct command *command, FILE *out)
{
	fputs("\nends with\n  0  done\n", out);
	for (size_t i = 0; i < COMMAND_MAX_EXITS; i++)
		if (command->exits[i].meaning != NULL)
			fprintf(out, "  %d  %s\n", command->exits[i].code,
				command->exits[i].meaning);
	fputs("  2  the command line is wrong\n", out);
}

void
help_print(const struct command *command, FILE *out)
{
	const struct command_option *option = command->options;

	fprintf(out, "usage: torntape %s%s%s%s\n\n", command->name,
		option != NULL ? " [OPTION...]" : "",
		command->operands[0] ? " " : "", command->operands);
	help_wrap(command->details, 0, out);
	if (option != NULL)
		fputs("\noptions\n", out);
	for (; option != NULL && option->name != NULL; option++)
		help_print_option(option, out);
	if (command->examples[0].line != NULL)
		fputs("\nexamples\n", out);
	for (size_t i = 0; i < COMMAND_MAX_EXAMPLES; i++)
		if (command->examples[i].line != NULL)
			fprintf(out, "  torntape %s\n      %s\n",
				command->examples[i].line,
				command->examples[i].what);
	help_print_exits(command, out);
}

int
help_command(const struct args *args)
{
	const struct command *command;

	if (args->n_operands == 0) {
		help_print_overview(stdout);
		return COMMAND_DONE;
	}
	command = command_find(args->operands[0]);
	if (command == NULL) {
		fprintf(stderr, "torntape: there is no command '%.60s'\n",
			args->operands[0]);
		return COMMAND_USAGE;
	}
	help_print(command, stdout);
	return COMMAND_DONE;
}

int
version_command(const struct args *args)
{
	if (args_has(args, "json"))
		printf("{\"version\":\"%s\",\"abi\":\"%s\"}\n",
			TORNTAPE_VERSION, version_abi());
	else
		printf("torntape %s (plugin ABI %s)\n", TORNTAPE_VERSION,
			version_abi());
	return COMMAND_DONE;
}
