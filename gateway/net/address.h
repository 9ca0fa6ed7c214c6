/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address.h - where somebody listens or calls from, as value and as text.
 *
 * "127.0.0.1:8443", "[::1]:8443", "unix:/run/torntape.sock". Numeric only: a
 * listener's address must not depend on a resolver. Any thread.
 */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"

struct address {
	struct sockaddr_storage storage;
	socklen_t len;
};

#define ADDRESS_TEXT_SIZE 128

/* 0, or 1 with why (E-ADDRESS). Port 0 lets the kernel choose. */
must_check int address_parse(
	struct slice text, struct address *ret_address, struct problem *why);
/* In the form above; a peer on a unix socket is "unix:". Returns out. */
const char *address_print(
	const struct address *address, char out[ADDRESS_TEXT_SIZE]);
/* The host alone, without brackets or port. Returns out. */
const char *address_print_host(
	const struct address *address, char out[ADDRESS_TEXT_SIZE]);
/* What counts as one peer: the host, but of an IPv6 address the first 64 bits,
 * for whoever has one address has all behind them (RFC 6177). Returns out. */
const char *address_print_peer(
	const struct address *address, char out[ADDRESS_TEXT_SIZE]);
unsigned address_port(const struct address *address); /* 0: has none */
/* Loopback IP or unix. */
bool address_is_local(const struct address *address);
/* What a socket is bound to: 0, or -errno. */
must_check int address_of_socket(int fd, struct address *ret_address);

#endif
