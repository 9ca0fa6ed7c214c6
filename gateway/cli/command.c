/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command - the table, and finding one's way in it.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/option.h"
#include "cli/args.h"
#include "cli/help.h"
#include "cli/run.h"

#define CONFIG_OPTION \
	{ \
		"config", "FILE", \
			"the configuration; else ./torntape.yaml, then " \
			"/etc/torntape/torntape.yaml" \
	}
#define STATE_OPTION \
	{ \
		"state", "DIR", \
			"the running gateway's state directory, instead of " \
			"--config" \
	}
#define OPERATOR_OPTION \
	{ \
		"operator", "NAME", \
			"who does it, for journal and evidence; else the " \
			"user's name" \
	}
#define JSON_OPTION \
	{ \
		"json", NULL, "answer as JSON" \
	}
#define OPTIONS_END \
	{ \
		NULL, NULL, NULL \
	}
#define BAD_CONFIG \
	{ \
		COMMAND_CONFIG, "the configuration is invalid" \
	}
#define NO_GATEWAY \
	{ \
		COMMAND_UNREACHABLE, "no gateway answers" \
	}

static int
run_row(const struct args *args)
{
	return run_command(&(struct run_options){
		.config_path = args_find(args, "config"),
		.demo = args_has(args, "demo"),
		.json = args_has(args, "json"),
		.exit_after_start = args_has(args, "exit-after-start"),
	});
}

static const struct command_option run_options[] = {
	CONFIG_OPTION,
	{ "demo", NULL,
		"no configuration: own certificate, demo partner and "
		"subscribers" },
	{ "json", NULL,
		"tell the demo's addresses and keys as one JSON "
		"object" },
	{ "exit-after-start", NULL, "start whole, then stop" },
	OPTIONS_END,
};

static const struct command_option try_options[] = {
	{ "partner", "NAME", "normalize as if this partner had sent it" },
	CONFIG_OPTION,
	{ "content-type", "TYPE", "the document's media type" },
	{ "header", "'NAME: VALUE'",
		"a header field that came with it; may be given again" },
	{ "base", "URL", "what relative links are relative to" },
	{ "with-source", NULL, "with --json: the source text too" },
	JSON_OPTION,
	{ "html", NULL, "one page for a browser, all files on it" },
	{ "why", "FIELD",
		"explain one field: the value, where it was found, what else "
		"was considered" },
	{ "verify-split", NULL,
		"prove that kept and removed text are the source text" },
	OPTIONS_END,
};

static const struct command_option convert_options[] = {
	{ "to", "FORMAT", "the format to write" },
	{ "partner", "NAME", "normalize as if this partner had sent it" },
	CONFIG_OPTION,
	{ "content-type", "TYPE", "the document's media type" },
	{ "header", "'NAME: VALUE'",
		"a header field that came with it; may be given again" },
	{ "base", "URL", "what relative links are relative to" },
	JSON_OPTION,
	OPTIONS_END,
};

static const struct command_option check_options[] = {
	CONFIG_OPTION,
	{ "strict", NULL, "warnings count: end with 6 when there are any" },
	JSON_OPTION,
	OPTIONS_END,
};

static const struct command_option release_options[] = {
	CONFIG_OPTION,
	STATE_OPTION,
	{ "clock", NULL, "believe the wall clock again" },
	{ "reason", "TEXT", "why, for the journal" },
	OPERATOR_OPTION,
	JSON_OPTION,
	OPTIONS_END,
};

static const struct command_option kill_options[] = {
	{ "reason", "TEXT", "why, for subscribers and the journal" },
	OPERATOR_OPTION,
	CONFIG_OPTION,
	STATE_OPTION,
	JSON_OPTION,
	OPTIONS_END,
};

static const struct command_option story_options[] = {
	{ "reason", "TEXT", "why, for subscribers and the journal" },
	OPERATOR_OPTION,
	CONFIG_OPTION,
	STATE_OPTION,
	JSON_OPTION,
	OPTIONS_END,
};

