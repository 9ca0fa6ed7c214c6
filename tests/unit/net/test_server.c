/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_server - a real server on a thread of its own, real clients in front of
 * it, plain and over TLS.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/blob.h"
#include "base/clock.h"
#include "loop/loop.h"
#include "loop/mailbox.h"
#include "net/http_server.h"
#include "net/listener.h"
#include "net/tls.h"

#include "malformed.h"

#define BIG (6u << 20)
#define N_STREAMS 50

struct house {
	struct loop *loop;
	struct listener *listener;
	struct http_server *server;
	struct http_limits limits;
	struct http_route routes[7];
	struct tls *tls;
	struct mailbox *mail;
	pthread_t thread;
	struct blob *big;
	struct http_exchange *later;
	struct timer timer;
	unsigned port;
	int n_executed;
	int n_cancelled;
	struct http_stream *streams[N_STREAMS];
	size_t sent[N_STREAMS];
	int n_streams, n_closed;
};

struct order {
	struct list link;
	enum { PUBLISH, DRAIN } what;
};

static char folder[] = "/tmp/torntape-net-XXXXXX";
static char *ca_path, *cert_path, *key_path;

/* ---- handlers ---- */

static void
hello(void *ctx, struct http_exchange *x)
{
	struct house *house = ctx;

	house->n_executed++;
	http_respond_text(x, 200, "text/plain", SLICE("hello"));
}

static void
echo(void *ctx, struct http_exchange *x)
{
	struct house *house = ctx;
	struct slice name = http_path_param(x, "name");
	auto_(buf_done) struct buf out = BUF_NULL;

	house->n_executed++;
	buf_put_slice(&out, name);
	buf_putc(&out, '|');
	buf_put_slice(&out, http_query_param(x, "q"));
	buf_putc(&out, '|');
	buf_put_slice(&out, http_body(x));
	http_respond_text(x, 201, "text/plain", buf_slice(&out));
}

static void
big(void *ctx, struct http_exchange *x)
{
	struct house *house = ctx;

	http_respond(x, 200, "application/octet-stream", house->big);
}

static void
cancelled(void *ctx, struct http_exchange *x)
{
	struct house *house = ctx;

	assert_true(http_is_dead(x));
	house->n_cancelled++;
}

static void
answer_later(void *ctx)
{
	struct house *house = ctx;

	http_respond_text(house->later, 200, "text/plain", SLICE("late"));
	house->later = NULL;
}

static void
later(void *ctx, struct http_exchange *x)
{
	struct house *house = ctx;

	house->later = x;
	http_on_cancel(x, cancelled, house);
	timer_set(&house->timer, 30);
}

static void
stream_source(void *ctx, struct http_stream *stream)
{
	struct house *house = ctx;

	for (int i = 0; i < house->n_streams; i++)
		if (house->streams[i] == stream && house->sent[i] < 3) {
			house->sent[i]++;
			http_stream_put(stream, SLICE("data: news\n\n"));
		}
}

static void
stream_closed(void *ctx, struct http_stream *stream, const char *reason)
{
	struct house *house = ctx;

	(void)stream;
	assert_non_null(reason);
	house->n_closed++;
}

static void
stream(void *ctx, struct http_exchange *x)
{
	struct house *house = ctx;
	int at = house->n_streams++;

	house->sent[at] = 2;
	house->streams[at] = http_begin_stream(
		x, "text/event-stream", stream_source, stream_closed, house);
}

/* ---- the house ---- */

static void
accepted(void *ctx, int fd, const struct address *peer)
{
	struct house *house = ctx;

	http_server_adopt(house->server, fd, peer, NULL, NULL);
}

static void
obey(void *ctx, struct list *mail)
{
	struct house *house = ctx;

	list_each_safe (at, mail) {
		struct order *order = list_entry(at, struct order, link);

		list_unlink(at);
		if (order->what == DRAIN)
			http_server_drain(house->server);
		for (int i = 0; order->what == PUBLISH && i < house->n_streams;
			i++) {
			house->sent[i] = 0;
			http_stream_mark_due(house->streams[i]);
			http_stream_mark_due(house->streams[i]);
		}
		mem_free(order);
	}
}

static void
tell(struct house *house, int what)
{
	struct order *order = mem_new(struct order);

	order->what = what;
	mailbox_post(house->mail, &order->link);
}

static void *
house_run(void *arg)
{
	struct house *house = arg;

	loop_run(house->loop);
	return NULL;
}

