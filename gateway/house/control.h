/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.h - what the operator's commands ask of a running gateway.
 *
 * HTTP on a unix socket in the state directory with mode 0600: whoever may open
 * it is the operator, so no key is asked for. /v1/control/kill, release,
 * quarantine, books. On the front loop.
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
struct loop; /* loop/loop.h */

struct control_options {
	struct loop *loop;
	struct desk *desk;
	struct backlog *backlog;
	struct intake_seat *seat; /* of the front loop */
	struct config *config;    /* rights of partners, for a redrive; a
				     reference is taken */
};

struct control *control_new(const struct control_options *options);
/* After the loop, before the server. Accepts NULL; returns NULL. */
struct control *control_free(struct control *control);
DEFINE_AUTO(struct control, control_free);

/* The next generation; a reference is taken. */
void control_set_config(struct control *control, struct config *config);

#define CONTROL_ROUTES 8
void control_routes(
	struct control *control, struct http_route ret_routes[CONTROL_ROUTES]);

#endif
