/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date - one scanner over words and numbers for the RFC 822 family and asctime,
 * one over digits for the ISO 8601 family; see date.h. Whichever comes first to
 * a complete reading of the whole text wins; left-over text means no date.
 */
#include "text/date.h"

#include "base/auto.h"
#include "base/rfc3339.h"

#define DATE_MAX 128 /* bytes of a text that can be a date */

struct fields {
	int year, month, day, hour, minute, second, ms;
	int offset_min;
	bool has_date, has_time, has_zone;
};

struct name {
	const char *text;
	int value;
};

static const struct name months[] = {
	{ "january", 1 },
	{ "januar", 1 },
	{ "jan", 1 },
	{ "jänner", 1 },
	{ "february", 2 },
	{ "februar", 2 },
	{ "feb", 2 },
	{ "march", 3 },
	{ "märz", 3 },
	{ "maerz", 3 },
	{ "mar", 3 },
	{ "mär", 3 },
	{ "mrz", 3 },
	{ "april", 4 },
	{ "apr", 4 },
	{ "may", 5 },
	{ "mai", 5 },
	{ "june", 6 },
	{ "juni", 6 },
	{ "jun", 6 },
	{ "july", 7 },
	{ "juli", 7 },
	{ "jul", 7 },
	{ "august", 8 },
	{ "aug", 8 },
	{ "september", 9 },
	{ "sept", 9 },
	{ "sep", 9 },
	{ "october", 10 },
	{ "oktober", 10 },
	{ "oct", 10 },
	{ "okt", 10 },
	{ "november", 11 },
	{ "nov", 11 },
	{ "december", 12 },
	{ "dezember", 12 },
	{ "dec", 12 },
	{ "dez", 12 },
};

static const struct name weekdays[] = {
	{ "mon", 1 },
	{ "monday", 1 },
	{ "montag", 1 },
	{ "mo", 1 },
	{ "tue", 2 },
	{ "tues", 2 },
	{ "tuesday", 2 },
	{ "dienstag", 2 },
	{ "di", 2 },
	{ "wed", 3 },
	{ "wednesday", 3 },
	{ "mittwoch", 3 },
	{ "mi", 3 },
	{ "thu", 4 },
	{ "thur", 4 },
	{ "thurs", 4 },
	{ "thursday", 4 },
	{ "donnerstag", 4 },
	{ "do", 4 },
	{ "fri", 5 },
	{ "friday", 5 },
	{ "freitag", 5 },
	{ "fr", 5 },
	{ "sat", 6 },
	{ "saturday", 6 },
	{ "samstag", 6 },
	{ "sa", 6 },
	{ "sonnabend", 6 },
	{ "sun", 7 },
	{ "sunday", 7 },
	{ "sonntag", 7 },
	{ "so", 7 },
};

/* RFC 822 section 5 and the ones that agencies write; minutes east. Letters
 * that mean two zones (IST, BST outside summer, CST in China) stay out, but for
 * the readings that RFC 822 fixes. */
static const struct name zones[] = {
	{ "z", 0 },
	{ "ut", 0 },
	{ "utc", 0 },
	{ "gmt", 0 },
	{ "wet", 0 },
	{ "west", 60 },
	{ "bst", 60 },
	{ "cet", 60 },
	{ "mez", 60 },
	{ "cest", 120 },
	{ "mesz", 120 },
	{ "eet", 120 },
	{ "eest", 180 },
	{ "msk", 180 },
	{ "est", -300 },
	{ "edt", -240 },
	{ "cst", -360 },
	{ "cdt", -300 },
	{ "mst", -420 },
	{ "mdt", -360 },
	{ "pst", -480 },
	{ "pdt", -420 },
	{ "akst", -540 },
	{ "akdt", -480 },
	{ "hst", -600 },
	{ "gst", 240 },
	{ "pkt", 300 },
	{ "hkt", 480 },
	{ "sgt", 480 },
	{ "awst", 480 },
	{ "kst", 540 },
	{ "jst", 540 },
	{ "aest", 600 },
	{ "aedt", 660 },
	{ "nzst", 720 },
	{ "nzdt", 780 },
};

