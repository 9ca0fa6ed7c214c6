/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record - writing and walking flat records.
 *
 * The reader trusts nothing: record_check() looks at every length before any
 * other function may be called, and those assume no more than it proved.
 */
#include "story/record.h"

#include <string.h>

#include "base/ensure.h"
#include "base/utf8.h"

#define RECORD_HEAD 8 /* magic and total length */
#define RECORD_FIELD_HEAD 6
#define RECORD_TEXT_HEAD 4

static const char record_magic[4] = { 'T', 'T', 'R', '1' };

static uint32_t
record_le32(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
	       (uint32_t)b[3] << 24;
}

static uint16_t
record_le16(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return (uint16_t)(b[0] | b[1] << 8);
}

/* ---- writing --------------------------------------------------------------
 */

void
record_begin(struct buf *out)
{
	ensure(out->len == 0);
	buf_put(out, record_magic, sizeof(record_magic));
	buf_put_le32(out, 0);
}

void
record_put(struct buf *out, enum record_field field, struct slice value)
{
	buf_put_le16(out, (uint16_t)field);
	buf_put_le32(out, (uint32_t)value.len);
	buf_put_slice(out, value);
}

void
record_put_some(struct buf *out, enum record_field field, struct slice value)
{
	if (value.len != 0)
		record_put(out, field, value);
}

void
record_put_integer(struct buf *out, enum record_field field, int64_t value)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	buf_printf(&text, "%lld", (long long)value);
	record_put(out, field, buf_slice(&text));
}

void
record_put_texts(struct buf *out, enum record_field field,
	const struct slice *texts, size_t n_texts)
{
	size_t len = 0;

	for (size_t i = 0; i < n_texts; i++)
		len += RECORD_TEXT_HEAD + texts[i].len;
	buf_put_le16(out, (uint16_t)field);
	buf_put_le32(out, (uint32_t)len);
	for (size_t i = 0; i < n_texts; i++) {
		buf_put_le32(out, (uint32_t)texts[i].len);
		buf_put_slice(out, texts[i]);
	}
}

void
record_end(struct buf *out)
{
	uint32_t len = (uint32_t)out->len;

	/* A buf with a limit may have refused; its owner looks at that. */
	if (out->len < RECORD_HEAD)
		return;
	for (unsigned i = 0; i < 4; i++)
		out->data[4 + i] = (char)(len >> (8 * i));
}

/* ---- reading --------------------------------------------------------------
 */

static bool
record_is_composite(unsigned field)
{
	switch (field) {
	case RECORD_PARTY:
	case RECORD_DISCLAIMER:
	case RECORD_SUBJECT:
	case RECORD_MEDIA:
	case RECORD_ALT_ID:
	case RECORD_OVERRIDE:
	case RECORD_RULES:
	case RECORD_UNEXPLAINED:
		return true;
	default:
		return false;
	}
}

static int
record_check_text(struct slice text, unsigned field, struct problem *why)
{
	if (slice_has(text, '\0'))
		return problem_set(why, 1, "E-RECORD-NUL",
			"field %u of the record holds a NUL", field);
	if (!utf8_is_valid(text))
		return problem_set(why, 1, "E-RECORD-UTF8",
			"field %u of the record is not UTF-8", field);
	return 0;
}

static int
record_check_composite(struct slice value, unsigned field, struct problem *why)
{
	for (size_t at = 0; at < value.len;) {
		uint32_t len;

		if (value.len - at < RECORD_TEXT_HEAD)
			return problem_set(why, 1, "E-RECORD-LENGTH",
				"field %u of the record is cut short", field);
		len = record_le32(value.at + at);
		at += RECORD_TEXT_HEAD;
		if (len > value.len - at)
			return problem_set(why, 1, "E-RECORD-LENGTH",
				"a text in field %u of the record is cut short",
				field);
		if (record_check_text(
			    slice_of(value.at + at, len), field, why) != 0)
			return 1;
		at += len;
	}
	return 0;
}

static int record_check_whole(
	struct slice record, bool may_nest, struct problem *why);

static int
record_check_field(
	struct slice value, unsigned field, bool may_nest, struct problem *why)
{
	/* A newer writer's field may hold anything; nobody here reads it. */
	if (field == 0 || field >= N_RECORD_FIELDS)
		return 0;
	if (record_is_composite(field))
		return record_check_composite(value, field, why);
	if (field == RECORD_BASE && may_nest)
		return record_check_whole(value, false, why);
	return record_check_text(value, field, why);
}

static int
record_check_whole(struct slice record, bool may_nest, struct problem *why)
{
	if (record.len < RECORD_HEAD || record.len > RECORD_MAX)
		return problem_set(why, 1, "E-RECORD-LENGTH",
			"a record of %zu bytes cannot be right", record.len);
	if (memcmp(record.at, record_magic, sizeof(record_magic)) != 0)
		return problem_set(why, 1, "E-RECORD-MAGIC",
			"the bytes do not begin like a record");
	if (record_le32(record.at + 4) != record.len)
		return problem_set(why, 1, "E-RECORD-LENGTH",
			"the record says %u bytes and has %zu",
			record_le32(record.at + 4), record.len);
	for (size_t at = RECORD_HEAD; at < record.len;) {
		unsigned field;
		uint32_t len;

		if (record.len - at < RECORD_FIELD_HEAD)
			return problem_set(why, 1, "E-RECORD-LENGTH",
				"the record ends inside a field's head");
		field = record_le16(record.at + at);
		len = record_le32(record.at + at + 2);
		at += RECORD_FIELD_HEAD;
		if (len > record.len - at)
			return problem_set(why, 1, "E-RECORD-LENGTH",
				"field %u reaches past the record's end",
				field);
		if (record_check_field(slice_of(record.at + at, len), field,
			    may_nest, why) != 0)
			return 1;
		at += len;
	}
	return 0;
}

int
record_check(struct slice record, struct problem *why)
{
	return record_check_whole(record, true, why);
}

bool
record_next(struct slice record, size_t *at, enum record_field *ret_field,
	struct slice *ret_value)
{
	if (*at == 0)
		*at = RECORD_HEAD;
	while (record.len - *at >= RECORD_FIELD_HEAD && *at < record.len) {
		unsigned field = record_le16(record.at + *at);
		uint32_t len = record_le32(record.at + *at + 2);
		const char *value = record.at + *at + RECORD_FIELD_HEAD;

		ensure(len <= record.len - *at - RECORD_FIELD_HEAD);
		*at += RECORD_FIELD_HEAD + len;
		if (field == 0 || field >= N_RECORD_FIELDS)
			continue;
		*ret_field = (enum record_field)field;
		*ret_value = slice_of(value, len);
		return true;
	}
	return false;
}

size_t
record_texts(struct slice value, struct slice *ret_texts, size_t max)
{
	size_t n = 0;

	for (size_t at = 0; value.len - at >= RECORD_TEXT_HEAD; n++) {
		uint32_t len = record_le32(value.at + at);

		at += RECORD_TEXT_HEAD;
		ensure(len <= value.len - at);
		if (n < max)
			ret_texts[n] = slice_of(value.at + at, len);
		at += len;
	}
	for (size_t i = n; i < max; i++)
		ret_texts[i] = slice_of("", 0);
	return n;
}
