/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quote.c - whichever signs a language puts around a title, opening and closing
 * alike, as keyboards mix them.
 */
#include "attribution/quote.h"

size_t
quote_signs(struct piece p)
{
	static const char *const signs[] = { "\"", "'", "“", "”", "„", "‘", "’",
		"«", "»", "「", "」", "『", "』", "《", "》", "〈", "〉", "‹",
		"›", "＂" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (piece_starts(piece_skip(p, n), signs[i])) {
			n += strlen(signs[i]);
			i = SIZE_MAX; /* again from the first */
		}
	return n;
}

size_t
quote_signs_end(struct piece p)
{
	size_t n = 0;

	while (n < p.len) {
		size_t last = piece_last(piece_head(p, p.len - n));
		struct piece sign = piece_of(p.at + p.len - n - last, last);

		if (quote_signs(sign) != last)
			break;
		n += last;
	}
	return n;
}
