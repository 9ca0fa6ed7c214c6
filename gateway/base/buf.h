/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf.h - bytes that grow at the end and are consumed from the front.
 *
 * A buf with a limit refuses to grow past it and remembers that it did
 * (`overflowed`), so that a producer can write a whole document and check once.
 * The bytes are always followed by a NUL that does not count.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/slice.h"

struct buf {
	char *data; /* read it through buf_slice() or buf_text() */
	size_t len;
	size_t cap;
	size_t limit; /* 0: none */
	bool overflowed;
};

#define BUF_NULL ((struct buf){ 0 })
#define BUF_LIMIT(bytes) ((struct buf){ .limit = (bytes) })

void buf_done(struct buf *buf);
DEFINE_AUTO_VALUE(struct buf, buf_done);

/* Empty it, keep the room. */
void buf_clear(struct buf *buf);
void buf_put(struct buf *buf, const void *data, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_put_slice(struct buf *buf, struct slice bytes);
/* In the header because text is cleaned a byte at a time. */
static inline void
buf_putc(struct buf *buf, char c)
{
	if (buf->len + 1 >= buf->cap || buf->limit != 0) {
		buf_put(buf, &c, 1);
		return;
	}
	buf->data[buf->len++] = c;
	buf->data[buf->len] = '\0';
}
void buf_printf(struct buf *buf, const char *format, ...) printf_like(2, 3);
void buf_vprintf(struct buf *buf, const char *format, va_list args)
	printf_like(2, 0);
void buf_put_u64(struct buf *buf, uint64_t value); /* decimal */
/* Little-endian binary, for records and messages between our processes. */
void buf_put_le16(struct buf *buf, uint16_t value);
void buf_put_le32(struct buf *buf, uint32_t value);
void buf_put_le64(struct buf *buf, uint64_t value);

/* Room for `len` more bytes to be written by the caller, who then calls
 * buf_added(). NULL when the limit forbids it. */
char *buf_room(struct buf *buf, size_t len);
void buf_added(struct buf *buf, size_t len);
/* Drop `len` bytes at the front; len <= buf->len. */
void buf_consume(struct buf *buf, size_t len);
/* Drop what is behind `len`. */
void buf_cut(struct buf *buf, size_t len);

/* Never NULL. Valid until the next change. */
const char *buf_text(const struct buf *buf);
struct slice buf_slice(const struct buf *buf);
/* The bytes as a string of the caller's; the buf is empty afterwards. */
char *buf_take(struct buf *buf);

#endif
