/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hex - two digits a byte, by table and by range.
 */
#include "crypto/hex.h"

#include <errno.h>

void
hex_put(struct buf *out, struct slice bytes)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char byte = (unsigned char)bytes.at[i];

		buf_putc(out, digits[byte >> 4]);
		buf_putc(out, digits[byte & 15]);
	}
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int
hex_read(struct slice text, unsigned char *ret_bytes, size_t size)
{
	if (text.len != 2 * size)
		return -EINVAL;
	for (size_t i = 0; i < text.len; i++)
		if (hex_digit(text.at[i]) < 0)
			return -EINVAL;
	for (size_t i = 0; i < size; i++) {
		int high = hex_digit(text.at[2 * i]);
		int low = hex_digit(text.at[2 * i + 1]);

		ret_bytes[i] = (unsigned char)(high << 4 | low);
	}
	return 0;
}
