/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control - orders and questions of the operator, answered as JSON.
 *
 * Every request becomes a question to the journal's reader first (which story,
 * which row?), and where something is to change, an order to the desk or a
 * document for the intake. Each is one `struct control_ask`, owned by exactly
 * one thread at a time, that ends by answering its exchange on the front loop.
 */
#include "house/control_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/blob.h"
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "config/config.h"
#include "desk/desk.h"
#include "format/flat.h"
#include "house/answer.h"
#include "house/authority.h"
#include "house/intake.h"
#include "loop/loop.h"
#include "loop/mailbox.h"
#include "plug/rulebook.h"
#include "plug/whose.h"

#define CONTROL_OPERATOR_MAX 64 /* bytes of a name */
#define CONTROL_CHANGES 100     /* of one order */

static void
control_ask_free(struct control_ask *ask)
{
	mem_free(ask->story);
	mem_free(ask->reason);
	mem_free(ask->who);
	order_free(ask->order);
	buf_done(&ask->names);
	mem_free(ask->uri);
	mem_free(ask->partner);
	mem_free(ask->content_type);
	mem_free(ask->headers);
	rulebook_unref(ask->rulebook);
	blob_unref(ask->bytes);
	buf_done(&ask->out);
	mem_free(ask);
}

/* Which thing, in the words of who asked. */
static void
control_say_unknown(struct control_ask *ask)
{
	char detail[320];

	if (ask->story != NULL)
		snprintf(detail, sizeof(detail),
			"no story has the id or uri '%.200s'", ask->story);
	else
		snprintf(detail, sizeof(detail),
			"nothing with the number %lld is in quarantine",
			(long long)ask->row);
	http_respond_problem(ask->exchange, 404, "not-found", detail);
	control_ask_free(ask);
}

static void
control_say(struct control_ask *ask)
{
	http_respond_text(ask->exchange, 200, "application/json; charset=utf-8",
		buf_slice(&ask->out));
	control_ask_free(ask);
}

static void
control_refuse(struct control_ask *ask, unsigned status, const char *code,
	const char *detail)
{
	http_respond_problem(ask->exchange, status, code, detail);
	control_ask_free(ask);
}

/* ---- orders to the desk ---------------------------------------------------
 */

/* On the desk's thread. */
static void
control_ordered(void *context, const struct order *order)
{
	struct control_ask *ask = context;

	ask->result = order->result;
	ask->seq = order->seq;
	ask->why = order->why;
	if (order->story.text[0] != '\0')
		ask->id = order->story;
	mailbox_post(ask->control->orders, &ask->order_link);
}

static void
control_order(struct control_ask *ask, enum order_kind kind)
{
	struct order *order = ask->order ? steal(ask->order) : order_new(kind);

	if (kind == ORDER_DROP)
		order->quarantine = ask->row;
	else
		order->id = mem_strdup(ask->id.text);
	order->who = mem_strdup(ask->who ? ask->who : "operator");
	order->reason = mem_strdup(ask->reason);
	order->answer = control_ordered;
	order->context = ask;
	if (!desk_order(ask->control->options.desk, order))
		control_refuse(ask, 503, "stopping",
			"the gateway is stopping; nothing was changed");
}

static void
control_say_refused(struct control_ask *ask)
{
	char detail[640];

	snprintf(detail, sizeof(detail), "%.200s: %s", ask->story,
		ask->why.text);
	control_refuse(ask, 409, "refused", detail);
}

/* What came of it, and behind it how the story stands then: `story`, the
 * reader's answer, may be empty. */
