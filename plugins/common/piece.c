/* SPDX-License-Identifier: Apache-2.0 */
/*
 * piece.c - comparing runs of text and telling characters apart. Case and
 * script are told by ranges of code points: enough for marks in wire copy,
 * which need "does this begin with a capital", not full case folding.
 */
#include "common/piece.h"

#include "common/mem.h"

static bool
equal_nocase(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (byte_lower(a[i]) != byte_lower(b[i]))
			return false;
	return true;
}

bool
piece_begins_nocase(struct piece p, const char *text)
{
	size_t len = strlen(text);

	return p.len >= len && equal_nocase(p.at, text, len);
}

/* The first byte that is `c`, bit 5 apart as it makes a letter small; p.len:
 * none. */
static size_t
find_like(struct piece p, char c)
{
	size_t i = 0;

	for (; i + sizeof(uint64_t) <= p.len; i += sizeof(uint64_t)) {
		uint64_t like = eight_equal(
			eight_at(p.at + i) | EIGHT(32), (char)(c | 32));

		if (like)
			return i + eight_before(like);
	}
	while (i < p.len && (p.at[i] ^ c) & ~32)
		i++;
	return i;
}

size_t
piece_find(struct piece p, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; len && i + len <= p.len; i++) {
		i += find_like(piece_skip(p, i), text[0]);
		if (i + len <= p.len && equal_nocase(p.at + i, text, len))
			return i;
	}
	return p.len;
}

size_t
piece_find_bytes(struct piece p, const char *text)
{
	size_t len = strlen(text), blank = *text == ' ' && len > 1;

	for (size_t i = 0; i + len <= p.len; i++) {
		const char *found = memchr(
			p.at + i + blank, text[blank], p.len - len - i + 1);

		if (!found)
			return p.len;
		i = (size_t)(found - p.at) - blank;
		if (!memcmp(p.at + i, text, len))
			return i;
	}
	return p.len;
}

bool
piece_holds(struct piece p, struct piece part)
{
	return p.len && memmem(p.at, p.len, part.at, part.len);
}

bool
piece_next(struct piece *rest, struct piece *ret_part)
{
	while (rest->len) {
		size_t bar = piece_find_exact(*rest, "|");

		*ret_part = piece_trim(piece_head(*rest, bar));
		*rest = piece_skip(
			*rest, bar < rest->len ? bar + 1 : rest->len);
		if (ret_part->len)
			return true;
	}
	return false;
}

uint32_t
piece_code_wide(struct piece p, size_t *ret_len)
{
	const unsigned char *s = (const unsigned char *)p.at;
	size_t len = s[0] < 0xc2   ? 0
		     : s[0] < 0xe0 ? 2
		     : s[0] < 0xf0 ? 3
		     : s[0] < 0xf5 ? 4
				   : 0;

	*ret_len = 1;
	if (len < 2 || len > p.len)
		return s[0];
	uint32_t code = s[0] & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return s[0];
		code = code << 6 | (s[i] & 0x3fu);
	}
	/* a longer spelling than the character needs is none of it */
	if ((len == 3 && code < 0x800) || (len == 4 && code < 0x10000))
		return s[0];
	*ret_len = len;
	return code;
}

size_t
piece_last(struct piece p)
{
	size_t n = 1;

	while (n < p.len && n < 4 &&
		((unsigned char)p.at[p.len - n] & 0xc0) == 0x80)
		n++;
	return p.len ? n : 0;
}

bool
code_is_space_wide(uint32_t code)
{
	return code == 0xa0 || (code >= 0x2000 && code <= 0x200b) ||
	       code == 0x202f || code == 0x205f || code == 0x3000 ||
	       code == 0xfeff;
}

