/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_url - a base and a reference from a story, a line each.
 *
 * Beyond not crashing: what comes out is absolute and legal, of no scheme that
 * could run something when it is a link, coming out once it comes out the
 * same again, whatever the base, and a blank in front of it changes nothing.
 *
 * Reaches: gateway/text/url.c gateway/text/host.c gateway/text/idna.c
 * gateway/story/uri.c
 */
#include <stdint.h>

#include "base/ensure.h"
#include "story/uri.h"
#include "text/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_resolve(struct slice base, struct slice reference)
{
	auto_(buf_done) struct buf once = BUF_NULL, twice = BUF_NULL;

	if (!url_resolve(base, reference, &once))
		return;
	ensure(url_is_absolute_uri(buf_slice(&once)));
	ensure(url_resolve(
		SLICE("https://x.example/"), buf_slice(&once), &twice));
	ensure(slice_equal(buf_slice(&once), buf_slice(&twice)));
}

static void
fuzz_blank(struct slice base, struct slice reference)
{
	auto_(buf_done) struct buf blank = BUF_NULL;
	auto_(buf_done) struct buf with = BUF_NULL, without = BUF_NULL;

	if (reference.len >= URL_MAX)
		return;
	buf_putc(&blank, ' ');
	buf_put_slice(&blank, reference);
	ensure(url_resolve(base, reference, &without) ==
		url_resolve(base, buf_slice(&blank), &with));
	ensure(slice_equal(buf_slice(&with), buf_slice(&without)));
}

static void
fuzz_uri(struct slice text)
{
	auto_(buf_done) struct buf once = BUF_NULL, twice = BUF_NULL;

	if (!uri_put(&once, text)) {
		ensure(once.len == 0);
		return;
	}
	ensure(uri_put(&twice, buf_slice(&once)));
	ensure(slice_equal(buf_slice(&once), buf_slice(&twice)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice reference = slice_of((const char *)data, size);
	struct slice base = SLICE("");
	auto_(buf_done) struct buf link = BUF_NULL;

	slice_cut(&reference, '\n', &base);
	fuzz_resolve(base, reference);
	fuzz_blank(base, reference);
	fuzz_uri(reference);
	if (url_resolve_link(base, reference, &link))
		ensure(uri_is_link(buf_slice(&link)));
	return 0;
}