static void
control_say_order(struct control_ask *ask, struct slice story)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	struct jsonout json = JSONOUT(&out);

	jsonout_object(&json);
	if (ask->want == CONTROL_DROP) {
		jsonout_member_integer(&json, "id", ask->row);
		jsonout_member_text(&json, "state", "dropped");
	} else if (ask->want == CONTROL_CLOCK) {
		jsonout_member_text(&json, "clock", "believed");
	} else {
		jsonout_member_text(&json, "id", ask->id.text);
		jsonout_member_text(&json, "uri", ask->uri ? ask->uri : "");
		jsonout_member_integer(&json, "seq", ask->seq);
	}
	jsonout_member_bool(&json, "already", ask->result == ORDER_ALREADY);
	if (ask->names.len != 0) {
		jsonout_key(&json, "names");
		jsonout_raw(&json, buf_slice(&ask->names));
	}
	if (story.len != 0) {
		jsonout_key(&json, "story");
		jsonout_raw(&json, story);
	}
	jsonout_object_end(&json);
	http_respond_text(ask->exchange, 200, "application/json; charset=utf-8",
		buf_slice(&out));
	control_ask_free(ask);
}

static void control_start(struct control_ask *ask);

static void
control_answer_order(struct control_ask *ask)
{
	switch (ask->result) {
	case ORDER_UNKNOWN:
		control_say_unknown(ask);
		return;
	case ORDER_REFUSED:
		control_say_refused(ask);
		return;
	case ORDER_FULL:
		control_refuse(ask, 507, "storage-full",
			"there is no room on the disk; nothing was changed");
		return;
	case ORDER_ALREADY:
	case ORDER_DONE:
		break;
	}
	buf_clear(&ask->out);
	ask->is_ordered = true;
	if (ask->want == CONTROL_DROP || ask->want == CONTROL_CLOCK)
		control_say_order(ask, SLICE(""));
	else
		control_start(ask);
}

static void
control_orders_mail(void *ctx, struct list *mail)
{
	(void)ctx;
	list_each_safe (link, mail) {
		list_unlink(link);
		control_answer_order(
			list_entry(link, struct control_ask, order_link));
	}
}

/* ---- another try ----------------------------------------------------------
 */

static void
control_redriven(void *ctx, const struct receipt *receipt, const char *why)
{
	struct control_ask *ask = ctx;

	if (receipt == NULL || receipt->result == RECEIPT_FULL) {
		control_refuse(ask, 503, why ? why : "storage-full",
			"the gateway could not take it now; try again");
		return;
	}
	buf_clear(&ask->out);
	answer_receipt(receipt, ask->partner, "", &ask->out);
	control_say(ask);
}

static void
control_redrive(struct control_ask *ask)
{
	const struct config_partner *partner = config_find_partner(
		ask->control->options.config, slice_text(ask->partner));

	if (partner == NULL) {
		control_refuse(ask, 409, "partner-gone",
			"its partner is not configured any more");
		return;
	}
	intake_redrive(ask->control->options.seat,
		&(struct intake_redrive){
			.row = ask->row,
			.partner = ask->partner,
			.content_type = ask->content_type,
			.headers = ask->headers,
			.may_kill = partner->may_kill,
			.may_embargo = partner->may_embargo,
			.bytes = ask->bytes,
			.received_ms = ask->time_ms,
			.done = control_redriven,
			.ctx = ask,
		});
}

/* ---- what an editor says --------------------------------------------------
 */

static int
control_name_parties(struct control_ask *ask, struct problem *why)
{
	const struct control_options *options = &ask->control->options;
	const struct config_partner *partner =
		config_find_partner(options->config, slice_text(ask->partner));
	struct whose whose = { ask->partner, partner ? partner->title : "" };
	auto_(authority_done) struct authority authority =
		authority_open(options->rulebook, &whose);
	struct jsonout json = JSONOUT(&ask->names);
	int rc = 0;

	jsonout_array(&json);
	for (size_t i = 0; rc == 0 && i < ask->order->n_changes; i++)
		rc = authority_name_change(&authority, &ask->order->changes[i],
			&ask->order->arena, &json, why);
	jsonout_array_end(&json);
	return rc;
}

static void
control_set(struct control_ask *ask)
{
	struct problem why = PROBLEM_NULL;

	if (control_name_parties(ask, &why) != 0)
		control_refuse(ask, 409, "ambiguous", why.text);
	else
		control_order(ask, ORDER_SET);
}

/* ---- from question to answer ----------------------------------------------
 */

