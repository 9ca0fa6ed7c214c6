/* SPDX-License-Identifier: Apache-2.0 */
/*
 * escape - the four characters that mean something in HTML; see escape.h.
 * Bodies hold next to none of them, so whole stretches are looked at and copied
 * at once.
 */
#include "base/escape.h"

#include "base/stretch.h"

DEFINE_STRETCH(
	escape_is_none, (c == '<') | (c == '>') | (c == '&') | (c == '"'))

static const char *
escape_of(char c)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	default:
		return "&quot;";
	}
}

/* Where the first of them stands, at or behind `at`. */
static size_t
escape_find(struct slice text, size_t at, char fourth)
{
	at = stretch_skip(text, at, 0, escape_is_none);
	for (; at < text.len; at++) {
		char c = text.at[at];

		if (c == '<' || c == '&' || c == '"' || c == fourth)
			break;
	}
	return at;
}

static void
escape_put_marks(struct buf *out, struct slice text, char fourth)
{
	size_t from = 0, at;

	while ((at = escape_find(text, from, fourth)) < text.len) {
		buf_put(out, text.at + from, at - from);
		buf_puts(out, escape_of(text.at[at]));
		from = at + 1;
	}
	if (from < text.len)
		buf_put(out, text.at + from, text.len - from);
}

void
escape_put(struct buf *out, struct slice text)
{
	escape_put_marks(out, text, '>');
}

void
escape_put_lax(struct buf *out, struct slice text)
{
	escape_put_marks(out, text, '<');
}
