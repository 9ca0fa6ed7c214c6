/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clockwords.c - the longest word that begins at a place is replaced; numbers
 * before the signs of East Asian dates are written out.
 */
#include "lifecycle/clockwords.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/csv.h"
#include "common/fold.h"
#include "common/mem.h"
#include "common/trie.h"

#define MAX_WORD 96u

struct clockwords {
	char *csv;
	const char **meanings;
	size_t n, cap;
	struct trie *words, *places;
};

/* A place, or what makes one a zone. */
static bool
is_place(const char *meaning)
{
	return meaning[0] == '<' || meaning[0] == '>' ||
	       (meaning[0] != '=' && strchr(meaning, '/'));
}

struct clockwords *
clockwords_new(const char *csv, size_t len)
{
	static const struct fold_how how = { .numbers = false };
	struct clockwords *words = mem_alloc(sizeof(*words));
	char folded[MAX_WORD], *fields[2];
	size_t n;

	words->csv = mem_text(csv, len);
	words->words = trie_new();
	words->places = trie_new();
	struct csv reader = { words->csv, words->csv + len };
	while (csv_next(&reader, fields, 2, &n)) {
		if (n != 2)
			continue;
		size_t bytes = fold_piece(piece_text(fields[0]), &how, folded,
			sizeof(folded), NULL);
		mem_more(words->meanings, words->n, words->cap);
		words->meanings[words->n] = fields[1];
		struct trie *trie =
			is_place(fields[1]) ? words->places : words->words;
		trie_hang(trie, trie_grow(trie, folded, bytes),
			(uint32_t)words->n++);
	}
	return words;
}

void
clockwords_free(struct clockwords *words)
{
	if (!words)
		return;
	trie_free(words->words);
	trie_free(words->places);
	free(words->meanings);
	free(words->csv);
	free(words);
}

/* ---- writing --------------------------------------------------------------
 */

struct writer {
	char *out;
	size_t n, size;
	size_t number; /* where the last number begins; n at first */
	bool has_number, full;
	int half;    /* 1 before noon, 2 after noon: of the next hour */
	bool hour;   /* the next number is an hour */
	size_t told; /* behind an hour and its word; 0: none */
};

static void
put(struct writer *w, const char *text, size_t len)
{
	if (w->n + len >= w->size) {
		w->full = true;
		return;
	}
	memcpy(w->out + w->n, text, len);
	w->n += len;
}

static void
put_text(struct writer *w, const char *text)
{
	put(w, text, strlen(text));
}

/* The number that was written last, taken back; -1: none. */
static int
take_number(struct writer *w)
{
	if (!w->has_number)
		return -1;
	int value = 0;
	for (size_t i = w->number; i < w->n && w->out[i] != ' '; i++) {
		if (w->out[i] < '0' || w->out[i] > '9' || value > 9999)
			return -1;
		value = value * 10 + (w->out[i] - '0');
	}
	w->n = w->number;
	w->has_number = false;
	return value;
}

static void
put_hour(struct writer *w, int hour)
{
	char text[16];

	if (w->half == 2 && hour < 12)
		hour += 12;
	if (w->half == 1 && hour == 12)
		hour = 0;
	w->half = 0;
	snprintf(text, sizeof(text), "%02d:00 ", hour < 100 ? hour : 99);
	put_text(w, text);
}

/* ---- East Asian signs -----------------------------------------------------
 */

/* "分" behind "09:00 ": the minutes of that hour. */
static bool
put_minutes(struct writer *w, int minutes)
{
	char text[16];

	if (minutes < 0 || minutes > 59 || w->n < 6 ||
		strncmp(w->out + w->n - 4, ":00 ", 4))
		return false;
	w->n -= 3;
	snprintf(text, sizeof(text), "%02d ", minutes);
	put_text(w, text);
	return true;
}

