/* SPDX-License-Identifier: Apache-2.0 */
/*
 * url - RFC 3986 section 5 over slices; see url.h. The reference is copied
 * once, cleaned as browsers clean it, and cut into its five parts.
 */
#include "text/url.h"

#include <string.h>

#define URL_SEGMENTS 128

struct url {
	struct slice scheme, authority, path, query, fragment;
	bool has_authority, has_query, has_fragment;
};

static bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* RFC 3986: unreserved, sub-delims, and what every part but the host allows. */
static bool
is_legal(char c)
{
	return is_alpha(c) || is_digit(c) ||
	       (c != '\0' && strchr("-._~!$&'()*+,;=:@/?", c) != NULL);
}

static struct slice
scheme_of(struct slice text)
{
	if (text.len == 0 || !is_alpha(text.at[0]))
		return (struct slice){ 0 };
	for (size_t i = 1; i < text.len; i++) {
		char c = text.at[i];

		if (c == ':')
			return slice_of(text.at, i);
		if (!is_alpha(c) && !is_digit(c) && c != '+' && c != '-' &&
			c != '.')
			break;
	}
	return (struct slice){ 0 };
}

static bool
scheme_is_web(struct slice scheme)
{
	return slice_is_nocase(scheme, "http") ||
	       slice_is_nocase(scheme, "https");
}

static struct slice
behind(struct slice text, size_t n)
{
	return n == 0 ? text : slice_of(text.at + n, text.len - n);
}

static size_t
find_any(struct slice text, const char *marks)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\0' && strchr(marks, text.at[i]) != NULL)
			return i;
	return text.len;
}

static struct url
url_split(struct slice text)
{
	struct url url = { .scheme = scheme_of(text) };

	if (url.scheme.len != 0)
		text = behind(text, url.scheme.len + 1);
	if (slice_starts(text, SLICE("//"))) {
		text = behind(text, 2);
		size_t len = find_any(text, "/?#");

		url.has_authority = true;
		url.authority = slice_of(text.at, len);
		text = behind(text, len);
	}
	size_t len = find_any(text, "?#");

	url.path = slice_of(text.at, len);
	text = behind(text, len);
	if (text.len != 0 && text.at[0] == '?') {
		len = find_any(text, "#");
		url.has_query = true;
		url.query = slice_of(text.at + 1, len - 1);
		text = behind(text, len);
	}
	if (text.len != 0) {
		url.has_fragment = true;
		url.fragment = behind(text, 1);
	}
	return url;
}

static bool
is_legal_run(struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '%') {
			if (i + 2 >= text.len || !is_hex(text.at[i + 1]) ||
				!is_hex(text.at[i + 2]))
				return false;
			i += 2;
		} else if (!is_legal(text.at[i])) {
			return false;
		}
	}
	return true;
}

static bool
is_legal_authority(struct slice text)
{
	const char *open = text.len ? memchr(text.at, '[', text.len) : NULL;

	if (open == NULL)
		return is_legal_run(text);
	const char *end = text.at + text.len;
	const char *shut = memchr(open, ']', (size_t)(end - open));

	if (shut == NULL || shut == open + 1)
		return false;
	for (const char *at = open + 1; at < shut; at++)
		if (!is_hex(*at) && *at != ':' && *at != '.')
			return false;
	struct slice before = slice_of(text.at, (size_t)(open - text.at));
	struct slice port = slice_of(shut + 1, (size_t)(end - shut - 1));

	return is_legal_run(before) && is_legal_run(port);
}

bool
url_is_absolute_uri(struct slice text)
{
	if (text.len == 0 || text.len > URL_MAX)
		return false;
	struct url url = url_split(text);

	if (url.scheme.len == 0 || url.scheme.len + 1 == text.len)
		return false;
	return is_legal_authority(url.authority) && is_legal_run(url.path) &&
	       is_legal_run(url.query) && is_legal_run(url.fragment);
}

static struct slice
host_of(struct slice authority)
{
	for (size_t i = authority.len; i > 0; i--)
		if (authority.at[i - 1] == '@')
			return behind(authority, i);
	return authority;
}

bool
url_is_web(struct slice text)
{
	if (!url_is_absolute_uri(text))
		return false;
	struct url url = url_split(text);
	struct slice host = host_of(url.authority);

	return scheme_is_web(url.scheme) && host.len != 0 && host.at[0] != ':';
}

/* ---- resolving ------------------------------------------------------------
 */

/* As browsers do: no controls or blanks around, no tabs or line ends inside,
 * and in web addresses "\" is "/" up to the query. */
static void
clean(struct slice text, bool is_web, struct buf *out)
{
	bool in_path = true;

	while (text.len != 0 && (unsigned char)text.at[0] <= ' ')
		text = behind(text, 1);
	while (text.len != 0 && (unsigned char)text.at[text.len - 1] <= ' ')
		text.len--;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '\t' || c == '\n' || c == '\r')
			continue;
		if (c == '?' || c == '#')
			in_path = false;
		buf_putc(out, c == '\\' && is_web && in_path ? '/' : c);
	}
}

