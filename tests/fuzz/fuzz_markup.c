/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_markup - HTML and wire copy by their own readers, without a story
 * around them.
 *
 * The input is what the readers are promised: valid UTF-8, anything else is
 * mended first. Beyond not crashing: text in, valid text out; the tokens go
 * forward and stay inside; a clean text stays as it is; the lines of wire copy
 * are the text again, byte for byte.
 *
 * Reaches: gateway/text/html.c gateway/text/token.c gateway/text/entity.c
 * gateway/text/wiretext.c gateway/base/utf8.c
 */
#include <stdint.h>

#include "base/ensure.h"
#include "base/utf8.h"
#include "text/entity.h"
#include "text/html.h"
#include "text/token.h"
#include "text/wiretext.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_tokens(struct slice html)
{
	auto_(buf_done) struct buf value = BUF_NULL;
	struct tokens tokens = { .html = html };
	struct token token;
	size_t before = 0;

	while (tokens_next(&tokens, &token)) {
		/* Only between <script> and </script> there may be nothing. */
		ensure(tokens.at > before ||
			(tokens.at == before && token.kind == TOKEN_RAW_TEXT));
		ensure(tokens.at <= html.len);
		before = tokens.at;
		if (token.kind == TOKEN_OPEN &&
			token_attribute(&token, "href", &value))
			ensure(utf8_is_valid(buf_slice(&value)));
	}
}

static void
fuzz_text(struct slice html)
{
	auto_(buf_done) struct buf text = BUF_NULL, once = BUF_NULL;
	auto_(buf_done) struct buf twice = BUF_NULL;

	html_to_text(html, &text);
	ensure(utf8_is_valid(buf_slice(&text)));
	html_collapse(html, &once);
	html_collapse(buf_slice(&once), &twice);
	ensure(slice_equal(buf_slice(&once), buf_slice(&twice)));
	buf_clear(&text);
	entity_decode(html, false, &text);
	ensure(utf8_is_valid(buf_slice(&text)));
}

static void
fuzz_wire(struct slice text, bool has_title)
{
	auto_(buf_done) struct buf clean = BUF_NULL, twice = BUF_NULL;
	auto_(buf_done) struct buf joined = BUF_NULL;
	auto_(wiretext_done) struct wiretext wire = { 0 };

	wiretext_clean(text, &clean);
	ensure(wiretext_clean(buf_slice(&clean), &twice) == 0);
	ensure(slice_equal(buf_slice(&clean), buf_slice(&twice)));
	wiretext_split(buf_slice(&clean), has_title, &wire);
	for (size_t i = 0; i < wire.n_lines; i++) {
		if (i > 0)
			buf_putc(&joined, '\n');
		buf_put_slice(&joined, wire.lines[i].text);
	}
	ensure(slice_equal(buf_slice(&joined), buf_slice(&clean)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of((const char *)data, size);
	auto_(buf_done) struct buf text = BUF_NULL;

	for (size_t at = 0; at < bytes.len;)
		utf8_put(&text, utf8_next(bytes, &at));
	ensure(utf8_is_valid(buf_slice(&text)));
	fuzz_tokens(buf_slice(&text));
	fuzz_text(buf_slice(&text));
	fuzz_wire(buf_slice(&text), size % 2 != 0);
	return 0;
}
