/* SPDX-License-Identifier: Apache-2.0 */
/*
 * amend_evidence - who says so, after an editor said otherwise.
 *
 * What the plugins found stays, word for word. Where it speaks for something
 * that no longer stands it is marked as overruled, as a plugin's own word is
 * that another overruled, and where a list moved it points to the new place.
 * Behind it stands each override: the operator, the instant, the reason, and
 * what the partner's version says.
 */
#include <string.h>

#include "base/jsonout.h"
#include "base/jsonwalk.h"
#include "base/rfc3339.h"
#include "story/amend_parts.h"

#define NOWHERE ((size_t)-1)

struct evidence {
	const struct overrides *overrides;
	struct trait_value was[N_TRAITS]; /* what the partner says */
	struct arena arena;
	struct jsonout json;
};

static size_t
place_of(const struct trait_value *value, struct slice text)
{
	for (size_t i = 0; i < value->n; i++)
		if (slice_equal(value->texts[i], text))
			return i;
	return NOWHERE;
}

/* ---- what the plugins found -----------------------------------------------
 */

/* Of which trait that an override speaks of is this pointer, and of which of
 * its texts? False: of none, or of none that is left to be overruled. */
static bool
is_about(const struct evidence *evidence, struct slice pointer,
	enum trait *ret_trait, size_t *ret_index)
{
	for (unsigned i = 0; i < N_TRAITS; i++) {
		struct slice start = slice_text(trait_pointer((enum trait)i));
		uint64_t index = 0;

		if (amend_value(evidence->overrides, (enum trait)i) == NULL ||
			!slice_starts(pointer, start))
			continue;
		pointer = slice_of(
			pointer.at + start.len, pointer.len - start.len);
		if (trait_is_list((enum trait)i) &&
			(pointer.len < 2 ||
				slice_to_u64(slice_of(pointer.at + 1,
						     pointer.len - 1),
					&index) != 0))
			return false;
		if (!trait_is_list((enum trait)i) && pointer.len != 0)
			return false;
		*ret_trait = (enum trait)i;
		*ret_index = index < NOWHERE ? (size_t)index : NOWHERE;
		return *ret_index < evidence->was[i].n;
	}
	return false;
}

/* The entry once more, pointing elsewhere; overruled when `at` is nowhere. */
static void
put_moved(struct evidence *evidence, struct slice entry, enum trait trait,
	size_t index, size_t at)
{
	auto_(buf_done) struct buf pointer = BUF_NULL;
	struct jsonout *json = &evidence->json;
	struct slice key, value;
	bool is_quoted = jsonwalk_find(entry, "value").len != 0;

	buf_puts(&pointer, trait_pointer(trait));
	if (at != NOWHERE && trait_is_list(trait))
		buf_printf(&pointer, "/%zu", at);
	jsonout_object(json);
	while (jsonwalk_member(&entry, &key, &value)) {
		jsonout_key(json, arena_text(&evidence->arena, key));
		if (slice_is(key, "field"))
			jsonout_string(json, buf_slice(&pointer));
		else
			jsonout_raw(json, value);
	}
	/* In its own words, where it had some. */
	if (at == NOWHERE && !is_quoted)
		jsonout_member(json, "value",
			trait_words(trait, evidence->was[trait].texts[index]));
	if (at == NOWHERE)
		jsonout_member_bool(json, "overruled", true);
	jsonout_object_end(json);
}

static void
put_entry(struct evidence *evidence, struct slice entry)
{
	auto_(buf_done) struct buf pointer = BUF_NULL;
	const struct trait_value *now;
	enum trait trait;
	size_t index;

	jsonwalk_text(jsonwalk_find(entry, "field"), &pointer);
	if (jsonwalk_find(entry, "overruled").len != 0 ||
		!is_about(evidence, buf_slice(&pointer), &trait, &index)) {
		jsonout_raw(&evidence->json, entry);
		return;
	}
	now = amend_value(evidence->overrides, trait);
	put_moved(evidence, entry, trait, index,
		place_of(now, evidence->was[trait].texts[index]));
}

/* ---- what the editor says -------------------------------------------------
 */

