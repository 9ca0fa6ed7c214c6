/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_accept - what a subscriber may write in the fields of a request.
 *
 * One line each: Accept, Accept-Encoding, If-None-Match, a date, a cursor, a
 * ticket. Beyond not crashing: the choice is one of those offered, our own tag
 * is found in a list that ends with it, a date that was read is written the
 * same, a cursor too, and a ticket that nobody issued opens nothing.
 *
 * Reaches: gateway/deliver/accept.c gateway/journal/cursor.c
 * gateway/deliver/ticket.c
 */
#include <stdint.h>

#include "base/ensure.h"
#include "deliver/accept.h"
#include "deliver/ticket.h"
#include "journal/cursor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct slice
fuzz_line(struct slice *rest)
{
	struct slice line = SLICE("");

	slice_cut(rest, '\n', &line);
	return line;
}

static void
fuzz_etag(struct slice value)
{
	static const char *const types[] = { "text/html", "application/json",
		"text/event-stream", NULL };
	auto_(buf_done) struct buf list = BUF_NULL;
	int chosen = accept_choose(value, types);

	ensure(chosen >= -1 && chosen < 3);
	if (!slice_is(slice_trim(value), "*"))
		ensure(!accept_has_etag(value, SLICE("\"never, never\"")));
	buf_put_slice(&list, value);
	buf_puts(&list, ", W/\"ours\"");
	ensure(accept_has_etag(buf_slice(&list), SLICE("\"ours\"")));
}

static void
fuzz_date(struct slice text)
{
	auto_(buf_done) struct buf written = BUF_NULL;
	int64_t ms = accept_read_date(text);

	ensure(ms >= -1);
	if (ms < 0)
		return;
	accept_put_date(&written, ms);
	ensure(accept_read_date(buf_slice(&written)) == ms);
}

static void
fuzz_cursor(struct slice text)
{
	int64_t seq;

	if (cursor_parse(text, &seq) != 0)
		return;
	struct cursor cursor = cursor_print(seq);
	ensure(slice_is(text, cursor.text));
}

/* A real one opens once, and not at all when a byte of it is another. */
static void
fuzz_ticket(struct slice text)
{
	auto_(tickets_free) struct tickets *tickets = tickets_new(16, 60000);
	auto_(buf_done) struct buf ticket = BUF_NULL, subscriber = BUF_NULL;
	int64_t expires_ms;

	ensure(tickets_spend(tickets, text, &subscriber) != 0);
	tickets_issue(tickets, SLICE("reader"), &ticket, &expires_ms);
	/* The other alphabet's two letters may say the same. */
	if (text.len < 2 || text.at[1] == '+' || text.at[1] == '/')
		return;
	size_t at = (unsigned char)text.at[0] % ticket.len;
	char right = ticket.data[at];
	ticket.data[at] = text.at[1];
	ensure((tickets_spend(tickets, buf_slice(&ticket), &subscriber) == 0) ==
		(text.at[1] == right));
	ticket.data[at] = right;
	buf_clear(&subscriber);
	ensure((tickets_spend(tickets, buf_slice(&ticket), &subscriber) == 0) ==
		(text.at[1] != right));
	ensure(text.at[1] == right ||
		slice_is(buf_slice(&subscriber), "reader"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice_of((const char *)data, size);

	fuzz_etag(fuzz_line(&rest));
	accept_gzip(fuzz_line(&rest));
	fuzz_etag(fuzz_line(&rest));
	fuzz_date(fuzz_line(&rest));
	fuzz_cursor(fuzz_line(&rest));
	fuzz_ticket(fuzz_line(&rest));
	return 0;
}