static void
control_go_on(struct control_ask *ask)
{
	switch (ask->want) {
	case CONTROL_LIST:
	case CONTROL_SHOW:
	case CONTROL_BOOKS:
	case CONTROL_RULES:
	case CONTROL_UNEXPLAINED:
	case CONTROL_STORY:
		control_say(ask);
		break;
	case CONTROL_KILL:
		control_order(ask, ORDER_KILL);
		break;
	case CONTROL_RELEASE:
		control_order(ask, ORDER_RELEASE);
		break;
	case CONTROL_HOLD:
		control_order(ask, ORDER_HOLD);
		break;
	case CONTROL_LIFT:
		control_order(ask, ORDER_LIFT);
		break;
	case CONTROL_SET:
		control_set(ask);
		break;
	case CONTROL_CLOCK:
		control_order(ask, ORDER_CLOCK);
		break;
	case CONTROL_DROP:
		control_order(ask, ORDER_DROP);
		break;
	case CONTROL_REDRIVE:
		control_redrive(ask);
		break;
	}
}

static void
control_done(struct backlog_job *job)
{
	struct control_ask *ask = (struct control_ask *)job;

	/* What was done is told, also where it cannot be looked at. */
	if (ask->is_ordered)
		control_say_order(
			ask, job->dropped || job->error != 0 || ask->found != 0
				     ? SLICE("")
				     : buf_slice(&ask->out));
	else if (job->dropped || job->error != 0 || ask->found < 0)
		control_refuse(ask, 503, "unavailable",
			"the journal could not be read; ask again");
	else if (ask->found == 1)
		control_say_unknown(ask);
	else if (ask->found == 2)
		control_refuse(ask, 409, "ambiguous",
			"several partners use this uri; name the story by id");
	else
		control_go_on(ask);
}

static struct control_ask *
control_ask_new(struct control *control, struct http_exchange *x,
	enum control_want want)
{
	struct control_ask *ask = mem_new(struct control_ask);

	list_init(&ask->job.link);
	list_init(&ask->order_link);
	ask->job.reply = control->reply;
	ask->job.run = control_run;
	ask->job.done = control_done;
	ask->control = control;
	ask->exchange = x;
	ask->want = want;
	return ask;
}

static void
control_start(struct control_ask *ask)
{
	struct control *control = ask->control;

	if (!control->is_closing &&
		backlog_ask(control->options.backlog, &ask->job))
		return;
	if (ask->is_ordered)
		control_say_order(ask, SLICE(""));
	else
		control_refuse(
			ask, 503, "busy", "too many questions are waiting");
}

/* ---- the handlers ---------------------------------------------------------
 */

/* A name that can stand in a log line, in a journal and in evidence. */
static bool
control_is_operator(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f)
			return false;
	return len != 0 && len <= CONTROL_OPERATOR_MAX;
}

/* The members that every request about a story has, and one more of some. */
enum { STORY_NAME, STORY_REASON, STORY_WHO, STORY_LIST, N_STORY_MEMBERS };

static int
control_read_order(struct http_exchange *x, const char *list,
	struct flat_member members[N_STORY_MEMBERS], struct arena *arena,
	struct problem *why)
{
	const struct flat_member known[] = {
		[STORY_NAME] = { .name = "story", .required = true },
		[STORY_REASON] = { .name = "reason" },
		[STORY_WHO] = { .name = "operator" },
		[STORY_LIST] = { .name = list,
			.required = true,
			.is_list = true },
	};
	const char *who;

	memcpy(members, known, sizeof(known));
	if (flat_parse(http_body(x), members,
		    list ? N_STORY_MEMBERS : STORY_LIST, arena, why) != 0)
		return 1;
	who = members[STORY_WHO].value;
	if (who != NULL && !control_is_operator(who))
		return problem_set(why, 1, "E-OPERATOR",
			"an operator's name is 1 to %d bytes on one line",
			CONTROL_OPERATOR_MAX);
	return 0;
}

static void
control_ask_of_story(struct control *control, struct http_exchange *x,
	enum control_want want, const struct flat_member *members,
	struct order *order)
{
	struct control_ask *ask = control_ask_new(control, x, want);

