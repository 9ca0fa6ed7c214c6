/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slice - comparing, trimming and cutting borrowed bytes. Any thread.
 */
#include "base/slice.h"

#include <errno.h>

static char
slice_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool
slice_equal_nocase(struct slice a, struct slice b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (slice_lower(a.at[i]) != slice_lower(b.at[i]))
			return false;
	return true;
}

bool
slice_starts_nocase(struct slice a, const char *start)
{
	size_t len = strlen(start);

	return a.len >= len && slice_is_nocase(slice_of(a.at, len), start);
}

bool
slice_holds(struct slice a, const char *words)
{
	return a.len != 0 && memmem(a.at, a.len, words, strlen(words)) != NULL;
}

/* Words are looked for in lists: most differ in their first letter. */
bool
slice_is_nocase(struct slice a, const char *text)
{
	for (size_t i = 0; i < a.len; i++)
		if (text[i] == '\0' ||
			slice_lower(a.at[i]) != slice_lower(text[i]))
			return false;
	return text[a.len] == '\0';
}

static bool
slice_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice
slice_trim(struct slice a)
{
	while (a.len != 0 && slice_is_space(a.at[0])) {
		a.at++;
		a.len--;
	}
	while (a.len != 0 && slice_is_space(a.at[a.len - 1]))
		a.len--;
	return a;
}

bool
slice_cut(struct slice *rest, char mark, struct slice *ret_part)
{
	const char *end;

	if (rest->len == 0)
		return false;
	end = memchr(rest->at, mark, rest->len);
	if (end == NULL) {
		*ret_part = *rest;
		*rest = slice_of(rest->at + rest->len, 0);
		return true;
	}
	*ret_part = slice_of(rest->at, (size_t)(end - rest->at));
	rest->len -= ret_part->len + 1;
	rest->at = end + 1;
	return true;
}

int
slice_to_u64(struct slice a, uint64_t *ret_value)
{
	uint64_t value = 0;

	if (a.len == 0)
		return -EINVAL;
	for (size_t i = 0; i < a.len; i++) {
		if (a.at[i] < '0' || a.at[i] > '9')
			return -EINVAL;
		if (__builtin_mul_overflow(value, (uint64_t)10, &value) ||
			__builtin_add_overflow(
				value, (uint64_t)(a.at[i] - '0'), &value))
			return -ERANGE;
	}
	*ret_value = value;
	return 0;
}
