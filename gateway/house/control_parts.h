/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_parts.h - one request of the operator on its way, for the files that
 * carry it. For this folder only.
 */
#ifndef HOUSE_CONTROL_PARTS_H
#define HOUSE_CONTROL_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/list.h"
#include "base/problem.h"
#include "deliver/backlog.h"
#include "desk/order.h"
#include "house/control.h"
#include "story/story.h"

struct blob;    /* base/blob.h */
struct mailbox; /* loop/mailbox.h */

struct control {
	struct control_options options;
	struct mailbox *reply;  /* of the backlog */
	struct mailbox *orders; /* answered by the desk */
	bool is_closing;        /* the backlog is no more */
};

enum control_want {
	CONTROL_KILL,
	CONTROL_RELEASE,
	CONTROL_HOLD,
	CONTROL_LIFT,
	CONTROL_SET,
	CONTROL_STORY,
	CONTROL_CLOCK,
	CONTROL_LIST,
	CONTROL_SHOW,
	CONTROL_REDRIVE,
	CONTROL_DROP,
	CONTROL_BOOKS,
	CONTROL_RULES,
	CONTROL_UNEXPLAINED
};

struct control_ask {
	struct backlog_job job; /* first */
	struct list order_link;
	struct control *control;
	struct http_exchange *exchange;
	enum control_want want;
	/* What was asked. */
	char *story, *reason, *who;
	int64_t row;
	struct rulebook *rulebook; /* a reference; NULL: not about rules */
	int64_t unused_ms;
	struct order *order; /* with changes, until the desk has it */
	struct buf names;    /* of parties in them, as JSON objects */
	/* What the reader found. */
	int found; /* 0, 1 no such thing, 2 several, negative errno */
	struct story_id id;
	char *uri, *partner, *content_type, *headers;
	int64_t time_ms;
	struct blob *bytes;
	struct buf out;
	/* What the desk did; the story is looked at again afterwards. */
	bool is_ordered;
	enum order_result result;
	int64_t seq;
	struct problem why;
};

/* control_read.c: what it asks of the journal; on the backlog's thread. */
void control_run(struct backlog_job *job, struct reader *reader);

#endif
