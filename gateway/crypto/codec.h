/* SPDX-License-Identifier: Apache-2.0 */
/*
 * codec.h - bytes as printable text and back: base64 (RFC 4648) and hex.
 *
 * Decoding base64 takes text with or without its padding, because secrets of
 * Standard Webhooks are handed around in both forms, and nothing else loosely:
 * no blanks, no foreign letters, no bits left over. Any thread.
 */
#ifndef CRYPTO_CODEC_H
#define CRYPTO_CODEC_H

#include "base/auto.h"
#include "base/buf.h"
#include "base/slice.h"

/* With padding. */
void codec_base64(struct buf *out, struct slice bytes);
/* The alphabet for URLs (section 5), without padding. */
void codec_base64url(struct buf *out, struct slice bytes);
/* Either alphabet, not mixed. 0, or -EINVAL with `out` as it was. */
must_check int codec_base64_decode(struct buf *out, struct slice text);

/* Lower case. */
void codec_hex(struct buf *out, struct slice bytes);
/* Exactly `size` bytes from 2 * size digits of either case: 0, or -EINVAL. */
must_check int codec_hex_decode(
	struct slice text, unsigned char *ret_bytes, size_t size);

#endif