/* Year, month, day, hour or minute sign at the start of `p`: its bytes. */
static size_t
read_sign(struct writer *w, struct piece p)
{
	static const struct {
		const char *sign;
		char what;
	} signs[] = { { "\xe5\xb9\xb4", 'Y' }, { "\xeb\x85\x84", 'Y' },
		{ "\xe6\x9c\x88", 'M' }, { "\xec\x9b\x94", 'M' },
		{ "\xe6\x97\xa5", 'D' }, { "\xec\x9d\xbc", 'D' },
		{ "\xe5\x8f\xb7", 'D' }, { "\xe8\x99\x9f", 'D' },
		{ "\xe6\x99\x82", 'h' }, { "\xe6\x97\xb6", 'h' },
		{ "\xec\x8b\x9c", 'h' }, { "\xe7\x82\xb9", 'h' },
		{ "\xe9\xbb\x9e", 'h' }, { "\xe5\x88\x86", 'm' },
		{ "\xeb\xb6\x84", 'm' }, { "\xe5\x8d\x8a", '2' } };
	char text[16];

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (!piece_starts(p, signs[i].sign))
			continue;
		if (signs[i].what == '2')
			return put_minutes(w, 30) ? 3 : 0;
		int value = take_number(w);
		if (value < 0)
			return 0;
		if (signs[i].what == 'h')
			put_hour(w, value);
		else if (signs[i].what == 'm' && put_minutes(w, value))
			return 3;
		else {
			bool day = signs[i].what == 'D';

			snprintf(text, sizeof(text), day ? "%02d " : "%02d-",
				value);
			put_text(w, text);
			return 3 + (day ? 0 : piece_spaces(piece_skip(p, 3)));
		}
		return 3;
	}
	return 0;
}

/* ---- words ----------------------------------------------------------------
 */

static bool
is_word(uint32_t code)
{
	return code_is_letter(code) || code_is_digit(code);
}

/* The longest known word at the start of `p`: its bytes; 0: none. It ends where
 * a word ends, or where a script that has no blanks goes on. */
static size_t
longest(const struct clockwords *words, const struct trie *trie, struct piece p,
	const char **ret)
{
	uint32_t node = TRIE_ROOT, before = 0;
	size_t best = 0, len;

	for (size_t i = 0; i < p.len && node;) {
		struct piece rest = piece_skip(p, i);
		size_t spaces = piece_spaces(rest);
		uint32_t code = piece_code(rest, &len), folded = ' ';
		char bytes[8];
		static const struct fold_how how = { .numbers = false };
		size_t n = 1, at;
		uint32_t value_at = 0;

		bytes[0] = ' ';
		if (spaces)
			len = spaces;
		else if ((folded = fold_code(code)))
			n = fold_piece(piece_head(rest, len), &how, bytes,
				sizeof(bytes), NULL);
		i += len;
		if (!folded)
			continue;
		for (at = 0; at < n && node; at++)
			node = trie_step(trie, node, (unsigned char)bytes[at]);
		before = code;
		const uint32_t *value =
			node ? trie_next(trie, node, &value_at) : NULL;
		struct piece next = piece_skip(p, i);
		bool ends = !next.len || before >= 0x2e80 ||
			    !is_word(piece_code(next, &at)) || !is_word(before);
		if (value && ends) {
			best = i;
			*ret = words->meanings[*value];
		}
	}
	return best;
}

/* "Europe/Lisbon" as "Lisbon time". */
static void
put_zone(struct writer *w, const char *zone)
{
	const char *city = strrchr(zone, '/') + 1;

	for (; *city; city++)
		put(w, *city == '_' ? " " : city, 1);
	put_text(w, " time ");
}

static void
put_meaning(struct writer *w, const char *meaning)
{
	int value;

	if (!strcmp(meaning, "-")) {
		put_text(w, " ");
	} else if (!strcmp(meaning, "@")) {
		w->hour = true;
	} else if (!strcmp(meaning, "h")) {
		value = take_number(w);
		if (value >= 0) {
			put_hour(w, value);
			w->told = w->n;
		}
	} else if (!strcmp(meaning, "before noon")) {
		w->half = 1;
	} else if (!strcmp(meaning, "after noon")) {
		w->half = 2;
	} else if (meaning[0] == '=') {
		put_zone(w, meaning);
	} else {
		put_text(w, " ");
		put_text(w, meaning);
		put_text(w, " ");
	}
}

