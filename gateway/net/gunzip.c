/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gunzip - zlib's inflate behind two bounds; see gunzip.h.
 *
 * Several members behind each other are one text (RFC 1952, section 2.2).
 */
#include "net/gunzip.h"

#include <zlib.h>

#include "base/ensure.h"
#include "base/mem.h"

#define GUNZIP_WINDOW (15 + 16) /* +16: gzip and nothing else */
#define GUNZIP_PIECE (32u << 10)

struct gunzip {
	z_stream z;
	uint64_t limit;
	uint64_t n_in, n_out;
	bool is_whole; /* a member has just ended */
};

struct gunzip *
gunzip_new(uint64_t limit)
{
	struct gunzip *gunzip = mem_new(struct gunzip);

	gunzip->limit = limit;
	ensure(inflateInit2(&gunzip->z, GUNZIP_WINDOW) == Z_OK);
	return gunzip;
}

struct gunzip *
gunzip_free(struct gunzip *gunzip)
{
	if (gunzip == NULL)
		return NULL;
	inflateEnd(&gunzip->z);
	return mem_free(gunzip);
}

bool
gunzip_is_whole(const struct gunzip *gunzip)
{
	return gunzip->is_whole;
}

static enum gunzip_result
gunzip_count(struct gunzip *gunzip, size_t n)
{
	gunzip->n_out += n;
	if (gunzip->n_out > gunzip->limit)
		return GUNZIP_TOO_LARGE;
	if (gunzip->n_out > GUNZIP_SLACK + GUNZIP_RATIO * gunzip->n_in)
		return GUNZIP_TOO_DENSE;
	return GUNZIP_OK;
}

/* One piece of output. *ret_more: there may be another without more input. */
static enum gunzip_result
gunzip_step(
	struct gunzip *gunzip, gunzip_sink_fn *sink, void *ctx, bool *ret_more)
{
	char piece[GUNZIP_PIECE];
	z_stream *z = &gunzip->z;
	int result;
	size_t n;

	z->next_out = (Bytef *)piece;
	z->avail_out = sizeof(piece);
	result = inflate(z, Z_NO_FLUSH);
	if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
		return GUNZIP_BROKEN;
	n = sizeof(piece) - z->avail_out;
	*ret_more = z->avail_in != 0 || z->avail_out == 0;
	gunzip->is_whole = result == Z_STREAM_END;
	if (gunzip->is_whole) {
		*ret_more = z->avail_in != 0;
		inflateReset(z);
	}
	enum gunzip_result count = gunzip_count(gunzip, n);

	if (count == GUNZIP_OK && n != 0 && !sink(ctx, slice_of(piece, n)))
		return GUNZIP_FULL;
	return count;
}

enum gunzip_result
gunzip_feed(struct gunzip *gunzip, struct slice packed, gunzip_sink_fn *sink,
	void *ctx)
{
	enum gunzip_result result = GUNZIP_OK;
	bool more = packed.len != 0;

	ensure(packed.len <= UINT32_MAX);
	gunzip->n_in += packed.len;
	gunzip->z.next_in = (Bytef *)(uintptr_t)packed.at;
	gunzip->z.avail_in = (uInt)packed.len;
	while (result == GUNZIP_OK && more)
		result = gunzip_step(gunzip, sink, ctx, &more);
	return result;
}
