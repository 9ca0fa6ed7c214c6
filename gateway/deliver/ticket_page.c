/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ticket_page.c - POST /v1/tickets: a bearer key for a key of one use.
 */
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/rfc3339.h"
#include "deliver/parts.h"
#include "deliver/ticket.h"

void
ticket_request(void *ctx, struct http_exchange *x)
{
	struct delivery *delivery = ctx;
	auto_(caller_done) struct caller caller = { 0 };

	if (!delivery_is_welcome(delivery, x, MEANS_BEARER, &caller))
		return;
	auto_(buf_done) struct buf ticket = BUF_NULL;
	auto_(buf_done) struct buf body = BUF_NULL;
	struct jsonout json = JSONOUT(&body);
	int64_t expires_ms = 0;
	tickets_issue(delivery->config.tickets, slice_text(caller.who->name),
		&ticket, &expires_ms);
	jsonout_object(&json);
	jsonout_member(&json, "ticket", buf_slice(&ticket));
	jsonout_member_text(&json, "expires", rfc3339_of(expires_ms).text);
	jsonout_object_end(&json);
	http_add_header(x, "Cache-Control", "no-store");
	http_respond_text(x, 201, "application/json", buf_slice(&body));
}
