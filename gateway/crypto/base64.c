/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64.c - three bytes to four characters and back, by table.
 *
 * Reading refuses white space, stray bits behind the last byte and padding that
 * does not fit: two spellings of one secret would be one too many.
 */
#include "crypto/base64.h"

#include <errno.h>

static const char usual[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char urls[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void
put_with(struct buf *out, struct slice bytes, const char *alphabet, bool pads)
{
	for (size_t i = 0; i < bytes.len; i += 3) {
		size_t n = bytes.len - i < 3 ? bytes.len - i : 3;
		uint32_t group = 0;
		for (size_t j = 0; j < 3; j++) {
			unsigned char c = 0;
			if (j < n)
				c = (unsigned char)bytes.at[i + j];
			group = group << 8 | c;
		}
		for (size_t j = 0; j < n + 1; j++)
			buf_putc(out, alphabet[group >> (18 - 6 * j) & 63]);
		for (size_t j = n; pads && j < 3; j++)
			buf_putc(out, '=');
	}
}

void
base64_put(struct buf *out, struct slice bytes)
{
	put_with(out, bytes, usual, true);
}

void
base64_put_url(struct buf *out, struct slice bytes)
{
	put_with(out, bytes, urls, false);
}

/* -1: not of the alphabet. */
static int
value_of(const char *alphabet, char c)
{
	const char *at = c != '\0' ? strchr(alphabet, c) : NULL;

	return at != NULL ? (int)(at - alphabet) : -1;
}

static struct slice
without_padding(struct slice text)
{
	if (text.len % 4 != 0)
		return text;
	for (int i = 0; i < 2; i++)
		if (text.len > 0 && text.at[text.len - 1] == '=')
			text.len--;
	return text;
}

int
base64_read(struct slice text, struct buf *out)
{
	struct slice body = without_padding(text);
	const char *alphabet = usual;
	uint32_t bits = 0;
	unsigned n_bits = 0;

	if (body.len > 0 && (memchr(body.at, '-', body.len) ||
				    memchr(body.at, '_', body.len)))
		alphabet = urls;
	if (body.len % 4 == 1)
		return -EINVAL;
	for (size_t i = 0; i < body.len; i++) {
		int value = value_of(alphabet, body.at[i]);
		if (value < 0)
			return -EINVAL;
		bits = bits << 6 | (uint32_t)value;
		n_bits += 6;
		if (n_bits < 8)
			continue;
		n_bits -= 8;
		buf_putc(out, (char)(bits >> n_bits));
		bits &= (1u << n_bits) - 1;
	}
	return bits == 0 ? 0 : -EINVAL;
}
