/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posting_geo - GeoRSS and GML positions as GeoJSON (RFC 7946).
 *
 * They write latitude before longitude, GeoJSON the other way round. Positions
 * on some map's own grid are left out: GeoJSON has no place for them, and
 * metres must not pass as degrees. Templates copy the name of a grid without
 * its numbers, though: where these cannot be of that grid and can be degrees,
 * they are, in the order of a grid (east first), and a warning says so.
 */
#include <stdio.h>
#include <string.h>

#include "format/posting.h"

#define GEO_MAX_NUMBERS 3000u

struct numbers {
	double at[GEO_MAX_NUMBERS];
	size_t n;
};

static bool
is_parting(char c)
{
	return c == ' ' || c == ',' || c == '\t' || c == '\n' || c == '\r';
}

/* Digits with a sign and a point; what is behind the 17th digit is below any
 * map. False: it is no number. */
static bool
take_number(struct slice word, double *ret_value)
{
	uint64_t digits = 0;
	double scale = 1;
	bool is_negative = slice_starts(word, SLICE("-"));
	bool has_point = false;
	size_t at = is_negative || slice_starts(word, SLICE("+"));
	size_t n = 0;

	for (; at < word.len; at++) {
		char c = word.at[at];

		if (c == '.' && !has_point) {
			has_point = true;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		if (++n > 17 && !has_point)
			return false;
		if (n > 17)
			continue;
		digits = digits * 10 + (uint64_t)(c - '0');
		scale *= has_point ? 10 : 1;
	}
	*ret_value = (is_negative ? -(double)digits : (double)digits) / scale;
	return n != 0;
}

/* False: something in it is no number. */
static bool
take_numbers(struct slice text, struct numbers *numbers)
{
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;

		while (at < text.len && !is_parting(text.at[at]))
			at++;
		if (start == at) {
			at++;
			continue;
		}
		if (numbers->n == GEO_MAX_NUMBERS ||
			!take_number(slice_of(text.at + start, at - start),
				&numbers->at[numbers->n]))
			return false;
		numbers->n++;
	}
	return true;
}

/* WGS 84 under the names that it goes by. */
static bool
is_world(struct slice system)
{
	static const char *const names[] = { "4326", "4979", "CRS84", "WGS84",
		"WGS-84" };

	if (system.len == 0)
		return true;
	for (size_t i = 0; i < n_elements(names); i++)
		if (memmem(system.at, system.len, names[i], strlen(names[i])) !=
			NULL)
			return true;
	return false;
}

/* A zone of UTM by its EPSG code (of NAD83, ETRS89 and WGS 84). */
static bool
is_utm(struct slice system)
{
	static const struct {
		uint64_t first, last;
	} zones[] = { { 26901, 26923 }, { 25828, 25838 }, { 32601, 32660 },
		{ 32701, 32760 } };
	size_t at = system.len;
	uint64_t code;

	while (at > 0 && system.at[at - 1] >= '0' && system.at[at - 1] <= '9')
		at--;
	if (slice_to_u64(slice_of(system.at + at, system.len - at), &code))
		return false;
	for (size_t i = 0; i < n_elements(zones); i++)
		if (code >= zones[i].first && code <= zones[i].last)
			return true;
	return false;
}

static double
magnitude(double value)
{
	return value < 0 ? -value : value;
}

static bool
is_on_earth(const struct numbers *numbers, unsigned dimensions)
{
	for (size_t i = 0; i + 1 < numbers->n; i += dimensions)
		if (magnitude(numbers->at[i]) > 90 ||
			magnitude(numbers->at[i + 1]) > 360)
			return false;
	return true;
}

static void
put_number(struct buf *out, double value)
{
	char text[32];

	snprintf(text, sizeof(text), "%.12g", value);
	buf_puts(out, text);
}

