/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listener.h - the door: accepts and hands on, speaks to nobody.
 *
 * Counts connections per address, so that one host cannot take every place;
 * leaves callers waiting in the kernel while those who were let in are busy;
 * and survives running out of descriptors: one is kept in reserve, with which
 * the caller at the door is let in and sent away, then the door stays shut for
 * 100 ms. On the front loop's thread, but for listener_gone().
 */
#ifndef NET_LISTENER_H
#define NET_LISTENER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"
#include "base/problem.h"
#include "net/address.h"

struct loop; /* loop/loop.h */
struct listener;

/* `fd` is the callee's: non-blocking, close-on-exec, TCP_NODELAY. When that
 * connection is over, listener_gone() must be told. */
typedef void listener_fn(void *ctx, int fd, const struct address *peer);
/* Asked before each caller: must they wait a moment? */
typedef bool listener_busy_fn(void *ctx);

struct listener_options {
	struct loop *loop;
	struct address address; /* a unix socket gets mode 0600 */
	unsigned per_address;   /* 0: no cap */
	bool local_exempt;      /* loopback and unix peers are not capped */
	listener_fn *fn;
	listener_busy_fn *busy; /* NULL: never */
	void *ctx;
};

/* NULL with why (E-LISTEN). */
struct listener *listener_new(
	const struct listener_options *options, struct problem *why);
/* Accepts NULL; returns NULL. A unix socket is removed. */
struct listener *listener_free(struct listener *listener);
DEFINE_AUTO(struct listener, listener_free);
/* No more callers; the count goes on. */
void listener_close(struct listener *listener);

/* Where it really listens, when port 0 was asked for. */
const struct address *listener_address(const struct listener *listener);
/* Any thread, while the listener lives. */
void listener_gone(struct listener *listener, const struct address *peer);

#endif
