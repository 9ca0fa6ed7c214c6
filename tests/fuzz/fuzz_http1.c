/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_http1 - any bytes through the request parser, whole and in pieces.
 *
 * Beyond not crashing: how the bytes are cut must change nothing; after a
 * refusal nothing more may be taken; no limit is passed; what a handler is
 * shown of path and query is UTF-8 without a NUL.
 *
 * Reaches: gateway/net/http1.c gateway/net/http1_head.c gateway/net/http1_url.c
 * gateway/net/http_exchange.c
 */
#include <stdint.h>

#include "base/buf.h"
#include "base/ensure.h"
#include "base/utf8.h"
#include "net/http_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct http1_limits limits = { 512, 1024, 20, 64, 4096 };

static void
fuzz_shown(struct slice text)
{
	ensure(utf8_is_valid(text) && !slice_has(text, '\0'));
}

/* The head as a handler would see it. */
static void
fuzz_head(const struct http1 *http)
{
	struct http_exchange x = { .http = *http };
	struct slice name, value;

	ensure(http->method.len > 0 && http->target.len > 0);
	ensure(http->n_headers <= limits.n_headers);
	ensure(!(http->chunked && http->content_length > 0));
	if (http_exchange_decode(&x)) {
		fuzz_shown(x.path);
		for (size_t i = 0; http_query_at(&x, i, &name, &value); i++) {
			fuzz_shown(name);
			fuzz_shown(value);
		}
		http_query_param(&x, "dry_run");
	}
	arena_done(&x.arena);
}

/* What happened, as text: one letter an event, and the bodies. */
static void
fuzz_read(struct slice bytes, size_t piece, struct buf *out)
{
	struct http1 http;
	size_t body_len = 0;

	http1_init(&http, &limits);
	while (bytes.len > 0) {
		struct slice part = slice_of(
			bytes.at, piece < bytes.len ? piece : bytes.len);
		struct slice body = { 0 };
		size_t before = part.len;
		enum http1_event event = http1_feed(&http, &part, &body);

		bytes.at += before - part.len;
		bytes.len -= before - part.len;
		body_len = event == HTTP1_HEAD ? 0 : body_len + body.len;
		ensure(body_len <= limits.body);
		if (event == HTTP1_BODY)
			buf_put_slice(out, body);
		else if (event == HTTP1_HEAD)
			buf_printf(out, "<H%zu>", http.n_headers);
		else if (event == HTTP1_END)
			buf_puts(out, "<E>");
		if (event == HTTP1_HEAD && piece > 1)
			fuzz_head(&http);
		if (event == HTTP1_END)
			http1_next(&http);
		if (event == HTTP1_BAD) {
			buf_printf(out, "<%u %s>", http.status, http.reason);
			struct slice more = SLICE("GET / HTTP/1.1\r\n");
			ensure(http1_feed(&http, &more, &body) == HTTP1_BAD);
			break;
		}
	}
	http1_done(&http);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(buf_done) struct buf whole = BUF_NULL, bytewise = BUF_NULL;
	auto_(buf_done) struct buf decoded = BUF_NULL;
	struct slice bytes = slice_of((const char *)data, size);

	fuzz_read(bytes, size, &whole);
	fuzz_read(bytes, 1, &bytewise);
	ensure(slice_equal(buf_slice(&whole), buf_slice(&bytewise)));
	(void)!http1_decode(&decoded, bytes, true);
	return 0;
}
