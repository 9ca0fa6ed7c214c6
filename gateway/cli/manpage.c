/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manpage - torntape(1) as roff, from the same tables that the program runs by.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/version.h"
#include "config/schema.h"

/* Text with what means something to roff escaped. */
static void
manpage_put(const char *text)
{
	bool at_start = true;

	for (; *text != '\0'; text++) {
		if (at_start && (*text == '.' || *text == '\''))
			fputs("\\&", stdout);
		at_start = *text == '\n';
		if (text[0] == '\n' && text[1] == '\n') {
			fputs("\n.PP", stdout);
			continue;
		}
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '-')
			fputs("\\-", stdout);
		else
			putchar(*text);
	}
}

static void
manpage_line(const char *text)
{
	manpage_put(text);
	putchar('\n');
}

static void
manpage_section(const char *title)
{
	printf(".SH %s\n", title);
}

static void
manpage_command_options(const struct command *command)
{
	const struct command_option *option = command->options;

	for (; option != NULL && option->name != NULL; option++) {
		fputs(".RS\n.TP\n\\fB\\-\\-", stdout);
		manpage_put(option->name);
		fputs("\\fR", stdout);
		if (option->argument != NULL) {
			fputs(" \\fI", stdout);
			manpage_put(option->argument);
			fputs("\\fR", stdout);
		}
		putchar('\n');
		manpage_put(option->help);
		fputs(".\n.RE\n", stdout);
	}
}

static void
manpage_command_row(const struct command *command)
{
	fputs(".SS torntape ", stdout);
	manpage_put(command->name);
	if (command->options != NULL)
		fputs(" [OPTION...]", stdout);
	putchar(' ');
	manpage_line(command->operands);
	manpage_line(command->details);
	manpage_command_options(command);
	for (size_t i = 0; i < COMMAND_MAX_EXITS; i++) {
		if (command->exits[i].meaning == NULL)
			continue;
		printf("%sEnds with %d: ", i == 0 ? ".PP\n" : ".br\n",
			command->exits[i].code);
		manpage_put(command->exits[i].meaning);
		fputs(".\n", stdout);
	}
}

static void
manpage_commands(void)
{
	manpage_section("COMMANDS");
	for (size_t i = 0; i < n_commands; i++)
		if (!command_table[i].hidden)
			manpage_command_row(&command_table[i]);
}

static void
manpage_key(const char *name, const char *detail, const char *help)
{
	fputs(".TP\n\\fB", stdout);
	manpage_put(name);
	fputs("\\fR", stdout);
	if (detail[0] != '\0') {
		fputs(" (", stdout);
		manpage_put(detail);
		putchar(')');
	}
	putchar('\n');
	manpage_put(help);
	fputs(help[strlen(help) - 1] == '.' ? "\n" : ".\n", stdout);
}

static void
manpage_schema(const struct schema *schema)
{
	const struct option_spec *option = schema->options;
	const struct schema_part *part = schema->parts;

	fputs(".SS ", stdout);
	manpage_line(
		schema->path[0] != '\0' ? schema->path : "the top of the file");
	manpage_line(schema->help);
	for (; option != NULL && option->type != OPTION_END; option++) {
		const char *fallback = option->fallback;

		manpage_key(option->name,
			fallback == NULL      ? "required"
			: fallback[0] == '\0' ? "empty"
					      : fallback,
			option->help);
	}
	for (; part != NULL && part->name != NULL; part++)
		manpage_key(part->name, part->shape,
			part->help != NULL ? part->help : part->schema->help);
}

static void
manpage_configuration(void)
{
	manpage_section("CONFIGURATION");
	manpage_line(
		"One YAML file. Every limit and deadline is on by default; "
		"the default stands in brackets. Durations are written as "
		"250ms, 10s, 5m, 24h or 7d, sizes as 512B, 64KiB or 10MiB. "
		"Paths are relative to the file. ${NAME} and ${NAME:-default} "
		"stand for environment variables, ${file:PATH} for the content "
		"of a file; between brackets they need quotes. Anchors, "
		"aliases, tags and unknown keys are refused.");
	for (size_t i = 0; schema_all[i] != NULL; i++)
		manpage_schema(schema_all[i]);
}

static void
manpage_exits(void)
{
	static const char *const meanings[] = { "done", "failed",
		"the command line is wrong", "the configuration is invalid",
		"no gateway answers", "not found", "the answer is \"no\"",
		"differences were found", "refused" };

	manpage_section("EXIT STATUS");
	for (size_t i = 0; i < n_elements(meanings); i++) {
		printf(".TP\n\\fB%zu\\fR\n", i);
		manpage_line(meanings[i]);
	}
}

static void
manpage_examples(void)
{
	manpage_section("EXAMPLES");
	for (size_t i = 0; i < n_commands; i++)
		for (size_t j = 0; j < COMMAND_MAX_EXAMPLES; j++) {
			const struct command_example *example =
				&command_table[i].examples[j];

			if (example->line == NULL)
				continue;
			fputs(".TP\n\\fBtorntape ", stdout);
			manpage_put(example->line);
			fputs("\\fR\n", stdout);
			manpage_line(example->what);
		}
}

static void
manpage_rest(void)
{
	manpage_section("FILES");
	manpage_key("./torntape.yaml, /etc/torntape/torntape.yaml", "",
		"the configuration, in this order");
	manpage_key("STATE/control.sock", "",
		"where a running gateway takes commands; who may use it is the "
		"file's mode");
	manpage_section("ENVIRONMENT");
	manpage_key("NO_COLOR", "", "no colours on a terminal");
	manpage_key("TORNTAPE_PLUGINS", "",
		"where plugins are looked for, instead of the usual places; "
		"several are parted by a colon");
	manpage_section("SIGNALS");
	manpage_key("SIGHUP", "", "read the configuration again");
	manpage_key("SIGTERM, SIGINT", "",
		"stop in order; the second one ends it at once");
}

int
manpage_command(const struct args *args)
{
	(void)args;
	printf(".TH TORNTAPE 1 \"\" \"torntape %s\" \"torntape\"\n",
		TORNTAPE_VERSION);
	manpage_section("NAME");
	manpage_line("torntape - a wire-service syndication gateway");
	manpage_section("SYNOPSIS");
	fputs("\\fBtorntape\\fR \\fICOMMAND\\fR [OPTION...] [OPERAND...]\n",
		stdout);
	manpage_section("DESCRIPTION");
	manpage_line(
		"News agencies, newswires and aggregators send stories over "
		"HTTPS; torntape works out who supplied each, who passed it "
		"on, who is merely quoted and which notices must travel with "
		"it, and republishes it over TLS with all of that as data.");
	manpage_commands();
	manpage_configuration();
	manpage_exits();
	manpage_examples();
	manpage_rest();
	return COMMAND_DONE;
}
