/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream - the life of a connection, and what comes in.
 *
 * OpenSSL reads from the socket and writes into the outlet through one BIO of
 * ours, so no call into it ever waits for the socket to take something, and
 * SSL_get_error() has only one kind of waiting to report. Each call is made
 * with an empty error queue (SSL_get_error(3)). A wake-up reads a bounded
 * amount, so that a fast peer does not starve the others.
 */
#include "net/stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/x509.h>

#include "base/blob.h"
#include "base/clock.h"
#include "base/ensure.h"
#include "base/mem.h"
#include "crypto/digest.h"
#include "net/stream_parts.h"
#include "net/tls.h"

#define READ_TURN_MAX (64u << 10)
#define SILENT_MAX (64u << 10)
/* A caller who lets the handshake wait for longer no longer counts as one who
 * is being greeted: the rest of his time is his own and not the queue's. */
#define GREETING_MS 500

/* ---- the BIO ---- */

static BIO_METHOD *bio_method;
static pthread_once_t bio_once = PTHREAD_ONCE_INIT;

static int
bio_write(BIO *bio, const char *data, int len)
{
	struct stream *stream = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	buf_put(&stream->outlet->out, data, (size_t)len);
	return len;
}

static int
bio_read(BIO *bio, char *data, int len)
{
	struct stream *stream = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	ssize_t n = recv(stream->fd, data, (size_t)len, 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		BIO_set_retry_read(bio);
	if (n > 0)
		stream->silent += (size_t)n;
	if (n == 0)
		stream->at_end = true;
	return (int)n;
}

static long
bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
	struct stream *stream = BIO_get_data(bio);

	(void)number;
	(void)pointer;
	if (command == BIO_CTRL_FLUSH)
		return 1;
	return command == BIO_CTRL_EOF && stream->at_end;
}

static void
bio_make(void)
{
	bio_method = BIO_meth_new(
		BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "torntape stream");
	ensure(bio_method != NULL);
	BIO_meth_set_write(bio_method, bio_write);
	BIO_meth_set_read(bio_method, bio_read);
	BIO_meth_set_ctrl(bio_method, bio_ctrl);
}

static SSL *
stream_make_ssl(struct stream *stream, struct tls *tls)
{
	pthread_once(&bio_once, bio_make);
	SSL *ssl = SSL_new(tls_context(tls));
	BIO *bio = BIO_new(bio_method);
	ensure(ssl != NULL && bio != NULL);
	BIO_set_data(bio, stream);
	BIO_set_init(bio, 1);
	SSL_set_bio(ssl, bio, bio);
	SSL_set_accept_state(ssl);
	return ssl;
}

/* ---- the end ---- */

static void
stream_free(void *object)
{
	struct stream *stream = object;

	if (stream->ssl != NULL)
		SSL_free(stream->ssl);
	tls_unref(stream->tls);
	stream_drop_queue(stream);
	buf_done(&stream->rest);
	mem_free(stream);
}

static void
stream_bury(void *ctx)
{
	struct stream *stream = ctx;

	stream->handler->on_closed(stream->ctx, stream, stream->reason);
	reaper_add(stream->outlet->loop, stream, stream_free);
}

static void
stream_count_handshake(struct stream *stream, bool begins)
{
	atomic_size_t *count = stream->limits->n_handshakes;

	if (count == NULL || stream->is_greeted == begins)
		return;
	stream->is_greeted = begins;
	if (begins)
		atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
	else
		atomic_fetch_sub_explicit(count, 1, memory_order_relaxed);
}

void
stream_die(struct stream *stream, const char *reason)
{
	if (stream->state == STREAM_DEAD)
		return;
	if (stream->state == STREAM_HANDSHAKE)
		stream_count_handshake(stream, false);
	stream->state = STREAM_DEAD;
	if (stream->reason == NULL)
		stream->reason = reason;
	list_unlink(&stream->due_link);
	deferred_cancel(&stream->again);
	watch_done(&stream->watch);
	timer_done(&stream->timer);
	close(stream->fd);
	stream->fd = -1;
	loop_defer(stream->outlet->loop, &stream->funeral);
}

void
stream_abort(struct stream *stream, const char *reason)
{
	stream_die(stream, reason);
}

