/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_newsml_g2 - messages of an agency, all the way to a feed.
 *
 * Reaches: gateway/format/newsml_g2.c gateway/format/newsml_g2_concept.c
 * gateway/format/newsml_g2_item.c gateway/format/concepts.c
 * gateway/format/qcode.c gateway/format/item.c gateway/format/tree.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "application/vnd.iptc.g2.newsmessage+xml");
}
