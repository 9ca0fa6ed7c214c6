/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard.h - which addresses the gateway may call.
 *
 * Subscribers tell us URLs to call and we stand inside somebody's network:
 * without this a webhook could be aimed at a database or a cloud's metadata
 * service. Only global unicast is allowed (IANA special-purpose registries,
 * RFC 6890 and successors), seen through every way to wrap an IPv4 address in
 * an IPv6 one. `outgoing.allow` opens ranges on purpose. It is asked with the
 * address about to be connected, after resolving, so a changing DNS answer
 * gains nothing. Immutable once filled; then any thread.
 */
#ifndef NET_GUARD_H
#define NET_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"

struct guard_range; /* an address and how many bits of it count */

struct guard {
	struct guard_range *allowed;
	size_t n_allowed, cap;
};

#define GUARD_NULL ((struct guard){ 0 })

/* "127.0.0.0/8", "fd00::/8", "10.1.2.3". 0, or 1 with why (E-CIDR). */
must_check int guard_allow(
	struct guard *guard, struct slice cidr, struct problem *why);
/* NULL guard: nothing was opened. */
bool guard_permits(const struct guard *guard, const struct sockaddr *address);
void guard_done(struct guard *guard);

#endif
