/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gates and limits of a connection: who may send a body at all, how much, how
 * slowly, and how much may wait for those who do not listen.
 */
#include "porch.h"

#include "net/stream.h"

#define POST "POST /in HTTP/1.1\r\nHost: a\r\n"

/* ---- the gate ---- */

static void
a_refusal_at_the_gate_comes_before_the_body(void **state)
{
	struct porch porch;

	(void)state;
	porch_open(&porch, HTTP_LIMITS_DEFAULT);
	porch.refusal = 401;
	porch_say(&porch, POST "Content-Length: 90000\r\n\r\nfirst bytes");
	porch_hear(&porch, NULL);
	assert_int_equal(porch_count(&porch, "HTTP/1.1 401 "), 1);
	assert_int_equal(porch_count(&porch, "Connection: close"), 1);
	assert_int_equal(porch.n_asked, 1);
	assert_int_equal(porch.n_served, 0);
	porch_close(&porch);
}

static void
who_is_refused_is_never_told_to_go_on(void **state)
{
	struct porch porch;

	(void)state;
	porch_open(&porch, HTTP_LIMITS_DEFAULT);
	porch.refusal = 503;
	porch_say(&porch,
		POST "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n");
	porch_hear(&porch, NULL);
	assert_int_equal(porch_count(&porch, "100 Continue"), 0);
	assert_int_equal(porch_count(&porch, "HTTP/1.1 503 "), 1);
	porch_close(&porch);
}

static void
who_is_let_in_is_told_to_go_on(void **state)
{
	struct porch porch;

	(void)state;
	porch_open(&porch, HTTP_LIMITS_DEFAULT);
	porch_say(&porch,
		POST "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n");
	porch_hear(&porch, "HTTP/1.1 100 Continue\r\n\r\n");
	assert_int_equal(porch.n_served, 0);
	porch_say(&porch, "body");
	porch_hear(&porch, "served");
	porch_close(&porch);
}

static void
a_gate_sets_its_own_limit(void **state)
{
	static const char *const too_much[] = {
		POST "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n",
		POST "Transfer-Encoding: chunked\r\n\r\nb\r\n",
	};

	(void)state;
	for (size_t i = 0; i < n_elements(too_much); i++) {
		struct porch porch;

		porch_open(&porch, HTTP_LIMITS_DEFAULT);
		porch.gate_max = 10;
		porch_say(&porch, too_much[i]);
		porch_hear(&porch, NULL);
		assert_int_equal(porch_count(&porch, "HTTP/1.1 413 "), 1);
		assert_int_equal(porch_count(&porch, "100 Continue"), 0);
		assert_int_equal(porch.n_served, 0);
		porch_close(&porch);
	}
}

static void
a_refusal_without_a_body_keeps_the_connection(void **state)
{
	struct porch porch;

	(void)state;
	porch_open(&porch, HTTP_LIMITS_DEFAULT);
	porch.refusal = 401;
	porch_say(&porch, POST "\r\n");
	porch_hear(&porch, "refused-at-the-gate");
	porch.refusal = 0;
	porch_say(&porch, POST "Content-Length: 2\r\n\r\nok");
	porch_hear(&porch, "served");
	porch_close(&porch);
}

/* ---- how much, how slowly ---- */

