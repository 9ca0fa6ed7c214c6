/* SPDX-License-Identifier: Apache-2.0 */
/*
 * amend - the flat fields of an amended record.
 *
 * What may be replaced is written from the partner's own fields and the
 * overrides, everything else is copied; the documents are in amend_json.c and
 * amend_evidence.c.
 */
#include "story/amend.h"

#include "base/rfc3339.h"
#include "story/amend_parts.h"
#include "story/record.h"

/* Fields that overrides change: RECORD_BASE holds the partner's. */
static bool
is_amended(enum record_field field)
{
	switch (field) {
	case RECORD_VERSION_TIME:
	case RECORD_EMBARGO:
	case RECORD_LANGUAGE:
	case RECORD_HEADLINE:
	case RECORD_BYLINE:
	case RECORD_RIGHTS_HOLDER:
	case RECORD_PARTY:
	case RECORD_DISCLAIMER:
	case RECORD_SUBJECT:
	case RECORD_NINJS:
	case RECORD_WIRE:
	case RECORD_PROVENANCE:
		return true;
	default:
		return false;
	}
}

const struct trait_value *
amend_value(const struct overrides *overrides, enum trait trait)
{
	const struct override *override = &overrides->of[trait];

	return override_stands(override) ? &override->value : NULL;
}

/* The trait that a party's role or a field belongs to; N_TRAITS: none. */
static enum trait
trait_of_party(struct slice value)
{
	struct slice role;

	record_texts(value, &role, 1);
	for (unsigned i = 0; i < N_TRAITS; i++)
		if (trait_role((enum trait)i) != NULL &&
			slice_is(role, trait_role((enum trait)i)))
			return (enum trait)i;
	return N_TRAITS;
}

static enum trait
trait_of_field(enum record_field field, struct slice value)
{
	switch (field) {
	case RECORD_EMBARGO:
		return TRAIT_EMBARGO;
	case RECORD_LANGUAGE:
		return TRAIT_LANGUAGE;
	case RECORD_HEADLINE:
		return TRAIT_HEADLINE;
	case RECORD_BYLINE:
		return TRAIT_BYLINES;
	case RECORD_RIGHTS_HOLDER:
		return TRAIT_RIGHTS_HOLDER;
	case RECORD_DISCLAIMER:
		return TRAIT_DISCLAIMERS;
	case RECORD_SUBJECT:
		return TRAIT_SUBJECTS;
	case RECORD_PARTY:
		return trait_of_party(value);
	default:
		return N_TRAITS;
	}
}

/* ---- what the overrides say -----------------------------------------------
 */

static void
put_parties(const struct trait_value *value, enum trait trait, struct buf *out)
{
	for (size_t i = 0; i < value->n; i++) {
		const struct slice texts[] = { slice_text(trait_role(trait)),
			value->texts[i] };

		record_put_texts(out, RECORD_PARTY, texts, n_elements(texts));
	}
	if (trait == TRAIT_RIGHTS_HOLDER && value->n != 0)
		record_put(out, RECORD_RIGHTS_HOLDER, value->texts[0]);
}

static void
put_composites(const struct trait_value *value, enum record_field field,
	size_t n, struct buf *out)
{
	for (size_t i = 0; i < value->n; i++) {
		struct slice parts[TRAIT_PARTS];

		trait_parts(value->texts[i], parts);
		record_put_texts(out, field, parts, n);
	}
}

static void
put_instant(const struct trait_value *value, struct buf *out)
{
	int64_t ms;

	if (value->n == 0)
		return;
	if (rfc3339_parse(value->texts[0], &ms) == 0)
		record_put_integer(out, RECORD_EMBARGO, ms);
	else
		record_put(out, RECORD_EMBARGO, SLICE("unparsed"));
}

static void
put_byline(const struct trait_value *value, struct buf *out)
{
	auto_(buf_done) struct buf all = BUF_NULL;

	for (size_t i = 0; i < value->n; i++) {
		buf_puts(&all, i == 0 ? "" : ", ");
		buf_put_slice(&all, value->texts[i]);
	}
	record_put_some(out, RECORD_BYLINE, buf_slice(&all));
}

