/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http1 - the frame: lines, bodies by length, bodies by chunk.
 *
 * Every line passes through one function that knows what a line may hold and
 * how it ends, so there is one opinion about that. What the lines of the head
 * mean is read in http1_head.c once the head is complete.
 */
#include "net/http1.h"

#include "base/ensure.h"
#include "base/mem.h"
#include "net/http1_parts.h"

enum http1_state {
	STATE_REQUEST_LINE,
	STATE_FIELDS,
	STATE_BODY_BEGINS,
	STATE_BODY_LENGTH,
	STATE_CHUNK_SIZE,
	STATE_CHUNK_DATA,
	STATE_CHUNK_END,
	STATE_TRAILERS,
	STATE_END,
	STATE_BAD
};

enum line_result { LINE_MORE, LINE_DONE, LINE_LONG, LINE_BAD };

void
http1_init(struct http1 *http, const struct http1_limits *limits)
{
	*http = (struct http1){ .limits = *limits };
}

void
http1_done(struct http1 *http)
{
	buf_done(&http->head);
	buf_done(&http->line);
	mem_free(http->headers);
	http->headers = NULL;
}

void
http1_next(struct http1 *http)
{
	struct http1_limits limits = http->limits;

	ensure(http->state == STATE_END);
	http1_done(http);
	http1_init(http, &limits);
}

void
http1_limit_body(struct http1 *http, uint64_t body)
{
	http->limits.body = body;
}

bool
http1_is_idle(const struct http1 *http)
{
	return http->state == STATE_REQUEST_LINE && http->head.len == 0;
}

enum http1_event
http1_bad(struct http1 *http, unsigned status, const char *reason)
{
	http->state = STATE_BAD;
	http->status = status;
	http->reason = reason;
	return HTTP1_BAD;
}

static bool
http1_may_stand(char c)
{
	return (unsigned char)c >= ' ' ? c != 0x7f : c == '\t';
}

static void
http1_use(struct slice *bytes, size_t len)
{
	bytes->at += len;
	bytes->len -= len;
}

/* Move one line, CRLF and all, from `bytes` to the end of `to`. */
static enum line_result
http1_line(
	struct http1 *http, struct slice *bytes, struct buf *to, size_t limit)
{
	enum line_result result = LINE_MORE;
	size_t n = 0;

	while (result == LINE_MORE && n < bytes->len) {
		char c = bytes->at[n++];

		http->line_len++;
		if (http->after_cr)
			result = c == '\n' ? LINE_DONE : LINE_BAD;
		else if (c == '\r')
			http->after_cr = true;
		else if (!http1_may_stand(c))
			result = LINE_BAD;
		else if (http->line_len > limit)
			result = LINE_LONG;
	}
	buf_put(to, bytes->at, n);
	http1_use(bytes, n);
	return result;
}

static void
http1_new_line(struct http1 *http)
{
	http->line_len = 0;
	http->after_cr = false;
}

static enum http1_event
http1_request_line(struct http1 *http, struct slice *bytes)
{
	switch (http1_line(
		http, bytes, &http->head, http->limits.request_line)) {
	case LINE_MORE:
		return HTTP1_MORE;
	case LINE_LONG:
		return http1_bad(http, 414, "request-line-too-long");
	case LINE_BAD:
		return http1_bad(http, 400, "request-line-bytes");
	case LINE_DONE:
		break;
	}
	if (http->line_len == 2)
		return http1_bad(http, 400, "request-line-empty");
	http->request_line = http->line_len;
	http->state = STATE_FIELDS;
	http1_new_line(http);
	return HTTP1_MORE;
}

static enum http1_event
http1_fields(struct http1 *http, struct slice *bytes)
{
	size_t before = http->head.len - http->request_line - http->line_len;
	size_t left = http->limits.headers - before;

	switch (http1_line(http, bytes, &http->head, left)) {
	case LINE_MORE:
		return HTTP1_MORE;
	case LINE_LONG:
		return http1_bad(http, 431, "headers-too-long");
	case LINE_BAD:
		return http1_bad(http, 400, "header-bytes");
	case LINE_DONE:
		break;
	}
	bool is_last = http->line_len == 2;
	http1_new_line(http);
	if (!is_last &&
		http->head.len - http->request_line > http->limits.headers)
		return http1_bad(http, 431, "headers-too-long");
	if (!is_last)
		return HTTP1_MORE;
	if (!http1_read_head(http))
		return HTTP1_BAD;
	http->state = STATE_BODY_BEGINS;
	return HTTP1_HEAD;
}

static enum http1_event
http1_body_begins(struct http1 *http)
{
	if (http->content_length > http->limits.body)
		return http1_bad(http, 413, "body-too-large");
	http->left = http->content_length;
	if (http->chunked)
		http->state = STATE_CHUNK_SIZE;
	else
		http->state = http->left > 0 ? STATE_BODY_LENGTH : STATE_END;
	return HTTP1_MORE;
}

/* Some of what is left of the body or the chunk. */
static enum http1_event
http1_data(struct http1 *http, struct slice *bytes, struct slice *ret_body,
	enum http1_state then)
{
	size_t len = bytes->len < http->left ? bytes->len : (size_t)http->left;

