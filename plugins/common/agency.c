/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agency.c - the authority list behind a hash of each name's first bytes.
 *
 * Names are filed under their first six bytes, shorter ones under three or two,
 * without regard to case. A filter tells most words of a story from any name; a
 * look-up of the others visits two or three short chains whose names are
 * ordered by length, so that "Press Trust of India" is seen before "Press".
 * What differs from a name in its endings alone is filed once more, under what
 * no ending changes, and seen when the first walk found nothing. Spellings that
 * follow from a name (capitals, letters of Arabic that stand for one another)
 * are made when the list is read.
 */
#include "common/agency.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/csv.h"
#include "common/mem.h"

#define N_COLUMNS 10
#define MAX_ENDING 12u /* bytes of an inflected name's ending */

struct agency_key {
	const char *text;
	size_t len;
	uint32_t agency;
	uint32_t next;      /* in the slot's chain; 0: end */
	uint32_t next_bent; /* of those that take endings */
	char first;         /* of the text, to be looked at without it */
	bool code, weak, shared;
	bool own;   /* the full name under which the list has it */
	bool bends; /* may take endings */
};

/* By the first `n` bytes, 2 to 6. Case does not count, nor a line end for a
 * blank; other bytes may become one another's. */
static uint32_t
slot_of(struct piece p, size_t n)
{
	uint64_t word = 0;

	if (p.len >= sizeof(word))
		word = eight_head(eight_at(p.at), n);
	else
		memcpy(&word, p.at, n);
	word ^= (eight_equal(word, '\n') >> 7) * ('\n' ^ ' ');
	word = (word | EIGHT(' ')) * UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(word >> 40) % AGENCY_SLOTS;
}

/* Bytes under which a name is filed: its first six or, of a shorter one, three
 * or two; two characters of other scripts. */
static size_t
filed_len(struct piece name)
{
	unsigned char c = (unsigned char)name.at[0];
	size_t want = c < 0x80 ? (name.len < 6 ? 3 : 6) : c < 0xe0 ? 4 : 6;

	if (want > name.len)
		want = c < 0xe0 ? 2 : 3;
	return want <= name.len ? want : name.len;
}

static uint32_t
slot_of_key(struct piece name)
{
	if (!agency_has_article(name))
		return slot_of(name, filed_len(name));
	name = piece_skip(name, 4);
	return slot_of(name, filed_len(name)) ^ 1u;
}

/* A word in lower case is only a name that begins so; one with a capital may be
 * either. */
static void
note_beginning(struct agency_list *list, struct piece name, bool bends)
{
	size_t n = name.len < BEGINS_MAX ? name.len : BEGINS_MAX;
	uint32_t first = begins_small(begins_of(name));

	for (int cases = byte_is_lower(name.at[0]) ? 2 : 1; cases--;
		first -= 'a' - 'A') {
		begins_add(&list->begins, first, n);
		begins_add(&list->bent, first, bends && n > 3 ? 3 : n);
		/* "BBC News" may be wrapped */
		if (n == BEGINS_MAX && name.at[n - 1] == ' ')
			begins_add(&list->begins,
				begins_small((first & 0xffffff) | '\n' << 24),
				n);
	}
}

static enum agency_kind
kind_of(struct agency_list *list, char **fields)
{
	static const char *const names[] = { "agency", "newswire", "aggregator",
		"broadcaster", "newspaper", "magazine", "digital", "photo" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], fields[5]))
			return (enum agency_kind)i;
	if (*fields[5] && !*list->fault)
		snprintf(list->fault, sizeof(list->fault),
			"agencies.csv: there is no kind '%.30s', as '%.60s' "
			"has",
			fields[5], fields[0]);
	return AGENCY_DIGITAL;
}

const char *
agency_list_fault(const struct agency_list *list)
{
	return *list->fault ? list->fault : NULL;
}

