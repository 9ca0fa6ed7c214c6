/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agency.c - the authority list behind a hash of each name's first bytes.
 *
 * Names are filed under their first three bytes in lower case (two for names
 * of two bytes). A look-up visits two short chains whose names are ordered by
 * length, so that "Press Trust of India" is seen before "Press".
 */
#include "common/agency.h"

#include <stdlib.h>

#include "common/csv.h"
#include "common/mem.h"

#define N_SLOTS 2048u
#define N_COLUMNS 9

struct key {
	const char *text;
	size_t len;
	uint32_t agency;
	uint32_t next; /* in the slot's chain; 0: end */
	bool code, weak, shared;
	bool own; /* the full name under which the list has it */
};

struct agency_list {
	char *copy;
	struct agency *agencies;
	size_t n_agencies, cap_agencies;
	struct key *keys; /* [0] is unused */
	size_t n_keys, cap_keys;
	uint32_t slots[N_SLOTS];
};

static uint32_t
slot_of(const char *at, size_t len)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)byte_lower(at[i])) * 16777619u;
	return (h ^ h >> 13) % N_SLOTS;
}

static enum agency_kind
kind_of(const char *name)
{
	static const char *const names[] = { "agency", "newswire", "aggregator",
		"broadcaster", "newspaper", "magazine", "digital", "photo" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], name))
			return (enum agency_kind)i;
	return AGENCY_DIGITAL;
}

static bool
listed(const char *cell, struct piece name)
{
	while (*cell) {
		size_t len = strcspn(cell, "|");

		if (len == name.len && !memcmp(cell, name.at, len))
			return true;
		cell += len + (cell[len] == '|');
	}
	return false;
}

static void
add_key(struct agency_list *list, struct piece name, bool code, bool weak)
{
	if (name.len < 2)
		return;
	mem_more(list->keys, list->n_keys, list->cap_keys);
	uint32_t index = (uint32_t)list->n_keys++;
	uint32_t *at = &list->slots[slot_of(name.at, name.len < 3 ? 2 : 3)];
	struct key key = { .text = name.at,
		.len = name.len,
		.agency = (uint32_t)list->n_agencies - 1,
		.code = code,
		.weak = weak,
		.own = name.at ==
			       list->agencies[list->n_agencies - 1].canonical &&
		       memchr(name.at, ' ', name.len) };

	while (*at && list->keys[*at].len >= name.len) {
		struct key *other = &list->keys[*at];

		if (other->len == name.len &&
			!memcmp(other->text, name.at, name.len)) {
			if (other->agency == key.agency)
				return;
			other->shared = key.shared = true;
		}
		at = &other->next;
	}
	key.next = *at;
	*at = index;
	list->keys[index] = key;
}

static void
add_cell(
	struct agency_list *list, const char *cell, const char *weak, bool code)
{
	while (*cell) {
		struct piece name = { cell, strcspn(cell, "|") };

		add_key(list, name, code, listed(weak, name));
		cell += name.len + (cell[name.len] == '|');
	}
}

static void
add_agency(struct agency_list *list, char **fields)
{
	mem_more(list->agencies, list->n_agencies, list->cap_agencies);
	list->agencies[list->n_agencies++] = (struct agency){
		.canonical = fields[0],
		.country = fields[3],
		.kind = kind_of(fields[5]),
	};
	/* Names first: a name that is also listed as a code stays a name, or
	 * it could not be found in another case. */
	add_cell(list, fields[0], fields[7], false);
	add_cell(list, fields[2], fields[7], false);
	add_cell(list, fields[1], fields[7], true);
}

struct agency_list *
agency_list_new(const char *csv, size_t len)
{
	struct agency_list *list = mem_alloc(sizeof(*list));
	char *fields[N_COLUMNS];
	size_t n;

	list->copy = mem_text(csv, len);
	struct csv reader = { list->copy, list->copy + len };
	mem_more(list->keys, list->n_keys, list->cap_keys);
	list->n_keys = 1;
	csv_next(&reader, fields, N_COLUMNS, &n); /* the header */
	while (csv_next(&reader, fields, N_COLUMNS, &n))
		if (n >= 8 && fields[0][0])
			add_agency(list, fields);
	if (list->n_agencies)
		return list;
	agency_list_free(list);
	return NULL;
}

void
agency_list_free(struct agency_list *list)
{
	if (!list)
		return;
	free(list->copy);
	free(list->agencies);
	free(list->keys);
	free(list);
}

/* A name may be followed by anything but more of the same word. */
static bool
ends_word(struct piece text, size_t len)
{
	if (len >= text.len || !byte_is_alnum((unsigned char)text.at[len - 1]))
		return true;
	size_t n;
	uint32_t code = piece_code(piece_skip(text, len), &n);
	return !(code_is_digit(code) ||
		 (code_is_letter(code) && (code < 0x250 || code > 0x2fff)));
}

