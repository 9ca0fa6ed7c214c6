/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xmlout - the one place where text becomes XML; see xmlout.h. Most text is
 * plain letters, so runs of those are copied whole.
 */
#include "format/xmlout.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

/* XML 1.0 section 2.2; the two last of the plane are legal nowhere else. */
static bool
is_legal(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' ||
	       (c >= 0x20 && c != 0xfffe && c != 0xffff);
}

static bool
is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '<' && c != '>' && c != '&' &&
	       c != '"';
}

static const char *
reference_of(uint32_t c, bool in_attribute)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\r':
		return "&#13;";
	case '\n':
		return in_attribute ? "&#10;" : NULL;
	case '\t':
		return in_attribute ? "&#9;" : NULL;
	default:
		return NULL;
	}
}

static void
put(struct buf *out, struct slice text, bool in_attribute)
{
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;

		while (at < text.len && is_plain((unsigned char)text.at[at]))
			at++;
		buf_put(out, text.at + start, at - start);
		if (at == text.len)
			return;
		start = at;
		uint32_t c = utf8_next(text, &at);
		const char *reference = reference_of(c, in_attribute);

		if (reference != NULL)
			buf_puts(out, reference);
		else if (c == 0xfffd)
			utf8_put(out, c);
		else if (is_legal(c))
			buf_put(out, text.at + start, at - start);
	}
}

void
xmlout_escape(struct buf *out, struct slice text)
{
	put(out, text, false);
}

void
xmlout_attribute(struct buf *out, const char *name, struct slice value)
{
	if (value.len == 0)
		return;
	buf_putc(out, ' ');
	buf_puts(out, name);
	buf_puts(out, "=\"");
	put(out, value, true);
	buf_putc(out, '"');
}

void
xmlout_element(struct buf *out, const char *name, struct slice text)
{
	if (text.len == 0)
		return;
	buf_putc(out, '<');
	buf_puts(out, name);
	buf_putc(out, '>');
	xmlout_escape(out, text);
	buf_puts(out, "</");
	buf_put(out, name, strcspn(name, " "));
	buf_puts(out, ">\n");
}
