/* SPDX-License-Identifier: Apache-2.0 */
/*
 * url - RFC 3986 section 5 over slices; see url.h. The reference is copied
 * once, cleaned as browsers clean it, and cut into its five parts.
 */
#include "text/url.h"

#include <string.h>

#include "base/ascii.h"
#include "text/host.h"

#define URL_SEGMENTS 128

struct url {
	struct slice scheme, authority, path, query, fragment;
	bool has_authority, has_query, has_fragment;
};

static struct slice
scheme_of(struct slice text)
{
	if (text.len == 0 || !ascii_is_letter(text.at[0]))
		return (struct slice){ 0 };
	for (size_t i = 1; i < text.len; i++) {
		char c = text.at[i];

		if (c == ':')
			return slice_of(text.at, i);
		if (!ascii_is_letter(c) && !ascii_is_digit(c) && c != '+' &&
			c != '-' && c != '.')
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

/* Where the first "?" or "#" is, or a "/" too. */
static size_t
find_end(struct slice text, bool with_slash)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '?' || c == '#' || (c == '/' && with_slash))
			return i;
	}
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
		size_t len = find_end(text, true);

		url.has_authority = true;
		url.authority = slice_of(text.at, len);
		text = behind(text, len);
	}
	size_t len = find_end(text, false);

	url.path = slice_of(text.at, len);
	text = behind(text, len);
	if (text.len != 0 && text.at[0] == '?') {
		const char *end = memchr(text.at, '#', text.len);

		len = end != NULL ? (size_t)(end - text.at) : text.len;
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
			if (i + 2 >= text.len ||
				!ascii_is_hex(text.at[i + 1]) ||
				!ascii_is_hex(text.at[i + 2]))
				return false;
			i += 2;
		} else if (!ascii_is_uri(text.at[i])) {
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
		if (!ascii_is_hex(*at) && *at != ':' && *at != '.')
			return false;
	struct slice before = slice_of(text.at, (size_t)(open - text.at));
	struct slice port = slice_of(shut + 1, (size_t)(end - shut - 1));

	return is_legal_run(before) && is_legal_run(port);
}

/* The parts of `text`. */
static bool
is_absolute(struct slice text, const struct url *url)
{
	return url->scheme.len != 0 && url->scheme.len + 1 != text.len &&
	       text.len <= URL_MAX && is_legal_authority(url->authority) &&
	       is_legal_run(url->path) && is_legal_run(url->query) &&
	       is_legal_run(url->fragment);
}

bool
url_is_absolute_uri(struct slice text)
{
	if (text.len <= URL_MAX && ascii_is_weblink(text))
		return true;
	struct url url = url_split(text);

	return is_absolute(text, &url);
}

static struct slice
host_of(struct slice authority)
{
	for (size_t i = authority.len; i > 0; i--)
		if (authority.at[i - 1] == '@')
			return behind(authority, i);
	return authority;
}

static bool
has_host(const struct url *url)
{
	struct slice host = host_of(url->authority);

	return host.len != 0 && host.at[0] != ':';
}

