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

/* One element of a list. */
struct range {
	struct slice name;    /* without parameters */
	struct slice version; /* the one parameter that tells our types apart */
	unsigned weight;
};

static struct slice
without_quotes(struct slice text)
{
	if (text.len >= 2 && text.at[0] == '"' && text.at[text.len - 1] == '"')
		return slice_of(text.at + 1, text.len - 2);
	return text;
}

static bool
next_item(struct slice *rest, struct range *ret_range)
{
	struct slice item, part;

	if (!slice_cut(rest, ',', &item))
		return false;
	*ret_range = (struct range){ .name = SLICE(""), .weight = 1000 };
	if (slice_cut(&item, ';', &part))
		ret_range->name = slice_trim(part);
	while (slice_cut(&item, ';', &part)) {
		part = slice_trim(part);
		if (part.len > 2 && (part.at[0] | 0x20) == 'q' &&
			part.at[1] == '=')
			ret_range->weight = read_weight(
				slice_of(part.at + 2, part.len - 2));
		else if (part.len > 8 &&
			 slice_is_nocase(slice_of(part.at, 8), "version="))
			ret_range->version = without_quotes(
				slice_of(part.at + 8, part.len - 8));
	}
	return true;
}

/* How closely a range fits: 0 not, 1 any, 2 the family, 3 the type, 4 the type
 * in this version. */
static unsigned
fit_of(const struct range *range, struct slice all)
{
	struct slice name = range->name, version = all, type = { 0 };

	slice_cut(&version, ';', &type);
	if (slice_equal_nocase(name, type) && range->version.len != 0)
		return slice_starts(version, SLICE("version=")) &&
				       slice_equal(range->version,
					       slice_of(version.at + 8,
						       version.len - 8))
			       ? 4
			       : 0;
	if (slice_equal_nocase(name, type))
		return 3;
	if (slice_is(name, "*/*"))
		return 1;
	if (name.len < 3 || name.at[name.len - 1] != '*' ||
		name.at[name.len - 2] != '/' || type.len < name.len)
		return 0;
	struct slice family = slice_of(name.at, name.len - 1);
	return slice_equal_nocase(family, slice_of(type.at, family.len)) ? 2
									 : 0;
}

/* The weight of the closest range. */
static unsigned
weight_of(struct slice accept, struct slice type)
{
	struct range range;
	unsigned best = 0, best_fit = 0;

	while (next_item(&accept, &range)) {
		unsigned fit = fit_of(&range, type);
		if (fit > best_fit) {
			best_fit = fit;
			best = range.weight;
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
	struct range item;
	unsigned any = 0;
	bool says_any = false;

	while (next_item(&value, &item)) {
		if (slice_is_nocase(item.name, "gzip") ||
			slice_is_nocase(item.name, "x-gzip"))
			return item.weight > 0;
		if (slice_is(item.name, "*")) {
			says_any = true;
			any = item.weight;
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
