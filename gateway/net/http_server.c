/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_server - connections: when they read, when they serve, when they end.
 *
 * A connection is idle, reading a head, reading a body, in service, streaming
 * or over, and one timer watches whichever it is. While a request is in service
 * a little of what comes behind it is kept and then reading stops; it is looked
 * at only after the answer.
 */
#include "net/http_server.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/ensure.h"
#include "base/mem.h"
#include "base/stat.h"
#include "net/http_parts.h"
#include "net/tls.h"

/* For a request that was sent before we said that we close. */
#define DRAIN_IDLE_MS 100

static void http_conn_parse(struct http_conn *conn, struct slice bytes);

/* ---- time ---- */

static void
http_conn_enter(struct http_conn *conn, enum http_phase phase)
{
	const struct http_limits *limits = &conn->server->limits;

	conn->phase = phase;
	if (phase == PHASE_IDLE)
		timer_set(&conn->timer, conn->n_requests == 0
						? limits->header_timeout_ms
						: limits->keep_alive_ms);
	else if (phase == PHASE_HEAD)
		timer_set(&conn->timer, limits->header_timeout_ms);
	else if (phase == PHASE_BODY) {
		conn->body_since_ms = clock_mono_ms();
		timer_set(&conn->timer,
			limits->body_grace_ms < limits->body_timeout_ms
				? limits->body_grace_ms
				: limits->body_timeout_ms);
	} else
		timer_cancel(&conn->timer);
}

/* Answer what cannot go on, and hear no more of this connection. */
static void
http_conn_refuse(struct http_conn *conn, unsigned status, const char *code)
{
	struct http_exchange *x = conn->exchange;

	x->keep = false;
	http_respond_problem(x, status, code, NULL);
}

static void
http_conn_is_full(struct http_conn *conn)
{
	struct http_exchange *x = conn->exchange;

	x->keep = false;
	http_add_header(x, "Retry-After", "1");
	http_respond_problem(x, 503, "busy",
		"too many documents are being read; send this one again later");
}

/* What came packed cannot be taken. */
static void
http_conn_refuse_packed(struct http_conn *conn, enum gunzip_result result)
{
	struct http_exchange *x = conn->exchange;

	x->keep = false;
	if (result == GUNZIP_TOO_LARGE)
		http_respond_problem(x, 413, "unpacked-too-large",
			"unpacked, the body is larger than may be sent here");
	else if (result == GUNZIP_TOO_DENSE)
		http_respond_problem(x, 413, "unpacked-too-large",
			"the body unpacks to more than 100 times its size; "
			"send "
			"it as it is");
	else
		http_respond_problem(x, 400, "content-encoding-broken",
			"the body is no whole gzip");
}

static bool
http_body_is_slow(const struct http_conn *conn, int64_t elapsed_ms)
{
	const struct http_limits *limits = &conn->server->limits;
	int64_t counted_ms = elapsed_ms - limits->body_grace_ms;

	return counted_ms > 0 &&
	       conn->exchange->body.len * 1000 <
		       limits->body_rate * (uint64_t)counted_ms;
}

static void
http_body_timer(struct http_conn *conn)
{
	const struct http_limits *limits = &conn->server->limits;
	int64_t elapsed_ms = clock_mono_ms() - conn->body_since_ms;
	int64_t left_ms = limits->body_timeout_ms - elapsed_ms;

	if (left_ms <= 0)
		http_conn_refuse(conn, 408, "body-timeout");
	else if (http_body_is_slow(conn, elapsed_ms))
		http_conn_refuse(conn, 408, "body-too-slow");
	else
		timer_set(&conn->timer, left_ms < 1000 ? left_ms : 1000);
}

static void
http_conn_timed_out(void *ctx)
{
	struct http_conn *conn = ctx;

	if (conn->phase == PHASE_IDLE)
		stream_close(conn->stream,
			conn->server->draining ? "drained" : "idle");
	else if (conn->phase == PHASE_HEAD)
		http_conn_refuse(conn, 408, "header-timeout");
	else if (conn->phase == PHASE_BODY)
		http_body_timer(conn);
}

/* ---- requests ---- */

static void
http_conn_serve(struct http_conn *conn)
{
	struct http_exchange *x = conn->exchange;

	http_conn_enter(conn, PHASE_SERVICE);
	conn->n_requests++;
	x->in_service = true;
	stat_add(http_requests, 1);
	x->route->fn(x->route->ctx, x);
}

/* The route's own word about the body. False: answered. */
static bool
http_conn_gate(struct http_conn *conn)
{
	struct http_exchange *x = conn->exchange;
	const struct http_route *route = x->route;
	uint64_t max_body = route->max_body;

	if (route->gate != NULL && !route->gate(route->ctx, x, &max_body))
		return false;
	if (x->http.has_body && x->http.content_length <= max_body &&
		!http_exchange_has_room(x, x->http.content_length))
		return http_conn_is_full(conn), false;
	http1_limit_body(&x->http, max_body);
	if (x->http.expect_continue && x->http.content_length <= max_body)
		stream_send_copy(
			conn->stream, SLICE("HTTP/1.1 100 Continue\r\n\r\n"));
	return true;
}

