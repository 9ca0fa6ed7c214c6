/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iptc7901: messages of a wire, all the way to a feed.
 *
 * Reaches: gateway/format/iptc7901.c gateway/format/wireframe.c
 * gateway/format/item.c gateway/format/body.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "text/vnd.iptc.7901");
}