static void
the_last_request_of_a_connection_says_so(void **state)
{
	struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct porch porch;

	(void)state;
	limits.n_requests = 3;
	porch_open(&porch, limits);
	for (int i = 0; i < 5; i++)
		porch_say(&porch, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	porch_hear(&porch, NULL);
	assert_int_equal(porch_count(&porch, "served"), 3);
	assert_int_equal(porch_count(&porch, "Connection: close"), 1);
	assert_int_equal(porch.n_served, 3);
	porch_close(&porch);
}

static void
a_request_that_was_on_its_way_is_answered_by_a_closing_house(void **state)
{
	struct porch porch;

	(void)state;
	porch_open(&porch, HTTP_LIMITS_DEFAULT);
	http_server_drain(porch.server);
	porch_say(&porch, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	porch_hear(&porch, NULL);
	assert_int_equal(porch_count(&porch, "served"), 1);
	assert_int_equal(porch_count(&porch, "Connection: close"), 1);
	porch_close(&porch);
}

static void
who_is_idle_in_a_closing_house_is_let_go(void **state)
{
	struct porch porch;
	int64_t since_ms = clock_mono_ms();

	(void)state;
	porch_open(&porch, HTTP_LIMITS_DEFAULT);
	porch_say(&porch, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	porch_hear(&porch, "served");
	http_server_drain(porch.server);
	porch_hear(&porch, NULL);
	assert_true(clock_mono_ms() - since_ms < 2000);
	porch_close(&porch);
}

static void
an_answer_that_is_not_sent_yet_is_sent_by_a_closing_house(void **state)
{
	struct porch porch;

	(void)state;
	porch_open(&porch, HTTP_LIMITS_DEFAULT);
	porch_say(&porch, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
	for (int i = 0; i < 5; i++)
		loop_turn(porch.loop, 1);
	http_server_drain(porch.server);
	porch_hear(&porch, NULL);
	assert_true(porch.heard.len > PORCH_BIG);
	porch_close(&porch);
}

static void
a_body_has_a_deadline_however_steadily_it_comes(void **state)
{
	struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct porch porch;

	(void)state;
	limits.body_timeout_ms = 100;
	limits.body_rate = 0;
	porch_open(&porch, limits);
	porch_say(&porch, POST "Content-Length: 90000\r\n\r\n");
	for (int64_t last_ms = 0; porch_count(&porch, "body-timeout") == 0;) {
		int64_t now_ms = clock_mono_ms();

		/* Refused by the socket once we have been cut. */
		if (now_ms - last_ms >= 5) {
			(void)send(porch.fd, "crumbs", 6, MSG_NOSIGNAL);
			last_ms = now_ms;
		}
		loop_turn(porch.loop, 5);
		porch_listen(&porch, 4096);
		assert_false(porch.at_end);
	}
	assert_int_equal(porch_count(&porch, "HTTP/1.1 408 "), 1);
	porch_close(&porch);
}

static void
a_line_between_chunks_has_its_own_limit(void **state)
{
	struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct porch porch;

	(void)state;
	limits.chunk_line = 16;
	porch_open(&porch, limits);
	porch_say(&porch, POST "Transfer-Encoding: chunked\r\n\r\n"
			       "1;an=extension-of-twenty\r\nx\r\n0\r\n\r\n");
	porch_hear(&porch, NULL);
	assert_int_equal(porch_count(&porch, "chunk-line-too-long"), 1);
	porch_close(&porch);
}

/* ---- how much of all together ---- */

static void
too_many_bodies_at_once_are_told_to_come_again(void **state)
{
	static const char *const too_much[] = {
		POST "Content-Length: 6\r\nExpect: 100-continue\r\n\r\n",
		POST "Transfer-Encoding: chunked\r\n\r\n"
		     "3\r\nabc\r\n3\r\ndef\r\n",
	};
	struct http_limits limits = HTTP_LIMITS_DEFAULT;
	atomic_size_t n_bodies = 95; /* the others' */
	struct porch porch;

	(void)state;
	limits.n_bodies = &n_bodies;
	limits.bodies = 100;
	for (size_t i = 0; i < n_elements(too_much); i++) {
		porch_open(&porch, limits);
		porch_say(&porch, too_much[i]);
		porch_hear(&porch, NULL);
		assert_int_equal(porch_count(&porch, "HTTP/1.1 503 "), 1);
		assert_int_equal(porch_count(&porch, "Retry-After: 1"), 1);
		assert_int_equal(porch_count(&porch, "100 Continue"), 0);
		assert_int_equal(porch.n_served, 0);
		assert_int_equal(n_bodies, 95);
		porch_close(&porch);
	}
	porch_open(&porch, limits);
	porch_say(&porch, POST "Content-Length: 5\r\n\r\nabcd");
	for (int i = 0; i < 5; i++)
		loop_turn(porch.loop, 1);
	assert_int_equal(n_bodies, 99);
	porch_say(&porch, "e");
	porch_hear(&porch, "served");
	loop_turn(porch.loop, 0);
	assert_int_equal(n_bodies, 95);
	/* One who goes in the middle takes what is his along. */
	porch_say(&porch, POST "Content-Length: 5\r\n\r\nabcd");
	for (int i = 0; i < 5; i++)
		loop_turn(porch.loop, 1);
	assert_int_equal(n_bodies, 99);
	porch_close(&porch);
	assert_int_equal(n_bodies, 95);
}

/* ---- those who do not listen ---- */

static void
who_takes_no_answer_is_not_served_another(void **state)
{
	struct porch porch;

	(void)state;
	porch_open(&porch, HTTP_LIMITS_DEFAULT);
	for (int i = 0; i < 5; i++)
		porch_say(&porch, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
	for (int i = 0; i < 50; i++)
		loop_turn(porch.loop, 1);
	assert_int_equal(porch.n_served, 1);
	/* Then everything comes, in order and whole. */
	while (porch.heard.len < 5 * PORCH_BIG) {
		loop_turn(porch.loop, 5);
		porch_listen(&porch, 1u << 20);
		assert_false(porch.at_end);
	}
	assert_int_equal(porch.n_served, 5);
	assert_int_equal(porch_count(&porch, "HTTP/1.1 200 "), 5);
	porch_close(&porch);
}

static void
who_takes_a_little_now_and_then_is_cut(void **state)
{
	struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct porch porch;
	int64_t since_ms = clock_mono_ms();

	(void)state;
	limits.stream.output_soft = 64u << 10;
	limits.stream.output_soft_ms = 150;
	porch_open(&porch, limits);
	porch_say(&porch, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
	while (http_server_count(porch.server) > 0) {
		loop_turn(porch.loop, 5);
		porch_listen(&porch, 1000);
		assert_true(clock_mono_ms() - since_ms < 5000);
	}
	assert_true(clock_mono_ms() - since_ms >= 150);
	assert_true(porch.heard.len < PORCH_BIG);
	porch_close(&porch);
}

static void
who_takes_enough_in_time_is_not_cut(void **state)
{
	struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct porch porch;

	(void)state;
	limits.stream.output_soft = 64u << 10;
	limits.stream.output_soft_ms = 300;
	porch_open(&porch, limits);
	/* Over the soft limit again and again, never for long. */
	for (int i = 1; i <= 4; i++) {
		porch_say(&porch, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
		for (int64_t since_ms = clock_mono_ms();
			clock_mono_ms() - since_ms < 100;)
			loop_turn(porch.loop, 5);
		while (porch.heard.len < (size_t)i * PORCH_BIG) {
			loop_turn(porch.loop, 5);
			porch_listen(&porch, 1u << 20);
			assert_false(porch.at_end);
		}
	}
	porch_close(&porch);
}

static void
nobody_speaks(void *ctx, struct stream *stream, struct slice bytes)
{
	(void)ctx;
	(void)stream;
	(void)bytes;
}

static void
keep_reason(void *ctx, struct stream *stream, const char *reason)
{
	const char **to = ctx;

	(void)stream;
	*to = reason;
}

static void
nothing_comes_behind_the_hard_limit(void **state)
{
	static const struct stream_handler handler = { nobody_speaks,
		keep_reason };
	struct stream_limits limits = STREAM_LIMITS_DEFAULT;
	struct loop *loop = loop_new();
	struct porch other;
	const char *reason = NULL;
	int fds[2];

	(void)state;
	limits.output_hard = 100000;
	porch_open(&other, HTTP_LIMITS_DEFAULT);
	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	struct stream *stream =
		stream_new(loop, fds[0], NULL, &limits, &handler, &reason);
	/* One answer of any size may pass; what comes behind it may not. */
	assert_true(stream_send(stream, other.big));
	assert_false(stream_send_copy(stream, SLICE("more")));
	for (int i = 0; i < 3; i++)
		loop_turn(loop, 0);
	assert_string_equal(reason, "output-limit");
	close(fds[1]);
	loop_free(loop);
	porch_close(&other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refusal_at_the_gate_comes_before_the_body),
		cmocka_unit_test(who_is_refused_is_never_told_to_go_on),
		cmocka_unit_test(who_is_let_in_is_told_to_go_on),
		cmocka_unit_test(a_gate_sets_its_own_limit),
		cmocka_unit_test(a_refusal_without_a_body_keeps_the_connection),
		cmocka_unit_test(the_last_request_of_a_connection_says_so),
		cmocka_unit_test(
			a_request_that_was_on_its_way_is_answered_by_a_closing_house),
		cmocka_unit_test(
			an_answer_that_is_not_sent_yet_is_sent_by_a_closing_house),
		cmocka_unit_test(who_is_idle_in_a_closing_house_is_let_go),
		cmocka_unit_test(
			a_body_has_a_deadline_however_steadily_it_comes),
		cmocka_unit_test(a_line_between_chunks_has_its_own_limit),
		cmocka_unit_test(
			too_many_bodies_at_once_are_told_to_come_again),
		cmocka_unit_test(who_takes_no_answer_is_not_served_another),
		cmocka_unit_test(who_takes_a_little_now_and_then_is_cut),
		cmocka_unit_test(who_takes_enough_in_time_is_not_cut),
		cmocka_unit_test(nothing_comes_behind_the_hard_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
