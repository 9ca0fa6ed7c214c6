/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules - `torntape rules`: the rules in force and what they are used for, and
 * whether files could come into force.
 *
 * The list comes from the running gateway. `check` needs none: it reads the
 * operator's rule files as `run` and a reload would, starts the plugins on
 * them, and tells all mistakes at once with line and column.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/option.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/control.h"
#include "cli/place.h"
#include "cli/plan.h"
#include "cli/promise.h"
#include "cli/term.h"
#include "config/config.h"
#include "format/jsonin.h"
#include "normalize/normalize.h"

/* ---- check --------------------------------------------------------------- */

/* What a reload does not mind, but a person may want to know. */
static void
rules_lint_all(const struct config *config, const struct rulebook *book,
	struct problem_list *problems)
{
	struct whose *partners =
		mem_zero((config->n_partners + 1) * sizeof(*partners));

	for (size_t i = 0; i < config->n_partners; i++)
		partners[i] = (struct whose){ config->partners[i].name,
			config->partners[i].title };
	rulebook_lint(book, partners, config->n_partners, problems);
	mem_free(partners);
}

static size_t
rules_count_own(const struct rulebook *book)
{
	size_t n = 0;

	for (size_t i = 0; i < rulebook_count(book); i++)
		n += rulebook_at(book, i)->is_operators;
	return n;
}

static void
rules_tell_check(const struct config *config,
	const struct normalizer *normalizer,
	const struct problem_list *problems)
{
	complain(problems, config->path, stderr);
	if (normalizer == NULL)
		fprintf(stderr,
			"%zu errors, %zu warnings; rules are tried on their "
			"examples when there is no error\n",
			complain_count(problems, false),
			complain_count(problems, true));
	else
		printf("%s: good: %zu files of your own, %zu warnings\n",
			config->rules[0] ? config->rules : "no folder `rules`",
			rules_count_own(normalizer_rulebook(normalizer)),
			complain_count(problems, true));
}

/* NULL: there are errors. */
static struct normalizer *
rules_try(const struct config *config, struct problem_list *problems)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(rulebook_unref) struct rulebook *book = NULL;
	auto_(normalizer_free) struct normalizer *normalizer = NULL;
	struct normalizer_plan plan;
	int rc;

	plan_normalizer(config, &arena, &plan);
	/* Read here, because torn files have warnings too. */
	book = normalizer_open_rules(&plan, problems, &rc);
	plan.rulebook = book;
	rc |= normalizer_new(&plan, problems, &normalizer);
	rules_lint_all(config, book, problems);
	if (rc != 0)
		return NULL;
	promise_check(normalizer, config, problems);
	return steal(normalizer);
}

static int
rules_check(const struct args *args)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(config_unref) struct config *config = NULL;
	auto_(normalizer_free) struct normalizer *normalizer = NULL;
	int rc = place_load(args_find(args, "config"), &config);

	if (rc != COMMAND_DONE)
		return rc;
	normalizer = rules_try(config, &problems);
	problem_list_errors_first(&problems);
	if (args_has(args, "json"))
		complain_json(&problems, stdout);
	else
		rules_tell_check(config, normalizer, &problems);
	if (normalizer == NULL)
		return COMMAND_CONFIG;
	if (args_has(args, "strict") && complain_count(&problems, true) != 0)
		return COMMAND_NO;
	return COMMAND_DONE;
}

/* ---- the list -------------------------------------------------------------
 */

static void
rules_put_column(const struct term *term, struct slice text, unsigned width)
{
	unsigned used = term_width(text);

	term_put(term, text, width, stdout);
	printf("%*s", used < width ? (int)(width - used) + 2 : 2, "");
}

/* "MENAFN, tide"; "-" for everybody. */
static void
rules_put_partners(const json_t *rule, struct buf *out)
{
	const json_t *partners = json_object_get(rule, "partners");

	for (size_t i = 0; i < json_array_size(partners); i++) {
		if (i != 0)
			buf_puts(out, ", ");
		buf_put_slice(out, jsonin_text(json_array_get(partners, i)));
	}
	if (out->len == 0)
		buf_putc(out, '-');
}

static void
rules_print_one(const struct term *term, const json_t *rule)
{
	auto_(buf_done) struct buf name = BUF_NULL, partners = BUF_NULL;
	struct slice last = jsonin_get(rule, "last");
	struct slice file = jsonin_get(rule, "file");
	char number[24];

	buf_put_slice(&name, jsonin_get(rule, "plugin"));
	buf_putc(&name, '/');
	buf_put_slice(&name, jsonin_get(rule, "rule"));
	rules_put_partners(rule, &partners);
	snprintf(number, sizeof(number), "%lld",
		(long long)json_integer_value(
			json_object_get(rule, "stories")));
	rules_put_column(term, buf_slice(&name), 34);
	rules_put_column(term, slice_text(number), 9);
	/* To the minute. */
	last.len = last.len > 16 ? 16 : last.len;
	rules_put_column(term, last.len ? last : SLICE("never"), 16);
	rules_put_column(term, jsonin_get(rule, "origin"), 8);
	rules_put_column(term, buf_slice(&partners), 14);
	if (file.len != 0) {
		term_put(term, file, 200, stdout);
		printf(":%lld", (long long)json_integer_value(
					json_object_get(rule, "line")));
	}
	putchar('\n');
}

