/* SPDX-License-Identifier: Apache-2.0 */
/*
 * places.c - a table of names; each has a bit per country.
 */
#include "attribution/places.h"

#include <stdlib.h>

#include "attribution/wordlist.h"
#include "common/csv.h"
#include "common/mem.h"

#define MAX_COUNTRIES 30

struct places {
	char *copy;
	struct wordlist *names;
	const char *countries[MAX_COUNTRIES];
	unsigned n;
};

struct places *
places_new(const char *csv, size_t len)
{
	struct places *places = mem_alloc(sizeof(*places));
	char *fields[2];
	size_t n;

	places->copy = mem_text(csv, len);
	places->names = wordlist_new(NULL);
	struct csv reader = { places->copy, places->copy + len };
	csv_next(&reader, fields, 2, &n); /* the header */
	while (places->n < MAX_COUNTRIES && csv_next(&reader, fields, 2, &n)) {
		if (n < 2)
			continue;
		places->countries[places->n] = fields[0];
		for (char *at = fields[1]; *at;) {
			size_t size = strcspn(at, "|");

			wordlist_add(places->names, piece_of(at, size),
				1u << places->n, 0);
			at += size + (at[size] == '|');
		}
		places->n++;
	}
	if (places->n)
		return places;
	places_free(places);
	return NULL;
}

void
places_free(struct places *places)
{
	if (!places)
		return;
	wordlist_free(places->names);
	free(places->copy);
	free(places);
}

static const char *
country_of(const struct places *places, uint32_t bits)
{
	if (!bits || (bits & (bits - 1)))
		return "";
	return places->countries[__builtin_ctz(bits)];
}

const char *
places_country(const struct places *places, struct piece place)
{
	size_t len = 0;
	uint32_t bits = wordlist_at(places->names, place, UINT32_MAX, &len);

	/* "Goma, DR Congo" */
	size_t comma = piece_find_exact(place, ",");
	if (!bits && comma < place.len)
		bits = wordlist_at(places->names, piece_skip(place, comma + 1),
			UINT32_MAX, &len);
	return country_of(places, bits);
}

const char *
places_country_of(const struct places *places, struct piece text)
{
	unsigned counts[MAX_COUNTRIES] = { 0 }, most = 0, best = 0;
	bool even = true;
	size_t len;

	for (size_t i = 0; i < text.len;) {
		struct piece rest = piece_skip(text, i);
		uint32_t code = piece_code(rest, &len), bits = 0;
		size_t taken = 0;

		if (code_is_upper(code) || code >= 0x590)
			bits = wordlist_at(
				places->names, rest, UINT32_MAX, &taken);
		if (bits && !(bits & (bits - 1)))
			counts[__builtin_ctz(bits)]++;
		if (!taken && code < 0x3000)
			taken = wordlist_word(rest).len;
		i += taken ? taken : len;
	}
	for (unsigned k = 0; k < places->n; k++) {
		even = counts[k] == most  ? true
		       : counts[k] > most ? false
					  : even;
		if (counts[k] > most) {
			most = counts[k];
			best = k;
		}
	}
	return most && !even ? places->countries[best] : "";
}

size_t
places_end(const struct places *places, struct piece text)
{
	size_t len = 0;

	return wordlist_before(places->names, text, UINT32_MAX, &len) ? len : 0;
}
