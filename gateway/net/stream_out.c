/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream_out - what goes out: asked for once a turn, encrypted into one shared
 * buffer, sent with one call.
 *
 * A 16 KiB record costs a third of what sixteen of 1 KiB do, so small frames
 * wait for each other within the turn; large ones are encrypted from where they
 * lie. Nothing is asked for while the socket is full.
 */
#include <errno.h>
#include <limits.h>
#include <sys/socket.h>

#include <openssl/err.h>

#include "base/blob.h"
#include "base/clock.h"
#include "base/ensure.h"
#include "base/mem.h"
#include "base/stat.h"
#include "net/stream_parts.h"

#define RECORD_MAX 16384u
#define SMALL_MAX 2048u
#define OUT_KEEP (1u << 20)

static void outlet_flush(void *ctx);

static void
outlet_free(void *object)
{
	struct outlet *outlet = object;

	deferred_cancel(&outlet->flush);
	buf_done(&outlet->out);
	buf_done(&outlet->small);
	mem_free(outlet);
}

struct outlet *
outlet_of(struct loop *loop)
{
	struct outlet *outlet = loop_attached(loop);

	if (outlet != NULL)
		return outlet;
	outlet = mem_new(struct outlet);
	outlet->loop = loop;
	list_init(&outlet->due);
	deferred_init(&outlet->flush, outlet_flush, outlet);
	loop_attach(loop, outlet, outlet_free);
	return outlet;
}

void
stream_drop_queue(struct stream *stream)
{
	for (size_t i = 0; i < stream->n_queue; i++)
		blob_unref(stream->queue[i]);
	stream->queue = mem_free(stream->queue);
	stream->n_queue = 0;
	stream->cap_queue = 0;
}

/* ---- to the socket ---- */

/* How many of the bytes the kernel took; dead when the connection is. */
static size_t
stream_send_now(struct stream *stream, const struct buf *bytes)
{
	ssize_t n = send(stream->fd, bytes->data, bytes->len,
		MSG_NOSIGNAL | MSG_DONTWAIT);

	stat_add(socket_sends, 1);
	if (n >= 0)
		return (size_t)n;
	if (errno != EAGAIN && errno != EINTR && errno != ENOBUFS)
		stream_die(stream, "reset");
	return 0;
}

static bool
stream_is_over_soft(const struct stream *stream)
{
	return stream_queued(stream) > stream->limits->output_soft;
}

/* Until the next byte, and no longer than much may wait: who takes a little now
 * and then holds memory as surely as who takes nothing. */
void
stream_time(struct stream *stream)
{
	const struct stream_limits *limits = stream->limits;
	int64_t now_ms = clock_mono_ms();
	int64_t wait_ms = limits->write_timeout_ms;

	if (!stream_is_over_soft(stream)) {
		stream->soft_since_ms = 0;
	} else {
		if (stream->soft_since_ms == 0)
			stream->soft_since_ms = now_ms;
		int64_t left_ms =
			stream->soft_since_ms + limits->output_soft_ms - now_ms;
		if (left_ms < wait_ms)
			wait_ms = left_ms;
	}
	timer_set(&stream->timer, wait_ms);
}

void
stream_ship(struct stream *stream)
{
	struct buf *out = &stream->outlet->out;
	size_t n_sent = 0;

	if (out->len == 0)
		return;
	if (stream->state != STREAM_DEAD && stream->rest.len == 0)
		n_sent = stream_send_now(stream, out);
	if (stream->state != STREAM_DEAD && n_sent < out->len) {
		bool was_empty = stream->rest.len == 0;

		buf_put(&stream->rest, out->data + n_sent, out->len - n_sent);
		if (was_empty && stream->state != STREAM_HANDSHAKE)
			stream_time(stream);
		stream_watch_for(stream);
	}
	buf_clear(out);
	if (out->cap > OUT_KEEP)
		buf_done(out);
}

void
stream_writable(struct stream *stream)
{
	if (stream->state == STREAM_DEAD || stream->rest.len == 0)
		return;
	size_t n_sent = stream_send_now(stream, &stream->rest);
	if (stream->state == STREAM_DEAD || n_sent == 0)
		return;
	buf_consume(&stream->rest, n_sent);
	if (stream->rest.len > 0) {
		if (stream->state != STREAM_HANDSHAKE)
			stream_time(stream);
		return;
	}
	buf_done(&stream->rest);
	if (stream->state != STREAM_HANDSHAKE)
		timer_cancel(&stream->timer);
	stream_watch_for(stream);
	stream_mark_due(stream);
}

/* ---- through TLS ---- */

static void
stream_encrypt(struct stream *stream, struct slice bytes)
{
	while (bytes.len > 0 && stream->state != STREAM_DEAD) {
		int len = bytes.len > INT_MAX ? INT_MAX : (int)bytes.len;

		ERR_clear_error();
		int n = SSL_write(stream->ssl, bytes.at, len);
		if (n <= 0) {
			stream->no_bye = true;
			stream_die(stream, "tls-error");
			return;
		}
		bytes.at += n;
		bytes.len -= (size_t)n;
	}
}

static void
stream_encrypt_small(struct stream *stream)
{
	struct buf *small = &stream->outlet->small;

	if (small->len > 0)
		stream_encrypt(stream, buf_slice(small));
	buf_clear(small);
}

