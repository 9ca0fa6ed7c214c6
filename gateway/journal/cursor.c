/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cursor - "A" and thirteen digits of base 32, the highest first.
 *
 * 13 * 5 bits hold any sequence number; the digits ascend in ASCII, so that
 * comparing the texts compares the numbers. Any thread.
 */
#include "journal/cursor.h"

#include <errno.h>
#include <string.h>

#include "base/ensure.h"

static const char cursor_digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

struct cursor
cursor_print(int64_t seq)
{
	struct cursor cursor = { .text = "A" };
	uint64_t rest = (uint64_t)seq;

	ensure(seq >= 0);
	for (size_t i = CURSOR_LEN; i-- > 1; rest >>= 5)
		cursor.text[i] = cursor_digits[rest & 31];
	return cursor;
}

int
cursor_parse(struct slice text, int64_t *ret_seq)
{
	uint64_t seq = 0;

	if (text.len != CURSOR_LEN || text.at[0] != 'A')
		return -EINVAL;
	for (size_t i = 1; i < CURSOR_LEN; i++) {
		const char *digit = memchr(
			cursor_digits, text.at[i], sizeof(cursor_digits) - 1);

		if (digit == NULL || seq >> 59)
			return -EINVAL;
		seq = seq << 5 | (uint64_t)(digit - cursor_digits);
	}
	if (seq > INT64_MAX)
		return -EINVAL;
	*ret_seq = (int64_t)seq;
	return 0;
}
