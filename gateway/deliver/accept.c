/* SPDX-License-Identifier: Apache-2.0 */
/*
 * accept.c - lists with weights, read forgivingly and bounded by their header.
 *
 * What cannot be read counts as not said. Weights are thousandths.
 */
#include "deliver/accept.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/auto.h"
#include "base/rfc3339.h"

/* "0.75" to 750; anything else to 0: what nobody understands is not wanted. */
static unsigned
read_weight(struct slice text)
{
	unsigned weight = 0;
	unsigned unit = 1000;

	for (size_t i = 0; i < text.len && i < 5; i++) {
		char c = text.at[i];
		if (i == 1 && c == '.')
			continue;
		if (c < '0' || c > '9' || (i == 0 && c > '1'))
			return 0;
		weight += (unsigned)(c - '0') * unit;
		unit /= 10;
	}
	return weight > 1000 ? 1000 : weight;
}

/* Cut one element off: its name without parameters, its weight. */
static bool
next_item(struct slice *rest, struct slice *ret_name, unsigned *ret_weight)
{
	struct slice item, part;

	if (!slice_cut(rest, ',', &item))
		return false;
	*ret_weight = 1000;
	*ret_name = SLICE("");
	if (slice_cut(&item, ';', &part))
		*ret_name = slice_trim(part);
	while (slice_cut(&item, ';', &part)) {
		part = slice_trim(part);
		if (part.len > 2 && (part.at[0] | 0x20) == 'q' &&
			part.at[1] == '=')
			*ret_weight = read_weight(
				slice_of(part.at + 2, part.len - 2));
	}
	return true;
}

/* How closely a range fits: 0 not, 1 any, 2 the family, 3 the type. */
static unsigned
fit_of(struct slice range, struct slice type)
{
	if (slice_equal_nocase(range, type))
		return 3;
	if (slice_is(range, "*/*"))
		return 1;
	if (range.len < 3 || range.at[range.len - 1] != '*' ||
		range.at[range.len - 2] != '/' || type.len < range.len)
		return 0;
	struct slice family = slice_of(range.at, range.len - 1);
	return slice_equal_nocase(family, slice_of(type.at, family.len)) ? 2
									 : 0;
}

/* The weight of the closest range. */
static unsigned
weight_of(struct slice accept, struct slice type)
{
	struct slice range;
	unsigned weight, best = 0, best_fit = 0;

	while (next_item(&accept, &range, &weight)) {
		unsigned fit = fit_of(range, type);
		if (fit > best_fit) {
			best_fit = fit;
			best = weight;
		}
	}
	return best;
}

int
accept_choose(struct slice accept, const char *const *types)
{
	unsigned best = 0;
	int chosen = -1;

	if (slice_trim(accept).len == 0)
		return 0;
	for (int i = 0; types[i] != NULL; i++) {
		unsigned weight = weight_of(accept, slice_text(types[i]));
		if (weight > best) {
			best = weight;
			chosen = i;
		}
	}
	return chosen;
}

bool
accept_gzip(struct slice value)
{
	struct slice name;
	unsigned weight, any = 0;
	bool says_any = false;

	while (next_item(&value, &name, &weight)) {
		if (slice_is_nocase(name, "gzip") ||
			slice_is_nocase(name, "x-gzip"))
			return weight > 0;
		if (slice_is(name, "*")) {
			says_any = true;
			any = weight;
		}
	}
	return says_any && any > 0;
}

static struct slice
without_weak(struct slice tag)
{
	if (slice_starts(tag, SLICE("W/")))
		return slice_of(tag.at + 2, tag.len - 2);
	return tag;
}

bool
accept_has_etag(struct slice value, struct slice etag)
{
	struct slice tag;

	if (slice_is(slice_trim(value), "*"))
		return true;
	/* Our tags hold no comma, so a list may be cut at commas. */
	while (slice_cut(&value, ',', &tag))
		if (slice_equal(
			    without_weak(slice_trim(tag)), without_weak(etag)))
			return true;
	return false;
}

static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri",
	"Sat" };

static int
number_at(struct slice text, size_t at, size_t len)
{
	uint64_t value = 0;

	if (slice_to_u64(slice_of(text.at + at, len), &value) != 0)
		return -1;
	return (int)value;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT" */
int64_t
accept_read_date(struct slice text)
{
	int month = 0;

	if (text.len != 29 || memcmp(text.at + 25, " GMT", 4) != 0)
		return -1;
	while (month < 12 && memcmp(text.at + 8, months[month], 3) != 0)
		month++;
	int day = number_at(text, 5, 2), year = number_at(text, 12, 4);
	int hour = number_at(text, 17, 2), minute = number_at(text, 20, 2);
	int second = number_at(text, 23, 2);
	if (month == 12 || day < 1 || year < 1970 || hour < 0 || hour > 23 ||
		minute < 0 || minute > 59 || second < 0 || second > 60 ||
		day > rfc3339_month_days(year, month + 1))
		return -1;
	return ((rfc3339_days(year, month + 1, day) * 24 + hour) * 60 +
		       minute) *
		       60000 +
	       second * 1000;
}

void
accept_put_date(struct buf *out, int64_t ms)
{
	time_t s = (time_t)(ms / 1000);
	struct tm tm;

	gmtime_r(&s, &tm);
	buf_printf(out, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[tm.tm_wday],
		tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour,
		tm.tm_min, tm.tm_sec);
}