static int
name_value(const struct name *names, size_t n_names, struct slice word)
{
	for (size_t i = 0; i < n_names; i++)
		if (slice_is_nocase(word, names[i].text))
			return names[i].value;
	return -10000;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

static bool
is_plausible(const struct fields *f)
{
	return f->year >= 1 && f->year <= 9999 && f->month >= 1 &&
	       f->month <= 12 && f->day >= 1 &&
	       f->day <= rfc3339_month_days(f->year, f->month) &&
	       f->hour >= 0 && f->hour <= 24 && f->minute >= 0 &&
	       f->minute <= 59 && f->second >= 0 && f->second <= 60 &&
	       (f->hour < 24 || (f->minute == 0 && f->second == 0)) &&
	       f->offset_min >= -1440 && f->offset_min <= 1440;
}

/* ---- a cursor over the text ------------------------------------------------
 */

struct cursor {
	struct slice text;
	size_t at;
};

static char
peek(const struct cursor *c)
{
	return c->at < c->text.len ? c->text.at[c->at] : '\0';
}

static bool
take(struct cursor *c, char mark)
{
	if (c->at >= c->text.len || c->text.at[c->at] != mark)
		return false;
	c->at++;
	return true;
}

static void
skip_blanks(struct cursor *c)
{
	while (c->at < c->text.len &&
		(peek(c) == ' ' || peek(c) == '\t' || peek(c) == '\n' ||
			peek(c) == '\r'))
		c->at++;
}

/* Between min and max digits; -1 otherwise, the cursor unmoved. */
static int
take_number(struct cursor *c, size_t min, size_t max)
{
	size_t n = 0;
	int value = 0;

	while (c->at + n < c->text.len && is_digit(c->text.at[c->at + n]) &&
		n < max)
		value = value * 10 + (c->text.at[c->at + n++] - '0');
	if (n < min)
		return -1;
	c->at += n;
	return value;
}

static struct slice
take_word(struct cursor *c)
{
	size_t start = c->at;

	while (c->at < c->text.len && is_letter(c->text.at[c->at]))
		c->at++;
	return slice_of(c->text.at + start, c->at - start);
}

/* ".123" or ",123456": milliseconds, more digits are cut. */
static int
take_fraction(struct cursor *c)
{
	int value = 0;
	int weight = 100;

	if (peek(c) != '.' && peek(c) != ',')
		return 0;
	if (c->at + 1 >= c->text.len || !is_digit(c->text.at[c->at + 1]))
		return 0;
	c->at++;
	for (; is_digit(peek(c)); c->at++, weight /= 10)
		value += (peek(c) - '0') * weight;
	return value;
}

/* "+0900", "+09:00", "-5", "+09". */
static bool
take_offset(struct cursor *c, struct fields *f)
{
	char sign = peek(c);
	struct cursor copy = *c;

	if (sign != '+' && sign != '-')
		return false;
	copy.at++;
	int hours = take_number(&copy, 1, 2);
	int minutes = 0;

	if (hours < 0)
		return false;
	bool colon = take(&copy, ':');

	if (colon || is_digit(peek(&copy)))
		minutes = take_number(&copy, 2, 2);
	if (minutes < 0 || minutes > 59 || hours > 23 || is_digit(peek(&copy)))
		return false;
	f->offset_min = hours * 60 + minutes;
	if (sign == '-')
		f->offset_min = -f->offset_min;
	f->has_zone = true;
	*c = copy;
	return true;
}

static bool
take_zone(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;

	if (take_offset(c, f))
		return true;
	int value = name_value(zones, n_elements(zones), take_word(&copy));

	if (value == -10000)
		return false;
	f->offset_min = value;
	f->has_zone = true;
	*c = copy;
	/* "GMT+2" */
	if (value == 0 && (peek(c) == '+' || peek(c) == '-'))
		return take_offset(c, f);
	return true;
}

/* "10:00", "10:00:30.5". */
static bool
take_time(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;
	int hour = take_number(&copy, 1, 2);

	if (hour < 0 || !take(&copy, ':'))
		return false;
	int minute = take_number(&copy, 1, 2);

	if (minute < 0)
		return false;
	f->second = 0;
	if (take(&copy, ':')) {
		f->second = take_number(&copy, 1, 2);
		if (f->second < 0)
			return false;
		f->ms = take_fraction(&copy);
	}
	f->hour = hour;
	f->minute = minute;
	f->has_time = true;
	*c = copy;
	return true;
}

/* ---- ISO 8601 --------------------------------------------------------------
 */

static bool
iso_date(struct cursor *c, struct fields *f)
{
	f->year = take_number(c, 4, 4);
	if (f->year < 0)
		return false;
	f->month = f->day = 1;
	if (take(c, '-')) {
		f->month = take_number(c, 2, 2);
		if (f->month < 0)
			return false;
		if (take(c, '-'))
			f->day = take_number(c, 2, 2);
		return f->day > 0;
	}
	if (!is_digit(peek(c)))
		return true; /* a year alone */
	f->month = take_number(c, 2, 2);
	f->day = take_number(c, 2, 2);
	return f->month > 0 && f->day > 0;
}

static bool
iso_time(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;

	if (take_time(c, f)) /* extended format */
		return true;
	f->hour = take_number(&copy, 2, 2);
	f->minute = take_number(&copy, 2, 2);
	if (f->hour < 0 || f->minute < 0)
		return false;
	if (is_digit(peek(&copy))) {
		f->second = take_number(&copy, 2, 2);
		f->ms = take_fraction(&copy);
	}
	f->has_time = true;
	*c = copy;
	return f->second >= 0;
}

static bool
parse_iso(struct slice text, struct fields *f)
{
	struct cursor c = { text, 0 };

	if (!iso_date(&c, f))
		return false;
	if (peek(&c) == 'T' || peek(&c) == 't' || peek(&c) == ' ') {
		c.at++;
		skip_blanks(&c);
		if (!iso_time(&c, f))
			return false;
		skip_blanks(&c);
		take_zone(&c, f);
	} else {
		take_zone(&c, f); /* XML Schema dates may carry one */
	}
	skip_blanks(&c);
	return c.at == text.len;
}

/* ---- RFC 822 and asctime ---------------------------------------------------
 */

/* RFC 2822 section 4.3: two digits below 50 are 20xx, three add 1900. */
static int
full_year(int year, size_t digits)
{
	if (digits == 2)
		return year < 50 ? year + 2000 : year + 1900;
	if (digits == 3)
		return year + 1900;
	return year;
}

static bool
take_month(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;
	int month = name_value(months, n_elements(months), take_word(&copy));

	if (month < 1 || f->month != 0)
		return false;
	take(&copy, '.');
	f->month = month;
	*c = copy;
	return true;
}

static bool
take_weekday(struct cursor *c)
{
	struct cursor copy = *c;

	if (name_value(weekdays, n_elements(weekdays), take_word(&copy)) < 1)
		return false;
	take(&copy, '.');
	*c = copy;
	return true;
}

/* A number is the day, then the year. */
static bool
take_day_or_year(struct cursor *c, struct fields *f)
{
	size_t start = c->at;
	int number = take_number(c, 1, 4);
	size_t digits = c->at - start;

	if (number < 0 || is_digit(peek(c)))
		return false;
	if (f->day == 0 && digits <= 2) {
		f->day = number;
		if (!take(c, '.')) {
			/* "2nd of" and the like are prose, not dates */
			struct cursor copy = *c;
			struct slice word = take_word(&copy);

			if (slice_is(word, "st") || slice_is(word, "nd") ||
				slice_is(word, "rd") || slice_is(word, "th"))
				*c = copy;
		}
		return number != 0;
	}
	if (f->year != 0 || digits < 2 || f->day == 0)
		return false;
	f->year = full_year(number, digits);
	return true;
}

/* "(CEST)" behind a numeric offset. */
static void
skip_comment(struct cursor *c)
{
	if (peek(c) != '(')
		return;
	while (c->at < c->text.len && peek(c) != ')')
		c->at++;
	take(c, ')');
}

static void
skip_separators(struct cursor *c)
{
	skip_blanks(c);
	while (peek(c) == ',' ||
		(peek(c) == '-' && c->at != 0 && c->at + 1 < c->text.len &&
			is_letter(c->text.at[c->at + 1]))) {
		c->at++;
		skip_blanks(c);
	}
}

static void
take_half(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;
	struct slice word = take_word(&copy);
	bool am = slice_is_nocase(word, "am");

	if ((!am && !slice_is_nocase(word, "pm")) || !f->has_time ||
		f->hour > 12 || f->hour == 0)
		return;
	f->hour = f->hour % 12 + (am ? 0 : 12);
	*c = copy;
}

static bool
parse_words(struct slice text, struct fields *f, bool *ret_is_asctime)
{
	struct cursor c = { text, 0 };

	for (skip_separators(&c); c.at < text.len; skip_separators(&c)) {
		size_t before = c.at;

		if (!f->has_time && f->day != 0 && take_time(&c, f)) {
			skip_blanks(&c);
			take_half(&c, f);
			*ret_is_asctime = f->year == 0;
			continue;
		}
		if (f->has_time && !f->has_zone && take_zone(&c, f))
			continue;
		if (peek(&c) == '-' && f->month != 0 && f->year == 0)
			c.at++; /* 22-Sep-2025 */
		if (is_digit(peek(&c)) && take_day_or_year(&c, f))
			continue;
		if (is_letter(peek(&c)) &&
			(take_month(&c, f) ||
				(f->day == 0 && take_weekday(&c))))
			continue;
		skip_comment(&c);
		if (c.at == before)
			return false;
	}
	return f->year != 0 && f->month != 0 && f->day != 0;
}

int
date_parse(struct slice text, const char *timezone, struct date *ret_date)
{
	bool is_asctime = false;
	struct fields f = { 0 };
	const char *rule = "iso8601";

	text = slice_trim(text);
	if (text.len < 4 || text.len > DATE_MAX)
		return 1;
	if (!parse_iso(text, &f)) {
		f = (struct fields){ 0 };
		if (!parse_words(text, &f, &is_asctime))
			return 1;
		rule = is_asctime ? "asctime" : "rfc822";
	}
	if (!is_plausible(&f))
		return 1;
	int64_t seconds = rfc3339_days(f.year, f.month, f.day) * 86400 +
			  f.hour * 3600 + f.minute * 60 + f.second;

	seconds = f.has_zone ? seconds - f.offset_min * 60
			     : date_local_to_utc(timezone, seconds);
	*ret_date = (struct date){
		.ms = seconds * 1000 + f.ms,
		.rule = rule,
		.has_zone = f.has_zone,
		.has_time = f.has_time,
	};
	return 0;
}
