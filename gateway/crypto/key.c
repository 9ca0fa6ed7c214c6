/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key - a prefix that people and secret scanners recognise, and random bits.
 */
#include "crypto/key.h"

#include <errno.h>

#include "base/buf.h"
#include "base/ensure.h"
#include "crypto/base64.h"
#include "crypto/digest.h"
#include "crypto/hex.h"
#include "crypto/hmac.h"
#include "crypto/random.h"

void
key_new(char ret_token[KEY_TOKEN_SIZE])
{
	char bits[32];
	auto_(buf_done) struct buf text = BUF_NULL;

	random_bytes(bits, sizeof(bits));
	buf_puts(&text, "tt_");
	base64_put_url(&text, slice_of(bits, sizeof(bits)));
	ensure(text.len == KEY_TOKEN_SIZE - 1);
	memcpy(ret_token, buf_text(&text), KEY_TOKEN_SIZE);
}

void
key_hash(struct slice token, char ret_text[KEY_HASH_TEXT_SIZE])
{
	memcpy(ret_text, "sha256:", 7);
	digest_sha256_hex(token, ret_text + 7);
}

int
key_parse(struct slice text, unsigned char ret_hash[KEY_HASH_SIZE])
{
	struct slice prefix = SLICE("sha256:");

	if (!slice_starts(text, prefix))
		return -EINVAL;
	text.at += prefix.len;
	text.len -= prefix.len;
	return hex_read(text, ret_hash, KEY_HASH_SIZE);
}

bool
key_matches(const unsigned char hash[KEY_HASH_SIZE], struct slice token)
{
	unsigned char own[KEY_HASH_SIZE];

	digest_sha256(token, own);
	return secret_equal(slice_of((const char *)own, sizeof(own)),
		slice_of((const char *)hash, KEY_HASH_SIZE));
}
