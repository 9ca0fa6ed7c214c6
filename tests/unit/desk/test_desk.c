/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The desk in one thread with frozen clocks: what arrives, in which order, and
 * what stands and was told afterwards.
 */
#include "house.h"

#include <errno.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/jsonout.h"
#include "base/stat.h"
#include "desk/note.h"
#include "desk/status.h"

/* ---- order ------------------------------------------------------------------
 */

static void
versions_rise_and_never_fall(void **state)
{
	struct house *house = *state;

	assert_string_equal(
		POST(.version = "978556838", .body = "a"), "published");
	assert_int_equal(receipt_http_status(house->receipt), 201);
	assert_string_equal(
		POST(.version = "1542761538", .body = "b"), "updated");
	assert_string_equal(POST(.version = "978556838", .body = "a"), "late");
	assert_int_equal(receipt_http_status(house->receipt), 200);
	assert_string_equal(
		POST(.version = "1542761538", .body = "b"), "duplicate");
	assert_string_equal(
		POST(.version = "1542761538", .body = "c"), "corrected");
	assert_string_not_equal(house->receipt->stories[0].warning, "");
	assert_string_equal(POST(.version = "1542761539", .body = "d",
				    .lifecycle = "clarification"),
		"corrected");
	assert_string_equal(house->told,
		"published:978556838 updated:1542761538 corrected:1542761538 "
		"corrected:1542761539 ");
}

static void
without_versions_time_decides_then_content(void **state)
{
	struct house *house = *state;

	assert_string_equal(POST(.version_ms = NOON, .body = "a"), "published");
	assert_string_equal(house->receipt->stories[0].version, "1");
	assert_string_equal(
		POST(.version_ms = NOON + 5, .body = "b"), "updated");
	assert_string_equal(house->receipt->stories[0].version, "2");
	assert_string_equal(POST(.version_ms = NOON, .body = "a"), "late");
	assert_string_equal(POST(.body = "b"), "duplicate");
	assert_string_equal(
		POST(.version_ms = NOON + 5, .body = "c"), "corrected");
	assert_string_equal(POST(.uri = "urn:x:2", .body = "a"), "published");
	assert_string_equal(POST(.uri = "urn:x:2", .body = "a"), "duplicate");
	assert_string_equal(POST(.uri = "urn:x:2", .body = "b"), "updated");
}

static void
a_retry_of_the_first_wording_does_not_undo_its_correction(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .version_ms = NOON, .body = "a");
	POST(.version = "1", .version_ms = NOON + 1, .body = "b");
	assert_string_equal(
		POST(.version = "1", .version_ms = NOON, .body = "a"), "late");
}

static void
partners_do_not_overwrite_each_other(void **state)
{
	struct house *house = *state;
	struct submission *submission;

	assert_string_equal(POST(.version = "5"), "published");
	assert_string_equal(
		POST(.partner = "hill", .version = "6"), "rejected");
	submission = submission_of(
		house, &(struct make){ .partner = "hill", .version = "1" });
	mem_free(submission->partner);
	submission->partner = mem_strdup("hill");
	assert_string_equal(send(house, submission), "published");
}

static void
advisories_and_refusals_publish_nothing(void **state)
{
	struct house *house = *state;
	struct books books;

	assert_string_equal(POST(.event = "advisory"), "advisory");
	assert_string_equal(
		POST(.verdict = "reject", .reason = "not news"), "rejected");
	assert_string_equal(reason_of(house), "not news");
	assert_string_equal(POST(.verdict = "fail"), "quarantined");
	assert_int_equal(receipt_http_status(house->receipt), 202);
	assert_string_equal(house->told, "");
	assert_int_equal(reader_books(house->reader, &books), 0);
	assert_true(books_balance(&books));
	assert_int_equal(books.received, 3);
}

/* ---- catch lines -----------------------------------------------------------
 */

#define WIRE(number, ...) \
	POST(.format = "iptc7901", .slug = "Traffic/Ferry/", .uri = number, \
		__VA_ARGS__)