bool
url_is_web(struct slice text)
{
	struct url url = url_split(text);

	return scheme_is_web(url.scheme) && has_host(&url) &&
	       is_absolute(text, &url);
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
	if (!slice_has(text, '\t') && !slice_has(text, '\n') &&
		!slice_has(text, '\r') && !is_web) {
		buf_put_slice(out, text);
		return;
	}
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
		size_t start = i;

		while (i < text.len && ascii_is_uri(text.at[i]))
			i++;
		buf_put(out, text.at + start, i - start);
		if (i == text.len)
			return;
		char c = text.at[i];
		bool escape = c == '%' && i + 2 < text.len &&
			      ascii_is_hex(text.at[i + 1]) &&
			      ascii_is_hex(text.at[i + 2]);

		if (escape || (c != '\0' && strchr(extra, c) != NULL))
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

/* "." and "..", or the same with "%2e" for a dot. */
static bool
is_dots(struct slice segment, unsigned n)
{
	for (; n != 0; n--) {
		size_t len = slice_starts(segment, SLICE(".")) ? 1
			     : slice_starts(segment, SLICE("%2e")) ||
					     slice_starts(segment, SLICE("%2E"))
				     ? 3
				     : 0;

		if (len == 0)
			return false;
		segment = behind(segment, len);
	}
	return segment.len == 0;
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

		if (is_dots(segment, 2)) {
			if (n_starts != 0)
				buf_cut(out, starts[--n_starts]);
			if (last)
				buf_putc(out, '/');
		} else if (is_dots(segment, 1)) {
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

/* In lower case, but for the digits of escapes, which section 6.2.2.1 has in
 * upper case: written once, it is written the same again. */
static void
put_host(struct buf *out, struct slice host)
{
	auto_(buf_done) struct buf escaped = BUF_NULL;

	put_encoded(&escaped, host, "[]");
	for (size_t i = 0; i < escaped.len; i++) {
		char c = escaped.data[i];
		bool in_escape = (i >= 1 && escaped.data[i - 1] == '%') ||
				 (i >= 2 && escaped.data[i - 2] == '%');

		if (in_escape && c >= 'a' && c <= 'f')
			c = (char)(c & ~0x20);
		else if (!in_escape && c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		buf_putc(out, c);
	}
}

/* Without a default, without zeros in front; what is no port stays and makes
 * the address illegal. */
static void
put_port(struct buf *out, struct slice scheme, struct slice port)
{
	while (port.len > 1 && port.at[0] == '0')
		port = behind(port, 1);
	if (port.len == 0 ||
		slice_is(port, slice_is_nocase(scheme, "https") ? "443" : "80"))
		return;
	buf_putc(out, ':');
	buf_put_slice(out, port);
}

/* Whatever would end it is written out. */
static void
put_user_part(struct buf *out, struct slice part)
{
	auto_(buf_done) struct buf escaped = BUF_NULL;

	put_encoded(&escaped, part, "");
	for (size_t i = 0; i < escaped.len; i++)
		if (escaped.data[i] == '@' || escaped.data[i] == ':')
			buf_printf(out, "%%%02X", escaped.data[i]);
		else
			buf_putc(out, escaped.data[i]);
}

/* An empty name or password says nothing. */
static void
put_user(struct buf *out, struct slice user)
{
	struct slice name = { 0 };

	slice_cut(&user, ':', &name);
	if (name.len == 0 && user.len == 0)
		return;
	put_user_part(out, name);
	if (user.len != 0) {
		buf_putc(out, ':');
		put_user_part(out, user);
	}
	buf_putc(out, '@');
}

/* A name, or an address in brackets, and then a colon. */
static bool
is_host(struct slice text)
{
	if (text.len < 2 || text.at[text.len - 1] != ':')
		return false;
	text.len--;
	return text.at[0] == '[' ? text.at[text.len - 1] == ']'
				 : !slice_has(text, ':');
}

static void
put_authority(struct buf *out, struct slice scheme, struct slice authority)
{
	struct slice host = host_of(authority);
	struct slice user = slice_of(authority.at, authority.len - host.len);
	size_t len = host.len;

	buf_puts(out, "//");
	if (!scheme_is_web(scheme)) {
		put_encoded(out, user, "");
		put_host(out, host);
		return;
	}
	if (user.len != 0)
		put_user(out, slice_of(user.at, user.len - 1));
	while (len != 0 && ascii_is_digit(host.at[len - 1]))
		len--;
	/* without a host the address is none, and the caller sees to that */
	if (!is_host(slice_of(host.at, len)))
		host_put(host, out);
	else if (host_put(slice_of(host.at, len - 1), out))
		put_port(out, scheme, behind(host, len));
}

/* A port that is one, if any. */
static bool
is_web_authority(struct slice authority)
{
	struct slice host = host_of(authority);
	uint64_t port = 0;
	struct slice name;

	if (host.len != 0 && host.at[0] == '[')
		slice_cut(&host, ']', &name);
	slice_cut(&host, ':', &name);
	return host.len == 0 ||
	       (slice_to_u64(host, &port) == 0 && port <= UINT16_MAX);
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
		put_authority(out, url->scheme, url->authority);
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
	put_authority(out, whole.scheme, whole.authority);
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
	put_authority(out, base.scheme, base.authority);
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
	if (ascii_is_weblink(reference)) {
		buf_put_slice(out, reference);
		return true;
	}
	clean(reference, false, &text);
	struct slice scheme = scheme_of(buf_slice(&text));

	if (slice_has(reference, '\\') &&
		scheme_is_web(scheme.len != 0 ? scheme : scheme_of(base))) {
		buf_clear(&text);
		clean(reference, true, &text);
	}
	struct url url = url_split(buf_slice(&text));

	/* "http:a" beside a base of the same scheme is "a", as browsers have
	 * it */
	if (url.scheme.len != 0 && !url.has_authority &&
		scheme_is_web(url.scheme) &&
		slice_equal_nocase(url.scheme, scheme_of(slice_trim(base))))
		url.scheme.len = 0;
	if (url.scheme.len == 0) {
		if (!put_relative(&result, slice_trim(base), &url))
			return false;
	} else if (scheme_is_web(url.scheme)) {
		put_web(&result, &url);
	} else {
		put_opaque(&result, &url);
	}
	struct slice made = buf_slice(&result);

	url = url_split(made);
	if (!is_absolute(made, &url) ||
		(scheme_is_web(url.scheme) &&
			(!has_host(&url) || !is_web_authority(url.authority))))
		return false;
	buf_put_slice(out, made);
	return true;
}

bool
url_resolve_link(struct slice base, struct slice reference, struct buf *out)
{
	size_t before = out->len;

	if (!url_resolve(base, reference, out))
		return false;
	struct slice made = buf_slice(out);
	struct slice scheme = scheme_of(behind(made, before));

	if (scheme_is_web(scheme) || slice_is(scheme, "mailto"))
		return true;
	buf_cut(out, before);
	return false;
}
