/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonwalk - where values of JSON text begin and end; see jsonwalk.h.
 */
#include "base/jsonwalk.h"

#include <stdint.h>

#include "base/utf8.h"

static struct slice
skip(struct slice text, size_t n)
{
	/* Nothing may be said of where nothing is, not even plus 0. */
	return n == 0 ? text : slice_of(text.at + n, text.len - n);
}

static struct slice
skip_space(struct slice text)
{
	size_t n = 0;

	while (n < text.len &&
		(text.at[n] == ' ' || text.at[n] == '\t' ||
			text.at[n] == '\n' || text.at[n] == '\r'))
		n++;
	return skip(text, n);
}

/* Length of the string that begins here, with its quotes; 0: none ends. */
static size_t
string_length(struct slice text)
{
	for (size_t i = 1; i < text.len; i++) {
		if (text.at[i] == '\\')
			i++;
		else if (text.at[i] == '"')
			return i + 1;
	}
	return 0;
}

/* Length of the object or array that begins here; 0: it does not end. */
static size_t
nested_length(struct slice text)
{
	size_t depth = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '"') {
			size_t len = string_length(skip(text, i));

			if (len == 0)
				return 0;
			i += len - 1;
		} else if (c == '{' || c == '[') {
			depth++;
		} else if ((c == '}' || c == ']') && --depth == 0) {
			return i + 1;
		}
	}
	return 0;
}

static size_t
value_length(struct slice text)
{
	size_t n = 0;

	if (text.len == 0)
		return 0;
	if (text.at[0] == '"')
		return string_length(text);
	if (text.at[0] == '{' || text.at[0] == '[')
		return nested_length(text);
	while (n < text.len &&
		((text.at[n] >= '0' && text.at[n] <= '9') ||
			(text.at[n] >= 'a' && text.at[n] <= 'z') ||
			text.at[n] == '-' || text.at[n] == '+' ||
			text.at[n] == '.' || text.at[n] == 'E'))
		n++;
	return n;
}

/* Past "{" or "[" or the comma between two; false at the end. */
static bool
step(struct slice *rest, char open)
{
	struct slice text = skip_space(*rest);

	if (text.len == 0 || (text.at[0] != open && text.at[0] != ','))
		return false;
	*rest = skip_space(skip(text, 1));
	return rest->len != 0;
}

static bool
take_value(struct slice *rest, struct slice *ret_value)
{
	size_t len = value_length(*rest);

	if (len == 0)
		return false;
	*ret_value = slice_of(rest->at, len);
	*rest = skip(*rest, len);
	return true;
}

bool
jsonwalk_member(
	struct slice *rest, struct slice *ret_key, struct slice *ret_value)
{
	struct slice key;

	if (!step(rest, '{') || rest->at[0] != '"' || !take_value(rest, &key))
		return false;
	*ret_key = slice_of(key.at + 1, key.len - 2);
	*rest = skip_space(*rest);
	if (rest->len == 0 || rest->at[0] != ':')
		return false;
	*rest = skip_space(skip(*rest, 1));
	return take_value(rest, ret_value);
}

bool
jsonwalk_item(struct slice *rest, struct slice *ret_value)
{
	return step(rest, '[') && take_value(rest, ret_value);
}

struct slice
jsonwalk_find(struct slice object, const char *key)
{
	struct slice name, value;

	while (jsonwalk_member(&object, &name, &value))
		if (slice_is(name, key))
			return value;
	return (struct slice){ 0 };
}

char
jsonwalk_kind(struct slice value)
{
	return value.len != 0 ? value.at[0] : '\0';
}

/* ---- strings ---------------------------------------------------------------
 */

static uint32_t
hex4(struct slice text)
{
	uint32_t value = 0;

	for (size_t i = 0; i < 4; i++) {
		char c = i < text.len ? text.at[i] : '\0';

		if (c >= '0' && c <= '9')
			value = value << 4 | (uint32_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			value = value << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
		else
			return 0xfffd;
	}
	return value;
}

/* What stands behind "\u"; how many bytes it took. */
static size_t
put_unicode(struct slice text, struct buf *out)
{
	uint32_t c = hex4(text), low = 0;

	if (c >= 0xd800 && c < 0xdc00 && text.len >= 10 && text.at[4] == '\\' &&
		text.at[5] == 'u')
		low = hex4(skip(text, 6));
	if (low >= 0xdc00 && low < 0xe000) {
		utf8_put(out, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
		return 10;
	}
	utf8_put(out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
	return text.len < 4 ? text.len : 4;
}

void
jsonwalk_text(struct slice value, struct buf *out)
{
	static const char letters[] = "bfnrt", signs[] = "\b\f\n\r\t";

	if (value.len < 2 || value.at[0] != '"')
		return;
	struct slice text = slice_of(value.at + 1, value.len - 2);

	while (text.len != 0) {
		const char *slash = memchr(text.at, '\\', text.len);
		size_t len = slash ? (size_t)(slash - text.at) : text.len;

		buf_put(out, text.at, len);
		text = skip(text, len);
		if (text.len < 2)
			return;
		char c = text.at[1];
		const char *letter = memchr(letters, c, sizeof(letters) - 1);

		text = skip(text, 2);
		if (c == 'u')
			text = skip(text, put_unicode(text, out));
		else
			buf_putc(out, letter ? signs[letter - letters] : c);
	}
}