static void
a_lead_replaces_the_story_of_its_catch_line(void **state)
{
	struct house *house = *state;

	assert_string_equal(WIRE("urn:7901:1", .body = "a"), "published");
	assert_string_equal(
		WIRE("urn:7901:2", .body = "b", .lifecycle = "update"),
		"updated");
	assert_string_equal(house->receipt->stories[0].uri, "urn:7901:1");
	assert_string_equal(
		WIRE("urn:7901:3", .body = "c", .lifecycle = "correction"),
		"corrected");
	assert_string_equal(
		WIRE("urn:7901:2", .body = "c", .lifecycle = "update"),
		"duplicate");
	/* not of an old wire: its uri is its name */
	assert_string_equal(POST(.uri = "urn:7901:4", .slug = "Traffic/Ferry/",
				    .lifecycle = "update"),
		"published");
	assert_string_equal(
		house->told, "published:1 updated:2 corrected:3 published:1 ");
}

static void
a_kill_that_names_a_lead_kills_the_story(void **state)
{
	struct house *house = *state;

	WIRE("urn:7901:1", .body = "secret");
	WIRE("urn:7901:2", .body = "secret too", .lifecycle = "update");
	house_close(house);
	house_open(house);
	assert_string_equal(
		WIRE("urn:7901:2", .event = "kill", .body = ""), "killed");
	assert_string_equal(house->receipt->stories[0].uri, "urn:7901:1");
	assert_no_text(house, "secret");
}

static void
an_alert_leaves_its_catch_line_to_the_story(void **state)
{
	struct house *house = *state;

	WIRE("urn:7901:1", .body = "a", .lifecycle = "alert");
	WIRE("urn:7901:2", .body = "b");
	WIRE("urn:7901:3", .body = "c", .lifecycle = "update");
	assert_string_equal(house->receipt->stories[0].uri, "urn:7901:2");
}

static void
two_stories_of_one_catch_line_are_not_mixed_up(void **state)
{
	struct house *house = *state;

	WIRE("urn:7901:1", .body = "a");
	WIRE("urn:7901:2", .body = "b");
	assert_string_equal(
		WIRE("urn:7901:3", .body = "c", .lifecycle = "update"),
		"published");
	assert_string_not_equal(house->receipt->stories[0].warning, "");
	assert_string_equal(house->receipt->stories[0].uri, "urn:7901:3");
}

static void
a_catch_line_is_forgotten_after_two_days(void **state)
{
	struct house *house = *state;

	WIRE("urn:7901:1", .body = "a");
	clock_freeze(NOON + 49 * HOUR, 1000);
	assert_string_equal(
		WIRE("urn:7901:2", .body = "b", .lifecycle = "update"),
		"published");
}

/* ---- slugs ------------------------------------------------------------------
 */

#define SLUGGED(name, ...) \
	POST(.format = "text", .slug = "EU--Lighthouse Fire", .uri = name, \
		__VA_ARGS__)

static const char *
warning_of(struct house *house)
{
	return house->receipt->stories[0].warning;
}

static void
a_lead_and_a_kill_in_plain_text_find_the_story_of_their_slug(void **state)
{
	struct house *house = *state;

	assert_string_equal(SLUGGED("urn:t:1", .body = "secret"), "published");
	assert_string_equal(SLUGGED("urn:t:2", .body = "secret too",
				    .lifecycle = "correction"),
		"corrected");
	assert_string_equal(house->receipt->stories[0].uri, "urn:t:1");
	house_close(house);
	house_open(house);
	assert_string_equal(
		SLUGGED("urn:t:3", .event = "kill", .body = ""), "killed");
	assert_string_equal(house->receipt->stories[0].uri, "urn:t:1");
	assert_string_equal(warning_of(house), "");
	assert_no_text(house, "secret");
	assert_string_equal(
		SLUGGED("urn:t:3", .event = "kill", .body = ""), "duplicate");
	/* What is written instead stands for itself, and from now on a kill
	 * could mean either. */
	assert_string_equal(
		SLUGGED("urn:t:4", .body = "c", .lifecycle = "update"),
		"published");
	assert_non_null(strstr(warning_of(house), "was killed"));
	SLUGGED("urn:t:5", .event = "kill", .body = "");
	assert_string_equal(house->receipt->stories[0].uri, "urn:t:5");
}

