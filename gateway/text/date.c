/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date - three scanners: one over digits for the ISO 8601 family, one over
 * years, months and days as East Asia writes them, one over words and numbers
 * for all others; see date.h. Whichever comes first to a complete reading of
 * the whole text wins; left-over text means no date.
 */
#include "text/date.h"

#include <string.h>

#include "base/auto.h"
#include "base/rfc3339.h"
#include "text/date_words.h"

#define DATE_MAX 128 /* bytes of a text that can be a date */

struct fields {
	int year, month, day, hour, minute, second, ms;
	int offset_min;
	bool has_time, has_zone;
	bool is_day;       /* not only a year or a month */
	bool is_pm, is_am; /* said before the time */
	enum date_zone_by zone_by;
	struct slice zone; /* the name, if it was one */
	const char *timezone;
	const char *rule;
};

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

/* A name that several zones go by is the partner's, if that zone has it. */
static bool
read_zone_name(struct slice word, struct fields *f)
{
	enum date_name name = DATE_NAME_OWN;
	int value = date_zone_of(word, &name);
	int own;

	f->zone_by =
		name == DATE_NAME_SHARED ? DATE_ZONE_USUAL : DATE_ZONE_WRITTEN;
	if ((value == DATE_NO_ZONE || name != DATE_NAME_OWN) &&
		date_zone_abbreviation(f->timezone, word, &own)) {
		f->zone_by = DATE_ZONE_PARTNER;
		value = own;
	}
	if (value == DATE_NO_ZONE)
		return false;
	f->zone = word;
	f->offset_min = value;
	f->has_zone = true;
	return true;
}

/* "Etc/GMT", "[Europe/Berlin]" behind an offset: only those of Greenwich say
 * something. */
static bool
take_zone_path(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;
	bool is_quoted = take(&copy, '[');
	struct slice area = take_word(&copy);
	bool has_slash = take(&copy, '/');
	size_t start = copy.at;

	while (is_letter(peek(&copy)) || peek(&copy) == '_' ||
		peek(&copy) == '/')
		copy.at++;
	if (area.len == 0 || !has_slash || copy.at == start ||
		(is_quoted && !take(&copy, ']')))
		return false;
	if (!f->has_zone && !slice_is_nocase(area, "etc"))
		return false;
	*c = copy;
	f->has_zone = true;
	return true;
}

static bool
take_zone(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;

	if (take_offset(c, f)) {
		/* "+0200 CEST": said twice */
		copy = *c;
		skip_blanks(&copy);
		if (take_zone_path(&copy, f) ||
			(is_letter(peek(&copy)) &&
				read_zone_name(take_word(&copy),
					&(struct fields){ .timezone = NULL })))
			*c = copy;
		return true;
	}
	if (take_zone_path(c, f))
		return true;
	if (!read_zone_name(take_word(&copy), f))
		return false;
	*c = copy;
	/* "GMT+2" */
	if (f->offset_min == 0 && (peek(c) == '+' || peek(c) == '-'))
		take_offset(c, f);
	return true;
}

/* "am", "p.m."; -1 when it is neither, else hours to add to noon's half. */
static int
take_half_mark(struct cursor *c)
{
	struct cursor copy = *c;
	char letter = (char)(peek(&copy) | 0x20);

	if (letter != 'a' && letter != 'p')
		return -1;
	copy.at++;
	take(&copy, '.');
	if ((peek(&copy) | 0x20) != 'm')
		return -1;
	copy.at++;
	take(&copy, '.');
	if (is_letter(peek(&copy)))
		return -1;
	*c = copy;
	return letter == 'p' ? 12 : 0;
}

static void
apply_half(struct fields *f, bool is_pm)
{
	if (f->hour <= 12) /* "15:05 PM" is said all the same */
		f->hour = f->hour % 12 + (is_pm ? 12 : 0);
}

