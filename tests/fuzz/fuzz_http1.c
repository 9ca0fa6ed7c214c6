/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_http1 - any bytes through the request parser, whole and in pieces.
 *
 * Beyond not crashing: how the bytes are cut must change nothing, and after a
 * refusal nothing more may be taken.
 */
#include <stdint.h>

#include "base/buf.h"
#include "base/ensure.h"
#include "net/http1.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What happened, as text: one letter an event, and the bodies. */
static void
fuzz_read(struct slice bytes, size_t piece, struct buf *out)
{
	struct http1_limits limits = { 512, 1024, 20, 64, 4096 };
	struct http1 http;

	http1_init(&http, &limits);
	while (bytes.len > 0) {
		struct slice part = slice_of(
			bytes.at, piece < bytes.len ? piece : bytes.len);
		struct slice body = { 0 };
		size_t before = part.len;
		enum http1_event event = http1_feed(&http, &part, &body);

		bytes.at += before - part.len;
		bytes.len -= before - part.len;
		if (event == HTTP1_BODY)
			buf_put_slice(out, body);
		else if (event == HTTP1_HEAD)
			buf_printf(out, "<H%zu>", http.n_headers);
		else if (event == HTTP1_END)
			buf_puts(out, "<E>");
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
