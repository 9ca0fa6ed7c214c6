/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http1.h - HTTP/1.1 requests out of bytes, one way to frame and no other.
 *
 * A pure function from bytes to events: no I/O, no clock. It takes the grammar
 * of RFC 9112 and refuses what that leaves to taste, because two readers who
 * frame the same bytes differently are a smuggled request: CRLF only, one blank
 * between the parts of the request line, no folded lines, no control
 * characters, exactly one valid Host, one Content-Length of digits or exactly
 * `chunked`, never both. After a refusal no further byte is looked at. Any
 * thread, one owner.
 */
#ifndef NET_HTTP1_H
#define NET_HTTP1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct http1_limits {
	size_t request_line; /* bytes, 414 beyond */
	size_t headers;      /* bytes of all field lines, 431 beyond */
	size_t n_headers;    /* 431 beyond */
	size_t chunk_line;   /* size, extensions, 400 beyond */
	uint64_t body;       /* decoded bytes, 413 beyond */
};
#define HTTP1_LIMITS_DEFAULT \
	((struct http1_limits){ 8192, 16384, 100, 256, 10u << 20 })

struct http1_header {
	struct slice name;  /* as it came; compare without case */
	struct slice value; /* trimmed */
};

enum http1_event {
	HTTP1_MORE, /* all bytes were used; more are needed */
	HTTP1_HEAD, /* the head is complete; see the fields below */
	HTTP1_BODY, /* some decoded bytes of the body */
	HTTP1_END,  /* the request is complete */
	HTTP1_BAD   /* status and reason say why; final */
};

struct http1 {
	struct http1_limits limits;
	/* Valid from HTTP1_HEAD until http1_next(); slices into `head`. */
	struct slice method;
	struct slice target; /* as it came, origin form or "*" */
	struct slice path;   /* of the target, still escaped */
	struct slice query;  /* behind "?", still escaped; may be empty */
	unsigned minor;      /* 0: HTTP/1.0, 1: HTTP/1.1 */
	struct http1_header *headers;
	size_t n_headers;
	bool has_body; /* framed, though perhaps of length 0 */
	bool chunked;
	uint64_t content_length; /* 0 when chunked */
	bool keep_alive;         /* what the peer wishes */
	bool expect_continue;
	/* Valid from HTTP1_BAD. */
	unsigned status;    /* 400 413 414 417 431 501 505 */
	const char *reason; /* static: "header-name", "te-and-length" ... */

	/* Private. */
	unsigned state;
	bool after_cr; /* the line has its CR, LF must follow */
	size_t cap_headers;
	size_t line_len;     /* of the line that is being collected */
	size_t request_line; /* of the head, its length with CRLF */
	uint64_t left;       /* of the body or the chunk */
	uint64_t body_len;   /* decoded so far */
	struct buf head;
	struct buf line; /* chunk sizes and trailers */
};

void http1_init(struct http1 *http, const struct http1_limits *limits);
void http1_done(struct http1 *http);
/* Look at `bytes` up to the next event and cut what was used off its front.
 * ret_body is set with HTTP1_BODY and borrows from `bytes`. */
enum http1_event http1_feed(
	struct http1 *http, struct slice *bytes, struct slice *ret_body);
/* After HTTP1_END: forget the request, be ready for the next. */
void http1_next(struct http1 *http);
/* Between HTTP1_HEAD and the first byte of the body: another limit. The
 * body is refused with the next feed if its declared length is over it. */
void http1_limit_body(struct http1 *http, uint64_t body);
/* Between requests, not one byte of a next one seen. */
bool http1_is_idle(const struct http1 *http);

/* The value of the only field of this name; empty `at` NULL when absent. */
struct slice http1_header(const struct http1 *http, const char *name);

/* Undo %XX (and "+" for a blank when `plus`) into `out`. -EINVAL: a broken
 * escape, %00 or not UTF-8. */
int http1_decode(struct buf *out, struct slice text, bool plus);

#endif
