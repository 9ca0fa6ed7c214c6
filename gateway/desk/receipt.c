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

static void
print_text(struct buf *out, struct slice text)
{
	buf_put_le32(out, (uint32_t)text.len);
	buf_put_slice(out, text);
}

void
receipt_print(const struct receipt *receipt, struct buf *out)
{
	buf_puts(out, RECEIPT_MAGIC);
	buf_putc(out, (char)receipt->result);
	buf_put_le64(out, (uint64_t)receipt->document);
	print_text(out, receipt->warnings ? blob_slice(receipt->warnings)
					  : slice_of(NULL, 0));
	buf_put_le32(out, (uint32_t)receipt->n_stories);
	for (size_t i = 0; i < receipt->n_stories; i++) {
		const struct receipt_story *story = &receipt->stories[i];

		buf_putc(out, (char)story->status);
		buf_put_le64(out, (uint64_t)story->seq);
		buf_put_le64(out, (uint64_t)story->quarantine);
		print_text(out, slice_text(story->id.text));
		print_text(out, slice_text(story->uri));
		print_text(out, slice_text(story->version));
		print_text(out, slice_text(story->reason));
		print_text(out, slice_text(story->warning));
	}
}

struct receipt_scan {
	struct slice rest;
	bool failed;
};

static struct slice
scan_bytes(struct receipt_scan *scan, size_t len)
{
	struct slice bytes = slice_of(scan->rest.at, len);

	if (scan->failed || scan->rest.len < len) {
		scan->failed = true;
		return slice_of(NULL, 0);
	}
	scan->rest.at += len;
	scan->rest.len -= len;
	return bytes;
}

static uint64_t
scan_le(struct receipt_scan *scan, size_t n_bytes)
{
	struct slice bytes = scan_bytes(scan, n_bytes);
	uint64_t value = 0;

	for (size_t i = bytes.len; i-- > 0;)
		value = value << 8 | (unsigned char)bytes.at[i];
	return value;
}

static void
scan_text(struct receipt_scan *scan, char **at)
{
	struct slice text = scan_bytes(scan, (size_t)scan_le(scan, 4));

	mem_free(*at);
	*at = mem_strndup(text.at, text.len);
}

static void
scan_story(struct receipt_scan *scan, struct receipt *receipt)
{
	struct receipt_story *story = receipt_add(receipt);
	uint64_t status = scan_le(scan, 1);
	struct slice id;

	if (status == 0 || status >= N_RECEIPT_STATUSES)
		scan->failed = true;
	else
		story->status = (enum receipt_status)status;
	story->seq = (int64_t)scan_le(scan, 8);
	story->quarantine = (int64_t)scan_le(scan, 8);
	id = scan_bytes(scan, (size_t)scan_le(scan, 4));
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
	struct receipt_scan scan = { .rest = bytes };
	auto_(receipt_free) struct receipt *receipt = receipt_new();
	struct slice warnings;
	uint64_t result, n;

	if (!slice_is(scan_bytes(&scan, 4), RECEIPT_MAGIC))
		return NULL;
	result = scan_le(&scan, 1);
	receipt->document = (int64_t)scan_le(&scan, 8);
	warnings = scan_bytes(&scan, (size_t)scan_le(&scan, 4));
	n = scan_le(&scan, 4);
	if (scan.failed || result > RECEIPT_FULL || n > RECEIPT_MAX_STORIES)
		return NULL;
	receipt->result = (enum receipt_result)result;
	if (warnings.len != 0)
		receipt->warnings = blob_new(warnings.at, warnings.len);
	for (uint64_t i = 0; i < n && !scan.failed; i++)
		scan_story(&scan, receipt);
	return scan.failed || scan.rest.len != 0 ? NULL : steal(receipt);
}
