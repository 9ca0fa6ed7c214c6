/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intake - one job object, handed from thread to thread.
 *
 *	bay:    a partner's document          -> front's mailbox
 *	front:  the pool normalizes it        -> desk (or, a dry run: back)
 *	desk:   decides, commits, receipts    -> the seat's mailbox
 *	bay:    writes the answer
 *
 * The job is freed where its answer is written. A house that is full says so
 * before it takes a document, and again at the desk's door.
 */
#include "house/intake.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#include "base/buf.h"
#include "base/jsonout.h"
#include "base/list.h"
#include "base/mem.h"
#include "base/stat.h"
#include "deliver/backlog.h"
#include "desk/desk.h"
#include "desk/status.h"
#include "desk/submission.h"
#include "house/answer.h"
#include "loop/loop.h"
#include "loop/mailbox.h"
#include "normalize/pool.h"
#include "partner/push.h"

struct intake {
	struct intake_options options;
	struct mailbox *front; /* jobs for the pool */
	struct list seats;
	atomic_size_t n_inside; /* posted or with the pool */
};

struct intake_seat {
	struct list link;
	struct intake *intake;
	struct loop *loop;
	struct list taken; /* jobs of this turn, for the front loop */
	struct deferred hand_over;
	struct list answered;  /* jobs of this batch; the desk's thread only */
	struct mailbox *box;   /* jobs that are answered */
	struct mailbox *reply; /* of the backlog */
};

struct intake_job {
	struct list link; /* first: of whichever box it lies in */
	struct intake_seat *seat;
	struct push_job *push;         /* NULL: a redrive */
	struct intake_redrive redrive; /* owned copies of its texts */
	struct normalize_result *result;
	struct receipt *receipt;
	const char *refused; /* static: why neither came */
};

static void
intake_job_free(struct intake_job *job)
{
	normalize_result_free(job->result);
	receipt_free(job->receipt);
	if (job->push == NULL) {
		mem_free((char *)job->redrive.partner);
		mem_free((char *)job->redrive.content_type);
		mem_free((char *)job->redrive.headers);
		blob_unref(job->redrive.bytes);
	}
	mem_free(job);
}

/* Back to where it came from. Any thread. */
static void
intake_return(struct intake_job *job)
{
	mailbox_post(job->seat->box, &job->link);
}

/* ---- the desk -------------------------------------------------------------
 */

/* On the desk's thread. */
static void
intake_receipt(void *context, struct receipt *receipt)
{
	struct intake_job *job = context;

	job->receipt = receipt;
	list_append(&job->seat->answered, &job->link);
}

/* On the desk's thread, after each batch: all answers of a seat in one go. */
static void
intake_answered(void *context)
{
	struct intake *intake = context;

	list_each (at, &intake->seats) {
		struct intake_seat *seat =
			list_entry(at, struct intake_seat, link);

		mailbox_post_all(seat->box, &seat->answered);
	}
}

static void
intake_fill_fault(
	struct submission *submission, const struct normalize_result *result)
{
	if (result->outcome == NORMALIZE_STORIES)
		return;
	submission->fault = result->outcome == NORMALIZE_UNDECODABLE
				    ? SUBMISSION_UNDECODABLE
				    : SUBMISSION_WORKER_DIED;
	if (result->outcome == NORMALIZE_UNDECODABLE)
		stat_add(documents_undecodable, 1);
	submission->reason = answer_problem_text(&result->why);
}

static void
intake_fill_push(struct submission *submission, const struct push_job *push)
{
	submission->may_kill = push->partner->may_kill;
	submission->may_embargo = push->partner->may_embargo;
	submission->bytes = blob_ref(push->bytes);
	submission->content_type = mem_strdup(push->content_type);
	submission->headers = mem_strdup(push->headers);
	submission->received_ms = push->received_ms;
	submission->key = mem_strdup(push->key);
	submission->body_hash = mem_strdup(push->body_hash);
}

static void
intake_fill_redrive(
	struct submission *submission, const struct intake_redrive *redrive)
{
	submission->may_kill = redrive->may_kill;
	submission->may_embargo = redrive->may_embargo;
	submission->bytes = blob_ref(redrive->bytes);
	submission->content_type = mem_strdup(redrive->content_type);
	submission->headers = mem_strdup(redrive->headers);
	submission->received_ms = redrive->received_ms;
	submission->redrive = redrive->row;
}

static void
intake_submit(struct intake_job *job)
{
	struct normalize_result *result = job->result;
	struct submission *submission = submission_new(slice_text(
		job->push ? job->push->partner->name : job->redrive.partner));

	if (job->push != NULL)
		intake_fill_push(submission, job->push);
	else
		intake_fill_redrive(submission, &job->redrive);
	for (size_t i = 0; i < result->n_stories; i++)
		submission_add(submission, story_ref(result->stories[i]));
	intake_fill_fault(submission, result);
	submission->warnings = answer_warnings(&result->warnings);
	submission->answer = intake_receipt;
	submission->context = job;
	if (desk_submit(job->seat->intake->options.desk, submission))
		return;
	job->refused = "busy";
	intake_return(job);
}