/* What comes before the body: who will take it, and whether it may come. */
static void
http_conn_head(struct http_conn *conn)
{
	struct http_exchange *x = conn->exchange;
	const struct http_limits *limits = &conn->server->limits;

	x->is_head = slice_is(x->http.method, "HEAD");
	/* Until a route takes it, a body would be read by nobody. */
	x->keep = x->http.keep_alive && !x->http.has_body &&
		  conn->n_requests + 1 < limits->n_requests;
	if (!http_exchange_decode(x)) {
		http_conn_refuse(conn, 400, "target-encoding");
		return;
	}
	x->route = http_route_find(x);
	if (x->route == NULL || !http_conn_gate(conn))
		return;
	x->keep =
		x->http.keep_alive && conn->n_requests + 1 < limits->n_requests;
	http_conn_enter(conn, PHASE_BODY);
}

static void
http_conn_begin(struct http_conn *conn)
{
	conn->exchange = http_exchange_new(conn);
	http_conn_enter(conn, PHASE_HEAD);
}

/* False: answered. */
static bool
http_conn_keep(struct http_conn *conn, struct slice body)
{
	enum gunzip_result result = http_exchange_keep(conn->exchange, body);

	if (result == GUNZIP_FULL)
		http_conn_is_full(conn);
	else if (result != GUNZIP_OK)
		http_conn_refuse_packed(conn, result);
	return result == GUNZIP_OK;
}

/* One event of the parser. False: these bytes are not looked at any further. */
static bool
http_conn_step(struct http_conn *conn, struct slice *bytes)
{
	struct http_exchange *x = conn->exchange;
	struct slice body;

	switch (http1_feed(&x->http, bytes, &body)) {
	case HTTP1_MORE:
		return false;
	case HTTP1_HEAD:
		http_conn_head(conn);
		if (conn->phase == PHASE_IDLE)
			buf_put_slice(&conn->pending, *bytes);
		return conn->phase == PHASE_BODY;
	case HTTP1_BODY:
		return http_conn_keep(conn, body);
	case HTTP1_END:
		if (x->gunzip != NULL && !gunzip_is_whole(x->gunzip)) {
			http_conn_refuse_packed(conn, GUNZIP_BROKEN);
			return false;
		}
		buf_put_slice(&conn->pending, *bytes);
		http_conn_serve(conn);
		return false;
	case HTTP1_BAD:
		stat_add(http_refused, 1);
		http_conn_refuse(conn, x->http.status, x->http.reason);
		return false;
	}
	return false;
}

static void
http_conn_parse(struct http_conn *conn, struct slice bytes)
{
	if (conn->phase == PHASE_IDLE && bytes.len > 0)
		http_conn_begin(conn);
	if (conn->phase != PHASE_HEAD && conn->phase != PHASE_BODY)
		return;
	while (http_conn_step(conn, &bytes)) {
	}
}

/* The answer before is still here: whoever does not take it asks for nothing
 * more. When the socket has taken it the stream asks its source, and the next
 * request is looked at. */
static void
http_conn_drained(void *ctx, struct stream *stream)
{
	struct http_conn *conn = ctx;

	stream_set_source(stream, NULL, NULL);
	conn->is_held = false;
	http_conn_enter(conn, PHASE_IDLE);
	loop_defer(conn->server->loop, &conn->next);
}

static bool
http_conn_awaits_peer(struct http_conn *conn)
{
	if (conn->phase != PHASE_IDLE || stream_queued(conn->stream) == 0)
		return false;
	if (!conn->is_held)
		stream_set_source(conn->stream, http_conn_drained, conn);
	conn->is_held = true;
	stream_pause(conn->stream);
	timer_cancel(&conn->timer); /* of the stream is the time now */
	return true;
}

/* A head that was answered without its body: the rest must not be taken for
 * the next request, so `keep` is off then (http_conn_head). Without a body the
 * bytes behind the head are the next request. */
static void
http_conn_next(void *ctx)
{
	struct http_conn *conn = ctx;
	struct buf pending;

	if (http_conn_awaits_peer(conn))
		return;
	pending = conn->pending;
	conn->pending = BUF_NULL;
	if (conn->phase == PHASE_IDLE && pending.len > 0)
		http_conn_parse(conn, buf_slice(&pending));
	buf_done(&pending);
	if (conn->half_closed && conn->phase < PHASE_SERVICE)
		stream_close(conn->stream, "peer-closed");
	else if (conn->phase < PHASE_SERVICE)
		stream_resume(conn->stream);
}

void
http_conn_answered(struct http_conn *conn, struct http_exchange *x)
{
	bool keep = x->keep;

	conn->exchange = NULL;
	http_exchange_free(x);
	if (!keep) {
		http_conn_enter(conn, PHASE_OVER);
		stream_close(conn->stream, "answered");
		return;
	}
	http_conn_enter(conn, PHASE_IDLE);
	loop_defer(conn->server->loop, &conn->next);
}

/* ---- what the stream says ---- */

