/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http1_head - what the lines of a head mean, and which heads mean nothing.
 *
 * The lines are free of control characters already. Here stands every rule
 * about the request line (RFC 9112 section 3), the fields (section 5) and above
 * all how the body is framed (section 6), which is where requests are smuggled.
 */
#include "base/mem.h"
#include "net/http1_parts.h"

static bool
http1_is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

/* Never for NUL, which strchr() would find. */
static bool
http1_is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

bool
http1_is_token(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!http1_is_alnum(text.at[i]) &&
			!http1_is_one_of(text.at[i], "!#$%&'*+-.^_`|~"))
			return false;
	return text.len > 0;
}

const char *
http1_read_field(struct slice line, struct http1_header *ret_header)
{
	if (line.at[0] == ' ' || line.at[0] == '\t')
		return "header-folded";
	const char *colon = memchr(line.at, ':', line.len);
	if (colon == NULL)
		return "header-without-colon";
	struct slice name = slice_of(line.at, (size_t)(colon - line.at));
	if (!http1_is_token(name))
		return "header-name";
	struct slice value = slice_of(colon + 1, line.len - name.len - 1);
	*ret_header = (struct http1_header){ name, slice_trim(value) };
	return NULL;
}

/* Cut one line off the collected head; its CRLF is known to be there. */
static struct slice
http1_cut_line(struct slice *rest)
{
	const char *end = memchr(rest->at, '\r', rest->len);
	struct slice line = slice_of(rest->at, (size_t)(end - rest->at));

	rest->at += line.len + 2;
	rest->len -= line.len + 2;
	return line;
}

static bool
http1_target_char(char c)
{
	return http1_is_alnum(c) || http1_is_one_of(c, "-._~!$&'()*+,;=:@/?");
}

static const char *
http1_check_target(struct slice method, struct slice target)
{
	if (slice_is(target, "*"))
		return slice_is(method, "OPTIONS") ? NULL : "target-form";
	if (target.len == 0 || target.at[0] != '/')
		return "target-form";
	for (size_t i = 0; i < target.len; i++) {
		char c = target.at[i];

		if (c == '#')
			return "target-fragment";
		if (c != '%' && !http1_target_char(c))
			return "target-bytes";
		if (c != '%')
			continue;
		if (i + 2 >= target.len ||
			http1_hex_digit(target.at[i + 1]) < 0 ||
			http1_hex_digit(target.at[i + 2]) < 0)
			return "target-escape";
		if (target.at[i + 1] == '0' && target.at[i + 2] == '0')
			return "target-nul";
	}
	return NULL;
}

static bool
http1_read_version(struct http1 *http, struct slice version)
{
	bool shaped = version.len == 8 &&
		      slice_starts(version, SLICE("HTTP/")) &&
		      version.at[5] >= '0' && version.at[5] <= '9' &&
		      version.at[6] == '.' && version.at[7] >= '0' &&
		      version.at[7] <= '9';

	if (!shaped)
		return http1_bad(http, 400, "version"), false;
	if (version.at[5] != '1' || version.at[7] > '1')
		return http1_bad(http, 505, "version-unsupported"), false;
	http->minor = (unsigned)(version.at[7] - '0');
	return true;
}

/* Exactly two blanks in it, by cutting at the first and the last. */
static bool
http1_read_request_line(struct http1 *http, struct slice line)
{
	struct slice rest = line, target;

	if (!slice_cut(&rest, ' ', &http->method) ||
		!http1_is_token(http->method))
		return http1_bad(http, 400, "method"), false;
	if (!slice_cut(&rest, ' ', &target))
		return http1_bad(http, 400, "request-line"), false;
	const char *wrong = http1_check_target(http->method, target);
	if (wrong != NULL)
		return http1_bad(http, 400, wrong), false;
	if (!http1_read_version(http, rest))
		return false;
	http->target = target;
	rest = target;
	slice_cut(&rest, '?', &http->path);
	http->query = rest;
	return true;
}

static bool
http1_read_fields(struct http1 *http, struct slice rest)
{
	for (;;) {
		struct slice line = http1_cut_line(&rest);
		struct http1_header header;

		if (line.len == 0)
			return true;
		const char *wrong = http1_read_field(line, &header);
		if (wrong != NULL)
			return http1_bad(http, 400, wrong), false;
		if (http->n_headers >= http->limits.n_headers)
			return http1_bad(http, 431, "headers-too-many"), false;
		mem_grow(http->headers, http->n_headers, http->cap_headers);
		http->headers[http->n_headers++] = header;
	}
}

static size_t
http1_count(const struct http1 *http, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < http->n_headers; i++)
		n += slice_is_nocase(http->headers[i].name, name);
	return n;
}

