/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone.c - POSIX time zone rules (IEEE 1003.1, 8.3) read and applied.
 */
#include "lifecycle/zone.h"

#include <stdlib.h>

#include "common/csv.h"
#include "common/mem.h"

struct zone {
	const char *name, *rule;
};

struct zone_list {
	char *copy;
	struct zone *zones;
	size_t n, cap;
};

struct zone_list *
zone_list_new(const char *csv, size_t len)
{
	struct zone_list *list = mem_alloc(sizeof(*list));
	char *fields[2];
	size_t n;

	list->copy = mem_text(csv, len);
	struct csv reader = { list->copy, list->copy + len };
	while (csv_next(&reader, fields, 2, &n)) {
		if (n != 2)
			continue;
		mem_more(list->zones, list->n, list->cap);
		list->zones[list->n++] = (struct zone){ fields[0], fields[1] };
	}
	return list;
}

void
zone_list_free(struct zone_list *list)
{
	if (!list)
		return;
	free(list->copy);
	free(list->zones);
	free(list);
}

const char *
zone_rule(const struct zone_list *list, const char *name)
{
	for (size_t i = 0; name && i < list->n; i++)
		if (!strcmp(list->zones[i].name, name))
			return list->zones[i].rule;
	return NULL;
}

int64_t
zone_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

