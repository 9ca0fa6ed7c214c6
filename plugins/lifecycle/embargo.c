/* SPDX-License-Identifier: Apache-2.0 */
/*
 * embargo.c - the time, the zone and the date, wherever they stand in the line.
 */
#include "lifecycle/embargo.h"

#include "common/scan.h"

struct clock {
	int minutes; /* since midnight; -1: not found */
	size_t start, end;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
two(const char *at)
{
	return (at[0] - '0') * 10 + at[1] - '0';
}

/* "a.m.", "pm": adjusts the hour; false for nonsense. */
static bool
half_day(struct piece rest, struct clock *clock)
{
	size_t spaces = piece_spaces(rest);
	struct piece p = piece_skip(rest, spaces);
	bool am = piece_starts_nocase(p, "am") || piece_starts_nocase(p, "a.m");
	bool pm = piece_starts_nocase(p, "pm") || piece_starts_nocase(p, "p.m");

	if (!am && !pm)
		return false;
	int hour = clock->minutes / 60;
	if (hour < 1 || hour > 12)
		return false;
	clock->minutes += (pm && hour != 12) * 720 - (am && hour == 12) * 720;
	clock->end += spaces + (p.len > 1 && p.at[1] == '.' ? 4 : 2);
	return true;
}

/* "00:01", "6.30", "0600" before a zone or "hrs", "6 pm", "14 Uhr". */
static bool
read_clock(struct piece line, size_t i, struct clock *clock)
{
	struct piece p = piece_skip(line, i);
	size_t n = 0;

	while (n < p.len && is_digit(p.at[n]))
		n++;
	if (n < 1 || n > 4)
		return false;
	struct piece rest = piece_skip(p, n);
	int hour = n == 1 ? p.at[0] - '0' : two(p.at), minute = 0, seconds;
	size_t len;
	clock->start = i;
	clock->end = i + n;
	if (n == 4) {
		struct piece next = piece_skip(rest, piece_spaces(rest));

		minute = two(p.at + 2);
		if (!zone_named(next, &seconds, &len) &&
			!piece_starts_nocase(next, "h"))
			return false;
	} else if (n == 3) {
		return false;
	} else if (rest.len >= 3 &&
		   (rest.at[0] == ':' || rest.at[0] == '.' ||
			   rest.at[0] == 'h') &&
		   is_digit(rest.at[1]) && is_digit(rest.at[2]) &&
		   !(rest.len >= 4 &&
			   (is_digit(rest.at[3]) || rest.at[3] == '.'))) {
		minute = two(rest.at + 1);
		clock->end += 3;
		if (rest.len >= 6 && rest.at[3] == ':' && is_digit(rest.at[4]))
			clock->end += 3;
	} else {
		struct piece next = piece_skip(rest, piece_spaces(rest));

		clock->minutes = hour * 60;
		if (half_day(rest, clock))
			return true;
		return hour < 24 && piece_starts_nocase(next, "uhr");
	}
	if (hour > 23 || minute > 59)
		return false;
	clock->minutes = hour * 60 + minute;
	half_day(piece_skip(line, clock->end), clock);
	return true;
}

static void
find_clock(struct piece line, struct clock *clock)
{
	struct clock found;

	clock->minutes = -1;
	for (size_t i = 0; i < line.len; i++) {
		bool begins =
			is_digit(line.at[i]) &&
			(i == 0 ||
				!(byte_is_word((unsigned char)line.at[i - 1]) ||
					strchr("./-:", line.at[i - 1])));
		if (line.at[i] == 'T' && i && is_digit(line.at[i - 1]))
			begins = i + 1 < line.len && is_digit(line.at[++i]);
		if (begins && read_clock(line, i, &found)) {
			*clock = found;
			return;
		}
	}
	size_t midnight = piece_find(line, "midnight");
	size_t noon = piece_find(line, "noon");
	if (noon < line.len && midnight >= line.len)
		*clock = (struct clock){ 720, noon, noon + 4 };
}

/* The zone behind the time, or anywhere in capitals. */
static bool
find_zone(struct piece line, const struct clock *clock, int *ret_seconds)
{
	size_t len;
	struct piece after = piece_skip(line, clock->end);

	after = piece_skip(after, piece_spaces(after));
	if (after.len && after.at[0] == '(')
		after = piece_skip(after, 1);
	if (zone_named(after, ret_seconds, &len))
		return true;
	for (size_t i = clock->end; i < line.len; i++) {
		bool begins =
			i == 0 || !byte_is_word((unsigned char)line.at[i - 1]);
		if (begins && line.at[i] >= 'A' && line.at[i] <= 'Z' &&
			zone_named(piece_skip(line, i), ret_seconds, &len) &&
			(i + len == line.len ||
				!byte_is_word((unsigned char)line.at[i + len])))
			return true;
	}
	return false;
}

static bool
tell_year(struct scan_date *date, const char *reference)
{
	if (date->year)
		return true;
	if (!reference || strlen(reference) < 10)
		return false;
	date->year = two(reference) * 100 + two(reference + 2);
	int month = two(reference + 5);
	if (month - date->month > 6)
		date->year++;
	else if (date->month - month > 6)
		date->year--;
	return true;
}

bool
embargo_parse(struct piece line, const char *partner_rule,
	const char *reference, int64_t *ret_ms, bool *ret_own_zone)
{
	struct clock clock;
	struct scan_date date;
	int seconds;

	if (line.len > 300)
		return false;
	find_clock(line, &clock);
	if (clock.minutes < 0)
		return false;
	/* The time must not be taken for a day. */
	char rest[301];
	memcpy(rest, line.at, line.len);
	memset(rest + clock.start, ' ', clock.end - clock.start);
	for (size_t i = 0; i < line.len; i++)
		if (rest[i] == 'T' && i > 9 && is_digit(rest[i - 1]))
			rest[i] = ' ';
	if (!scan_date(piece_of(rest, line.len), &date) ||
		!tell_year(&date, reference) || date.day < 1 ||
		date.month < 1 || date.month > 12)
		return false;
	int64_t local = zone_days(date.year, date.month, date.day) * 86400 +
			clock.minutes * 60;
	*ret_own_zone = find_zone(line, &clock, &seconds);
	/* A zone that stands there and is not known is not the partner's. */
	struct piece after = piece_skip(line, clock.end);
	after = piece_skip(after, piece_spaces(after));
	size_t capitals = 0;
	while (capitals < after.len && after.at[capitals] >= 'A' &&
		after.at[capitals] <= 'Z')
		capitals++;
	if (!*ret_own_zone && capitals >= 3 && capitals <= 4 &&
		!scan_month(piece_head(after, capitals)) &&
		piece_find(piece_head(after, capitals), "ON") >= capitals &&
		!piece_starts(after, "UHR"))
		return false;
	if (!*ret_own_zone &&
		(!partner_rule || !zone_offset(partner_rule, local, &seconds)))
		return false;
	*ret_ms = (local - seconds) * 1000;
	return true;
}