static void
a_kill_by_slug_takes_back_nothing_where_there_is_a_doubt(void **state)
{
	struct house *house = *state;
	struct submission *submission;

	/* Nobody has it; another partner has it. */
	SLUGGED("urn:t:1", .event = "kill", .body = "");
	assert_non_null(strstr(warning_of(house), "nothing that came before"));
	submission = submission_of(house, &(struct make){ .partner = "hill",
						  .format = "text",
						  .slug = "EU--Lighthouse Fire",
						  .uri = "urn:t:2" });
	mem_free(submission->partner);
	submission->partner = mem_strdup("hill");
	assert_string_equal(send(house, submission), "published");
	SLUGGED("urn:t:3", .event = "kill", .body = "");
	assert_non_null(strstr(warning_of(house), "nothing that came before"));

	/* Of another agency; too old; several, even when one is old. */
	SLUGGED("urn:t:4", .supplier = "Knot Wire");
	SLUGGED("urn:t:5", .event = "kill", .body = "", .supplier = "Isle");
	assert_non_null(strstr(warning_of(house), "another agency's"));
	clock_freeze(NOON + 49 * HOUR, 1000);
	SLUGGED("urn:t:6", .event = "kill", .body = "");
	assert_non_null(strstr(warning_of(house), "two days old"));
	assert_non_null(strstr(warning_of(house), "torntape kill urn:t:4"));
	SLUGGED("urn:t:7", .body = "b");
	SLUGGED("urn:t:8", .event = "kill", .body = "");
	assert_non_null(strstr(warning_of(house), "several stories"));
	assert_string_equal(house->receipt->stories[0].uri, "urn:t:8");
	/* What else has the same slug is not plain text. */
	POST(.format = "ninjs", .slug = "US--Quarry", .uri = "urn:t:9");
	POST(.format = "text", .slug = "US--Quarry", .uri = "urn:t:10",
		.event = "kill", .body = "");
	assert_string_equal(house->receipt->stories[0].uri, "urn:t:10");
}

static void
a_files_name_that_is_used_again_is_another_story(void **state)
{
	struct house *house = *state;

	SLUGGED("urn:f:1", .body = "a");
	assert_string_equal(
		SLUGGED("urn:f:2", .body = "b", .lifecycle = "correction"),
		"corrected");
	assert_string_equal(house->receipt->stories[0].uri, "urn:f:1");
	assert_string_equal(POST(.format = "text", .slug = "US--Quarry",
				    .uri = "urn:f:2", .body = "c"),
		"published");
	assert_string_equal(house->receipt->stories[0].uri, "urn:f:2");
}

static void
who_may_not_kill_does_not_by_slug(void **state)
{
	struct house *house = *state;
	struct submission *submission;

	SLUGGED("urn:t:1", .body = "a");
	submission = submission_of(house, &(struct make){ .format = "text",
						  .slug = "EU--Lighthouse Fire",
						  .uri = "urn:t:2",
						  .event = "kill",
						  .body = "" });
	submission->may_kill = false;
	assert_string_equal(send(house, submission), "rejected");
	assert_string_equal(house->told, "published:1 ");
}

/* ---- kills ------------------------------------------------------------------
 */

static void
a_kill_overtakes_its_story(void **state)
{
	struct house *house = *state;

	assert_string_equal(POST(.version = "3", .status = "canceled",
				    .event = "kill", .body = ""),
		"killed");
	/* who sent it hears that nothing was taken back */
	assert_non_null(strstr(house->receipt->stories[0].warning,
		"nothing that came before has this identity"));
	assert_string_equal(POST(.version = "2", .body = "secret"), "late");
	assert_string_equal(POST(.version = "3", .body = "secret"), "late");
	assert_string_equal(house->told, "killed:3 ");
	assert_no_text(house, "secret");
}