/* One document less is with us; whatever came of it has been passed on. */
static void
intake_is_through(struct intake *intake)
{
	atomic_fetch_sub(&intake->n_inside, 1);
	desk_expect(intake->options.desk, -1);
}

/* ---- the pool -------------------------------------------------------------
 */

/* On the front loop; owns the result. */
static void
intake_normalized(void *context, struct normalize_result *result)
{
	struct intake_job *job = context;
	struct intake *intake = job->seat->intake;

	job->result = result;
	if (job->push != NULL && job->push->dry_run)
		intake_return(job);
	else
		intake_submit(job);
	intake_is_through(intake);
}

static void
intake_normalize(struct intake *intake, struct intake_job *job)
{
	const struct push_job *push = job->push;
	struct normalizer_job ask = { 0 };
	int r;

	if (push != NULL) {
		ask.bytes = blob_slice(push->bytes);
		ask.content_type = slice_text(push->content_type);
		ask.headers = slice_text(push->headers);
		ask.base_url = slice_text(push->base_url);
		ask.partner = push->partner->name;
		ask.received_ms = push->received_ms;
		ask.wants_report = push->dry_run;
	} else {
		ask.bytes = blob_slice(job->redrive.bytes);
		ask.content_type = slice_text(job->redrive.content_type);
		ask.headers = slice_text(job->redrive.headers);
		ask.partner = job->redrive.partner;
		ask.received_ms = job->redrive.received_ms;
	}
	r = pool_submit(intake->options.pool, &ask, intake_normalized, job);
	if (r == 0)
		return;
	intake_is_through(intake);
	job->refused = r == -E2BIG ? "too-large" : "busy";
	intake_return(job);
}

/* On the front loop. */
static void
intake_front_mail(void *ctx, struct list *mail)
{
	struct intake *intake = ctx;

	list_each_safe (link, mail) {
		list_unlink(link);
		intake_normalize(
			intake, list_entry(link, struct intake_job, link));
	}
}

/* ---- the answer -----------------------------------------------------------
 */

static void
intake_answer_report(struct intake_job *job)
{
	const struct normalize_result *result = job->result;
	char text[480];

	if (result->outcome == NORMALIZE_REPORT) {
		push_answer(job->push, 200, result->report);
		return;
	}
	push_answer_problem(job->push, 422, "undecodable",
		problem_print(&result->why, text, sizeof(text)));
}

static void
intake_answer_push(struct intake_job *job)
{
	auto_(buf_done) struct buf body = BUF_NULL;
	const struct receipt *receipt = job->receipt;

	if (job->refused != NULL && !strcmp(job->refused, "too-large")) {
		push_answer_problem(job->push, 413, "document-too-large",
			"no normalizer takes a document of this size");
		return;
	}
	if (job->refused != NULL) {
		push_answer_busy(job->push);
		return;
	}
	if (receipt == NULL) {
		intake_answer_report(job);
		return;
	}
	switch (receipt->result) {
	case RECEIPT_CONFLICT:
		push_answer_problem(job->push, 409, "idempotency-conflict",
			"this Idempotency-Key was used with another body");
		return;
	case RECEIPT_FULL:
		push_answer_problem(job->push, 507, "storage-full",
			"there is no room to keep the document; nothing of it "
			"was taken");
		return;
	case RECEIPT_UNDECODABLE:
		push_answer_problem(job->push, 422, "undecodable",
			receipt->n_stories ? receipt->stories[0].reason
					   : "no decoder could read it");
		return;
	case RECEIPT_DONE:
		break;
	}
	answer_receipt(receipt, job->push->partner->name,
		job->seat->intake->options.base_url, &body);
	push_answer(job->push, (unsigned)receipt_http_status(receipt),
		buf_slice(&body));
}

static void
intake_answer(struct intake_job *job)
{
	if (job->push != NULL)
		intake_answer_push(job);
	else
		job->redrive.done(job->redrive.ctx, job->receipt, job->refused);
	intake_job_free(job);
}

static void
intake_seat_mail(void *ctx, struct list *mail)
{
	(void)ctx;
	list_each_safe (link, mail) {
		list_unlink(link);
		intake_answer(list_entry(link, struct intake_job, link));
	}
}

/* ---- the doors ------------------------------------------------------------
 */

bool
intake_is_full(struct intake *intake)
{
	return atomic_load(&intake->n_inside) >= intake->options.max_inside ||
	       desk_is_full(intake->options.desk);
}

static void
intake_take(struct intake_seat *seat, struct intake_job *job)
{
	atomic_fetch_add(&seat->intake->n_inside, 1);
	desk_expect(seat->intake->options.desk, 1);
	list_append(&seat->taken, &job->link);
	loop_defer(seat->loop, &seat->hand_over);
}

/* At the end of a turn: what came in it goes over in one go. */
static void
intake_hand_over(void *ctx)
{
	struct intake_seat *seat = ctx;

	mailbox_post_all(seat->intake->front, &seat->taken);
}