void
stream_close(struct stream *stream, const char *reason)
{
	if (stream_is_closing(stream))
		return;
	stream->reason = reason;
	if (stream->state == STREAM_HANDSHAKE) {
		stream_die(stream, reason);
		return;
	}
	stream->state = STREAM_DRAINING;
	stream_watch_for(stream);
	stream_mark_due(stream);
}

bool
stream_is_closing(const struct stream *stream)
{
	return stream->state >= STREAM_DRAINING;
}

/* ---- input ---- */

void
stream_watch_for(struct stream *stream)
{
	bool reads = stream->state == STREAM_HANDSHAKE ||
		     stream->state == STREAM_LINGER ||
		     (stream->state == STREAM_OPEN && !stream->paused &&
			     !stream->at_end && stream->rest.len == 0);

	if (stream->state == STREAM_DEAD)
		return;
	watch_set(&stream->watch,
		(reads ? WATCH_READ : 0u) |
			(stream->rest.len > 0 ? WATCH_WRITE : 0u));
}

static void
stream_handshake(struct stream *stream)
{
	ERR_clear_error();
	int result = SSL_do_handshake(stream->ssl);
	int error = SSL_get_error(stream->ssl, result);
	stream_ship(stream);
	if (stream->state == STREAM_DEAD)
		return;
	if (result == 1) {
		stream_count_handshake(stream, false);
		timer_cancel(&stream->timer);
		stream->state = STREAM_OPEN;
		stream->silent = 0;
		if (stream->rest.len > 0)
			stream_time(stream);
		stream_watch_for(stream);
		stream_mark_due(stream);
		return;
	}
	if (error != SSL_ERROR_WANT_READ)
		stream_die(stream, "handshake-failed");
}

/* Bytes, 0 at the peer's end, -EAGAIN, or -EIO after which it is dead. */
static ssize_t
stream_read_plain(struct stream *stream)
{
	struct outlet *outlet = stream->outlet;
	ssize_t n = recv(stream->fd, outlet->in, sizeof(outlet->in), 0);

	if (n >= 0)
		return n;
	if (errno == EAGAIN || errno == EINTR)
		return -EAGAIN;
	stream_die(stream, "reset");
	return -EIO;
}

static ssize_t
stream_read_tls(struct stream *stream)
{
	struct outlet *outlet = stream->outlet;

	ERR_clear_error();
	int n = SSL_read(stream->ssl, outlet->in, sizeof(outlet->in));
	int error = SSL_get_error(stream->ssl, n);
	/* Key updates are answered from inside a read. */
	stream_ship(stream);
	if (stream->state == STREAM_DEAD)
		return -EIO;
	if (n > 0) {
		stream->silent = 0;
		return n;
	}
	if (error == SSL_ERROR_WANT_READ && stream->silent <= SILENT_MAX)
		return -EAGAIN;
	if (error == SSL_ERROR_ZERO_RETURN)
		return 0;
	stream->no_bye = true;
	if (stream->at_end)
		return 0;
	stream_die(stream, error == SSL_ERROR_SYSCALL ? "reset" : "tls-error");
	return -EIO;
}

static bool
stream_may_read(const struct stream *stream)
{
	return stream->state == STREAM_OPEN && !stream->paused;
}

static void
stream_read(struct stream *stream)
{
	size_t n_read = 0;

	while (stream_may_read(stream) && n_read < READ_TURN_MAX) {
		ssize_t n = stream->ssl ? stream_read_tls(stream)
					: stream_read_plain(stream);
		if (n < 0)
			return;
		if (n == 0) {
			stream->at_end = true;
			stream_watch_for(stream);
		}
		n_read += (size_t)n;
		stream->handler->on_bytes(stream->ctx, stream,
			slice_of(stream->outlet->in, (size_t)n));
		if (n == 0)
			return;
	}
	if (stream_may_read(stream) && stream->ssl &&
		SSL_pending(stream->ssl) > 0)
		loop_defer(stream->outlet->loop, &stream->again);
}

static void
stream_read_again(void *ctx)
{
	struct stream *stream = ctx;

	if (stream_may_read(stream) && !stream->at_end)
		stream_read(stream);
}

/* Whatever still comes is thrown away, until the end or the timer. */
static void
stream_linger(struct stream *stream)
{
	ssize_t n = recv(
		stream->fd, stream->outlet->in, sizeof(stream->outlet->in), 0);

	if (n > 0)
		stream->silent += (size_t)n;
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR) ||
		stream->silent > 16 * READ_TURN_MAX)
		stream_die(stream, "closed");
}