struct slice
http1_header(const struct http1 *http, const char *name)
{
	for (size_t i = 0; i < http->n_headers; i++)
		if (slice_is_nocase(http->headers[i].name, name))
			return http->headers[i].value;
	return slice_of(NULL, 0);
}

/* Fields that must not be said twice: two readers could take different ones. */
static bool
http1_check_single(struct http1 *http)
{
	static const struct {
		const char *name, *reason;
	} single[] = {
		{ "host", "host-twice" },
		{ "content-length", "length-twice" },
		{ "transfer-encoding", "transfer-encoding-twice" },
		{ "authorization", "authorization-twice" },
		{ "content-type", "content-type-twice" },
		{ "content-encoding", "content-encoding-twice" },
		{ "idempotency-key", "idempotency-key-twice" },
		{ "last-event-id", "last-event-id-twice" },
		{ "expect", "expect-twice" },
	};

	for (size_t i = 0; i < n_elements(single); i++)
		if (http1_count(http, single[i].name) > 1)
			return http1_bad(http, 400, single[i].reason), false;
	return true;
}

/* [v6] or a name or an IPv4 address, with or without a port. */
static bool
http1_is_host(struct slice host)
{
	size_t i = 0;

	if (host.len > 0 && host.at[0] == '[') {
		for (i = 1; i < host.len && host.at[i] != ']'; i++)
			if (http1_hex_digit(host.at[i]) < 0 &&
				!http1_is_one_of(host.at[i], ":."))
				return false;
		if (i < 3 || i++ >= host.len)
			return false;
	} else {
		while (i < host.len &&
			(http1_is_alnum(host.at[i]) ||
				http1_is_one_of(host.at[i], "-._")))
			i++;
	}
	if (i == 0 || i > 255)
		return false;
	if (i == host.len)
		return true;
	struct slice port = slice_of(host.at + i + 1, host.len - i - 1);
	uint64_t number;
	return host.at[i] == ':' && port.len <= 5 &&
	       slice_to_u64(port, &number) == 0 && number <= 65535;
}

static bool
http1_check_host(struct http1 *http)
{
	struct slice host = http1_header(http, "host");

	if (host.at == NULL && http->minor == 0)
		return true;
	if (host.at == NULL)
		return http1_bad(http, 400, "host-missing"), false;
	if (!http1_is_host(host))
		return http1_bad(http, 400, "host"), false;
	return true;
}

static bool
http1_read_framing(struct http1 *http)
{
	struct slice length = http1_header(http, "content-length");
	struct slice coding = http1_header(http, "transfer-encoding");

	if (coding.at != NULL && length.at != NULL)
		return http1_bad(http, 400, "te-and-length"), false;
	if (coding.at != NULL && http->minor == 0)
		return http1_bad(http, 400, "te-on-http10"), false;
	if (coding.at != NULL && !slice_is_nocase(coding, "chunked"))
		return http1_bad(http, 501, "transfer-encoding"), false;
	if (length.at != NULL &&
		(length.len > 18 ||
			slice_to_u64(length, &http->content_length) != 0))
		return http1_bad(http, 400, "length"), false;
	http->chunked = coding.at != NULL;
	http->has_body = http->chunked || length.at != NULL;
	return true;
}

static bool
http1_connection_says(const struct http1 *http, const char *option)
{
	for (size_t i = 0; i < http->n_headers; i++) {
		struct slice rest = http->headers[i].value, part;

		if (!slice_is_nocase(http->headers[i].name, "connection"))
			continue;
		while (slice_cut(&rest, ',', &part))
			if (slice_is_nocase(slice_trim(part), option))
				return true;
	}
	return false;
}

static bool
http1_read_expect(struct http1 *http)
{
	struct slice expect = http1_header(http, "expect");

	if (expect.at == NULL || http->minor == 0)
		return true;
	if (!slice_is_nocase(expect, "100-continue"))
		return http1_bad(http, 417, "expectation"), false;
	http->expect_continue = http->has_body;
	return true;
}

bool
http1_read_head(struct http1 *http)
{
	struct slice rest = buf_slice(&http->head);
	struct slice line = http1_cut_line(&rest);

	if (!http1_read_request_line(http, line) ||
		!http1_read_fields(http, rest) || !http1_check_single(http) ||
		!http1_check_host(http) || !http1_read_framing(http) ||
		!http1_read_expect(http))
		return false;
	http->keep_alive =
		http->minor == 1
			? !http1_connection_says(http, "close")
			: http1_connection_says(http, "keep-alive") &&
				  !http1_connection_says(http, "close");
	return true;
}
