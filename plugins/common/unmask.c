/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unmask.c - one look whether anything is to be done, then one walk that
 * writes.
 *
 * A word is folded as a whole: its letters decide into which script. A word of
 * look-alikes alone ("АР" in Cyrillic) is only folded in a text of the other
 * script, where it can mean nothing else.
 */
#include "common/unmask.h"

#include <stdlib.h>

#include "common/mem.h"

#define MAX_WORD 96u /* bytes; longer ones are left alone */
#define RARE 12u     /* letters of a script for one of another */

/* Capitals and small letters of Greek and Cyrillic that Latin has too. */
static const struct {
	uint16_t code;
	char latin;
} alike[] = { { 0x391, 'A' }, { 0x392, 'B' }, { 0x395, 'E' }, { 0x396, 'Z' },
	{ 0x397, 'H' }, { 0x399, 'I' }, { 0x39a, 'K' }, { 0x39c, 'M' },
	{ 0x39d, 'N' }, { 0x39f, 'O' }, { 0x3a1, 'P' }, { 0x3a4, 'T' },
	{ 0x3a5, 'Y' }, { 0x3a7, 'X' }, { 0x3bf, 'o' }, { 0x3bd, 'v' },
	{ 0x405, 'S' }, { 0x406, 'I' }, { 0x408, 'J' }, { 0x410, 'A' },
	{ 0x412, 'B' }, { 0x415, 'E' }, { 0x41a, 'K' }, { 0x41c, 'M' },
	{ 0x41d, 'H' }, { 0x41e, 'O' }, { 0x420, 'P' }, { 0x421, 'C' },
	{ 0x422, 'T' }, { 0x423, 'Y' }, { 0x425, 'X' }, { 0x430, 'a' },
	{ 0x435, 'e' }, { 0x43e, 'o' }, { 0x440, 'p' }, { 0x441, 'c' },
	{ 0x443, 'y' }, { 0x445, 'x' }, { 0x455, 's' }, { 0x456, 'i' },
	{ 0x458, 'j' } };

static char
latin_of(uint32_t code)
{
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++)
		if (alike[i].code == code)
			return alike[i].latin;
	return 0;
}

/* The letter of Cyrillic (or Greek) that looks like one of Latin; 0: none. */
static uint32_t
foreign_of(uint32_t code, bool greek)
{
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++)
		if ((uint32_t)(unsigned char)alike[i].latin == code &&
			(alike[i].code < 0x400) == greek &&
			(greek || alike[i].code >= 0x410 || code == 'I' ||
				code == 'i'))
			return alike[i].code;
	return 0;
}

static bool
is_latin(uint32_t code)
{
	return code < 0x250 && code_is_letter(code);
}

static bool
is_greek(uint32_t code)
{
	return code >= 0x386 && code < 0x400;
}

static bool
is_cyrillic(uint32_t code)
{
	return code >= 0x400 && code < 0x530;
}

static bool
is_unseen(uint32_t code)
{
	return code == 0xad || code == 0x200b || code == 0x200e ||
	       code == 0x200f || (code >= 0x202a && code <= 0x202e) ||
	       code == 0x2060 || (code >= 0x2066 && code <= 0x2069) ||
	       code == 0xfeff || code == 0x7f ||
	       (code >= 0x80 && code <= 0x9f) ||
	       (code < 0x20 && code != '\n' && code != '\t' && code != '\r');
}

/* Full-width forms and the alphabets for mathematics, as ASCII; 0: neither. */
static char
plain_of(uint32_t code)
{
	if (code >= 0xff01 && code <= 0xff5e)
		return (char)(code - 0xff01 + '!');
	if (code >= 0x1d400 && code <= 0x1d6a3) {
		uint32_t n = (code - 0x1d400) % 52;

		return (char)(n < 26 ? 'A' + n : 'a' + n - 26);
	}
	if (code >= 0x1d7ce && code <= 0x1d7ff)
		return (char)('0' + (code - 0x1d7ce) % 10);
	return 0;
}

/* ---- UTF-8 that was read as windows-1252 ----------------------------------
 */