/* How far does a key match: 0 not, 1 in another case, 2 as it is written. */
static int
key_matches(const struct key *key, struct piece text)
{
	char first = text.at[0], last;

	if (key->len > text.len)
		return 0;
	/* Most keys of a chain part from the text at one of these. */
	last = text.at[key->len - 1];
	if (byte_lower(last) != byte_lower(key->text[key->len - 1]) ||
		(first != key->text[0] && first >= 'a' && first <= 'z'))
		return 0;
	if (!memcmp(key->text, text.at, key->len))
		return ends_word(text, key->len) ? 2 : 0;
	if (key->code)
		return 0;
	for (size_t i = 0; i < key->len; i++)
		if (byte_lower(key->text[i]) != byte_lower(text.at[i]))
			return 0;
	size_t n;
	bool capital = code_is_upper(piece_code(text, &n));
	return capital && ends_word(text, key->len) ? 1 : 0;
}

static void
look(const struct agency_list *list, uint32_t slot, struct piece text,
	struct agency_hit *hit, int *best)
{
	for (uint32_t i = list->slots[slot]; i; i = list->keys[i].next) {
		const struct key *key = &list->keys[i];

		if (key->len < hit->len)
			return;
		if (key->len == hit->len && *best == 2 && !key->own)
			continue;
		int how = key_matches(key, text);
		if (!how ||
			(key->len == hit->len &&
				(how < *best || (how == *best && !key->own))))
			continue;
		*best = how;
		*hit = (struct agency_hit){
			.agency = &list->agencies[key->agency],
			.len = key->len,
			.code = key->code,
			/* A full name as it is written is no common word. */
			.weak = key->weak && !(key->own && how == 2),
			.shared = key->shared && !key->own,
			.key = i,
		};
	}
}

bool
agency_at(const struct agency_list *list, struct piece text,
	struct agency_hit *ret_hit)
{
	struct agency_hit hit = { .len = 0 };
	int best = 0;

	if (text.len < 2)
		return false;
	if (text.len >= 3)
		look(list, slot_of(text.at, 3), text, &hit, &best);
	look(list, slot_of(text.at, 2), text, &hit, &best);
	if (!best)
		return false;
	*ret_hit = hit;
	return true;
}

bool
agency_named(const struct agency_list *list, struct piece name,
	struct agency_hit *ret_hit)
{
	name = piece_trim(name);
	if (agency_at(list, name, ret_hit) && ret_hit->len == name.len)
		return true;
	if (!piece_starts_nocase(name, "the "))
		return false;
	name = piece_trim(piece_skip(name, 4));
	return agency_at(list, name, ret_hit) && ret_hit->len == name.len;
}

bool
agency_titled(const struct agency_list *list, struct piece name,
	struct agency_hit *ret_hit)
{
	struct agency_hit hit, other;
	size_t open;

	name = piece_trim(name);
	if (agency_named(list, name, ret_hit))
		return true;
	if (name.len < 5 || name.at[name.len - 1] != ')')
		return false;
	for (open = name.len - 1; open && name.at[open] != '(';)
		open--;
	struct piece inner = piece_of(name.at + open + 1, name.len - open - 2);
	if (!open || !agency_named(list, piece_head(name, open), &hit))
		return false;
	if (!agency_named(list, inner, &other))
		return false;
	if (!hit.shared && !other.shared && hit.agency != other.agency)
		return false;
	*ret_hit = hit.shared ? other : hit;
	return true;
}

/* Does another name of the agency stand in the text nearby? */
static bool
named_near(const struct agency_list *list, uint32_t agency, struct piece near)
{
	for (size_t i = 1; i < list->n_keys; i++) {
		const struct key *key = &list->keys[i];

		if (key->agency != agency || key->code || key->len < 5)
			continue;
		if (near.len >= key->len &&
			memmem(near.at, near.len, key->text, key->len))
			return true;
	}
	return false;
}

const struct agency *
agency_choose(const struct agency_list *list, const struct agency_hit *hit,
	const char *country, struct piece near)
{
	if (!hit->shared)
		return hit->agency;
	const struct key *key = &list->keys[hit->key];
	const struct agency *by_country = NULL;

	for (uint32_t i = (uint32_t)hit->key; i; i = list->keys[i].next) {
		const struct key *other = &list->keys[i];
		const struct agency *agency = &list->agencies[other->agency];

		if (other->len != key->len ||
			memcmp(other->text, key->text, key->len))
			continue;
		if (named_near(list, other->agency, near))
			return agency;
		if (!by_country && country && *country &&
			!strcmp(agency->country, country))
			by_country = agency;
	}
	return by_country;
}
