/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world - the random workload.
 */
#include "world.h"

#include <stdio.h>
#include <string.h>

#include "../unit/desk/make.h"
#include "base/clock.h"
#include "base/ensure.h"
#include "desk/desk.h"
#include "desk/note.h"
#include "desk/order.h"
#include "desk/submission.h"
#include "journal/journal.h"
#include "route/routes.h"

#define NOON INT64_C(1790000000000)
#define WORLD_BODY 6000 /* bytes of text at most */

/* ---- the sum of a database ------------------------------------------------
 */

static uint64_t
sum_bytes(uint64_t sum, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++)
		sum = (sum ^ at[i]) * 1099511628211u;
	return (sum ^ len) * 1099511628211u;
}

static uint64_t
sum_column(uint64_t sum, sqlite3_stmt *row, int i)
{
	int type = sqlite3_column_type(row, i);
	const void *bytes = sqlite3_column_blob(row, i);

	sum = sum_bytes(sum, &type, sizeof(type));
	return sum_bytes(
		sum, bytes ? bytes : "", (size_t)sqlite3_column_bytes(row, i));
}

static bool
sum_query(sqlite3 *db, const char *text, uint64_t *sum)
{
	sqlite3_stmt *row;
	int result = sqlite3_prepare_v2(db, text, -1, &row, NULL);

	while (result == SQLITE_OK || result == SQLITE_ROW) {
		result = sqlite3_step(row);
		for (int i = 0;
			result == SQLITE_ROW && i < sqlite3_column_count(row);
			i++)
			*sum = sum_column(*sum, row, i);
	}
	sqlite3_finalize(row);
	return result == SQLITE_DONE;
}

uint64_t
world_sum(sqlite3 *db)
{
	static const char *const texts[] = {
		"SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2",
		"SELECT * FROM meta WHERE key <> 'clean' ORDER BY 1",
		"SELECT * FROM entry ORDER BY 1",
		"SELECT * FROM story ORDER BY 1",
		"SELECT * FROM listing ORDER BY 1, 2",
		"SELECT * FROM document ORDER BY 1",
		"SELECT * FROM quarantine ORDER BY 1",
		"SELECT * FROM answer ORDER BY 1, 2",
		"SELECT * FROM position ORDER BY 1",
		"SELECT * FROM lane ORDER BY 1, 2",
		"SELECT * FROM gone ORDER BY 1",
		"SELECT rowid, * FROM ledger ORDER BY 1",
		"SELECT * FROM books",
	};
	uint64_t sum = 14695981039346656037u;

	for (size_t i = 0; i < n_elements(texts); i++)
		if (!sum_query(db, texts[i], &sum))
			return 0;
	return sum;
}

sqlite3 *
world_look(const char *dir)
{
	auto_(mem_free) char *path = mem_printf("%s/journal.db", dir);
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix") ==
		SQLITE_OK)
		return db;
	sqlite3_close(db);
	return NULL;
}

/* ---- life -----------------------------------------------------------------
 */

static sqlite3 *newest; /* the connection that was opened last */

static int
catch_connection(
	sqlite3 *db, char **ret_message, const struct sqlite3_api_routines *api)
{
	(void)ret_message;
	(void)api;
	newest = db;
	return SQLITE_OK;
}

static void
take_fatal(void *context, int error, const char *what)
{
	struct world *world = context;

	(void)what;
	vfs_hang_up(); /* what a dead process asks for does not arrive */
	world->is_dead = true;
	world->died_of = error;
}

static int
world_open(struct world *world)
{
	struct product_rule rules[] = {
		{ .name = "world", .valid = true, .all = true },
		{ .name = "nothing", .valid = true },
	};
	struct journal_config config = { .state_dir = world->plan.dir,
		.wal_pages = (int)(8 + chance_below(&world->chance, 60)) };
	struct problem why = PROBLEM_NULL;
	int error;

	sqlite3_auto_extension((void (*)(void))catch_connection);
	error = journal_open(&config, &world->journal, &why);
	sqlite3_cancel_auto_extension((void (*)(void))catch_connection);
	if (error)
		return error;
	if (world->plan.pragma != NULL)
		ensure(sqlite3_exec(newest, world->plan.pragma, NULL, NULL,
			       NULL) == SQLITE_OK);
	world->routes = routes_new(rules, 2, 1);
	world->desk = desk_new(&(struct desk_config){
		.journal = world->journal,
		.routes = world->routes,
		.fatal = take_fatal,
		.fatal_context = world,
	});
	world->witness = world_look(world->plan.dir);
	ensure(world->witness != NULL);
	return 0;
}

static void
mark(struct world *world, enum disk_what what)
{
	if (!world->is_dead)
		disk_add(&world->disk, &(struct disk_event){
					       .what = what,
					       .offset = (int64_t)world->n_sums,
				       });
}

static void
sum_up(struct world *world)
{
	uint64_t sum = world_sum(world->witness);

	ensure(sum != 0);
	mem_grow(world->sums, world->n_sums, world->cap_sums);
	world->sums[world->n_sums++] = sum;
}