static void
stream_add(struct stream *stream, struct slice bytes)
{
	struct outlet *outlet = stream->outlet;

	outlet->n_put += bytes.len;
	if (stream->ssl == NULL) {
		buf_put_slice(&outlet->out, bytes);
		return;
	}
	if (outlet->small.len + bytes.len > RECORD_MAX ||
		bytes.len >= SMALL_MAX)
		stream_encrypt_small(stream);
	if (bytes.len >= SMALL_MAX)
		stream_encrypt(stream, bytes);
	else
		buf_put_slice(&outlet->small, bytes);
}

/* ---- what there is ---- */

bool
stream_send(struct stream *stream, struct blob *blob)
{
	if (stream_is_closing(stream))
		return false;
	if (blob->len == 0)
		return true;
	if (stream_queued(stream) >= stream->limits->output_hard) {
		stream_die(stream, "output-limit");
		return false;
	}
	mem_grow(stream->queue, stream->n_queue, stream->cap_queue);
	stream->queue[stream->n_queue++] = blob_ref(blob);
	stream->queued_bytes += blob->len;
	stream_mark_due(stream);
	return true;
}

bool
stream_send_copy(struct stream *stream, struct slice bytes)
{
	auto_(blob_unref) struct blob *blob = blob_new(bytes.at, bytes.len);

	return stream_send(stream, blob);
}

size_t
stream_queued(const struct stream *stream)
{
	return stream->queued_bytes + stream->rest.len;
}

void
stream_set_source(struct stream *stream, stream_source_fn *source, void *ctx)
{
	stream->source = source;
	stream->source_ctx = ctx;
	stream_mark_due(stream);
}

void
stream_mark_due(struct stream *stream)
{
	if (stream->state == STREAM_DEAD || list_is_linked(&stream->due_link))
		return;
	list_append(&stream->outlet->due, &stream->due_link);
	loop_defer(stream->outlet->loop, &stream->outlet->flush);
}

bool
stream_put(struct stream *stream, struct slice bytes)
{
	struct outlet *outlet = stream->outlet;

	ensure(outlet->asking == stream);
	if (stream->state != STREAM_OPEN)
		return false;
	stream_add(stream, bytes);
	stream->cut_short = outlet->n_put >= STREAM_TURN_MAX;
	return !stream->cut_short && stream->state == STREAM_OPEN;
}

static void
stream_add_queue(struct stream *stream)
{
	struct outlet *outlet = stream->outlet;
	size_t n_done = 0;

	while (n_done < stream->n_queue && outlet->n_put < STREAM_TURN_MAX &&
		stream->state != STREAM_DEAD) {
		struct blob *blob = stream->queue[n_done];
		size_t left = blob->len - stream->first_sent;
		size_t room = STREAM_TURN_MAX - outlet->n_put;
		size_t len = left < room ? left : room;

		stream_add(
			stream, slice_of(blob->data + stream->first_sent, len));
		stream->queued_bytes -= len;
		stream->first_sent += len;
		if (len < left)
			break;
		stream->first_sent = 0;
		n_done++;
		blob_unref(blob);
	}
	if (n_done == 0)
		return;
	stream->n_queue -= n_done;
	memmove(stream->queue, stream->queue + n_done,
		stream->n_queue * sizeof(*stream->queue));
	if (stream->n_queue == 0)
		stream_drop_queue(stream);
}

/* close_notify once, the end of sending, then the short wait. */
static void
stream_say_bye(struct stream *stream)
{
	if (stream->ssl != NULL && !stream->no_bye && !stream->said_bye) {
		stream->said_bye = true;
		ERR_clear_error();
		SSL_shutdown(stream->ssl);
		stream_ship(stream);
	}
	if (stream->state == STREAM_DEAD || stream->rest.len > 0)
		return;
	shutdown(stream->fd, SHUT_WR);
	stream->state = STREAM_LINGER;
	stream->silent = 0;
	stream_watch_for(stream);
	timer_set(&stream->timer, stream->limits->linger_ms);
}

static void
stream_ask(struct stream *stream)
{
	struct outlet *outlet = stream->outlet;

	stream->cut_short = false;
	outlet->asking = stream;
	stream->source(stream->source_ctx, stream);
	outlet->asking = NULL;
}

static void
stream_flush(struct stream *stream)
{
	struct outlet *outlet = stream->outlet;

	if (stream->rest.len > 0 || (stream->state != STREAM_OPEN &&
					    stream->state != STREAM_DRAINING))
		return;
	outlet->n_put = 0;
	stream_add_queue(stream);
	if (stream->n_queue == 0 && stream->source != NULL &&
		stream->state == STREAM_OPEN && outlet->n_put < STREAM_TURN_MAX)
		stream_ask(stream);
	stream_encrypt_small(stream);
	stream_ship(stream);
	if (!stream_is_over_soft(stream))
		stream->soft_since_ms = 0;
	if (stream->state == STREAM_DEAD || stream->rest.len > 0)
		return;
	if (stream->n_queue > 0 || outlet->n_put >= STREAM_TURN_MAX)
		stream_mark_due(stream);
	else if (stream->state == STREAM_DRAINING)
		stream_say_bye(stream);
}

static void
outlet_flush(void *ctx)
{
	struct outlet *outlet = ctx;
	struct list now;

	list_init(&now);
	list_splice(&now, &outlet->due);
	while (!list_is_empty(&now)) {
		struct stream *stream =
			list_entry(list_first(&now), struct stream, due_link);

		list_unlink(&stream->due_link);
		stream_flush(stream);
	}
}
