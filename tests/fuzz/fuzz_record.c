/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_record - a record from a normalizer that lost its mind, and the words of
 * an editor about it.
 *
 * Whatever story_parse() takes must be readable to the end, field by field and
 * text by text; put together from what was read it is a record again, and from
 * then on the same one. Amended by whatever its own bytes say when they are read
 * as a change, it is refused in words or it is a story again that says so.
 *
 * Reaches: gateway/story/record.c gateway/story/story.c gateway/story/trait.c
 * gateway/story/change.c gateway/story/override.c gateway/story/amend.c
 * gateway/story/amend_json.c gateway/story/amend_evidence.c
 */
#include <stddef.h>
#include <stdint.h>

#include "base/ensure.h"
#include "base/utf8.h"
#include "story/amend.h"
#include "story/change.h"
#include "story/story.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_texts(struct slice value)
{
	struct slice texts[8];
	size_t n = record_texts(value, texts, n_elements(texts));

	for (size_t i = 0; i < n && i < n_elements(texts); i++)
		ensure(utf8_is_valid(texts[i]) && !slice_has(texts[i], '\0'));
}

static void
fuzz_read(const struct story *story)
{
	for (int field = 1; field < N_RECORD_FIELDS; field++) {
		struct slice value;
		size_t cursor = 0;

		while (story_each(
			story, (enum record_field)field, &cursor, &value)) {
			if (field == RECORD_PARTY || field == RECORD_MEDIA ||
				field == RECORD_SUBJECT ||
				field == RECORD_ALT_ID ||
				field == RECORD_DISCLAIMER)
				fuzz_texts(value);
		}
	}
	story_time(story, RECORD_EMBARGO);
	story_time(story, RECORD_EXPIRES);
	story_event(story);
	story_supplier(story);
}

/* Fields that a later version may have are passed over, so the first time the
 * record may get shorter. */
static void
fuzz_rebuild(struct slice record, struct buf *out)
{
	enum record_field field;
	struct slice value;
	size_t at = 0;

	record_begin(out);
	while (record_next(record, &at, &field, &value))
		record_put(out, field, value);
	record_end(out);
}

/* What an editor may have said of any story, and these words. */
static void
fuzz_change(struct overrides *overrides, const struct story *story,
	struct slice words)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct problem why = PROBLEM_NULL;
	struct change change;
	struct override_order order = { &change, SLICE("anna"), words,
		INT64_C(1790000000000) };

	if (change_parse(words, &arena, &change, &why) != 0)
		ensure(why.code != NULL && why.text[0] != '\0');
	else if (overrides_change(overrides, story, &order, &why) == 1)
		ensure(why.code != NULL && why.text[0] != '\0');
}

static void
fuzz_amend(const struct story *story, struct slice words)
{
	static const char *const said[] = { "supplier=Reuters", "cited+=TIME",
		"headline=Other", "bylines=", "subjects+=sea", "language=fr",
		"disclaimers+=opinion: Views.", "embargo=" };
	auto_(overrides_done) struct overrides overrides = { 0 }, read = { 0 };
	auto_(story_unref) struct story *amended = NULL, *plain = NULL;
	struct problem why = PROBLEM_NULL;

	overrides_read(story_record(story), &overrides);
	for (size_t i = 0; i < n_elements(said); i++)
		fuzz_change(&overrides, story, slice_text(said[i]));
	fuzz_change(&overrides, story, words);
	if (amend_story(story, &overrides, 1, &amended, &why) != 0) {
		ensure(why.code != NULL && amended == NULL);
		return;
	}
	overrides_read(story_record(amended), &read);
	for (size_t i = 0; i < N_TRAITS; i++)
		ensure(override_stands(&read.of[i]) ==
			override_stands(&overrides.of[i]));
	if (override_stands(&read.of[TRAIT_SUPPLIER]))
		ensure(slice_is(story_supplier(amended), "Reuters") ||
			words.len != 0);
	overrides_done(&read);
	ensure(amend_story(amended, &read, 1, &plain, &why) == 0);
	fuzz_read(plain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice record = slice_of((const char *)data, size);
	auto_(buf_done) struct buf once = BUF_NULL, twice = BUF_NULL;
	auto_(story_unref) struct story *story = NULL, *again = NULL;
	struct problem why = PROBLEM_NULL;

	if (story_parse(record, &story, &why) != 0) {
		ensure(why.code != NULL && story == NULL);
		return 0;
	}
	fuzz_read(story);
	fuzz_rebuild(story_record(story), &once);
	ensure(once.len <= record.len);
	ensure(story_parse(buf_slice(&once), &again, &why) == 0);
	fuzz_rebuild(story_record(again), &twice);
	ensure(slice_equal(buf_slice(&once), buf_slice(&twice)));
	fuzz_amend(story, story_get(story, RECORD_REASON));
	return 0;
}
