/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch - requests turned into one commit.
 */
#include "desk/batch.h"

#include <errno.h>

#include "base/mem.h"
#include "desk/note.h"
#include "desk/order.h"
#include "desk/submission.h"
#include "route/routes.h"

#define BATCH_DUE 100 /* ends of embargoes and expiries per commit */

void
batch_done(struct batch *batch)
{
	for (size_t i = 0; i < batch->n_entries; i++)
		entry_unref(batch->entries[i]);
	mem_free(batch->entries);
	batch->entries = NULL;
	batch->n_entries = batch->cap_entries = 0;
}

void
batch_count(struct batch *batch, enum receipt_status status)
{
	struct books *b = &batch->books;
	int64_t *counts[N_RECEIPT_STATUSES] = {
		[RECEIPT_PUBLISHED] = &b->published,
		[RECEIPT_UPDATED] = &b->updated,
		[RECEIPT_CORRECTED] = &b->corrected,
		[RECEIPT_KILLED] = &b->killed,
		[RECEIPT_HELD] = &b->held,
		[RECEIPT_DUPLICATE] = &b->duplicate,
		[RECEIPT_LATE] = &b->late,
		[RECEIPT_ADVISORY] = &b->advisory,
		[RECEIPT_QUARANTINED] = &b->quarantined,
		[RECEIPT_REJECTED] = &b->rejected,
	};

	b->received++;
	++*counts[status];
}

int
batch_books(struct batch *batch)
{
	static const struct books none;
	struct journal_put put = { .kind = JOURNAL_BOOKS };

	if (!memcmp(&batch->books, &none, sizeof(none)))
		return 0;
	put.books = batch->books;
	return journal_put(batch->journal, &put);
}

/* ---- events ----------------------------------------------------------------
 */

/* The lines of standing->products as an array; the texts live in `arena`. */
static size_t
reached_products(const struct standing *standing, struct arena *arena,
	const char ***ret_products)
{
	struct slice rest = slice_text(standing->products), line;
	size_t n = 0, max = 1;
	const char **products;

	for (size_t i = 0; i < rest.len; i++)
		max += rest.at[i] == '\n';
	products = arena_zero(arena, max * sizeof(*products));
	while (n < max && slice_cut(&rest, '\n', &line))
		if (line.len != 0)
			products[n++] = arena_text(arena, line);
	*ret_products = products;
	return n;
}

int
batch_emit(struct batch *batch, struct entry_facts *facts,
	const struct standing *standing, int64_t *ret_seq)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(routing_done) struct routing routing = { 0 };
	auto_(entry_unref) struct entry *entry = NULL;
	const char **reached;
	int result;

	facts->time_ms = batch->now_ms;
	facts->generation = routes_generation(batch->routes);
	if (facts->story != NULL) {
		routes_match(
			batch->routes, facts->story, facts->partner, &routing);
		facts->products = routing.products;
		facts->n_products = routing.n_products;
		facts->routing = slice_text(routing.why);
	} else {
		facts->n_products =
			reached_products(standing, &arena, &reached);
		facts->products = reached;
		facts->routing = SLICE("all who may hold a version");
	}
	entry = entry_new(facts);
	result = journal_append(batch->journal, entry, standing->seq);
	if (result > 0)
		return -EIO; /* only the desk writes: the store is not itself */
	if (result < 0)
		return result;
	*ret_seq = entry->seq;
	mem_grow(batch->entries, batch->n_entries, batch->cap_entries);
	batch->entries[batch->n_entries++] = steal(entry);
	return 0;
}

int
batch_entry(struct batch *batch, int64_t seq, struct entry **ret_entry)
{
	auto_(entry_unref) struct entry *entry = NULL;
	int result = journal_held_entry(batch->journal, seq, &entry);

	if (result || entry->story == NULL)
		return result < 0 ? result : -EIO;
	*ret_entry = steal(entry);
	return 0;
}

struct entry_facts
batch_again(const struct entry *entry, enum entry_kind kind, struct slice actor,
	struct slice reason)
{
	return (struct entry_facts){
		.kind = kind,
		.partner = slice_text(entry->partner),
		.uri = slice_text(entry->uri),
		.version = slice_text(entry->version),
		.reason = reason,
		.actor = actor,
		.version_ms = entry->version_ms,
		.until_ms = -1,
		.document = entry->document,
		.story = entry->story,
	};
}