/* ---- what is asked for ----------------------------------------------------
 */

struct waiting {
	struct world *world;
	struct promise promise;
};

static void
take_receipt(void *context, struct receipt *receipt)
{
	struct waiting *waiting = context;
	struct world *world = waiting->world;
	struct buf answer = BUF_NULL;

	if (receipt->result == RECEIPT_FULL)
		world->n_refused++;
	if (!world->is_dead && receipt->result != RECEIPT_FULL) {
		receipt_print(receipt, &answer);
		waiting->promise.len = answer.len;
		waiting->promise.answer = buf_take(&answer);
		mem_grow(world->promises, world->n_promises,
			world->cap_promises);
		world->promises[world->n_promises++] = waiting->promise;
	}
	receipt_free(receipt);
	mem_free(waiting);
}

static char *
random_text(struct world *world)
{
	size_t len = 1 + chance_below(&world->chance, WORLD_BODY);
	char *text = mem_zero(len + 1);

	for (size_t i = 0; i < len; i++)
		text[i] = (char)('a' + chance_below(&world->chance, 26));
	return text;
}

static void
random_uri(struct world *world, char uri[32])
{
	size_t n = chance_below(&world->chance, (unsigned)world->n_uris + 2);

	if (n >= world->n_uris)
		n = world->n_uris++;
	snprintf(uri, 32, "urn:cut:%zu", n);
}

static void
random_make(struct world *world, struct make *make, char until[32])
{
	struct chance *chance = &world->chance;

	snprintf(until, 32, "%lld",
		(long long)world->wall_ms + chance_below(chance, 300000));
	make->supplier = chance_of(chance, 50) ? "Alder Bay News" : NULL;
	switch (chance_below(chance, 10)) {
	case 0:
		make->event = "kill";
		make->status = "canceled";
		break;
	case 1:
		make->embargo = chance_of(chance, 20) ? "unparsed" : until;
		break;
	case 2:
		make->status = "withheld";
		break;
	case 3:
		make->expires_ms = world->wall_ms + 60000;
		break;
	case 4:
		make->verdict = "fail";
		break;
	default:
		break;
	}
}

static void
add_story(struct world *world, struct submission *submission)
{
	struct chance *chance = &world->chance;
	auto_(mem_free) char *body = random_text(world);
	char uri[32], version[32], until[32];
	struct make make = { .uri = uri, .version = version, .body = body };

	random_uri(world, uri);
	snprintf(version, sizeof(version), "%u",
		1 + chance_below(chance, (unsigned)world->n_sums + 2));
	random_make(world, &make, until);
	submission_add(submission, make_story(&make));
	if (submission->bytes == NULL)
		submission->bytes = blob_new(body, strlen(body));
}

static void
ask_story(struct world *world)
{
	struct chance *chance = &world->chance;
	struct submission *submission = submission_new(SLICE("harbour"));
	struct waiting *waiting = mem_new(struct waiting);
	struct promise *promise = &waiting->promise;
	size_t n = chance_of(chance, 90) ? 1 : 2 + chance_below(chance, 5);

	waiting->world = world;
	promise->turn = world->n_sums;
	snprintf(promise->key, sizeof(promise->key), "key-%016llx",
		(unsigned long long)chance_draw(chance));
	snprintf(promise->body_hash, sizeof(promise->body_hash), "%064llx",
		(unsigned long long)chance_draw(chance));
	submission->may_kill = submission->may_embargo = true;
	submission->received_ms = world->wall_ms;
	submission->key = mem_strdup(promise->key);
	submission->body_hash = mem_strdup(promise->body_hash);
	submission->answer = take_receipt;
	submission->context = waiting;
	if (chance_of(chance, 5)) {
		submission->fault = SUBMISSION_WORKER_DIED;
		submission->reason = mem_strdup("it ran for too long");
		submission->bytes = blob_new("<html", 5);
		n = 0;
	}
	for (size_t i = 0; i < n; i++)
		add_story(world, submission);
	ensure(desk_submit(world->desk, submission));
}

static void
ask_order(struct world *world)
{
	static const enum order_kind kinds[] = { ORDER_KILL, ORDER_RELEASE,
		ORDER_HOLD, ORDER_LIFT, ORDER_SET };
	struct order *order = order_new(
		kinds[chance_below(&world->chance, n_elements(kinds))]);
	char uri[32];

	random_uri(world, uri);
	if (order->kind == ORDER_SET) {
		static const char *const said[] = { "supplier=Reuters",
			"supplier=", "language=fr", "embargo=" };

		order->changes =
			arena_zero(&order->arena, sizeof(*order->changes));
		order->n_changes = 1;
		ensure(change_parse(
			       slice_text(said[chance_below(&world->chance,
				       n_elements(said))]),
			       &order->arena, order->changes, NULL) == 0);
	}
	order->partner = mem_strdup("harbour");
	order->uri = mem_strdup(uri);
	order->who = mem_strdup("night desk");
	order->reason = mem_strdup("as told");
	ensure(desk_order(world->desk, order));
}

