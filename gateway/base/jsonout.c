/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonout - a JSON writer without a tree.
 *
 * It knows where commas go and nothing else; unbalanced calls are a bug of ours
 * and stop the program. One owner, any thread.
 */
#include "base/jsonout.h"

#include <math.h>
#include <stdio.h>

#include "base/ensure.h"
#include "base/stretch.h"
#include "base/utf8.h"

static void
jsonout_comma(struct jsonout *json)
{
	if (json->after_key)
		json->after_key = false;
	else if (json->has_item[json->depth])
		buf_putc(json->out, ',');
	json->has_item[json->depth] = true;
}

static void
jsonout_open(struct jsonout *json, char c)
{
	jsonout_comma(json);
	ensure(json->depth + 1 < JSONOUT_DEPTH);
	json->has_item[++json->depth] = false;
	buf_putc(json->out, c);
}

static void
jsonout_close(struct jsonout *json, char c)
{
	ensure(json->depth != 0 && !json->after_key);
	json->depth--;
	buf_putc(json->out, c);
}

void
jsonout_object(struct jsonout *json)
{
	jsonout_open(json, '{');
}

void
jsonout_object_end(struct jsonout *json)
{
	jsonout_close(json, '}');
}

void
jsonout_array(struct jsonout *json)
{
	jsonout_open(json, '[');
}

void
jsonout_array_end(struct jsonout *json)
{
	jsonout_close(json, ']');
}

void
jsonout_key(struct jsonout *json, const char *key)
{
	jsonout_comma(json);
	jsonout_quote(json->out, slice_text(key));
	buf_putc(json->out, ':');
	json->after_key = true;
}

static void
jsonout_escape(struct buf *out, unsigned char c)
{
	switch (c) {
	case '"':
		buf_puts(out, "\\\"");
		return;
	case '\\':
		buf_puts(out, "\\\\");
		return;
	case '\n':
		buf_puts(out, "\\n");
		return;
	case '\r':
		buf_puts(out, "\\r");
		return;
	case '\t':
		buf_puts(out, "\\t");
		return;
	default:
		buf_printf(out, "\\u%04x", c);
	}
}

/* Bytes that do not stand in a string as they are, or not everywhere: what JSON
 * escapes, DEL, '/' and '!' (for "</script>" and "<!--" in a page) and what is
 * not ASCII. */
#define JSONOUT_STOPS(c) \
	(((c) < 0x20) | ((c) >= 0x7f) | ((c) == '"') | ((c) == '\\') | \
		((c) == '/') | ((c) == '!'))
DEFINE_STRETCH(jsonout_all_plain, JSONOUT_STOPS(c))

static bool
jsonout_is_plain(unsigned char c)
{
	return !JSONOUT_STOPS(c);
}

void
jsonout_quote(struct buf *out, struct slice text)
{
	size_t from = 0, at = 0;

	buf_putc(out, '"');
	while (at < text.len) {
		unsigned char c = (unsigned char)text.at[at];
		bool opens = (c == '/' || c == '!') && at != 0 &&
			     text.at[at - 1] == '<';
		size_t n = 1;

		if (c >= 0x80)
			n = utf8_valid_at(text, at);
		if (n != 0 && !opens &&
			(c >= 0x80 || c == '/' || c == '!' ||
				jsonout_is_plain(c))) {
			at = stretch_skip(text, at + n, 0, jsonout_all_plain);
			while (at < text.len &&
				jsonout_is_plain((unsigned char)text.at[at]))
				at++;
			continue;
		}
		buf_put(out, text.at + from, at - from);
		if (c == '/')
			buf_puts(out, "\\/");
		else if (n == 0)
			buf_puts(out, "\xef\xbf\xbd");
		else
			jsonout_escape(out, c);
		from = ++at;
	}
	buf_put(out, text.at + from, at - from);
	buf_putc(out, '"');
}

void
jsonout_string(struct jsonout *json, struct slice text)
{
	jsonout_comma(json);
	jsonout_quote(json->out, text);
}

void
jsonout_integer(struct jsonout *json, int64_t value)
{
	jsonout_comma(json);
	if (value < 0)
		buf_putc(json->out, '-');
	buf_put_u64(
		json->out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void
jsonout_number(struct jsonout *json, double value)
{
	char text[40];
	size_t len;

	if (!isfinite(value) || fabs(value) > 1e15) {
		jsonout_null(json);
		return;
	}
	/* The program never leaves the C locale, so the point is a point. */
	len = (size_t)snprintf(text, sizeof(text), "%.3f", value);
	while (text[len - 1] == '0')
		len--;
	if (text[len - 1] == '.')
		len--;
	jsonout_raw(json, slice_of(text, len));
}

void
jsonout_bool(struct jsonout *json, bool value)
{
	jsonout_raw(json, slice_text(value ? "true" : "false"));
}

void
jsonout_null(struct jsonout *json)
{
	jsonout_raw(json, SLICE("null"));
}

void
jsonout_raw(struct jsonout *json, struct slice value)
{
	jsonout_comma(json);
	buf_put_slice(json->out, value);
}

void
jsonout_member(struct jsonout *json, const char *key, struct slice text)
{
	jsonout_key(json, key);
	jsonout_string(json, text);
}

void
jsonout_member_text(struct jsonout *json, const char *key, const char *text)
{
	jsonout_member(json, key, slice_text(text));
}

void
jsonout_member_some(struct jsonout *json, const char *key, struct slice text)
{
	if (text.len != 0)
		jsonout_member(json, key, text);
}

void
jsonout_member_integer(struct jsonout *json, const char *key, int64_t value)
{
	jsonout_key(json, key);
	jsonout_integer(json, value);
}

void
jsonout_member_bool(struct jsonout *json, const char *key, bool value)
{
	jsonout_key(json, key);
	jsonout_bool(json, value);
}