	*ret_body = slice_of(bytes->at, len);
	http1_use(bytes, len);
	http->left -= len;
	if (http->left == 0)
		http->state = then;
	return HTTP1_BODY;
}

/* The digits before the end of the line or an extension. NULL, or the reason.
 */
static const char *
http1_chunk_size(struct slice line, uint64_t *ret_size)
{
	struct slice digits = { line.at, 0 };
	uint64_t size = 0;

	while (digits.len < line.len &&
		http1_hex_digit(line.at[digits.len]) >= 0) {
		size = size << 4 |
		       (uint64_t)http1_hex_digit(line.at[digits.len]);
		if (++digits.len > 15)
			return "chunk-size-too-large";
	}
	if (digits.len == 0)
		return "chunk-size";
	if (digits.len < line.len && line.at[digits.len] != ';')
		return "chunk-size";
	*ret_size = size;
	return NULL;
}

/* The next line of the framing inside a body; LINE_DONE: in http->line,
 * without its end. Otherwise *ret_event says what became of it. */
static bool
http1_body_line(struct http1 *http, struct slice *bytes, size_t limit,
	enum http1_event *ret_event)
{
	enum line_result result = http1_line(http, bytes, &http->line, limit);

	if (result == LINE_DONE) {
		buf_cut(&http->line, http->line.len - 2);
		http1_new_line(http);
		return true;
	}
	*ret_event = HTTP1_MORE;
	if (result == LINE_LONG)
		*ret_event = http1_bad(http, 400, "chunk-line-too-long");
	if (result == LINE_BAD)
		*ret_event = http1_bad(http, 400, "chunk-bytes");
	return false;
}

static enum http1_event
http1_chunk_begins(struct http1 *http, struct slice *bytes)
{
	enum http1_event event;
	uint64_t size = 0;

	if (!http1_body_line(http, bytes, http->limits.chunk_line, &event))
		return event;
	const char *wrong = http1_chunk_size(buf_slice(&http->line), &size);
	buf_clear(&http->line);
	if (wrong != NULL)
		return http1_bad(http, 400, wrong);
	if (size > http->limits.body - http->body_len)
		return http1_bad(http, 413, "body-too-large");
	http->body_len += size;
	http->left = size;
	http->state = size > 0 ? STATE_CHUNK_DATA : STATE_TRAILERS;
	return HTTP1_MORE;
}

static enum http1_event
http1_chunk_ends(struct http1 *http, struct slice *bytes)
{
	char wanted = http->after_cr ? '\n' : '\r';

	if (bytes->at[0] != wanted)
		return http1_bad(http, 400, "chunk-end");
	http1_use(bytes, 1);
	http->after_cr = !http->after_cr;
	if (wanted == '\n')
		http->state = STATE_CHUNK_SIZE;
	return HTTP1_MORE;
}

/* Read as strictly as the head, and thrown away. `left` counts their bytes. */
static enum http1_event
http1_trailers(struct http1 *http, struct slice *bytes)
{
	struct http1_header ignored;
	enum http1_event event;

	size_t room = http->limits.headers - (size_t)http->left;
	if (!http1_body_line(http, bytes, room, &event))
		return event;
	struct slice line = buf_slice(&http->line);
	if (line.len == 0) {
		http->state = STATE_END;
		return HTTP1_MORE;
	}
	if (http1_read_field(line, &ignored) != NULL)
		return http1_bad(http, 400, "trailer");
	http->left += line.len;
	buf_clear(&http->line);
	return HTTP1_MORE;
}

static enum http1_event
http1_step(struct http1 *http, struct slice *bytes, struct slice *ret_body)
{
	switch ((enum http1_state)http->state) {
	case STATE_REQUEST_LINE:
		return http1_request_line(http, bytes);
	case STATE_FIELDS:
		return http1_fields(http, bytes);
	case STATE_BODY_LENGTH:
		return http1_data(http, bytes, ret_body, STATE_END);
	case STATE_CHUNK_SIZE:
		return http1_chunk_begins(http, bytes);
	case STATE_CHUNK_DATA:
		return http1_data(http, bytes, ret_body, STATE_CHUNK_END);
	case STATE_CHUNK_END:
		return http1_chunk_ends(http, bytes);
	case STATE_TRAILERS:
		return http1_trailers(http, bytes);
	case STATE_BODY_BEGINS:
	case STATE_END:
	case STATE_BAD:
		break;
	}
	return HTTP1_BAD;
}

enum http1_event
http1_feed(struct http1 *http, struct slice *bytes, struct slice *ret_body)
{
	enum http1_event event = HTTP1_MORE;

	while (event == HTTP1_MORE) {
		if (http->state == STATE_BAD)
			return HTTP1_BAD;
		if (http->state == STATE_END)
			return HTTP1_END;
		if (http->state == STATE_BODY_BEGINS)
			event = http1_body_begins(http);
		else if (bytes->len == 0)
			return HTTP1_MORE;
		else
			event = http1_step(http, bytes, ret_body);
	}
	return event;
}
