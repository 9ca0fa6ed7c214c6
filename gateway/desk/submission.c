/* SPDX-License-Identifier: Apache-2.0 */
/*
 * submission - one document with its stories, owned whole.
 */
#include "desk/submission.h"

#include <string.h>

#include "base/mem.h"

struct submission *
submission_new(struct slice partner)
{
	struct submission *submission = mem_new(struct submission);

	list_init(&submission->link);
	submission->partner = mem_strndup(partner.at, partner.len);
	return submission;
}

void
submission_add(struct submission *submission, struct story *story)
{
	mem_grow(submission->stories, submission->n_stories,
		submission->cap_stories);
	submission->stories[submission->n_stories++] = story;
}

struct submission *
submission_free(struct submission *submission)
{
	if (submission == NULL)
		return NULL;
	for (size_t i = 0; i < submission->n_stories; i++)
		story_unref(submission->stories[i]);
	mem_free(submission->stories);
	blob_unref(submission->bytes);
	blob_unref(submission->warnings);
	receipt_free(submission->receipt);
	mem_free(submission->partner);
	mem_free(submission->content_type);
	mem_free(submission->headers);
	mem_free(submission->key);
	mem_free(submission->body_hash);
	mem_free(submission->reason);
	return mem_free(submission);
}

size_t
submission_size(const struct submission *submission)
{
	size_t size = submission->bytes ? submission->bytes->len : 0;

	for (size_t i = 0; i < submission->n_stories; i++)
		size += story_record(submission->stories[i]).len;
	return size;
}