/* The byte that windows-1252 shows as this character; -1: none. */
static int
byte_of(uint32_t code)
{
	static const uint16_t high[32] = { 0x20ac, 0x81, 0x201a, 0x192, 0x201e,
		0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152,
		0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
		0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d,
		0x17e, 0x178 };

	if (code >= 0x80 && code <= 0xff)
		return (int)code;
	for (int i = 0; i < 32; i++)
		if (high[i] == code)
			return 0x80 + i;
	return -1;
}

/* What a reader was meant to see at the start; its bytes here, 0: no such. */
static size_t
misread(struct piece p, uint32_t *ret_code)
{
	char bytes[4];
	size_t n = 0, i = 0, len, want = 0;
	unsigned char c = (unsigned char)p.at[0];

	/* lead bytes C2..F4 are shown as letters with a C3 of their own */
	if (c != 0xc3 || p.len < 4)
		return 0;
	while (i < p.len && n < 4) {
		int byte = byte_of(piece_code(piece_skip(p, i), &len));

		if (byte < 0 || (n > 0 && (byte & 0xc0) != 0x80))
			break;
		if (n == 0)
			want = byte >= 0xf0   ? 4
			       : byte >= 0xe0 ? 3
			       : byte >= 0xc2 ? 2
					      : 0;
		bytes[n++] = (char)byte;
		i += len;
		if (n == want)
			break;
	}
	if (want < 2)
		return 0;
	if (n == 2 && want == 3 && (unsigned char)bytes[0] == 0xe2 &&
		(unsigned char)bytes[1] == 0x80) {
		*ret_code = 0x201d; /* its last byte is often lost */
		return i;
	}
	if (n != want)
		return 0;
	*ret_code = piece_code(piece_of(bytes, n), &len);
	return len == n ? i : 0;
}

/* ---- is there anything to do? ----------------------------------------------
 */

static bool
is_single(struct piece text, size_t i, size_t *ret_len)
{
	if (i >= text.len)
		return false;
	uint32_t code = piece_code(piece_skip(text, i), ret_len);
	/* Arabic writes abbreviations so, and Korean has words of one letter.
	 */
	return code_is_letter(code) && code < 0x600;
}

/* Letters and signs with one blank between, three letters at least; bytes. */
static size_t
spaced_run(struct piece text, size_t i, int *ret_letters)
{
	size_t end = i, len;

	*ret_letters = 0;
	while (i < text.len) {
		uint32_t code = piece_code(piece_skip(text, i), &len);
		size_t next = i + len;

		if (code_is_space(code) || code == '\n')
			break;
		bool alone = next >= text.len || text.at[next] == ' ' ||
			     text.at[next] == '\n' ||
			     (!code_is_letter(code) && !code_is_digit(code)) ||
			     !byte_is_word((unsigned char)text.at[next]);
		if (!alone)
			break;
		*ret_letters += code_is_letter(code);
		if (code >= 0x600 && code < 0x2000)
			break;
		end = next;
		if (next >= text.len || text.at[next] != ' ')
			break;
		i = next + 1;
	}
	return end;
}

/* The same in ASCII: every second byte of five is a blank. Two of them are so
 * now and then, the third decides. */
static bool
may_be_spaced(struct piece text)
{
	for (size_t i = 0; i + 12 <= text.len; i += 8) {
		const char *at = text.at + i;
		uint64_t two = eight_maybe(eight_at(at), ' ') &
			       eight_maybe(eight_at(at + 2), ' ');

		if (two && two & eight_maybe(eight_at(at + 4), ' '))
			return true;
	}
	/* What is behind the last eight, once more with some before it. */
	size_t from = text.len > 16 ? text.len - 16 : 0;
	for (size_t i = from; i + 4 < text.len; i++)
		if (text.at[i] == ' ' && text.at[i + 2] == ' ' &&
			text.at[i + 4] == ' ')
			return true;
	return false;
}

