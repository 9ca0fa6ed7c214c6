/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date.h - the many ways in which feeds write an instant.
 *
 * Understood: RFC 2822 and 822 with all their slips (two-digit years, missing
 * seconds, day or zone names, English and German months), RFC 3339 and the
 * ISO 8601 forms that W3CDTF and real feeds use (no seconds, no colon in the
 * offset, basic format, a date alone), asctime. What is ambiguous, such as
 * 2/3/2021, is not guessed. A text without a zone is local time of the zone
 * that the caller names, usually the partner's; which rule matched and whether
 * the zone was written there comes back with the instant.
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

struct date {
	int64_t ms;       /* since 1970-01-01T00:00:00Z */
	const char *rule; /* static: "rfc822" "iso8601" "asctime" */
	bool has_zone;    /* false: `timezone` was applied */
	bool has_time;    /* false: midnight was assumed */
};

/* 0, or -ENOENT: no such zone. "UTC" always exists. */
int date_zone_preload(const char *name);
bool date_zone_is_loaded(const char *name);

/* `timezone` is an IANA name; one that was not preloaded counts as UTC.
 * 0, or 1: not a date we understand. */
int date_parse(struct slice text, const char *timezone, struct date *ret_date);

/* Local seconds since 1970 as the clock on the wall of `timezone` shows them,
 * to UTC seconds. In the hour that exists twice the first is taken. */
int64_t date_local_to_utc(const char *timezone, int64_t local_s);

#endif