static const struct command_option books_options[] = {
	CONFIG_OPTION,
	STATE_OPTION,
	JSON_OPTION,
	OPTIONS_END,
};

static const struct command_option quarantine_options[] = {
	{ "raw", NULL, "of show: the bytes as they came, and nothing else" },
	CONFIG_OPTION,
	STATE_OPTION,
	JSON_OPTION,
	OPTIONS_END,
};

static const struct command_option rules_options[] = {
	{ "unused", "TIME",
		"of list: only rules that explained nothing for so long (90d) "
		"and have been known for longer" },
	{ "unexplained", NULL,
		"instead of rules: what stands where marks stand and looks "
		"like one, and no rule explains it" },
	{ "strict", NULL,
		"of check: warnings count: end with 6 when there are any" },
	CONFIG_OPTION,
	STATE_OPTION,
	JSON_OPTION,
	OPTIONS_END,
};

static const struct command_option json_only[] = { JSON_OPTION, OPTIONS_END };

const struct command command_table[] = {
	{
		.name = "run",
		.operands = "",
		.summary = "run the gateway",
		.details =
			"Takes stories from partners and sends them to "
			"subscribers until it gets SIGTERM or SIGINT; the "
			"second one ends it at once. SIGHUP reads the "
			"configuration and all rule files again; a mistake in "
			"them keeps what was in force. It is ready when a line "
			"that "
			"begins with 'ready' stands on stderr.\n\n"
			"With --demo it needs no configuration: it makes a "
			"certificate, invents a partner and subscribers, and "
			"prints addresses, keys and a line to try.",
		.options = run_options,
		.examples = { { "run --demo", "see stories flow" },
			{ "run --config torntape.yaml", "the real thing" } },
		.exits = { { COMMAND_FAILED, "it could not start or go on" },
			BAD_CONFIG },
		.run = run_row,
	},
	{
		.name = "try",
		.operands = "FILE...",
		.summary = "normalize files and show what comes out",
		.details =
			"Decodes each file, runs the plugins and shows every "
			"fact and where it was found, and the source text "
			"painted by what was taken for what. "
			"Nothing is stored or sent. '-' is standard input. "
			"With --json the answer is one object a line per file, "
			"in order, also for files that cannot be decoded.\n\n"
			"--html writes the same as a page that needs nothing "
			"else and can be printed. --why explains one field: a "
			"fact of the report such as supplier, embargo or "
			"disclaimers, headline or body, a property such as "
			"language, or a kind of text that was taken out such "
			"as furniture, and what stays in the story though a "
			"rule knows it. Lines and columns are those of the "
			"source text: title, then body, without markup.\n\n"
			"--verify-split derives the split into kept and "
			"removed text anew from the source text, for each "
			"story, and says where it does not hold.",
		.options = try_options,
		.min_operands = 1,
		.max_operands = (size_t)-1,
		.examples = { { "try story.txt", "one story, for people" },
			{ "try --json feed.xml", "the same for programs" },
			{ "try --partner menafn --config torntape.yaml s.txt",
				"as if menafn had sent it" },
			{ "try --html *.txt > proof.html",
				"many stories, to be checked in a browser" },
			{ "try --why supplier story.txt",
				"on what grounds somebody is credited" },
			{ "try --verify-split *.xml",
				"prove that nothing was lost" } },
		.exits = { { COMMAND_FAILED,
				   "a file could not be decoded, or its split "
				   "does not hold" },
			BAD_CONFIG },
		.run = try_command,
	},
	{
		.name = "convert",
		.operands = "FILE",
		.summary =
			"normalize a document and write it in another format",
		.details =
			"Reads the file in any format that partners may send, "
			"runs the plugins as `try` does, and writes what comes "
			"out to standard output. Nothing is stored or sent. "
			"'-' is standard input.\n\n"
			"FORMAT is one of ninjs (3.1), ninjs-2.2, ninjs-1.6, "
			"newsml-g2, nitf, atom, rss, jsonfeed, iptc7901 and "
			"html. Credit and notices stand where readers of the "
			"format look for them. Several stories become one "
			"document: a list, a feed, a NewsML-G2 message. A "
			"story that is withdrawn is written without its text. "
			"What a plugin rejects is not written.\n\n"
			"With --json the document stands in an object beside "
			"its media type and the warnings.",
		.options = convert_options,
		.min_operands = 1,
		.max_operands = 1,
		.examples = { { "convert story.txt --to nitf",
				      "wire copy as NITF 3.6" },
			{ "convert feed.xml --to jsonfeed --partner menafn "
			  "--config torntape.yaml",
				"a feed as menafn would have sent it" } },
		.exits = { { COMMAND_FAILED,
				   "the file could not be decoded, or no story "
				   "is left to write" },
			BAD_CONFIG },
		.run = convert_command,
	},
	{
		.name = "check",
		.operands = "",
		.summary = "find every mistake in the configuration",
		.details =
			"Reads the configuration as `run` would, loads the "
			"plugins, and tells all mistakes at once, each with "
			"file, line and column, and the nearest key where one "
			"was misspelt. Warnings do not make it fail.",
		.options = check_options,
		.examples = { { "check --config torntape.yaml",
			"before a restart" } },
		.exits = { BAD_CONFIG,
			{ COMMAND_NO, "there are warnings, with --strict" } },
		.run = check_command,
	},
	{
		.name = "kill",
		.operands = "STORY",
		.summary = "withdraw a story everywhere",
		.details =
			"STORY is the story's id, or its uri where only one "
			"story has it. Every subscriber that holds any version "
			"is told; from then on the story answers 410 on every "
			"path. Only a version from its partner that is "
			"provably newer than the kill brings it back.",
		.options = kill_options,
		.min_operands = 1,
		.max_operands = 1,
		.examples = { { "kill urn:newsml:x:1 --reason 'court order'",
			"withdraw one story" } },
		.exits = { { COMMAND_FAILED, "the gateway could not do it" },
			BAD_CONFIG, NO_GATEWAY,
			{ COMMAND_NOT_FOUND, "no such story" },
			{ COMMAND_REFUSED, "several stories have that uri; "
					   "name the id" } },
		.run = kill_command,
	},
	{
		.name = "release",
		.operands = "[STORY]",
		.summary = "publish a story that waits for a person",
		.details =
			"A story whose embargo could not be read, or that its "
			"partner withheld, is held until somebody decides. "
			"STORY is its id, or its uri where only one story has "
			"it. An embargo that still runs ends now.\n\n"
			"With --clock nothing is published by hand: the wall "
			"clock is believed again after a jump, and what is "
			"due by it goes out.",
		.options = release_options,
		.max_operands = 1,
		.examples = { { "release urn:newsml:x:1", "publish it now" } },
		.exits = { { COMMAND_FAILED, "the gateway could not do it" },
			BAD_CONFIG, NO_GATEWAY,
			{ COMMAND_NOT_FOUND, "no such story" },
			{ COMMAND_NO, "nothing of it is held" },
			{ COMMAND_REFUSED, "several stories have that uri; "
					   "name the id" } },
		.run = release_command,
	},
	{
		.name = "story",
		.operands = "show STORY | set STORY FIELD=VALUE... | unset "
			    "STORY FIELD... | hold STORY | release STORY",
		.summary = "see, correct, hold and release one story",
		.details =
			"STORY is the story's id, or its uri where only one "
			"story has it.\n\n"
			"`show` says how it stands, what its fields are, what "
			"editors said otherwise and what the partner says, and "
			"what happened to it.\n\n"
			"`set` says fields otherwise than the partner. "
			"FIELD=VALUE puts a value in place of what is there, "
			"FIELD= takes it away, FIELD+=VALUE and FIELD-=VALUE "
			"add to a list and take from it; several values are "
			"parted by semicolons. Fields are supplier, "
			"contributors, distributors, cited, issuer, "
			"rights_holder, photo_credits, bylines, headline, "
			"disclaimers, language, embargo and subjects. A party "
			"gets the name that the authority list has for it. A "
			"disclaimer is KIND: TEXT or KIND/SPEAKER: TEXT, and "
			"goes by its kind or its text; an embargo is an "
			"instant such as 2026-03-01T06:00:00Z. Everybody who "
			"has the story gets a correction, and the evidence "
			"names the operator, the time and the reason. The "
			"partner's next versions keep what was said, until the "
			"partner changes that very field itself.\n\n"
			"`unset` lets the partner's word count again.\n\n"
			"`hold` withdraws it until somebody releases it: who "
			"has it is told that it is withheld, and every path "
			"answers 410. What its partner sends meanwhile waits "
			"as well, and an embargo that ends publishes nothing; "
			"only a kill goes through.\n\n"
			"`release` takes the hold back: the newest version is "
			"published again, unless its partner withholds it or "
			"an embargo still runs. A story that waits for a "
			"person for another reason is published.",
		.options = story_options,
		.min_operands = 2,
		.max_operands = (size_t)-1,
		.examples = { { "story set urn:newsml:x:1 supplier=Reuters "
				"cited+=TIME --reason 'wrong agency'",
				      "correct two fields" },
			{ "story set urn:newsml:x:1 'disclaimers+=opinion: "
			  "Views are our own.'",
				"add a notice" },
			{ "story hold urn:newsml:x:1 --reason 'legal asks'",
				"nobody reads it for now" },
			{ "story show urn:newsml:x:1", "how it stands" } },
		.exits = { { COMMAND_FAILED, "the gateway could not do it" },
			BAD_CONFIG, NO_GATEWAY,
			{ COMMAND_NOT_FOUND, "no such story" },
			{ COMMAND_NO, "nothing of it is held" },
			{ COMMAND_REFUSED,
				"it cannot be, or several stories or agencies "
				"go by that name" } },
		.run = story_command,
	},
	{
		.name = "quarantine",
		.operands = "[list | show ID | redrive ID | drop ID]",
		.summary = "see and settle documents that were set aside",
		.details =
			"Documents that no decoder could read, or that broke "
			"a plugin or a process, are kept with their bytes and "
			"the reason. `list` shows them, `show` one of them, "
			"`redrive` sends one through again, `drop` gives one "
			"up.",
		.options = quarantine_options,
		.max_operands = 2,
		.examples = { { "quarantine", "what is there" },
			{ "quarantine show 17 --raw > document",
				"the bytes as they came" },
			{ "quarantine redrive 17",
				"after a rule or a plugin was mended" },
			{ "quarantine drop 17 --reason duplicate",
				"give it up" } },
		.exits = { { COMMAND_FAILED, "the gateway could not do it" },
			BAD_CONFIG, NO_GATEWAY,
			{ COMMAND_NOT_FOUND, "nothing of that id there" } },
		.run = quarantine_command,
	},
	{
		.name = "books",
		.operands = "",
		.summary = "show what came in and what became of it",
		.details =
			"Every story that was ever received is counted once: "
			"published (or as a newer version, a correction, a "
			"kill), held, known already, quarantined or rejected. "
			"The sum must be what was received; when it is not, a "
			"story was lost or counted twice, and the command ends "
			"with 7.",
		.options = books_options,
		.examples = { { "books", "the counts, and whether they agree" },
			{ "books --json", "the same for programs" } },
		.exits = { { COMMAND_FAILED, "the gateway could not tell" },
			BAD_CONFIG, NO_GATEWAY,
			{ COMMAND_DIFFERENT, "the books do not balance" } },
		.run = books_command,
	},
	{
		.name = "rules",
		.operands = "[list | check]",
		.summary = "see which rules are in force and used, check your "
			   "own",
		.details =
			"`list` shows every rule in force, shipped and your "
			"own: its plugin and id, in how many stories it "
			"explained something and when last, to which partner "
			"it is kept, file and line. Behind the rules of files "
			"stand those that are in a plugin's code. The gateway "
			"counts each story that comes in, also one that was "
			"known or refused, and writes the counts down every "
			"few "
			"seconds. A rule that is taken out is forgotten. With "
			"--unexplained it shows what looks like a mark of an "
			"agency and is explained by no rule: where it stands, "
			"how it reads, which partner sent it, in how many "
			"stories, and the last of these.\n\n"
			"`check` needs no gateway. It reads the rule files of "
			"the configuration's folder `rules` as the gateway "
			"would, starts the plugins on them, and tells all "
			"mistakes at once, each with file, line and column. "
			"Behind the errors it warns of what would do nothing, "
			"and, where there is no error, of rules that do not "
			"keep to their examples. "
			"What is good comes into force with SIGHUP, for the "
			"next story.",
		.options = rules_options,
		.max_operands = 1,
		.examples = { { "rules", "what is in force" },
			{ "rules --unused 90d", "what could go" },
			{ "rules --unexplained", "what is missing" },
			{ "rules check", "before a SIGHUP" } },
		.exits = { { COMMAND_CONFIG,
				   "the configuration or a rule file is "
				   "invalid" },
			NO_GATEWAY,
			{ COMMAND_NO, "of check: there are warnings, with "
				      "--strict" } },
		.run = rules_command,
	},
	{
		.name = "key",
		.operands = "new",
		.summary = "make a bearer key",
		.details = "Prints a new key once, and its hash for the "
			   "configuration. The key is for the partner or "
			   "subscriber; the gateway never needs it.",
		.options = json_only,
		.min_operands = 1,
		.max_operands = 1,
		.examples = { { "key new", "a key and its hash" } },
		.run = key_command,
	},
	{
		.name = "help",
		.operands = "[COMMAND]",
		.summary = "explain a command",
		.details = "The same as COMMAND --help.",
		.max_operands = 1,
		.examples = { { "help try", "what try does" } },
		.run = help_command,
	},
	{
		.name = "version",
		.operands = "",
		.summary = "print the version",
		.details = "The program's version and that of its plugin ABI.",
		.options = json_only,
		.run = version_command,
	},
	{
		.name = "manpage",
		.operands = "",
		.summary = "print the manual page as roff",
		.details = "Made from the tables that the program runs by.",
		.hidden = true,
		.run = manpage_command,
	},
};