bool
code_is_digit_wide(uint32_t code)
{
	if (code < 0x660)
		return false;
	/* In the blocks of India the digits stand at one place. */
	if (code >= 0x900 && code < 0xd80)
		return (code & 0x7f) >= 0x66 && (code & 0x7f) <= 0x6f;
	return (code <= 0x669) || (code >= 0x6f0 && code <= 0x6f9) ||
	       (code >= 0xe50 && code <= 0xe59) ||
	       (code >= 0xed0 && code <= 0xed9) ||
	       (code >= 0x1040 && code <= 0x1049) ||
	       (code >= 0x17e0 && code <= 0x17e9) ||
	       (code >= 0xff10 && code <= 0xff19);
}

bool
code_is_upper_wide(uint32_t code)
{
	if (code <= 0xde)
		return code >= 0xc0 && code != 0xd7;
	if (code >= 0x100 && code <= 0x17f) {
		bool odd = (code >= 0x139 && code <= 0x148) ||
			   (code >= 0x179 && code <= 0x17e);

		return (code & 1) == odd;
	}
	if (code >= 0x1e00 && code <= 0x1eff)
		return (code & 1) == 0;
	return code == 0x18f || (code >= 0x386 && code <= 0x3ab) ||
	       (code >= 0x400 && code <= 0x42f) ||
	       (code >= 0x490 && code <= 0x52f && (code & 1) == 0) ||
	       (code >= 0x531 && code <= 0x556);
}

bool
code_is_lower_wide(uint32_t code)
{
	if (code <= 0xff)
		return code >= 0xdf && code != 0xf7;
	if ((code >= 0x100 && code <= 0x17f) ||
		(code >= 0x1e00 && code <= 0x1eff))
		return !code_is_upper(code);
	return code == 0x259 || (code >= 0x3ac && code <= 0x3ce) ||
	       (code >= 0x430 && code <= 0x45f) ||
	       (code >= 0x491 && code <= 0x52f && (code & 1) == 1) ||
	       (code >= 0x561 && code <= 0x587);
}

bool
code_is_cjk_wide(uint32_t code)
{
	return (code >= 0x3005 && code <= 0x3007) ||
	       (code >= 0x3040 && code <= 0x30ff) ||
	       (code >= 0x3400 && code <= 0x9fff) ||
	       (code >= 0xf900 && code <= 0xfaff) ||
	       (code >= 0x20000 && code <= 0x2ffff);
}

uint32_t
code_to_upper(uint32_t code)
{
	if (code < 0x80)
		return code >= 'a' && code <= 'z' ? code - 32 : code;
	if (!code_is_lower(code) || code == 0xdf || code == 0xff)
		return code;
	if (code <= 0xfe)
		return code - 32;
	if (code <= 0x17f || (code >= 0x1e00 && code <= 0x1eff) ||
		(code >= 0x490 && code <= 0x52f))
		return code - 1;
	if (code == 0x259)
		return 0x18f;
	if (code >= 0x3ac && code <= 0x3ce)
		return code == 0x3ac   ? 0x386
		       : code <= 0x3af ? code - 37
		       : code == 0x3c2 ? 0x3a3
		       : code <= 0x3cb ? code - 32
		       : code == 0x3cc ? 0x38c
				       : code - 63;
	if (code >= 0x430 && code <= 0x44f)
		return code - 32;
	if (code >= 0x450 && code <= 0x45f)
		return code - 80;
	return code >= 0x561 && code <= 0x586 ? code - 48 : code;
}

uint32_t
code_to_lower(uint32_t code)
{
	if (code < 0x80)
		return code >= 'A' && code <= 'Z' ? code + 32 : code;
	if (!code_is_upper(code))
		return code;
	if (code <= 0xde)
		return code + 32;
	if (code <= 0x17f || (code >= 0x1e00 && code <= 0x1eff) ||
		(code >= 0x490 && code <= 0x52f))
		return code + 1;
	if (code == 0x18f)
		return 0x259;
	if (code >= 0x386 && code <= 0x38f)
		return code == 0x386   ? 0x3ac
		       : code <= 0x38a ? code + 37
		       : code == 0x38c ? 0x3cc
				       : code + 63;
	if (code >= 0x391 && code <= 0x3ab)
		return code + 32;
	if (code >= 0x410 && code <= 0x42f)
		return code + 32;
	if (code >= 0x400 && code <= 0x40f)
		return code + 80;
	return code >= 0x531 && code <= 0x556 ? code + 48 : code;
}

