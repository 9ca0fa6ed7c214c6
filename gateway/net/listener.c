/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listener - accept, count, hand on.
 *
 * When descriptors run out, accepting fails but the caller stays in the queue
 * and the socket stays ready: a loop that spins. So one descriptor is held
 * back, given up to let that caller in and send it away, and taken again.
 */
#include "net/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/ensure.h"
#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/stat.h"
#include "loop/loop.h"

#define ACCEPT_TURN_MAX 64
#define SHUT_MS 100
#define BUSY_MS 5

struct count {
	unsigned n;
};

struct listener {
	struct listener_options options;
	struct address address;
	int fd;
	int reserve;
	struct watch watch;
	struct timer reopen;
	pthread_mutex_t lock; /* guards counts */
	struct map *counts;   /* peer -> struct count */
};

static int
listener_reserve(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* ---- the count ---- */

static bool
listener_is_exempt(const struct listener *listener, const struct address *peer)
{
	return listener->options.per_address == 0 ||
	       (listener->options.local_exempt && address_is_local(peer));
}

static bool
listener_admit(struct listener *listener, const struct address *peer)
{
	char text[ADDRESS_TEXT_SIZE];

	if (listener_is_exempt(listener, peer))
		return true;
	struct slice host = slice_text(address_print_peer(peer, text));
	pthread_mutex_lock(&listener->lock);
	struct count *count = map_find(listener->counts, host);
	if (count == NULL) {
		count = mem_new(struct count);
		map_set(listener->counts, host, count);
	}
	bool admitted = count->n < listener->options.per_address;
	count->n += admitted;
	pthread_mutex_unlock(&listener->lock);
	return admitted;
}

void
listener_gone(struct listener *listener, const struct address *peer)
{
	char text[ADDRESS_TEXT_SIZE];

	if (listener_is_exempt(listener, peer))
		return;
	struct slice host = slice_text(address_print_peer(peer, text));
	pthread_mutex_lock(&listener->lock);
	struct count *count = map_find(listener->counts, host);
	ensure(count != NULL && count->n > 0);
	if (--count->n == 0)
		mem_free(map_remove(listener->counts, host));
	pthread_mutex_unlock(&listener->lock);
}

/* ---- the door ---- */

static void
listener_reopened(void *ctx)
{
	struct listener *listener = ctx;

	if (listener->reserve < 0)
		listener->reserve = listener_reserve();
	if (listener->fd >= 0)
		watch_set(&listener->watch, WATCH_READ);
}

static void
listener_exhausted(struct listener *listener)
{
	if (listener->reserve >= 0)
		close(listener->reserve);
	int fd = accept(listener->fd, NULL, NULL);
	if (fd >= 0)
		close(fd);
	listener->reserve = listener_reserve();
	stat_add(connections_refused, 1);
	log_warn("no descriptors left, the door is shut for a moment", "ms=%d",
		SHUT_MS);
	watch_set(&listener->watch, WATCH_NONE);
	timer_set(&listener->reopen, SHUT_MS);
}

/* False: nobody is at the door, or it had to be shut. */
static bool
listener_accept(struct listener *listener)
{
	struct address peer = { .len = sizeof(peer.storage) };
	int one = 1;

	int fd = accept4(listener->fd, (struct sockaddr *)&peer.storage,
		&peer.len, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
			      errno == ENOMEM))
		return listener_exhausted(listener), false;
	if (fd < 0)
		return errno == EINTR || errno == ECONNABORTED;
	if (!listener_admit(listener, &peer)) {
		stat_add(connections_refused, 1);
		close(fd);
		return true;
	}
	/* Only a unix socket has no such option. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	listener->options.fn(listener->options.ctx, fd, &peer);
	return true;
}

static bool
listener_is_busy(const struct listener *listener)
{
	return listener->options.busy != NULL &&
	       listener->options.busy(listener->options.ctx);
}

static void
listener_ready(void *ctx, unsigned what)
{
	struct listener *listener = ctx;

	(void)what;
	for (int n = 0; n < ACCEPT_TURN_MAX && listener->fd >= 0; n++) {
		if (listener_is_busy(listener)) {
			watch_set(&listener->watch, WATCH_NONE);
			timer_set(&listener->reopen, BUSY_MS);
			return;
		}
		if (!listener_accept(listener))
			return;
	}
}

/* ---- opening and closing ---- */

static const char *
listener_unix_path(const struct listener *listener)
{
	const struct sockaddr_un *un =
		(const void *)&listener->options.address.storage;

	return un->sun_family == AF_UNIX ? un->sun_path : NULL;
}

static int
listener_bind(struct listener *listener)
{
	const struct address *address = &listener->options.address;
	const char *path = listener_unix_path(listener);
	int one = 1;

	if (path != NULL)
		unlink(path);
	else if (setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &one,
			 sizeof(one)) < 0)
		return -errno;
	/* A socket's file gets its mode from its descriptor's. */
	if (path != NULL && fchmod(listener->fd, 0600) < 0)
		return -errno;
	if (bind(listener->fd, (const struct sockaddr *)&address->storage,
		    address->len) < 0 ||
		(path != NULL && chmod(path, 0600) < 0) ||
		listen(listener->fd, SOMAXCONN) < 0)
		return -errno;
	return address_of_socket(listener->fd, &listener->address);
}

struct listener *
listener_new(const struct listener_options *options, struct problem *why)
{
	struct listener *listener = mem_new(struct listener);
	char text[ADDRESS_TEXT_SIZE];
	int result;

	listener->options = *options;
	listener->reserve = listener_reserve();
	listener->counts = map_new();
	ensure(pthread_mutex_init(&listener->lock, NULL) == 0);
	timer_init(
		&listener->reopen, options->loop, listener_reopened, listener);
	listener->fd = socket(options->address.storage.ss_family,
		SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	result = listener->fd < 0 ? -errno : listener_bind(listener);
	watch_init(&listener->watch, options->loop, listener->fd,
		listener_ready, listener);
	if (result < 0) {
		problem_set(why, 1, "E-LISTEN", "cannot listen on %s: %s",
			address_print(&options->address, text),
			strerror(-result));
		return listener_free(listener);
	}
	watch_set(&listener->watch, WATCH_READ);
	return listener;
}

void
listener_close(struct listener *listener)
{
	const char *path = listener_unix_path(listener);

	watch_done(&listener->watch);
	timer_cancel(&listener->reopen);
	if (listener->fd < 0)
		return;
	close(listener->fd);
	listener->fd = -1;
	if (path != NULL && listener->address.len > 0)
		unlink(path);
}

struct listener *
listener_free(struct listener *listener)
{
	size_t cursor = 0;
	struct slice host;
	void *count;

	if (listener == NULL)
		return NULL;
	listener_close(listener);
	timer_done(&listener->reopen);
	if (listener->reserve >= 0)
		close(listener->reserve);
	while (map_next(listener->counts, &cursor, &host, &count))
		mem_free(count);
	map_free(listener->counts);
	pthread_mutex_destroy(&listener->lock);
	return mem_free(listener);
}

const struct address *
listener_address(const struct listener *listener)
{
	return &listener->address;
}
