/* SPDX-License-Identifier: Apache-2.0 */
/*
 * legacy - C1 controls back into what they were; see legacy.h.
 */
#include "text/legacy.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "text/entity.h"

/* "\xc2" and then 0x80 to 0x9f. */
static bool
has_control(struct slice text)
{
	const char *at = text.at;
	const char *end = text.at + text.len;

	while (at != NULL && at < end) {
		at = memchr(at, 0xc2, (size_t)(end - at));
		if (at == NULL || at + 1 == end)
			return false;
		if ((unsigned char)at[1] < 0xa0)
			return true;
		at++;
	}
	return false;
}

/* Each character as one byte; false when one is none. */
static bool
as_bytes(struct slice text, struct buf *out)
{
	for (size_t at = 0; at < text.len;) {
		uint32_t c = utf8_next(text, &at);

		if (c > 0xff)
			return false;
		buf_putc(out, (char)c);
	}
	return true;
}

static void
put_windows(struct slice text, struct buf *out)
{
	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		uint32_t c = utf8_next(text, &at);
		char number[16];

		if (c < 0x80 || c > 0x9f) {
			buf_put(out, text.at + from, at - from);
			continue;
		}
		/* HTML's references have the same slip, and its cure */
		memcpy(number, "&#000;", 7);
		number[2] = (char)('0' + c / 100);
		number[3] = (char)('0' + c / 10 % 10);
		number[4] = (char)('0' + c % 10);
		entity_decode_at(slice_text(number), 0, false, out);
	}
}

bool
legacy_mend(struct buf *text)
{
	auto_(buf_done) struct buf mended = BUF_NULL;

	if (!has_control(buf_slice(text)))
		return false;
	if (!as_bytes(buf_slice(text), &mended) ||
		!utf8_is_valid(buf_slice(&mended))) {
		buf_clear(&mended);
		put_windows(buf_slice(text), &mended);
	}
	buf_clear(text);
	buf_put_slice(text, buf_slice(&mended));
	return true;
}
