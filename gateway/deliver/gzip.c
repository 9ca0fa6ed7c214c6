/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gzip.c - the one file that knows zlib here.
 */
#include "deliver/gzip.h"

#include <zlib.h>

#include "base/ensure.h"

#define GZIP_WINDOW (15 + 16) /* +16: gzip instead of zlib framing */

void
gzip_put(struct buf *out, struct slice bytes)
{
	z_stream z = { 0 };

	ensure(bytes.len <= UINT32_MAX);
	ensure(deflateInit2(&z, 6, Z_DEFLATED, GZIP_WINDOW, 8,
		       Z_DEFAULT_STRATEGY) == Z_OK);
	size_t bound = deflateBound(&z, bytes.len);
	char *room = buf_room(out, bound);
	ensure(room != NULL);
	z.next_in = (Bytef *)(uintptr_t)bytes.at;
	z.avail_in = (uInt)bytes.len;
	z.next_out = (Bytef *)room;
	z.avail_out = (uInt)bound;
	ensure(deflate(&z, Z_FINISH) == Z_STREAM_END);
	buf_added(out, bound - z.avail_out);
	deflateEnd(&z);
}
