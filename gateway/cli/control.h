/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.h - asking the running gateway, over its socket in the state folder.
 *
 * HTTP/1.1 over a Unix socket, one request a connection, blocking with a
 * deadline: a command has nothing else to do. The answer is bounded. Who may
 * ask is the socket's file mode.
 */
#ifndef CLI_CONTROL_H
#define CLI_CONTROL_H

#include "base/auto.h"
#include "base/buf.h"
#include "base/problem.h"
#include "format/jsonin.h"

struct args;    /* cli/args.h */
struct jsonout; /* base/jsonout.h */

#define CONTROL_ANSWER_MAX (64u << 20)
#define CONTROL_TIMEOUT_S 30

struct control_answer {
	int status; /* of HTTP */
	struct buf body;
};

void control_answer_done(struct control_answer *answer);
DEFINE_AUTO_VALUE(struct control_answer, control_answer_done);

/* `body` NULL: none; else JSON. 0; 1 with why: nobody answers (E-CONTROL-...).
 * Any status is an answer. */
int control_ask(const char *socket_path, const char *method, const char *target,
	const struct buf *body, struct control_answer *ret_answer,
	struct problem *why);

/* Ask by --config or --state; explain on stderr what went wrong. An exit code:
 * COMMAND_DONE with a 2xx answer, else what the status means. */
int control_command(const struct args *args, const char *method,
	const char *target, const struct buf *body,
	struct control_answer *ret_answer);

/* The answer's JSON, one reference the caller's. COMMAND_DONE, or an exit code
 * that was explained on stderr. */
int control_load(const struct control_answer *answer, json_t **ret_json);

/* Members of an order: which story, --reason, and who gives it. */
void control_put_order(
	const struct args *args, const char *story, struct jsonout *json);

/* Append `text` so that it is one segment of a target's path, or a value of
 * its query. */
void control_put_segment(struct buf *target, const char *text);

#endif
