/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack.h - little-endian numbers and length-prefixed texts, written and read.
 *
 * What the journal stores and what our processes tell each other is flat bytes.
 * Writing goes into a buf; reading is a walk that cannot leave the bytes: after
 * the first piece that is not there everything reads as nothing, and `failed`
 * says so once at the end. Any thread.
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* u32 length and the bytes. */
void pack_text(struct buf *out, struct slice text);

struct unpack {
	struct slice rest;
	bool failed;
};

#define UNPACK(bytes) ((struct unpack){ .rest = (bytes) })

/* The next `len` bytes, lent; empty after a failure. */
struct slice unpack_bytes(struct unpack *unpack, size_t len);
/* A number of 1 to 8 bytes; 0 after a failure. */
uint64_t unpack_number(struct unpack *unpack, size_t n_bytes);
/* As pack_text() wrote it. */
struct slice unpack_text(struct unpack *unpack);

#endif
