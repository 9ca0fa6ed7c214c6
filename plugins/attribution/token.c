/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token.c - words of a dateline, and the signs that part it from its story.
 */
#include "attribution/token.h"

#include "common/scan.h"

bool
token_is_connector(struct piece word)
{
	static const char *const words[] = { "de", "del", "la", "las", "los",
		"el", "al", "da", "do", "dos", "of", "the", "and", "an", "am",
		"upon", "en", "sur", "le", "les", "di", "y", "e", "in", "on",
		"im", "near", "aboard", "nad", "pod", "na", "у", "на", "v",
		"sous", "under", "près", "ved", "vid", "i", "bei", "by", "der",
		"في", "بتاريخ", "در", "میں" };

	if (!word.len || (unsigned char)word.at[0] < 'a')
		return false; /* most are capitals or figures */
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (piece_is(word, words[i]))
			return true;
	return false;
}

static bool
is_arabic(uint32_t code)
{
	return (code >= 0x600 && code < 0x780) && code_is_letter(code);
}

/* Between these two a word ends without a blank: "2فروری", "香港2025". */
static bool
parts_words(uint32_t before, uint32_t code)
{
	return (code_is_digit(before) && is_arabic(code)) ||
	       (is_arabic(before) && code_is_digit(code)) ||
	       (code_is_cjk(before) && code_is_digit(code) &&
		       before != 0x5e74 && before != 0x6708);
}

static bool
ends_token(struct piece rest, uint32_t code)
{
	if (code < 0x80)
		return strchr(",()[]/:;=|\"<", (int)code) ||
		       (code == '-' &&
			       (rest.len == 1 || rest.at[1] == '-' ||
				       code_is_space(
					       (unsigned char)rest.at[1])));
	return code == 0x3010 || code == 0x2014 || code == 0x2013 ||
	       code == 0x6d4 || code == 0x60c || code == 0x964 || code == 0x589;
}

/* A word up to blank, comma, bracket, slash or dash. */
struct piece
token_at(struct piece head, size_t i)
{
	size_t start = i, len;
	uint32_t before = 0;

	while (i < head.len) {
		struct piece rest = piece_skip(head, i);
		uint32_t code = piece_code(rest, &len);

		/* "22/3/2021" is one */
		bool date = code_is_digit(before) && strchr("/:-", (int)code) &&
			    rest.len > 1 && rest.at[1] >= '0' &&
			    rest.at[1] <= '9';

		if (code == 0 || code_is_space(code) ||
			(ends_token(rest, code) && !date) ||
			(code == '-' && before == '.') ||
			parts_words(before, code))
			break;
		before = code;
		i += len;
	}
	return piece_of(head.at + start, i - start);
}

bool
token_is_upper(struct piece word)
{
	int letters = 0;

	for (size_t i = 0; i < word.len;) {
		size_t len;
		uint32_t code = piece_code(piece_skip(word, i), &len);

		if (code_is_lower(code))
			return false;
		letters += code_is_upper(code);
		i += len;
	}
	return letters >= 3;
}

/* Signs that stand between a dateline and its story. */
static size_t
sign_at(struct piece p)
{
	static const char *const signs[] = { "।", "։", "。", "۔", "：", "،",
		"，", "|", "&nbsp;", "&#160;" };

	if (!p.len)
		return 0;
	if (byte_in(p.at[0], ".:=,;*"))
		return 1;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (piece_starts(p, signs[i]))
			return strlen(signs[i]);
	return 0;
}

size_t
token_separators(struct piece p)
{
	size_t i = 0;

	for (;;) {
		struct piece rest = piece_skip(p, i);
		size_t n = piece_spaces(rest);

		n += piece_dashes(piece_skip(rest, n));
		if (!n)
			n = sign_at(rest);
		if (!n)
			return i;
		i += n;
	}
}

bool
token_strong_separator(struct piece p)
{
	p = piece_skip(p, piece_spaces(p));
	return p.len && p.at[0] != ',' && p.at[0] != ';' &&
	       (piece_dashes(p) || sign_at(p));
}

/* A sentence may begin here. */
bool
token_begins_sentence(struct piece p)
{
	size_t len, quote;

	p = piece_skip(p, piece_spaces(p));
	while ((quote = piece_quote(p)))
		p = piece_skip(p, quote);
	if (!p.len)
		return true;
	uint32_t code = piece_code(p, &len);
	return code != ',' && code != ';' && code != ')' &&
	       !code_is_lower(code);
}

bool
token_ends_line(struct piece p)
{
	for (size_t i = 0; i < p.len && p.at[i] != '\n'; i++)
		if (!code_is_space((unsigned char)p.at[i]))
			return false;
	return true;
}

/* "/ 09:00 am", "10:02 GMT" behind a date: its bytes; 0: none. */
size_t
token_clock(struct piece p)
{
	size_t i = p.at[0] == '/' ? 1 + piece_spaces(piece_skip(p, 1)) : 0;
	struct piece word = scan_word(piece_skip(p, i));
	size_t colon = piece_find_exact(word, ":");

	if (colon < 1 || colon > 2 || word.len != colon + 3 ||
		word.at[0] < '0' || word.at[0] > '9' ||
		word.at[colon + 1] < '0' || word.at[colon + 1] > '5')
		return 0;
	i += word.len;
	size_t blank = piece_spaces(piece_skip(p, i));
	word = scan_word(piece_skip(p, i + blank));
	if (piece_is_nocase(word, "am") || piece_is_nocase(word, "pm") ||
		piece_is(word, "GMT") || piece_is(word, "UTC") ||
		piece_is(word, "IST"))
		i += blank + word.len;
	return i;
}

size_t
token_place(struct piece tail, struct piece *ret_place)
{
	size_t n = 0;

	for (int words = 0; words < 3 && n < tail.len; words++) {
		struct piece word = token_at(tail, n);
		size_t spaces;

		if (!token_is_upper(word))
			return 0;
		n += word.len;
		spaces = piece_spaces(piece_skip(tail, n));
		struct piece dash = piece_skip(tail, n + spaces);
		if (spaces && piece_dashes(dash)) {
			*ret_place = piece_head(tail, n);
			return n + token_separators(piece_skip(tail, n));
		}
		n += spaces;
	}
	return 0;
}
