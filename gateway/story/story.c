/* SPDX-License-Identifier: Apache-2.0 */
/*
 * story - a checked record, an index of its fields, and a count.
 *
 * One allocation: the struct, an entry per field in the order of the record,
 * the record itself. The first entry of each field is kept aside, because that
 * is what everybody asks for.
 */
#include "story/story.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#include "base/ensure.h"
#include "base/mem.h"
#include "crypto/sha256.h"

struct story_entry {
	uint32_t at, len; /* in the record */
	uint16_t field;
	uint32_t next; /* entry of the same field, 1-based; 0: none */
};

struct story {
	atomic_uint n_refs;
	enum story_event event;
	uint32_t first[N_RECORD_FIELDS]; /* entry, 1-based; 0: absent */
	size_t n_entries;
	struct slice record;
	struct slice supplier;
	struct story_entry entries[];
};

static const char *const story_event_names[N_STORY_EVENTS] = {
	[STORY_PUBLISH] = "publish",
	[STORY_UPDATE] = "update",
	[STORY_CORRECT] = "correct",
	[STORY_KILL] = "kill",
	[STORY_WITHHOLD] = "withhold",
	[STORY_RELEASE] = "release",
	[STORY_EXPIRE] = "expire",
	[STORY_ADVISORY] = "advisory",
};

const char *
story_event_name(enum story_event event)
{
	ensure(event < N_STORY_EVENTS);
	return story_event_names[event];
}

enum story_event
story_event_of(struct slice name)
{
	unsigned event = 0;

	while (event < N_STORY_EVENTS &&
		!slice_is(name, story_event_names[event]))
		event++;
	return (enum story_event)event;
}

/* ---- checking -------------------------------------------------------------
 */

/* Decimal, maybe negative, within 15 digits so that sums cannot overflow. */
static int
story_integer(struct slice text, int64_t *ret_value)
{
	bool negative = text.len != 0 && text.at[0] == '-';
	uint64_t value;

	if (negative)
		text = slice_of(text.at + 1, text.len - 1);
	if (text.len > 15 || slice_to_u64(text, &value) != 0)
		return -EINVAL;
	*ret_value = negative ? -(int64_t)value : (int64_t)value;
	return 0;
}

static int
story_check_time(
	const struct story *story, enum record_field field, struct problem *why)
{
	struct slice text = story_get(story, field);
	int64_t value;

	if (!story_has(story, field) || story_integer(text, &value) == 0)
		return 0;
	if (field == RECORD_EMBARGO && slice_is(text, "unparsed"))
		return 0;
	return problem_set(why, 1, "E-STORY-TIME",
		"field %d of the record is not a time", field);
}

static bool
story_is_hash(struct slice text)
{
	if (text.len != 64)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!(text.at[i] >= '0' && text.at[i] <= '9') &&
			!(text.at[i] >= 'a' && text.at[i] <= 'f'))
			return false;
	return true;
}

static int
story_check(struct story *story, struct problem *why)
{
	static const enum record_field needed[] = { RECORD_PARTNER, RECORD_URI,
		RECORD_EVENT, RECORD_CONTENT_HASH };
	static const enum record_field times[] = { RECORD_VERSION_TIME,
		RECORD_FIRST_TIME, RECORD_EMBARGO, RECORD_EXPIRES };

	for (size_t i = 0; i < n_elements(needed); i++)
		if (story_get(story, needed[i]).len == 0)
			return problem_set(why, 1, "E-STORY-FIELD",
				"the record lacks field %d", needed[i]);
	for (size_t i = 0; i < n_elements(times); i++)
		if (story_check_time(story, times[i], why) != 0)
			return 1;
	story->event = story_event_of(story_get(story, RECORD_EVENT));
	if (story->event == N_STORY_EVENTS)
		return problem_set(why, 1, "E-STORY-EVENT",
			"the record names an event that nobody knows");
	if (!story_is_hash(story_get(story, RECORD_CONTENT_HASH)))
		return problem_set(why, 1, "E-STORY-HASH",
			"the record's content hash is not a hash");
	return 0;
}

/* ---- life -----------------------------------------------------------------
 */

static size_t
story_count_fields(struct slice record)
{
	enum record_field field;
	struct slice value;
	size_t at = 0, n = 0;

	while (record_next(record, &at, &field, &value))
		n++;
	return n;
}

