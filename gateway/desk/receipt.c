/* SPDX-License-Identifier: Apache-2.0 */
/*
 * receipt - what was decided, and its stored form.
 *
 * "TTC1", u8 result, u64 document, warnings, the count of stories, and each
 * story's fields; texts with a u32 length in front. It is only ever read back
 * from our own journal, and still not trusted.
 */
#include "desk/receipt.h"

#include <string.h>

#include "base/mem.h"
#include "base/pack.h"

#define RECEIPT_MAGIC "TTC1"
#define RECEIPT_MAX_STORIES 100000u

const char *
receipt_status_name(enum receipt_status status)
{
	static const char *const names[N_RECEIPT_STATUSES] = {
		[RECEIPT_PUBLISHED] = "published",
		[RECEIPT_UPDATED] = "updated",
		[RECEIPT_CORRECTED] = "corrected",
		[RECEIPT_KILLED] = "killed",
		[RECEIPT_HELD] = "held",
		[RECEIPT_DUPLICATE] = "duplicate",
		[RECEIPT_LATE] = "late",
		[RECEIPT_ADVISORY] = "advisory",
		[RECEIPT_QUARANTINED] = "quarantined",
		[RECEIPT_REJECTED] = "rejected",
	};

	return names[status];
}

struct receipt *
receipt_new(void)
{
	return mem_new(struct receipt);
}

struct receipt_story *
receipt_add(struct receipt *receipt)
{
	struct receipt_story *story;

	mem_grow(receipt->stories, receipt->n_stories, receipt->cap_stories);
	story = &receipt->stories[receipt->n_stories++];
	*story = (struct receipt_story){
		.uri = mem_strdup(""),
		.version = mem_strdup(""),
		.reason = mem_strdup(""),
		.warning = mem_strdup(""),
		.status = RECEIPT_REJECTED,
	};
	return story;
}

struct receipt *
receipt_free(struct receipt *receipt)
{
	if (receipt == NULL)
		return NULL;
	for (size_t i = 0; i < receipt->n_stories; i++) {
		mem_free(receipt->stories[i].uri);
		mem_free(receipt->stories[i].version);
		mem_free(receipt->stories[i].reason);
		mem_free(receipt->stories[i].warning);
	}
	mem_free(receipt->stories);
	blob_unref(receipt->warnings);
	return mem_free(receipt);
}

int
receipt_http_status(const struct receipt *receipt)
{
	int status = 200;

	switch (receipt->result) {
	case RECEIPT_UNDECODABLE:
		return 422;
	case RECEIPT_CONFLICT:
		return 409;
	case RECEIPT_FULL:
		return 507;
	case RECEIPT_DONE:
		break;
	}
	for (size_t i = 0; i < receipt->n_stories; i++) {
		enum receipt_status one = receipt->stories[i].status;

		if (one <= RECEIPT_KILLED)
			return 201;
		if (one == RECEIPT_HELD || one == RECEIPT_QUARANTINED)
			status = 202;
	}
	return status;
}

void
receipt_print(const struct receipt *receipt, struct buf *out)
{
	buf_puts(out, RECEIPT_MAGIC);
	buf_putc(out, (char)receipt->result);
	buf_put_le64(out, (uint64_t)receipt->document);
	pack_text(out, receipt->warnings ? blob_slice(receipt->warnings)
					 : slice_of(NULL, 0));
	buf_put_le32(out, (uint32_t)receipt->n_stories);
	for (size_t i = 0; i < receipt->n_stories; i++) {
		const struct receipt_story *story = &receipt->stories[i];

		buf_putc(out, (char)story->status);
		buf_put_le64(out, (uint64_t)story->seq);
		buf_put_le64(out, (uint64_t)story->quarantine);
		pack_text(out, slice_text(story->id.text));
		pack_text(out, slice_text(story->uri));
		pack_text(out, slice_text(story->version));
		pack_text(out, slice_text(story->reason));
		pack_text(out, slice_text(story->warning));
	}
}

static void
scan_text(struct unpack *scan, char **at)
{
	struct slice text = unpack_text(scan);

	mem_free(*at);
	*at = mem_strndup(text.at, text.len);
}

static void
scan_story(struct unpack *scan, struct receipt *receipt)
{
	struct receipt_story *story = receipt_add(receipt);
	uint64_t status = unpack_number(scan, 1);
	struct slice id;

	if (status == 0 || status >= N_RECEIPT_STATUSES)
		scan->failed = true;
	else
		story->status = (enum receipt_status)status;
	story->seq = (int64_t)unpack_number(scan, 8);
	story->quarantine = (int64_t)unpack_number(scan, 8);
	id = unpack_text(scan);
	if (id.len > STORY_ID_LEN)
		scan->failed = true;
	else if (id.len != 0)
		memcpy(story->id.text, id.at, id.len);
	scan_text(scan, &story->uri);
	scan_text(scan, &story->version);
	scan_text(scan, &story->reason);
	scan_text(scan, &story->warning);
}

struct receipt *
receipt_parse(struct slice bytes)
{
	struct unpack scan = { .rest = bytes };
	auto_(receipt_free) struct receipt *receipt = receipt_new();
	struct slice warnings;
	uint64_t result, n;

	if (!slice_is(unpack_bytes(&scan, 4), RECEIPT_MAGIC))
		return NULL;
	result = unpack_number(&scan, 1);
	receipt->document = (int64_t)unpack_number(&scan, 8);
	warnings = unpack_text(&scan);
	n = unpack_number(&scan, 4);
	if (scan.failed || result > RECEIPT_FULL || n > RECEIPT_MAX_STORIES)
		return NULL;
	receipt->result = (enum receipt_result)result;
	if (warnings.len != 0)
		receipt->warnings = blob_new(warnings.at, warnings.len);
	for (uint64_t i = 0; i < n && !scan.failed; i++)
		scan_story(&scan, receipt);
	return scan.failed || scan.rest.len != 0 ? NULL : steal(receipt);
}
