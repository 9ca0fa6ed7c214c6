/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ascii.h - classes of characters that grammars name, and the plain web address
 * that nearly all links are. Pure, any thread.
 */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

#include "base/slice.h"

static inline bool
ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
ascii_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
ascii_is_hex(char c)
{
	return ascii_is_digit(c) || (c >= 'a' && c <= 'f') ||
	       (c >= 'A' && c <= 'F');
}

/* What stands in a URI for itself: RFC 3986's unreserved, sub-delims and what
 * every part but the host allows. */
static inline bool
ascii_is_uri(char c)
{
	if (ascii_is_letter(c) || ascii_is_digit(c))
		return true;
	switch (c) {
	case '-':
	case '.':
	case '_':
	case '~':
	case '!':
	case '$':
	case '&':
	case '\'':
	case '(':
	case ')':
	case '*':
	case '+':
	case ',':
	case ';':
	case '=':
	case ':':
	case '@':
	case '/':
	case '?':
		return true;
	default:
		return false;
	}
}

/* Is it an address in the one form that everybody writes the same: http or
 * https and a name in lower case that ends in no number, a path, and nothing in
 * it to resolve or to escape? There are more, and some need work. */
bool ascii_is_weblink(struct slice text);

#endif
