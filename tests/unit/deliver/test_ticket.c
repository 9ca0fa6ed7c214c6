/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tickets are good once, for a while, and only from us.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "deliver/ticket.h"

#define NOW 1700000000000

static int
spend(struct tickets *tickets, const struct buf *ticket, const char *expect)
{
	auto_(buf_done) struct buf who = BUF_NULL;
	int r = tickets_spend(tickets, buf_slice(ticket), &who);

	if (r == 0)
		assert_string_equal(buf_text(&who), expect);
	return r;
}

static void
a_ticket_is_good_once(void **state)
{
	auto_(tickets_free) struct tickets *tickets = tickets_new(10, 60000);
	auto_(buf_done) struct buf ticket = BUF_NULL;
	int64_t expires_ms = 0;

	(void)state;
	clock_freeze(NOW, 0);
	tickets_issue(tickets, SLICE("gulf-daily"), &ticket, &expires_ms);
	assert_int_equal(expires_ms, NOW + 60000);
	assert_int_equal(spend(tickets, &ticket, "gulf-daily"), 0);
	assert_int_equal(spend(tickets, &ticket, "gulf-daily"), 1);
}

static void
a_ticket_runs_out(void **state)
{
	auto_(tickets_free) struct tickets *tickets = tickets_new(10, 60000);
	auto_(buf_done) struct buf ticket = BUF_NULL;
	int64_t expires_ms = 0;

	(void)state;
	clock_freeze(NOW, 0);
	tickets_issue(tickets, SLICE("gulf-daily"), &ticket, &expires_ms);
	clock_freeze(NOW + 60001, 0);
	assert_int_equal(spend(tickets, &ticket, "gulf-daily"), 1);
}

static void
a_changed_ticket_is_refused(void **state)
{
	auto_(tickets_free) struct tickets *tickets = tickets_new(10, 60000);
	auto_(tickets_free) struct tickets *others = tickets_new(10, 60000);
	auto_(buf_done) struct buf ticket = BUF_NULL;
	int64_t expires_ms = 0;

	(void)state;
	clock_freeze(NOW, 0);
	tickets_issue(tickets, SLICE("gulf-daily"), &ticket, &expires_ms);
	assert_int_equal(spend(others, &ticket, ""), 1);
	ticket.data[3] = ticket.data[3] == 'A' ? 'B' : 'A';
	assert_int_equal(spend(tickets, &ticket, ""), 1);
	buf_cut(&ticket, 8);
	assert_int_equal(spend(tickets, &ticket, ""), 1);
}

static void
a_full_table_refuses_until_old_ones_run_out(void **state)
{
	auto_(tickets_free) struct tickets *tickets = tickets_new(1, 60000);
	auto_(buf_done) struct buf first = BUF_NULL;
	auto_(buf_done) struct buf second = BUF_NULL;
	int64_t expires_ms = 0;

	(void)state;
	clock_freeze(NOW, 0);
	tickets_issue(tickets, SLICE("a"), &first, &expires_ms);
	clock_freeze(NOW + 30000, 0);
	tickets_issue(tickets, SLICE("b"), &second, &expires_ms);
	assert_int_equal(spend(tickets, &first, "a"), 0);
	assert_int_equal(spend(tickets, &second, "b"), 2);
	clock_freeze(NOW + 70000, 0);
	assert_int_equal(spend(tickets, &second, "b"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ticket_is_good_once),
		cmocka_unit_test(a_ticket_runs_out),
		cmocka_unit_test(a_changed_ticket_is_refused),
		cmocka_unit_test(a_full_table_refuses_until_old_ones_run_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
