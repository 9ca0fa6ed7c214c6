/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control - orders and questions of the operator, answered as JSON.
 *
 * Every request becomes a question to the journal's reader first (which story,
 * which row?), and where something is to change, an order to the desk or a
 * document for the intake. Each is one `struct control_ask`, owned by exactly
 * one thread at a time, that ends by answering its exchange on the front loop.
 */
#include "house/control.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/blob.h"
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/list.h"
#include "base/mem.h"
#include "base/rfc3339.h"
#include "config/config.h"
#include "crypto/base64.h"
#include "deliver/backlog.h"
#include "desk/desk.h"
#include "desk/order.h"
#include "format/flat.h"
#include "house/answer.h"
#include "house/intake.h"
#include "journal/reader.h"
#include "loop/loop.h"
#include "loop/mailbox.h"

#define CONTROL_ROWS 500 /* of a listing */

struct control {
	struct control_options options;
	struct mailbox *reply;  /* of the backlog */
	struct mailbox *orders; /* answered by the desk */
};

enum control_want {
	CONTROL_KILL,
	CONTROL_RELEASE,
	CONTROL_CLOCK,
	CONTROL_LIST,
	CONTROL_SHOW,
	CONTROL_REDRIVE,
	CONTROL_DROP,
	CONTROL_BOOKS
};

struct control_ask {
	struct backlog_job job; /* first */
	struct list order_link;
	struct control *control;
	struct http_exchange *exchange;
	enum control_want want;
	/* What was asked. */
	char *story, *reason;
	int64_t row;
	/* What the reader found. */
	int found; /* 0, 1 no such thing, 2 several, negative errno */
	struct story_id id;
	char *uri, *partner, *content_type, *headers;
	int64_t time_ms;
	struct blob *bytes;
	struct buf out;
	/* What the desk did. */
	enum order_result result;
	int64_t seq;
};