static void
story_index(struct story *story)
{
	uint32_t last[N_RECORD_FIELDS] = { 0 };
	enum record_field field;
	struct slice value;
	size_t at = 0, i = 0;

	while (record_next(story->record, &at, &field, &value)) {
		struct story_entry *entry = &story->entries[i++];

		entry->at = (uint32_t)(value.at - story->record.at);
		entry->len = (uint32_t)value.len;
		entry->field = (uint16_t)field;
		if (last[field] == 0)
			story->first[field] = (uint32_t)i;
		else
			story->entries[last[field] - 1].next = (uint32_t)i;
		last[field] = (uint32_t)i;
	}
}

static struct slice
story_find_supplier(const struct story *story)
{
	struct slice party[2], value;
	size_t cursor = 0;

	while (story_each(story, RECORD_PARTY, &cursor, &value))
		if (record_texts(value, party, 2) >= 2 &&
			slice_is(party[0], "supplier"))
			return party[1];
	return slice_of("", 0);
}

int
story_parse(struct slice record, struct story **ret_story, struct problem *why)
{
	auto_(story_unref) struct story *story = NULL;
	size_t n, head;
	char *copy;

	if (record_check(record, why) != 0)
		return 1;
	n = story_count_fields(record);
	head = sizeof(*story) + n * sizeof(story->entries[0]);
	story = mem_zero(head + record.len + 1);
	copy = (char *)story + head;
	memcpy(copy, record.at, record.len);
	atomic_init(&story->n_refs, 1);
	story->record = slice_of(copy, record.len);
	story->n_entries = n;
	story_index(story);
	if (story_check(story, why) != 0)
		return 1;
	story->supplier = story_find_supplier(story);
	*ret_story = steal(story);
	return 0;
}

struct story *
story_ref(struct story *story)
{
	atomic_fetch_add_explicit(&story->n_refs, 1, memory_order_relaxed);
	return story;
}

struct story *
story_unref(struct story *story)
{
	if (story == NULL)
		return NULL;
	if (atomic_fetch_sub_explicit(
		    &story->n_refs, 1, memory_order_acq_rel) == 1)
		mem_free(story);
	return NULL;
}

/* ---- reading --------------------------------------------------------------
 */

static struct slice
story_value(const struct story *story, uint32_t entry)
{
	const struct story_entry *e = &story->entries[entry - 1];

	return slice_of(story->record.at + e->at, e->len);
}

struct slice
story_record(const struct story *story)
{
	return story->record;
}

bool
story_has(const struct story *story, enum record_field field)
{
	return story->first[field] != 0;
}

struct slice
story_get(const struct story *story, enum record_field field)
{
	if (!story_has(story, field))
		return slice_of("", 0);
	return story_value(story, story->first[field]);
}

int64_t
story_time(const struct story *story, enum record_field field)
{
	int64_t value;

	if (!story_has(story, field))
		return -1;
	/* Only RECORD_EMBARGO may be no number: story_check() saw to that. */
	if (story_integer(story_get(story, field), &value) != 0)
		return INT64_MAX;
	return value;
}

enum story_event
story_event(const struct story *story)
{
	return story->event;
}

bool
story_each(const struct story *story, enum record_field field, size_t *cursor,
	struct slice *ret_value)
{
	size_t entry = *cursor == 0 ? story->first[field]
				    : story->entries[*cursor - 1].next;

	if (entry == 0)
		return false;
	*ret_value = story_value(story, (uint32_t)entry);
	*cursor = entry;
	return true;
}

struct slice
story_supplier(const struct story *story)
{
	return story->supplier;
}

/* ---- identity -------------------------------------------------------------
 */

/* Crockford's base 32: no letter that reads like a digit, one case. */
static const char story_id_digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

struct story_id
story_id_of(struct slice partner, struct slice uri)
{
	struct sha256 sha;
	unsigned char digest[32];
	struct story_id id;
	unsigned bits = 0, n_bits = 0;
	size_t from = 0;

	sha256_begin(&sha);
	sha256_add(&sha, partner);
	sha256_add(&sha, SLICE("\0"));
	sha256_add(&sha, uri);
	sha256_end(&sha, digest);
	for (size_t i = 0; i < STORY_ID_LEN; i++) {
		if (n_bits < 5) {
			bits = bits << 8 | digest[from++];
			n_bits += 8;
		}
		n_bits -= 5;
		id.text[i] = story_id_digits[bits >> n_bits & 31];
	}
	id.text[STORY_ID_LEN] = '\0';
	return id;
}

bool
story_id_is_valid(struct slice text)
{
	if (text.len != STORY_ID_LEN)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '\0' ||
			strchr(story_id_digits, text.at[i]) == NULL)
			return false;
	return true;
}
