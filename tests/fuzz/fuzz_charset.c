/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_charset - the first line is a content type, the rest bytes in whatever.
 *
 * Beyond not crashing: what comes out is UTF-8 in which nothing was made up; of
 * what was UTF-8 already and says so, not a byte is changed.
 *
 * Reaches: gateway/text/charset.c gateway/base/utf8.c
 */
#include <stdint.h>
#include <string.h>

#include "base/ensure.h"
#include "base/utf8.h"
#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_plain(struct slice bytes)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	struct charset_verdict verdict;

	/* A "<" among NULs is UTF-16 or UTF-32, whatever it says. */
	if (!utf8_is_valid(bytes) || slice_has(bytes, '\0') ||
		slice_starts(bytes, SLICE("\xef\xbb\xbf")))
		return;
	ensure(charset_decode(bytes, SLICE("text/plain; charset=utf-8"), "big5",
		       &out, &verdict, NULL) == 0);
	ensure(slice_equal(verdict.text, bytes));
	ensure(verdict.n_replaced == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice_of((const char *)data, size);
	struct slice type = { 0 };
	auto_(buf_done) struct buf out = BUF_LIMIT(1 << 20);
	struct charset_verdict verdict;
	struct problem why = PROBLEM_NULL;
	static const char *const usual[] = { NULL, "iso-2022-jp",
		"windows-1251", "utf-16", "no-such-label" };

	slice_cut(&rest, '\n', &type);
	if (charset_decode(rest, type, usual[size % n_elements(usual)], &out,
		    &verdict, &why) == 0)
		ensure(utf8_is_valid(verdict.text) && verdict.name != NULL);
	else
		ensure(why.code != NULL);
	fuzz_plain(rest);
	return 0;
}
