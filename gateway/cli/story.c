/* SPDX-License-Identifier: Apache-2.0 */
/*
 * story - `torntape story`: an editor's hand on one story.
 *
 * Each verb is one request to the gateway's control socket; the answer says how
 * the story stands afterwards, and that is what people are shown.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/jsonout.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/control.h"
#include "cli/term.h"
#include "format/jsonin.h"
#include "story/change.h"

#define STORY_COLUMN 14

/* ---- for people -----------------------------------------------------------
 */

static void
story_label(const struct term *term, const char *label)
{
	printf("%s%-*s%s", term_bold(term), STORY_COLUMN, label,
		term_plain(term));
}

static void
story_line(const struct term *term, const char *label, struct slice value)
{
	if (value.len == 0)
		return;
	story_label(term, label);
	term_wrap(term, value, STORY_COLUMN, stdout);
}

static void
story_print_hold(const struct term *term, const json_t *story)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	const json_t *hold = json_object_get(story, "hold");

	if (hold == NULL)
		return;
	buf_puts(&text, "by ");
	buf_put_slice(&text, jsonin_get(hold, "operator"));
	buf_puts(&text, " since ");
	buf_put_slice(&text, jsonin_get(hold, "since"));
	buf_puts(&text, ": ");
	buf_put_slice(&text, jsonin_get(hold, "reason"));
	story_line(term, "held", buf_slice(&text));
}

/* A text, or the words of a notice or subject. */
static void
story_put_value(const json_t *value, struct buf *out)
{
	static const char *const keys[] = { "text", "name", "literal", "uri" };
	struct slice kind = jsonin_get(value, "kind");

	if (json_is_string(value)) {
		buf_put_slice(out, jsonin_text(value));
		return;
	}
	if (kind.len != 0) {
		buf_put_slice(out, kind);
		buf_puts(out, ": ");
	}
	for (size_t i = 0; i < n_elements(keys); i++)
		if (jsonin_get(value, keys[i]).len != 0) {
			buf_put_slice(out, jsonin_get(value, keys[i]));
			return;
		}
}

/* "Reuters", "TIME; CNN", or "nobody" and the like. */
static void
story_put_values(const json_t *value, struct buf *out)
{
	size_t n = json_array_size(value);

	if (json_is_null(value) || (json_is_array(value) && n == 0)) {
		buf_puts(out, "nothing");
		return;
	}
	if (!json_is_array(value))
		story_put_value(value, out);
	for (size_t i = 0; i < n; i++) {
		buf_puts(out, i == 0 ? "" : "; ");
		story_put_value(json_array_get(value, i), out);
	}
}

/* "anna, 2026-03-01T06:00:00Z: wrong agency" */
static void
story_put_who(const json_t *said, struct buf *out)
{
	buf_put_slice(out, jsonin_get(said, "operator"));
	buf_puts(out, ", ");
	buf_put_slice(out, jsonin_get(said, "time"));
	if (jsonin_get(said, "reason").len == 0)
		return;
	buf_puts(out, ": ");
	buf_put_slice(out, jsonin_get(said, "reason"));
}

static void
story_print_note(const struct term *term, const struct buf *note)
{
	printf("%*s%s", STORY_COLUMN, "", term_dim(term));
	term_wrap(term, buf_slice(note), STORY_COLUMN, stdout);
	fputs(term_plain(term), stdout);
}

/* What an editor said is marked; what nobody said is not shown. */
static void
story_print_field(
	const struct term *term, const char *name, const json_t *field)
{
	auto_(buf_done) struct buf value = BUF_NULL, note = BUF_NULL;
	const json_t *ended = json_object_get(field, "ended");
	bool is_said = jsonin_get(field, "operator").len != 0;

	story_put_values(json_object_get(field, "value"), &value);
	if (slice_is(buf_slice(&value), "nothing") && !is_said && ended == NULL)
		return;
	story_line(term, name, buf_slice(&value));
	if (is_said) {
		buf_puts(&note, "said by ");
		story_put_who(field, &note);
		buf_puts(&note, "; the partner says ");
		story_put_values(json_object_get(field, "partner"), &note);
		story_print_note(term, &note);
	} else if (ended != NULL) {
		story_put_values(json_object_get(ended, "value"), &note);
		buf_puts(&note, " was said by ");
		story_put_who(ended, &note);
		buf_puts(&note, "; ended ");
		buf_put_slice(&note, jsonin_get(ended, "at"));
		buf_puts(&note, " by ");
		buf_put_slice(&note, jsonin_get(ended, "by"));
		story_print_note(term, &note);
	}
}

static void
story_print_text(
	const struct term *term, const json_t *story, const char *which)
{
	const json_t *text = json_object_get(story, which), *field;
	const char *name;

	if (text == NULL)
		return;
	putchar('\n');
	story_line(term, which, jsonin_get(text, "version"));
	json_object_foreach(json_object_get(text, "fields"), name, field)
		story_print_field(term, name, field);
}

static void
story_print_event(const struct term *term, const json_t *event)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	buf_put_slice(&text, jsonin_get(event, "event"));
	buf_puts(&text, " ");
	buf_put_slice(&text, jsonin_get(event, "version"));
	buf_puts(&text, ", ");
	buf_put_slice(&text, jsonin_get(event, "actor"));
	if (jsonin_get(event, "reason").len != 0) {
		buf_puts(&text, ": ");
		buf_put_slice(&text, jsonin_get(event, "reason"));
	}
	fputs(term_dim(term), stdout);
	term_put(term, jsonin_get(event, "time"), 24, stdout);
	printf("%s  ", term_plain(term));
	term_wrap(term, buf_slice(&text), 26, stdout);
}

