/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rename - see rename.h.
 */
#include "story/rename.h"

#include "base/jsonout.h"
#include "base/jsonwalk.h"
#include "story/record.h"

static void
put_item(struct slice item, struct slice uri, struct buf *out)
{
	struct jsonout json = JSONOUT(out);
	auto_(buf_done) struct buf name = BUF_NULL;
	struct slice key, value;

	jsonout_object(&json);
	while (jsonwalk_member(&item, &key, &value)) {
		buf_clear(&name);
		buf_put_slice(&name, key);
		jsonout_key(&json, buf_text(&name));
		if (slice_is(key, "uri"))
			jsonout_string(&json, uri);
		else
			jsonout_raw(&json, value);
	}
	jsonout_object_end(&json);
}

int
rename_story(const struct story *story, struct slice uri,
	struct story **ret_story, struct problem *why)
{
	auto_(buf_done) struct buf out = BUF_LIMIT(RECORD_MAX);
	auto_(buf_done) struct buf item = BUF_NULL;
	enum record_field field;
	struct slice value;
	size_t at = 0;

	record_begin(&out);
	while (record_next(story_record(story), &at, &field, &value)) {
		if (field == RECORD_NINJS) {
			put_item(value, uri, &item);
			value = buf_slice(&item);
		}
		record_put(&out, field, field == RECORD_URI ? uri : value);
	}
	record_end(&out);
	if (out.overflowed)
		return problem_set(why, 1, "E-RENAME",
			"under its new uri the story is too long");
	return story_parse(buf_slice(&out), ret_story, why);
}
