/* SPDX-License-Identifier: Apache-2.0 */
/*
 * blob.h - immutable bytes with a count of who holds them.
 *
 * One encoded frame serves every subscriber: each holder takes a reference, the
 * last one to let go frees. The count is the only thing that ever changes, and
 * it is atomic, so a blob may be shared between threads.
 */
#ifndef BASE_BLOB_H
#define BASE_BLOB_H

#include <stdatomic.h>
#include <stddef.h>

#include "base/auto.h"
#include "base/slice.h"

struct buf; /* base/buf.h */

struct blob {
	atomic_uint n_refs;
	size_t len;
	char data[]; /* len bytes and a NUL that does not count */
};

/* One reference, the caller's. */
struct blob *blob_new(const void *data, size_t len);
/* Copies the content and empties `buf`. */
struct blob *blob_from_buf(struct buf *buf);
struct blob *blob_ref(struct blob *blob);
/* Accepts NULL; returns NULL. */
struct blob *blob_unref(struct blob *blob);
DEFINE_AUTO(struct blob, blob_unref);

static inline struct slice
blob_slice(const struct blob *blob)
{
	return slice_of(blob->data, blob->len);
}

#endif
