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

/* "2026 GMT" behind a month or a day is no time of 20:26. */
static bool
is_year(struct piece line, size_t i)
{
	size_t end = i, start;
	int value = two(line.at + i) * 100 + two(line.at + i + 2);

	while (end > 0 && byte_in(line.at[end - 1], " ,."))
		end--;
	for (start = end; start > 0 && line.at[start - 1] != ' ';)
		start--;
	return value >= 1900 && value <= 2200 && end > start &&
	       scan_is_date_word(piece_of(line.at + start, end - start));
}

/* "10h", "10 hrs", "10 heures" */
static bool
is_hour_word(struct piece p)
{
	static const char *const words[] = { "h", "hrs", "heures", "horas" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = strlen(words[i]);

		if (piece_starts_nocase(p, words[i]) &&
			(p.len == len ||
				!byte_is_word((unsigned char)p.at[len])))
			return true;
	}
	return false;
}

/* "00:01", "6.30", "0001", "1600" before a zone or "hrs", "6 pm", "14 Uhr". */
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
		/* no year begins so */
		if (is_year(line, i) ||
			(p.at[0] != '0' && !zone_named(next, &seconds, &len) &&
				!piece_starts_nocase(next, "h")))
			return false;
	} else if (n == 3) {
		return false;
	} else if (rest.len >= 3 &&
		   (rest.at[0] == ':' || rest.at[0] == '.' ||
			   rest.at[0] == 'h' || rest.at[0] == 'H') &&
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
		return hour < 24 &&
		       (piece_starts_nocase(next, "uhr") || is_hour_word(next));
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
					byte_in(line.at[i - 1], "./-:+")));
		if (line.at[i] == 'T' && i && is_digit(line.at[i - 1]))
			begins = i + 1 < line.len && is_digit(line.at[++i]);
		if (begins && read_clock(line, i, &found)) {
			*clock = found;
			if (clock->end > line.len)
				clock->end = line.len;
			return;
		}
	}
	size_t midnight = piece_find(line, "midnight");
	size_t noon = piece_find(line, "noon");
	if (noon < line.len && midnight >= line.len)
		*clock = (struct clock){ 720, noon, noon + 4 };
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

/* What the words of the line were explained as. Each may be there once. */
struct reading {
	const struct zone_list *zones;
	int64_t local; /* for the zones whose offset changes; 0 at first */
	int days, months, years;
	int zone_count, seconds;
	bool local_time, unexplained;
	size_t stop; /* behind the last explained word */
};

/* A word without what stands around it. */
static struct piece
bare(struct piece word)
{
	while (word.len && byte_in(word.at[0], "([\"'*"))
		word = piece_skip(word, 1);
	while (word.len && byte_in(word.at[word.len - 1], ".,;:)]\"'*!="))
		word.len--;
	return word;
}

