/* SPDX-License-Identifier: Apache-2.0 */
/*
 * random - OpenSSL's generator, seeded by the kernel.
 */
#include "crypto/random.h"

#include <limits.h>

#include <openssl/rand.h>

#include "base/ensure.h"

void
random_bytes(void *ret_bytes, size_t len)
{
	ensure(len <= INT_MAX);
	ensure(RAND_bytes(ret_bytes, (int)len) == 1);
}

uint64_t
random_below(uint64_t below)
{
	uint64_t value;

	ensure(below > 0);
	/* The last, incomplete run of values would favour the small ones. */
	uint64_t fair = UINT64_MAX - UINT64_MAX % below;
	do {
		random_bytes(&value, sizeof(value));
	} while (value >= fair);
	return value % below;
}