int
batch_release(struct batch *batch, const struct standing *standing,
	struct slice actor, struct slice reason, int64_t *ret_seq)
{
	auto_(entry_unref) struct entry *held = NULL;
	struct entry_facts facts;
	int error;

	if (standing->hold_seq == 0)
		return 1;
	error = batch_entry(batch, standing->hold_seq, &held);
	if (error)
		return error;
	facts = batch_again(held,
		standing->shown_seq != 0 ? ENTRY_UPDATED : ENTRY_RELEASED,
		actor, reason);
	return batch_emit(batch, &facts, standing, ret_seq);
}

int
batch_retract(struct batch *batch, const struct standing *standing,
	enum entry_kind kind, struct slice actor, struct slice reason,
	int64_t *ret_seq)
{
	struct entry_facts facts = {
		.kind = kind,
		.partner = slice_text(standing->partner),
		.uri = slice_text(standing->uri),
		.version = slice_text(standing->version),
		.reason = reason,
		.actor = actor,
		.version_ms = kind == ENTRY_KILLED ? batch->now_ms
						   : standing->version_ms,
		.until_ms = -1,
	};

	return batch_emit(batch, &facts, standing, ret_seq);
}

/* ---- the clock
 * --------------------------------------------------------------- */

static int
batch_due(struct batch *batch, const struct journal_due *due)
{
	auto_(standing_done) struct standing standing = { 0 };
	int64_t seq;
	int result = journal_find(batch->journal, &due->id, &standing);

	if (result)
		return result < 0 ? result : -EIO;
	if (due->is_release) {
		result = batch_release(
			batch, &standing, SLICE("clock"), SLICE(""), &seq);
		return result < 0 ? result : 0;
	}
	return batch_retract(batch, &standing, ENTRY_EXPIRED, SLICE("clock"),
		SLICE("expired"), &seq);
}

int
batch_clock(struct batch *batch, bool *ret_more)
{
	struct journal_due due[BATCH_DUE];
	size_t n;
	int error = journal_due(
		batch->journal, batch->release_ms, BATCH_DUE, due, &n);

	for (size_t i = 0; !error && i < n; i++)
		error = batch_due(batch, &due[i]);
	if (!error)
		*ret_more = n == BATCH_DUE;
	return error;
}

/* ---- submissions
 * -------------------------------------------------------------- */

/* 0: answered already; 1: go on. */
static int
submission_seen(struct batch *batch, struct submission *submission)
{
	auto_(journal_answer_done) struct journal_answer answer = { 0 };
	struct receipt *stored;
	int result;

	if (submission->key == NULL)
		return 1;
	result = journal_find_answer(batch->journal,
		slice_text(submission->partner), slice_text(submission->key),
		&answer);
	if (result)
		return result;
	if (!slice_equal(answer.body_hash, slice_text(submission->body_hash))) {
		submission->receipt->result = RECEIPT_CONFLICT;
		return 0;
	}
	stored = receipt_parse(answer.answer);
	if (stored == NULL)
		return -EBADMSG;
	receipt_free(submission->receipt);
	submission->receipt = stored;
	stored->replayed = true;
	return 0;
}

static const char *
document_status(const struct submission *submission)
{
	switch (submission->fault) {
	case SUBMISSION_UNDECODABLE:
		return "undecodable";
	case SUBMISSION_WORKER_DIED:
	case SUBMISSION_PLUGIN:
		return "quarantined";
	case SUBMISSION_FINE:
		break;
	}
	return "accepted";
}

static int
submission_document(struct batch *batch, struct submission *submission)
{
	struct journal_put put = {
		.kind = JOURNAL_DOCUMENT,
		.document = {
			.time_ms = submission->received_ms,
			.partner = slice_text(submission->partner),
			.content_type = slice_text(submission->content_type),
			.headers = slice_text(submission->headers),
			.status = slice_text(document_status(submission)),
		},
	};
	int error;

	submission->receipt->document = submission->document;
	if (submission->document != 0)
		return 0;
	if (submission->bytes != NULL)
		put.document.bytes = blob_slice(submission->bytes);
	error = journal_put(batch->journal, &put);
	submission->receipt->document = put.document.id;
	return error;
}

