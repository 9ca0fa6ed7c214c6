/* SPDX-License-Identifier: Apache-2.0 */
/*
 * release - `torntape release`: the person for whom a held story waits.
 *
 * An embargo that cannot be read fails closed, and so does a wall clock that
 * jumped; both wait for somebody who knows better. Speaks to the gateway over
 * its control socket.
 */
#include <stdio.h>

#include "base/jsonout.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/control.h"
#include "format/jsonin.h"

static int
release_tell(const struct control_answer *answer)
{
	auto_(jsonin_unref) json_t *json = NULL;
	struct slice id, uri;

	if (control_load(answer, &json) != COMMAND_DONE)
		return COMMAND_FAILED;
	id = jsonin_get(json, "id");
	uri = jsonin_get(json, "uri");
	if (json_is_true(json_object_get(json, "already"))) {
		printf("nothing of %.*s (%.*s) is held\n", (int)id.len, id.at,
			(int)uri.len, uri.at);
		return COMMAND_NO;
	}
	printf("released %.*s (%.*s)\n", (int)id.len, id.at, (int)uri.len,
		uri.at);
	return COMMAND_DONE;
}

static int
release_clock(const struct args *args)
{
	auto_(control_answer_done) struct control_answer answer = { 0 };
	int rc = control_command(
		args, "POST", "/v1/control/clock", NULL, &answer);

	if (rc != COMMAND_DONE)
		return rc;
	if (args_has(args, "json"))
		printf("%s\n", buf_text(&answer.body));
	else
		printf("the wall clock is believed; what is due goes out\n");
	return COMMAND_DONE;
}

int
release_command(const struct args *args)
{
	auto_(control_answer_done) struct control_answer answer = { 0 };
	auto_(buf_done) struct buf body = BUF_NULL;
	struct jsonout json = JSONOUT(&body);
	int rc;

	if (args_has(args, "clock") == (args->n_operands != 0)) {
		fputs("torntape: name one story, or say --clock\n"
		      "Try 'torntape help release'.\n",
			stderr);
		return COMMAND_USAGE;
	}
	if (args_has(args, "clock"))
		return release_clock(args);
	jsonout_object(&json);
	control_put_order(args, args->operands[0], &json);
	jsonout_object_end(&json);
	rc = control_command(
		args, "POST", "/v1/control/release", &body, &answer);
	if (rc != COMMAND_DONE)
		return rc;
	if (!args_has(args, "json"))
		return release_tell(&answer);
	printf("%s\n", buf_text(&answer.body));
	return COMMAND_DONE;
}
