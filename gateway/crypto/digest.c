/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest - libcrypto's one-shot call behind a face without error codes.
 */
#include "crypto/digest.h"

#include <openssl/evp.h>

#include "base/ensure.h"

void
digest_sha256(struct slice bytes, unsigned char ret_digest[DIGEST_SHA256_SIZE])
{
	const void *at = bytes.at ? bytes.at : "";

	ensure(EVP_Digest(at, bytes.len, ret_digest, NULL, EVP_sha256(),
		       NULL) == 1);
}

void
digest_sha256_hex(struct slice bytes, char ret_text[DIGEST_SHA256_SIZE * 2 + 1])
{
	unsigned char digest[DIGEST_SHA256_SIZE];

	digest_sha256(bytes, digest);
	sha256_hex(digest, ret_text);
}