static int
read_number(const char **at)
{
	int value = 0;

	while (**at >= '0' && **at <= '9' && value < 100000)
		value = value * 10 + *(*at)++ - '0';
	return value;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static int
read_time(const char **at)
{
	int sign = 1, unit = 3600, seconds = 0;

	if (**at == '-' || **at == '+')
		sign = *(*at)++ == '-' ? -1 : 1;
	for (;;) {
		seconds += read_number(at) * unit;
		unit /= 60;
		if (**at != ':' || !unit)
			return sign * seconds;
		(*at)++;
	}
}

static void
skip_name(const char **at)
{
	if (**at == '<') {
		while (**at && *(*at)++ != '>')
			;
		return;
	}
	while ((**at >= 'A' && **at <= 'Z') || (**at >= 'a' && **at <= 'z'))
		(*at)++;
}

static int
year_of(int64_t days)
{
	int year = 1970 + (int)(days / 365.2425);

	while (zone_days(year, 1, 1) > days)
		year--;
	while (zone_days(year + 1, 1, 1) <= days)
		year++;
	return year;
}

/* Mm.w.d[/time], Jn and n: local seconds since 1970 of the change in a year. */
static int64_t
read_change(const char **at, int year)
{
	int64_t day;

	if (**at == 'M') {
		(*at)++;
		int month = read_number(at), week, weekday;

		*at += **at == '.';
		week = read_number(at);
		*at += **at == '.';
		weekday = read_number(at);
		day = zone_days(year, month, 1);
		int first = (int)((day + 4) % 7 + 7) % 7;
		day += (weekday - first + 7) % 7 + (week - 1) * 7;
		int64_t next = month == 12 ? zone_days(year + 1, 1, 1)
					   : zone_days(year, month + 1, 1);
		while (day >= next)
			day -= 7;
	} else {
		bool leap = zone_days(year, 3, 1) - zone_days(year, 2, 1) == 29;
		bool julian = **at == 'J';

		*at += julian;
		int n = read_number(at);
		day = zone_days(year, 1, 1) + n - (julian ? 1 : 0) +
		      (julian && leap && n >= 60);
	}
	int time = 7200;
	if (**at == '/') {
		(*at)++;
		time = read_time(at);
	}
	return day * 86400 + time;
}

bool
zone_offset(const char *rule, int64_t local, int *ret_seconds)
{
	const char *at = rule;

	skip_name(&at);
	if (!*at)
		return false;
	int standard = -read_time(&at);
	*ret_seconds = standard;
	if (!*at)
		return true;
	skip_name(&at);
	int summer = standard + 3600;
	if (*at && *at != ',')
		summer = -read_time(&at);
	if (*at != ',')
		return false;
	at++;
	int64_t days = local >= 0 ? local / 86400 : (local - 86399) / 86400;
	int year = year_of(days);
	int64_t begin = read_change(&at, year);
	if (*at != ',')
		return false;
	at++;
	int64_t end = read_change(&at, year);
	bool in = begin < end ? local >= begin && local < end
			      : local >= begin || local < end;
	*ret_seconds = in ? summer : standard;
	return true;
}

bool
zone_named(struct piece p, int *ret_seconds, size_t *ret_len)
{
	static const struct {
		const char *name;
		int minutes;
	} names[] = { { "GMT", 0 }, { "UTC", 0 }, { "Z", 0 }, { "UT", 0 },
		{ "BST", 60 }, { "CET", 60 }, { "CEST", 120 }, { "MEZ", 60 },
		{ "MESZ", 120 }, { "EET", 120 }, { "EEST", 180 }, { "WET", 0 },
		{ "WEST", 60 }, { "MSK", 180 }, { "EST", -300 },
		{ "EDT", -240 }, { "CDT", -300 }, { "MST", -420 },
		{ "MDT", -360 }, { "PST", -480 }, { "PDT", -420 },
		{ "AKST", -540 }, { "AKDT", -480 }, { "HST", -600 },
		{ "ADT", -180 }, { "NST", -210 }, { "JST", 540 },
		{ "KST", 540 }, { "SGT", 480 }, { "HKT", 480 }, { "WIB", 420 },
		{ "PKT", 300 }, { "NPT", 345 }, { "AEST", 600 },
		{ "AEDT", 660 }, { "ACST", 570 }, { "AWST", 480 },
		{ "NZST", 720 }, { "NZDT", 780 }, { "SAST", 120 },
		{ "CAT", 120 }, { "EAT", 180 }, { "WAT", 60 }, { "GST", 240 },
		{ "TRT", 180 } };

	size_t len = 0;
	while (len < p.len && p.at[len] >= 'A' && p.at[len] <= 'Z')
		len++;
	struct piece name = piece_head(p, len);
	for (size_t i = 0; len && i < sizeof(names) / sizeof(names[0]); i++) {
		if (!piece_is(name, names[i].name))
			continue;
		*ret_seconds = names[i].minutes * 60;
		*ret_len = len;
		struct piece rest = piece_skip(p, len);
		/* "GMT+4" */
		if (rest.len >= 2 && byte_in(rest.at[0], "+-") &&
			rest.at[1] >= '0' && rest.at[1] <= '9') {
			char text[8] = "";
			memcpy(text, rest.at, rest.len < 6 ? rest.len : 6);
			const char *at = text;
			*ret_seconds += read_time(&at);
			*ret_len += (size_t)(at - text);
		}
		return true;
	}
	if (p.len >= 5 && byte_in(p.at[0], "+-") && p.at[1] >= '0' &&
		p.at[1] <= '1' && p.at[2] >= '0' && p.at[2] <= '9') {
		size_t colon = p.at[3] == ':';
		if (p.len < 5 + colon)
			return false;
		char text[7] = { p.at[0], p.at[1], p.at[2], ':',
			p.at[3 + colon], p.at[4 + colon], 0 };
		const char *at = text;
		*ret_seconds = read_time(&at);
		*ret_len = 5 + colon;
		return *at == '\0';
	}
	return false;
}

/* Does `p` begin with the words, and end there or go on with another word? */
static size_t
spoken(struct piece p, const char *words)
{
	size_t len = strlen(words);
	bool loud = len == 2; /* "ET" is not "et" */

	if (!(loud ? piece_starts(p, words) : piece_starts_nocase(p, words)))
		return 0;
	return p.len == len || !byte_is_word((unsigned char)p.at[len]) ? len
								       : 0;
}

/* "New York time", "heure de Paris": the last part of an IANA name. */
static size_t
spoken_city(struct piece p, const char *name)
{
	static const char *const before[] = { "heure de ", "hora de ",
		"ora di " };
	const char *city = strrchr(name, '/');
	bool announced = false;
	size_t n = 0, lead = 0;

	for (size_t i = 0; i < 3 && !announced; i++)
		announced = piece_starts_nocase(p, before[i]) &&
			    (lead = strlen(before[i])) > 0;
	p = piece_skip(p, lead);
	city = city ? city + 1 : name;
	for (; city[n]; n++)
		if (n >= p.len ||
			byte_lower(p.at[n]) !=
				(city[n] == '_' ? ' ' : byte_lower(city[n])))
			return 0;
	struct piece rest = piece_skip(p, n);
	if (announced)
		return rest.len && byte_is_word((unsigned char)rest.at[0])
			       ? 0
			       : lead + n;
	size_t time = rest.len && rest.at[0] == ' '
			      ? spoken(piece_skip(rest, 1), "time")
			      : 0;
	return time ? n + 1 + time : 0;
}

static size_t
zone_of_region(const struct zone_list *list, struct piece p, int64_t local,
	int *ret_seconds)
{
	static const struct {
		const char *words, *zone;
		int hours; /* where `zone` is NULL */
	} regions[] = {
		{ "ET", "America/New_York", 0 },
		{ "CT", "America/Chicago", 0 },
		{ "MT", "America/Denver", 0 },
		{ "PT", "America/Los_Angeles", 0 },
		{ "Eastern Standard Time", NULL, -5 },
		{ "Eastern Daylight Time", NULL, -4 },
		{ "Central Daylight Time", NULL, -5 },
		{ "Mountain Standard Time", NULL, -7 },
		{ "Mountain Daylight Time", NULL, -6 },
		{ "Pacific Standard Time", NULL, -8 },
		{ "Pacific Daylight Time", NULL, -7 },
		{ "Eastern Time", "America/New_York", 0 },
		{ "Mountain Time", "America/Denver", 0 },
		{ "Pacific Time", "America/Los_Angeles", 0 },
		{ "Greenwich Mean Time", NULL, 0 },
		{ "British Summer Time", NULL, 1 },
		{ "Central European Summer Time", NULL, 2 },
		{ "Central European Time", NULL, 1 },
	};

	for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
		size_t len = spoken(p, regions[i].words);
		const char *rule = zone_rule(list, regions[i].zone);

		if (!len)
			continue;
		*ret_seconds = regions[i].hours * 3600;
		if (!regions[i].zone ||
			(rule && zone_offset(rule, local, ret_seconds)))
			return len;
	}
	return 0;
}

size_t
zone_spoken(const struct zone_list *list, struct piece p, int64_t local,
	int *ret_seconds, bool *ret_local)
{
	static const char *const here[] = { "local time", "Ortszeit",
		"heure locale", "hora local", "ora locale" };
	size_t len;

	if (zone_named(p, ret_seconds, &len) &&
		(len == p.len || !byte_is_word((unsigned char)p.at[len]))) {
		/* "GMT time", as other languages put it */
		struct piece rest = piece_skip(p, len);
		size_t time = piece_starts(rest, " ")
				      ? spoken(piece_skip(rest, 1), "time")
				      : 0;

		return len + (time ? 1 + time : 0);
	}
	for (size_t i = 0; i < sizeof(here) / sizeof(here[0]); i++)
		if ((len = spoken(p, here[i]))) {
			*ret_local = true;
			return len;
		}
	if ((len = zone_of_region(list, p, local, ret_seconds)))
		return len;
	for (size_t i = 0; i < list->n; i++)
		if ((len = spoken_city(p, list->zones[i].name)) &&
			zone_offset(list->zones[i].rule, local, ret_seconds))
			return len;
	return 0;
}
