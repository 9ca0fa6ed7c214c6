/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_record - a record from a normalizer that lost its mind.
 *
 * Whatever story_parse() takes must be readable to the end, field by field and
 * text by text.
 */
#include <stddef.h>
#include <stdint.h>

#include "story/story.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_read(const struct story *story)
{
	for (int field = 1; field < N_RECORD_FIELDS; field++) {
		struct slice value, texts[4];
		size_t cursor = 0;

		while (story_each(
			story, (enum record_field)field, &cursor, &value)) {
			if (field == RECORD_PARTY || field == RECORD_MEDIA ||
				field == RECORD_SUBJECT ||
				field == RECORD_ALT_ID ||
				field == RECORD_DISCLAIMER)
				record_texts(value, texts, 4);
		}
	}
	story_time(story, RECORD_EMBARGO);
	story_supplier(story);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice record = slice_of((const char *)data, size);
	struct problem why = PROBLEM_NULL;
	struct story *story = NULL;

	if (story_parse(record, &story, &why) != 0)
		return 0;
	fuzz_read(story);
	story_unref(story);
	return 0;
}
