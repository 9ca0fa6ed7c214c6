/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quote.c - whichever signs a language puts around a title, opening and closing
 * alike, as keyboards mix them.
 */
#include "attribution/quote.h"

/* More of them in a row are no quotation, and nobody is to count a million. */
#define MAX_SIGNS 4

/* Bytes of one sign; 0: none. */
static size_t
sign_at(struct piece p)
{
	static const char *const signs[] = { "\"", "'", "“", "”", "„", "‘", "’",
		"«", "»", "「", "」", "『", "』", "《", "》", "〈", "〉", "‹",
		"›", "＂" };
	unsigned char c = p.len ? (unsigned char)p.at[0] : ' ';

	if (c < 0x80 ? c != '"' && c != '\'' : c != 0xc2 && c < 0xe2)
		return 0;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (piece_starts(p, signs[i]))
			return strlen(signs[i]);
	return 0;
}

size_t
quote_signs(struct piece p)
{
	size_t n = 0, len;

	for (int k = 0; k < MAX_SIGNS && (len = sign_at(piece_skip(p, n))); k++)
		n += len;
	return n;
}

size_t
quote_signs_end(struct piece p)
{
	size_t n = 0;

	for (int k = 0; k < MAX_SIGNS && n < p.len; k++) {
		size_t last = piece_last(piece_head(p, p.len - n));
		struct piece sign = piece_of(p.at + p.len - n - last, last);

		if (sign_at(sign) != last)
			break;
		n += last;
	}
	return n;
}
