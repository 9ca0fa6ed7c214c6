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
#include <string.h>

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
	/* years, months, days */
	{ "Monday, 22-Sep-25 10:00:00 GMT", "UTC", "2025-09-22T10:00:00Z" },
	{ "Sept. 22, 2025 10:00 GMT", "UTC", "2025-09-22T10:00:00Z" },
	{ "2025 Sep 22 10:00 GMT", "UTC", "2025-09-22T10:00:00Z" },
	{ "2025-Sep-22 10:00 GMT", "UTC", "2025-09-22T10:00:00Z" },
	{ "22nd of September, 2025 at 10:00 am", "UTC",
		"2025-09-22T10:00:00Z" },
	{ "Monday, September 22nd, 2025 - 10:00", "UTC",
		"2025-09-22T10:00:00Z" },
	{ "10:00 GMT, 22 Sep 2025", "UTC", "2025-09-22T10:00:00Z" },
	{ "Mon Sep 22 10:00:00 EDT 2025", "UTC", "2025-09-22T14:00:00Z" },
	{ "22.09.2025 10:00", "UTC", "2025-09-22T10:00:00Z" },
	{ "22.9.25, 10:00 Uhr", "UTC", "2025-09-22T10:00:00Z" },
	{ "Fri, 2006/09/15 08:19:53 EDT", "UTC", "2006-09-15T12:19:53Z" },
	{ "9/22/2025 3:05:10 PM", "UTC", "2025-09-22T15:05:10Z" },
	{ "22/09/2025 15:05", "UTC", "2025-09-22T15:05:00Z" },
	{ "2/2/2021", "UTC", "2021-02-02T00:00:00Z" },
	{ "22/9/25", "UTC", NULL },
	{ "2025-9-2", "UTC", "2025-09-02T00:00:00Z" },
	{ "2025-W39-1", "UTC", "2025-09-22T00:00:00Z" },
	{ "2025W391T10", "UTC", "2025-09-22T10:00:00Z" },
	{ "2020-W53-7", "UTC", "2021-01-03T00:00:00Z" },
	{ "2026-W01", "UTC", "2025-12-29T00:00:00Z" },
	{ "2025-W54-1", "UTC", NULL },
	{ "2025-265", "UTC", "2025-09-22T00:00:00Z" },
	{ "2024366T235959Z", "UTC", "2024-12-31T23:59:59Z" },
	{ "2025-366", "UTC", NULL },
	{ "0001-01-01T00:00:00Z", "UTC", NULL },
	{ "0000-00-00 00:00:00", "UTC", NULL },
	/* languages */
	{ "lun, 22 sep 2025 10:00:00 +0200", "UTC", "2025-09-22T08:00:00Z" },
	{ "lunes, 22 de septiembre de 2025, 10:00 (GMT-3)", "UTC",
		"2025-09-22T13:00:00Z" },
	{ "mar. 23 sept. 2025 \xc3\xa0 10h05", "UTC", "2025-09-23T10:05:00Z" },
	{ "MAR, 23 AO\xc3\x9bT 2025 10:00:00 GMT", "UTC",
		"2025-08-23T10:00:00Z" },
	{ "22 dicembre 2025, ore 10.05", "UTC", "2025-12-22T10:05:00Z" },
	{ "Seg, 22 Set 2025 10:00:00 -0300", "UTC", "2025-09-22T13:00:00Z" },
	{ "segunda-feira, 22 de fevereiro de 2021", "UTC",
		"2021-02-22T00:00:00Z" },
	{ "ma 22 mrt 2021 10:00 uur", "UTC", "2021-03-22T10:00:00Z" },
	{ "\xd0\x9f\xd0\xbd, 22 \xd1\x81\xd0\xb5\xd0\xbd 2025 10:00:00 MSK",
		"UTC", "2025-09-22T07:00:00Z" },
	{ "22 \xd0\xbc\xd0\xb0\xd1\x8f 2025 \xd0\xb3., 10:00", "UTC",
		"2025-05-22T10:00:00Z" },
	{ "22 Eyl\xc3\xbcl 2025 10:00", "UTC", "2025-09-22T10:00:00Z" },
	{ "Paz, 21 KASIM 2021 10:00:00 +0300", "UTC", "2021-11-21T07:00:00Z" },
	{ "22 pa\xc5\xba 2025", "UTC", "2025-10-22T00:00:00Z" },
	{ "22 wrze\xc5\x9bnia 2025 r. 10:00", "UTC", "2025-09-22T10:00:00Z" },
	{ "2025. szeptember 22.", "UTC", "2025-09-22T00:00:00Z" },
	{ "2004-j\xc3\xbalius-13T9:15-05:00", "UTC", "2004-07-13T14:15:00Z" },
	{ "\xce\x9a\xcf\x85\xcf\x81, 11 \xce\x99\xce\xbf\xcf\x8d\xce\xbb 2004 "
	  "12:00:00 EST",
		"UTC", "2004-07-11T17:00:00Z" },
	{ "22 \xd8\xb3\xd8\xa8\xd8\xaa\xd9\x85\xd8\xa8\xd8\xb1 2025", "UTC",
		"2025-09-22T00:00:00Z" },
	{ "2025\xe5\xb9\xb4"
	  "9\xe6\x9c\x88"
	  "22\xe6\x97\xa5(\xe6\x9c\x88) "
	  "\xe5\x8d\x88\xe5\xbe\x8c"
	  "3\xe6\x99\x82"
	  "05\xe5\x88\x86",
		"Asia/Tokyo", "2025-09-22T06:05:00Z" },
	{ "2025\xeb\x85\x84 09\xec\x9b\x94 22\xec\x9d\xbc  "
	  "\xec\x98\xa4\xed\x9b\x84 01:31:15",
		"UTC", "2025-09-22T13:31:15Z" },
	{ "2004-05-25 \xec\x98\xa4\xec\xa0\x84 11:23:17", "UTC",
		"2004-05-25T11:23:17Z" },
	/* times */
	{ "22 Sep 2025 24:00 GMT", "UTC", "2025-09-23T00:00:00Z" },
	{ "2025-09-22T24:00:00Z", "UTC", "2025-09-23T00:00:00Z" },
	{ "2025-09-22T10:00:00,250Z", "UTC", "2025-09-22T10:00:00.250Z" },
	{ "2025-09-22T10:00:00.123456789Z", "UTC", "2025-09-22T10:00:00.123Z" },
	{ "Mon, 22 Sep 2025 10:00GMT", "UTC", "2025-09-22T10:00:00Z" },
	{ "Mon, 22 Sep 2025 10:00:00+0200", "UTC", "2025-09-22T08:00:00Z" },
	{ "22 Sep 2025 12:30 AM", "UTC", "2025-09-22T00:30:00Z" },
	{ "22 Sep 2025 12:30pm est", "UTC", "2025-09-22T17:30:00Z" },
	{ "22 Sep 2025 3:05 p.m. EDT", "UTC", "2025-09-22T19:05:00Z" },
	{ "22 Sep 2025 15:05 PM", "UTC", "2025-09-22T15:05:00Z" },
	{ "2025 10", "UTC", NULL },
	{ "1758535200", "UTC", "2025-09-22T10:00:00Z" },
	{ "1758535200.5", "UTC", "2025-09-22T10:00:00.500Z" },
	{ "1758535200123", "UTC", "2025-09-22T10:00:00.123Z" },
	{ "9999999999999", "UTC", NULL },
	/* zones */
	{ "22 sep 2025 10:00 cest", "UTC", "2025-09-22T08:00:00Z" },
	{ "22 Sep 2025 10:00 KST", "UTC", "2025-09-22T01:00:00Z" },
	{ "22 Sep 2025 10:00 JST", "UTC", "2025-09-22T01:00:00Z" },
	{ "22 Sep 2025 10:00 IST", "UTC", "2025-09-22T04:30:00Z" },
	{ "22 Sep 2025 10:00 IST", "Asia/Kolkata", "2025-09-22T04:30:00Z" },
	{ "22 Jan 2025 10:00 IST", "Asia/Jerusalem", "2025-01-22T08:00:00Z" },
	{ "22 Sep 2025 10:00 IST", "Europe/Dublin", "2025-09-22T09:00:00Z" },
	{ "22 Sep 2025 10:00 CST", "UTC", "2025-09-22T16:00:00Z" },
	{ "22 Sep 2025 10:00 CST", "Asia/Shanghai", "2025-09-22T02:00:00Z" },
	{ "22 Sep 2025 10:00 EST", "Australia/Sydney", "2025-09-22T00:00:00Z" },
	{ "22 Sep 2025 10:00 PST", "Asia/Manila", "2025-09-22T02:00:00Z" },
	{ "22 Sep 2025 10:00 XYZ", "UTC", NULL },
	{ "Wed, 19 Aug 2009 18:28:00 Etc/GMT", "UTC", "2009-08-19T18:28:00Z" },
	{ "2025-09-22T10:00:00+02:00[Europe/Berlin]", "UTC",
		"2025-09-22T08:00:00Z" },
	{ "2025-09-22 10:00:00 +0200 CEST", "UTC", "2025-09-22T08:00:00Z" },
	{ "Mon Sep 22 2025 10:00:00 GMT+0200 (Central European Summer Time)",
		"UTC", "2025-09-22T08:00:00Z" },
	{ "Wed, 19 Feb 2012 22:40:00 GMT-01:01", "UTC",
		"2012-02-19T23:41:00Z" },
	/* no dates */
	{ "2/3/2021", "UTC", NULL },
	{ "March", "UTC", NULL },
	{ "Monday, 10:00", "UTC", NULL },
	{ "yesterday", "UTC", NULL },
	{ "", "UTC", NULL },
	{ "Mon, 32 Sep 2025 10:00:00 GMT", "UTC", NULL },
	{ "2025-02-29T10:00:00Z", "UTC", NULL },
	{ "2025-09-22T25:00:00Z", "UTC", NULL },
	{ "22 Sep 2025 10:00 GMT and more", "UTC", NULL },
};

