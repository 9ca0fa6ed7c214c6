/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_cdf - channels as of 1997.
 *
 * Reaches: gateway/format/cdf.c gateway/format/harvest.c
 * gateway/format/posting.c
 */
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_decode(data, size, "application/x-cdf");
}