	ask->story = mem_strdup(members[STORY_NAME].value);
	ask->reason = mem_strdup(members[STORY_REASON].value);
	ask->who = mem_strdup(members[STORY_WHO].value);
	ask->order = order;
	control_start(ask);
}

static void
control_take_story(struct control *control, struct http_exchange *x,
	enum control_want want)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct flat_member members[N_STORY_MEMBERS];
	struct problem why = PROBLEM_NULL;

	if (control_read_order(x, NULL, members, &arena, &why) != 0)
		http_respond_problem(x, 400, "bad-request", why.text);
	else
		control_ask_of_story(control, x, want, members, NULL);
}

/* `list` names the member: "changes", or "fields" that are to be as the partner
 * says. */
static int
control_read_changes(const struct flat_member *list, bool is_unset,
	struct order *order, struct problem *why)
{
	size_t n = 0;

	while (list->values[n] != NULL)
		n++;
	if (n == 0 || n > CONTROL_CHANGES)
		return problem_set(why, 1, "E-CHANGE",
			"\"%s\" must hold 1 to %d", list->name,
			CONTROL_CHANGES);
	order->changes = arena_zero(&order->arena, n * sizeof(*order->changes));
	for (size_t i = 0; i < n; i++) {
		struct change *change = &order->changes[order->n_changes++];
		struct slice words = slice_text(list->values[i]);
		int rc = is_unset ? change_parse_unset(words, change, why)
				  : change_parse(
					    words, &order->arena, change, why);

		if (rc != 0)
			return rc;
	}
	return 0;
}

static void
control_take_changes(
	struct control *control, struct http_exchange *x, bool is_unset)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(order_free) struct order *order = order_new(ORDER_SET);
	struct flat_member members[N_STORY_MEMBERS];
	struct problem why = PROBLEM_NULL;

	if (control_read_order(x, is_unset ? "fields" : "changes", members,
		    &arena, &why) != 0 ||
		control_read_changes(
			&members[STORY_LIST], is_unset, order, &why) != 0)
		http_respond_problem(x, 400, "bad-request", why.text);
	else
		control_ask_of_story(
			control, x, CONTROL_SET, members, steal(order));
}

static void
control_kill(void *ctx, struct http_exchange *x)
{
	control_take_story(ctx, x, CONTROL_KILL);
}

static void
control_release(void *ctx, struct http_exchange *x)
{
	control_take_story(ctx, x, CONTROL_RELEASE);
}

static void
control_hold(void *ctx, struct http_exchange *x)
{
	control_take_story(ctx, x, CONTROL_HOLD);
}

static void
control_lift(void *ctx, struct http_exchange *x)
{
	control_take_story(ctx, x, CONTROL_LIFT);
}

static void
control_change(void *ctx, struct http_exchange *x)
{
	control_take_changes(ctx, x, false);
}

static void
control_unset(void *ctx, struct http_exchange *x)
{
	control_take_changes(ctx, x, true);
}

static void
control_story(void *ctx, struct http_exchange *x)
{
	struct slice story = http_path_param(x, "story");
	struct control_ask *ask = control_ask_new(ctx, x, CONTROL_STORY);

	ask->story = mem_strndup(story.at, story.len);
	control_start(ask);
}

static void
control_clock(void *ctx, struct http_exchange *x)
{
	control_start(control_ask_new(ctx, x, CONTROL_CLOCK));
}

static void
control_list(void *ctx, struct http_exchange *x)
{
	control_start(control_ask_new(ctx, x, CONTROL_LIST));
}

static void
control_books(void *ctx, struct http_exchange *x)
{
	control_start(control_ask_new(ctx, x, CONTROL_BOOKS));
}

/* `unused`: milliseconds; without, all rules. */
static void
control_rules(void *ctx, struct http_exchange *x)
{
	struct control *control = ctx;
	struct slice unused = http_query_param(x, "unused");
	struct control_ask *ask;
	uint64_t unused_ms = 0;

	if (unused.len != 0 && (slice_to_u64(unused, &unused_ms) != 0 ||
				       unused_ms > INT64_MAX / 2)) {
		http_respond_problem(x, 400, "bad-request",
			"`unused` wants a number of milliseconds");
		return;
	}
	ask = control_ask_new(control, x, CONTROL_RULES);
	ask->rulebook = rulebook_ref(control->options.rulebook);
	ask->unused_ms = unused.len != 0 ? (int64_t)unused_ms : -1;
	control_start(ask);
}

