/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_message - what a worker may send when it is not itself any more.
 */
#include <stddef.h>
#include <stdint.h>

#include "normalize/message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct slice bytes = slice_of((const char *)data, size);
	struct normalize_result *result = NULL;
	struct problem why = PROBLEM_NULL;
	struct normalizer_plan plan;
	struct normalizer_job job;
	uint64_t id;
	size_t len;

	if (message_frame(bytes, &len) != 1 || len < 5)
		return 0;
	bytes = slice_of(bytes.at, len);
	message_get_setup(bytes, &arena, &plan);
	message_get_job(bytes, &arena, &id, &job);
	message_get_refused(bytes, &arena, &problems);
	if (message_get_answer(bytes, &id, &result, &why) == 0)
		normalize_result_free(result);
	return 0;
}