static void
control_ask_free(struct control_ask *ask)
{
	mem_free(ask->story);
	mem_free(ask->reason);
	mem_free(ask->uri);
	mem_free(ask->partner);
	mem_free(ask->content_type);
	mem_free(ask->headers);
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

/* ---- on the journal's reader ----------------------------------------------
 */

/* An id, or a uri that only one partner uses. */
static int
control_find_story(struct control_ask *ask, struct reader *reader)
{
	auto_(standing_done) struct standing standing = { 0 };
	struct story_id ids[2];
	size_t n = 0;
	int r = 1;

	if (story_id_is_valid(slice_text(ask->story)))
		r = reader_standing(reader, slice_text(ask->story), &standing);
	if (r == 1) {
		r = reader_by_uri(reader, slice_text(ask->story), 2, ids, &n);
		if (r < 0 || n != 1)
			return r < 0 ? r : n == 0 ? 1 : 2;
		r = reader_standing(reader, slice_text(ids[0].text), &standing);
	}
	if (r != 0)
		return r;
	ask->id = standing.id;
	ask->uri = mem_strdup(standing.uri);
	return 0;
}

static void
control_put_row(struct jsonout *json, const struct reader_quarantine *row)
{
	jsonout_object(json);
	jsonout_member_integer(json, "id", row->id);
	jsonout_member_text(json, "partner", row->partner);
	jsonout_member_text(json, "received", rfc3339_of(row->time_ms).text);
	jsonout_member_some(json, "uri", slice_text(row->uri));
	jsonout_member_text(json, "code", row->code);
	jsonout_member_text(json, "reason", row->reason);
	jsonout_member_text(json, "state", row->state);
	jsonout_member_some(
		json, "content_type", slice_text(row->content_type));
	jsonout_member_integer(json, "size", row->size);
}

static bool
control_list_row(void *context, const struct reader_quarantine *row)
{
	struct jsonout *json = context;

	control_put_row(json, row);
	jsonout_object_end(json);
	return true;
}

static void
control_read_list(struct control_ask *ask, struct reader *reader)
{
	struct jsonout json = JSONOUT(&ask->out);

	jsonout_object(&json);
	jsonout_key(&json, "items");
	jsonout_array(&json);
	ask->found = reader_quarantined(
		reader, false, CONTROL_ROWS, control_list_row, &json);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}

struct control_row {
	struct control_ask *ask;
	struct jsonout json;
	int64_t document;
};

static bool
control_keep_row(void *context, const struct reader_quarantine *row)
{
	struct control_row *keep = context;

	keep->document = row->document;
	keep->ask->partner = mem_strdup(row->partner);
	control_put_row(&keep->json, row);
	return false;
}

static void
control_read_row(struct control_ask *ask, struct reader *reader)
{
	auto_(reader_document_done) struct reader_document document = { 0 };
	auto_(buf_done) struct buf base64 = BUF_NULL;
	struct control_row keep = { ask, JSONOUT(&ask->out), 0 };

	ask->found =
		reader_quarantine(reader, ask->row, control_keep_row, &keep);
	if (ask->found == 0)
		ask->found = reader_document(reader, keep.document, &document);
	if (ask->found != 0)
		return;
	ask->content_type = mem_strdup(document.content_type);
	ask->headers = mem_strdup(document.headers);
	ask->time_ms = document.time_ms;
	ask->bytes = blob_new(buf_text(&document.bytes), document.bytes.len);
	base64_put(&base64, buf_slice(&document.bytes));
	jsonout_member(&keep.json, "bytes", buf_slice(&base64));
	jsonout_object_end(&keep.json);
}

static void
control_read_books(struct control_ask *ask, struct reader *reader)
{
	struct jsonout json = JSONOUT(&ask->out);
	struct books books = { 0 };

	ask->found = reader_books(reader, &books);
	jsonout_object(&json);
	jsonout_member_integer(&json, "received", books.received);
	jsonout_member_integer(&json, "published", books.published);
	jsonout_member_integer(&json, "updated", books.updated);
	jsonout_member_integer(&json, "corrected", books.corrected);
	jsonout_member_integer(&json, "killed", books.killed);
	jsonout_member_integer(&json, "held", books.held);
	jsonout_member_integer(&json, "duplicate", books.duplicate);
	jsonout_member_integer(&json, "late", books.late);
	jsonout_member_integer(&json, "quarantined", books.quarantined);
	jsonout_member_integer(&json, "rejected", books.rejected);
	jsonout_member_integer(&json, "advisory", books.advisory);
	jsonout_member_bool(&json, "balanced", books_balance(&books));
	jsonout_object_end(&json);
}

static void
control_run(struct backlog_job *job, struct reader *reader)
{
	struct control_ask *ask = (struct control_ask *)job;

	switch (ask->want) {
	case CONTROL_KILL:
	case CONTROL_RELEASE:
		ask->found = control_find_story(ask, reader);
		break;
	case CONTROL_CLOCK:
		break; /* the journal has nothing to say */
	case CONTROL_LIST:
		control_read_list(ask, reader);
		break;
	case CONTROL_BOOKS:
		control_read_books(ask, reader);
		break;
	case CONTROL_SHOW:
	case CONTROL_REDRIVE:
	case CONTROL_DROP:
		control_read_row(ask, reader);
		break;
	}
}

/* ---- orders to the desk ---------------------------------------------------
 */

/* On the desk's thread. */
static void
control_ordered(void *context, enum order_result result, int64_t seq,
	const struct story_id *id)
{
	struct control_ask *ask = context;

	ask->result = result;
	ask->seq = seq;
	if (id != NULL && id->text[0] != '\0')
		ask->id = *id;
	mailbox_post(ask->control->orders, &ask->order_link);
}

static void
control_order(struct control_ask *ask, enum order_kind kind)
{
	struct order *order = order_new(kind);

	if (kind == ORDER_DROP)
		order->quarantine = ask->row;
	else
		order->id = mem_strdup(ask->id.text);
	order->who = mem_strdup("operator");
	order->reason = mem_strdup(ask->reason);
	order->answer = control_ordered;
	order->context = ask;
	if (!desk_order(ask->control->options.desk, order))
		control_refuse(ask, 503, "stopping",
			"the gateway is stopping; nothing was changed");
}

static void
control_answer_order(struct control_ask *ask)
{
	struct jsonout json = JSONOUT(&ask->out);

	switch (ask->result) {
	case ORDER_UNKNOWN:
		control_say_unknown(ask);
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
	jsonout_object_end(&json);
	control_say(ask);
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

/* ---- from question to answer ----------------------------------------------
 */

static void
control_go_on(struct control_ask *ask)
{
	switch (ask->want) {
	case CONTROL_LIST:
	case CONTROL_SHOW:
	case CONTROL_BOOKS:
		control_say(ask);
		break;
	case CONTROL_KILL:
		control_order(ask, ORDER_KILL);
		break;
	case CONTROL_RELEASE:
		control_order(ask, ORDER_RELEASE);
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

	if (job->dropped || job->error != 0 || ask->found < 0)
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
	if (backlog_ask(ask->control->options.backlog, &ask->job))
		return;
	control_refuse(ask, 503, "busy", "too many questions are waiting");
}

/* ---- the handlers ---------------------------------------------------------
 */

static void
control_take_story(struct control *control, struct http_exchange *x,
	enum control_want want)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct problem why = PROBLEM_NULL;
	struct flat_member members[] = {
		{ "story", true, NULL },
		{ "reason", false, NULL },
	};
	struct control_ask *ask;

	if (flat_parse(
		    http_body(x), members, n_elements(members), &arena, &why)) {
		http_respond_problem(x, 400, "bad-request", why.text);
		return;
	}
	ask = control_ask_new(control, x, want);
	ask->story = mem_strdup(members[0].value);
	ask->reason = mem_strdup(members[1].value);
	control_start(ask);
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
		{ "POST", "/v1/control/clock", control_clock, control, 65536,
			NULL },
		{ "GET", "/v1/control/books", control_books, control, 0, NULL },
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
	control->reply = mailbox_new(options->loop, backlog_answer, NULL);
	control->orders =
		mailbox_new(options->loop, control_orders_mail, control);
	return control;
}

void
control_set_config(struct control *control, struct config *config)
{
	config_unref(control->options.config);
	control->options.config = config_ref(config);
}

struct control *
control_free(struct control *control)
{
	struct list mail;

	if (control == NULL)
		return NULL;
	backlog_drop(control->reply);
	list_init(&mail);
	mailbox_take(control->orders, &mail);
	control_orders_mail(NULL, &mail);
	mailbox_free(control->reply);
	mailbox_free(control->orders);
	config_unref(control->options.config);
	return mem_free(control);
}
