/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_jsonfeed - JSON Feed from strangers.
 *
 * Reaches: gateway/format/jsonfeed.c gateway/format/jsonin.c
 * gateway/format/posting.c gateway/format/posting_draft.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "application/feed+json");
}