static void
put_position(struct buf *out, const double *at, unsigned dimensions)
{
	buf_putc(out, '[');
	put_number(out, at[1]);
	buf_putc(out, ',');
	put_number(out, at[0]);
	if (dimensions == 3) {
		buf_putc(out, ',');
		put_number(out, at[2]);
	}
	buf_putc(out, ']');
}

static void
put_positions(
	struct buf *out, const struct numbers *numbers, unsigned dimensions)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < numbers->n; i += dimensions) {
		if (i != 0)
			buf_putc(out, ',');
		put_position(out, numbers->at + i, dimensions);
	}
	buf_putc(out, ']');
}

static void
put_box(struct buf *out, const double *at)
{
	const double corners[5][2] = { { at[0], at[1] }, { at[0], at[3] },
		{ at[2], at[3] }, { at[2], at[1] }, { at[0], at[1] } };

	buf_putc(out, '[');
	for (size_t i = 0; i < 5; i++) {
		if (i != 0)
			buf_putc(out, ',');
		put_position(out, corners[i], 2);
	}
	buf_putc(out, ']');
}

/* A ring ends where it began. */
static bool
is_ring(const struct numbers *numbers, unsigned dimensions)
{
	size_t last = numbers->n - dimensions;

	return numbers->n >= 4 * dimensions &&
	       numbers->at[0] == numbers->at[last] &&
	       numbers->at[1] == numbers->at[last + 1];
}

static bool
write_shape(const struct posting_geo *geo, const struct numbers *numbers,
	struct buf *out)
{
	size_t n = numbers->n;
	unsigned dimensions = geo->dimensions;

	if ((geo->shape == POST_POINT && n >= dimensions) ||
		geo->shape == POST_CIRCLE) {
		buf_puts(out, "{\"type\":\"Point\",\"coordinates\":");
		put_position(out, numbers->at, dimensions);
	} else if (geo->shape == POST_LINE && n >= 2 * dimensions) {
		buf_puts(out, "{\"type\":\"LineString\",\"coordinates\":");
		put_positions(out, numbers, dimensions);
	} else if (geo->shape == POST_POLYGON && is_ring(numbers, dimensions)) {
		buf_puts(out, "{\"type\":\"Polygon\",\"coordinates\":[");
		put_positions(out, numbers, dimensions);
		buf_putc(out, ']');
	} else if (geo->shape == POST_BOX && n == 4) {
		buf_puts(out, "{\"type\":\"Polygon\",\"coordinates\":[");
		put_box(out, numbers->at);
		buf_putc(out, ']');
	} else {
		return false;
	}
	buf_putc(out, '}');
	return true;
}

static void
turn(struct numbers *numbers, unsigned dimensions)
{
	for (size_t i = 0; i + 1 < numbers->n; i += dimensions) {
		double east = numbers->at[i];

		numbers->at[i] = numbers->at[i + 1];
		numbers->at[i + 1] = east;
	}
}

/* An easting of UTM is 100 km at the least: what passes is_on_earth() cannot be
 * one. Other grids begin anywhere, so their small numbers may be theirs. */
enum posting_geo_found
posting_geo_write(const struct posting_geo *geo, struct buf *out)
{
	struct numbers numbers = { .n = 0 };
	bool is_mislabelled = !is_world(geo->system) && is_utm(geo->system);

	if (!take_numbers(geo->text, &numbers) ||
		!take_numbers(geo->text_2, &numbers) || numbers.n == 0 ||
		(!is_world(geo->system) && !is_mislabelled))
		return POSTING_GEO_NOWHERE;
	if (geo->shape == POST_CIRCLE && numbers.n == 3)
		numbers.n = 2;
	if (is_mislabelled)
		turn(&numbers, geo->dimensions);
	if (numbers.n % geo->dimensions != 0 ||
		!is_on_earth(&numbers, geo->dimensions) ||
		!write_shape(geo, &numbers, out))
		return POSTING_GEO_NOWHERE;
	return is_mislabelled ? POSTING_GEO_MISLABELLED : POSTING_GEO_PLACE;
}
