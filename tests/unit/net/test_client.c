/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_client - calls to a server of our own on the same loop, and calls that
 * must not be made.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/blob.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "loop/loop.h"
#include "net/client.h"
#include "net/guard.h"
#include "net/http_server.h"
#include "net/listener.h"
#include "net/tls.h"

struct town {
	struct loop *loop;
	struct listener *listener;
	struct http_server *server;
	struct http_route routes[5];
	struct tls *tls;
	struct guard guard;
	struct client *client;
	unsigned port;
	/* The last answer. */
	int n_answers;
	unsigned status;
	char error[32];
	struct buf body;
	char etag[32];
	int64_t retry_after_ms;
	bool cut;
	struct http_exchange *held;
};

static char folder[] = "/tmp/torntape-client-XXXXXX";
static char *ca_path, *cert_path, *key_path;

static void
take_hook(void *ctx, struct http_exchange *x)
{
	auto_(buf_done) struct buf out = BUF_NULL;

	(void)ctx;
	buf_put_slice(&out, http_header(x, "webhook-id"));
	buf_putc(&out, '|');
	buf_put_slice(&out, http_body(x));
	http_add_header(x, "ETag", "\"7\"");
	http_respond_text(x, 200, "text/plain", buf_slice(&out));
}

static void
send_elsewhere(void *ctx, struct http_exchange *x)
{
	(void)ctx;
	http_add_header(x, "Location", "/hook");
	http_respond(x, 302, NULL, NULL);
}

static void
be_busy(void *ctx, struct http_exchange *x)
{
	(void)ctx;
	http_add_header(x, "Retry-After", "120");
	http_respond_problem(x, 503, "busy", NULL);
}

static void
say_much(void *ctx, struct http_exchange *x)
{
	auto_(buf_done) struct buf out = BUF_NULL;

	(void)ctx;
	memset(buf_room(&out, 300000), 'x', 300000);
	buf_added(&out, 300000);
	http_respond_text(x, 200, "text/plain", buf_slice(&out));
}

static void
hold(void *ctx, struct http_exchange *x)
{
	struct town *town = ctx;

	town->held = x;
}

static void
accepted(void *ctx, int fd, const struct address *peer)
{
	struct town *town = ctx;

	http_server_adopt(town->server, fd, peer, NULL, NULL);
}

static void
town_open(struct town *town, bool allow, const char *ca, bool allow_http)
{
	struct tls_options files = { cert_path, key_path, NULL };
	struct listener_options door = { .fn = accepted, .ctx = town };

	town->loop = loop_new();
	town->routes[0] = (struct http_route){ "POST", "/hook", take_hook, town,
		100000, NULL };
	town->routes[1] = (struct http_route){ "GET", "/moved", send_elsewhere,
		town, 0, NULL };
	town->routes[2] =
		(struct http_route){ "GET", "/busy", be_busy, town, 0, NULL };
	town->routes[3] =
		(struct http_route){ "GET", "/much", say_much, town, 0, NULL };
	town->routes[4] =
		(struct http_route){ "GET", "/hold", hold, town, 0, NULL };
	town->tls = allow_http ? NULL : tls_new(&files, NULL);
	struct http_server_options options = { town->loop, town->routes, 5,
		HTTP_LIMITS_DEFAULT, town->tls };
	town->server = http_server_new(&options);
	door.loop = town->loop;
	assert_int_equal(
		address_parse(SLICE("127.0.0.1:0"), &door.address, NULL), 0);
	town->listener = listener_new(&door, NULL);
	town->port = address_port(listener_address(town->listener));
	if (allow)
		assert_int_equal(
			guard_allow(&town->guard, SLICE("127.0.0.0/8"), NULL),
			0);
	struct client_options out = { town->loop, &town->guard, ca, allow_http,
		0 };
	town->client = client_new(&out, NULL);
	assert_non_null(town->client);
}

