/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answer - receipts and warnings in the words of the contract.
 */
#include "house/answer.h"

#include <stdio.h>

#include "base/blob.h"
#include "base/jsonout.h"
#include "base/mem.h"

static void
answer_story(struct jsonout *json, const struct receipt_story *story,
	const char *partner, const char *base_url)
{
	auto_(mem_free) char *url = NULL;

	jsonout_object(json);
	jsonout_member_text(json, "id", story->id.text);
	jsonout_member_text(json, "uri", story->uri);
	jsonout_member_text(json, "version", story->version);
	jsonout_member_integer(json, "seq", story->seq);
	jsonout_member_text(json, "status", receipt_status_name(story->status));
	if (story->id.text[0] != '\0') {
		url = mem_printf("%s/v1/partners/%s/stories/%s", base_url,
			partner, story->id.text);
		jsonout_member_text(json, "url", url);
	}
	jsonout_member_some(json, "reason", slice_text(story->reason));
	jsonout_member_some(json, "warning", slice_text(story->warning));
	if (story->quarantine != 0)
		jsonout_member_integer(json, "quarantine", story->quarantine);
	jsonout_object_end(json);
}

void
answer_receipt(const struct receipt *receipt, const char *partner,
	const char *base_url, struct buf *out)
{
	struct jsonout json = JSONOUT(out);

	jsonout_object(&json);
	jsonout_key(&json, "stories");
	jsonout_array(&json);
	for (size_t i = 0; i < receipt->n_stories; i++)
		answer_story(&json, &receipt->stories[i], partner, base_url);
	jsonout_array_end(&json);
	jsonout_key(&json, "warnings");
	if (receipt->warnings != NULL)
		jsonout_raw(&json, blob_slice(receipt->warnings));
	else
		jsonout_raw(&json, SLICE("[]"));
	jsonout_object_end(&json);
}

struct blob *
answer_warnings(const struct problem_list *warnings)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	struct jsonout json = JSONOUT(&out);

	if (warnings->n_items == 0)
		return NULL;
	jsonout_array(&json);
	for (size_t i = 0; i < warnings->n_items; i++) {
		const struct problem *item = &warnings->items[i];
		char where[128];

		if (item->line != 0)
			snprintf(where, sizeof(where), "line %u", item->line);
		else
			snprintf(where, sizeof(where), "%s", item->where);
		jsonout_object(&json);
		jsonout_member_text(
			&json, "code", item->code ? item->code : "");
		jsonout_member_text(&json, "message", item->text);
		jsonout_member_text(&json, "where", where);
		jsonout_object_end(&json);
	}
	jsonout_array_end(&json);
	return blob_from_buf(&out);
}

char *
answer_problem_text(const struct problem *why)
{
	char text[480];

	return mem_strdup(problem_print(why, text, sizeof(text)));
}