/* "10:00", "10:00:30.5", "10h05"; "10.05" where no date can be meant. */
static bool
take_time(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;
	int hour = take_number(&copy, 1, 2);
	char mark = peek(&copy);
	bool is_dot = mark == '.' && f->year != 0 && f->day != 0;

	if (hour < 0 || (mark != ':' && (mark | 0x20) != 'h' && !is_dot))
		return false;
	copy.at++;
	int minute = take_number(&copy, mark == ':' ? 1 : 2, 2);

	if (minute < 0)
		return false;
	f->second = 0;
	if (take(&copy, mark == '.' ? '.' : ':')) {
		f->second = take_number(&copy, 1, 2);
		if (f->second < 0)
			return false;
		f->ms = take_fraction(&copy);
	}
	f->hour = hour;
	f->minute = minute;
	f->has_time = true;
	*c = copy;
	skip_blanks(&copy);
	int half = take_half_mark(&copy);

	if (half >= 0) {
		apply_half(f, half != 0);
		*c = copy;
	} else if (f->is_pm || f->is_am) {
		apply_half(f, f->is_pm);
	}
	return true;
}

/* Which half of the day, where it is said before the time. */
static void
take_half_before(struct cursor *c, struct fields *f)
{
	bool is_pm;
	size_t len = date_half_of(
		slice_of(c->text.at + c->at, c->text.len - c->at), &is_pm);

	if (len == 0)
		return;
	c->at += len;
	f->is_pm = is_pm;
	f->is_am = !is_pm;
	skip_blanks(c);
}

/* ---- ISO 8601 --------------------------------------------------------------
 */

/* Days since 1970 as the fields of a date. */
static void
set_days(struct fields *f, int64_t days)
{
	int64_t year = f->year - 1;

	while (rfc3339_days((int)year + 1, 1, 1) <= days)
		year++;
	f->year = (int)year;
	f->month = 1;
	days -= rfc3339_days(f->year, 1, 1);
	while (days >= rfc3339_month_days(f->year, f->month))
		days -= rfc3339_month_days(f->year, f->month++);
	f->day = (int)days + 1;
}

/* "W39-1", "W391", "W39": a week begins on Monday, and the first of a year is
 * the one with its first Thursday. */
static bool
iso_week(struct cursor *c, struct fields *f)
{
	int64_t start = rfc3339_days(f->year, 1, 4);
	int week, day = 1;

	c->at++;
	week = take_number(c, 2, 2);
	if (take(c, '-') || is_digit(peek(c)))
		day = take_number(c, 1, 1);
	if (week < 1 || week > 53 || day < 1 || day > 7)
		return false;
	start -= (start + 3) % 7; /* 1970 began on a Thursday */
	set_days(f, start + (week - 1) * 7 + day - 1);
	f->is_day = true;
	f->rule = "iso8601 week";
	return true;
}

static bool
iso_ordinal(struct fields *f, int day)
{
	int64_t start = rfc3339_days(f->year, 1, 1);

	if (day < 1 || start + day > rfc3339_days(f->year + 1, 1, 1))
		return false;
	set_days(f, start + day - 1);
	f->is_day = true;
	f->rule = "iso8601 ordinal";
	return true;
}

static size_t
count_digits(const struct cursor *c)
{
	size_t n = 0;

	while (c->at + n < c->text.len && is_digit(c->text.at[c->at + n]))
		n++;
	return n;
}

static bool
iso_date(struct cursor *c, struct fields *f)
{
	bool has_dash;

	f->year = take_number(c, 4, 4);
	if (f->year < 1)
		return false;
	f->month = f->day = 1;
	has_dash = take(c, '-');
	if (peek(c) == 'W')
		return iso_week(c, f);
	if (count_digits(c) == 3)
		return iso_ordinal(f, take_number(c, 3, 3));
	if (has_dash) {
		f->month = take_number(c, 1, 2);
		if (f->month < 0)
			return false;
		f->is_day = take(c, '-');
		if (f->is_day)
			f->day = take_number(c, 1, 2);
		return f->day > 0;
	}
	if (!is_digit(peek(c)))
		return true; /* a year alone */
	f->month = take_number(c, 2, 2);
	f->day = take_number(c, 2, 2);
	f->is_day = true;
	return f->month > 0 && f->day > 0;
}

static bool
iso_time(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;

	take_half_before(&copy, f);
	if (take_time(&copy, f)) { /* extended format */
		*c = copy;
		return true;
	}
	f->hour = take_number(&copy, 2, 2);
	if (f->hour < 0)
		return false;
	if (is_digit(peek(&copy)))
		f->minute = take_number(&copy, 2, 2);
	if (f->minute >= 0 && is_digit(peek(&copy))) {
		f->second = take_number(&copy, 2, 2);
		f->ms = take_fraction(&copy);
	}
	f->has_time = true;
	*c = copy;
	return f->minute >= 0 && f->second >= 0;
}