/* No story came of the document: one line, one row for a person. */
static int
submission_fault(struct batch *batch, struct submission *submission)
{
	struct receipt *receipt = submission->receipt;
	struct receipt_story *line = receipt_add(receipt);
	const char *code =
		submission->fault == SUBMISSION_UNDECODABLE ? "undecodable"
		: submission->fault == SUBMISSION_PLUGIN    ? "plugin"
							    : "worker-died";
	const char *reason = submission->reason ? submission->reason : code;
	struct journal_put put = {
		.kind = JOURNAL_QUARANTINE,
		.quarantine = {
			.document = receipt->document,
			.time_ms = batch->now_ms,
			.partner = slice_text(submission->partner),
			.code = slice_text(code),
			.reason = slice_text(reason),
		},
	};
	int error = journal_put(batch->journal, &put);

	if (submission->fault == SUBMISSION_UNDECODABLE)
		receipt->result = RECEIPT_UNDECODABLE;
	line->status = RECEIPT_QUARANTINED;
	line->quarantine = put.quarantine.id;
	mem_free(line->reason);
	line->reason = mem_strdup(reason);
	batch_count(batch, line->status);
	return error;
}

static int
submission_stories(struct batch *batch, struct submission *submission)
{
	struct receipt *receipt = submission->receipt;
	int error = 0;

	for (size_t i = 0; !error && i < submission->n_stories; i++)
		error = decide_story(batch, submission, receipt->document,
			submission->stories[i], receipt_add(receipt));
	return error;
}

static int
submission_answer(struct batch *batch, struct submission *submission)
{
	auto_(buf_done) struct buf answer = BUF_NULL;
	struct journal_put put = { .kind = JOURNAL_ANSWER };

	if (submission->key == NULL)
		return 0;
	receipt_print(submission->receipt, &answer);
	put.answer = (struct journal_answer){
		.partner = slice_text(submission->partner),
		.key = slice_text(submission->key),
		.body_hash = slice_text(submission->body_hash),
		.time_ms = batch->now_ms,
		.answer = buf_slice(&answer),
	};
	return journal_put(batch->journal, &put);
}

/* A redrive takes its earlier count back. 1: the row is not open. */
static int
submission_redrive(struct batch *batch, struct submission *submission)
{
	struct journal_put put = { .kind = JOURNAL_QUARANTINE_STATE };
	int result;

	if (submission->redrive == 0)
		return 0;
	put.quarantine.id = submission->redrive;
	put.quarantine.reason = SLICE("redriven");
	result = journal_put(batch->journal, &put);
	if (result)
		return result;
	batch->books.received--;
	batch->books.quarantined--;
	return 0;
}

int
batch_submission(struct batch *batch, struct submission *submission)
{
	int result;

	submission->receipt = receipt_free(submission->receipt);
	submission->receipt = receipt_new();
	result = submission_seen(batch, submission);
	if (result <= 0)
		return result;
	result = submission_redrive(batch, submission);
	if (result)
		return result < 0 ? result : 0;
	if (submission->warnings != NULL)
		submission->receipt->warnings = blob_ref(submission->warnings);
	result = submission_document(batch, submission);
	if (!result && submission->fault != SUBMISSION_FINE)
		result = submission_fault(batch, submission);
	else if (!result)
		result = submission_stories(batch, submission);
	return result ? result : submission_answer(batch, submission);
}

/* ---- orders
 * --------------------------------------------------------------------- */

int
batch_look_up(
	struct batch *batch, struct order *order, struct standing *ret_standing)
{
	struct slice id = slice_text(order->id);

	order->result = ORDER_UNKNOWN;
	if (order->id == NULL && (order->uri == NULL || order->partner == NULL))
		return 1;
	if (order->id == NULL)
		order->story = story_id_of(
			slice_text(order->partner), slice_text(order->uri));
	else if (!story_id_is_valid(id))
		return 1;
	else
		memcpy(order->story.text, id.at, id.len);
	return journal_find(batch->journal, &order->story, ret_standing);
}