static void
story_print(const json_t *story)
{
	static const char *const rows[] = { "uri", "id", "partner", "version",
		"status", "reason", "held_until" };
	struct term term = term_of(stdout);
	const json_t *timeline = json_object_get(story, "timeline");

	for (size_t i = 0; i < n_elements(rows); i++)
		story_line(&term, rows[i], jsonin_get(story, rows[i]));
	story_print_hold(&term, story);
	story_print_text(&term, story, "shown");
	story_print_text(&term, story, "waiting");
	putchar('\n');
	for (size_t i = 0; i < json_array_size(timeline); i++)
		story_print_event(&term, json_array_get(timeline, i));
}

/* What the gateway made of names; who misspelt one wants to know. */
static void
story_tell_names(const json_t *names)
{
	for (size_t i = 0; i < json_array_size(names); i++) {
		const json_t *one = json_array_get(names, i);
		struct slice said = jsonin_get(one, "said");
		struct slice name = jsonin_get(one, "name");

		if (!json_is_true(json_object_get(one, "listed")))
			fprintf(stderr,
				"torntape: the authority list has no '%.*s'; "
				"it is taken as written\n",
				(int)said.len, said.at);
		else if (!slice_equal(said, name))
			fprintf(stderr, "torntape: '%.*s' is '%.*s'\n",
				(int)said.len, said.at, (int)name.len, name.at);
	}
}

/* ---- asking ---------------------------------------------------------------
 */

/* What is said, and the exit code, when nothing was to be done. */
struct story_already {
	const char *words;
	int rc;
};

static int
story_tell(const struct control_answer *answer, struct story_already already,
	bool as_json)
{
	auto_(jsonin_unref) json_t *json = NULL;
	const json_t *story;
	int rc = control_load(answer, &json);
	bool is_already = json_is_true(json_object_get(json, "already"));
	struct slice uri = jsonin_get(json, "uri");

	if (rc != COMMAND_DONE)
		return rc;
	if (is_already)
		fprintf(stderr, "torntape: %.*s %s\n", (int)uri.len, uri.at,
			already.words);
	story_tell_names(json_object_get(json, "names"));
	story = json_object_get(json, "story");
	if (as_json)
		printf("%s\n", buf_text(&answer->body));
	else
		story_print(story != NULL ? story : json);
	return is_already ? already.rc : COMMAND_DONE;
}

/* `body` NULL: a question. */
static int
story_ask(const struct args *args, const char *target, const struct buf *body,
	struct story_already already)
{
	auto_(control_answer_done) struct control_answer answer = { 0 };
	int rc = control_command(
		args, body != NULL ? "POST" : "GET", target, body, &answer);

	return rc != COMMAND_DONE
		       ? rc
		       : story_tell(&answer, already, args_has(args, "json"));
}

static int
story_order(const struct args *args, const char *target,
	struct story_already already)
{
	auto_(buf_done) struct buf body = BUF_NULL;
	struct jsonout json = JSONOUT(&body);

	jsonout_object(&json);
	control_put_order(args, args->operands[1], &json);
	jsonout_object_end(&json);
	return story_ask(args, target, &body, already);
}

/* Words that are no change are found before anybody is asked. */
static int
story_check_changes(const struct args *args, bool is_unset)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct problem why = PROBLEM_NULL;
	struct change change;
	int rc = 0;

	for (size_t i = 2; rc == 0 && i < args->n_operands; i++) {
		struct slice words = slice_text(args->operands[i]);

		rc = is_unset ? change_parse_unset(words, &change, &why)
			      : change_parse(words, &arena, &change, &why);
	}
	if (rc == 0)
		return COMMAND_DONE;
	fprintf(stderr, "torntape: %s\nTry 'torntape help story'.\n", why.text);
	return COMMAND_USAGE;
}

static int
story_change(const struct args *args, bool is_unset)
{
	auto_(buf_done) struct buf body = BUF_NULL;
	struct jsonout json = JSONOUT(&body);
	int rc = story_check_changes(args, is_unset);

	if (rc != COMMAND_DONE)
		return rc;
	jsonout_object(&json);
	control_put_order(args, args->operands[1], &json);
	jsonout_key(&json, is_unset ? "fields" : "changes");
	jsonout_array(&json);
	for (size_t i = 2; i < args->n_operands; i++)
		jsonout_string(&json, slice_text(args->operands[i]));
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	return story_ask(args,
		is_unset ? "/v1/control/unset" : "/v1/control/set", &body,
		(struct story_already){ "says so already", COMMAND_DONE });
}

static int
story_show(const struct args *args)
{
	auto_(buf_done) struct buf target = BUF_NULL;

	buf_puts(&target, "/v1/control/story/");
	control_put_segment(&target, args->operands[1]);
	return story_ask(
		args, buf_text(&target), NULL, (struct story_already){ 0 });
}

int
story_command(const struct args *args)
{
	const char *verb = args->operands[0];

	if (args->n_operands > 2 && strcmp(verb, "set") == 0)
		return story_change(args, false);
	if (args->n_operands > 2 && strcmp(verb, "unset") == 0)
		return story_change(args, true);
	if (args->n_operands == 2 && strcmp(verb, "hold") == 0)
		return story_order(args, "/v1/control/hold",
			(struct story_already){
				"is held by an editor already", COMMAND_DONE });
	if (args->n_operands == 2 && strcmp(verb, "release") == 0)
		return story_order(args, "/v1/control/lift",
			(struct story_already){ "is not held", COMMAND_NO });
	if (args->n_operands == 2 && strcmp(verb, "show") == 0)
		return story_show(args);
	fputs("torntape: usage: torntape story show STORY | set STORY "
	      "FIELD=VALUE... | unset STORY FIELD... | hold STORY | release "
	      "STORY\nTry 'torntape help story'.\n",
		stderr);
	return COMMAND_USAGE;
}
