/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest.h - hashes and signatures of bytes that are already together.
 *
 * SHA-256 for identity and keys, HMAC-SHA-256 for webhooks and tickets. SHA-1
 * is here for name-based UUIDs (RFC 9562 section 5.5) and protects nothing.
 * Bytes that come in pieces go through crypto/sha256.h. Cannot fail: without
 * libcrypto there is nothing left to do. Any thread.
 */
#ifndef CRYPTO_DIGEST_H
#define CRYPTO_DIGEST_H

#include <stdbool.h>

#include "base/slice.h"
#include "crypto/sha256.h"

#define DIGEST_SHA1_SIZE 20
#define DIGEST_SHA256_SIZE SHA256_SIZE

void digest_sha256(
	struct slice bytes, unsigned char ret_digest[DIGEST_SHA256_SIZE]);
/* 64 lower-case hex digits and a NUL. */
void digest_sha256_hex(
	struct slice bytes, char ret_text[DIGEST_SHA256_SIZE * 2 + 1]);
void digest_sha1(
	struct slice bytes, unsigned char ret_digest[DIGEST_SHA1_SIZE]);
void digest_hmac_sha256(struct slice key, struct slice bytes,
	unsigned char ret_mac[DIGEST_SHA256_SIZE]);

/* In a time that depends on the lengths only. */
bool digest_equal(struct slice a, struct slice b);

#endif
