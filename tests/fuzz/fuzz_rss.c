/* SPDX-License-Identifier: Apache-2.0 */
/* rss: XML from strangers, all the way to a feed. */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "application/rss+xml");
}
