/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream.h - one connection: bytes in, frames out, plain or TLS.
 *
 * Belongs to one loop for life. Output is gathered: whoever has something marks
 * the stream *due*; at the end of the turn each due stream is asked once, what
 * it puts is encrypted into one buffer that the thread's streams share, and
 * goes out with ONE send(2). Only what the socket did not take is kept, and
 * while anything is kept the source is not asked: a slow peer costs a cursor,
 * not memory. Small frames share a TLS record, large ones take records of their
 * own. Input is handed over as it comes, never stored here.
 *
 * It dies once, whoever ends it: on_closed is called from the end of a turn,
 * never from inside another function of this header, and the stream is freed
 * after it. Everything on the loop's thread.
 */
#ifndef NET_STREAM_H
#define NET_STREAM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct address; /* net/address.h */
struct blob;    /* base/blob.h */
struct loop;    /* loop/loop.h */
struct stream;
struct tls; /* net/tls.h */

/* Bytes from the peer, valid during the call. len 0: the peer will send no
 * more (an orderly end; TLS: close_notify). */
typedef void stream_bytes_fn(
	void *ctx, struct stream *stream, struct slice bytes);
/* The connection is over; drop the pointer. `reason` is static: "closed",
 * "peer-closed", "reset", "handshake-timeout", "handshake-failed",
 * "write-timeout", "output-limit", "tls-error", or what was given to
 * stream_close() and stream_abort(). */
typedef void stream_closed_fn(
	void *ctx, struct stream *stream, const char *reason);
/* Asked at the end of a turn when the stream is due and can take bytes: call
 * stream_put() until done or until it returns false. Asked again by itself
 * when a put was cut short by a false. */
typedef void stream_source_fn(void *ctx, struct stream *stream);

struct stream_handler {
	stream_bytes_fn *on_bytes;
	stream_closed_fn *on_closed;
};

struct stream_limits {
	/* Queued blobs and unsent bytes: nothing comes behind so much. What
	 * is there already counts, so one answer of any size passes. */
	size_t output_hard;
	size_t output_soft;       /* may be exceeded for so long: */
	int64_t output_soft_ms;   /* then cut */
	int64_t write_timeout_ms; /* no byte taken for so long: cut */
	int64_t handshake_timeout_ms;
	int64_t linger_ms; /* for the peer's end after ours */
	/* Counts handshakes in progress, for whoever accepts; NULL: nobody
	 * asks. Borrowed, shared by threads. */
	atomic_size_t *n_handshakes;
};
#define STREAM_LIMITS_DEFAULT \
	((struct stream_limits){ \
		8u << 20, 1u << 20, 30000, 60000, 10000, 2000, NULL })
/* A source puts at most about this much in one turn. */
#define STREAM_TURN_MAX (256u << 10)

/* Takes `fd` (connected, non-blocking). tls NULL: plain. The handler table and
 * the limits are borrowed and outlive the stream. Begins reading. */
struct stream *stream_new(struct loop *loop, int fd, struct tls *tls,
	const struct stream_limits *limits,
	const struct stream_handler *handler, void *ctx);

void stream_pause(struct stream *stream); /* no more on_bytes */
/* on_bytes comes from the loop, not from inside this call. */
void stream_resume(struct stream *stream);

/* Queue whole frames behind what is queued; takes its own reference. False:
 * over the hard limit, and the stream is being cut. */
bool stream_send(struct stream *stream, struct blob *blob);
/* The same, copying. */
bool stream_send_copy(struct stream *stream, struct slice bytes);
void stream_set_source(
	struct stream *stream, stream_source_fn *source, void *ctx);
/* There may be something to put. O(1), any number of times a turn. */
void stream_mark_due(struct stream *stream);
/* From the source only. The bytes are taken whole in any case (borrowed for the
 * call); false: this turn has had enough, stop. */
bool stream_put(struct stream *stream, struct slice bytes);
/* Bytes accepted and not yet taken by the kernel. */
size_t stream_queued(const struct stream *stream);

/* Orderly: everything queued, close_notify, end of sending, a short wait for
 * the peer's end. No on_bytes any more. `reason` is static. */
void stream_close(struct stream *stream, const char *reason);
/* At once, what is queued is lost. */
void stream_abort(struct stream *stream, const char *reason);
bool stream_is_closing(const struct stream *stream);

bool stream_is_tls(const struct stream *stream);
/* SHA-256 of the client certificate's public key (DER SubjectPublicKeyInfo);
 * false: none was shown, or it was not signed by the configured authority. */
bool stream_peer_spki(
	const struct stream *stream, unsigned char ret_sha256[32]);

#endif
