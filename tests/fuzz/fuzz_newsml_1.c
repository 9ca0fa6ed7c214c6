/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_newsml_1 - items and their components, all the way to a feed.
 *
 * Reaches: gateway/format/newsml_1.c
 * gateway/format/newsml_1_content.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "text/vnd.iptc.newsml");
}
