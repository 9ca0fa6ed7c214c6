/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address - sockaddrs as text and back, by inet_pton and nothing cleverer.
 */
#include "net/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/un.h>

static int
address_parse_unix(
	struct slice path, struct address *ret_address, struct problem *why)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	if (path.len == 0 || path.len >= sizeof(un.sun_path) ||
		memchr(path.at, '\0', path.len) != NULL)
		return problem_set(why, 1, "E-ADDRESS",
			"the path of a unix socket has 1 to %zu bytes",
			sizeof(un.sun_path) - 1);
	memcpy(un.sun_path, path.at, path.len);
	*ret_address = (struct address){ .len = sizeof(un) };
	memcpy(&ret_address->storage, &un, sizeof(un));
	return 0;
}

static int
address_parse_ip(const char *host, bool is_v6, in_port_t port,
	struct address *ret_address)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = port };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = port };

	if (inet_pton(is_v6 ? AF_INET6 : AF_INET, host,
		    is_v6 ? (void *)&v6.sin6_addr : (void *)&v4.sin_addr) != 1)
		return -EINVAL;
	*ret_address = (struct address){ 0 };
	if (is_v6)
		memcpy(&ret_address->storage, &v6, sizeof(v6));
	else
		memcpy(&ret_address->storage, &v4, sizeof(v4));
	ret_address->len = is_v6 ? sizeof(v6) : sizeof(v4);
	return 0;
}

int
address_parse(
	struct slice text, struct address *ret_address, struct problem *why)
{
	struct slice scheme = SLICE("unix:");
	char host[INET6_ADDRSTRLEN] = "";
	uint64_t port = 0;

	if (slice_starts(text, scheme))
		return address_parse_unix(
			slice_of(text.at + scheme.len, text.len - scheme.len),
			ret_address, why);
	const char *colon =
		text.len > 0 ? memrchr(text.at, ':', text.len) : NULL;
	if (colon == NULL ||
		slice_to_u64(slice_of(colon + 1,
				     text.len - (size_t)(colon - text.at) - 1),
			&port) != 0 ||
		port > 65535)
		return problem_set(why, 1, "E-ADDRESS",
			"an address ends in a colon and a port from 0 to "
			"65535");
	struct slice name = slice_of(text.at, (size_t)(colon - text.at));
	bool is_v6 = name.len > 2 && name.at[0] == '[' &&
		     name.at[name.len - 1] == ']';
	if (is_v6)
		name = slice_of(name.at + 1, name.len - 2);
	if (slice_is(name, "localhost"))
		name = SLICE("127.0.0.1");
	/* Too long, or with a NUL that would hide what is behind it: no host.
	 */
	if (name.len < sizeof(host) && !slice_has(name, '\0'))
		memcpy(host, name.at, name.len);
	if (address_parse_ip(host, is_v6, htons((uint16_t)port), ret_address) <
		0)
		return problem_set(why, 1, "E-ADDRESS",
			"before the port stands an IPv4 address, or an IPv6 "
			"address in brackets");
	return 0;
}

static const struct sockaddr_in *
address_v4(const struct address *address)
{
	return (const struct sockaddr_in *)&address->storage;
}

static const struct sockaddr_in6 *
address_v6(const struct address *address)
{
	return (const struct sockaddr_in6 *)&address->storage;
}

const char *
address_print_host(const struct address *address, char out[ADDRESS_TEXT_SIZE])
{
	const struct sockaddr_un *un = (const void *)&address->storage;

	switch (address->storage.ss_family) {
	case AF_INET:
		return inet_ntop(AF_INET, &address_v4(address)->sin_addr, out,
			ADDRESS_TEXT_SIZE);
	case AF_INET6:
		return inet_ntop(AF_INET6, &address_v6(address)->sin6_addr, out,
			ADDRESS_TEXT_SIZE);
	case AF_UNIX:
		/* An unnamed peer's address ends before the path. */
		snprintf(out, ADDRESS_TEXT_SIZE, "unix:%.*s",
			address->len > offsetof(struct sockaddr_un, sun_path)
				? (int)sizeof(un->sun_path)
				: 0,
			un->sun_path);
		return out;
	default:
		out[0] = '\0';
		return out;
	}
}

const char *
address_print_peer(const struct address *address, char out[ADDRESS_TEXT_SIZE])
{
	struct address net = *address;
	struct in6_addr *v6 = &((struct sockaddr_in6 *)&net.storage)->sin6_addr;

	if (net.storage.ss_family == AF_INET6 && !IN6_IS_ADDR_V4MAPPED(v6))
		memset(v6->s6_addr + 8, 0, 8);
	return address_print_host(&net, out);
}

const char *
address_print(const struct address *address, char out[ADDRESS_TEXT_SIZE])
{
	char host[ADDRESS_TEXT_SIZE];

	address_print_host(address, host);
	if (address->storage.ss_family == AF_INET6)
		snprintf(out, ADDRESS_TEXT_SIZE, "[%.64s]:%u", host,
			address_port(address));
	else if (address->storage.ss_family == AF_INET)
		snprintf(out, ADDRESS_TEXT_SIZE, "%.64s:%u", host,
			address_port(address));
	else
		memcpy(out, host, sizeof(host));
	return out;
}

unsigned
address_port(const struct address *address)
{
	if (address->storage.ss_family == AF_INET)
		return ntohs(address_v4(address)->sin_port);
	if (address->storage.ss_family == AF_INET6)
		return ntohs(address_v6(address)->sin6_port);
	return 0;
}

bool
address_is_local(const struct address *address)
{
	if (address->storage.ss_family == AF_INET)
		return ntohl(address_v4(address)->sin_addr.s_addr) >> 24 == 127;
	if (address->storage.ss_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&address_v6(address)->sin6_addr);
	return address->storage.ss_family == AF_UNIX;
}

int
address_of_socket(int fd, struct address *ret_address)
{
	struct address address = { .len = sizeof(address.storage) };

	if (getsockname(fd, (struct sockaddr *)&address.storage, &address.len) <
		0)
		return -errno;
	*ret_address = address;
	return 0;
}
