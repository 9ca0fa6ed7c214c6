/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_exchange - one request as its handler sees it.
 *
 * It owns everything it shows, so it can outlive its connection.
 */
#include "base/ensure.h"
#include "base/mem.h"
#include "net/http_parts.h"

struct http_exchange *
http_exchange_new(struct http_conn *conn)
{
	struct http_exchange *x = mem_new(struct http_exchange);
	const struct http_limits *limits = &conn->server->limits;
	struct http1_limits parser = HTTP1_LIMITS_DEFAULT;

	parser.request_line = limits->request_line;
	parser.headers = limits->headers;
	parser.n_headers = limits->n_headers;
	parser.chunk_line = limits->chunk_line;
	parser.body = 0; /* until the route says */
	http1_init(&x->http, &parser);
	x->conn = conn;
	x->loop = conn->server->loop;
	x->peer = conn->peer;
	return x;
}

static void
http_exchange_reap(void *object)
{
	struct http_exchange *x = object;

	if (x->n_bodies != NULL)
		atomic_fetch_sub(x->n_bodies, x->n_counted);
	http1_done(&x->http);
	gunzip_free(x->gunzip);
	arena_done(&x->arena);
	buf_done(&x->body);
	buf_done(&x->extra);
	mem_free(x);
}

void
http_exchange_free(struct http_exchange *x)
{
	x->conn = NULL;
	reaper_add(x->loop, x, http_exchange_reap);
}

bool
http_exchange_has_room(const struct http_exchange *x, uint64_t len)
{
	const struct http_limits *limits = &x->conn->server->limits;

	if (limits->n_bodies == NULL)
		return true;
	size_t here = atomic_load(limits->n_bodies);
	return here < limits->bodies && len <= limits->bodies - here;
}

static bool
http_exchange_add(void *ctx, struct slice bytes)
{
	struct http_exchange *x = ctx;
	const struct http_limits *limits = &x->conn->server->limits;

	if (limits->n_bodies != NULL) {
		x->n_bodies = limits->n_bodies;
		x->n_counted += bytes.len;
		if (atomic_fetch_add(x->n_bodies, bytes.len) + bytes.len >
			limits->bodies)
			return false;
	}
	buf_put_slice(&x->body, bytes);
	return true;
}

enum gunzip_result
http_exchange_keep(struct http_exchange *x, struct slice bytes)
{
	if (x->gunzip != NULL)
		return gunzip_feed(x->gunzip, bytes, http_exchange_add, x);
	return http_exchange_add(x, bytes) ? GUNZIP_OK : GUNZIP_FULL;
}

void
http_unpack_body(struct http_exchange *x, uint64_t max_body)
{
	ensure(x->gunzip == NULL);
	x->gunzip = gunzip_new(max_body);
}

static bool
http_exchange_text(
	struct http_exchange *x, struct slice raw, bool plus, struct slice *ret)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	if (http1_decode(&text, raw, plus) < 0)
		return false;
	*ret = slice_of(arena_text(&x->arena, buf_slice(&text)), text.len);
	return true;
}

bool
http_exchange_decode(struct http_exchange *x)
{
	struct slice rest = x->http.query, pair;

	if (!http_exchange_text(x, x->http.path, false, &x->path))
		return false;
	x->query = arena_zero(
		&x->arena, HTTP_QUERY_MAX * sizeof(struct http_pair));
	while (slice_cut(&rest, '&', &pair)) {
		struct slice name = { 0 }, value = pair;
		struct http_pair *to = &x->query[x->n_query];

		if (pair.len == 0)
			continue;
		if (x->n_query == HTTP_QUERY_MAX)
			return false;
		slice_cut(&value, '=', &name);
		if (!http_exchange_text(x, name, true, &to->name) ||
			!http_exchange_text(x, value, true, &to->value))
			return false;
		x->n_query++;
	}
	return true;
}

struct slice
http_path_param(const struct http_exchange *x, const char *name)
{
	for (size_t i = 0; i < x->n_params; i++)
		if (slice_is(x->params[i].name, name))
			return x->params[i].value;
	return slice_of("", 0);
}

struct slice
http_query_param(const struct http_exchange *x, const char *name)
{
	for (size_t i = 0; i < x->n_query; i++)
		if (slice_is(x->query[i].name, name))
			return x->query[i].value;
	return slice_of(NULL, 0);
}

bool
http_query_at(const struct http_exchange *x, size_t at, struct slice *ret_name,
	struct slice *ret_value)
{
	if (at >= x->n_query)
		return false;
	*ret_name = x->query[at].name;
	*ret_value = x->query[at].value;
	return true;
}

struct slice
http_header(const struct http_exchange *x, const char *name)
{
	return http1_header(&x->http, name);
}

struct slice
http_body(const struct http_exchange *x)
{
	return buf_slice(&x->body);
}

void
http_drop_body(struct http_exchange *x)
{
	buf_done(&x->body);
}

uint64_t
http_content_length(const struct http_exchange *x)
{
	return x->http.content_length;
}

bool
http_peer_spki(const struct http_exchange *x, unsigned char ret[32])
{
	return x->conn != NULL && stream_peer_spki(x->conn->stream, ret);
}

bool
http_is_dead(const struct http_exchange *x)
{
	return x->conn == NULL;
}

void
http_on_cancel(struct http_exchange *x, http_cancel_fn *fn, void *ctx)
{
	x->cancel = fn;
	x->cancel_ctx = ctx;
}
