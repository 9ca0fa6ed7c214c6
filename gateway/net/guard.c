/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard - two tables of what is not the public Internet, and one of exceptions.
 *
 * Everything is compared as sixteen bytes, IPv4 as ::ffff:a.b.c.d. IPv6 is
 * allowed only inside 2000::/3, the space that is handed out, and there not in
 * the parts that wrap an IPv4 address or belong to documents and trials.
 */
#include "net/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>

#include "base/mem.h"

struct guard_range {
	unsigned char address[16];
	unsigned bits;
};

struct guard_row {
	const char *address;
	unsigned bits;
};

/* IANA IPv4 special-purpose registry, multicast, class E. */
static const struct guard_row closed_v4[] = {
	{ "0.0.0.0", 8 },       /* this network */
	{ "10.0.0.0", 8 },      /* private, RFC 1918 */
	{ "100.64.0.0", 10 },   /* carrier NAT, RFC 6598 */
	{ "127.0.0.0", 8 },     /* loopback */
	{ "169.254.0.0", 16 },  /* link-local; cloud metadata */
	{ "172.16.0.0", 12 },   /* private */
	{ "192.0.0.0", 24 },    /* protocol assignments */
	{ "192.0.2.0", 24 },    /* documentation */
	{ "192.31.196.0", 24 }, /* AS112 */
	{ "192.52.193.0", 24 }, /* AMT */
	{ "192.88.99.0", 24 },  /* 6to4 relays, gone */
	{ "192.168.0.0", 16 },  /* private */
	{ "192.175.48.0", 24 }, /* AS112 */
	{ "198.18.0.0", 15 },   /* benchmarks */
	{ "198.51.100.0", 24 }, /* documentation */
	{ "203.0.113.0", 24 },  /* documentation */
	{ "224.0.0.0", 4 },     /* multicast */
	{ "240.0.0.0", 4 },     /* reserved, broadcast */
};

/* Within 2000::/3; the rest is closed as a whole. */
static const struct guard_row closed_v6[] = {
	{ "2001::", 23 },         /* protocol assignments: Teredo, ORCHID */
	{ "2001:db8::", 32 },     /* documentation */
	{ "2002::", 16 },         /* 6to4 wraps IPv4 */
	{ "2620:4f:8000::", 48 }, /* AS112 */
	{ "3ffe::", 16 },         /* 6bone, given back */
	{ "3fff::", 20 },         /* documentation, RFC 9637 */
};

static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff,
	0xff };

static bool
guard_parse(const char *text, unsigned char ret[16], unsigned *ret_offset)
{
	memcpy(ret, mapped, sizeof(mapped));
	*ret_offset = 96;
	if (inet_pton(AF_INET, text, ret + 12) == 1)
		return true;
	*ret_offset = 0;
	return inet_pton(AF_INET6, text, ret) == 1;
}

static bool
guard_inside(const unsigned char address[16], const unsigned char range[16],
	unsigned bits)
{
	unsigned whole = bits / 8, left = bits % 8;

	if (memcmp(address, range, whole) != 0)
		return false;
	return left == 0 || (address[whole] ^ range[whole]) >> (8 - left) == 0;
}

static bool
guard_in_table(const unsigned char address[16], const struct guard_row *rows,
	size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		unsigned char range[16];
		unsigned offset;

		if (guard_parse(rows[i].address, range, &offset) &&
			guard_inside(address, range, rows[i].bits + offset))
			return true;
	}
	return false;
}

static bool
guard_is_global(const unsigned char address[16])
{
	if (memcmp(address, mapped, sizeof(mapped)) == 0)
		return !guard_in_table(
			address, closed_v4, n_elements(closed_v4));
	return address[0] >> 5 == 1 &&
	       !guard_in_table(address, closed_v6, n_elements(closed_v6));
}

int
guard_allow(struct guard *guard, struct slice cidr, struct problem *why)
{
	struct slice rest = slice_trim(cidr), host, bits_text;
	char text[INET6_ADDRSTRLEN] = "";
	struct guard_range range;
	unsigned offset;
	uint64_t bits;

	if (!slice_cut(&rest, '/', &host) || host.len >= sizeof(text) ||
		slice_has(host, '\0'))
		return problem_set(why, 1, "E-CIDR",
			"a range is an IP address, or one with / and a number "
			"of bits");
	bits_text = rest;
	memcpy(text, host.at, host.len);
	if (!guard_parse(text, range.address, &offset))
		return problem_set(
			why, 1, "E-CIDR", "\"%s\" is not an IP address", text);
	bits = 128 - offset;
	if (host.len < slice_trim(cidr).len &&
		(slice_to_u64(bits_text, &bits) != 0 || bits > 128 - offset))
		return problem_set(why, 1, "E-CIDR",
			"behind the / stands a number from 0 to %u",
			128 - offset);
	range.bits = (unsigned)bits + offset;
	mem_grow(guard->allowed, guard->n_allowed, guard->cap);
	guard->allowed[guard->n_allowed++] = range;
	return 0;
}

bool
guard_permits(const struct guard *guard, const struct sockaddr *address)
{
	const struct sockaddr_in *v4 = (const void *)address;
	const struct sockaddr_in6 *v6 = (const void *)address;
	unsigned char bytes[16];

	memcpy(bytes, mapped, sizeof(mapped));
	if (address->sa_family == AF_INET)
		memcpy(bytes + 12, &v4->sin_addr, 4);
	else if (address->sa_family == AF_INET6)
		memcpy(bytes, &v6->sin6_addr, 16);
	else
		return false;
	for (size_t i = 0; guard != NULL && i < guard->n_allowed; i++)
		if (guard_inside(bytes, guard->allowed[i].address,
			    guard->allowed[i].bits))
			return true;
	/* An IPv4 address in IPv6 clothes is never what a name resolves to. */
	if (address->sa_family == AF_INET6 &&
		memcmp(bytes, mapped, sizeof(mapped)) == 0)
		return false;
	return guard_is_global(bytes);
}

void
guard_done(struct guard *guard)
{
	mem_free(guard->allowed);
	*guard = GUARD_NULL;
}
