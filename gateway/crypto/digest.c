/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest - bytes that are together, through sha256.c in one go.
 */
#include "crypto/digest.h"

void
digest_sha256(struct slice bytes, unsigned char ret_digest[DIGEST_SHA256_SIZE])
{
	struct sha256 sha;

	sha256_begin(&sha);
	sha256_add(&sha, bytes);
	sha256_end(&sha, ret_digest);
}

void
digest_sha256_hex(struct slice bytes, char ret_text[DIGEST_SHA256_SIZE * 2 + 1])
{
	unsigned char digest[DIGEST_SHA256_SIZE];

	digest_sha256(bytes, digest);
	sha256_hex(digest, ret_text);
}