static void
town_close(struct town *town)
{
	client_free(town->client);
	http_server_free(town->server);
	if (town->held != NULL)
		http_respond(town->held, 200, NULL, NULL);
	listener_free(town->listener);
	tls_unref(town->tls);
	guard_done(&town->guard);
	buf_done(&town->body);
	loop_free(town->loop);
}

static void
answered(void *ctx, const struct client_answer *answer)
{
	struct town *town = ctx;

	town->n_answers++;
	town->status = answer->status;
	snprintf(town->error, sizeof(town->error), "%s", answer->error);
	snprintf(town->etag, sizeof(town->etag), "%.*s", (int)answer->etag.len,
		answer->etag.at ? answer->etag.at : "");
	buf_clear(&town->body);
	buf_put_slice(&town->body, answer->body);
	town->retry_after_ms = answer->retry_after_ms;
	town->cut = answer->body_cut;
}

static void
ask_url(struct town *town, const char *method, const char *url,
	struct blob *body, int64_t timeout_ms)
{
	struct client_header headers[] = { { "webhook-id", "msg_1" } };
	struct client_request request = { method, url, headers, 1, body,
		timeout_ms, 1000 };
	int before = town->n_answers;

	client_request(town->client, &request, answered, town);
	assert_int_equal(town->n_answers, before);
	for (int i = 0; i < 2000 && town->n_answers == before; i++)
		loop_turn(town->loop, 10);
	assert_int_equal(town->n_answers, before + 1);
}

static void
ask(struct town *town, const char *method, const char *path, struct blob *body)
{
	auto_(mem_free) char *url =
		mem_printf("https://localhost:%u%s", town->port, path);

	ask_url(town, method, url, body, 5000);
}

static void
a_call_carries_headers_and_body_and_brings_the_answer(void **state)
{
	struct town town = { 0 };
	auto_(blob_unref) struct blob *body = blob_new("{\"a\":1}", 7);

	(void)state;
	town_open(&town, true, ca_path, false);
	for (int i = 0; i < 3; i++) {
		ask(&town, "POST", "/hook", body);
		assert_string_equal(town.error, "");
		assert_int_equal(town.status, 200);
		assert_string_equal(buf_text(&town.body), "msg_1|{\"a\":1}");
		assert_string_equal(town.etag, "\"7\"");
	}
	assert_int_equal(http_server_count(town.server), 1);
	town_close(&town);
}

static void
a_redirect_is_an_answer_and_is_not_followed(void **state)
{
	struct town town = { 0 };

	(void)state;
	town_open(&town, true, ca_path, false);
	ask(&town, "GET", "/moved", NULL);
	assert_int_equal(town.status, 302);
	ask(&town, "GET", "/busy", NULL);
	assert_int_equal(town.status, 503);
	assert_int_equal(town.retry_after_ms, 120000);
	town_close(&town);
}

static void
an_answer_that_is_too_long_is_cut(void **state)
{
	struct town town = { 0 };

	(void)state;
	town_open(&town, true, ca_path, false);
	ask(&town, "GET", "/much", NULL);
	assert_true(town.cut);
	assert_int_equal(town.status, 200);
	assert_int_equal(town.body.len, 1000);
	town_close(&town);
}

static void
loopback_is_refused_unless_it_was_opened(void **state)
{
	struct town town = { 0 };

	(void)state;
	town_open(&town, false, ca_path, false);
	ask(&town, "GET", "/busy", NULL);
	assert_int_equal(town.status, 0);
	assert_string_equal(town.error, "address-refused");
	assert_int_equal(http_server_count(town.server), 0);
	town_close(&town);
}

static void
a_certificate_of_a_stranger_is_refused(void **state)
{
	struct town town = { 0 };

	(void)state;
	town_open(&town, true, NULL, false);
	ask(&town, "GET", "/busy", NULL);
	assert_string_equal(town.error, "tls");
	assert_int_equal(town.status, 0);
	town_close(&town);
}

