/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uuid.h - names made from names: UUID version 5 (RFC 9562 section 5.5).
 *
 * The same two texts give the same URI on every machine for ever, which is how
 * a story without a usable identifier gets one. Any thread.
 */
#ifndef CRYPTO_UUID_H
#define CRYPTO_UUID_H

#include "base/slice.h"

#define UUID_URI_SIZE 46 /* "urn:uuid:", 36 characters, NUL */

/* The name space is itself made from text: version 5 of `space` in the DNS
 * name space of the RFC, then version 5 of `name` in that. */
void uuid_v5_uri(
	struct slice space, struct slice name, char ret_uri[UUID_URI_SIZE]);
/* A random one, version 4: request ids, receipts. Same form. */
void uuid_v4_uri(char ret_uri[UUID_URI_SIZE]);

#endif
