/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan.c - judging lines. The numbers were chosen for wire copy: a headline has
 * seldom more than 140 characters, a closing sentence seldom less than 60.
 */
#include "common/scan.h"

#define PROSE_MIN 60u
#define LABEL_MAX 160u
#define MAX_LINES 40u /* of a paragraph are looked at */

static size_t
closing(struct piece line)
{
	while (line.len) {
		size_t last = piece_last(line), len;
		uint32_t code =
			piece_code(piece_skip(line, line.len - last), &len);

		if (code != '"' && code != '\'' && code != ')' && code != ']' &&
			code != 0x201d && code != 0x2019 && code != 0xbb &&
			code != 0x300d && !code_is_space(code))
			break;
		line.len -= last;
	}
	return line.len;
}

bool
scan_ends_in_sign(struct piece line)
{
	size_t len;

	line.len = closing(line);
	if (!line.len)
		return false;
	size_t last = piece_last(line);
	switch (piece_code(piece_skip(line, line.len - last), &len)) {
	case '.':
	case '!':
	case '?':
	case 0x2026:
	case 0x3002:
	case 0xff01:
	case 0xff0e:
	case 0xff1f:
	case 0x061f:
	case 0x0589: /* Armenian */
	case 0x06d4:
	case 0x0964:
	case 0x104b: /* Burmese */
	case 0x17d4: /* Khmer */
	case 0x1362:
		return true;
	default:
		return false;
	}
}

bool
scan_is_prose(struct piece line)
{
	line = piece_trim(line);
	if (!line.len)
		return false;
	size_t len;
	bool dense = code_is_letter(piece_code(line, &len)) && len == 3;
	if (line.len > 400)
		return true;
	return line.len >= (dense ? PROSE_MIN / 2 : PROSE_MIN) &&
	       scan_ends_sentence(line);
}

bool
scan_is_label(struct piece line)
{
	line = piece_trim(line);
	return line.len && line.len <= LABEL_MAX && !scan_ends_sentence(line);
}

bool
scan_prose_at(const struct copy *copy, size_t i)
{
	size_t last = i;

	while (last < i + MAX_LINES && last + 1 < copy->n_lines &&
		!copy->lines[last + 1].blank &&
		copy->lines[last + 1].paragraph == copy->lines[i].paragraph)
		last++;
	return scan_is_prose(
		copy_piece(copy, copy->lines[i].start, copy->lines[last].end));
}

bool
scan_in_quotes(struct piece before)
{
	bool open = false;

	for (size_t i = 0; i < before.len;) {
		size_t len;
		uint32_t code = piece_code(piece_skip(before, i), &len);

		if (code == '"')
			open = !open;
		else if (code == 0x201c || code == 0x201e || code == 0xab ||
			 code == 0x300c)
			open = true;
		else if (code == 0x201d || code == 0xbb || code == 0x300d)
			open = false;
		i += len;
	}
	return open;
}

struct piece
scan_word(struct piece p)
{
	size_t i = piece_ink(p), len;

	while (i < p.len) {
		uint32_t code = piece_code(piece_skip(p, i), &len);

		if (code_is_space(code))
			break;
		i += len;
		i += piece_ink(piece_skip(p, i));
	}
	return piece_head(p, i);
}

static bool
is_small_name_part(struct piece word)
{
	static const char *const parts[] = { "de", "da", "do", "dos", "del",
		"della", "di", "la", "le", "van", "von", "der", "den", "ten",
		"bin", "ibn", "al", "el", "y", "e", "du", "zu", "af", "av" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (piece_is(word, parts[i]))
			return true;
	return false;
}

bool
scan_is_person(struct piece p)
{
	int capitals = 0, words = 0;

	p = piece_trim(p);
	if (p.len < 3 || p.len > 60)
		return false;
	for (; p.len; p = piece_skip(p, piece_spaces(p))) {
		struct piece word = scan_word(p);
		size_t len;
		uint32_t code = piece_code(word, &len);

		p = piece_skip(p, word.len);
		if (++words > 6)
			return false;
		for (size_t i = 0; i < word.len; i++)
			if (byte_in(word.at[i], ",:;!?()[]{}/\\@\"0123456789"))
				return false;
		if (word.len > 3 && word.at[word.len - 1] == '.' &&
			!piece_is(word, "Jr."))
			return false;
		if (code_is_upper(code) || code >= 0x590)
			capitals++;
		else if (!is_small_name_part(word) &&
			 !piece_starts(word, "al-") &&
			 !piece_starts(word, "el-"))
			return false;
	}
	return capitals >= 1;
}

bool
scan_is_address(struct piece p)
{
	size_t at = p.len;
	bool dot = false;

	p = piece_trim(p);
	if (p.len < 6 || p.len > 120)
		return false;
	for (size_t i = 0; i < p.len; i++) {
		unsigned char c = (unsigned char)p.at[i];

		if (c == '@' && at >= p.len)
			at = i;
		else if (c == '.' && at < i)
			dot = true;
		else if (!byte_is_alnum(c) && !strchr("._%+-", c))
			return false;
	}
	return at > 0 && at < p.len && dot && p.at[p.len - 1] != '.';
}
