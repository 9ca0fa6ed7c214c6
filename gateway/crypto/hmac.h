/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hmac.h - keyed hashes and comparing them without telling how far one got.
 *
 * HMAC-SHA-256 (RFC 2104) signs webhooks and tickets. Whatever was compared
 * against a secret goes through secret_equal(): its time depends on the length
 * only. Any thread.
 */
#ifndef CRYPTO_HMAC_H
#define CRYPTO_HMAC_H

#include <stdbool.h>

#include "base/slice.h"

#define HMAC_SHA256_SIZE 32

void hmac_sha256(struct slice key, struct slice bytes,
	unsigned char ret_mac[HMAC_SHA256_SIZE]);
/* False at once only when the lengths differ. */
bool secret_equal(struct slice a, struct slice b);

#endif