static void
an_old_version_after_a_kill_resurrects_nothing(void **state)
{
	struct house *house = *state;
	struct entry *entry = NULL;
	struct story_id id = story_id_of(SLICE("harbour"), SLICE("urn:x:1"));

	POST(.version = "1", .body = "secret");
	POST(.version = "2", .body = "secret");
	assert_string_equal(POST(.event = "kill", .reason = "wrong"), "killed");
	assert_string_equal(house->receipt->stories[0].warning, "");
	assert_string_equal(POST(.version = "1", .body = "secret"), "late");
	assert_string_equal(POST(.version = "2", .body = "secret"), "late");
	assert_string_equal(POST(.body = "other"), "late");
	assert_string_equal(POST(.event = "kill"), "duplicate");
	assert_no_text(house, "secret");
	assert_int_equal(
		reader_story(house->reader, slice_text(id.text), &entry), 0);
	assert_int_equal(entry->kind, ENTRY_KILLED);
	assert_string_equal(entry->reason, "wrong");
	assert_int_equal(entry->n_products, 1);
	entry_unref(entry);
	assert_string_equal(POST(.version = "3", .version_ms = NOON + HOUR,
				    .body = "clean"),
		"published");
	assert_no_text(house, "secret");
	assert_string_equal(POST(.version = "2", .event = "kill"), "late");
}

static void
a_partner_without_the_right_kills_nothing(void **state)
{
	struct house *house = *state;
	struct submission *submission =
		submission_of(house, &(struct make){ .event = "kill" });

	POST(.version = "1");
	submission->may_kill = false;
	assert_string_equal(send(house, submission), "rejected");
	assert_string_equal(house->told, "published:1 ");
}

static void
an_operator_kills_known_and_unknown_stories(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "secret");
	assert_int_equal(order(house, ORDER_KILL, "urn:x:1"), ORDER_DONE);
	assert_int_equal(order(house, ORDER_KILL, "urn:x:1"), ORDER_ALREADY);
	assert_int_equal(order(house, ORDER_KILL, "urn:x:9"), ORDER_DONE);
	assert_string_equal(POST(.uri = "urn:x:9", .version = "1"), "late");
	assert_string_equal(house->told, "published:1 killed:1 killed: ");
	assert_no_text(house, "secret");
}

static void
a_kill_in_the_same_batch_goes_first(void **state)
{
	struct house *house = *state;
	struct order *asked = order_new(ORDER_KILL);

	asked->partner = mem_strdup("harbour");
	asked->uri = mem_strdup("urn:x:1");
	desk_submit(house->desk,
		submission_of(house, &(struct make){ .version = "1" }));
	desk_order(house->desk, asked);
	desk_turn(house->desk);
	assert_string_equal(house->told, "killed: ");
}

/* ---- holds ------------------------------------------------------------------
 */

static void
an_embargo_ends_once_and_by_both_clocks(void **state)
{
	struct house *house = *state;

	assert_string_equal(POST(.version = "1", .body = "secret",
				    .embargo = embargo_at(NOON + HOUR)),
		"held");
	assert_int_equal(receipt_http_status(house->receipt), 202);
	desk_turn(house->desk);
	assert_no_text(house, "secret");
	clock_freeze(NOON + 2 * HOUR, 1000); /* the wall clock jumps */
	desk_turn(house->desk);
	assert_string_equal(house->told, "");
	assert_no_text(house, "secret");
	clock_freeze(NOON + HOUR, 1000 + HOUR);
	desk_turn(house->desk);
	desk_turn(house->desk);
	assert_string_equal(house->told, "released:1 ");
	assert_string_equal(
		POST(.version = "1", .body = "secret"), "duplicate");
}

static void
a_person_may_believe_the_clock(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .embargo = embargo_at(NOON + HOUR));
	clock_freeze(NOON + 2 * HOUR, 1000);
	assert_int_equal(order(house, ORDER_CLOCK, NULL), ORDER_DONE);
	desk_turn(house->desk);
	assert_string_equal(house->told, "released:1 ");
}

