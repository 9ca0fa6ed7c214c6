/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_text - wire copy from strangers, all the way to a feed.
 *
 * Reaches: gateway/format/plain.c gateway/text/wiretext.c
 * gateway/story/draft_text.c gateway/story/seal.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "text/plain; charset=utf-8");
}