static bool
listed(const char *cell, struct piece name)
{
	struct piece rest = piece_text(cell), one;

	while (piece_next(&rest, &one))
		if (one.len == name.len && !memcmp(one.at, name.at, name.len))
			return true;
	return false;
}

/* Scripts with cases bend; a code of two letters does not. */
static inline bool
may_bend(struct piece name)
{
	size_t len, letters = 0;

	for (size_t i = 0; i < name.len; i += len) {
		uint32_t code = piece_code(piece_skip(name, i), &len);

		if (code_is_digit(code) || code > 0x10ff)
			return false;
		letters += code_is_letter(code);
	}
	return letters >= 3;
}

/* By what no ending changes: three letters of ASCII, or two others. */
static uint32_t
bent_slot(struct piece p)
{
	unsigned char c = (unsigned char)p.at[0];
	size_t n = c < 0x80 ? 3 : c < 0xe0 ? 4 : 6;

	return slot_of(p, n < p.len ? n : p.len) % AGENCY_BENT;
}

static void
add_key(struct agency_list *list, struct piece name, bool code, bool weak)
{
	if (name.len < 2)
		return;
	mem_more(list->keys, list->n_keys, list->cap_keys);
	uint32_t slot = slot_of_key(name), *at = &list->slots[slot];
	struct agency_key key = { .text = name.at,
		.len = name.len,
		.first = name.at[0],
		.agency = (uint32_t)list->n_agencies - 1,
		.code = code,
		.weak = weak,
		.own = name.at ==
			       list->agencies[list->n_agencies - 1].canonical &&
		       memchr(name.at, ' ', name.len),
		.bends = may_bend(name) };

	while (*at && list->keys[*at].len >= name.len) {
		struct agency_key *other = &list->keys[*at];

		if (other->len == name.len &&
			!memcmp(other->text, name.at, name.len)) {
			if (other->agency == key.agency)
				return;
			other->shared = key.shared = true;
		}
		at = &other->next;
	}
	note_beginning(list,
		agency_has_article(name) ? piece_skip(name, 4) : name,
		key.bends);
	key.next = *at;
	*at = (uint32_t)list->n_keys;
	if (key.bends) {
		at = &list->bent_slots[bent_slot(name)];
		while (*at && list->keys[*at].len >= name.len)
			at = &list->keys[*at].next_bent;
		key.next_bent = *at;
		*at = (uint32_t)list->n_keys;
	}
	/* Only now: a name that an agency has twice leaves no empty key. */
	list->keys[list->n_keys++] = key;
}

/* Room for a spelling that is made from `name`; kept by the list. */
static char *
make_room(struct agency_list *list, struct piece name)
{
	mem_more(list->made, list->n_made, list->cap_made);
	return list->made[list->n_made++] = mem_alloc(2 * name.len + 8);
}

/* In capitals, where the case of a letter is not one bit of its byte. */
static void
add_capitals(struct agency_list *list, struct piece name, bool code, bool weak)
{
	char *out = NULL;
	size_t n = 0, len;

	for (size_t i = 0; i < name.len && !out; i += len) {
		uint32_t letter = piece_code(piece_skip(name, i), &len);

		if (letter >= 0x80 && code_to_upper(letter) != letter)
			out = make_room(list, name);
	}
	if (!out)
		return;
	for (size_t i = 0; i < name.len; i += len) {
		uint32_t letter = piece_code(piece_skip(name, i), &len);

		n += code_put(code_to_upper(letter), out + n);
	}
	add_key(list, piece_of(out, n), code, weak);
}