static const char *const zones[] = { "Asia/Tokyo", "Asia/Kolkata",
	"Asia/Jerusalem", "Europe/Dublin", "Asia/Shanghai", "Australia/Sydney",
	"Asia/Manila" };

static void
every_form_means_its_instant(void **state)
{
	(void)state;
	assert_int_equal(date_zone_preload("Asia/Dubai"), 0);
	assert_int_equal(date_zone_preload("America/New_York"), 0);
	for (size_t i = 0; i < n_elements(zones); i++)
		assert_int_equal(date_zone_preload(zones[i]), 0);
	for (size_t i = 0; i < n_elements(cases); i++) {
		struct date date;
		int result = date_parse(
			slice_text(cases[i].text), cases[i].timezone, &date);

		if (result != (cases[i].expected == NULL))
			fail_msg("'%s' gave %d", cases[i].text, result);
		if (result == 0 && strcmp(rfc3339_of(date.ms).text,
					   cases[i].expected) != 0)
			fail_msg("'%s' is %s by %s", cases[i].text,
				rfc3339_of(date.ms).text, date.rule);
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
who_decided_about_a_zone_is_told(void **state)
{
	struct date date;

	(void)state;
	assert_int_equal(date_zone_preload("Asia/Kolkata"), 0);
	assert_int_equal(date_parse(SLICE("22 Sep 2025 10:00 ist"),
				 "Asia/Kolkata", &date),
		0);
	assert_int_equal(date.zone_by, DATE_ZONE_PARTNER);
	assert_string_equal(date.zone, "ist");
	assert_int_equal(
		date_parse(SLICE("22 Sep 2025 10:00 IST"), "UTC", &date), 0);
	assert_int_equal(date.zone_by, DATE_ZONE_USUAL);
	assert_int_equal(
		date_parse(SLICE("22 Sep 2025 10:00 CEST"), "UTC", &date), 0);
	assert_int_equal(date.zone_by, DATE_ZONE_WRITTEN);
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
		cmocka_unit_test(who_decided_about_a_zone_is_told),
		cmocka_unit_test(no_zone_name_leaves_the_database),
		cmocka_unit_test(the_hour_that_exists_twice_is_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
