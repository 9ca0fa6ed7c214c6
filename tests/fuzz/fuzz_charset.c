/* SPDX-License-Identifier: Apache-2.0 */
/*
 * charset: the first line is a content type, the rest bytes in whatever.
 *
 * Everything in here is made up; what others published is read from outside
 * the tree where a test says so.
 */
#include <string.h>

#include "base/ensure.h"
#include "base/utf8.h"
#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice_of((const char *)data, size);
	struct slice type = { 0 };
	auto_(buf_done) struct buf out = BUF_LIMIT(1 << 20);
	struct charset_verdict verdict;

	slice_cut(&rest, '\n', &type);
	if (charset_decode(rest, type, &out, &verdict, NULL) == 0)
		ensure(utf8_is_valid(buf_slice(&out)));
	return 0;
}