static size_t
next_place(const struct clockwords *words, struct piece p, size_t from,
	const char **ret)
{
	struct piece rest = piece_skip(p, from);
	size_t spaces = piece_spaces(rest);
	size_t len =
		longest(words, words->places, piece_skip(rest, spaces), ret);

	return len ? from + spaces + len : 0;
}

/* "hora de Lisboa", "Lisbon time", "東京時間": bytes taken; 0: no zone. */
static size_t
put_place(struct writer *w, const struct clockwords *words, struct piece p)
{
	const char *first, *second;
	size_t len = next_place(words, p, 0, &first);
	size_t both = len ? next_place(words, p, len, &second) : 0;

	if (!both || first[0] == '>')
		return 0;
	if (first[0] == '<') {
		if (second[0] == '<' || second[0] == '>')
			return 0;
		put_zone(w, second);
		size_t more = next_place(words, p, both, &first);
		return more && first[0] == '>' ? more : both;
	}
	if (second[0] != '>')
		return 0;
	put_zone(w, first);
	return both;
}

/* "6 h 00", "18 Uhr 30": the last two digits are minutes. */
static void
join_minutes(struct writer *w)
{
	size_t told = w->told;

	w->told = 0;
	if (!told || !w->has_number || w->n - w->number != 2 ||
		w->number < told)
		return;
	for (size_t i = told; i < w->number; i++)
		if (w->out[i] != ' ')
			return;
	int minutes = take_number(w);
	if (minutes < 0 || minutes > 59)
		return;
	w->n = told;
	put_minutes(w, minutes);
}

/* Digits at the start of `p`, of any script: bytes taken. */
static size_t
put_digits(struct writer *w, struct piece p)
{
	size_t i = 0, len;
	bool clock;

	w->number = w->n;
	while (i < p.len) {
		uint32_t code = fold_code(piece_code(piece_skip(p, i), &len));
		char digit = (char)code;

		if (code < '0' || code > '9')
			break;
		put(w, &digit, 1);
		i += len;
	}
	w->has_number = w->number < 2 || !strchr(":.", w->out[w->number - 1]) ||
			w->out[w->number - 2] < '0' ||
			w->out[w->number - 2] > '9';
	clock = i < p.len && byte_in(p.at[i], ":.hH") && i + 1 < p.len &&
		p.at[i + 1] >= '0' && p.at[i + 1] <= '9';
	if (w->hour && !clock && w->n - w->number <= 2)
		put_hour(w, take_number(w));
	w->hour = false;
	join_minutes(w);
	return i;
}

size_t
clockwords_translate(const struct clockwords *words, struct piece line,
	char *out, size_t size)
{
	struct writer w = { .out = out, .size = size };
	uint32_t before = ' ';
	size_t len;

	for (size_t i = 0; i < line.len && !w.full;) {
		struct piece rest = piece_skip(line, i);
		uint32_t code = piece_code(rest, &len);
		uint32_t folded = fold_code(code);
		bool begins = !is_word(before) || !is_word(code) ||
			      code >= 0x2e80 || code_is_digit(before);
		const char *meaning;
		size_t taken = 0;

		before = code;
		if (folded >= '0' && folded <= '9')
			taken = put_digits(&w, rest);
		else if ((taken = read_sign(&w, rest)))
			before = ' ';
		else if (begins && (taken = put_place(&w, words, rest)))
			before = ' ';
		else if (begins && (taken = longest(words, words->words, rest,
					    &meaning))) {
			put_meaning(&w, meaning);
			before = ' ';
		}
		if (!taken) {
			if (code >= 0xff01 && code <= 0xff5e) {
				char ascii = (char)(code - 0xfee0);

				put(&w, &ascii, 1);
			} else {
				put(&w, rest.at, len);
			}
			taken = len;
		}
		i += taken;
	}
	return w.full ? 0 : w.n;
}