static bool
parse_iso(struct slice text, struct fields *f)
{
	struct cursor c = { text, 0 };

	f->rule = "iso8601";
	if (!iso_date(&c, f))
		return false;
	if (f->is_day &&
		(peek(&c) == 'T' || peek(&c) == 't' || peek(&c) == ' ')) {
		c.at++;
		skip_blanks(&c);
		if (!iso_time(&c, f))
			return false;
		skip_blanks(&c);
		take_zone(&c, f);
	} else {
		take_zone(&c, f); /* XML Schema dates may carry one */
	}
	take_zone_path(&c, f);
	skip_blanks(&c);
	return c.at == text.len;
}

/* Seconds or milliseconds since 1970, as programs write them. */
static bool
parse_unix(struct slice text, int64_t *ret_ms)
{
	struct cursor c = { text, 0 };
	size_t n = count_digits(&c);
	int64_t value = 0;

	if ((n != 10 && n != 13) || text.at[0] == '0')
		return false;
	for (; c.at < n; c.at++)
		value = value * 10 + (text.at[c.at] - '0');
	if (n == 10)
		value = value * 1000 + take_fraction(&c);
	if (c.at != text.len || value > INT64_C(4102444800000)) /* 2100 */
		return false;
	*ret_ms = value;
	return true;
}

/* ---- East Asia -------------------------------------------------------------
 */

static bool
take_sign(struct cursor *c, const char *const signs[3])
{
	struct slice rest = slice_of(c->text.at + c->at, c->text.len - c->at);

	for (unsigned i = 0; i < 3; i++)
		if (signs[i] != NULL &&
			slice_starts(rest, slice_text(signs[i]))) {
			c->at += strlen(signs[i]);
			skip_blanks(c);
			return true;
		}
	return false;
}

/* "(月)", "（월）", "星期一": of the week. */
static void
skip_weekday(struct cursor *c)
{
	static const struct {
		const char *open, *shut;
	} marks[] = { { "(", ")" }, { "（", "）" }, { "星期", NULL },
		{ "周", NULL } };
	struct slice rest = slice_of(c->text.at + c->at, c->text.len - c->at);

	for (size_t i = 0; i < n_elements(marks); i++) {
		size_t len = strlen(marks[i].open);
		const char *end = NULL;

		if (!slice_starts(rest, slice_text(marks[i].open)))
			continue;
		if (marks[i].shut == NULL && rest.len >= len + 3)
			end = rest.at + len + 3; /* one character */
		else if (marks[i].shut != NULL)
			end = memmem(rest.at, rest.len, marks[i].shut,
				strlen(marks[i].shut));
		if (end == NULL)
			return;
		c->at = (size_t)(end - c->text.at);
		if (marks[i].shut != NULL)
			c->at += strlen(marks[i].shut);
		skip_blanks(c);
		return;
	}
}

/* A number and its sign; -1: not there, the cursor unmoved. */
static int
take_signed(struct cursor *c, size_t max, const char *const signs[3])
{
	struct cursor copy = *c;
	int number = take_number(&copy, 1, max);

	skip_blanks(&copy);
	if (number < 0 || !take_sign(&copy, signs))
		return -1;
	*c = copy;
	return number;
}