static bool
intake_hook_is_full(void *ctx)
{
	struct intake_seat *seat = ctx;

	return intake_is_full(seat->intake);
}

static void
intake_hook_take(void *ctx, struct push_job *push)
{
	struct intake_seat *seat = ctx;
	struct intake_job *job = mem_new(struct intake_job);

	list_init(&job->link);
	job->seat = seat;
	job->push = push;
	intake_take(seat, job);
}

void
intake_redrive(struct intake_seat *front, const struct intake_redrive *redrive)
{
	struct intake_job *job = mem_new(struct intake_job);

	list_init(&job->link);
	job->seat = front;
	job->redrive = *redrive;
	job->redrive.partner = mem_strdup(redrive->partner);
	job->redrive.content_type = mem_strdup(redrive->content_type);
	job->redrive.headers = mem_strdup(redrive->headers);
	blob_ref(redrive->bytes);
	intake_take(front, job);
}

/* ---- where a story stands -------------------------------------------------
 */

struct intake_question {
	struct backlog_job job; /* first */
	struct http_exchange *exchange;
	char *partner, *id;
	int found;
	struct buf body;
};

static void
intake_ask_run(struct backlog_job *job, struct reader *reader)
{
	struct intake_question *question = (struct intake_question *)job;
	auto_(desk_status_done) struct desk_status status = { 0 };
	struct jsonout json = JSONOUT(&question->body);

	question->found =
		desk_status_read(reader, slice_text(question->partner),
			slice_text(question->id), &status);
	if (question->found == 0)
		desk_status_print(&status, &json);
}

static void
intake_ask_done(struct backlog_job *job)
{
	struct intake_question *question = (struct intake_question *)job;

	if (job->dropped || job->error != 0 || question->found < 0)
		http_respond_problem(question->exchange, 503, "unavailable",
			"the journal could not be read; ask again");
	else if (question->found != 0)
		http_respond_problem(question->exchange, 404, "not-found",
			"this partner has no such story");
	else
		http_respond_text(question->exchange, 200,
			"application/json; charset=utf-8",
			buf_slice(&question->body));
	buf_done(&question->body);
	mem_free(question->partner);
	mem_free(question->id);
	mem_free(question);
}

static void
intake_hook_status(void *ctx, struct http_exchange *exchange,
	const char *partner, struct slice id)
{
	struct intake_seat *seat = ctx;
	struct intake_question *question = mem_new(struct intake_question);

	list_init(&question->job.link);
	question->job.reply = seat->reply;
	question->job.run = intake_ask_run;
	question->job.party = backlog_party(partner);
	question->job.done = intake_ask_done;
	question->exchange = exchange;
	question->partner = mem_strdup(partner);
	question->id = mem_strndup(id.at, id.len);
	if (backlog_ask(seat->intake->options.backlog, &question->job))
		return;
	question->job.dropped = true;
	intake_ask_done(&question->job);
}

void
intake_hook(struct intake_seat *seat, struct push_options *options)
{
	options->is_full = intake_hook_is_full;
	options->take = intake_hook_take;
	options->status = intake_hook_status;
	options->ctx = seat;
}

/* ---- life -----------------------------------------------------------------
 */

struct intake *
intake_new(const struct intake_options *options)
{
	struct intake *intake = mem_new(struct intake);

	intake->options = *options;
	list_init(&intake->seats);
	intake->front = mailbox_new(options->front, intake_front_mail, intake);
	desk_on_answered(options->desk, intake_answered, intake);
	return intake;
}

struct intake_seat *
intake_seat_new(struct intake *intake, struct loop *loop)
{
	struct intake_seat *seat = mem_new(struct intake_seat);

	list_init(&seat->link);
	list_append(&intake->seats, &seat->link);
	seat->intake = intake;
	seat->loop = loop;
	list_init(&seat->taken);
	list_init(&seat->answered);
	deferred_init(&seat->hand_over, intake_hand_over, seat);
	seat->box = mailbox_new(loop, intake_seat_mail, seat);
	seat->reply = mailbox_new(loop, backlog_answer, NULL);
	return seat;
}

/* The loops have ended: whoever asked is gone, and so is the exchange. */
static void
intake_drop(struct list *jobs)
{
	list_each_safe (link, jobs) {
		struct intake_job *job =
			list_entry(link, struct intake_job, link);

		job->refused = "stopping";
		intake_answer(job);
	}
}

static void
intake_drop_box(struct mailbox *box)
{
	struct list mail;

	list_init(&mail);
	mailbox_take(box, &mail);
	intake_drop(&mail);
	mailbox_free(box);
}

struct intake *
intake_free(struct intake *intake)
{
	if (intake == NULL)
		return NULL;
	intake_drop_box(intake->front);
	list_each_safe (link, &intake->seats) {
		struct intake_seat *seat =
			list_entry(link, struct intake_seat, link);

		deferred_cancel(&seat->hand_over);
		intake_drop(&seat->taken);
		intake_drop(&seat->answered);
		intake_drop_box(seat->box);
		backlog_drop(seat->reply);
		mailbox_free(seat->reply);
		mem_free(seat);
	}
	return mem_free(intake);
}
