/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host - WHATWG URL standard, section 3.5, over slices; see host.h.
 */
#include "text/host.h"

#include <string.h>

#include "base/utf8.h"
#include "text/idna.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 0 to 15; 16: no digit. */
static unsigned
digit_of(char c)
{
	if (is_digit(c))
		return (unsigned)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

/* ---- names -----------------------------------------------------------------
 */

static void
unescape(struct slice text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '%' && i + 2 < text.len &&
			digit_of(text.at[i + 1]) < 16 &&
			digit_of(text.at[i + 2]) < 16) {
			c = (char)(digit_of(text.at[i + 1]) << 4 |
				   digit_of(text.at[i + 2]));
			i += 2;
		}
		buf_putc(out, c);
	}
}

static bool
is_ascii(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] >= 0x80)
			return false;
	return true;
}

/* "Forbidden domain code point". */
static bool
is_forbidden(char c)
{
	return (unsigned char)c <= ' ' || c == '\x7f' ||
	       strchr("#/:<>?@[\\]^|%", c) != NULL;
}

static bool
put_name(struct slice name, struct buf *out)
{
	if (!is_ascii(name)) {
		if (!utf8_is_valid(name) || !idna_put(name, out))
			return false;
	} else {
		for (size_t i = 0; i < name.len; i++) {
			char c = name.at[i];

			buf_putc(out,
				c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
		}
	}
	for (size_t i = 0; i < out->len; i++)
		if (is_forbidden(out->data[i]))
			return false;
	return out->len != 0;
}

/* ---- addresses -------------------------------------------------------------
 */

/* "0x7f", "0177" or "127"; false when it is no number. */
static bool
read_number(struct slice text, uint64_t *ret_value)
{
	unsigned base = 10;
	uint64_t value = 0;

	if (text.len == 0)
		return false;
	if (text.len >= 2 && text.at[0] == '0' && (text.at[1] | 0x20) == 'x') {
		base = 16;
		text = slice_of(text.at + 2, text.len - 2);
	} else if (text.len >= 2 && text.at[0] == '0') {
		base = 8;
		text = slice_of(text.at + 1, text.len - 1);
	}
	for (size_t i = 0; i < text.len; i++) {
		unsigned digit = digit_of(text.at[i]);

		if (digit >= base)
			return false;
		if (value <= UINT32_MAX) /* more is too much all the same */
			value = value * base + digit;
	}
	*ret_value = value;
	return true;
}

static struct slice
without_dot(struct slice name)
{
	if (name.len != 0 && name.at[name.len - 1] == '.')
		name.len--;
	return name;
}

static bool
ends_in_number(struct slice name)
{
	size_t start;
	uint64_t value;
	struct slice last;

	name = without_dot(name);
	start = name.len;
	while (start != 0 && name.at[start - 1] != '.')
		start--;
	last = slice_of(name.at + start, name.len - start);
	for (size_t i = 0; i < last.len; i++)
		if (!is_digit(last.at[i]))
			return read_number(last, &value);
	return last.len != 0;
}

static bool
put_ipv4(struct slice name, struct buf *out)
{
	struct slice rest = without_dot(name), part;
	uint64_t numbers[4] = { 0 };
	uint64_t address;
	size_t n = 0;

	do {
		bool is_last = !slice_has(rest, '.');

		part = rest;
		if (!is_last)
			slice_cut(&rest, '.', &part);
		if (n == 4 || !read_number(part, &numbers[n]))
			return false;
		n++;
		if (is_last)
			break;
	} while (true);
	for (size_t i = 0; i + 1 < n; i++)
		if (numbers[i] > 255)
			return false;
	if (numbers[n - 1] >= UINT64_C(1) << 8 * (5 - n))
		return false;
	address = numbers[n - 1];
	for (size_t i = 0; i + 1 < n; i++)
		address |= numbers[i] << 8 * (3 - i);
	buf_printf(out, "%u.%u.%u.%u", (unsigned)(address >> 24),
		(unsigned)(address >> 16 & 255), (unsigned)(address >> 8 & 255),
		(unsigned)(address & 255));
	return true;
}

/* Four numbers without zeros in front at the end of an IPv6 address. */
static bool
read_ipv4_tail(struct slice text, unsigned *pieces)
{
	unsigned bytes[4];
	size_t at = 0;

	for (size_t n = 0; n < 4; n++) {
		size_t start = at;
		unsigned value = 0;

		while (at < text.len && is_digit(text.at[at]) && at < start + 4)
			value = value * 10 + digit_of(text.at[at++]);
		if (at == start || value > 255 ||
			(text.at[start] == '0' && at != start + 1))
			return false;
		if (n < 3 && (at == text.len || text.at[at++] != '.'))
			return false;
		bytes[n] = value;
	}
	pieces[0] = bytes[0] << 8 | bytes[1];
	pieces[1] = bytes[2] << 8 | bytes[3];
	return at == text.len;
}

/* The colon-separated numbers of `text`; how many, or -1. */
static int
read_pieces(struct slice text, unsigned *pieces, bool may_end_in_ipv4)
{
	int n = 0;
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;
		unsigned value = 0;

		while (at < text.len && at < start + 4 &&
			digit_of(text.at[at]) < 16)
			value = value << 4 | digit_of(text.at[at++]);
		if (n == 8 || at == start)
			return -1;
		if (at < text.len && text.at[at] == '.') {
			struct slice tail =
				slice_of(text.at + start, text.len - start);

			if (!may_end_in_ipv4 || n > 6 ||
				!read_ipv4_tail(tail, pieces + n))
				return -1;
			return n + 2;
		}
		pieces[n++] = value;
		if (at == text.len)
			break;
		if (text.at[at++] != ':' || at == text.len)
			return -1;
	}
	return n;
}