/* "2025年9月22日(月) 午後3時05分", "2025년 9월 22일 오후 3:05". */
static bool
parse_east(struct slice text, struct fields *f)
{
	static const char *const year[3] = { "年", "년", NULL };
	static const char *const month[3] = { "月", "월", NULL };
	static const char *const day[3] = { "日", "일", "号" };
	static const char *const hour[3] = { "時", "时", "시" };
	static const char *const minute[3] = { "分", "분", NULL };
	static const char *const second[3] = { "秒", "초", NULL };
	struct cursor c = { text, 0 };

	f->rule = "east asian";
	f->year = take_signed(&c, 4, year);
	f->month = take_signed(&c, 2, month);
	f->day = take_signed(&c, 2, day);
	if (f->year < 0 || f->month < 0 || f->day < 0)
		return false;
	skip_weekday(&c);
	take_half_before(&c, f);
	if (!take_time(&c, f)) {
		f->hour = take_signed(&c, 2, hour);
		f->has_time = f->hour >= 0;
		f->hour = f->has_time ? f->hour : 0;
		f->minute = f->has_time ? take_signed(&c, 2, minute) : 0;
		f->second = f->minute >= 0 ? take_signed(&c, 2, second) : 0;
		f->minute = f->minute < 0 ? 0 : f->minute;
		f->second = f->second < 0 ? 0 : f->second;
		if (f->is_pm || f->is_am)
			apply_half(f, f->is_pm);
	}
	skip_blanks(&c);
	take_zone(&c, f);
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
	int month = date_month_of(take_word(&copy));

	if (month < 1 || f->month != 0)
		return false;
	take(&copy, '.');
	f->month = month;
	*c = copy;
	return true;
}

/* A weekday, or any word at the start that a comma follows: what else could it
 * be, in whatever language. */
static bool
take_weekday(struct cursor *c)
{
	struct cursor copy = *c;
	struct slice word = take_word(&copy);
	bool is_known = word.len != 0 && date_is_weekday(word);

	take(&copy, '.');
	if (word.len == 0 || (!is_known && (c->at != 0 || peek(&copy) != ',')))
		return false;
	*c = copy;
	return true;
}

static bool
take_filler(struct cursor *c)
{
	struct cursor copy = *c;

	if (!date_is_filler(take_word(&copy)))
		return false;
	take(&copy, '.');
	*c = copy;
	return true;
}

/* Of two numbers that may each be the month; 0: nobody can tell. */
static int
month_of_two(int first, int second)
{
	if (first > 12 && second <= 12)
		return second;
	if (second > 12 && first <= 12)
		return first;
	return first == second ? first : 0;
}

/* "2025/09/22", "22.09.2025", and with slashes or dashes what can only be read
 * in one way. */
static bool
take_numeric_date(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;
	int n[3];
	size_t digits[3];
	char mark = 0;

	for (unsigned i = 0; i < 3; i++) {
		if (i != 0 && !take(&copy, i == 1 ? mark = peek(&copy) : mark))
			return false;
		digits[i] = count_digits(&copy);
		n[i] = take_number(&copy, 1, 4);
		if (n[i] < 0 || is_digit(peek(&copy)))
			return false;
	}
	if (strchr("./-", mark) == NULL || digits[1] > 2)
		return false;
	if (digits[0] == 4) {
		f->year = n[0];
		f->month = n[1];
		f->day = n[2];
	} else if (digits[0] <= 2 &&
		   (digits[2] == 4 || (digits[2] == 2 && mark == '.'))) {
		f->year = full_year(n[2], digits[2]);
		f->month = mark == '.' ? n[1] : month_of_two(n[0], n[1]);
		f->day = f->month == n[0] && mark != '.' ? n[1] : n[0];
	} else {
		return false;
	}
	f->rule = "numeric";
	*c = copy;
	return f->month != 0 && f->day != 0;
}

/* "st", "nd" of "22nd"; the point of "22." */
static void
skip_ordinal(struct cursor *c)
{
	struct cursor copy = *c;
	struct slice word;

	if (take(c, '.'))
		return;
	word = take_word(&copy);
	if (slice_is(word, "st") || slice_is(word, "nd") ||
		slice_is(word, "rd") || slice_is(word, "th") ||
		slice_is(word, "er") || slice_is(word, "\xc2\xba"))
		*c = copy;
}

/* A number is the day, then the year; four digits are the year. */
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
		skip_ordinal(c);
		return number != 0;
	}
	if (f->year != 0 || digits < 2 || (f->day == 0 && digits != 4))
		return false;
	f->year = full_year(number, digits);
	if (f->day == 0)
		take(c, '.'); /* Hungarian */
	return true;
}

/* "(CEST)" behind a numeric offset; "(GMT-3)" where nothing else says it. */
static void
skip_comment(struct cursor *c, struct fields *f)
{
	struct cursor copy = *c;

	if (peek(c) != '(')
		return;
	copy.at++;
	if (f->has_time && !f->has_zone)
		take_zone(&copy, f);
	while (c->at < c->text.len && peek(c) != ')')
		c->at++;
	take(c, ')');
}

