/* SPDX-License-Identifier: Apache-2.0 */
/*
 * envelope - joins what was dumped before; see envelope.h.
 */
#include "format/envelope.h"

#include <string.h>

#include "base/jsonout.h"
#include "base/rfc3339.h"
#include "story/story.h"

static struct slice
or_empty_object(struct slice json)
{
	return json.len != 0 ? json : SLICE("{}");
}

void
envelope_write_ninjs(
	struct buf *out, const struct story *story, struct slice version)
{
	struct slice item = or_empty_object(story_get(story, RECORD_NINJS));

	if (version.len == 0 || story_has(story, RECORD_VERSION) ||
		item.len < 2 || item.at[0] != '{') {
		buf_put_slice(out, item);
		return;
	}
	buf_puts(out, "{\"version\":");
	jsonout_quote(out, version);
	if (!slice_is(item, "{}"))
		buf_putc(out, ',');
	buf_put(out, item.at + 1, item.len - 1);
}

static void
put_story(struct jsonout *json, const struct envelope *envelope)
{
	auto_(buf_done) struct buf item = BUF_NULL;

	envelope_write_ninjs(&item, envelope->story, envelope->version);
	jsonout_key(json, "story");
	jsonout_raw(json, buf_slice(&item));
	jsonout_key(json, "wire");
	jsonout_raw(
		json, or_empty_object(story_get(envelope->story, RECORD_WIRE)));
}

void
envelope_write(struct buf *out, const struct envelope *envelope)
{
	struct jsonout json = JSONOUT(out);

	jsonout_object(&json);
	jsonout_member_text(&json, "type", envelope->type);
	jsonout_member_text(
		&json, "timestamp", rfc3339_of(envelope->time_ms).text);
	jsonout_key(&json, "data");
	jsonout_object(&json);
	jsonout_member(&json, "id", envelope->id);
	jsonout_member(&json, "partner", envelope->partner);
	jsonout_member(&json, "cursor", envelope->cursor);
	jsonout_member_integer(&json, "seq", (int64_t)envelope->seq);
	jsonout_member(&json, "uri", envelope->uri);
	jsonout_member(&json, "version", envelope->version);
	jsonout_member_some(&json, "reason", envelope->reason);
	if (envelope->story != NULL)
		put_story(&json, envelope);
	jsonout_object_end(&json);
	jsonout_object_end(&json);
}

static void
put_field(struct buf *out, const char *name, struct slice value)
{
	buf_printf(out, "%s: ", name);
	buf_put_slice(out, value);
	buf_putc(out, '\n');
}

void
sse_frame_write(
	struct buf *out, struct slice id, struct slice event, struct slice data)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct slice line;

	if (id.len != 0)
		put_field(&text, "id", id);
	if (event.len != 0)
		put_field(&text, "event", event);
	while (slice_cut(&data, '\n', &line))
		put_field(&text, "data", line);
	buf_putc(&text, '\n');
	buf_printf(out, "%zx\r\n", text.len);
	buf_put_slice(out, buf_slice(&text));
	buf_puts(out, "\r\n");
}
