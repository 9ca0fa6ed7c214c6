/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ring of recent entries: bounds, places, and kills.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "deliver/tail.h"
#include "journal/entry.h"

static struct entry *
entry_of(int64_t seq, const char *uri, enum entry_kind kind)
{
	struct entry_facts facts = {
		.kind = kind,
		.partner = SLICE("menafn"),
		.uri = slice_text(uri),
		.version = SLICE("1"),
		.version_ms = -1,
	};
	struct entry *entry = entry_new(&facts);

	entry->seq = seq;
	entry->n_bytes = 100;
	return entry;
}

static void
append(struct tail *tail, int64_t seq, const char *uri, enum entry_kind kind)
{
	auto_(entry_unref) struct entry *entry = entry_of(seq, uri, kind);

	assert_true(tail_append(tail, entry));
}

static void
the_oldest_goes_when_the_ring_is_full(void **state)
{
	struct tail tail;

	(void)state;
	tail_init(&tail, 3, 1000, 10);
	assert_null(tail_after(&tail, 10));
	for (int64_t seq = 12; seq < 20; seq += 2)
		append(&tail, seq, "a", ENTRY_PUBLISHED);
	assert_int_equal(tail.base, 12);
	assert_int_equal(tail.last, 18);
	assert_int_equal(tail_after(&tail, 12)->seq, 14);
	assert_int_equal(tail_after(&tail, 15)->seq, 16);
	assert_null(tail_after(&tail, 18));
	tail_done(&tail);
}

static void
bytes_bound_it_too_but_the_newest_stays(void **state)
{
	struct tail tail;

	(void)state;
	tail_init(&tail, 100, 250, 0);
	for (int64_t seq = 1; seq < 6; seq++)
		append(&tail, seq, "a", ENTRY_PUBLISHED);
	assert_int_equal(tail.n, 2);
	assert_int_equal(tail.base, 3);
	tail_done(&tail);
	tail_init(&tail, 100, 10, 0);
	append(&tail, 1, "a", ENTRY_PUBLISHED);
	assert_int_equal(tail.n, 1);
	tail_done(&tail);
}

static void
an_entry_out_of_order_is_refused(void **state)
{
	struct tail tail;
	auto_(entry_unref) struct entry *old =
		entry_of(5, "a", ENTRY_PUBLISHED);

	(void)state;
	tail_init(&tail, 3, 1000, 5);
	assert_false(tail_append(&tail, old));
	tail_done(&tail);
}

static void
a_kill_takes_back_what_was_before_it_and_nothing_else(void **state)
{
	struct tail tail;
	auto_(entry_unref) struct entry *read_before =
		entry_of(1, "a", ENTRY_PUBLISHED);
	auto_(entry_unref) struct entry *back =
		entry_of(6, "a", ENTRY_PUBLISHED);

	(void)state;
	tail_init(&tail, 10, 10000, 0);
	append(&tail, 1, "a", ENTRY_PUBLISHED);
	append(&tail, 2, "b", ENTRY_PUBLISHED);
	append(&tail, 3, "a", ENTRY_UPDATED);
	append(&tail, 4, "a", ENTRY_KILLED);
	append(&tail, 6, "a", ENTRY_PUBLISHED);
	assert_null(tail_after(&tail, 0)->entry);
	assert_non_null(tail_after(&tail, 1)->entry);
	assert_null(tail_after(&tail, 2)->entry);
	assert_non_null(tail_after(&tail, 3)->entry);
	assert_non_null(tail_after(&tail, 4)->entry);
	assert_true(tail_mutes(&tail, read_before));
	assert_false(tail_mutes(&tail, back));
	tail_done(&tail);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_oldest_goes_when_the_ring_is_full),
		cmocka_unit_test(bytes_bound_it_too_but_the_newest_stays),
		cmocka_unit_test(an_entry_out_of_order_is_refused),
		cmocka_unit_test(
			a_kill_takes_back_what_was_before_it_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