static void
http_conn_ended(struct http_conn *conn)
{
	conn->half_closed = true;
	/* Who has asked may still wait for the answer (RFC 9112 9.6). */
	if (conn->phase == PHASE_SERVICE)
		return;
	stream_close(conn->stream, "peer-closed");
}

/* Who listens has nothing to say: a little, as a request that was sent behind
 * this one, is borne. */
static void
http_conn_ignore(struct http_conn *conn, size_t len)
{
	if (len <= HTTP_PENDING_MAX - conn->n_ignored)
		conn->n_ignored += (unsigned)len;
	else
		http_stream_end(conn->out, "talks");
}

static void
http_conn_bytes(void *ctx, struct stream *stream, struct slice bytes)
{
	struct http_conn *conn = ctx;

	if (bytes.len == 0) {
		http_conn_ended(conn);
		return;
	}
	if (conn->phase == PHASE_STREAM)
		http_conn_ignore(conn, bytes.len);
	if (conn->phase == PHASE_STREAM || conn->phase == PHASE_OVER)
		return;
	if (conn->phase == PHASE_SERVICE || list_is_linked(&conn->next.link)) {
		buf_put_slice(&conn->pending, bytes);
		if (conn->pending.len >= HTTP_PENDING_MAX)
			stream_pause(stream);
		return;
	}
	http_conn_parse(conn, bytes);
}

static void
http_conn_lose_exchange(struct http_exchange *x)
{
	if (!x->in_service) {
		http_exchange_free(x);
		return;
	}
	x->conn = NULL;
	if (x->cancel != NULL)
		x->cancel(x->cancel_ctx, x);
}

static void
http_conn_closed(void *ctx, struct stream *stream, const char *reason)
{
	struct http_conn *conn = ctx;
	struct http_stream *out = conn->out;

	if (conn->exchange != NULL)
		http_conn_lose_exchange(conn->exchange);
	if (out != NULL) {
		out->on_closed(out->ctx, out, reason);
		mem_free(out);
	}
	(void)stream;
	timer_done(&conn->timer);
	deferred_cancel(&conn->next);
	buf_done(&conn->pending);
	list_unlink(&conn->link);
	if (conn->on_gone != NULL)
		conn->on_gone(conn->gone_ctx, &conn->peer);
	atomic_fetch_sub(&conn->server->n_conns, 1);
	stat_add(connections_open, -1);
	mem_free(conn);
}

static const struct stream_handler http_conn_handler = {
	.on_bytes = http_conn_bytes,
	.on_closed = http_conn_closed,
};

/* ---- the server ---- */

void
http_server_adopt(struct http_server *server, int fd,
	const struct address *peer, http_gone_fn *on_gone, void *ctx)
{
	if (server->draining) {
		close(fd);
		if (on_gone != NULL)
			on_gone(ctx, peer);
		return;
	}
	struct http_conn *conn = mem_new(struct http_conn);
	conn->server = server;
	conn->peer = *peer;
	conn->on_gone = on_gone;
	conn->gone_ctx = ctx;
	timer_init(&conn->timer, server->loop, http_conn_timed_out, conn);
	deferred_init(&conn->next, http_conn_next, conn);
	list_init(&conn->link);
	list_append(&server->conns, &conn->link);
	atomic_fetch_add(&server->n_conns, 1);
	stat_add(connections_open, 1);
	conn->stream = stream_new(server->loop, fd, server->tls,
		&server->limits.stream, &http_conn_handler, conn);
	http_conn_enter(conn, PHASE_IDLE);
}

struct http_server *
http_server_new(const struct http_server_options *options)
{
	struct http_server *server = mem_new(struct http_server);

	server->loop = options->loop;
	server->routes = options->routes;
	server->n_routes = options->n_routes;
	server->limits = options->limits;
	server->tls = options->tls ? tls_ref(options->tls) : NULL;
	list_init(&server->conns);
	return server;
}

struct http_server *
http_server_free(struct http_server *server)
{
	if (server == NULL)
		return NULL;
	server->draining = true;
	list_each (at, &server->conns) {
		struct http_conn *conn = list_entry(at, struct http_conn, link);

		stream_abort(conn->stream, "shutdown");
	}
	while (!list_is_empty(&server->conns))
		loop_turn(server->loop, 0);
	tls_unref(server->tls);
	return mem_free(server);
}

void
http_server_set_tls(struct http_server *server, struct tls *tls)
{
	struct tls *old = server->tls;

	server->tls = tls ? tls_ref(tls) : NULL;
	tls_unref(old);
}

size_t
http_server_count(const struct http_server *server)
{
	return atomic_load(&server->n_conns);
}

void
http_server_drain(struct http_server *server)
{
	server->draining = true;
	list_each (at, &server->conns) {
		struct http_conn *conn = list_entry(at, struct http_conn, link);

		if (conn->phase == PHASE_STREAM)
			http_stream_end(conn->out, "drained");
		else if (conn->phase == PHASE_IDLE && conn->is_held)
			stream_close(conn->stream, "drained");
		else if (conn->phase == PHASE_IDLE)
			timer_set(&conn->timer, DRAIN_IDLE_MS);
	}
}