const size_t n_commands = n_elements(command_table);

const struct command *
command_find(const char *name)
{
	for (size_t i = 0; i < n_commands; i++)
		if (strcmp(command_table[i].name, name) == 0)
			return &command_table[i];
	return NULL;
}

static int
command_unknown(const char *name)
{
	const char *names[n_elements(command_table) + 1] = { NULL };
	const char *near;
	size_t n = 0;

	for (size_t i = 0; i < n_commands; i++)
		if (!command_table[i].hidden)
			names[n++] = command_table[i].name;
	near = option_nearest_of(names, slice_text(name));
	fprintf(stderr, "torntape: there is no command '%.60s'", name);
	if (near != NULL)
		fprintf(stderr, "; did you mean '%s'?", near);
	fprintf(stderr, "\nTry 'torntape help'.\n");
	return COMMAND_USAGE;
}

static int
command_run(const struct command *command, int argc, char **argv)
{
	auto_(args_done) struct args args = { 0 };
	struct problem why = PROBLEM_NULL;

	if (args_read(&args, command, argc, argv, &why) != 0) {
		fprintf(stderr, "torntape: %s\nTry 'torntape help %s'.\n",
			why.text, command->name);
		return COMMAND_USAGE;
	}
	if (args.wants_help) {
		help_print(command, stdout);
		return COMMAND_DONE;
	}
	return command->run(&args);
}

int
command_main(int argc, char **argv)
{
	const struct command *command;
	int rc;

	if (argc < 2) {
		help_print_start(stderr);
		return COMMAND_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		help_print_overview(stdout);
		return COMMAND_DONE;
	}
	if (strcmp(argv[1], "--version") == 0)
		command = command_find("version");
	else
		command = command_find(argv[1]);
	if (command == NULL)
		return command_unknown(argv[1]);
	rc = command_run(command, argc - 2, argv + 2);
	if (fflush(stdout) != 0 && rc == COMMAND_DONE)
		rc = COMMAND_FAILED;
	return rc;
}
