/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uuid5.h - a name that is always the same for the same thing.
 *
 * What a partner calls its story is often no URI. RFC 9562 section 5.5 makes
 * one of it, within a namespace of our own so that no one else's names meet
 * ours. Not a secret and no proof of anything. Any thread.
 */
#ifndef CRYPTO_UUID5_H
#define CRYPTO_UUID5_H

#include "base/buf.h"
#include "base/slice.h"

/* Append "urn:uuid:..." of the pair; the order and the border count. */
void uuid5_put_urn(struct buf *out, struct slice owner, struct slice name);

#endif