/* Legal characters as they are, the rest as percent escapes. */
static void
put_encoded(struct buf *out, struct slice text, const char *extra)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool escape = c == '%' && i + 2 < text.len &&
			      is_hex(text.at[i + 1]) && is_hex(text.at[i + 2]);

		if (escape || is_legal(c) ||
			(c != '\0' && strchr(extra, c) != NULL))
			buf_putc(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

static void
put_lower(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		buf_putc(out, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
	}
}

/* Section 5.2.4, over a stack of where the kept segments begin. */
static void
put_path(struct buf *out, struct slice path)
{
	size_t starts[URL_SEGMENTS];
	size_t n_starts = 0;
	size_t at = 0;

	while (at < path.len) {
		size_t end = at + 1;

		while (end < path.len && path.at[end] != '/')
			end++;
		struct slice segment = slice_of(path.at + at + 1, end - at - 1);
		bool last = end == path.len;

		if (slice_is(segment, "..")) {
			if (n_starts != 0)
				buf_cut(out, starts[--n_starts]);
			if (last)
				buf_putc(out, '/');
		} else if (slice_is(segment, ".")) {
			if (last)
				buf_putc(out, '/');
		} else {
			if (n_starts < URL_SEGMENTS)
				starts[n_starts++] = out->len;
			buf_putc(out, '/');
			put_encoded(out, segment, "");
		}
		at = end;
	}
}

/* Section 5.2.3: the base's path up to its last slash, then the reference's. */
static void
merge_paths(const struct url *base, struct slice path, struct buf *out)
{
	size_t len = base->path.len;

	while (len != 0 && base->path.at[len - 1] != '/')
		len--;
	if (len == 0)
		buf_putc(out, '/');
	buf_put(out, base->path.at, len);
	buf_put_slice(out, path);
}

static void
put_authority(struct buf *out, struct slice authority)
{
	struct slice host = host_of(authority);

	buf_puts(out, "//");
	put_encoded(out, slice_of(authority.at, authority.len - host.len), "");
	auto_(buf_done) struct buf lower = BUF_NULL;

	put_lower(&lower, host);
	put_encoded(out, buf_slice(&lower), "[]");
}

static void
put_rest(struct buf *out, const struct url *url)
{
	if (url->has_query) {
		buf_putc(out, '?');
		put_encoded(out, url->query, "");
	}
	if (url->has_fragment) {
		buf_putc(out, '#');
		put_encoded(out, url->fragment, "");
	}
}

/* "mailto:", "urn:" and the like: nothing to resolve. */
static void
put_opaque(struct buf *out, const struct url *url)
{
	put_lower(out, url->scheme);
	buf_putc(out, ':');
	if (url->has_authority)
		put_authority(out, url->authority);
	put_encoded(out, url->path, "");
	put_rest(out, url);
}

/* "http:/x", "http:x" and "http:////x" all name a host in browsers. */
static void
put_web(struct buf *out, const struct url *url)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct slice path = url->path;

	put_lower(&text, url->scheme);
	buf_puts(&text, "://");
	if (url->authority.len == 0)
		while (path.len != 0 && path.at[0] == '/')
			path = behind(path, 1);
	buf_put_slice(&text, url->authority);
	buf_put_slice(&text, path);
	struct url whole = url_split(buf_slice(&text));

	buf_put_slice(out, whole.scheme);
	buf_putc(out, ':');
	put_authority(out, whole.authority);
	if (whole.path.len == 0)
		buf_putc(out, '/');
	put_path(out, whole.path);
	put_rest(out, url);
}

static bool
put_relative(struct buf *out, struct slice base_text, struct url *url)
{
	struct url base = url_split(base_text);
	auto_(buf_done) struct buf path = BUF_NULL;

	if (base.scheme.len == 0 || !base.has_authority)
		return false;
	if (url->has_authority) {
		url->scheme = base.scheme;
		if (scheme_is_web(url->scheme))
			put_web(out, url);
		else
			put_opaque(out, url);
		return true;
	}
	put_lower(out, base.scheme);
	buf_putc(out, ':');
	put_authority(out, base.authority);
	if (url->path.len == 0) {
		buf_put_slice(&path, base.path);
		if (!url->has_query) {
			url->has_query = base.has_query;
			url->query = base.query;
		}
	} else if (url->path.at[0] == '/') {
		buf_put_slice(&path, url->path);
	} else {
		merge_paths(&base, url->path, &path);
	}
	if (path.len == 0)
		buf_putc(&path, '/');
	put_path(out, buf_slice(&path));
	put_rest(out, url);
	return true;
}

bool
url_resolve(struct slice base, struct slice reference, struct buf *out)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	auto_(buf_done) struct buf result = BUF_NULL;

	if (reference.len > URL_MAX || base.len > URL_MAX)
		return false;
	clean(reference, false, &text);
	struct slice scheme = scheme_of(buf_slice(&text));

	if (scheme.len != 0 ? scheme_is_web(scheme)
			    : scheme_is_web(scheme_of(base))) {
		buf_clear(&text);
		clean(reference, true, &text);
	}
	struct url url = url_split(buf_slice(&text));

	if (url.scheme.len == 0) {
		if (!put_relative(&result, slice_trim(base), &url))
			return false;
	} else if (scheme_is_web(url.scheme)) {
		put_web(&result, &url);
	} else {
		put_opaque(&result, &url);
	}
	struct slice made = buf_slice(&result);

	if (!url_is_absolute_uri(made) ||
		(scheme_is_web(scheme_of(made)) && !url_is_web(made)))
		return false;
	buf_put_slice(out, made);
	return true;
}

bool
url_resolve_link(struct slice base, struct slice reference, struct buf *out)
{
	auto_(buf_done) struct buf made = BUF_NULL;

	if (!url_resolve(base, reference, &made))
		return false;
	struct slice scheme = scheme_of(buf_slice(&made));

	if (!scheme_is_web(scheme) && !slice_is(scheme, "mailto"))
		return false;
	buf_put_slice(out, buf_slice(&made));
	return true;
}
