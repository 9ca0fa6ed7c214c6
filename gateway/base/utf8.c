/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8 - decode, encode and check. Any thread, no state.
 */
#include "base/utf8.h"

#include <string.h>

#include "base/stretch.h"

static bool
utf8_is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

size_t
utf8_valid_at(struct slice text, size_t at)
{
	const unsigned char *s = (const unsigned char *)text.at + at;
	size_t left = text.len - at;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	if (left < 2 || !utf8_is_tail(s[1]))
		return 0;
	if (s[0] < 0xe0)
		return 2;
	if (left < 3 || !utf8_is_tail(s[2]))
		return 0;
	if (s[0] < 0xf0) {
		bool overlong = s[0] == 0xe0 && s[1] < 0xa0;
		bool surrogate = s[0] == 0xed && s[1] > 0x9f;

		return overlong || surrogate ? 0 : 3;
	}
	if (left < 4 || !utf8_is_tail(s[3]))
		return 0;
	if ((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return 4;
}

DEFINE_STRETCH(utf8_is_ascii, c >= 0x80)
DEFINE_STRETCH(utf8_is_printable, (c < 0x20) | (c >= 0x7f))

size_t
utf8_ascii_end(struct slice text, size_t at)
{
	at = stretch_skip(text, at, 0, utf8_is_ascii);
	while (at < text.len && (unsigned char)text.at[at] < 0x80)
		at++;
	return at;
}

size_t
utf8_printable_end(struct slice text, size_t at)
{
	size_t start = at;

	at = stretch_skip(text, at, 0, utf8_is_printable);
	/* the rest, with what is known already in front of it */
	if (at != start && text.len - at < STRETCH &&
		utf8_is_printable(text.at + text.len - STRETCH))
		return text.len;
	while (at < text.len && text.at[at] >= 0x20 && text.at[at] < 0x7f)
		at++;
	return at;
}

bool
utf8_is_valid(struct slice text)
{
	size_t at = utf8_ascii_end(text, 0);

	while (at < text.len) {
		size_t n = utf8_valid_at(text, at);

		if (n == 0)
			return false;
		at += n;
		if (at < text.len && (unsigned char)text.at[at] < 0x80)
			at = utf8_ascii_end(text, at);
	}
	return true;
}

uint32_t
utf8_next(struct slice text, size_t *at)
{
	const unsigned char *s = (const unsigned char *)text.at + *at;

	if (s[0] < 0x80) {
		*at += 1;
		return s[0];
	}
	switch (utf8_valid_at(text, *at)) {
	case 2:
		*at += 2;
		return (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3fu);
	case 3:
		*at += 3;
		return (uint32_t)(s[0] & 0x0f) << 12 |
		       (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3fu);
	case 4:
		*at += 4;
		return (uint32_t)(s[0] & 0x07) << 18 |
		       (uint32_t)(s[1] & 0x3f) << 12 |
		       (uint32_t)(s[2] & 0x3f) << 6 | (s[3] & 0x3fu);
	default:
		*at += 1;
		return 0xfffd;
	}
}

uint32_t
utf8_prev(struct slice text, size_t *at)
{
	size_t start = *at - 1, again;
	uint32_t codepoint;

	while (start > 0 && *at - start < 4 &&
		utf8_is_tail((unsigned char)text.at[start]))
		start--;
	again = start;
	codepoint = utf8_next(text, &again);
	if (again != *at)
		start = *at - 1, codepoint = 0xfffd;
	*at = start;
	return codepoint;
}

void
utf8_put(struct buf *out, uint32_t c)
{
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	if (c < 0x80) {
		buf_putc(out, (char)c);
	} else if (c < 0x800) {
		buf_putc(out, (char)(0xc0 | c >> 6));
		buf_putc(out, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		buf_putc(out, (char)(0xe0 | c >> 12));
		buf_putc(out, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_putc(out, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_putc(out, (char)(0xf0 | c >> 18));
		buf_putc(out, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_putc(out, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_putc(out, (char)(0x80 | (c & 0x3f)));
	}
}

size_t
utf8_count(struct slice text)
{
	size_t n = 0, at = 0;

	while (at < text.len) {
		size_t end = utf8_ascii_end(text, at);

		n += end - at;
		at = end;
		if (at < text.len) {
			utf8_next(text, &at);
			n++;
		}
	}
	return n;
}
