/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hmac.c - the one place where a keyed hash is made.
 *
 * libcrypto cannot fail here but for want of memory, which ends the process as
 * everywhere else.
 */
#include "crypto/hmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/ensure.h"

void
hmac_sha256(struct slice key, struct slice bytes,
	unsigned char ret_mac[HMAC_SHA256_SIZE])
{
	/* A NULL key would mean "the one of the last call" to OpenSSL. */
	const void *at = key.at != NULL ? key.at : "";
	unsigned len = 0;

	ensure(key.len <= INT32_MAX);
	ensure(HMAC(EVP_sha256(), at, (int)key.len,
		       (const unsigned char *)bytes.at, bytes.len, ret_mac,
		       &len) != NULL);
	ensure(len == HMAC_SHA256_SIZE);
}

bool
secret_equal(struct slice a, struct slice b)
{
	if (a.len != b.len)
		return false;
	return a.len == 0 || CRYPTO_memcmp(a.at, b.at, a.len) == 0;
}