static void
only_https_is_called_unless_permitted(void **state)
{
	static const char *const bad[] = { "http://localhost/", "ftp://a/b",
		"file:///etc/passwd", "https://u:p@localhost/", "localhost",
		"https://", "", "gopher://a" };
	struct town town = { 0 };

	(void)state;
	town_open(&town, true, NULL, false);
	for (size_t i = 0; i < n_elements(bad); i++) {
		ask_url(&town, "GET", bad[i], NULL, 1000);
		assert_string_equal(town.error, "url");
		assert_int_not_equal(client_check_url(bad[i], false, NULL), 0);
	}
	assert_int_equal(
		client_check_url("https://example.org/x", false, NULL), 0);
	town_close(&town);
	town = (struct town){ 0 };
	town_open(&town, true, NULL, true);
	auto_(mem_free) char *url =
		mem_printf("http://127.0.0.1:%u/busy", town.port);
	ask_url(&town, "GET", url, NULL, 1000);
	assert_int_equal(town.status, 503);
	town_close(&town);
}

static void
a_silent_server_is_a_timeout_and_a_cancelled_call_is_silent(void **state)
{
	struct town town = { 0 };

	(void)state;
	town_open(&town, true, ca_path, false);
	auto_(mem_free) char *url =
		mem_printf("https://localhost:%u/hold", town.port);
	/* Long enough for any machine to shake hands and be put on hold. */
	ask_url(&town, "GET", url, NULL, 1500);
	assert_string_equal(town.error, "timeout");
	assert_non_null(town.held);
	http_respond(steal(town.held), 200, NULL, NULL);

	struct client_request request = { .method = "GET", .url = url };
	struct client_call *call =
		client_request(town.client, &request, answered, &town);
	for (int i = 0; i < 100 && town.held == NULL; i++)
		loop_turn(town.loop, 10);
	client_cancel(call);
	assert_int_equal(client_in_flight(town.client), 0);
	for (int i = 0; i < 5; i++)
		loop_turn(town.loop, 1);
	assert_int_equal(town.n_answers, 1);
	town_close(&town);
}

static void
retry_after_is_read_in_both_forms(void **state)
{
	(void)state;
	assert_int_equal(client_retry_after(SLICE("7"), 0), 7000);
	assert_int_equal(
		client_retry_after(SLICE("Thu, 01 Jan 1970 00:00:10 GMT"), 0),
		10000);
	assert_int_equal(client_retry_after(
				 SLICE("Thu, 01 Jan 1970 00:00:10 GMT"), 20000),
		0);
	assert_int_equal(client_retry_after(SLICE("soon"), 0), -1);
	/* No year is too far away to be asked for. */
	assert_int_equal(client_retry_after(SLICE("999991111Fri Nov  18"), 0),
		31536000000);
	assert_int_equal(client_retry_after(SLICE(""), 0), -1);
}

static int
make_folder(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	ca_path = mem_printf("%s/ca.pem", folder);
	cert_path = mem_printf("%s/cert.pem", folder);
	key_path = mem_printf("%s/key.pem", folder);
	return tls_make_demo(ca_path, cert_path, key_path, NULL);
}

static int
remove_folder(void **state)
{
	(void)state;
	unlink(ca_path);
	unlink(cert_path);
	unlink(key_path);
	mem_free(ca_path);
	mem_free(cert_path);
	mem_free(key_path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_call_carries_headers_and_body_and_brings_the_answer),
		cmocka_unit_test(a_redirect_is_an_answer_and_is_not_followed),
		cmocka_unit_test(an_answer_that_is_too_long_is_cut),
		cmocka_unit_test(loopback_is_refused_unless_it_was_opened),
		cmocka_unit_test(a_certificate_of_a_stranger_is_refused),
		cmocka_unit_test(only_https_is_called_unless_permitted),
		cmocka_unit_test(
			a_silent_server_is_a_timeout_and_a_cancelled_call_is_silent),
		cmocka_unit_test(retry_after_is_read_in_both_forms),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
