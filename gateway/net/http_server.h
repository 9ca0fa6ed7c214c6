/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_server.h - accepted connections of one loop, their requests, the
 * answers.
 *
 * Each connection reads one request at a time: while it is in service, or its
 * answer is not sent, nothing more is read from the peer, which ends every
 * pipelining flood. A request is
 * an *exchange*; its handler answers at once or keeps the exchange and answers
 * from a later turn of the same loop. An exchange outlives its connection: an
 * answer to somebody who has gone is dropped quietly. Everything has a
 * deadline and a bound, each with its own reason. Answers to unknown paths and
 * broken requests tell nothing but their code.
 *
 * Threads: one server per loop, everything on its thread; only
 * http_server_count() may be asked by others.
 */
#ifndef NET_HTTP_SERVER_H
#define NET_HTTP_SERVER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/slice.h"
#include "net/address.h"
#include "net/stream.h"

struct blob; /* base/blob.h */
struct http_exchange;
struct http_server;
struct tls; /* net/tls.h */

/* Must lead, now or later, to exactly one http_respond...(), or
 * http_begin_stream(). */
typedef void http_fn(void *ctx, struct http_exchange *exchange);
/* Asked when the head is there and no byte of the body has been kept: may this
 * peer send it? True: it may, up to *max_body bytes, which starts as the
 * route's. False: the exchange has been answered. */
typedef bool http_gate_fn(
	void *ctx, struct http_exchange *exchange, uint64_t *max_body);

struct http_route {
	const char *method;  /* "GET" also serves HEAD */
	const char *pattern; /* "/v1/feeds/agency/{slug}"; a {name} is one whole
			      * segment and never empty */
	http_fn *fn;
	void *ctx;
	uint64_t max_body;  /* bytes; 0: a body is refused with 413 */
	http_gate_fn *gate; /* NULL: whoever asks may send a body */
};

struct http_limits {
	size_t request_line, headers, n_headers, chunk_line;
	int64_t header_timeout_ms; /* from the first byte, total */
	int64_t body_timeout_ms;   /* total */
	int64_t body_grace_ms;     /* before body_rate counts */
	uint64_t body_rate;        /* bytes a second, 0: any */
	int64_t keep_alive_ms;
	unsigned n_requests; /* per connection */
	struct stream_limits stream;
	/* Bytes of bodies that are here, coming in or in service; shared by
	 * threads and servers, borrowed. Who would make it more than `bodies`
	 * is told to come again, at the gate if the length is announced. NULL:
	 * nobody counts. */
	atomic_size_t *n_bodies;
	size_t bodies;
};
#define HTTP_LIMITS_DEFAULT \
	((struct http_limits){ 8192, 16384, 100, 256, 10000, 300000, 10000, \
		1000, 60000, 1000, STREAM_LIMITS_DEFAULT, NULL, 0 })

struct http_server_options {
	struct loop *loop;
	const struct http_route *routes; /* borrowed; in order, first wins */
	size_t n_routes;
	struct http_limits limits;
	struct tls *tls; /* NULL: plain; a reference is taken */
};

struct http_server *http_server_new(const struct http_server_options *options);
/* Every connection is cut, which takes turns of the loop: not from inside one
 * of its callbacks. Accepts NULL; returns NULL. On the loop's thread or after
 * it ended. */
struct http_server *http_server_free(struct http_server *server);
DEFINE_AUTO(struct http_server, http_server_free);

/* Takes `fd`, non-blocking. `on_gone` is called once when the connection is
 * over (the listener counts per address); may be NULL. */
typedef void http_gone_fn(void *ctx, const struct address *peer);
void http_server_adopt(struct http_server *server, int fd,
	const struct address *peer, http_gone_fn *on_gone, void *ctx);
