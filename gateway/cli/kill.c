/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kill - `torntape kill`: withdraw a story everywhere.
 */
#include <stdio.h>

#include "base/jsonout.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/control.h"
#include "format/jsonin.h"

static int
kill_tell(const struct control_answer *answer)
{
	auto_(jsonin_unref) json_t *json = NULL;
	struct slice id, uri;

	if (control_load(answer, &json) != COMMAND_DONE)
		return COMMAND_FAILED;
	id = jsonin_get(json, "id");
	uri = jsonin_get(json, "uri");
	printf("%s %.*s (%.*s)\n",
		json_is_true(json_object_get(json, "already"))
			? "was killed before:"
			: "killed",
		(int)id.len, id.at, (int)uri.len, uri.at);
	fputs("Every subscriber that holds it is being told; it answers 410 "
	      "from now on. Only a version from its partner that is provably "
	      "newer than the kill brings it back.\n",
		stderr);
	return COMMAND_DONE;
}

int
kill_command(const struct args *args)
{
	auto_(control_answer_done) struct control_answer answer = { 0 };
	auto_(buf_done) struct buf body = BUF_NULL;
	struct jsonout json = JSONOUT(&body);
	int rc;

	jsonout_object(&json);
	control_put_order(args, args->operands[0], &json);
	jsonout_object_end(&json);
	rc = control_command(args, "POST", "/v1/control/kill", &body, &answer);
	if (rc != COMMAND_DONE)
		return rc;
	if (!args_has(args, "json"))
		return kill_tell(&answer);
	printf("%s\n", buf_text(&answer.body));
	return COMMAND_DONE;
}
