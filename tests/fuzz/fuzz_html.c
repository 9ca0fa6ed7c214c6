/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_html - a page from strangers, all the way to a feed.
 *
 * Reaches: gateway/format/page.c gateway/format/body.c gateway/text/html.c
 * gateway/text/token.c gateway/story/draft_html.c gateway/format/atom_out.c
 * gateway/format/rss_out.c gateway/format/envelope.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "text/html");
}
