/* SPDX-License-Identifier: Apache-2.0 */
/*
 * envelope - joins what was dumped before; see envelope.h.
 */
#include "format/envelope.h"

#include "base/jsonout.h"
#include "base/rfc3339.h"
#include "story/bodies.h"
#include "story/story.h"

static struct slice
or_empty_object(struct slice json)
{
	return json.len != 0 ? json : SLICE("{}");
}

/* The members of a dumped object, without its braces. */
static struct slice
members_of(struct slice object)
{
	if (object.len < 2 || object.at[0] != '{')
		return SLICE("");
	return slice_of(object.at + 1, object.len - 2);
}

static void
put_item(struct jsonout *json, const struct story *story, struct slice version,
	enum bodies bodies)
{
	struct slice members = members_of(story_get(story, RECORD_NINJS));

	jsonout_object(json);
	if (!story_has(story, RECORD_VERSION))
		jsonout_member_some(json, "version", version);
	if (members.len != 0)
		jsonout_raw(json, members);
	bodies_put(json, story_get(story, RECORD_BODY_HTML),
		story_get(story, RECORD_BODY_TEXT), bodies);
	jsonout_object_end(json);
}

void
envelope_write_ninjs(
	struct buf *out, const struct story *story, struct slice version)
{
	struct jsonout json = JSONOUT(out);

	put_item(&json, story, version, BODIES_ALL);
}

static void
put_story(struct jsonout *json, const struct envelope *envelope)
{
	jsonout_key(json, "story");
	put_item(json, envelope->story, envelope->version, BODIES_HTML);
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