static void
house_open(struct house *house, bool over_tls)
{
	struct http_route *routes = house->routes;
	struct problem why;
	struct listener_options door = { .fn = accepted, .ctx = house };
	struct tls_options files = { cert_path, key_path, NULL };

	routes[0] = (struct http_route){ "GET", "/", hello, house, 0, NULL };
	routes[1] = (struct http_route){ "POST", "/e/{name}", echo, house, 1000,
		NULL };
	routes[2] = (struct http_route){ "GET", "/big", big, house, 0, NULL };
	routes[3] =
		(struct http_route){ "GET", "/later", later, house, 0, NULL };
	routes[4] =
		(struct http_route){ "GET", "/stream", stream, house, 0, NULL };
	routes[5] =
		(struct http_route){ "POST", "/", hello, house, 1000, NULL };
	routes[6] =
		(struct http_route){ "GET", "/e/{name}", echo, house, 0, NULL };
	house->loop = loop_new();
	timer_init(&house->timer, house->loop, answer_later, house);
	house->mail = mailbox_new(house->loop, obey, house);
	house->tls = over_tls ? tls_new(&files, &why) : NULL;
	if (over_tls && house->tls == NULL)
		fail_msg("%s", why.text);
	struct http_server_options options = { house->loop, routes, 7,
		house->limits, house->tls };
	house->server = http_server_new(&options);
	door.loop = house->loop;
	assert_int_equal(
		address_parse(SLICE("127.0.0.1:0"), &door.address, NULL), 0);
	house->listener = listener_new(&door, &why);
	assert_non_null(house->listener);
	house->port = address_port(listener_address(house->listener));
	auto_(buf_done) struct buf bytes = BUF_NULL;
	memset(buf_room(&bytes, BIG), 'x', BIG);
	buf_added(&bytes, BIG);
	house->big = blob_from_buf(&bytes);
	assert_int_equal(
		pthread_create(&house->thread, NULL, house_run, house), 0);
}

static void
house_close(struct house *house)
{
	loop_stop(house->loop);
	pthread_join(house->thread, NULL);
	listener_free(house->listener);
	http_server_free(house->server);
	if (house->later != NULL)
		answer_later(house);
	mailbox_free(house->mail);
	timer_done(&house->timer);
	tls_unref(house->tls);
	blob_unref(house->big);
	loop_free(house->loop);
}

/* ---- a caller ---- */

struct caller {
	int fd;
	SSL_CTX *context;
	SSL *ssl;
	bool clean_end; /* close_notify came */
};

static void
call(struct caller *caller, const struct house *house)
{
	struct address to;
	struct timeval patience = { .tv_sec = 10 };
	auto_(mem_free) char *text = mem_printf("127.0.0.1:%u", house->port);

	*caller = (struct caller){ .fd = socket(AF_INET, SOCK_STREAM, 0) };
	assert_int_equal(address_parse(slice_text(text), &to, NULL), 0);
	assert_int_equal(
		connect(caller->fd, (struct sockaddr *)&to.storage, to.len), 0);
	setsockopt(caller->fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
		sizeof(patience));
	if (house->tls == NULL)
		return;
	caller->context = SSL_CTX_new(TLS_client_method());
	assert_int_equal(
		SSL_CTX_load_verify_locations(caller->context, ca_path, NULL),
		1);
	SSL_CTX_set_verify(caller->context, SSL_VERIFY_PEER, NULL);
	caller->ssl = SSL_new(caller->context);
	SSL_set1_host(caller->ssl, "localhost");
	SSL_set_fd(caller->ssl, caller->fd);
	assert_int_equal(SSL_connect(caller->ssl), 1);
}

static void
say(struct caller *caller, struct slice bytes)
{
	while (bytes.len > 0) {
		ssize_t n = caller->ssl ? SSL_write(caller->ssl, bytes.at,
						  (int)bytes.len)
					: send(caller->fd, bytes.at, bytes.len,
						  MSG_NOSIGNAL);

		/* The server may hang up in the middle of nonsense. */
		if (n <= 0)
			return;
		bytes.at += n;
		bytes.len -= (size_t)n;
	}
}

/* Some more bytes; 0 at the end. */
static size_t
listen_some(struct caller *caller, struct buf *heard)
{
	char *room = buf_room(heard, 65536);
	ssize_t n = caller->ssl ? SSL_read(caller->ssl, room, 65536)
				: recv(caller->fd, room, 65536, 0);

	if (n <= 0 && caller->ssl != NULL)
		caller->clean_end = SSL_get_error(caller->ssl, (int)n) ==
				    SSL_ERROR_ZERO_RETURN;
	if (n <= 0)
		return 0;
	buf_added(heard, (size_t)n);
	return (size_t)n;
}