static void
an_update_under_embargo_replaces_what_is_held(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "a", .embargo = embargo_at(NOON + HOUR));
	assert_string_equal(POST(.version = "2", .body = "b",
				    .embargo = embargo_at(NOON + HOUR)),
		"held");
	assert_string_equal(POST(.version = "2", .body = "b",
				    .embargo = embargo_at(NOON + HOUR)),
		"duplicate");
	clock_freeze(NOON + HOUR, 1000 + HOUR);
	desk_turn(house->desk);
	assert_string_equal(house->told, "released:2 ");
	assert_no_text(house, "a");
}

static void
without_its_embargo_a_held_story_is_released(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .embargo = embargo_at(NOON + HOUR));
	assert_string_equal(POST(.version = "1"), "published");
	clock_freeze(NOON + HOUR, 1000 + HOUR);
	desk_turn(house->desk);
	assert_string_equal(house->told, "released:1 ");
}

static void
an_embargo_that_cannot_be_read_waits_for_a_person(void **state)
{
	struct house *house = *state;

	assert_string_equal(
		POST(.version = "1", .embargo = "unparsed"), "held");
	clock_freeze(NOON + 1000 * HOUR, 1000 + 1000ll * HOUR);
	desk_turn(house->desk);
	assert_string_equal(house->told, "");
	assert_int_equal(order(house, ORDER_RELEASE, "urn:x:1"), ORDER_DONE);
	assert_int_equal(order(house, ORDER_RELEASE, "urn:x:1"), ORDER_ALREADY);
	assert_string_equal(house->told, "released:1 ");
}

static void
a_kill_under_embargo_shows_nothing_ever(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "secret",
		.embargo = embargo_at(NOON + HOUR));
	assert_string_equal(POST(.version = "2", .event = "kill"), "killed");
	clock_freeze(NOON + HOUR, 1000 + HOUR);
	desk_turn(house->desk);
	assert_string_equal(house->told, "killed:2 ");
	assert_no_text(house, "secret");
}

static void
a_withhold_takes_back_what_was_published(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "secret");
	assert_string_equal(POST(.version = "2", .status = "withheld"), "held");
	assert_string_equal(POST(.version = "1", .body = "secret"), "late");
	assert_no_text(house, "secret");
	assert_string_equal(POST(.version = "3", .body = "fine"), "published");
	assert_string_equal(house->told, "published:1 withheld:2 published:3 ");
}

static void
a_story_expires_from_its_listings(void **state)
{
	struct house *house = *state;
	struct entry_list list = { 0 };

	POST(.version = "1", .expires_ms = NOON + HOUR);
	assert_int_equal(reader_of_product(house->reader, SLICE("world"),
				 INT64_MAX, 10, &list),
		0);
	assert_int_equal(list.n, 1);
	entry_list_done(&list);
	clock_freeze(NOON + HOUR, 1000 + HOUR);
	desk_turn(house->desk);
	assert_string_equal(house->told, "published:1 expired:1 ");
	assert_int_equal(reader_of_product(house->reader, SLICE("world"),
				 INT64_MAX, 10, &list),
		0);
	assert_int_equal(list.n, 0);
	entry_list_done(&list);
}

/* ---- promises ---------------------------------------------------------------
 */

static struct submission *
with_key(struct house *house, const char *version, const char *hash)
{
	struct submission *submission =
		submission_of(house, &(struct make){ .version = version });

	submission->key = mem_strdup("k1");
	submission->body_hash = mem_strdup(hash);
	return submission;
}

static void
the_same_key_gives_the_same_answer(void **state)
{
	struct house *house = *state;
	int64_t seq;

	assert_string_equal(
		send(house, with_key(house, "1", "aa")), "published");
	seq = house->receipt->stories[0].seq;
	assert_string_equal(
		send(house, with_key(house, "1", "aa")), "published");
	assert_true(house->receipt->replayed);
	assert_int_equal(house->receipt->stories[0].seq, seq);
	assert_int_equal(receipt_http_status(house->receipt), 201);
	send(house, with_key(house, "2", "bb"));
	assert_int_equal(receipt_http_status(house->receipt), 409);
	assert_string_equal(house->told, "published:1 ");
}