static void
begin_entry(struct evidence *evidence, enum trait trait, size_t at,
	const char *rule)
{
	auto_(buf_done) struct buf pointer = BUF_NULL;

	buf_puts(&pointer, trait_pointer(trait));
	if (at != NOWHERE && trait_is_list(trait))
		buf_printf(&pointer, "/%zu", at);
	jsonout_object(&evidence->json);
	jsonout_member(&evidence->json, "field", buf_slice(&pointer));
	jsonout_member_text(&evidence->json, "plugin", "editor");
	jsonout_member_text(&evidence->json, "rule", rule);
	jsonout_member_integer(&evidence->json, "confidence", 1);
}

static void
end_entry(struct evidence *evidence, enum trait trait)
{
	const struct override *override = &evidence->overrides->of[trait];
	struct jsonout *json = &evidence->json;

	jsonout_member(json, "operator", override->who);
	jsonout_member_text(json, "time", rfc3339_of(override->time_ms).text);
	jsonout_member_some(json, "reason", override->reason);
	if (override->has_ended) {
		jsonout_member_text(
			json, "ended", rfc3339_of(override->end_ms).text);
		jsonout_member(json, "ended_by", override->ended_by);
		jsonout_member_bool(json, "overruled", true);
	}
	jsonout_object_end(json);
}

static void
put_words(struct evidence *evidence, const char *key, enum trait trait,
	struct slice text)
{
	jsonout_member(&evidence->json, key, trait_words(trait, text));
}

static void
put_one(struct evidence *evidence, enum trait trait)
{
	const struct trait_value *now = &evidence->overrides->of[trait].value;
	const struct trait_value *was = &evidence->was[trait];

	begin_entry(evidence, trait, NOWHERE, now->n != 0 ? "set" : "cleared");
	if (now->n != 0)
		put_words(evidence, "value", trait, now->texts[0]);
	if (was->n != 0)
		put_words(evidence, "partner", trait, was->texts[0]);
	end_entry(evidence, trait);
}

static void
put_list(struct evidence *evidence, enum trait trait)
{
	const struct trait_value *now = &evidence->overrides->of[trait].value;
	const struct trait_value *was = &evidence->was[trait];

	for (size_t i = 0; i < now->n; i++) {
		if (trait_holds(was, now->texts[i]))
			continue;
		begin_entry(evidence, trait, i, "added");
		put_words(evidence, "value", trait, now->texts[i]);
		end_entry(evidence, trait);
	}
	for (size_t i = 0; i < was->n; i++) {
		if (trait_holds(now, was->texts[i]))
			continue;
		begin_entry(evidence, trait, NOWHERE, "removed");
		put_words(evidence, "partner", trait, was->texts[i]);
		end_entry(evidence, trait);
	}
	/* Nothing came or went: they stand in another order. */
	if (trait_is_same(now, was)) {
		begin_entry(evidence, trait, NOWHERE, "ordered");
		end_entry(evidence, trait);
	}
}

static void
put_ended(struct evidence *evidence, enum trait trait)
{
	const struct trait_value *value = &evidence->overrides->of[trait].value;

	begin_entry(evidence, trait, NOWHERE, "ended");
	jsonout_key(&evidence->json, "value");
	trait_print(trait, value, &evidence->json);
	end_entry(evidence, trait);
}

void
amend_provenance(struct slice provenance, struct slice record,
	const struct overrides *overrides, struct buf *out)
{
	struct evidence evidence = { .overrides = overrides,
		.json = JSONOUT(out) };
	struct slice entry;

	for (unsigned i = 0; i < N_TRAITS; i++)
		if (overrides->of[i].is_there)
			evidence.was[i] = trait_read(
				record, (enum trait)i, &evidence.arena);
	jsonout_array(&evidence.json);
	while (jsonwalk_item(&provenance, &entry))
		put_entry(&evidence, entry);
	for (unsigned i = 0; i < N_TRAITS; i++) {
		const struct override *override = &overrides->of[i];

		if (!override->is_there)
			continue;
		if (override->has_ended)
			put_ended(&evidence, (enum trait)i);
		else if (trait_is_list((enum trait)i))
			put_list(&evidence, (enum trait)i);
		else
			put_one(&evidence, (enum trait)i);
	}
	jsonout_array_end(&evidence.json);
	arena_done(&evidence.arena);
}
