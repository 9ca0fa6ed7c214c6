/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rfc3339.h - instants as text, in the one form that everybody can read.
 *
 * Strict: RFC 3339 section 5.6 and nothing looser, an offset is required. The
 * many other ways in which feeds write dates are text/'s business; what it
 * makes of them is written in this form. Years 0001 to 9999; the leap second
 * :60 counts as the first instant of the next minute. Any thread.
 */
#ifndef BASE_RFC3339_H
#define BASE_RFC3339_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* "2025-09-22T10:00:00+09:00" to milliseconds since 1970-01-01T00:00:00Z;
 * digits of the fraction beyond the third are cut off. 0, or -EINVAL. */
int rfc3339_parse(struct slice text, int64_t *ret_ms);

/* "2025-09-22T01:00:00Z", with ".123" only when the milliseconds are not 0. */
#define RFC3339_SIZE 32
struct rfc3339 {
	char text[RFC3339_SIZE];
};
/* Instants outside the years 0001 to 9999 are clamped to them. */
struct rfc3339 rfc3339_of(int64_t ms);

/* Days since 1970-01-01 in the proleptic Gregorian calendar. Any month 1..12
 * and any day; the caller checks whether the day exists. */
int64_t rfc3339_days(int year, int month, int day);
/* 28..31. */
int rfc3339_month_days(int year, int month);

#endif