static bool
is_spaced(struct piece text)
{
	const char *at = text.at, *end = text.at + text.len;

	while ((at = memchr(at, ' ', (size_t)(end - at)))) {
		size_t i = (size_t)(at - text.at), a, b, c;

		at++;
		if (i + 2 < text.len && (unsigned char)at[0] < 0x80 &&
			at[1] != ' ')
			continue;
		if (!is_single(text, i + 1, &a) || i + 1 + a >= text.len ||
			text.at[i + 1 + a] != ' ')
			continue;
		size_t second = i + 2 + a;
		if (!is_single(text, second, &b) || second + b >= text.len ||
			text.at[second + b] != ' ')
			continue;
		if (is_single(text, second + b + 1, &c))
			return true;
	}
	return false;
}

/* Nothing but letters of ASCII and the signs of a line. */
static bool
is_plain(struct piece text)
{
	for (size_t i = 0; i < text.len; i++) {
		while (i + 8 <= text.len && eight_print(eight_at(text.at + i)))
			i += 8;
		if (i >= text.len)
			break;
		unsigned char c = (unsigned char)text.at[i];
		if (c >= 0x7f ||
			(c < 0x20 && c != '\n' && c != '\t' && c != '\r'))
			return false;
	}
	return true;
}

struct counts {
	size_t latin, greek, cyrillic;
	bool strange; /* something that is folded wherever it stands */
	bool mixed;   /* two scripts in a word */
};

static void
look_at(struct piece text, struct counts *counts)
{
	enum { NONE, IS_LATIN, IS_OTHER } before = NONE;
	size_t len;

	for (size_t i = 0; i < text.len; i += len) {
		unsigned char c = (unsigned char)text.at[i];
		uint32_t code, ignored;

		len = 1;
		if (c < 0x80) {
			bool letter =
				byte_is_word(c) && !(c >= '0' && c <= '9');

			counts->latin += letter;
			counts->mixed |= letter && before == IS_OTHER;
			counts->strange |= c < 0x20 && is_unseen(c);
			before = letter ? IS_LATIN : NONE;
			continue;
		}
		code = piece_code(piece_skip(text, i), &len);
		bool greek = is_greek(code), cyrillic = is_cyrillic(code);
		counts->greek += greek;
		counts->cyrillic += cyrillic;
		counts->mixed |= (greek || cyrillic) && before == IS_LATIN;
		before = greek || cyrillic ? IS_OTHER
			 : is_latin(code)  ? IS_LATIN
					   : NONE;
		counts->strange |=
			is_unseen(code) || plain_of(code) ||
			(c == 0xc3 && misread(piece_skip(text, i), &ignored));
	}
}

/* ---- writing ---------------------------------------------------------------
 */

struct maker {
	struct piece text;
	struct unmask *seen;
	bool latin; /* other scripts are rare here */
};

static void
put(struct maker *m, uint32_t code, size_t from)
{
	struct unmask *seen = m->seen;
	size_t n = code_put(code, seen->text + seen->len);

	for (size_t i = 0; i < n; i++)
		seen->from[seen->len + i] = (uint32_t)from;
	seen->len += n;
}

/* Into which script: 0 as it is, 'L'atin, 'C'yrillic, 'G'reek. */
static char
script_for(const struct maker *m, struct piece word)
{
	size_t latin = 0, greek = 0, cyrillic = 0, len;
	bool to_latin = true, to_other = true;

	for (size_t i = 0; i < word.len; i += len) {
		uint32_t code = piece_code(piece_skip(word, i), &len);

		latin += is_latin(code);
		greek += is_greek(code);
		cyrillic += is_cyrillic(code);
		if (is_greek(code) || is_cyrillic(code))
			to_latin = to_latin && latin_of(code);
		else if (is_latin(code))
			to_other = to_other && (foreign_of(code, false) ||
						       foreign_of(code, true));
	}
	if (!greek && !cyrillic)
		return 0;
	if (!latin)
		return m->latin && to_latin && (greek + cyrillic) > 1 ? 'L' : 0;
	if (to_latin && (m->latin || !to_other || latin >= greek + cyrillic))
		return 'L';
	return !to_other ? 0 : cyrillic >= greek ? 'C' : 'G';
}

