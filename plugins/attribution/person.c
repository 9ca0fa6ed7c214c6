/* SPDX-License-Identifier: Apache-2.0 */
/*
 * person.c - a list is cut at commas and small words between names. A name ends
 * where a word in lower case begins that no name has.
 */
#include "attribution/person.h"

static const char *const between[] = { ", with ", ",", " and ", " und ", " et ",
	" y ", " e ", " ve ", "/", " & ", " dan ", "، ", "、", " и ", " i ",
	" och ", " og ", " ja ", " та ", " și ", " és ", " en ", " και ", " і ",
	" με ", " with ", ";", " dhe ", " və ", " và ", " और ", " ও ", "·",
	" و ", " ו", "‧", " 및 ", " kaj ", " a " };

/* Small words that begin a place behind a name, in scripts without capitals. */
static bool
begins_place(struct piece word)
{
	static const char *const openings[] = { "في", "من", "لل", "بال", "در",
		"از", "میں", "ב", "עבור", "से", "में" };

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
		if (piece_is(word, openings[i]) ||
			(i == 2 && piece_starts(word, openings[i])))
			return true;
	return false;
}

static bool
is_small_word(struct piece word)
{
	static const char *const parts[] = { "de", "da", "do", "dos", "das",
		"del", "della", "di", "la", "le", "van", "von", "der", "den",
		"ten", "ter", "bin", "ibn", "al", "el", "y", "e", "du", "zu",
		"af", "av", "zur", "'t", "d'" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (piece_is(word, parts[i]))
			return true;
	return piece_starts(word, "al-") || piece_starts(word, "el-");
}

/* "reportagem | de Leda Quintanilha": the label's own word. Two words at least
 * stay, as a family may be "de Vries". */
static struct piece
without_of(struct piece p)
{
	struct piece name = piece_skip(p, piece_starts(p, "de ") ? 3 : 0);

	return scan_word(name).len < name.len ? name : p;
}

struct piece
person_alone(struct piece p)
{
	size_t i = 0, words = 0, len;

	p = without_of(piece_trim(p));
	while (p.len && byte_in(p.at[p.len - 1], "=.,;:"))
		p = piece_trim(piece_head(p, p.len - 1));
	while (i < p.len) {
		size_t spaces = piece_spaces(piece_skip(p, i));
		struct piece word = scan_word(piece_skip(p, i + spaces));
		uint32_t code = word.len ? piece_code(word, &len) : ' ';

		if (words && word.len &&
			((code_is_lower(code) && !is_small_word(word)) ||
				begins_place(word)))
			return piece_trim(piece_head(p, i));
		i += spaces + word.len;
		words++;
	}
	return p;
}

/* 고은비 양재혁: names of two to four syllables, parted by a blank alone. */
static bool
read_hangul(struct piece p, struct persons *persons)
{
	struct persons found = { .n = 0 };
	size_t len;

	for (p = piece_trim(p); p.len; p = piece_skip(p, piece_spaces(p))) {
		struct piece word = scan_word(p);
		uint32_t code = piece_code(word, &len);

		if (code < 0xac00 || code > 0xd7a3 || word.len < 6 ||
			word.len > 15 || found.n == PERSONS_MAX)
			return false;
		found.names[found.n++] = word;
		p = piece_skip(p, word.len);
	}
	*persons = found;
	return found.n > 0;
}

/* Of a list without commas only a short one can be names in these scripts. */
static bool
is_name(struct piece p)
{
	size_t len, words = 0;

	if (!scan_is_person(p))
		return false;
	uint32_t first = piece_code(p, &len);
	if (first < 0x590)
		return true;
	if (code_is_cjk(first))
		return p.len <= 36;
	for (; p.len; p = piece_skip(p, piece_spaces(p)), words++)
		p = piece_skip(p, scan_word(p).len);
	return words <= 4;
}

/* "Z Gliwic Anna Cyganek": from where she wrote; a name is two words there. */
static struct piece
without_origin(struct piece p)
{
	size_t words = 0, last = 0, second = 0;

	if (!piece_starts(p, "Z ") && !piece_starts(p, "Ze "))
		return p;
	for (size_t i = 0; i < p.len; i += piece_spaces(piece_skip(p, i))) {
		second = last;
		last = i;
		i += scan_word(piece_skip(p, i)).len;
		words++;
	}
	return words >= 4 ? piece_skip(p, second) : p;
}

/* "林德韧 张寒": names of two letters at least; "林 波" is one. */
static bool
read_han(struct piece p, struct persons *ret_persons)
{
	struct persons found = { .n = 0 };
	size_t len;

	while (p.len) {
		struct piece name = scan_word(p);

		if (!code_is_cjk(piece_code(name, &len)) || name.len < 6 ||
			name.len > 12 || name.len % 3 ||
			found.n == PERSONS_MAX || !is_name(name))
			return false;
		found.names[found.n++] = name;
		p = piece_skip(p, name.len);
		p = piece_skip(p, piece_spaces(p));
	}
	if (found.n < 2)
		return false;
	*ret_persons = found;
	return true;
}

bool
persons_read(struct piece p, struct persons *ret_persons)
{
	struct persons found = { .n = 0 };

	p = without_origin(piece_trim(p));
	if (!p.len || p.len > 240)
		return false;
	if (read_hangul(p, ret_persons) || read_han(p, ret_persons))
		return true;
	while (p.len) {
		size_t at = p.len, skip = 0;

		for (size_t i = 0; i < sizeof(between) / sizeof(between[0]);
			i++) {
			size_t found_at = piece_find_exact(p, between[i]);

			if (found_at < at) {
				at = found_at;
				skip = strlen(between[i]);
			}
		}
		struct piece name = person_alone(piece_head(p, at));
		if (piece_starts_nocase(name, "and "))
			name = piece_trim(piece_skip(name, 4));
		if (!is_name(name) || found.n == PERSONS_MAX)
			return false;
		found.names[found.n++] = name;
		p = piece_trim(piece_skip(p, at + (at < p.len ? skip : 0)));
	}
	*ret_persons = found;
	return found.n > 0;
}

size_t
persons_behind(struct piece after, struct persons *ret_persons)
{
	size_t stop = piece_find_exact(piece_head(after, 80), ". ");
	size_t words = 0;

	if (!piece_starts(after, ", ") || stop >= after.len || stop >= 80)
		return 0;
	struct piece name = piece_trim(piece_of(after.at + 1, stop - 1));
	for (struct piece rest = name; rest.len;
		rest = piece_skip(rest, piece_spaces(rest)), words++)
		rest = piece_skip(rest, scan_word(rest).len);
	return words >= 2 && words <= 4 && scan_is_person(name) &&
			       persons_read(name, ret_persons)
		       ? stop
		       : 0;
}
