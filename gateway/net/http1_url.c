/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http1_url - percent escapes undone, once and only once.
 */
#include <errno.h>

#include "base/utf8.h"
#include "net/http1_parts.h"

int
http1_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static int
http1_escape_at(struct slice text, size_t at)
{
	if (at + 2 >= text.len)
		return -1;
	int high = http1_hex_digit(text.at[at + 1]);
	int low = http1_hex_digit(text.at[at + 2]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

int
http1_decode(struct buf *out, struct slice text, bool plus)
{
	size_t before = out->len;

	for (size_t i = 0; i < text.len; i++) {
		int c = (unsigned char)text.at[i];

		if (c == '%') {
			c = http1_escape_at(text, i);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (c <= 0)
			return buf_cut(out, before), -EINVAL;
		buf_putc(out, (char)c);
	}
	struct slice added =
		slice_of(buf_text(out) + before, out->len - before);
	if (!utf8_is_valid(added))
		return buf_cut(out, before), -EINVAL;
	return 0;
}
