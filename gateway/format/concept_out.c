/* SPDX-License-Identifier: Apache-2.0 */
/*
 * concept_out - see concept_out.h.
 */
#include "format/concept_out.h"

#include "base/jsonwalk.h"
#include "story/story.h"

struct concept_out
concept_out_of(const struct story *story, enum concept_kind kind)
{
	return (struct concept_out){
		.rest = jsonwalk_find(
			story_get(story, RECORD_NINJS), concepts_name(kind)),
	};
}

static void
take_text(struct slice item, const char *key, struct buf *out)
{
	buf_clear(out);
	jsonwalk_text(jsonwalk_find(item, key), out);
}

bool
concept_out_next(struct concept_out *out)
{
	struct slice item;

	if (!jsonwalk_item(&out->rest, &item))
		return false;
	take_text(item, "name", &out->name);
	take_text(item, "rel", &out->rel);
	take_text(item, "uri", &out->uri);
	take_text(item, "literal", &out->literal);
	return true;
}

void
concept_out_done(struct concept_out *out)
{
	buf_done(&out->name);
	buf_done(&out->rel);
	buf_done(&out->uri);
	buf_done(&out->literal);
}
