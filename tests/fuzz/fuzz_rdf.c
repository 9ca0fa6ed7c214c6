/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_rdf - RSS that is RDF, with places and modules.
 *
 * Reaches: gateway/format/rdf.c gateway/format/harvest.c
 * gateway/format/harvest_words.c gateway/format/posting_geo.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "application/rdf+xml");
}
