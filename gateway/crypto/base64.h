/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64.h - RFC 4648: the usual alphabet, and the one for URLs.
 *
 * Reading is strict but for padding, which secrets are often written without.
 * Any thread.
 */
#ifndef CRYPTO_BASE64_H
#define CRYPTO_BASE64_H

#include "base/buf.h"
#include "base/slice.h"

/* Section 4, with padding. */
void base64_put(struct buf *out, struct slice bytes);
/* Section 5, without padding. */
void base64_put_url(struct buf *out, struct slice bytes);
/* Either alphabet (not mixed), padded or not: 0, or -EINVAL; `out` may have
 * grown then. */
int base64_read(struct slice text, struct buf *out);

#endif
