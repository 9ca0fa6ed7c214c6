/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_nitf - an agency's XML, all the way to a feed.
 *
 * Reaches: gateway/format/nitf.c gateway/format/markup.c gateway/format/tree.c
 * gateway/format/loose.c gateway/format/xml.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "application/nitf+xml");
}
