/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack - flat bytes, out and in.
 */
#include "base/pack.h"

void
pack_text(struct buf *out, struct slice text)
{
	buf_put_le32(out, (uint32_t)text.len);
	buf_put_slice(out, text);
}

struct slice
unpack_bytes(struct unpack *unpack, size_t len)
{
	struct slice bytes = slice_of(unpack->rest.at, len);

	if (unpack->failed || unpack->rest.len < len) {
		unpack->failed = true;
		return slice_of(NULL, 0);
	}
	if (len != 0)
		unpack->rest.at += len;
	unpack->rest.len -= len;
	return bytes;
}

uint64_t
unpack_number(struct unpack *unpack, size_t n_bytes)
{
	struct slice bytes = unpack_bytes(unpack, n_bytes);
	uint64_t value = 0;

	for (size_t i = bytes.len; i-- > 0;)
		value = value << 8 | (unsigned char)bytes.at[i];
	return value;
}

struct slice
unpack_text(struct unpack *unpack)
{
	return unpack_bytes(unpack, (size_t)unpack_number(unpack, 4));
}
