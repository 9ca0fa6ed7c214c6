/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_parts.h - the inside of the HTTP server, for its own files:
 * http_server.c (connections), http_exchange.c (the request as handlers see
 * it), http_answer.c (answers), http_stream.c (answers without an end) and
 * http_route.c (the table).
 */
#ifndef NET_HTTP_PARTS_H
#define NET_HTTP_PARTS_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "loop/loop.h"
#include "net/gunzip.h"
#include "net/http1.h"
#include "net/http_server.h"

#define HTTP_PENDING_MAX (16u << 10)
#define HTTP_QUERY_MAX 64u

enum http_phase {
	PHASE_IDLE, /* nothing of a request is here */
	PHASE_HEAD,
	PHASE_BODY,
	PHASE_SERVICE, /* the handler has it */
	PHASE_STREAM,  /* an answer without an end */
	PHASE_OVER     /* being closed */
};

struct http_server {
	struct loop *loop;
	const struct http_route *routes;
	size_t n_routes;
	struct http_limits limits;
	struct tls *tls;
	struct list conns; /* of struct http_conn */
	atomic_size_t n_conns;
	bool draining;
	int64_t date_s; /* of the text below */
	char date[40];
};

struct http_conn {
	struct list link;
	struct http_server *server;
	struct stream *stream;
	struct http_exchange *exchange; /* none while idle or streaming */
	struct http_stream *out;        /* PHASE_STREAM */
	struct buf pending;             /* came while one was in service */
	struct timer timer;
	struct deferred next;
	struct address peer;
	http_gone_fn *on_gone;
	void *gone_ctx;
	int64_t body_since_ms;
	unsigned n_requests;
	unsigned n_ignored; /* bytes that came while streaming */
	enum http_phase phase;
	bool half_closed; /* the peer will send no more */
	bool is_held;     /* until its last answer is sent */
};

struct http_pair {
	struct slice name, value;
};

struct http_exchange {
	struct http_conn *conn; /* NULL: nobody waits any more */
	struct loop *loop;
	struct http1 http;
	struct arena arena;
	struct slice path;
	struct http_pair *params, *query;
	size_t n_params, n_query;
	struct buf body;
	atomic_size_t *n_bodies; /* where it counts; NULL: nowhere yet */
	size_t n_counted;
	struct gunzip *gunzip; /* the body comes packed; or NULL */
	struct buf extra;      /* header lines for the answer */
	struct address peer;
	const struct http_route *route;
	http_cancel_fn *cancel;
	void *cancel_ctx;
	bool keep; /* the connection may serve another request */
	bool is_head;
	bool in_service; /* the handler has it */
};

struct http_stream {
	struct http_conn *conn;
	http_source_fn *source;
	http_stream_closed_fn *on_closed;
	void *ctx;
	bool chunked;
	bool ended;
};

struct http_exchange *http_exchange_new(struct http_conn *conn);
void http_exchange_free(struct http_exchange *x);
/* Is there room for `len` more bytes of bodies, here and with everybody else?
 */
bool http_exchange_has_room(const struct http_exchange *x, uint64_t len);
/* Adds to the body, unpacked if that was asked for. */
enum gunzip_result http_exchange_keep(
	struct http_exchange *x, struct slice bytes);
/* Undo the escapes of path and query. False: they cannot be undone. */
bool http_exchange_decode(struct http_exchange *x);

/* Finds the route and the parameters of the path; otherwise answers 404, 405
 * or OPTIONS itself and returns NULL. */
const struct http_route *http_route_find(struct http_exchange *x);

/* The status line and every field up to the blank line. */
void http_answer_head(struct http_exchange *x, unsigned status,
	const char *content_type, struct buf *out);
const char *http_status_text(unsigned status);

/* The answer is on its way: the exchange ends, the connection goes on. */
void http_conn_answered(struct http_conn *conn, struct http_exchange *x);

#endif
