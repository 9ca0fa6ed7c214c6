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

static void
one_subscriber_does_not_fill_the_table_for_all(void **state)
{
	auto_(tickets_free) struct tickets *tickets = tickets_new(80, 60000);
	int64_t expires_ms = 0;
	int n_spent = 0, r = 0;

	(void)state;
	clock_freeze(NOW, 0);
	for (; r == 0; n_spent += r == 0) {
		auto_(buf_done) struct buf mine = BUF_NULL;

		assert_true(n_spent < 20);
		tickets_issue(tickets, SLICE("a"), &mine, &expires_ms);
		r = spend(tickets, &mine, "a");
	}
	assert_int_equal(r, 2);
	assert_int_equal(n_spent, 80 / 8 + 1);
	auto_(buf_done) struct buf other = BUF_NULL;
	tickets_issue(tickets, SLICE("b"), &other, &expires_ms);
	assert_int_equal(spend(tickets, &other, "b"), 0);
	clock_freeze(NOW + 70000, 0);
	auto_(buf_done) struct buf later = BUF_NULL;
	tickets_issue(tickets, SLICE("a"), &later, &expires_ms);
	assert_int_equal(spend(tickets, &later, "a"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ticket_is_good_once),
		cmocka_unit_test(a_ticket_runs_out),
		cmocka_unit_test(a_changed_ticket_is_refused),
		cmocka_unit_test(a_full_table_refuses_until_old_ones_run_out),
		cmocka_unit_test(
			one_subscriber_does_not_fill_the_table_for_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