static void
many_submissions_share_one_commit(void **state)
{
	struct house *house = *state;
	int64_t before = atomic_load(&stat_values[STAT_journal_commits]);

	for (int i = 0; i < 50; i++) {
		char uri[32];

		snprintf(uri, sizeof(uri), "urn:x:%d", i);
		desk_submit(house->desk,
			submission_of(house,
				&(struct make){ .uri = uri, .version = "1" }));
	}
	assert_int_equal(desk_turn(house->desk), 50);
	assert_int_equal(
		atomic_load(&stat_values[STAT_journal_commits]), before + 1);
	assert_int_equal(house->last_seq, 50);
}

static void
undecodable_documents_are_kept_and_can_be_tried_again(void **state)
{
	struct house *house = *state;
	struct submission *submission = submission_of(house, NULL);
	struct reader_document document;
	struct books books;
	int64_t row;

	submission->fault = SUBMISSION_UNDECODABLE;
	submission->reason = mem_strdup("no decoder knows it");
	assert_string_equal(send(house, submission), "quarantined");
	assert_int_equal(receipt_http_status(house->receipt), 422);
	row = house->receipt->stories[0].quarantine;
	assert_int_equal(reader_document(house->reader,
				 house->receipt->document, &document),
		0);
	assert_string_equal(buf_text(&document.bytes), "raw");
	submission = submission_of(house, &(struct make){ .version = "1" });
	submission->redrive = row;
	submission->document = document.id;
	reader_document_done(&document);
	assert_string_equal(send(house, submission), "published");
	assert_int_equal(reader_books(house->reader, &books), 0);
	assert_true(books_balance(&books));
	assert_int_equal(books.received, 1);
	assert_int_equal(books.published, 1);
	submission = submission_of(house, &(struct make){ .version = "2" });
	submission->redrive = row;
	assert_string_equal(send(house, submission), "none");
}

static void
a_full_desk_refuses_submissions_but_not_kills(void **state)
{
	struct house *house = *state;
	size_t n = 0;

	while (!desk_is_full(house->desk) && n < 5000) {
		desk_submit(house->desk, submission_of(house, NULL));
		n++;
	}
	assert_int_equal(n, 1000);
	assert_false(desk_submit(house->desk, submission_of(house, NULL)));
	assert_true(desk_order(house->desk, order_new(ORDER_CLOCK)));
}

static void
what_loops_note_down_is_there_afterwards(void **state)
{
	struct house *house = *state;
	struct note *note = note_new();
	struct story_id id = story_id_of(SLICE("harbour"), SLICE("urn:x:1"));
	struct desk_status status;
	struct reader_position position;
	auto_(buf_done) struct buf out = BUF_NULL;
	struct jsonout json = JSONOUT(&out);
	struct reader_lane lane;
	size_t n;
	bool holds;

	POST(.version = "1");
	note_position(note,
		&(struct journal_position){ .subscriber = SLICE("gulf-daily"),
			.seq = 1,
			.acked = 1 });
	note_lane(
		note, &(struct journal_lane){ .subscriber = SLICE("gulf-daily"),
			      .id = id,
			      .seq = 1,
			      .attempt = 2,
			      .next_ms = 7 });
	note_ledger(note,
		&(struct journal_ledger){ .subscriber = SLICE("gulf-daily"),
			.id = id,
			.seq = 1,
			.outcome = SLICE("delivered"),
			.http_status = 204 });
	desk_note(house->desk, note);
	desk_turn(house->desk);
	assert_int_equal(
		reader_position(house->reader, SLICE("gulf-daily"), &position),
		0);
	assert_int_equal(position.acked, 1);
	assert_int_equal(
		reader_lanes(house->reader, SLICE("gulf-daily"), 1, &lane, &n),
		0);
	assert_int_equal(n, 1);
	assert_int_equal(lane.attempt, 2);
	assert_int_equal(reader_holds(house->reader, slice_text(id.text),
				 SLICE("gulf-daily"), &holds),
		0);
	assert_true(holds);
	assert_int_equal(desk_status_read(house->reader, SLICE("hill"),
				 slice_text(id.text), &status),
		1);
	assert_int_equal(desk_status_read(house->reader, SLICE("harbour"),
				 slice_text(id.text), &status),
		0);
	desk_status_print(&status, &json);
	assert_non_null(strstr(buf_text(&out), "\"delivered\":1"));
	assert_non_null(strstr(buf_text(&out), "\"status\":\"published\""));
	desk_status_done(&status);
}

