/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quarantine - `torntape quarantine`: documents that were set aside, and what
 * becomes of them.
 */
#include <stdio.h>
#include <string.h>

#include "base/jsonout.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/control.h"
#include "cli/term.h"
#include "crypto/base64.h"
#include "format/jsonin.h"

#define QUARANTINE_TARGET "/v1/control/quarantine"

/* The text or number of a member, as text in `out`. */
static struct slice
quarantine_get(const json_t *item, const char *key, struct buf *out)
{
	const json_t *value = json_object_get(item, key);

	buf_clear(out);
	if (json_is_integer(value))
		buf_printf(out, "%lld", (long long)json_integer_value(value));
	else
		buf_put_slice(out, jsonin_text(value));
	return buf_slice(out);
}

static void
quarantine_put_column(
	const struct term *term, struct slice text, unsigned width)
{
	unsigned used = term_width(text);

	term_put(term, text, width, stdout);
	printf("%*s", used < width ? (int)(width - used) + 2 : 2, "");
}

static void
quarantine_print_item(const struct term *term, const json_t *item)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	quarantine_put_column(term, quarantine_get(item, "id", &text), 8);
	quarantine_put_column(
		term, quarantine_get(item, "received", &text), 24);
	quarantine_put_column(term, quarantine_get(item, "partner", &text), 14);
	quarantine_put_column(term, quarantine_get(item, "size", &text), 9);
	term_put(term, quarantine_get(item, "reason", &text), 200, stdout);
	putchar('\n');
}

static int
quarantine_print_list(const struct control_answer *answer)
{
	auto_(jsonin_unref) json_t *json = NULL;
	struct term term = term_of(stdout);
	const json_t *items;
	int rc = control_load(answer, &json);

	if (rc != COMMAND_DONE)
		return rc;
	items = json_object_get(json, "items");
	if (json_array_size(items) == 0) {
		fputs("nothing is in quarantine\n", stderr);
		return COMMAND_DONE;
	}
	printf("%-8s  %-24s  %-14s  %-9s  %s\n", "id", "received", "partner",
		"bytes", "reason");
	for (size_t i = 0; i < json_array_size(items); i++)
		quarantine_print_item(&term, json_array_get(items, i));
	return COMMAND_DONE;
}

static int
quarantine_list(const struct args *args)
{
	auto_(control_answer_done) struct control_answer answer = { 0 };
	int rc = control_command(args, "GET", QUARANTINE_TARGET, NULL, &answer);

	if (rc != COMMAND_DONE)
		return rc;
	if (!args_has(args, "json"))
		return quarantine_print_list(&answer);
	printf("%s\n", buf_text(&answer.body));
	return COMMAND_DONE;
}

static int
quarantine_print_one(const struct args *args, const json_t *json)
{
	static const char *const keys[] = { "id", "partner", "received",
		"content_type", "size", "reason" };
	auto_(buf_done) struct buf raw = BUF_NULL;
	auto_(buf_done) struct buf text = BUF_NULL;
	struct term term = term_of(stdout);

	if (base64_read(jsonin_get(json, "bytes"), &raw) != 0) {
		fputs("torntape: the answer's bytes are not base64\n", stderr);
		return COMMAND_FAILED;
	}
	if (args_has(args, "raw")) {
		fwrite(raw.data, 1, raw.len, stdout);
		return COMMAND_DONE;
	}
	for (size_t i = 0; i < n_elements(keys); i++) {
		printf("%-13s ", keys[i]);
		term_put(&term, quarantine_get(json, keys[i], &text), 400,
			stdout);
		putchar('\n');
	}
	putchar('\n');
	term_wrap(&term, buf_slice(&raw), 0, stdout);
	return COMMAND_DONE;
}

static int
quarantine_show(const struct args *args, const char *target)
{
	auto_(control_answer_done) struct control_answer answer = { 0 };
	auto_(jsonin_unref) json_t *json = NULL;
	int rc = control_command(args, "GET", target, NULL, &answer);

	if (rc != COMMAND_DONE)
		return rc;
	if (args_has(args, "json")) {
		printf("%s\n", buf_text(&answer.body));
		return COMMAND_DONE;
	}
	rc = control_load(&answer, &json);
	return rc == COMMAND_DONE ? quarantine_print_one(args, json) : rc;
}

static int
quarantine_settle(const struct args *args, const char *method,
	const char *target, const char *did, const char *then)
{
	auto_(control_answer_done) struct control_answer answer = { 0 };
	int rc = control_command(args, method, target, NULL, &answer);

	if (rc != COMMAND_DONE)
		return rc;
	if (args_has(args, "json"))
		printf("%s\n",
			answer.body.len != 0 ? buf_text(&answer.body) : "{}");
	else
		printf("%s %s; %s\n", did, args->operands[1], then);
	return COMMAND_DONE;
}

int
quarantine_command(const struct args *args)
{
	auto_(buf_done) struct buf target = BUF_NULL;
	const char *verb = args->n_operands > 0 ? args->operands[0] : "list";

	if (strcmp(verb, "list") == 0 && args->n_operands < 2)
		return quarantine_list(args);
	if (args->n_operands == 2) {
		buf_puts(&target, QUARANTINE_TARGET "/");
		control_put_segment(&target, args->operands[1]);
	}
	if (strcmp(verb, "show") == 0 && target.len != 0)
		return quarantine_show(args, buf_text(&target));
	if (strcmp(verb, "drop") == 0 && target.len != 0)
		return quarantine_settle(args, "DELETE", buf_text(&target),
			"dropped",
			"its bytes stay in the journal, it is no longer "
			"listed");
	if (strcmp(verb, "redrive") == 0 && target.len != 0) {
		buf_puts(&target, "/redrive");
		return quarantine_settle(args, "POST", buf_text(&target),
			"redriven",
			"`torntape quarantine` shows whether it "
			"came back");
	}
	fprintf(stderr,
		"torntape: usage: torntape quarantine [list | show ID | "
		"redrive ID | drop ID]\n");
	return COMMAND_USAGE;
}
