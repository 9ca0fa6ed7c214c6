/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_gunzip - a body that a partner packed, in two pieces and in one.
 *
 * Beyond not crashing: never more comes out than may, and how it was cut makes
 * no difference to what comes out of it.
 *
 * Reaches: gateway/net/gunzip.c
 */
#include <stdint.h>

#include "base/buf.h"
#include "base/ensure.h"
#include "net/gunzip.h"

#define LIMIT 100000u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
keep(void *ctx, struct slice bytes)
{
	buf_put_slice(ctx, bytes);
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = slice_of((const char *)data, size);
	size_t cut = size != 0 ? data[size - 1] % size : 0;
	auto_(gunzip_free) struct gunzip *once = gunzip_new(LIMIT);
	auto_(gunzip_free) struct gunzip *twice = gunzip_new(LIMIT);
	auto_(buf_done) struct buf one = BUF_NULL, two = BUF_NULL;
	enum gunzip_result first = gunzip_feed(once, all, keep, &one);
	enum gunzip_result second =
		gunzip_feed(twice, slice_of(all.at, cut), keep, &two);

	ensure(one.len <= LIMIT && two.len <= LIMIT);
	if (second == GUNZIP_OK)
		second = gunzip_feed(twice,
			slice_of(all.at + cut, all.len - cut), keep, &two);
	ensure(two.len <= LIMIT);
	if (first == GUNZIP_OK && second == GUNZIP_OK)
		ensure(slice_equal(buf_slice(&one), buf_slice(&two)) &&
			gunzip_is_whole(once) == gunzip_is_whole(twice));
	return 0;
}
