/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_ninjs - JSON from strangers, all the way to a feed.
 *
 * Reaches: gateway/format/ninjs.c gateway/format/ninjs_dialect.c gateway/format/ninjs_old.c
 * gateway/format/shape.c gateway/format/jsonin.c gateway/story/seal_ninjs.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "application/json");
}
