/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sha256 - OpenSSL's, behind a face without error codes: the default provider
 * always has it, and without memory there is nothing left to do anyway. OpenSSL
 * 3 looks an algorithm up by name and under locks each time that EVP_sha256()
 * is used (crypto(7), "Performance"): that took longer than hashing a story, so
 * it is fetched once and kept for the life of the process.
 */
#include "crypto/sha256.h"

#include <pthread.h>

#include <openssl/evp.h>

#include "base/ensure.h"

static EVP_MD *sha256_algorithm;

static void
sha256_fetch(void)
{
	sha256_algorithm = EVP_MD_fetch(NULL, "SHA2-256", NULL);
	ensure(sha256_algorithm != NULL);
}

void
sha256_begin(struct sha256 *sha)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, sha256_fetch);
	sha->context = EVP_MD_CTX_new();
	ensure(sha->context != NULL);
	ensure(EVP_DigestInit_ex2(sha->context, sha256_algorithm, NULL) == 1);
}

void
sha256_add(struct sha256 *sha, struct slice bytes)
{
	ensure(EVP_DigestUpdate(sha->context, bytes.at, bytes.len) == 1);
}

void
sha256_end(struct sha256 *sha, unsigned char ret_digest[SHA256_SIZE])
{
	ensure(EVP_DigestFinal_ex(sha->context, ret_digest, NULL) == 1);
	EVP_MD_CTX_free(sha->context);
	sha->context = NULL;
}

void
sha256_hex(const unsigned char digest[SHA256_SIZE],
	char ret_text[SHA256_SIZE * 2 + 1])
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < SHA256_SIZE; i++) {
		ret_text[2 * i] = hex[digest[i] >> 4];
		ret_text[2 * i + 1] = hex[digest[i] & 15];
	}
	ret_text[SHA256_SIZE * 2] = '\0';
}