static void
put_word(struct maker *m, size_t start, size_t end)
{
	struct piece word = piece_of(m->text.at + start, end - start);
	char script = word.len > MAX_WORD ? 0 : script_for(m, word);
	size_t len;

	for (size_t i = start; i < end; i += len) {
		uint32_t code = piece_code(piece_skip(m->text, i), &len);
		uint32_t other =
			script == 'L' ? (uint32_t)(unsigned char)latin_of(code)
			: script      ? foreign_of(code, script == 'G')
				      : 0;

		put(m, other ? other : code, i);
	}
}

/* A word of letters, to be put as a whole; its end. */
static size_t
word_end(struct piece text, size_t i)
{
	size_t len;

	while (i < text.len) {
		uint32_t code = piece_code(piece_skip(text, i), &len);

		uint32_t ignored;

		if (!is_latin(code) && !is_greek(code) && !is_cyrillic(code))
			break;
		if ((unsigned char)text.at[i] == 0xc3 &&
			misread(piece_skip(text, i), &ignored))
			break;
		i += len;
	}
	return i;
}

/* Letter-spaced: blanks go, but a word begins behind a comma and between
 * letters and figures. */
static void
put_spaced(struct maker *m, size_t start, size_t end)
{
	size_t len;
	uint32_t before = 0;

	for (size_t i = start; i < end; i += len) {
		uint32_t code = piece_code(piece_skip(m->text, i), &len);

		if (code == ' ')
			continue;
		bool figure = code_is_digit(code), was = code_is_digit(before);
		bool word = code_is_letter(code) || figure;
		bool apart = before == ',' || (before == '.' && word) ||
			     (word && code_is_letter(before) && figure) ||
			     (was && code_is_letter(code)) ||
			     (code == '(' && before);
		if (apart)
			put(m, ' ', i);
		put(m, code, i);
		before = code;
	}
}

static void
make(struct maker *m)
{
	size_t len;

	for (size_t i = 0; i < m->text.len; i += len) {
		bool begins = i == 0 || m->text.at[i - 1] == ' ' ||
			      m->text.at[i - 1] == '\n' ||
			      !byte_is_word((unsigned char)m->text.at[i - 1]);
		int letters = 0;
		size_t end = begins ? spaced_run(m->text, i, &letters) : i;

		if (letters >= 3) {
			put_spaced(m, i, end);
			len = end - i;
			continue;
		}
		struct piece rest = piece_skip(m->text, i);
		uint32_t code = piece_code(rest, &len), meant;
		size_t bytes = misread(rest, &meant);
		end = word_end(m->text, i);
		if (bytes) {
			put(m, meant, i);
			len = bytes;
		} else if (end > i) {
			put_word(m, i, end);
			len = end - i;
		} else if (plain_of(code)) {
			put(m, (uint32_t)(unsigned char)plain_of(code), i);
		} else if (!is_unseen(code)) {
			put(m, code, i);
		}
	}
}

void
unmask_read(struct unmask *seen, struct piece text)
{
	struct counts counts = { 0 };

	*seen = (struct unmask){ .text = NULL };
	if (is_plain(text)) {
		if (!may_be_spaced(text))
			return;
	} else {
		look_at(text, &counts);
	}
	bool latin = counts.latin > RARE * (counts.greek + counts.cyrillic);
	bool rare = latin && counts.greek + counts.cyrillic > 0;
	if (!counts.strange && !counts.mixed && !rare && !is_spaced(text))
		return;
	/* A byte that is no UTF-8 becomes two. */
	seen->text = mem_alloc(2 * text.len + 8);
	seen->from = mem_alloc((2 * text.len + 8) * sizeof(*seen->from));
	struct maker m = { text, seen, latin };
	make(&m);
	seen->from[seen->len] = (uint32_t)text.len;
}

void
unmask_done(struct unmask *seen)
{
	free(seen->text);
	free(seen->from);
	*seen = (struct unmask){ .text = NULL };
}

size_t
unmask_find(const struct unmask *seen, size_t at)
{
	size_t low = 0, high = seen->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (seen->from[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