static bool
read_ipv6(struct slice text, unsigned *pieces)
{
	const char *gap = text.len ? memmem(text.at, text.len, "::", 2) : NULL;
	unsigned tail[8];
	int n_head, n_tail;
	struct slice rest;

	if (gap == NULL)
		return read_pieces(text, pieces, true) == 8;
	rest = slice_of(gap + 2, text.len - (size_t)(gap - text.at) - 2);
	n_head = read_pieces(
		slice_of(text.at, (size_t)(gap - text.at)), pieces, false);
	n_tail = read_pieces(rest, tail, true);
	if (n_head < 0 || n_tail < 0 || n_head + n_tail > 7)
		return false;
	for (int i = n_head; i < 8 - n_tail; i++)
		pieces[i] = 0;
	memcpy(pieces + 8 - n_tail, tail, (size_t)n_tail * sizeof(tail[0]));
	return true;
}

/* The first of the longest runs of zeros is left out (RFC 5952). */
static void
put_ipv6(const unsigned *pieces, struct buf *out)
{
	size_t start = 8, length = 1;

	for (size_t i = 0; i < 8; i++) {
		size_t end = i;

		while (end < 8 && pieces[end] == 0)
			end++;
		if (end - i > length) {
			start = i;
			length = end - i;
		}
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < 8; i++) {
		if (i == start) {
			buf_puts(out, i == 0 ? "::" : ":");
			i += length - 1;
			continue;
		}
		buf_printf(out, i == 7 ? "%x" : "%x:", pieces[i]);
	}
	buf_putc(out, ']');
}

/* ---- the host --------------------------------------------------------------
 */

/* What a name may hold for browsers and no URI may. */
static void
put_escaped(struct slice name, struct buf *out)
{
	for (size_t i = 0; i < name.len; i++)
		if (strchr("\"`{}", name.at[i]) != NULL)
			buf_printf(out, "%%%02X", (unsigned char)name.at[i]);
		else
			buf_putc(out, name.at[i]);
}

bool
host_put(struct slice host, struct buf *out)
{
	auto_(buf_done) struct buf bytes = BUF_NULL, name = BUF_NULL;
	unsigned pieces[8];

	if (host.len != 0 && host.at[0] == '[') {
		if (host.len < 4 || host.at[host.len - 1] != ']' ||
			!read_ipv6(slice_of(host.at + 1, host.len - 2), pieces))
			return false;
		put_ipv6(pieces, out);
		return true;
	}
	unescape(host, &bytes);
	if (!put_name(buf_slice(&bytes), &name))
		return false;
	if (ends_in_number(buf_slice(&name)))
		return put_ipv4(buf_slice(&name), out);
	put_escaped(buf_slice(&name), out);
	return true;
}
