/* SPDX-License-Identifier: Apache-2.0 */
/*
 * blob - shared immutable bytes.
 *
 * Taking a reference needs no order: whoever takes one already holds one.
 * Letting go releases what this thread did with the bytes and, for the last
 * holder, acquires what all others did, so that freeing comes after all of it.
 */
#include "base/blob.h"

#include <string.h>

#include "base/buf.h"
#include "base/ensure.h"
#include "base/mem.h"

struct blob *
blob_new(const void *data, size_t len)
{
	struct blob *blob = mem_zero(sizeof(*blob) + len + 1);

	atomic_init(&blob->n_refs, 1);
	blob->len = len;
	if (len != 0)
		memcpy(blob->data, data, len);
	return blob;
}

struct blob *
blob_from_buf(struct buf *buf)
{
	struct blob *blob = blob_new(buf_text(buf), buf->len);

	buf_done(buf);
	return blob;
}

struct blob *
blob_ref(struct blob *blob)
{
	unsigned before = atomic_fetch_add_explicit(
		&blob->n_refs, 1, memory_order_relaxed);

	ensure(before != 0);
	return blob;
}

struct blob *
blob_unref(struct blob *blob)
{
	if (blob != NULL && atomic_fetch_sub_explicit(&blob->n_refs, 1,
				    memory_order_acq_rel) == 1)
		mem_free(blob);
	return NULL;
}
