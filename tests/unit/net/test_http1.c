/* SPDX-License-Identifier: Apache-2.0 */
/* test_http1 - what the request parser takes, and the list of what it does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/http1.h"

#include "malformed.h"

static const struct http1_limits limits = { 8192, 16384, 100, 256, 1000 };

/* Read everything in pieces; the last event that is not MORE or BODY. */
static enum http1_event
read_all(struct http1 *http, struct slice bytes, size_t piece, struct buf *body)
{
	enum http1_event last = HTTP1_MORE;
	size_t at = 0;

	while (at < bytes.len && last != HTTP1_END && last != HTTP1_BAD) {
		size_t len = piece < bytes.len - at ? piece : bytes.len - at;
		struct slice part = slice_of(bytes.at + at, len);
		enum http1_event event;

		at += len;
		do {
			struct slice some = { 0 };

			event = http1_feed(http, &part, &some);
			if (event == HTTP1_BODY)
				buf_put_slice(body, some);
			if (event != HTTP1_MORE && event != HTTP1_BODY)
				last = event;
		} while (event == HTTP1_HEAD || event == HTTP1_BODY);
	}
	return last;
}

static void
every_malformed_request_is_refused(void **state)
{
	struct malformed_list list = malformed_read();

	(void)state;
	assert_true(list.n >= 60);
	for (size_t i = 0; i < list.n; i++) {
		const struct malformed *bad = &list.items[i];

		for (size_t piece = 1; piece <= 100000; piece *= 10) {
			auto_(buf_done) struct buf body = BUF_NULL;
			struct http1 http;

			http1_init(&http, &limits);
			if (read_all(&http, buf_slice(&bad->bytes), piece,
				    &body) != HTTP1_BAD)
				fail_msg("\"%s\" was not refused", bad->name);
			if (http.status != bad->status)
				fail_msg("\"%s\": %u %s instead of %u",
					bad->name, http.status, http.reason,
					bad->status);
			http1_done(&http);
		}
	}
	malformed_done(&list);
}

static void
nothing_is_parsed_after_a_refusal(void **state)
{
	struct http1 http;
	struct slice bytes = SLICE("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n"
				   "Host: a\r\n\r\n");
	struct slice body;

	(void)state;
	http1_init(&http, &limits);
	assert_int_equal(http1_feed(&http, &bytes, &body), HTTP1_BAD);
	size_t left = bytes.len;
	assert_int_equal(http1_feed(&http, &bytes, &body), HTTP1_BAD);
	assert_int_equal(bytes.len, left);
	http1_done(&http);
}

static void
a_head_is_taken_apart(void **state)
{
	struct http1 http;
	auto_(buf_done) struct buf body = BUF_NULL;

	(void)state;
	http1_init(&http, &limits);
	assert_int_equal(
		read_all(&http,
			SLICE("GET /v1/a%2Fb?x=1&y HTTP/1.1\r\n"
			      "Host: [::1]:8443\r\nX-One:  two three \t\r\n"
			      "X-Empty:\r\nConnection: foo, Close\r\n\r\n"),
			3, &body),
		HTTP1_END);
	assert_true(slice_is(http.method, "GET"));
	assert_true(slice_is(http.path, "/v1/a%2Fb"));
	assert_true(slice_is(http.query, "x=1&y"));
	assert_true(slice_is(http1_header(&http, "x-ONE"), "two three"));
	assert_non_null(http1_header(&http, "x-empty").at);
	assert_null(http1_header(&http, "x-none").at);
	assert_false(http.keep_alive);
	assert_false(http.has_body);
	http1_done(&http);
}

static void
bodies_come_by_length_and_by_chunks(void **state)
{
	static const char *const requests[] = {
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n"
		"hellowld",
		"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n"
		"\r\n5;x=\"y\"\r\nhello\r\n03\r\nwld\r\n0\r\nT: u\r\n\r\n",
	};

	(void)state;
	for (size_t i = 0; i < n_elements(requests); i++)
		for (size_t piece = 1; piece < 100; piece += 7) {
			auto_(buf_done) struct buf body = BUF_NULL;
			struct http1 http;

			http1_init(&http, &limits);
			assert_int_equal(
				read_all(&http, slice_text(requests[i]), piece,
					&body),
				HTTP1_END);
			assert_string_equal(buf_text(&body), "hellowld");
			http1_done(&http);
		}
}

static void
requests_follow_each_other(void **state)
{
	struct slice bytes = SLICE("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
				   "GET /2 HTTP/1.0\r\n\r\n");
	struct slice body;
	struct http1 http;

	(void)state;
	http1_init(&http, &limits);
	assert_int_equal(http1_feed(&http, &bytes, &body), HTTP1_HEAD);
	assert_true(slice_is(http.path, "/1"));
	assert_true(http.keep_alive);
	assert_int_equal(http1_feed(&http, &bytes, &body), HTTP1_END);
	http1_next(&http);
	assert_true(http1_is_idle(&http));
	assert_int_equal(http1_feed(&http, &bytes, &body), HTTP1_HEAD);
	assert_true(slice_is(http.path, "/2"));
	assert_false(http.keep_alive);
	assert_int_equal(http1_feed(&http, &bytes, &body), HTTP1_END);
	http1_done(&http);
}

static void
escapes_are_undone_once(void **state)
{
	static const struct {
		const char *in, *out;
	} texts[] = {
		{ "a%20b+c", "a b c" },
		{ "%2525", "%25" },
		{ "%C3%A9", "\xc3\xa9" },
		{ "%00", NULL },
		{ "%C3", NULL },
		{ "%4", NULL },
		{ "%zz", NULL },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(texts); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;
		int result = http1_decode(&out, slice_text(texts[i].in), true);

		assert_int_equal(result < 0, texts[i].out == NULL);
		assert_string_equal(
			buf_text(&out), texts[i].out ? texts[i].out : "");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_malformed_request_is_refused),
		cmocka_unit_test(nothing_is_parsed_after_a_refusal),
		cmocka_unit_test(a_head_is_taken_apart),
		cmocka_unit_test(bodies_come_by_length_and_by_chunks),
		cmocka_unit_test(requests_follow_each_other),
		cmocka_unit_test(escapes_are_undone_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
