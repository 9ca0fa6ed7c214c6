/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Push: a document is taken from whom it may be taken, and refused at the gate
 * before a byte of it is kept.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "crypto/digest.h"
#include "loop/loop.h"
#include "net/http_server.h"
#include "partner/push.h"

#define AS(who) "Authorization: Bearer key-" who "\r\n"
#define POST "POST /v1/partners/menafn/stories HTTP/1.1\r\nHost: a\r\n"

struct counter {
	struct loop *loop;
	struct push *push;
	struct http_route routes[PUSH_ROUTES];
	struct http_server *server;
	struct roster *roster;
	bool is_full;
	struct push_job *taken;
	int fd;
	struct buf heard;
};

static bool
is_full(void *ctx)
{
	return ((struct counter *)ctx)->is_full;
}

static void
take(void *ctx, struct push_job *job)
{
	((struct counter *)ctx)->taken = job;
}

static void
tell_status(void *ctx, struct http_exchange *x, const char *partner,
	struct slice id)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	(void)ctx;
	buf_printf(&text, "%s has ", partner);
	buf_put_slice(&text, id);
	http_respond_text(x, 200, "text/plain", buf_slice(&text));
}

static struct roster *
two_partners(size_t max_body)
{
	unsigned char hashes[2][1][KEY_HASH_SIZE];
	struct roster_facts facts[2] = {
		{ "menafn", hashes[0], 1, true, true, max_body },
		{ "norrey", hashes[1], 1, false, false, max_body },
	};
	struct roster *roster = NULL;

	digest_sha256(SLICE("key-menafn"), hashes[0][0]);
	digest_sha256(SLICE("key-norrey"), hashes[1][0]);
	assert_int_equal(roster_new(facts, 2, &roster, NULL), 0);
	return roster;
}

static int
set_up(void **state)
{
	struct counter *counter = mem_new(struct counter);
	struct address nobody = { 0 };
	int fds[2];

	counter->loop = loop_new();
	counter->roster = two_partners(1000);
	counter->push = push_new(&(struct push_options){
		.roster = counter->roster,
		.base_url = "https://wire.example",
		.is_full = is_full,
		.take = take,
		.status = tell_status,
		.ctx = counter,
	});
	push_routes(counter->push, counter->routes);
	counter->server = http_server_new(&(struct http_server_options){
		.loop = counter->loop,
		.routes = counter->routes,
		.n_routes = PUSH_ROUTES,
		.limits = HTTP_LIMITS_DEFAULT,
	});
	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	http_server_adopt(counter->server, fds[0], &nobody, NULL, NULL);
	counter->fd = fds[1];
	*state = counter;
	return 0;
}

static int
tear_down(void **state)
{
	struct counter *counter = *state;

	close(counter->fd);
	http_server_free(counter->server);
	push_free(counter->push);
	roster_unref(counter->roster);
	loop_free(counter->loop);
	buf_done(&counter->heard);
	mem_free(counter);
	return 0;
}

static void
say(struct counter *counter, const char *text)
{
	assert_int_equal(send(counter->fd, text, strlen(text), MSG_NOSIGNAL),
		strlen(text));
}

static void
hear(struct counter *counter, const char *needle)
{
	int64_t until_ms = clock_mono_ms() + 5000;

	while (strstr(buf_text(&counter->heard), needle) == NULL) {
		char *room = buf_room(&counter->heard, 4096);
		ssize_t n = read(counter->fd, room, 4096);

		if (n > 0)
			buf_added(&counter->heard, (size_t)n);
		if (clock_mono_ms() > until_ms)
			fail_msg("no '%s' in: %s", needle,
				buf_text(&counter->heard));
		loop_turn(counter->loop, 5);
	}
}

static void
refuses(struct counter *counter, const char *request, const char *status,
	const char *code)
{
	say(counter, request);
	hear(counter, status);
	hear(counter, code);
	hear(counter, "Connection: close");
	assert_null(counter->taken);
	assert_null(strstr(buf_text(&counter->heard), "100 Continue"));
}

/* ---- at the gate ---- */

static void
who_shows_no_key_sends_no_body(void **state)
{
	refuses(*state, POST "Content-Length: 500\r\n\r\n", " 401 ",
		"WWW-Authenticate: Bearer");
}

static void
a_key_opens_its_own_path_only(void **state)
{
	refuses(*state, POST AS("norrey") "Content-Length: 500\r\n\r\n",
		" 403 ", "other-partner");
}

static void
what_is_announced_too_large_is_not_begun(void **state)
{
	refuses(*state,
		POST AS("menafn") "Content-Length: 1001\r\n"
				  "Expect: 100-continue\r\n\r\n",
		" 413 ", "document-too-large");
}

static void
what_is_packed_otherwise_is_not_begun(void **state)
{
	refuses(*state,
		POST AS("menafn") "Content-Length: 500\r\n"
				  "Content-Encoding: br\r\n\r\n",
		" 415 ", "Accept-Encoding: gzip, identity");
}

static void
a_full_house_refuses_before_memory_grows(void **state)
{
	struct counter *counter = *state;

	counter->is_full = true;
	refuses(counter, POST AS("menafn") "Content-Length: 500\r\n\r\n",
		" 503 ", "Retry-After: 1");
}

/* ---- behind it ---- */

