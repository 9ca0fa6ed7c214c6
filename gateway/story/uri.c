/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uri - a small, strict writer of URIs; see RFC 3986 sections 3 and 2.1.
 */
#include "story/uri.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"

#define URI_MAX 8192

/* Length of the scheme without its colon; 0: none. */
static size_t
uri_scheme(struct slice text)
{
	size_t n = 0;

	if (text.len == 0 || !ascii_is_letter(text.at[0]))
		return 0;
	while (n < text.len && text.at[n] != ':') {
		char c = text.at[n++];

		if (!ascii_is_letter(c) && !ascii_is_digit(c) && c != '+' &&
			c != '-' && c != '.')
			return 0;
	}
	return n < text.len ? n : 0;
}

static void
uri_put_encoded(struct buf *out, struct slice part, bool is_fragment)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < part.len; i++) {
		size_t start = i;

		while (i < part.len && ascii_is_uri(part.at[i]))
			i++;
		buf_put(out, part.at + start, i - start);
		if (i == part.len)
			return;
		char c = part.at[i];
		bool escape = c == '%' && i + 2 < part.len &&
			      ascii_is_hex(part.at[i + 1]) &&
			      ascii_is_hex(part.at[i + 2]);
		char coded[3] = { '%', hex[(unsigned char)c >> 4],
			hex[(unsigned char)c & 15] };

		if (escape || (c == '#' && !is_fragment)) {
			buf_putc(out, c);
			is_fragment = is_fragment || c == '#';
		} else {
			buf_put(out, coded, sizeof(coded));
		}
	}
}

/* "[2001:db8::1]", which is the only place for brackets. */
static bool
uri_is_literal(struct slice host)
{
	if (host.len < 4 || host.at[0] != '[' || host.at[host.len - 1] != ']')
		return false;
	for (size_t i = 1; i + 1 < host.len; i++)
		if (!ascii_is_hex(host.at[i]) && host.at[i] != ':' &&
			host.at[i] != '.')
			return false;
	return true;
}

/* Where ":port" begins in the authority; its length when there is none. */
static size_t
uri_port(struct slice authority)
{
	size_t at = authority.len;

	while (at > 0 && ascii_is_digit(authority.at[at - 1]))
		at--;
	return at > 0 && authority.at[at - 1] == ':' ? at - 1 : authority.len;
}

static bool
uri_ends_authority(char c)
{
	return c == '/' || c == '?' || c == '#';
}

static bool
uri_put_authority(struct buf *out, struct slice authority)
{
	struct slice user = slice_of(authority.at, 0), host = authority;
	size_t port;

	for (size_t i = authority.len; i > 0; i--) {
		if (authority.at[i - 1] != '@')
			continue;
		user = slice_of(authority.at, i);
		host = slice_of(authority.at + i, authority.len - i);
		break;
	}
	port = uri_port(host);
	uri_put_encoded(out, user, true);
	if (uri_is_literal(slice_of(host.at, port)))
		buf_put(out, host.at, port);
	else if (port != 0 && memchr(host.at, ':', port) != NULL)
		return false;
	else
		uri_put_encoded(out, slice_of(host.at, port), true);
	buf_put(out, host.at + port, host.len - port);
	return true;
}

bool
uri_put(struct buf *out, struct slice text)
{
	struct slice uri = slice_trim(text);
	size_t scheme = uri_scheme(uri), at = scheme + 1, before = out->len;

	if (scheme == 0 || at >= uri.len || uri.len > URI_MAX)
		return false;
	if (ascii_is_weblink(uri)) {
		buf_put_slice(out, uri);
		return true;
	}
	buf_put(out, uri.at, at);
	if (slice_starts(slice_of(uri.at + at, uri.len - at), SLICE("//"))) {
		size_t end = at + 2;

		while (end < uri.len && !uri_ends_authority(uri.at[end]))
			end++;
		buf_puts(out, "//");
		if (!uri_put_authority(
			    out, slice_of(uri.at + at + 2, end - at - 2))) {
			buf_cut(out, before);
			return false;
		}
		at = end;
	}
	uri_put_encoded(out, slice_of(uri.at + at, uri.len - at), false);
	/* Encoded it is up to three times as long. */
	size_t len = out->len - before;
	if (len > URI_MAX ||
		(uri_is_web(uri) && len <= scheme + sizeof("://") - 1)) {
		buf_cut(out, before);
		return false;
	}
	return true;
}

bool
uri_is_web(struct slice uri)
{
	size_t scheme = uri_scheme(uri);
	struct slice name = slice_of(uri.at, scheme);

	return (slice_is_nocase(name, "http") ||
		       slice_is_nocase(name, "https")) &&
	       slice_starts(slice_of(uri.at + scheme, uri.len - scheme),
		       SLICE("://"));
}

bool
uri_is_link(struct slice uri)
{
	size_t scheme = uri_scheme(uri);

	return uri_is_web(uri) ||
	       slice_is_nocase(slice_of(uri.at, scheme), "mailto");
}