static void
listen_for(struct caller *caller, struct buf *heard, const char *word)
{
	while (strstr(buf_text(heard), word) == NULL)
		if (listen_some(caller, heard) == 0)
			fail_msg("ended before \"%s\": %s", word,
				buf_text(heard));
}

static void
listen_to_end(struct caller *caller, struct buf *heard)
{
	while (listen_some(caller, heard) > 0) {
	}
}

static void
hang_up(struct caller *caller)
{
	SSL_free(caller->ssl);
	SSL_CTX_free(caller->context);
	close(caller->fd);
	ERR_clear_error();
}

static int
count(const struct buf *heard, const char *word)
{
	int n = 0;

	for (const char *at = buf_text(heard); (at = strstr(at, word)) != NULL;
		at++)
		n++;
	return n;
}

/* ---- each test twice: plain and over TLS ---- */

static void
run(bool over_tls, struct http_limits limits, void (*fn)(struct house *))
{
	struct house house = { .limits = limits };

	house_open(&house, over_tls);
	fn(&house);
	house_close(&house);
}

static void
run_both(void (*fn)(struct house *))
{
	run(false, HTTP_LIMITS_DEFAULT, fn);
	run(true, HTTP_LIMITS_DEFAULT, fn);
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"
#define BYE(path) \
	"GET " path " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

static void
keep_alive(struct house *house)
{
	struct caller caller;
	auto_(buf_done) struct buf heard = BUF_NULL;

	call(&caller, house);
	for (int i = 0; i < 3; i++) {
		buf_clear(&heard);
		say(&caller, SLICE(GET("/")));
		listen_for(&caller, &heard, "hello");
		assert_non_null(strstr(buf_text(&heard), "Date: "));
		assert_null(strstr(buf_text(&heard), "Connection: close"));
	}
	say(&caller, SLICE(BYE("/")));
	listen_to_end(&caller, &heard);
	assert_non_null(strstr(buf_text(&heard), "Connection: close"));
	assert_int_equal(caller.clean_end, house->tls != NULL);
	hang_up(&caller);
}

static void
one_connection_serves_many_requests(void **state)
{
	(void)state;
	run_both(keep_alive);
}

static void
pipeline(struct house *house)
{
	struct caller caller;
	auto_(buf_done) struct buf heard = BUF_NULL;

	call(&caller, house);
	say(&caller,
		SLICE(GET("/later") GET("/none") GET("/e/x?q=1") BYE("/")));
	listen_to_end(&caller, &heard);
	const char *late = strstr(buf_text(&heard), "late");
	const char *none = strstr(buf_text(&heard), "not-found");
	const char *echoed = strstr(buf_text(&heard), "x|1|");
	const char *bye = strstr(buf_text(&heard), "hello");
	assert_true(late && none && echoed && bye);
	assert_true(late < none && none < echoed && echoed < bye);
	hang_up(&caller);
}

static void
pipelined_requests_are_answered_one_after_the_other(void **state)
{
	(void)state;
	run_both(pipeline);
}

static void
bodies(struct house *house)
{
	static const char chunked[] =
		"POST /e/a%20b?q=%C3%A9+1 HTTP/1.1\r\nHost: a\r\n"
		"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
		"5\r\nhello\r\n1;x\r\n!\r\n0\r\n\r\n";
	struct caller caller;
	auto_(buf_done) struct buf heard = BUF_NULL;

	call(&caller, house);
	for (size_t i = 0; i < sizeof(chunked) - 1; i++)
		say(&caller, slice_of(chunked + i, 1));
	listen_to_end(&caller, &heard);
	assert_non_null(
		strstr(buf_text(&heard), "\r\n\r\na b|\xc3\xa9 1|hello!"));
	hang_up(&caller);
}

static void
a_chunked_body_may_come_byte_by_byte(void **state)
{
	(void)state;
	run_both(bodies);
}

static void
ask(struct house *house, const char *request, const char *expected)
{
	struct caller caller;
	auto_(buf_done) struct buf heard = BUF_NULL;

	call(&caller, house);
	say(&caller, slice_text(request));
	listen_to_end(&caller, &heard);
	if (strstr(buf_text(&heard), expected) == NULL)
		fail_msg("%s\ngot: %s\nnot: %s", request, buf_text(&heard),
			expected);
	hang_up(&caller);
}

static void
refusals(struct house *house)
{
	ask(house, BYE("/none"), "HTTP/1.1 404 Not Found\r\n");
	ask(house, BYE("/e/"), "HTTP/1.1 404 ");
	ask(house, BYE("/e/%FF"), "HTTP/1.1 400 ");
	ask(house,
		"DELETE /e/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
		"Allow: POST, GET, HEAD, OPTIONS\r\n");
	ask(house, "DELETE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
		"HTTP/1.1 405 ");
	ask(house, "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
		"HTTP/1.1 204 ");
	ask(house, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
		"Content-Length: 5\r\n");
	ask(house, "GET / HTTP/1.0\r\n\r\n", "hello");
	ask(house,
		"POST /e/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n",
		"HTTP/1.1 413 ");
	ask(house,
		"POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: "
		"30\r\n\r\n" GET("/"),
		"HTTP/1.1 404 ");
	ask(house,
		"POST /e/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
		"Expect: 100-continue\r\nConnection: close\r\n\r\nok",
		"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n");
}

static void
what_is_not_served_is_answered_with_its_reason(void **state)
{
	(void)state;
	run_both(refusals);
}

static void
malformed(struct house *house)
{
	struct malformed_list list = malformed_read();

	for (size_t i = 0; i < list.n; i++) {
		struct caller caller;
		auto_(buf_done) struct buf heard = BUF_NULL;
		auto_(mem_free) char *status =
			mem_printf("HTTP/1.1 %u ", list.items[i].status);

		call(&caller, house);
		say(&caller, buf_slice(&list.items[i].bytes));
		say(&caller, SLICE(GET("/")));
		listen_to_end(&caller, &heard);
		if (strncmp(buf_text(&heard), status, strlen(status)) != 0)
			fail_msg("\"%s\": %s", list.items[i].name,
				buf_text(&heard));
		assert_int_equal(count(&heard, "HTTP/1.1 "), 1);
		assert_non_null(strstr(buf_text(&heard), "Connection: close"));
		hang_up(&caller);
	}
	assert_int_equal(house->n_executed, 0);
	malformed_done(&list);
}

static void
no_request_hides_behind_a_malformed_one(void **state)
{
	(void)state;
	run_both(malformed);
}

static void
slow_reader(struct house *house)
{
	struct caller caller;
	auto_(buf_done) struct buf heard = BUF_NULL;

	call(&caller, house);
	say(&caller, SLICE(BYE("/big")));
	usleep(50000);
	listen_to_end(&caller, &heard);
	const char *body = strstr(buf_text(&heard), "\r\n\r\n");
	assert_non_null(body);
	assert_int_equal(
		heard.len - (size_t)(body + 4 - buf_text(&heard)), BIG);
	hang_up(&caller);
}

static void
a_large_answer_reaches_a_slow_reader_whole(void **state)
{
	(void)state;
	run_both(slow_reader);
}

static void
short_deadlines(struct house *house)
{
	int64_t since_ms = clock_mono_ms();

	ask(house, "GET / HT", "HTTP/1.1 408 ");
	ask(house,
		"POST /e/x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab",
		"body-too-slow");
	ask(house, GET("/"), "hello"); /* and idle after it */
	assert_true(clock_mono_ms() - since_ms < 5000);
}

static void
the_slow_are_told_to_go(void **state)
{
	struct http_limits limits = HTTP_LIMITS_DEFAULT;

	(void)state;
	limits.header_timeout_ms = 50;
	limits.body_grace_ms = 50;
	limits.body_timeout_ms = 2000;
	limits.keep_alive_ms = 50;
	run(false, limits, short_deadlines);
	run(true, limits, short_deadlines);
}

static void
silent_peers(struct house *house)
{
	struct caller caller;
	char byte;

	/* No greeting: a TLS server waits for one, until it does not. */
	struct house plain = *house;
	plain.tls = NULL;
	call(&caller, &plain);
	assert_int_equal(recv(caller.fd, &byte, 1, 0), 0);
	hang_up(&caller);
}

static void
a_handshake_that_does_not_come_is_cut(void **state)
{
	struct http_limits limits = HTTP_LIMITS_DEFAULT;

	(void)state;
	limits.stream.handshake_timeout_ms = 50;
	run(true, limits, silent_peers);
}

static void
stuck_reader(struct house *house)
{
	struct caller caller;
	int small = 4096;

	call(&caller, house);
	setsockopt(caller.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	say(&caller, SLICE(GET("/big")));
	for (int i = 0; i < 100 && http_server_count(house->server) != 1; i++)
		usleep(10000);
	for (int i = 0; i < 300 && http_server_count(house->server) != 0; i++)
		usleep(10000);
	assert_int_equal(http_server_count(house->server), 0);
	hang_up(&caller);
}

static void
a_peer_that_takes_nothing_is_cut(void **state)
{
	struct http_limits limits = HTTP_LIMITS_DEFAULT;

	(void)state;
	limits.stream.write_timeout_ms = 100;
	run(false, limits, stuck_reader);
	run(true, limits, stuck_reader);
}

static void
many_streams(struct house *house)
{
	struct caller callers[N_STREAMS];
	struct buf heard[N_STREAMS] = { 0 };

	for (int i = 0; i < N_STREAMS; i++) {
		call(&callers[i], house);
		say(&callers[i], SLICE(GET("/stream")));
		listen_for(&callers[i], &heard[i], "data: news");
		assert_int_equal(count(&heard[i], "data: news"), 1);
	}
	/* Marking twice is asking once; each asking puts one. */
	tell(house, PUBLISH);
	for (int i = 0; i < N_STREAMS; i++)
		while (count(&heard[i], "c\r\ndata: news\n\n\r\n") < 2)
			assert_true(listen_some(&callers[i], &heard[i]) > 0);
	/* One goes by itself, the others when the house drains. */
	hang_up(&callers[0]);
	tell(house, DRAIN);
	for (int i = 1; i < N_STREAMS; i++) {
		listen_to_end(&callers[i], &heard[i]);
		assert_int_equal(callers[i].clean_end, house->tls != NULL);
		assert_non_null(strstr(buf_text(&heard[i]), "\r\n0\r\n\r\n"));
		hang_up(&callers[i]);
	}
	for (int i = 0; i < 500 && http_server_count(house->server) > 0; i++)
		usleep(10000);
	assert_int_equal(http_server_count(house->server), 0);
	for (int i = 0; i < N_STREAMS; i++)
		buf_done(&heard[i]);
	loop_stop(house->loop);
	pthread_join(house->thread, NULL);
	assert_int_equal(house->n_closed, N_STREAMS);
	pthread_create(&house->thread, NULL, house_run, house);
}

static void
fifty_streams_get_each_event_and_end_in_order(void **state)
{
	(void)state;
	run_both(many_streams);
}

static void
early_leaver(struct house *house)
{
	struct caller caller;
	struct linger reset = { 1, 0 };

	call(&caller, house);
	say(&caller, SLICE(GET("/later")));
	usleep(5000);
	setsockopt(caller.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	hang_up(&caller);
	for (int i = 0; i < 500 && http_server_count(house->server) > 0; i++)
		usleep(10000);
	usleep(60000);
	assert_int_equal(http_server_count(house->server), 0);
}

static void
an_answer_to_somebody_who_has_gone_is_dropped(void **state)
{
	(void)state;
	run_both(early_leaver);
}

static void
a_key_that_does_not_fit_is_refused(void **state)
{
	struct tls_options mismatch = { ca_path, key_path, NULL };
	struct tls_options missing = { "/nonexistent", key_path, NULL };
	struct problem why;

	(void)state;
	assert_null(tls_new(&mismatch, &why));
	assert_string_equal(why.code, "E-TLS-MATCH");
	assert_null(tls_new(&missing, &why));
	assert_string_equal(why.code, "E-TLS-CERT");
	assert_non_null(strstr(why.text, "/nonexistent"));
}

static int
make_folder(void **state)
{
	struct problem why;

	(void)state;
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigaction(SIGPIPE, &ignore, NULL);
	assert_non_null(mkdtemp(folder));
	ca_path = mem_printf("%s/ca.pem", folder);
	cert_path = mem_printf("%s/cert.pem", folder);
	key_path = mem_printf("%s/key.pem", folder);
	return tls_make_demo(ca_path, cert_path, key_path, &why);
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
		cmocka_unit_test(one_connection_serves_many_requests),
		cmocka_unit_test(
			pipelined_requests_are_answered_one_after_the_other),
		cmocka_unit_test(a_chunked_body_may_come_byte_by_byte),
		cmocka_unit_test(
			what_is_not_served_is_answered_with_its_reason),
		cmocka_unit_test(no_request_hides_behind_a_malformed_one),
		cmocka_unit_test(a_large_answer_reaches_a_slow_reader_whole),
		cmocka_unit_test(the_slow_are_told_to_go),
		cmocka_unit_test(a_handshake_that_does_not_come_is_cut),
		cmocka_unit_test(a_peer_that_takes_nothing_is_cut),
		cmocka_unit_test(fifty_streams_get_each_event_and_end_in_order),
		cmocka_unit_test(an_answer_to_somebody_who_has_gone_is_dropped),
		cmocka_unit_test(a_key_that_does_not_fit_is_refused),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
