/* SPDX-License-Identifier: Apache-2.0 */
/*
 * glob.c - going back only to the last star keeps it out of exponential
 * trouble.
 */
#include "common/glob.h"

static const char *
plain(uint32_t code)
{
	if (code >= 0x2018 && code <= 0x201b)
		return "'";
	if (code >= 0x201c && code <= 0x201f)
		return "\"";
	if (code >= 0x2010 && code <= 0x2015)
		return "-";
	if (code == 0x2026)
		return "...";
	return NULL;
}

size_t
glob_fold(struct piece line, char out[GLOB_MAX_LINE + 1])
{
	size_t n = 0;

	line = piece_trim(line);
	if (line.len > GLOB_MAX_LINE)
		return 0;
	for (size_t i = 0; i < line.len;) {
		unsigned char c = (unsigned char)line.at[i];
		size_t len;

		if (c > ' ' && c < 0x7f) {
			out[n++] = byte_lower((char)c);
			i++;
			continue;
		}
		size_t spaces = piece_spaces(piece_skip(line, i));
		if (spaces) {
			out[n++] = ' ';
			i += spaces;
			continue;
		}
		uint32_t code = piece_code(piece_skip(line, i), &len);
		const char *as = plain(code);
		if (as)
			for (; *as; as++)
				out[n++] = *as;
		else if (code != 0xad && (code < 0x200b || code > 0x200f))
			for (size_t k = 0; k < len; k++)
				out[n++] = byte_lower(line.at[i + k]);
		i += len;
	}
	out[n] = '\0';
	return n;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The longest run of digits with separators inside. */
static size_t
digits(const char *text)
{
	size_t n = 0;

	while (is_digit(text[n]) || (n && (text[n] == ',' || text[n] == '.') &&
					    is_digit(text[n + 1])))
		n++;
	return n;
}

bool
glob_match(const char *pattern, const char *text)
{
	const char *star = NULL, *retry = NULL;

	for (;;) {
		size_t run = *pattern == '#' ? digits(text) : 0;

		if (*pattern == '*') {
			star = ++pattern;
			retry = text;
		} else if (run) {
			pattern++;
			text += run;
		} else if (*pattern && *pattern != '#' && *pattern == *text) {
			pattern++;
			text++;
		} else if (!*pattern && !*text) {
			return true;
		} else if (star && *retry) {
			pattern = star;
			text = ++retry;
		} else {
			return false;
		}
	}
}
