/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest.h - hashes and names of bytes that are already together.
 *
 * SHA-256 for identity and keys; bytes that come in pieces go through
 * crypto/sha256.h, keyed hashes are in crypto/hmac.h. Cannot fail: without
 * libcrypto there is nothing left to do. Any thread.
 */
#ifndef CRYPTO_DIGEST_H
#define CRYPTO_DIGEST_H

#include "base/slice.h"
#include "crypto/sha256.h"

#define DIGEST_SHA256_SIZE SHA256_SIZE

void digest_sha256(
	struct slice bytes, unsigned char ret_digest[DIGEST_SHA256_SIZE]);
/* 64 lower-case hex digits and a NUL. */
void digest_sha256_hex(
	struct slice bytes, char ret_text[DIGEST_SHA256_SIZE * 2 + 1]);

#endif