/* Commas, and dashes between words; the "T" before a time. */
static void
skip_separators(struct cursor *c)
{
	for (;;) {
		char next =
			c->at + 1 < c->text.len ? c->text.at[c->at + 1] : '\0';

		skip_blanks(c);
		next = c->at + 1 < c->text.len ? c->text.at[c->at + 1] : '\0';
		if (peek(c) == ',' || peek(c) == '|' ||
			(peek(c) == '-' && c->at != 0 &&
				(is_letter(next) || next == ' ')) ||
			(peek(c) == 'T' && c->at != 0 && is_digit(next)))
			c->at++;
		else
			return;
	}
}

static bool
take_any(struct cursor *c, struct fields *f)
{
	if (is_digit(peek(c)) && f->day == 0 && f->month == 0 && f->year == 0 &&
		take_numeric_date(c, f))
		return true;
	if (!f->has_time && take_time(c, f)) {
		if (f->year == 0 && f->day != 0)
			f->rule = "asctime";
		return true;
	}
	if (f->has_time && !f->has_zone && take_zone(c, f))
		return true;
	if (peek(c) == '-' && f->month != 0 && (f->year == 0 || f->day == 0))
		c->at++; /* 22-Sep-2025, 2025-Sep-22 */
	if (is_digit(peek(c)))
		return take_day_or_year(c, f);
	return is_letter(peek(c)) &&
	       (take_month(c, f) || (f->day == 0 && take_weekday(c)) ||
		       take_filler(c));
}

/* With `is_day_first` the first word is one of the week: "mar." is Tuesday in
 * French and March in English. */
static bool
parse_words(struct slice text, struct fields *f, bool is_day_first)
{
	struct cursor c = { text, 0 };

	f->rule = "rfc822";
	if (is_day_first) {
		take_word(&c);
		take(&c, '.');
	}
	for (skip_separators(&c); c.at < text.len; skip_separators(&c)) {
		size_t before = c.at;

		if (take_any(&c, f))
			continue;
		skip_comment(&c, f);
		if (c.at == before)
			return false;
	}
	return f->year != 0 && f->month != 0 && f->day != 0;
}

/* ---- all of them -----------------------------------------------------------
 */

static bool
parse_fields(struct slice text, const char *timezone, struct fields *f)
{
	const struct fields start = { .timezone = timezone };

	*f = start;
	if (is_digit(text.at[0])) {
		if (parse_iso(text, f))
			return true;
		*f = start;
		if (parse_east(text, f))
			return true;
		*f = start;
	}
	if (parse_words(text, f, false))
		return true;
	*f = start;
	return is_letter(text.at[0]) && parse_words(text, f, true);
}

/* The first second of the first year is what programs write for "never". */
static bool
is_never(const struct fields *f)
{
	return f->year == 1 && f->month == 1 && f->day == 1;
}

int
date_parse(struct slice text, const char *timezone, struct date *ret_date)
{
	struct date date = { .rule = "unix", .has_zone = true };
	struct fields f;

	text = slice_trim(text);
	if (text.len < 4 || text.len > DATE_MAX)
		return 1;
	if (parse_unix(text, &date.ms)) {
		date.has_time = true;
		*ret_date = date;
		return 0;
	}
	if (!parse_fields(text, timezone, &f) || !is_plausible(&f) ||
		is_never(&f))
		return 1;
	int64_t seconds = rfc3339_days(f.year, f.month, f.day) * 86400 +
			  f.hour * 3600 + f.minute * 60 + f.second;

	seconds = f.has_zone ? seconds - f.offset_min * 60
			     : date_local_to_utc(timezone, seconds);
	date = (struct date){
		.ms = seconds * 1000 + f.ms,
		.rule = f.rule,
		.has_zone = f.has_zone,
		.has_time = f.has_time,
		.zone_by = f.zone_by,
	};
	if (f.zone_by != DATE_ZONE_WRITTEN && f.zone.len < sizeof(date.zone))
		memcpy(date.zone, f.zone.at, f.zone.len);
	*ret_date = date;
	return 0;
}