static void
control_unexplained(void *ctx, struct http_exchange *x)
{
	control_start(control_ask_new(ctx, x, CONTROL_UNEXPLAINED));
}

static void
control_take_row(struct control *control, struct http_exchange *x,
	enum control_want want)
{
	struct control_ask *ask;
	uint64_t row;

	if (slice_to_u64(http_path_param(x, "id"), &row) || row > INT64_MAX) {
		http_respond_problem(
			x, 404, "not-found", "quarantine rows have numbers");
		return;
	}
	ask = control_ask_new(control, x, want);
	ask->row = (int64_t)row;
	control_start(ask);
}

static void
control_show(void *ctx, struct http_exchange *x)
{
	control_take_row(ctx, x, CONTROL_SHOW);
}

static void
control_post_redrive(void *ctx, struct http_exchange *x)
{
	control_take_row(ctx, x, CONTROL_REDRIVE);
}

static void
control_drop(void *ctx, struct http_exchange *x)
{
	control_take_row(ctx, x, CONTROL_DROP);
}

void
control_routes(
	struct control *control, struct http_route ret_routes[CONTROL_ROUTES])
{
	const struct http_route routes[CONTROL_ROUTES] = {
		{ "POST", "/v1/control/kill", control_kill, control, 65536,
			NULL },
		{ "POST", "/v1/control/release", control_release, control,
			65536, NULL },
		{ "POST", "/v1/control/hold", control_hold, control, 65536,
			NULL },
		{ "POST", "/v1/control/lift", control_lift, control, 65536,
			NULL },
		{ "POST", "/v1/control/set", control_change, control, 65536,
			NULL },
		{ "POST", "/v1/control/unset", control_unset, control, 65536,
			NULL },
		{ "GET", "/v1/control/story/{story}", control_story, control, 0,
			NULL },
		{ "POST", "/v1/control/clock", control_clock, control, 65536,
			NULL },
		{ "GET", "/v1/control/books", control_books, control, 0, NULL },
		{ "GET", "/v1/control/rules", control_rules, control, 0, NULL },
		{ "GET", "/v1/control/rules/unexplained", control_unexplained,
			control, 0, NULL },
		{ "GET", "/v1/control/quarantine", control_list, control, 0,
			NULL },
		{ "GET", "/v1/control/quarantine/{id}", control_show, control,
			0, NULL },
		{ "POST", "/v1/control/quarantine/{id}/redrive",
			control_post_redrive, control, 65536, NULL },
		{ "DELETE", "/v1/control/quarantine/{id}", control_drop,
			control, 65536, NULL },
	};

	for (size_t i = 0; i < CONTROL_ROUTES; i++)
		ret_routes[i] = routes[i];
}

/* ---- life -----------------------------------------------------------------
 */

struct control *
control_new(const struct control_options *options)
{
	struct control *control = mem_new(struct control);

	control->options = *options;
	config_ref(options->config);
	rulebook_ref(options->rulebook);
	control->reply = mailbox_new(options->loop, backlog_answer, NULL);
	control->orders =
		mailbox_new(options->loop, control_orders_mail, control);
	return control;
}

void
control_set_generation(struct control *control, struct config *config,
	struct rulebook *rulebook)
{
	config_unref(control->options.config);
	control->options.config = config_ref(config);
	rulebook_unref(control->options.rulebook);
	control->options.rulebook = rulebook_ref(rulebook);
}

struct control *
control_free(struct control *control)
{
	struct list mail;

	if (control == NULL)
		return NULL;
	control->is_closing = true;
	backlog_drop(control->reply);
	list_init(&mail);
	mailbox_take(control->orders, &mail);
	control_orders_mail(NULL, &mail);
	mailbox_free(control->reply);
	mailbox_free(control->orders);
	config_unref(control->options.config);
	rulebook_unref(control->options.rulebook);
	return mem_free(control);
}