static void
add_arabic(struct agency_list *list, struct piece name, bool code, bool weak)
{
	static const unsigned ways[] = { 1, 2, 3, 4, 5 };
	unsigned char c = (unsigned char)name.at[0];

	if (c < 0xd8 || c > 0xdb)
		return;
	for (size_t k = 0; k < sizeof(ways) / sizeof(ways[0]); k++) {
		char *out = make_room(list, name);
		size_t n = 0, len;

		for (size_t i = 0; i < name.len; i += len)
			n += code_put(
				code_plain_arabic(
					piece_code(piece_skip(name, i), &len),
					ways[k]),
				out + n);
		add_key(list, piece_of(out, n), code, weak);
	}
	/* "to" and the article are one: لـ + الأناضول is للأناضول */
	if (!piece_starts(name, "ال"))
		return;
	char *out = make_room(list, name);
	memcpy(out, name.at, name.len);
	memcpy(out, "لل", strlen("لل"));
	add_key(list, piece_of(out, name.len), code, weak);
}

static void
add_name(struct agency_list *list, struct piece name, bool code, bool weak)
{
	if (name.len < 2)
		return;
	add_key(list, name, code, weak);
	add_capitals(list, name, code, weak);
	add_arabic(list, name, code, weak);
}

static void
add_cell(
	struct agency_list *list, const char *cell, const char *weak, bool code)
{
	while (*cell) {
		struct piece name = { cell, strcspn(cell, "|") };

		add_name(list, name, code, listed(weak, name));
		cell += name.len + (cell[name.len] == '|');
	}
}