static bool
is_small_word(struct piece word)
{
	static const char *const words[] = { "on", "at", "the", "of", "for",
		"until", "till", "to", "not", "before", "release",
		"publication", "publish", "broadcast", "use", "um", "bis",
		"zum", "am", "den", "frei", "le", "la", "à", "au", "jusqu'au",
		"jusqu’au", "jusqu'à", "hasta", "el", "a", "las", "del", "alle",
		"ore", "dal", "fino", "até", "às", "tot", "op", "om", "uur",
		"h", "hr", "hrs", "hours", "heures", "horas", "uhr", "o'clock",
		"e", "le", "'au", "’au", "-", "--", "–", "—", "/", "|" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (piece_is_nocase(word, words[i]))
			return true;
	return false;
}

static bool
is_weekday(struct piece word)
{
	static const char *const days[] = { "mon", "tue", "tues", "wed", "thu",
		"thur", "thurs", "fri", "sat", "sun", "monday", "tuesday",
		"wednesday", "thursday", "friday", "saturday", "sunday",
		"montag", "dienstag", "mittwoch", "donnerstag", "freitag",
		"samstag", "sonnabend", "sonntag", "lundi", "mardi", "mercredi",
		"jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes",
		"miércoles", "jueves", "viernes", "sábado", "domingo", "lunedì",
		"martedì", "mercoledì", "giovedì", "venerdì", "sabato",
		"domenica", "maandag", "dinsdag", "woensdag", "donderdag",
		"vrijdag", "zaterdag", "zondag" };

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (piece_is_nocase(word, days[i]))
			return true;
	return false;
}

/* A number, a month, a whole date; counted, for two of them say nothing. */
static bool
read_date_word(struct reading *reading, struct piece word)
{
	struct scan_date date;
	size_t digits = 0;

	if (!scan_is_date_word(word))
		return false;
	if (scan_month(word)) {
		reading->months++;
		return true;
	}
	while (digits < word.len && is_digit(word.at[digits]))
		digits++;
	if (!digits)
		return true;
	if (scan_date(word, &date)) {
		reading->days++;
		reading->months++;
		reading->years += date.year > 0;
	} else if (digits == 4) {
		reading->years++;
	} else if (digits <= 2) {
		reading->days++;
	} else {
		return false;
	}
	return true;
}

/* Bytes of a zone at the start; two that differ are none. */
static size_t
read_zone(struct reading *reading, struct piece p)
{
	bool local_time = false;
	int seconds = 0;
	size_t len = zone_spoken(
		reading->zones, p, reading->local, &seconds, &local_time);

	if (!len)
		return 0;
	reading->local_time = reading->local_time || local_time;
	if (local_time)
		return len;
	if (reading->zone_count && reading->seconds != seconds)
		reading->unexplained = true;
	reading->zone_count++;
	reading->seconds = seconds;
	return len;
}

/* Every word up to the first that means nothing here. Before time and date are
 * both there such a word makes the line one that nobody understands; behind
 * them only where no zone was given, for it could have been one. */
static void
explain(struct reading *reading, struct piece line, size_t clock_end)
{
	size_t i = 0;

	while (i < line.len && !reading->unexplained) {
		struct piece rest = piece_skip(line, i);
		size_t blank = piece_spaces(rest);

		if (!blank && byte_in(line.at[i], "([,;/-|"))
			blank = 1;
		if (blank) {
			i += blank;
			continue;
		}
		struct piece word = scan_word(rest), clean = bare(word);
		size_t zone = read_zone(reading, rest);
		if (zone) {
			i += zone;
			while (i < line.len && byte_in(line.at[i], ")].,;:"))
				i++;
		} else if (!clean.len || is_small_word(clean) ||
			   is_weekday(clean) ||
			   read_date_word(reading, clean)) {
			i += word.len;
		} else {
			bool whole = reading->days && reading->months &&
				     i >= clock_end;

			reading->unexplained =
				!whole ||
				!(reading->zone_count || reading->local_time);
			break;
		}
		reading->stop = i;
	}
}

static bool
is_certain(const struct reading *reading)
{
	return !reading->unexplained && reading->days == 1 &&
	       reading->months == 1 && reading->years <= 1;
}

bool
embargo_parse(struct piece said, const struct clockwords *words,
	const struct zone_list *zones, const char *partner_zone,
	const char *reference, int64_t *ret_ms, bool *ret_own_zone)
{
	struct reading reading = { .zones = zones };
	struct clock clock, second;
	struct scan_date date;
	char english[2 * EMBARGO_MAX], text[2 * EMBARGO_MAX];
	int seconds;

	if (said.len > EMBARGO_MAX)
		return false;
	struct piece line = piece_of(english,
		clockwords_translate(words, said, english, sizeof(english)));
	while (line.len && byte_in(line.at[0], " :"))
		line = piece_skip(line, 1);
	if (!line.len)
		return false;
	find_clock(line, &clock);
	if (clock.minutes < 0)
		return false;
	/* The time must not be taken for a day. */
	memcpy(text, line.at, line.len);
	memset(text + clock.start, ' ', clock.end - clock.start);
	if (clock.start > 9 && text[clock.start - 1] == 'T' &&
		is_digit(text[clock.start - 2]))
		text[clock.start - 1] = ' ';
	struct piece rest = piece_of(text, line.len);
	explain(&reading, rest, clock.end);
	rest.len = reading.stop;
	find_clock(rest, &second);
	if (second.minutes >= 0 || !is_certain(&reading) ||
		!scan_date(rest, &date) || !tell_year(&date, reference) ||
		date.day < 1 || date.month < 1 || date.month > 12)
		return false;
	int64_t local = zone_days(date.year, date.month, date.day) * 86400 +
			clock.minutes * 60;
	*ret_own_zone = reading.zone_count > 0;
	if (*ret_own_zone) { /* now by its date */
		reading = (struct reading){ .zones = zones, .local = local };
		explain(&reading, rest, clock.end);
		if (reading.unexplained)
			return false;
		seconds = reading.seconds;
	} else {
		const char *rule = zone_rule(zones, partner_zone);

		if (!rule || !zone_offset(rule, local, &seconds))
			return false;
	}
	*ret_ms = (local - seconds) * 1000;
	return true;
}

bool
embargo_has_time(struct piece line, const struct clockwords *words)
{
	char english[2 * EMBARGO_MAX];
	struct clock clock;
	size_t len = clockwords_translate(
		words, piece_head(line, EMBARGO_MAX), english, sizeof(english));

	find_clock(piece_of(english, len), &clock);
	return clock.minutes >= 0;
}
