/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_message - what a worker may send when it is not itself any more.
 *
 * The input is the inside of a frame, kind and all; the length in front is
 * made here, so that no execution ends at it. Beyond not crashing: a plan, a
 * job and a list of problems that were taken are written and read again to the
 * same bytes, and the stories of an answer that was taken are stories.
 *
 * Reaches: gateway/normalize/message.c gateway/base/pack.c
 */
#include <stddef.h>
#include <stdint.h>

#include "base/ensure.h"
#include "normalize/message.h"
#include "story/story.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_setup(struct slice frame)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(buf_done) struct buf once = BUF_NULL, twice = BUF_NULL;
	struct normalizer_plan plan;

	if (message_get_setup(frame, &arena, &plan) != 0)
		return;
	message_put_setup(&once, &plan);
	rulebook_unref(plan.rulebook);
	ensure(message_get_setup(buf_slice(&once), &arena, &plan) == 0);
	message_put_setup(&twice, &plan);
	rulebook_unref(plan.rulebook);
	ensure(slice_equal(buf_slice(&once), buf_slice(&twice)));
}

static void
fuzz_job(struct slice frame)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(buf_done) struct buf once = BUF_NULL, twice = BUF_NULL;
	struct normalizer_job job;
	uint64_t id, again;

	if (message_get_job(frame, &arena, &id, &job) != 0)
		return;
	message_put_job(&once, id, &job);
	ensure(message_get_job(buf_slice(&once), &arena, &again, &job) == 0);
	ensure(again == id);
	message_put_job(&twice, id, &job);
	ensure(slice_equal(buf_slice(&once), buf_slice(&twice)));
}

static void
fuzz_refused(struct slice frame)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(problem_list_done) struct problem_list again = { 0 };
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(buf_done) struct buf once = BUF_NULL;

	if (message_get_refused(frame, &arena, &problems) != 0)
		return;
	message_put_refused(&once, &problems);
	ensure(message_get_refused(buf_slice(&once), &arena, &again) == 0);
	ensure(again.n_items == problems.n_items);
}

static void
fuzz_answer(struct slice frame)
{
	struct normalize_result *result = NULL;
	struct problem why = PROBLEM_NULL;
	uint64_t id;

	if (message_get_answer(frame, &id, &result, &why) != 0) {
		ensure(why.code != NULL && result == NULL);
		return;
	}
	ensure(result->outcome < NORMALIZE_BROKEN && result->format != NULL);
	for (size_t i = 0; i < result->n_stories; i++)
		ensure(story_has(result->stories[i], RECORD_URI));
	normalize_result_free(result);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(buf_done) struct buf framed = BUF_NULL;
	size_t len;

	if (size == 0)
		return 0;
	buf_put_le32(&framed, (uint32_t)size);
	buf_put(&framed, data, size);
	struct slice frame = buf_slice(&framed);
	ensure(message_frame(frame, &len) == 1 && len == frame.len);
	switch (message_kind_of(frame)) {
	case MESSAGE_SETUP:
		fuzz_setup(frame);
		break;
	case MESSAGE_REFUSED:
		fuzz_refused(frame);
		break;
	case MESSAGE_JOB:
		fuzz_job(frame);
		break;
	case MESSAGE_ANSWER:
		fuzz_answer(frame);
		break;
	case MESSAGE_READY:
		break;
	}
	return 0;
}