static void
stream_ready(void *ctx, unsigned what)
{
	struct stream *stream = ctx;

	if (what & WATCH_WRITE)
		stream_writable(stream);
	if (!(what & WATCH_READ))
		return;
	if (stream->state == STREAM_HANDSHAKE)
		stream_handshake(stream);
	else if (stream->state == STREAM_LINGER)
		stream_linger(stream);
	else
		stream_read(stream);
}

static void
stream_waits_for_hello(struct stream *stream)
{
	int64_t left_ms = stream->limits->handshake_timeout_ms - GREETING_MS;

	if (!stream->is_waited_for && left_ms > 0) {
		stream->is_waited_for = true;
		stream_count_handshake(stream, false);
		timer_set(&stream->timer, left_ms);
		return;
	}
	stream_die(stream, "handshake-timeout");
}

static void
stream_timed_out(void *ctx)
{
	struct stream *stream = ctx;

	if (stream->state == STREAM_HANDSHAKE)
		stream_waits_for_hello(stream);
	else if (stream->state == STREAM_LINGER)
		stream_die(stream, "closed");
	else if (stream->soft_since_ms != 0 &&
		 clock_mono_ms() - stream->soft_since_ms >=
			 stream->limits->output_soft_ms)
		stream_die(stream, "output-too-slow");
	else
		stream_die(stream, "write-timeout");
}

void
stream_pause(struct stream *stream)
{
	stream->paused = true;
	stream_watch_for(stream);
}

void
stream_resume(struct stream *stream)
{
	stream->paused = false;
	stream_watch_for(stream);
	if (stream->ssl != NULL && stream->state == STREAM_OPEN &&
		SSL_pending(stream->ssl) > 0)
		loop_defer(stream->outlet->loop, &stream->again);
}

/* ---- the beginning ---- */

/* A peer that vanished acknowledges nothing, and the kernel would go on sending
 * for a quarter of an hour: a heartbeat that fits its buffer is no news to us.
 * Only a unix socket has no such option. */
static void
stream_expect_acks(const struct stream *stream)
{
	unsigned ms = (unsigned)stream->limits->write_timeout_ms;

	(void)setsockopt(
		stream->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof(ms));
}

struct stream *
stream_new(struct loop *loop, int fd, struct tls *tls,
	const struct stream_limits *limits,
	const struct stream_handler *handler, void *ctx)
{
	struct stream *stream = mem_new(struct stream);

	stream->outlet = outlet_of(loop);
	stream->fd = fd;
	stream->limits = limits;
	stream->handler = handler;
	stream->ctx = ctx;
	stream->state = tls ? STREAM_HANDSHAKE : STREAM_OPEN;
	stream_expect_acks(stream);
	list_init(&stream->due_link);
	watch_init(&stream->watch, loop, fd, stream_ready, stream);
	timer_init(&stream->timer, loop, stream_timed_out, stream);
	deferred_init(&stream->again, stream_read_again, stream);
	deferred_init(&stream->funeral, stream_bury, stream);
	if (tls != NULL) {
		stream->tls = tls_ref(tls);
		stream->ssl = stream_make_ssl(stream, tls);
		timer_set(&stream->timer,
			limits->handshake_timeout_ms < GREETING_MS
				? limits->handshake_timeout_ms
				: GREETING_MS);
		stream_count_handshake(stream, true);
	}
	stream_watch_for(stream);
	return stream;
}

bool
stream_is_tls(const struct stream *stream)
{
	return stream->ssl != NULL;
}

bool
stream_peer_spki(const struct stream *stream, unsigned char ret_sha256[32])
{
	unsigned char *der = NULL;

	if (stream->ssl == NULL ||
		SSL_get_verify_mode(stream->ssl) == SSL_VERIFY_NONE ||
		SSL_get_verify_result(stream->ssl) != X509_V_OK)
		return false;
	X509 *cert = SSL_get0_peer_certificate(stream->ssl);
	if (cert == NULL)
		return false;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &der);
	if (len <= 0)
		return false;
	digest_sha256(slice_of((const char *)der, (size_t)len), ret_sha256);
	OPENSSL_free(der);
	return true;
}
