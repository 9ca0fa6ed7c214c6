/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispatch.c - which encoding lies in which slot.
 */
#include "deliver/dispatch.h"

#include "base/ensure.h"
#include "format/envelope.h"
#include "journal/cursor.h"

static int
put_envelope(const struct entry *entry, struct buf *out, void *context)
{
	struct cursor cursor = cursor_print(entry->seq);
	struct envelope envelope = {
		.type = entry_kind_type(entry->kind),
		.time_ms = entry->time_ms,
		.id = slice_text(entry->id.text),
		.partner = slice_text(entry->partner),
		.cursor = slice_text(cursor.text),
		.seq = (uint64_t)entry->seq,
		.uri = slice_text(entry->uri),
		.version = slice_text(entry->version),
		.story = entry->story,
		.reason = slice_text(entry->reason),
	};

	(void)context;
	ensure(envelope.type != NULL);
	envelope_write(out, &envelope);
	return 0;
}

struct blob *
dispatch_envelope(const struct entry *entry)
{
	return entry_encoding(entry, DISPATCH_ENVELOPE, put_envelope, NULL);
}

/* `context`: non-NULL puts the id in. */
static int
put_frame(const struct entry *entry, struct buf *out, void *context)
{
	struct cursor cursor = cursor_print(entry->seq);
	struct slice id = context ? slice_text(cursor.text) : SLICE("");

	sse_frame_write(out, id, slice_text(entry_kind_type(entry->kind)),
		blob_slice(dispatch_envelope(entry)));
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
dispatch_unchunked(struct slice frame)
{
	const char *end = memchr(frame.at, '\n', frame.len);

	ensure(end != NULL && frame.len >= 4);
	size_t head = (size_t)(end + 1 - frame.at);
	return slice_of(frame.at + head, frame.len - head - 2);
}

void
dispatch_message_id(const struct entry *entry, struct buf *out)
{
	buf_printf(out, "msg_%s_%lld", entry->id.text, (long long)entry->seq);
}