static void
put_value(const struct trait_value *value, enum trait trait, struct buf *out)
{
	struct slice first = value->n != 0 ? value->texts[0] : slice_of("", 0);

	switch (trait_shape(trait)) {
	case TRAIT_IS_PARTY:
		put_parties(value, trait, out);
		break;
	case TRAIT_IS_TEXT:
		if (trait == TRAIT_BYLINES)
			put_byline(value, out);
		else
			record_put_some(out, RECORD_HEADLINE, first);
		break;
	case TRAIT_IS_LANGUAGE:
		record_put_some(out, RECORD_LANGUAGE, first);
		break;
	case TRAIT_IS_INSTANT:
		put_instant(value, out);
		break;
	case TRAIT_IS_NOTICE:
		put_composites(value, RECORD_DISCLAIMER, 5, out);
		break;
	case TRAIT_IS_SUBJECT:
		put_composites(value, RECORD_SUBJECT, 3, out);
		break;
	}
}

/* ---- the record -----------------------------------------------------------
 */

/* A version in which an editor had a hand later than its partner came to be
 * now: readers take a version for new by its time. -1: the partner's own time,
 * or none, is right. */
static int64_t
version_time(
	const struct overrides *overrides, struct slice base, int64_t now_ms)
{
	enum record_field field;
	struct slice value;
	uint64_t ms = 0;
	size_t at = 0;
	bool is_told = false;

	while (!is_told && record_next(base, &at, &field, &value))
		is_told = field == RECORD_VERSION_TIME &&
			  slice_to_u64(value, &ms) == 0;
	for (size_t i = 0; is_told && i < N_TRAITS; i++) {
		const struct override *override = &overrides->of[i];
		int64_t last_ms = override->has_ended ? override->end_ms
						      : override->time_ms;

		if (override->is_there && last_ms >= (int64_t)ms &&
			now_ms > (int64_t)ms)
			return now_ms;
	}
	return -1;
}

static void
put_documents(enum record_field field, struct slice value, struct slice base,
	const struct overrides *overrides, int64_t version_ms, struct buf *out)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	if (field == RECORD_NINJS)
		amend_item(value, overrides, version_ms, &text);
	else if (field == RECORD_WIRE)
		amend_wire(value, overrides, &text);
	else
		amend_provenance(value, base, overrides, &text);
	record_put(out, field, buf_slice(&text));
}

/* The partner's fields, but for what the overrides say. */
static void
put_amended(struct slice base, const struct overrides *overrides,
	int64_t version_ms, struct buf *out)
{
	enum record_field field;
	struct slice value;
	size_t at = 0;

	/* The supplier stands first: readers take the first. */
	for (unsigned i = 0; i < N_TRAITS; i++)
		if (amend_value(overrides, (enum trait)i) != NULL)
			put_value(amend_value(overrides, (enum trait)i),
				(enum trait)i, out);
	while (record_next(base, &at, &field, &value)) {
		enum trait trait = trait_of_field(field, value);

		if (!is_amended(field) ||
			(trait != N_TRAITS && amend_value(overrides, trait)))
			continue;
		if (field == RECORD_VERSION_TIME && version_ms >= 0)
			record_put_integer(out, field, version_ms);
		else if (field == RECORD_NINJS || field == RECORD_WIRE ||
			 field == RECORD_PROVENANCE)
			put_documents(
				field, value, base, overrides, version_ms, out);
		else
			record_put(out, field, value);
	}
}

/* Those of one sort: what may be amended, or all else. */
static void
copy_fields(struct slice record, bool amended, struct buf *out)
{
	enum record_field field;
	struct slice value;
	size_t at = 0;

	while (record_next(record, &at, &field, &value))
		if (is_amended(field) == amended && field != RECORD_BASE &&
			field != RECORD_OVERRIDE)
			record_put(out, field, value);
}

int
amend_story(const struct story *story, const struct overrides *overrides,
	int64_t now_ms, struct story **ret_story, struct problem *why)
{
	auto_(buf_done) struct buf out = BUF_LIMIT(RECORD_MAX);
	auto_(buf_done) struct buf kept = BUF_NULL;
	struct slice base = override_base(story);

	record_begin(&out);
	copy_fields(story_record(story), false, &out);
	if (overrides_any(overrides)) {
		put_amended(base, overrides,
			version_time(overrides, base, now_ms), &out);
		overrides_write(overrides, &out);
		record_begin(&kept);
		copy_fields(base, true, &kept);
		record_end(&kept);
		record_put(&out, RECORD_BASE, buf_slice(&kept));
	} else {
		copy_fields(base, true, &out);
	}
	record_end(&out);
	if (out.overflowed)
		return problem_set(why, 1, "E-AMEND",
			"with an editor's changes the story is too long");
	return story_parse(buf_slice(&out), ret_story, why);
}