static int
order_finish(struct order *order, int result)
{
	if (result < 0)
		return result;
	order->result = result ? ORDER_ALREADY : ORDER_DONE;
	return 0;
}

/* A tombstone for a story that has not come yet. */
static int
order_tombstone(struct batch *batch, struct order *order, const char *actor,
	const char *reason)
{
	static const struct standing unknown = { .products = NULL };
	struct entry_facts facts = {
		.kind = ENTRY_KILLED,
		.partner = slice_text(order->partner),
		.uri = slice_text(order->uri),
		.reason = slice_text(reason),
		.actor = slice_text(actor),
		.version_ms = batch->now_ms,
		.until_ms = -1,
	};

	return batch_emit(batch, &facts, &unknown, &order->seq);
}

static int
order_kill(struct batch *batch, struct order *order, const char *actor)
{
	auto_(standing_done) struct standing standing = { 0 };
	const char *reason =
		order->reason ? order->reason : "killed by an operator";
	int result = batch_look_up(batch, order, &standing);

	if (result == 1 && order->id == NULL && order->uri != NULL &&
		order->partner != NULL)
		return order_finish(
			order, order_tombstone(batch, order, actor, reason));
	if (result)
		return result < 0 ? result : 0;
	if (standing.state == STANDING_KILLED && standing.hold_seq == 0)
		return order_finish(order, 1);
	return order_finish(order,
		batch_retract(batch, &standing, ENTRY_KILLED, slice_text(actor),
			slice_text(reason), &order->seq));
}

static int
order_release(struct batch *batch, struct order *order, const char *actor)
{
	auto_(standing_done) struct standing standing = { 0 };
	int result = batch_look_up(batch, order, &standing);

	if (result)
		return result < 0 ? result : 0;
	return order_finish(
		order, batch_release(batch, &standing, slice_text(actor),
			       slice_text(order->reason), &order->seq));
}

static int
order_drop(struct batch *batch, struct order *order)
{
	struct journal_put put = { .kind = JOURNAL_QUARANTINE_STATE };

	put.quarantine.id = order->quarantine;
	put.quarantine.reason = SLICE("dropped");
	return order_finish(order, journal_put(batch->journal, &put));
}

/* The desk has taken order->routes already; this writes it down. */
static int
order_routes(struct batch *batch, struct order *order, const char *actor)
{
	auto_(entry_unref) struct entry *entry = NULL;
	struct entry_facts facts = {
		.kind = ENTRY_CONFIG,
		.time_ms = batch->now_ms,
		.actor = slice_text(actor),
		.reason = slice_text(order->reason),
		.version_ms = -1,
		.until_ms = -1,
		.generation = routes_generation(order->routes),
	};
	int error;

	entry = entry_new(&facts);
	error = journal_append(batch->journal, entry, JOURNAL_ANY);
	order->seq = entry->seq;
	return order_finish(order, error);
}

int
batch_order(struct batch *batch, struct order *order)
{
	auto_(mem_free) char *actor =
		mem_printf("operator %s", order->who ? order->who : "unnamed");

	order->seq = 0;
	order->why = PROBLEM_NULL;
	switch (order->kind) {
	case ORDER_KILL:
		return order_kill(batch, order, actor);
	case ORDER_RELEASE:
		return order_release(batch, order, actor);
	case ORDER_HOLD:
		return hand_hold(batch, order, actor);
	case ORDER_LIFT:
		return hand_lift(batch, order, actor);
	case ORDER_SET:
		return hand_set(batch, order, actor);
	case ORDER_DROP:
		return order_drop(batch, order);
	case ORDER_ROUTES:
		return order_routes(batch, order, actor);
	case ORDER_CLOCK:
		break; /* the desk's timepiece does it */
	}
	order->result = ORDER_DONE;
	return 0;
}

int
batch_note(struct batch *batch, struct note *note)
{
	int error = 0;

	for (size_t i = 0; !error && i < note->n_puts; i++)
		error = journal_put(batch->journal, &note->puts[i]);
	return error;
}