static void
a_document_comes_with_what_says_something_about_it(void **state)
{
	struct counter *counter = *state;

	say(counter, POST AS("menafn") "Content-Type: text/plain\r\n"
				       "Content-Language: pt\r\n"
				       "Idempotency-Key: k1\r\n"
				       "Content-Length: 9\r\n\r\nRain fell");
	while (counter->taken == NULL)
		loop_turn(counter->loop, 5);
	struct push_job *job = counter->taken;
	assert_string_equal(job->partner->name, "menafn");
	assert_string_equal(job->content_type, "text/plain");
	assert_non_null(strstr(job->headers, "Content-Language: pt\n"));
	assert_null(strstr(job->headers, "key-menafn"));
	assert_string_equal(job->key, "k1");
	assert_int_equal(job->bytes->len, 9);
	push_answer(job, 201, SLICE("{}"));
	hear(counter, " 201 ");
}

/* "Rain fell" as gzip. */
static const char rain[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x0b\x4a"
			   "\xcc\xcc\x53\x48\x4b\xcd\xc9\x01\x00\xaf\x3d\xe0"
			   "\x96\x09\x00\x00\x00";

static void
say_packed(struct counter *counter, size_t len)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	buf_printf(&text,
		POST AS("menafn") "Content-Encoding: gzip\r\n"
				  "Idempotency-Key: k1\r\n"
				  "Content-Length: %zu\r\n\r\n",
		len);
	buf_put(&text, rain, len);
	assert_int_equal(
		send(counter->fd, text.data, text.len, MSG_NOSIGNAL), text.len);
}

static void
a_packed_document_is_what_is_in_it(void **state)
{
	struct counter *counter = *state;
	char plain[DIGEST_SHA256_SIZE * 2 + 1];

	say_packed(counter, sizeof(rain) - 1);
	while (counter->taken == NULL)
		loop_turn(counter->loop, 5);
	struct push_job *job = counter->taken;

	assert_int_equal(job->bytes->len, 9);
	assert_memory_equal(job->bytes->data, "Rain fell", 9);
	digest_sha256_hex(SLICE("Rain fell"), plain);
	digest_sha256_hex(slice_text(plain), plain);
	assert_string_equal(job->body_hash, plain);
	push_answer(job, 201, SLICE("{}"));
	hear(counter, " 201 ");
}

static void
half_a_packed_document_is_none(void **state)
{
	struct counter *counter = *state;

	say_packed(counter, sizeof(rain) - 2);
	hear(counter, " 400 ");
	hear(counter, "content-encoding-broken");
	assert_null(counter->taken);
}

static void
a_house_that_filled_up_meanwhile_says_so(void **state)
{
	struct counter *counter = *state;

	say(counter, POST AS("menafn") "Content-Length: 9\r\n\r\nRain");
	for (int i = 0; i < 3; i++)
		loop_turn(counter->loop, 1);
	counter->is_full = true;
	say(counter, " fell");
	hear(counter, " 503 ");
	hear(counter, "Retry-After: 1");
	assert_null(counter->taken);
}

static void
a_key_that_went_while_the_body_came_opens_nothing(void **state)
{
	struct counter *counter = *state;
	struct roster *nobody = NULL;

	say(counter, POST AS("menafn") "Content-Length: 9\r\n\r\nRain");
	for (int i = 0; i < 3; i++)
		loop_turn(counter->loop, 1);
	assert_int_equal(roster_new(NULL, 0, &nobody, NULL), 0);
	push_set_roster(counter->push, nobody);
	roster_unref(nobody);
	say(counter, " fell");
	hear(counter, " 401 ");
	assert_null(counter->taken);
}

static void
a_document_without_content_is_none(void **state)
{
	struct counter *counter = *state;

	say(counter, POST AS("menafn") "Content-Length: 0\r\n\r\n");
	hear(counter, " 422 ");
	hear(counter, "empty-document");
}

static void
a_partner_may_ask_where_a_story_stands(void **state)
{
	struct counter *counter = *state;

	say(counter, "GET /v1/partners/menafn/stories/s1 HTTP/1.1\r\n"
		     "Host: a\r\n" AS("menafn") "\r\n");
	hear(counter, "menafn has s1");
}

static void
two_partners_with_one_key_are_refused(void **state)
{
	unsigned char hash[1][KEY_HASH_SIZE] = { { 7 } };
	struct roster_facts facts[2] = {
		{ "menafn", hash, 1, false, false, 1 },
		{ "norrey", hash, 1, false, false, 1 },
	};
	struct roster *roster = NULL;
	struct problem why = PROBLEM_NULL;

	(void)state;
	assert_int_equal(roster_new(facts, 2, &roster, &why), 1);
	assert_string_equal(why.code, "E-PARTNER-TWICE");
	assert_null(roster);
}

#define AT_COUNTER(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_COUNTER(who_shows_no_key_sends_no_body),
		AT_COUNTER(a_key_opens_its_own_path_only),
		AT_COUNTER(what_is_announced_too_large_is_not_begun),
		AT_COUNTER(what_is_packed_otherwise_is_not_begun),
		AT_COUNTER(a_full_house_refuses_before_memory_grows),
		AT_COUNTER(a_document_comes_with_what_says_something_about_it),
		AT_COUNTER(a_packed_document_is_what_is_in_it),
		AT_COUNTER(half_a_packed_document_is_none),
		AT_COUNTER(a_house_that_filled_up_meanwhile_says_so),
		AT_COUNTER(a_key_that_went_while_the_body_came_opens_nothing),
		AT_COUNTER(a_document_without_content_is_none),
		AT_COUNTER(a_partner_may_ask_where_a_story_stands),
		cmocka_unit_test(two_partners_with_one_key_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
