/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sha256.h - SHA-256 (FIPS 180-4) over pieces, without allocation by the
 * caller.
 *
 * Names things that must be the same on every machine and for ever: story ids
 * and content hashes. Any thread, one owner.
 */
#ifndef CRYPTO_SHA256_H
#define CRYPTO_SHA256_H

#include "base/slice.h"

#define SHA256_SIZE 32

struct evp_md_ctx_st; /* OpenSSL's EVP_MD_CTX */

struct sha256 {
	struct evp_md_ctx_st *context;
};

void sha256_begin(struct sha256 *sha);
void sha256_add(struct sha256 *sha, struct slice bytes);
/* Ends it; every begin needs one. */
void sha256_end(struct sha256 *sha, unsigned char ret_digest[SHA256_SIZE]);
/* 64 lower-case hex digits and a NUL. */
void sha256_hex(const unsigned char digest[SHA256_SIZE],
	char ret_text[SHA256_SIZE * 2 + 1]);

#endif
