/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf - growing bytes with an optional limit.
 *
 * Growth doubles; the limit counts content, not room. One owner, any thread.
 */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ensure.h"
#include "base/mem.h"

void
buf_done(struct buf *buf)
{
	mem_free(buf->data);
	*buf = BUF_LIMIT(buf->limit);
}

void
buf_clear(struct buf *buf)
{
	buf->len = 0;
	buf->overflowed = false;
	if (buf->data != NULL)
		buf->data[0] = '\0';
}

char *
buf_room(struct buf *buf, size_t len)
{
	size_t need, cap = buf->cap ? buf->cap : 64;

	if (__builtin_add_overflow(buf->len, len, &need) ||
		(buf->limit != 0 && need > buf->limit)) {
		buf->overflowed = true;
		return NULL;
	}
	if (need < buf->cap)
		return buf->data + buf->len;
	while (cap <= need)
		cap = cap * 2;
	buf->data = mem_resize(buf->data, cap, 1);
	buf->cap = cap;
	buf->data[buf->len] = '\0'; /* a text even if nothing is added */
	return buf->data + buf->len;
}

void
buf_added(struct buf *buf, size_t len)
{
	ensure(buf->len + len < buf->cap);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
buf_put(struct buf *buf, const void *data, size_t len)
{
	if (len == 0 || buf_room(buf, len) == NULL)
		return;
	memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
buf_puts(struct buf *buf, const char *text)
{
	buf_put(buf, text, strlen(text));
}

void
buf_put_slice(struct buf *buf, struct slice bytes)
{
	buf_put(buf, bytes.at, bytes.len);
}

/* Into the room that is there; once more when it was not enough. */
void
buf_vprintf(struct buf *buf, const char *format, va_list args)
{
	size_t room = buf->cap - buf->len;
	va_list again;
	char *at;
	int len;

	va_copy(again, args);
	len = vsnprintf(
		room != 0 ? buf->data + buf->len : NULL, room, format, args);
	ensure(len >= 0);
	at = len != 0 ? buf_room(buf, (size_t)len) : NULL;
	if (at != NULL && (size_t)len >= room)
		vsnprintf(at, (size_t)len + 1, format, again);
	va_end(again);
	if (at != NULL)
		buf_added(buf, (size_t)len);
	else if (room != 0)
		buf->data[buf->len] = '\0';
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_vprintf(buf, format, args);
	va_end(args);
}

void
buf_put_u64(struct buf *buf, uint64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value != 0);
	buf_put(buf, digits + at, sizeof(digits) - at);
}

static void
buf_put_le(struct buf *buf, uint64_t value, size_t bytes)
{
	unsigned char le[8];

	for (size_t i = 0; i < bytes; i++)
		le[i] = (unsigned char)(value >> (8 * i));
	buf_put(buf, le, bytes);
}

void
buf_put_le16(struct buf *buf, uint16_t value)
{
	buf_put_le(buf, value, 2);
}

void
buf_put_le32(struct buf *buf, uint32_t value)
{
	buf_put_le(buf, value, 4);
}

void
buf_put_le64(struct buf *buf, uint64_t value)
{
	buf_put_le(buf, value, 8);
}

void
buf_consume(struct buf *buf, size_t len)
{
	ensure(len <= buf->len);
	if (len == 0)
		return;
	memmove(buf->data, buf->data + len, buf->len - len + 1);
	buf->len -= len;
}

void
buf_cut(struct buf *buf, size_t len)
{
	ensure(len <= buf->len);
	buf->len = len;
	if (buf->data != NULL)
		buf->data[len] = '\0';
}

const char *
buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

struct slice
buf_slice(const struct buf *buf)
{
	return slice_of(buf_text(buf), buf->len);
}

char *
buf_take(struct buf *buf)
{
	char *text = buf->data ? buf->data : mem_zero(1);

	buf->data = NULL;
	buf_done(buf);
	return text;
}