static void
ask_note(struct world *world)
{
	struct chance *chance = &world->chance;
	struct note *note = note_new();
	char uri[32], name[32];
	struct slice who;

	snprintf(name, sizeof(name), "paper-%u", chance_below(chance, 4));
	who = slice_text(name);
	random_uri(world, uri);
	note_position(note, &(struct journal_position){
				    .subscriber = who,
				    .seq = (int64_t)world->n_sums,
				    .acked = (int64_t)world->n_sums / 2,
				    .time_ms = world->wall_ms,
			    });
	note_lane(note,
		&(struct journal_lane){
			.subscriber = who,
			.id = story_id_of(SLICE("harbour"), slice_text(uri)),
			.seq = 1,
			.attempt = chance_below(chance, 9),
			.next_ms = world->wall_ms,
			.done = chance_of(chance, 50),
		});
	note_ledger(note,
		&(struct journal_ledger){
			.subscriber = who,
			.id = story_id_of(SLICE("harbour"), slice_text(uri)),
			.seq = 1,
			.version = SLICE("1"),
			.outcome = SLICE("delivered"),
			.http_status = 200,
			.time_ms = world->wall_ms,
			.detail = SLICE(""),
		});
	if (chance_of(chance, 10))
		note_gone(note, &(struct journal_gone){
					.subscriber = who,
					.url = SLICE("https://paper.example/"),
					.time_ms = world->wall_ms,
					.over = chance_of(chance, 50),
				});
	ensure(desk_note(world->desk, note));
}

/* A reader that does not let a checkpoint come to its end. */
static void
dawdle(struct world *world)
{
	if (world->dawdler != NULL) {
		sqlite3_close(world->dawdler);
		world->dawdler = NULL;
		return;
	}
	world->dawdler = world_look(world->plan.dir);
	ensure(sqlite3_exec(world->dawdler, "BEGIN; SELECT count(*) FROM entry",
		       NULL, NULL, NULL) == SQLITE_OK);
}

static void
turn(struct world *world)
{
	struct chance *chance = &world->chance;
	unsigned n = 1 + chance_below(chance, 4);
	bool was_full = vfs_is_full();

	world->wall_ms += 1000 * (1 + chance_below(chance, 60));
	clock_freeze(world->wall_ms, world->wall_ms - NOON);
	if (chance_of(chance, 8))
		dawdle(world);
	for (unsigned i = 0; i < n; i++) {
		unsigned what = chance_below(chance, 10);

		if (what == 0)
			ask_order(world);
		else if (what <= 2)
			ask_note(world);
		else
			ask_story(world);
	}
	mark(world, DISK_BEGUN);
	desk_turn(world->desk);
	mark(world, DISK_ACKED);
	if (!world->is_dead)
		sum_up(world);
	n = (unsigned)world->n_sums;
	if (was_full && world->sums[n - 1] != world->sums[n - 2])
		world->is_half_taken = true;
}

static void
read_first(struct world *world)
{
	for (size_t i = 0; i < DISK_NAMES; i++) {
		auto_(mem_free) char *path =
			mem_printf("%s/%s", world->plan.dir, disk_names[i]);
		FILE *file = fopen(path, "re");
		char some[4096];
		size_t len;

		if (file == NULL)
			continue;
		while ((len = fread(some, 1, sizeof(some), file)) > 0)
			buf_put(&world->disk.first[i], some, len);
		fclose(file);
		world->disk.had[i] = 1;
		world->disk.now[i] = (int)world->disk.n_files++;
	}
}

int
world_run(struct world *world, const struct world_plan *plan, uint64_t seed)
{
	int error;

	*world = (struct world){ .plan = *plan, .chance = { seed } };
	world->wall_ms = NOON;
	clock_freeze(world->wall_ms, 0);
	disk_init(&world->disk);
	read_first(world);
	vfs_log_into(&world->disk, plan->lie);
	error = world_open(world);
	if (error) {
		vfs_log_into(NULL, VFS_HONEST);
		return error;
	}
	sum_up(world);
	mark(world, DISK_ACKED);
	world->disk.events[world->disk.n - 1].offset = 0;
	vfs_fail_sync(plan->failing_sync);
	for (size_t i = 0; i < plan->n_turns && !world->is_dead; i++) {
		if (i == plan->n_turns / 3)
			vfs_fill_up(plan->full_write);
		if (i == plan->n_turns * 2 / 3)
			vfs_fill_up(0);
		turn(world);
	}
	vfs_hang_up();
	return 0;
}

void
world_done(struct world *world)
{
	sqlite3_close(world->dawdler);
	sqlite3_close(world->witness);
	desk_free(world->desk);
	routes_unref(world->routes);
	journal_close(world->journal);
	vfs_log_into(NULL, VFS_HONEST);
	disk_done(&world->disk);
	for (size_t i = 0; i < world->n_promises; i++)
		mem_free(world->promises[i].answer);
	mem_free(world->promises);
	mem_free(world->sums);
}