/* New connections get this generation from now on. */
void http_server_set_tls(struct http_server *server, struct tls *tls);
/* Connections open or being handed over. Any thread. */
size_t http_server_count(const struct http_server *server);
/* Finish what is in service with "Connection: close", end streams, close what
 * is idle and stays so for a moment. New adoptions are refused. */
void http_server_drain(struct http_server *server);

/* ---- the request; slices live as long as the exchange ---- */
/* Of the pattern, decoded; "" when the pattern has no such name. */
struct slice http_path_param(const struct http_exchange *x, const char *name);
/* First of this name, decoded; at NULL when absent. */
struct slice http_query_param(const struct http_exchange *x, const char *name);
/* All of them by number, for those that may be repeated; false beyond. */
bool http_query_at(const struct http_exchange *x, size_t at,
	struct slice *ret_name, struct slice *ret_value);
struct slice http_header(const struct http_exchange *x, const char *name);
struct slice http_body(const struct http_exchange *x);
/* The handler has what it needs of the body and frees it. It counts among the
 * bodies that are here until the answer, because the handler has a copy. */
void http_drop_body(struct http_exchange *x);
/* What the head announces; 0 when it announces nothing (chunked). */
uint64_t http_content_length(const struct http_exchange *x);
/* From the gate: the body comes as gzip, and the handler is to see what is in
 * it; `max_body` bounds that, and the body as it comes besides. What is over it
 * is refused with 413, what is no gzip with 400. */
void http_unpack_body(struct http_exchange *x, uint64_t max_body);
bool http_peer_spki(const struct http_exchange *x, unsigned char ret[32]);
bool http_is_dead(const struct http_exchange *x); /* nobody waits any more */

/* Called at most once, at the end of a turn, when the peer goes before the
 * answer. The exchange must still be answered (that frees it). */
typedef void http_cancel_fn(void *ctx, struct http_exchange *x);
void http_on_cancel(struct http_exchange *x, http_cancel_fn *fn, void *ctx);

/* ---- the answer; each of these ends the exchange: do not touch it again ----
 */

/* A field for the answer. Name and value are ours: a CR, LF or control in the
 * value is a bug of ours and the field is left out. Before answering. */
void http_add_header(
	struct http_exchange *x, const char *name, const char *value);
/* body NULL: empty. A reference is taken. content_type NULL: none. */
void http_respond(struct http_exchange *x, unsigned status,
	const char *content_type, struct blob *body);
void http_respond_text(struct http_exchange *x, unsigned status,
	const char *content_type, struct slice body);
/* RFC 9457. `code` is stable; detail NULL: none. */
void http_respond_problem(struct http_exchange *x, unsigned status,
	const char *code, const char *detail);

/* ---- an answer without an end: event streams ---- */
struct http_stream;
/* Asked when the stream is due and takes bytes. Frames are put with
 * http_stream_put(), or ready made, chunk header and all, with stream_put() on
 * http_stream_raw() when http_stream_is_chunked(). */
typedef void http_source_fn(void *ctx, struct http_stream *stream);
/* The peer has gone, or we ended it; drop the pointer. */
typedef void http_stream_closed_fn(
	void *ctx, struct http_stream *stream, const char *reason);
/* Sends the head (200, chunked on HTTP/1.1, until close on 1.0). NULL when the
 * peer has gone already, or asked HEAD: then nothing more will be called. The
 * stream is due from the start. */
struct http_stream *http_begin_stream(struct http_exchange *x,
	const char *content_type, http_source_fn *source,
	http_stream_closed_fn *on_closed, void *ctx);
bool http_stream_is_chunked(const struct http_stream *stream);
struct stream *http_stream_raw(struct http_stream *stream);
/* From the source only; as stream_put(), wrapped in a chunk of its own. */
bool http_stream_put(struct http_stream *stream, struct slice bytes);
void http_stream_mark_due(struct http_stream *stream);
/* Orderly end: last chunk, then the connection. on_closed still comes. */
void http_stream_end(struct http_stream *stream, const char *reason);

#endif