size_t
code_put(uint32_t code, char *out)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

bool
code_is_letter_wide(uint32_t code)
{
	if (code_is_digit_wide(code))
		return false;
	return code == 0xaa || code == 0xb5 || code == 0xba ||
	       (code >= 0xc0 && code < 0x2000 && code != 0xd7 && code != 0xf7 &&
		       code != 0x60c && code != 0x61b && code != 0x61f &&
		       code != 0x6d4 && code != 0x964 && code != 0x965 &&
		       !(code >= 0x55a && code <= 0x55f) && code != 0x589 &&
		       code != 0x58a && code != 0x5be && code != 0x5f4 &&
		       code != 0x10fb && code != 0xe2f) ||
	       (code >= 0x3005 && code <= 0x3007) ||
	       (code >= 0x3040 && code <= 0xd7ff) ||
	       (code >= 0xf900 && code <= 0xfdff) || code >= 0x10000;
}

size_t
piece_spaces_run(struct piece p)
{
	size_t n = 0, len = 1;

	for (; n < p.len; n += len) {
		unsigned char c = (unsigned char)p.at[n];

		len = 1;
		bool space = c < 0x80 ? c == ' ' || (c >= 9 && c <= 13)
				      : code_is_space(piece_code(
						piece_skip(p, n), &len));

		if (!space)
			break;
	}
	return n;
}

size_t
piece_spaces_end_run(struct piece p)
{
	size_t n = 0;

	while (n < p.len) {
		struct piece rest = piece_of(p.at, p.len - n);
		size_t last = piece_last(rest), len;
		struct piece tail = piece_skip(rest, rest.len - last);

		if (!code_is_space(piece_code(tail, &len)))
			break;
		n += last;
	}
	return n;
}

static bool
code_is_dash(uint32_t code)
{
	return code == '-' || code == '_' ||
	       (code >= 0x2010 && code <= 0x2015) || code == 0x2212 ||
	       code == 0xff0d || code == 0x2500;
}

size_t
piece_dashes_run(struct piece p)
{
	size_t n = 0, len;

	while (n < p.len && n < 12 &&
		code_is_dash(piece_code(piece_skip(p, n), &len)))
		n += len;
	return n;
}

size_t
piece_quote_wide(struct piece p)
{
	size_t len;
	uint32_t code = piece_code(p, &len);
	bool quote = code == 0xab || code == 0xbb ||
		     (code >= 0x201c && code <= 0x201f) ||
		     (code >= 0x300c && code <= 0x300f);
	return quote ? len : 0;
}

char *
piece_copy(struct piece p)
{
	p = piece_trim(p);
	char *out = mem_alloc(p.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < p.len;) {
		if (p.at[i] > ' ' && p.at[i] < 0x7f) {
			out[n++] = p.at[i++];
			continue;
		}
		size_t spaces = piece_spaces(piece_skip(p, i)), len;

		if (spaces) {
			out[n++] = ' ';
			i += spaces;
			continue;
		}
		uint32_t code = piece_code(piece_skip(p, i), &len);
		if (code != 0xad) {
			memcpy(out + n, p.at + i, len);
			n += len;
		}
		i += len;
	}
	out[n] = '\0';
	return out;
}

uint32_t
code_plain_arabic(uint32_t letter, unsigned how)
{
	if ((how & 1) &&
		(letter == 0x622 || letter == 0x623 || letter == 0x625))
		return 0x627;
	if ((how & 2) && (letter == 0x64a || letter == 0x649))
		return 0x6cc;
	if ((how & 2) && letter == 0x643)
		return 0x6a9;
	if ((how & 4) && letter == 0x6cc)
		return 0x64a;
	if ((how & 4) && letter == 0x6a9)
		return 0x643;
	return letter;
}
