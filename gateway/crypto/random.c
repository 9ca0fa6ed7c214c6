/* SPDX-License-Identifier: Apache-2.0 */
/*
 * random.c - OpenSSL's generator, which the kernel seeds.
 */
#include "crypto/random.h"

#include <openssl/rand.h>

#include "base/ensure.h"

void
random_bytes(void *ret_bytes, size_t len)
{
	ensure(len <= INT32_MAX);
	ensure(RAND_bytes(ret_bytes, (int)len) == 1);
}