static void
add_agency(struct agency_list *list, char **fields, const char *languages)
{
	mem_more(list->agencies, list->n_agencies, list->cap_agencies);
	list->agencies[list->n_agencies++] = (struct agency){
		.canonical = fields[0],
		.country = fields[3],
		.website = fields[4],
		.languages = languages,
		.kind = kind_of(list, fields),
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
			add_agency(list, fields, n > 9 ? fields[9] : "");
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
	for (size_t i = 0; i < list->n_made; i++)
		free(list->made[i]);
	free(list->made);
	free(list);
}

/* Writing systems in which a letter next to a name is more of its word. */
enum script {
	OTHER,
	LATIN,
	GREEK,
	CYRILLIC,
	ARMENIAN,
	HEBREW,
	ARABIC,
	INDIC,
	GEORGIAN
};

static enum script
script_of(uint32_t code)
{
	if (code < 0x80)
		return code_is_letter(code) || code_is_digit(code) ? LATIN
								   : OTHER;
	if (code < 0x250 || (code >= 0x1e00 && code < 0x1f00))
		return code_is_letter(code) ? LATIN : OTHER;
	if (code >= 0x1f00 && code < 0x2000)
		return GREEK;
	if (code < 0x370 || code >= 0x1100)
		return OTHER;
	if (!code_is_letter(code) && !(code >= 0x64b && code <= 0x65f))
		return OTHER;
	return code < 0x400    ? GREEK
	       : code < 0x530  ? CYRILLIC
	       : code < 0x590  ? ARMENIAN
	       : code < 0x600  ? HEBREW
	       : code < 0x780  ? ARABIC
	       : code < 0x900  ? OTHER
	       : code < 0xe00  ? INDIC
	       : code < 0x10a0 ? OTHER
			       : GEORGIAN;
}

/* Does the word go on behind `len` bytes? Particles of Korean and Japanese are
 * of another script than "AFP", and scripts without blanks never say. */
static bool
ends_word(struct piece text, size_t len)
{
	if (len >= text.len)
		return true;
	size_t n, last = piece_last(piece_head(text, len));
	enum script before =
		script_of(piece_code(piece_skip(text, len - last), &n));
	return before == OTHER ||
	       before != script_of(piece_code(piece_skip(text, len), &n));
}

/* How far does a key match: 0 not, 1 in another case, 2 as it is written. */
static int
key_matches(const struct agency_key *key, struct piece text)
{
	char first = text.at[0], last;

	if (key->len > text.len)
		return 0;
	/* Most keys of a chain part from the text at one of these. */
	last = text.at[key->len - 1];
	if (byte_lower(last) != byte_lower(key->text[key->len - 1]) ||
		(first != key->text[0] && byte_is_lower(first)))
		return 0;
	if (!memcmp(key->text, text.at, key->len))
		return ends_word(text, key->len) ? 2 : 0;
	if (key->code)
		return 0;
	/* a name of several words may be wrapped */
	for (size_t i = 0; i < key->len; i++)
		if (byte_lower(key->text[i]) != byte_lower(text.at[i]) &&
			!(key->text[i] == ' ' && text.at[i] == '\n'))
			return 0;
	size_t n;
	bool capital = code_is_upper(piece_code(text, &n));
	return capital && ends_word(text, key->len) ? 1 : 0;
}

/* Letters of one word from byte `i` on; its bytes. */
static size_t
word_len(struct piece p)
{
	size_t n = 0, len;

	while (n < p.len &&
		script_of(piece_code(piece_skip(p, n), &len)) != OTHER)
		n += len;
	return n;
}

static bool
is_ending(const char *const *endings, struct piece p)
{
	if (!p.len)
		return true;
	if (p.len > MAX_ENDING)
		return false;
	for (size_t i = 0; endings[i]; i++)
		if (piece_is(p, endings[i]))
			return true;
	return false;
}

/* Do two words differ in their endings alone? Three letters at least stay, or
 * the whole name. */
static bool
word_bends(const char *const *endings, struct piece name, struct piece word)
{
	size_t same = 0, letters = 0, len;

	while (same < name.len && same < word.len) {
		uint32_t a = piece_code(piece_skip(name, same), &len);
		uint32_t b = piece_code(piece_skip(word, same), &len);

		if (a != b &&
			(a >= 0x80 || code_to_upper(a) != code_to_upper(b)))
			break;
		same += len;
		letters++;
	}
	if (same > name.len || same > word.len)
		return false;
	struct piece rest = piece_skip(name, same);
	return (letters >= 3 || !rest.len) && is_ending(endings, rest) &&
	       is_ending(endings, piece_skip(word, same));
}

/* Bytes of text that are the key with other endings; 0: not. */
static size_t
key_bends(const char *const *endings, const struct agency_key *key,
	struct piece text)
{
	struct piece name = piece_of(key->text, key->len);
	size_t i = 0, k = 0;

	if (text.at[0] != key->first)
		return 0;
	while (k < name.len) {
		struct piece a = piece_skip(name, k), b = piece_skip(text, i);
		size_t a_len = word_len(a), b_len = word_len(b);

		if (!word_bends(endings, piece_head(a, a_len),
			    piece_head(b, b_len)))
			return 0;
		k += a_len;
		i += b_len;
		if (k >= name.len)
			break;
		/* what parts the words is the same in both */
		if (i >= text.len || text.at[i] != name.at[k])
			return 0;
		i++;
		k++;
	}
	return i;
}

static struct agency_hit
hit_of(const struct agency_list *list, uint32_t i, size_t len, int how)
{
	const struct agency_key *key = &list->keys[i];

	return (struct agency_hit){
		.agency = &list->agencies[key->agency],
		.len = len,
		.code = key->code,
		/* A full name as it is written is no common word. */
		.weak = key->weak && !(key->own && how == 2),
		.shared = key->shared && !key->own,
		.key = i,
	};
}

static void
look(const struct agency_list *list, uint32_t slot, struct piece text,
	struct agency_hit *hit, int *best)
{
	bool lower = byte_is_lower(text.at[0]);

	for (uint32_t i = list->slots[slot]; i; i = list->keys[i].next) {
		const struct agency_key *key = &list->keys[i];

		if (lower && key->first != text.at[0])
			continue;
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
		*hit = hit_of(list, i, key->len, how);
	}
}

static void
look_bent(const struct agency_list *list, const char *const *endings,
	struct piece text, struct agency_hit *hit)
{
	uint32_t i = list->bent_slots[bent_slot(text)];

	for (; i; i = list->keys[i].next_bent) {
		size_t len = key_bends(endings, &list->keys[i], text);

		if (len <= hit->len)
			continue;
		*hit = hit_of(list, i, len, 1);
		hit->bent = true;
	}
}

/* Under each number of bytes under which what `filed` begins with may stand. */
static void
look_under(const struct agency_list *list, struct piece filed, uint32_t flip,
	struct piece text, struct agency_hit *hit)
{
	size_t most = filed_len(filed), least = 3;
	int best = 0;

	look(list, slot_of(filed, most) ^ flip, text, hit, &best);
	if ((unsigned char)filed.at[0] >= 0x80) {
		least = (unsigned char)filed.at[0] < 0xe0 ? 2 : 3;
		if (least < most)
			look(list, slot_of(filed, least) ^ flip, text, hit,
				&best);
		return;
	}
	/* a shorter name is all of a word */
	size_t word = piece_alnum(piece_head(filed, 6));
	if (word < most && most > 3)
		look(list, slot_of(filed, 3) ^ flip, text, hit, &best);
	if (word < 3 && most > 2)
		look(list, slot_of(filed, 2) ^ flip, text, hit, &best);
}

bool
agency_at(const struct agency_list *list, struct piece text,
	struct agency_hit *ret_hit)
{
	struct agency_hit hit = { .len = 0 };

	if (text.len >= 2 && agency_may_be(list, begins_small(begins_of(text))))
		look_under(list, text, 0, text, &hit);
	if (agency_has_article(text)) {
		struct piece name = piece_skip(text, 4);

		if (agency_may_be(list, begins_small(begins_of(name))))
			look_under(list, name, 1, text, &hit);
	}
	if (!hit.len)
		return false;
	*ret_hit = hit;
	return true;
}

/* Prefixes that are written together with the name: "and", "by", "to", "the"
 * and their kind. Three letters at most. */
static bool
is_prefix_letter(enum script script, uint32_t code)
{
	static const uint32_t arabic[] = { 0x648, 0x641, 0x628, 0x644, 0x643,
		0x627 };
	static const uint32_t hebrew[] = { 0x5d5, 0x5d4, 0x5d1, 0x5dc, 0x5de,
		0x5e9, 0x5db };
	const uint32_t *letters = script == ARABIC ? arabic : hebrew;
	size_t n = script == ARABIC ? 6 : 7;

	for (size_t i = 0; i < n; i++)
		if (letters[i] == code)
			return true;
	return false;
}

static inline bool
may_begin(struct piece text, size_t i)
{
	enum script own, before;
	size_t len, prefix = 0;

	if (!i)
		return true;
	unsigned char c = (unsigned char)text.at[i];
	unsigned char left = (unsigned char)text.at[i - 1];
	if (c < 0x80 && left < 0x80)
		return !byte_is_alnum(left) || !byte_is_alnum(c);
	own = script_of(piece_code(piece_skip(text, i), &len));
	if (own == OTHER) {
		/* Hangul has blanks; what is before it may be of any kind */
		uint32_t code = piece_code(piece_skip(text, i), &len);
		size_t last = piece_last(piece_head(text, i));
		uint32_t prior = piece_code(piece_skip(text, i - last), &len);

		return !(code >= 0xac00 && code <= 0xd7a3 && prior >= 0xac00 &&
			 prior <= 0xd7a3);
	}
	while (i > 0) {
		size_t last = piece_last(piece_head(text, i));
		uint32_t code = piece_code(piece_skip(text, i - last), &len);

		before = script_of(code);
		if (before == OTHER || before != own)
			return before == OTHER || before == HEBREW ||
			       prefix > 0;
		if ((own != ARABIC && own != HEBREW) || ++prefix > 3 ||
			!is_prefix_letter(own, code))
			return false;
		i -= last;
	}
	return true;
}

bool
agency_find(const struct agency_list *list, const char *const *endings,
	struct piece text, size_t i, struct agency_hit *ret_hit)
{
	struct piece rest = piece_skip(text, i);
	struct agency_hit hit = { .len = 0 };
	unsigned char c = (unsigned char)rest.at[0];

	if (!may_begin(text, i))
		return false;
	if (agency_at(list, rest, ret_hit))
		return true;
	if (!endings || byte_is_lower(rest.at[0]) ||
		(c < 0x80 && !byte_is_alnum(c)))
		return false;
	look_bent(list, endings, rest, &hit);
	if (!hit.len)
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

const struct agency *
agency_of_host(const struct agency_list *list, struct piece host)
{
	for (size_t i = 0; i < list->n_agencies; i++) {
		const char *site = list->agencies[i].website;
		size_t len = strlen(site);

		if (len < 4 || host.len < len ||
			!piece_is_nocase(
				piece_skip(host, host.len - len), site))
			continue;
		if (host.len == len || host.at[host.len - len - 1] == '.')
			return &list->agencies[i];
	}
	return NULL;
}

bool
agency_writes(const struct agency *agency, const char *language)
{
	const char *cell = agency->languages;
	size_t len = strcspn(language, "-");

	if (!*cell || !len)
		return true;
	while (*cell) {
		size_t n = strcspn(cell, "-|");

		if (n == len && !strncmp(cell, language, len))
			return true;
		cell += strcspn(cell, "|");
		cell += *cell == '|';
	}
	return false;
}

/* Does another name of the agency stand in the text nearby? */
static bool
named_near(const struct agency_list *list, uint32_t agency, struct piece near)
{
	for (size_t i = 1; i < list->n_keys; i++) {
		const struct agency_key *key = &list->keys[i];

		if (key->agency != agency || key->code || key->shared ||
			key->len < 5)
			continue;
		if (near.len >= key->len &&
			memmem(near.at, near.len, key->text, key->len))
			return true;
	}
	return false;
}

/* How much speaks for the agency; 0: it can be none of this story's. */
static int
weigh(const struct agency_list *list, uint32_t index,
	const struct agency_clues *clues)
{
	const struct agency *agency = &list->agencies[index];
	int weight = 1;

	if (clues->partner && !strcmp(clues->partner, agency->canonical))
		weight += 16;
	if (named_near(list, index, clues->near))
		weight += 8;
	if (clues->nation && *clues->nation &&
		!strcmp(agency->country, clues->nation))
		weight += 12;
	if (clues->country && *clues->country &&
		!strcmp(agency->country, clues->country))
		weight += 4;
	bool writes =
		!clues->language || agency_writes(agency, clues->language);
	if (!writes && weight < 8)
		return 0;
	/* A station signs its dispatches less often than an agency. */
	return weight * 2 + (agency->kind == AGENCY_AGENCY);
}

const struct agency *
agency_choose(const struct agency_list *list, const struct agency_hit *hit,
	const struct agency_clues *clues)
{
	const struct agency_key *key = &list->keys[hit->key];
	const struct agency *chosen = NULL;
	int most = 0;

	if (!hit->shared)
		return hit->agency;
	for (uint32_t i =
			list->slots[slot_of_key(piece_of(key->text, key->len))];
		i; i = list->keys[i].next) {
		const struct agency_key *other = &list->keys[i];

		if (other->len != key->len ||
			memcmp(other->text, key->text, key->len))
			continue;
		int weight = weigh(list, other->agency, clues);
		if (weight == most)
			chosen = NULL; /* two fit as well */
		if (weight <= most)
			continue;
		most = weight;
		chosen = &list->agencies[other->agency];
	}
	return chosen;
}

size_t
agency_sharing(const struct agency_list *list, const struct agency_hit *hit,
	const struct agency **ret_agencies, size_t max)
{
	const struct agency_key *key = &list->keys[hit->key];
	struct piece name = piece_of(key->text, key->len);
	uint32_t i = list->slots[slot_of_key(name)];
	size_t n = 0;

	for (; i && n < max; i = list->keys[i].next)
		if (list->keys[i].len == key->len &&
			!memcmp(list->keys[i].text, key->text, key->len))
			ret_agencies[n++] =
				&list->agencies[list->keys[i].agency];
	return n;
}
