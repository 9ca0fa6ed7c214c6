/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_rss - RSS from strangers, well-formed or not, all the way to a feed.
 *
 * Reaches: gateway/format/rss.c gateway/format/harvest.c
 * gateway/format/harvest_capture.c gateway/format/harvest_about.c
 * gateway/format/harvest_media.c gateway/format/loose.c
 * gateway/format/posting_draft.c gateway/format/posting_feed.c
 * gateway/format/posting_about.c gateway/format/posting_media.c
 * gateway/format/xml.c gateway/text/charset.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "application/rss+xml");
}
