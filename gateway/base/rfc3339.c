/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rfc3339 - arithmetic on the proleptic Gregorian calendar.
 *
 * Own arithmetic, because timegm() and gmtime() know a time zone database and
 * errno, and the gateway asks for neither on its hot path.
 */
#include "base/rfc3339.h"

#include <errno.h>
#include <stdbool.h>

#define DAY_MS (24 * 60 * 60 * 1000LL)

int64_t
rfc3339_days(int year, int month, int day)
{
	/* Years that begin in March put the leap day last; 400 of them have
	 * 146097 days, and 719468 lie between 0000-03-01 and 1970-01-01. */
	int64_t y = month > 2 ? year : (int64_t)year - 1;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year =
		(153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

int
rfc3339_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* Exactly `n` digits at the front of `rest`, taken off; -1 without them. */
static int
rfc3339_digits(struct slice *rest, size_t n)
{
	int value = 0;

	if (rest->len < n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (rest->at[i] < '0' || rest->at[i] > '9')
			return -1;
		value = value * 10 + (rest->at[i] - '0');
	}
	rest->at += n;
	rest->len -= n;
	return value;
}

static bool
rfc3339_mark(struct slice *rest, char mark)
{
	if (rest->len == 0 || rest->at[0] != mark)
		return false;
	rest->at++;
	rest->len--;
	return true;
}

static int
rfc3339_fraction(struct slice *rest, int *ret_ms)
{
	int ms = 0, unit = 100;

	*ret_ms = 0;
	if (rest->len == 0 || rest->at[0] != '.')
		return 0;
	rest->at++;
	rest->len--;
	if (rest->len == 0 || rest->at[0] < '0' || rest->at[0] > '9')
		return -EINVAL;
	while (rest->len != 0 && rest->at[0] >= '0' && rest->at[0] <= '9') {
		ms += (rest->at[0] - '0') * unit;
		unit /= 10;
		rest->at++;
		rest->len--;
	}
	*ret_ms = ms;
	return 0;
}

/* "Z" or "+09:00", the rest of the text. */
static int
rfc3339_offset(struct slice rest, int *ret_minutes)
{
	int sign, hours, minutes;

	*ret_minutes = 0;
	if (rest.len == 1 && (rest.at[0] == 'Z' || rest.at[0] == 'z'))
		return 0;
	if (rest.len != 6 || rest.at[3] != ':' ||
		(rest.at[0] != '+' && rest.at[0] != '-'))
		return -EINVAL;
	sign = rest.at[0] == '-' ? -1 : 1;
	rest = slice_of(rest.at + 1, 5);
	hours = rfc3339_digits(&rest, 2);
	rest = slice_of(rest.at + 1, rest.len - 1);
	minutes = rfc3339_digits(&rest, 2);
	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return -EINVAL;
	*ret_minutes = sign * (hours * 60 + minutes);
	return 0;
}

/* "2025-09-22T" */
static int
rfc3339_date(struct slice *rest, int64_t *ret_days)
{
	int year = rfc3339_digits(rest, 4), month, day;

	if (year < 1 || !rfc3339_mark(rest, '-'))
		return -EINVAL;
	month = rfc3339_digits(rest, 2);
	if (month < 1 || month > 12 || !rfc3339_mark(rest, '-'))
		return -EINVAL;
	day = rfc3339_digits(rest, 2);
	if (day < 1 || day > rfc3339_month_days(year, month))
		return -EINVAL;
	*ret_days = rfc3339_days(year, month, day);
	return 0;
}

/* "10:00:00.25" */
static int
rfc3339_clock(struct slice *rest, int64_t *ret_ms)
{
	int hour = rfc3339_digits(rest, 2), minute, second, ms;

	if (hour < 0 || hour > 23 || !rfc3339_mark(rest, ':'))
		return -EINVAL;
	minute = rfc3339_digits(rest, 2);
	if (minute < 0 || minute > 59 || !rfc3339_mark(rest, ':'))
		return -EINVAL;
	second = rfc3339_digits(rest, 2);
	if (second < 0 || second > 60 || rfc3339_fraction(rest, &ms) != 0)
		return -EINVAL;
	*ret_ms = ((hour * 60LL + minute) * 60 + second) * 1000 + ms;
	return 0;
}

int
rfc3339_parse(struct slice text, int64_t *ret_ms)
{
	struct slice rest = text;
	int64_t days, of_day;
	int offset;

	if (rfc3339_date(&rest, &days) != 0 || rest.len == 0)
		return -EINVAL;
	/* A blank instead of T is what the RFC's own note allows. */
	if (!rfc3339_mark(&rest, 'T') && !rfc3339_mark(&rest, 't') &&
		!rfc3339_mark(&rest, ' '))
		return -EINVAL;
	if (rfc3339_clock(&rest, &of_day) != 0 ||
		rfc3339_offset(rest, &offset) != 0)
		return -EINVAL;
	*ret_ms = days * DAY_MS + of_day - offset * 60000LL;
	return 0;
}

static void
rfc3339_civil(int64_t days, int *ret_year, int *ret_month, int *ret_day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t year =
		(of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;

	*ret_day = (int)(of_year - (153 * month + 2) / 5 + 1);
	*ret_month = (int)(month < 10 ? month + 3 : month - 9);
	*ret_year = (int)(year + era * 400 + (*ret_month <= 2));
}

/* The last `n` digits of the number, a mark behind them. */
static char *
rfc3339_put(char *at, int number, int n, char mark)
{
	for (int i = n; i-- > 0; number /= 10)
		at[i] = (char)('0' + number % 10);
	at[n] = mark;
	return at + n + 1;
}

struct rfc3339
rfc3339_of(int64_t ms)
{
	int64_t first = rfc3339_days(1, 1, 1) * DAY_MS;
	int64_t last = rfc3339_days(10000, 1, 1) * DAY_MS - 1;
	int64_t clamped = ms < first ? first : ms > last ? last : ms;
	int64_t days = clamped / DAY_MS - (clamped % DAY_MS < 0);
	int of_day = (int)(clamped - days * DAY_MS);
	bool has_ms = of_day % 1000 != 0;
	int year, month, day;
	struct rfc3339 out;
	char *at = out.text;

	rfc3339_civil(days, &year, &month, &day);
	at = rfc3339_put(at, year, 4, '-');
	at = rfc3339_put(at, month, 2, '-');
	at = rfc3339_put(at, day, 2, 'T');
	at = rfc3339_put(at, of_day / 3600000, 2, ':');
	at = rfc3339_put(at, of_day / 60000 % 60, 2, ':');
	at = rfc3339_put(at, of_day / 1000 % 60, 2, has_ms ? '.' : 'Z');
	if (has_ms)
		at = rfc3339_put(at, of_day % 1000, 3, 'Z');
	*at = '\0';
	return out;
}
