/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date: what feeds write, each with the instant it means.
 *
 * Everything in here is made up; what others published is read from outside
 * the tree where a test says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/auto.h"
#include "base/rfc3339.h"
#include "text/date.h"

static const struct {
	const char *text, *timezone, *expected; /* NULL: no date */
} cases[] = {
	{ "Mon, 22 Sep 2025 10:00:00 GMT", "UTC", "2025-09-22T10:00:00Z" },
	{ "Mon, 22 Sep 2025 10:00:00 +0900", "UTC", "2025-09-22T01:00:00Z" },
	{ "22 Sep 25 10:00 EST", "UTC", "2025-09-22T15:00:00Z" },
	{ "Sun, 6 Nov 94 08:49:37 EDT", "UTC", "1994-11-06T12:49:37Z" },
	{ "Mo, 22 Okt 2025 10:00:00 MESZ", "UTC", "2025-10-22T08:00:00Z" },
	{ "1. M\xc3\xa4rz 2024 07:05", "UTC", "2024-03-01T07:05:00Z" },
	{ "22-Sep-2025 10:00:00 GMT", "UTC", "2025-09-22T10:00:00Z" },
	{ "Sep 22, 2025 3:05 PM", "UTC", "2025-09-22T15:05:00Z" },
	{ "Mon Sep 22 10:00:00 2025", "UTC", "2025-09-22T10:00:00Z" },
	{ "Mon, 22 Sep 2025 10:00:00 +0200 (CEST)", "UTC",
		"2025-09-22T08:00:00Z" },
	{ "Mon, 22 Sep 2025 10:00:00 GMT+2", "UTC", "2025-09-22T08:00:00Z" },
	{ "2025-09-22T10:00:00.250+05:30", "UTC", "2025-09-22T04:30:00.250Z" },
	{ "2025-09-22 10:00Z", "UTC", "2025-09-22T10:00:00Z" },
	{ "20250922T100000Z", "UTC", "2025-09-22T10:00:00Z" },
	{ "20250922T100000+0200", "UTC", "2025-09-22T08:00:00Z" },
	{ "2025-09", "UTC", "2025-09-01T00:00:00Z" },
	{ "2025-09-22", "UTC", "2025-09-22T00:00:00Z" },
	{ "2025-09-22T10:00:00", "Asia/Dubai", "2025-09-22T06:00:00Z" },
	{ "22 Sep 2025 10:00", "America/New_York", "2025-09-22T14:00:00Z" },
	{ "22 Dec 2025 10:00", "America/New_York", "2025-12-22T15:00:00Z" },
	{ "2/3/2021", "UTC", NULL },
	{ "yesterday", "UTC", NULL },
	{ "", "UTC", NULL },
	{ "Mon, 32 Sep 2025 10:00:00 GMT", "UTC", NULL },
	{ "2025-02-29T10:00:00Z", "UTC", NULL },
	{ "2025-09-22T25:00:00Z", "UTC", NULL },
	{ "22 Sep 2025 10:00 GMT and more", "UTC", NULL },
};

static void
every_form_means_its_instant(void **state)
{
	(void)state;
	assert_int_equal(date_zone_preload("Asia/Dubai"), 0);
	assert_int_equal(date_zone_preload("America/New_York"), 0);
	for (size_t i = 0; i < n_elements(cases); i++) {
		struct date date;
		int result = date_parse(
			slice_text(cases[i].text), cases[i].timezone, &date);

		if (result != (cases[i].expected == NULL))
			fail_msg("'%s' gave %d", cases[i].text, result);
		if (result == 0)
			assert_string_equal(
				rfc3339_of(date.ms).text, cases[i].expected);
	}
}

static void
it_is_known_whether_the_zone_was_written(void **state)
{
	struct date date;

	(void)state;
	assert_int_equal(
		date_parse(SLICE("2025-09-22T10:00"), "UTC", &date), 0);
	assert_false(date.has_zone);
	assert_true(date.has_time);
	assert_int_equal(date_parse(SLICE("2025-09-22"), "UTC", &date), 0);
	assert_false(date.has_time);
}

static void
no_zone_name_leaves_the_database(void **state)
{
	(void)state;
	assert_true(date_zone_preload("../../../etc/passwd") < 0);
	assert_true(date_zone_preload("/etc/localtime") < 0);
	assert_true(date_zone_preload("Nowhere/Land") < 0);
	assert_true(date_zone_is_loaded("UTC"));
	assert_false(date_zone_is_loaded("Nowhere/Land"));
}

static void
the_hour_that_exists_twice_is_the_first(void **state)
{
	(void)state;
	assert_int_equal(date_zone_preload("Europe/Berlin"), 0);
	/* 2025-10-26 02:30 in Berlin: first in summer time, UTC+2 */
	int64_t local = rfc3339_days(2025, 10, 26) * 86400 + 9000;

	assert_int_equal(
		date_local_to_utc("Europe/Berlin", local), local - 7200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_means_its_instant),
		cmocka_unit_test(it_is_known_whether_the_zone_was_written),
		cmocka_unit_test(no_zone_name_leaves_the_database),
		cmocka_unit_test(the_hour_that_exists_twice_is_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