static void
rules_print_untold(const struct term *term, const json_t *untold)
{
	for (size_t i = 0; i < json_array_size(untold); i++) {
		const json_t *file = json_array_get(untold, i);

		fputs("of ", stderr);
		term_put(term, jsonin_get(file, "file"), 120, stderr);
		fprintf(stderr,
			" no rule (of %lld) was ever named in any evidence: "
			"whether they are used is not known\n",
			(long long)json_integer_value(
				json_object_get(file, "rules")));
	}
}

static void
rules_print_mark(const struct term *term, const json_t *mark)
{
	struct slice last = jsonin_get(mark, "last");
	char number[24];

	snprintf(number, sizeof(number), "%lld",
		(long long)json_integer_value(
			json_object_get(mark, "stories")));
	last.len = last.len > 16 ? 16 : last.len;
	rules_put_column(term, slice_text(number), 9);
	rules_put_column(term, last, 16);
	rules_put_column(term, jsonin_get(mark, "partner"), 14);
	rules_put_column(term, jsonin_get(mark, "kind"), 10);
	rules_put_column(term, jsonin_get(mark, "story"), 26);
	term_put(term, jsonin_get(mark, "text"), 120, stdout);
	putchar('\n');
}

static int
rules_print_unexplained(const json_t *json)
{
	const json_t *marks = json_object_get(json, "unexplained");
	struct term term = term_of(stdout);

	if (json_array_size(marks) == 0)
		fputs("every mark was explained\n", stderr);
	else
		printf("%-9s  %-16s  %-14s  %-10s  %-26s  %s\n", "stories",
			"last", "partner", "where", "such as", "text");
	for (size_t i = 0; i < json_array_size(marks); i++)
		rules_print_mark(&term, json_array_get(marks, i));
	return COMMAND_DONE;
}

static int
rules_print_list(const struct control_answer *answer)
{
	auto_(jsonin_unref) json_t *json = NULL;
	struct term term = term_of(stdout);
	const json_t *rules;
	int rc = control_load(answer, &json);

	if (rc != COMMAND_DONE)
		return rc;
	rules = json_object_get(json, "rules");
	if (rules == NULL)
		return rules_print_unexplained(json);
	if (json_array_size(rules) != 0)
		printf("%-34s  %-9s  %-16s  %-8s  %-14s  %s\n", "rule",
			"stories", "last", "origin", "partner", "file");
	for (size_t i = 0; i < json_array_size(rules); i++)
		rules_print_one(&term, json_array_get(rules, i));
	if (json_array_size(rules) == 0)
		fputs("no rule\n", stderr);
	rules_print_untold(&term, json_object_get(json, "untold"));
	return COMMAND_DONE;
}

/* 0, or an exit code. */
static int
rules_target(const struct args *args, struct buf *ret_target)
{
	const char *unused = args_find(args, "unused");
	struct problem why = PROBLEM_NULL;
	int64_t ms;

	buf_puts(ret_target, "/v1/control/rules");
	if (args_has(args, "unexplained"))
		buf_puts(ret_target, "/unexplained");
	if (unused == NULL || args_has(args, "unexplained"))
		return COMMAND_DONE;
	if (option_parse_duration(slice_text(unused), &ms, &why) != 0) {
		fprintf(stderr, "torntape: --unused: %s\n", why.text);
		return COMMAND_USAGE;
	}
	buf_printf(ret_target, "?unused=%lld", (long long)ms);
	return COMMAND_DONE;
}

static int
rules_list(const struct args *args)
{
	auto_(control_answer_done) struct control_answer answer = { 0 };
	auto_(buf_done) struct buf target = BUF_NULL;
	int rc = rules_target(args, &target);

	if (rc == COMMAND_DONE)
		rc = control_command(
			args, "GET", buf_text(&target), NULL, &answer);
	if (rc != COMMAND_DONE)
		return rc;
	if (!args_has(args, "json"))
		return rules_print_list(&answer);
	printf("%s\n", buf_text(&answer.body));
	return COMMAND_DONE;
}

int
rules_command(const struct args *args)
{
	const char *verb = args->n_operands > 0 ? args->operands[0] : "list";

	if (strcmp(verb, "list") == 0)
		return rules_list(args);
	if (strcmp(verb, "check") == 0)
		return rules_check(args);
	fprintf(stderr, "torntape: usage: torntape rules [list | check]\n");
	return COMMAND_USAGE;
}
