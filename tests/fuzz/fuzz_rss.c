/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rss: XML from strangers, all the way to a feed.
 *
 * Everything in here is made up; what others published is read from outside
 * the tree where a test says so.
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "application/rss+xml");
}
