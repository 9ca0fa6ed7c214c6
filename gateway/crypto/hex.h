/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hex.h - bytes as pairs of hexadecimal digits and back. Any thread.
 */
#ifndef CRYPTO_HEX_H
#define CRYPTO_HEX_H

#include "base/auto.h"
#include "base/buf.h"
#include "base/slice.h"

/* Lower case. */
void hex_put(struct buf *out, struct slice bytes);
/* Exactly `size` bytes from 2 * size digits of either case: 0, or -EINVAL. */
must_check int hex_read(
	struct slice text, unsigned char *ret_bytes, size_t size);

#endif
