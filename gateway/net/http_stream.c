/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_stream - answers without an end, for event streams.
 *
 * The connection is given up to it: what the peer still sends is thrown away,
 * as long as it is little, and its end is the end of the stream.
 */
#include <stdio.h>

#include "base/ensure.h"
#include "base/mem.h"
#include "net/http_parts.h"

static void
http_stream_asked(void *ctx, struct stream *stream)
{
	struct http_stream *out = ctx;

	(void)stream;
	out->source(out->ctx, out);
}

static void
http_stream_head(struct http_exchange *x, const char *content_type)
{
	auto_(buf_done) struct buf head = BUF_NULL;

	x->keep = false;
	http_answer_head(x, 200, content_type, &head);
	if (x->http.minor == 1)
		buf_puts(&head, "Transfer-Encoding: chunked\r\n");
	buf_puts(&head, "\r\n");
	stream_send_copy(x->conn->stream, buf_slice(&head));
}

struct http_stream *
http_begin_stream(struct http_exchange *x, const char *content_type,
	http_source_fn *source, http_stream_closed_fn *on_closed, void *ctx)
{
	struct http_conn *conn = x->conn;

	if (conn == NULL) {
		http_exchange_free(x);
		return NULL;
	}
	http_stream_head(x, content_type);
	if (x->is_head || stream_is_closing(conn->stream)) {
		http_conn_answered(conn, x);
		return NULL;
	}
	struct http_stream *out = mem_new(struct http_stream);
	*out = (struct http_stream){ conn, source, on_closed, ctx,
		x->http.minor == 1, false };
	conn->out = out;
	conn->exchange = NULL;
	conn->phase = PHASE_STREAM;
	buf_done(&conn->pending);
	http_exchange_free(x);
	stream_set_source(conn->stream, http_stream_asked, out);
	if (conn->half_closed || conn->server->draining)
		http_stream_end(out, "drained");
	else
		stream_resume(conn->stream);
	return out;
}

bool
http_stream_is_chunked(const struct http_stream *stream)
{
	return stream->chunked;
}

struct stream *
http_stream_raw(struct http_stream *stream)
{
	return stream->conn->stream;
}

bool
http_stream_put(struct http_stream *stream, struct slice bytes)
{
	struct stream *raw = stream->conn->stream;
	char size[24];

	if (bytes.len == 0)
		return true;
	if (!stream->chunked)
		return stream_put(raw, bytes);
	int len = snprintf(size, sizeof(size), "%zx\r\n", bytes.len);
	ensure(len > 0);
	stream_put(raw, slice_of(size, (size_t)len));
	stream_put(raw, bytes);
	return stream_put(raw, SLICE("\r\n"));
}

void
http_stream_mark_due(struct http_stream *stream)
{
	stream_mark_due(stream->conn->stream);
}

void
http_stream_end(struct http_stream *stream, const char *reason)
{
	struct stream *raw = stream->conn->stream;

	if (stream->ended)
		return;
	stream->ended = true;
	if (stream->chunked)
		stream_send_copy(raw, SLICE("0\r\n\r\n"));
	stream_close(raw, reason);
}
