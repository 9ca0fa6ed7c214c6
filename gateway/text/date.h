/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date.h - the many ways in which feeds write an instant.
 *
 * Understood: RFC 2822 and 822 with all their slips (two-digit years, missing
 * seconds, day or zone names, months in the languages of date_words.h, halves
 * of the day), RFC 3339 and the ISO 8601 forms that W3CDTF and real feeds use
 * (no seconds, no colon in the offset, basic format, weeks, days of the year, a
 * date alone), asctime, numbers as in 22.09.2025 and 2025/09/22, Chinese,
 * Japanese and Korean dates, seconds and milliseconds since 1970. What is
 * ambiguous, such as 2/3/2021, is not guessed, and year 1 is no date but a
 * program's "never".
 *
 * A text without a zone is local time of the zone that the caller names,
 * usually the partner's. So is a zone name that several zones go by (IST, CST),
 * if the partner's is one of them; else the one that is meant most. Which rule
 * matched and who decided the zone comes back with the instant.
 *
 * Zones are read from the system's zoneinfo by date_zone_preload() before the
 * sandbox closes and stay for the life of the process. Preloading belongs to
 * one thread at start; parsing to any.
 */
#ifndef TEXT_DATE_H
#define TEXT_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum date_zone_by {
	DATE_ZONE_WRITTEN, /* or missing: has_zone */
	DATE_ZONE_PARTNER, /* `zone` is what the caller's zone calls itself */
	DATE_ZONE_USUAL    /* `zone` is several, and the best known was taken */
};

struct date {
	int64_t ms; /* since 1970-01-01T00:00:00Z */
	/* static: "rfc822" "iso8601" "iso8601 week" "iso8601 ordinal" "asctime"
	 * "numeric" "east asian" "unix" */
	const char *rule;
	enum date_zone_by zone_by;
	char zone[8];  /* the name as written, unless DATE_ZONE_WRITTEN */
	bool has_zone; /* false: `timezone` was applied */
	bool has_time; /* false: midnight was assumed */
};

/* 0, or -ENOENT: no such zone. "UTC" always exists. */
int date_zone_preload(const char *name);
bool date_zone_is_loaded(const char *name);

/* `timezone` is an IANA name; one that was not preloaded counts as UTC.
 * 0, or 1: not a date we understand. */
int date_parse(struct slice text, const char *timezone, struct date *ret_date);

/* Minutes east of Greenwich of what `timezone` calls one of its own times,
 * "IST" of Asia/Kolkata; the last that was called so. False: nothing is. */
bool date_zone_abbreviation(
	const char *timezone, struct slice name, int *ret_offset_min);

/* Local seconds since 1970 as the clock on the wall of `timezone` shows them,
 * to UTC seconds. In the hour that exists twice the first is taken. */
int64_t date_local_to_utc(const char *timezone, int64_t local_s);

#endif
