/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key.h - bearer keys: what partners and subscribers show, and what we keep.
 *
 * A token is "tt_" and 256 random bits in base64url. The configuration holds
 * only its SHA-256: a token of that strength needs no slow hash, and a leaked
 * configuration opens nothing. Any thread.
 */
#ifndef CRYPTO_KEY_H
#define CRYPTO_KEY_H

#include <stdbool.h>

#include "base/auto.h"
#include "base/slice.h"

#define KEY_HASH_SIZE 32
#define KEY_TOKEN_SIZE 47     /* "tt_", 43 characters, NUL */
#define KEY_HASH_TEXT_SIZE 72 /* "sha256:", 64 digits, NUL */

void key_new(char ret_token[KEY_TOKEN_SIZE]);
/* "sha256:HEX" of a token, as the configuration writes it. */
void key_hash(struct slice token, char ret_text[KEY_HASH_TEXT_SIZE]);
/* "sha256:HEX" to its bytes: 0, or -EINVAL. */
must_check int key_parse(
	struct slice text, unsigned char ret_hash[KEY_HASH_SIZE]);
/* Whether the token has this hash; in constant time. */
bool key_matches(const unsigned char hash[KEY_HASH_SIZE], struct slice token);

#endif
