/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_atom - Atom from strangers, all the way to a feed.
 *
 * Reaches: gateway/format/atom.c gateway/format/harvest.c
 * gateway/format/harvest_capture.c gateway/format/posting.c
 * gateway/format/posting_draft.c gateway/text/legacy.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "application/atom+xml");
}
