/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispatch.c - the envelope, and the envelope as an event.
 *
 * jsonout writes no line break, so that one `data:` line is enough (HTML
 * standard, "Server-sent events"). The ninjs item and the wire object were
 * dumped by the normalizer and are copied as they are.
 */
#include "deliver/dispatch.h"

#include "base/ensure.h"
#include "base/jsonout.h"
#include "base/rfc3339.h"
#include "journal/cursor.h"

static void
put_data(struct jsonout *json, const struct entry *entry)
{
	struct cursor cursor = cursor_print(entry->seq);

	jsonout_object(json);
	jsonout_member_text(json, "id", entry->id.text);
	jsonout_member_text(json, "partner", entry->partner);
	jsonout_member_text(json, "cursor", cursor.text);
	jsonout_member_integer(json, "seq", entry->seq);
	jsonout_member_text(json, "uri", entry->uri);
	jsonout_member_text(json, "version", entry->version);
	jsonout_member_some(json, "reason", slice_text(entry->reason));
	if (entry->story != NULL) {
		jsonout_key(json, "story");
		jsonout_raw(json, story_get(entry->story, RECORD_NINJS));
		jsonout_key(json, "wire");
		jsonout_raw(json, story_get(entry->story, RECORD_WIRE));
	}
	jsonout_object_end(json);
}

static int
put_envelope(const struct entry *entry, struct buf *out, void *context)
{
	struct jsonout json = JSONOUT(out);
	const char *type = entry_kind_type(entry->kind);

	(void)context;
	ensure(type != NULL);
	jsonout_object(&json);
	jsonout_member_text(&json, "type", type);
	jsonout_member_text(
		&json, "timestamp", rfc3339_of(entry->time_ms).text);
	jsonout_key(&json, "data");
	put_data(&json, entry);
	jsonout_object_end(&json);
	return 0;
}

struct blob *
dispatch_envelope(const struct entry *entry)
{
	return entry_encoding(entry, DISPATCH_ENVELOPE, put_envelope, NULL);
}

void
dispatch_event(
	struct buf *out, struct slice id, struct slice type, struct slice data)
{
	if (id.len > 0) {
		buf_puts(out, "id: ");
		buf_put_slice(out, id);
		buf_putc(out, '\n');
	}
	buf_puts(out, "event: ");
	buf_put_slice(out, type);
	buf_puts(out, "\ndata: ");
	buf_put_slice(out, data);
	buf_puts(out, "\n\n");
}

/* `context`: non-NULL puts the id in. */
static int
put_frame(const struct entry *entry, struct buf *out, void *context)
{
	auto_(buf_done) struct buf event = BUF_NULL;
	struct cursor cursor = cursor_print(entry->seq);
	struct slice id = context ? slice_text(cursor.text) : SLICE("");

	dispatch_event(&event, id, slice_text(entry_kind_type(entry->kind)),
		blob_slice(dispatch_envelope(entry)));
	buf_printf(out, "%zx\r\n", event.len);
	buf_put_slice(out, buf_slice(&event));
	buf_puts(out, "\r\n");
	return 0;
}

struct blob *
dispatch_frame(const struct entry *entry)
{
	static char with_id[] = "id";

	return entry_encoding(entry, DISPATCH_FRAME, put_frame, with_id);
}

struct blob *
dispatch_urgent(const struct entry *entry)
{
	return entry_encoding(entry, DISPATCH_URGENT, put_frame, NULL);
}

struct slice
dispatch_unchunked(const struct blob *frame)
{
	struct slice bytes = blob_slice(frame);
	const char *end = memchr(bytes.at, '\n', bytes.len);

	ensure(end != NULL && bytes.len >= 4);
	size_t head = (size_t)(end + 1 - bytes.at);
	return slice_of(bytes.at + head, bytes.len - head - 2);
}

void
dispatch_message_id(const struct entry *entry, struct buf *out)
{
	buf_printf(out, "msg_%s_%lld", entry->id.text, (long long)entry->seq);
}
