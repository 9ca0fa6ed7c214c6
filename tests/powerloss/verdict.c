/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verdict - the next start, and everything that it must find.
 */
#include "verdict.h"

#include <stdio.h>
#include <string.h>

#include "../unit/desk/make.h"
#include "base/ensure.h"
#include "desk/desk.h"
#include "desk/submission.h"
#include "journal/entry.h"
#include "journal/journal.h"
#include "journal/reader.h"
#include "route/routes.h"

#define fault_say(fault, ...) (snprintf((fault), FAULT_LEN, __VA_ARGS__), 1)

/* Which sum is there; the latest that is the same. -1: none. */
static int
find_sum(const struct claim *claim, uint64_t sum)
{
	for (size_t i = claim->n_sums; i-- > 0;)
		if (claim->sums[i] == sum)
			return (int)i;
	return -1;
}

static int
check_sum(const struct claim *claim, sqlite3 *db, char fault[FAULT_LEN])
{
	uint64_t sum = world_sum(db);
	int found;

	for (size_t i = claim->acked; i <= claim->begun; i++)
		if (i < claim->n_sums && claim->sums[i] == sum)
			return 0;
	if (sum == 0)
		return fault_say(
			fault, "it cannot be read: %s", sqlite3_errmsg(db));
	found = find_sum(claim, sum);
	if (found < 0)
		return fault_say(fault, "it is no state that ever was");
	return fault_say(fault,
		"%zu commits were acknowledged, it stands at %d", claim->acked,
		found);
}

static int
check_pages(sqlite3 *db, char fault[FAULT_LEN])
{
	sqlite3_stmt *row;
	int result = sqlite3_prepare_v2(
		db, "PRAGMA integrity_check(1)", -1, &row, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(row);
	result = result == SQLITE_ROW &&
				 !strcmp((const char *)sqlite3_column_text(
						 row, 0),
					 "ok")
			 ? 0
			 : fault_say(fault, "integrity: %s",
				   result == SQLITE_ROW
					   ? (const char *)sqlite3_column_text(
						     row, 0)
					   : sqlite3_errmsg(db));
	sqlite3_finalize(row);
	return result;
}

/* Every event that may leave can be read, in order, and its story speaks. */
static int
check_reader(struct journal *journal, char fault[FAULT_LEN])
{
	auto_(reader_close) struct reader *reader = NULL;
	auto_(entry_list_done) struct entry_list list = { 0 };
	struct books books;
	int64_t last = 0;

	if (journal_reader_open(journal, &reader, NULL) ||
		reader_after(reader, 0, SIZE_MAX, 0, &list) ||
		reader_books(reader, &books))
		return fault_say(fault, "a reader cannot read it");
	if (!books_balance(&books))
		return fault_say(fault, "the books do not balance");
	for (size_t i = 0; i < list.n; i++) {
		struct entry *entry = list.items[i], *now = NULL;

		if (entry->seq <= last)
			return fault_say(fault, "events out of order");
		last = entry->seq;
		if (reader_story(reader, slice_text(entry->id.text), &now) < 0)
			return fault_say(fault, "a story cannot be read");
		entry_unref(now);
	}
	return 0;
}

static int
check_projections(struct journal *journal, sqlite3 *db, char fault[FAULT_LEN])
{
	uint64_t before = world_sum(db);
	struct problem why = PROBLEM_NULL;

	if (journal_rebuild(journal, &why))
		return fault_say(fault, "rebuild: %s", why.text);
	if (world_sum(db) != before)
		return fault_say(fault, "projections are not their events'");
	return 0;
}

/* ---- the desk goes on -----------------------------------------------------
 */

static void
take_receipt(void *context, struct receipt *receipt)
{
	*(struct receipt **)context = receipt;
}

static void
take_fatal(void *context, int error, const char *what)
{
	(void)context;
	(void)error;
	(void)what;
	ensure(!"a whole image can be written");
}

static struct receipt *
ask(struct desk *desk, const struct promise *promise)
{
	struct submission *submission = submission_new(SLICE("harbour"));
	struct receipt *receipt = NULL;

	submission->bytes = blob_new("raw", 3);
	submission->key = mem_strdup(promise->key);
	submission->body_hash = mem_strdup(promise->body_hash);
	submission->answer = take_receipt;
	submission->context = &receipt;
	submission_add(
		submission, make_story(&(struct make){
				    .uri = "urn:cut:after", .version = "1" }));
	ensure(desk_submit(desk, submission));
	desk_turn(desk);
	ensure(receipt != NULL);
	return receipt;
}

static int
check_promise(
	struct desk *desk, const struct promise *promise, char fault[FAULT_LEN])
{
	auto_(receipt_free) struct receipt *receipt = ask(desk, promise);
	auto_(buf_done) struct buf answer = BUF_NULL;

	receipt_print(receipt, &answer);
	if (!receipt->replayed || answer.len != promise->len ||
		memcmp(answer.data, promise->answer, answer.len))
		return fault_say(fault, "%s of turn %zu is answered anew",
			promise->key, promise->turn);
	return 0;
}

static int
check_new_story(struct desk *desk, char fault[FAULT_LEN])
{
	static const struct promise fresh = { .key = "after",
		.body_hash = "0" };
	auto_(receipt_free) struct receipt *receipt = ask(desk, &fresh);

	if (receipt->result != RECEIPT_DONE || receipt->n_stories != 1 ||
		receipt->stories[0].status != RECEIPT_PUBLISHED)
		return fault_say(fault, "nothing new can be published");
	return 0;
}

static int
check_desk(const struct claim *claim, struct journal *journal,
	struct chance *chance, char fault[FAULT_LEN])
{
	struct product_rule rule = {
		.name = "world", .valid = true, .all = true
	};
	auto_(routes_unref) struct routes *routes = routes_new(&rule, 1, 1);
	auto_(desk_free) struct desk *desk = desk_new(&(struct desk_config){
		.journal = journal, .routes = routes, .fatal = take_fatal });
	size_t n = 0;

	while (n < claim->n_promises && claim->promises[n].turn <= claim->acked)
		n++;
	if (n != 0 &&
		check_promise(desk,
			&claim->promises[chance_below(chance, (unsigned)n)],
			fault))
		return 1;
	return check_new_story(desk, fault);
}

int
verdict(const struct claim *claim, struct chance *chance, char fault[FAULT_LEN])
{
	struct journal_config config = { .state_dir = claim->dir };
	auto_(journal_close) struct journal *journal = NULL;
	struct problem why = PROBLEM_NULL;
	sqlite3 *db;
	int result;

	if (journal_open(&config, &journal, &why))
		return fault_say(fault, "%s: %s", why.code, why.text);
	db = world_look(claim->dir);
	ensure(db != NULL);
	result = check_sum(claim, db, fault) || check_pages(db, fault) ||
		 check_reader(journal, fault) ||
		 check_projections(journal, db, fault) ||
		 check_desk(claim, journal, chance, fault);
	sqlite3_close(db);
	return result;
}
