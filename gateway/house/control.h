/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.h - what the operator's commands ask of a running gateway.
 *
 * HTTP on a unix socket in the state directory with mode 0600: whoever may open
 * it is the operator, so no key is asked for; what name the operator gives is
 * believed. /v1/control/kill, release, hold, lift, set, unset, story,
 * quarantine, books, rules. On the front loop.
 */
#ifndef HOUSE_CONTROL_H
#define HOUSE_CONTROL_H

#include "base/auto.h"
#include "net/http_server.h"

struct backlog; /* deliver/backlog.h */
struct config;  /* config/config.h */
struct control;
struct desk; /* desk/desk.h */
struct intake_seat;
struct loop;     /* loop/loop.h */
struct rulebook; /* plug/rulebook.h */

struct control_options {
	struct loop *loop;
	struct desk *desk;
	struct backlog *backlog;
	struct intake_seat *seat;  /* of the front loop */
	struct config *config;     /* rights and titles of partners; a reference
				      is taken */
	struct rulebook *rulebook; /* in force; a reference is taken */
};

struct control *control_new(const struct control_options *options);
/* After the loop and the backlog, before the server. Accepts NULL; returns
 * NULL. */
struct control *control_free(struct control *control);
DEFINE_AUTO(struct control, control_free);

/* The next generation; a reference is taken to each. */
void control_set_generation(struct control *control, struct config *config,
	struct rulebook *rulebook);

#define CONTROL_ROUTES 15
void control_routes(
	struct control *control, struct http_route ret_routes[CONTROL_ROUTES]);

#endif