static void
everything_stands_after_reopening_and_rebuilding(void **state)
{
	struct house *house = *state;
	struct problem why = PROBLEM_NULL;

	POST(.version = "2", .body = "secret");
	POST(.event = "kill");
	POST(.uri = "urn:x:2", .version = "1",
		.embargo = embargo_at(NOON + HOUR));
	house_close(house);
	house_open(house);
	assert_int_equal(journal_rebuild(house->journal, &why), 0);
	assert_string_equal(POST(.version = "2", .body = "secret"), "late");
	clock_freeze(NOON + HOUR, 1000 + HOUR);
	desk_turn(house->desk);
	assert_string_equal(house->told, "published:2 killed:2 released:1 ");
	assert_no_text(house, "secret");
}

/* ---- the disk ---------------------------------------------------------------
 */

static int write_errno;

static ssize_t
failing_pwrite(int fd, const void *data, size_t len, off_t offset)
{
	(void)fd;
	(void)data;
	(void)len;
	(void)offset;
	errno = write_errno;
	return -1;
}

static void
fail_writes(int error)
{
	static const char *const names[] = { "pwrite", "pwrite64" };
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

	write_errno = error;
	for (size_t i = 0; i < n_elements(names); i++)
		vfs->xSetSystemCall(vfs, names[i],
			error ? (sqlite3_syscall_ptr)failing_pwrite : NULL);
}

static void
a_full_disk_refuses_and_recovers(void **state)
{
	struct house *house = *state;
	struct note *note = note_new();
	struct reader_position position;

	note_position(
		note, &(struct journal_position){
			      .subscriber = SLICE("gulf-daily"), .seq = 1 });
	fail_writes(ENOSPC);
	desk_note(house->desk, note);
	assert_string_equal(POST(.version = "1"), "none");
	assert_int_equal(receipt_http_status(house->receipt), 507);
	assert_string_equal(house->told, "");
	fail_writes(0);
	assert_string_equal(POST(.version = "1"), "published");
	assert_string_equal(house->told, "published:1 ");
	assert_int_equal(house->fatal, 0);
	/* The note waited for room. */
	assert_int_equal(
		reader_position(house->reader, SLICE("gulf-daily"), &position),
		0);
}

static void
an_error_of_the_commit_is_fatal(void **state)
{
	struct house *house = *state;

	fail_writes(EIO);
	assert_true(desk_submit(house->desk,
		submission_of(house, &(struct make){ .version = "1" })));
	desk_turn(house->desk);
	fail_writes(0);
	assert_int_equal(house->fatal, -EIO);
	assert_string_equal(house->told, "");
}

static int64_t
commits_become(int64_t wanted)
{
	int64_t n = 0;

	for (int ms = 0; ms < 20000 && n < wanted; ms++) {
		n = atomic_load(&stat_values[STAT_journal_commits]);
		usleep(1000);
	}
	return n;
}

/* GATHER_MS is longer than anybody waits here, so that only what is done can
 * end a wait. */
