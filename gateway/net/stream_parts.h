/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream_parts.h - the inside of a stream, for its two files: stream.c (life
 * and input) and stream_out.c (output).
 */
#ifndef NET_STREAM_PARTS_H
#define NET_STREAM_PARTS_H

#include <openssl/ssl.h>

#include "base/buf.h"
#include "loop/loop.h"
#include "net/stream.h"

enum stream_state {
	STREAM_HANDSHAKE,
	STREAM_OPEN,
	STREAM_DRAINING, /* close was asked for; what is queued goes first */
	STREAM_LINGER,   /* our end is said, the peer's awaited */
	STREAM_DEAD
};

/* What the streams of one loop share. */
struct outlet {
	struct loop *loop;
	struct list due; /* of struct stream */
	struct deferred flush;
	struct buf out;        /* what one stream sends now; empty in between */
	struct buf small;      /* frames that will share a record */
	size_t n_put;          /* by the stream that is being flushed */
	struct stream *asking; /* whose source is running */
	char in[16384];
};

struct stream {
	/* Touched at every delivery. */
	struct list due_link;
	struct outlet *outlet;
	SSL *ssl; /* NULL: plain */
	stream_source_fn *source;
	void *source_ctx;
	struct buf rest; /* what the socket did not take */
	struct blob **queue;
	size_t n_queue, cap_queue;
	size_t first_sent;   /* of queue[0] */
	size_t queued_bytes; /* of the queue, less first_sent */
	int fd;
	unsigned char state;
	bool paused : 1;
	bool at_end : 1; /* the peer said its end */
	bool no_bye : 1; /* TLS is broken: no close_notify */
	bool said_bye : 1;
	bool cut_short : 1;     /* the source was told to stop */
	bool is_greeted : 1;    /* counts among the handshakes */
	bool is_waited_for : 1; /* no longer, though it has not ended */

	struct watch watch;
	struct timer timer; /* handshake, writing or lingering */
	const struct stream_handler *handler;
	void *ctx;
	const struct stream_limits *limits;
	struct deferred again; /* TLS holds bytes that no socket announces */
	struct deferred funeral;
	size_t silent; /* bytes read since the last that meant something */
	int64_t soft_since_ms; /* over output_soft since then; 0: is not */
	const char *reason;
	struct tls *tls;
};

struct outlet *outlet_of(struct loop *loop);

void stream_die(struct stream *stream, const char *reason);
void stream_watch_for(struct stream *stream);
/* Send what is in the outlet, keep what does not fit. */
void stream_ship(struct stream *stream);
/* The socket is full: set the time that its peer has. */
void stream_time(struct stream *stream);
/* The socket takes bytes again. */
void stream_writable(struct stream *stream);
void stream_drop_queue(struct stream *stream);

#endif