static void
a_commit_waits_for_what_is_on_its_way_and_for_nothing_else(void **state)
{
	struct house *house = *state;
	int64_t before = atomic_load(&stat_values[STAT_journal_commits]);

	desk_expect(house->desk, 2);
	assert_int_equal(desk_start(house->desk), 0);
	desk_submit(house->desk,
		submission_of(house,
			&(struct make){ .uri = "urn:x:1", .version = "1" }));
	desk_expect(house->desk, -1);
	usleep(50000);
	assert_int_equal(
		atomic_load(&stat_values[STAT_journal_commits]), before);
	desk_submit(house->desk,
		submission_of(house,
			&(struct make){ .uri = "urn:x:2", .version = "1" }));
	desk_expect(house->desk, -1);
	assert_int_equal(commits_become(before + 1), before + 1);
	/* Whoever is alone does not wait, nor does a person. */
	desk_submit(house->desk,
		submission_of(house,
			&(struct make){ .uri = "urn:x:3", .version = "1" }));
	assert_int_equal(commits_become(before + 2), before + 2);
	desk_expect(house->desk, 1);
	desk_submit(house->desk,
		submission_of(house,
			&(struct make){ .uri = "urn:x:4", .version = "1" }));
	struct order *order = order_new(ORDER_KILL);
	order->partner = mem_strdup("harbour");
	order->uri = mem_strdup("urn:x:1");
	desk_order(house->desk, order);
	assert_int_equal(commits_become(before + 3), before + 3);
	desk_stop(house->desk);
	assert_int_equal(house->last_seq, 5);
}

static void
the_thread_finishes_what_waits(void **state)
{
	struct house *house = *state;
	struct books books;

	assert_int_equal(desk_start(house->desk), 0);
	for (int i = 0; i < 300; i++) {
		char uri[32];

		snprintf(uri, sizeof(uri), "urn:x:%d", i);
		assert_true(desk_submit(house->desk,
			submission_of(house,
				&(struct make){ .uri = uri, .version = "1" })));
	}
	desk_stop(house->desk);
	assert_int_equal(reader_books(house->reader, &books), 0);
	assert_int_equal(books.published, 300);
	assert_int_equal(house->fatal, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(versions_rise_and_never_fall),
		TEST(without_versions_time_decides_then_content),
		TEST(a_retry_of_the_first_wording_does_not_undo_its_correction),
		TEST(partners_do_not_overwrite_each_other),
		TEST(advisories_and_refusals_publish_nothing),
		TEST(a_lead_replaces_the_story_of_its_catch_line),
		TEST(a_kill_that_names_a_lead_kills_the_story),
		TEST(an_alert_leaves_its_catch_line_to_the_story),
		TEST(two_stories_of_one_catch_line_are_not_mixed_up),
		TEST(a_catch_line_is_forgotten_after_two_days),
		TEST(a_lead_and_a_kill_in_plain_text_find_the_story_of_their_slug),
		TEST(a_kill_by_slug_takes_back_nothing_where_there_is_a_doubt),
		TEST(a_files_name_that_is_used_again_is_another_story),
		TEST(who_may_not_kill_does_not_by_slug),
		TEST(a_kill_overtakes_its_story),
		TEST(an_old_version_after_a_kill_resurrects_nothing),
		TEST(a_partner_without_the_right_kills_nothing),
		TEST(an_operator_kills_known_and_unknown_stories),
		TEST(a_kill_in_the_same_batch_goes_first),
		TEST(an_embargo_ends_once_and_by_both_clocks),
		TEST(a_person_may_believe_the_clock),
		TEST(an_update_under_embargo_replaces_what_is_held),
		TEST(without_its_embargo_a_held_story_is_released),
		TEST(an_embargo_that_cannot_be_read_waits_for_a_person),
		TEST(a_kill_under_embargo_shows_nothing_ever),
		TEST(a_withhold_takes_back_what_was_published),
		TEST(a_story_expires_from_its_listings),
		TEST(the_same_key_gives_the_same_answer),
		TEST(many_submissions_share_one_commit),
		TEST(undecodable_documents_are_kept_and_can_be_tried_again),
		TEST(a_full_desk_refuses_submissions_but_not_kills),
		TEST(what_loops_note_down_is_there_afterwards),
		TEST(everything_stands_after_reopening_and_rebuilding),
		TEST(a_full_disk_refuses_and_recovers),
		TEST(an_error_of_the_commit_is_fatal),
		TEST(a_commit_waits_for_what_is_on_its_way_and_for_nothing_else),
		TEST(the_thread_finishes_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
