/* SPDX-License-Identifier: Apache-2.0 */
/*
 * override - reading, writing, changing and handing on.
 */
#include "story/override.h"

#include "base/mem.h"
#include "story/change.h"
#include "story/record.h"
#include "story/story.h"

/* Texts of a composite before the values. */
enum override_text {
	OVERRIDE_NAME,
	OVERRIDE_OPERATOR,
	OVERRIDE_TIME,
	OVERRIDE_REASON,
	OVERRIDE_END,
	OVERRIDE_ENDED_BY,
	OVERRIDE_COUNT,
	N_OVERRIDE_TEXTS
};

void
overrides_done(struct overrides *overrides)
{
	arena_done(&overrides->arena);
	*overrides = (struct overrides){ 0 };
}

bool
override_stands(const struct override *override)
{
	return override->is_there && !override->has_ended;
}

bool
overrides_any(const struct overrides *overrides)
{
	for (size_t i = 0; i < N_TRAITS; i++)
		if (overrides->of[i].is_there)
			return true;
	return false;
}

struct slice
override_base(const struct story *story)
{
	struct slice base = story_get(story, RECORD_BASE);

	return base.len != 0 ? base : story_record(story);
}

/* ---- copies in an arena ---------------------------------------------------
 */

static struct slice
keep_text(struct arena *arena, struct slice text)
{
	return slice_of(arena_text(arena, text), text.len);
}

static struct trait_value
keep_value(struct arena *arena, const struct trait_value *value)
{
	struct trait_value copy = { 0 };

	for (size_t i = 0; i < value->n; i++)
		trait_add(&copy, arena, keep_text(arena, value->texts[i]));
	return copy;
}

static struct override
keep_override(struct arena *arena, const struct override *from)
{
	struct override copy = *from;

	copy.value = keep_value(arena, &from->value);
	copy.partner = keep_value(arena, &from->partner);
	copy.who = keep_text(arena, from->who);
	copy.reason = keep_text(arena, from->reason);
	copy.ended_by = keep_text(arena, from->ended_by);
	return copy;
}

/* ---- in a record ----------------------------------------------------------
 */

static void
override_read(struct slice composite, struct overrides *ret)
{
	size_t n = record_texts(composite, NULL, 0), n_values;
	struct slice *texts = arena_zero(&ret->arena, (n + 1) * sizeof(*texts));
	struct override read = { .is_there = true };
	uint64_t count, time_ms, end_ms = 0;
	enum trait trait;

	record_texts(composite, texts, n);
	if (n < N_OVERRIDE_TEXTS ||
		(trait = trait_of(texts[OVERRIDE_NAME])) == N_TRAITS ||
		slice_to_u64(texts[OVERRIDE_TIME], &time_ms) != 0 ||
		slice_to_u64(texts[OVERRIDE_COUNT], &count) != 0 ||
		count > n - N_OVERRIDE_TEXTS)
		return;
	read.has_ended = texts[OVERRIDE_END].len != 0;
	if (read.has_ended && slice_to_u64(texts[OVERRIDE_END], &end_ms) != 0)
		return;
	n_values = (size_t)count;
	read.time_ms = (int64_t)time_ms;
	read.end_ms = (int64_t)end_ms;
	read.who = texts[OVERRIDE_OPERATOR];
	read.reason = texts[OVERRIDE_REASON];
	read.ended_by = texts[OVERRIDE_ENDED_BY];
	texts += N_OVERRIDE_TEXTS;
	read.value = (struct trait_value){ texts, n_values, n_values };
	read.partner.texts = texts + n_values;
	read.partner.n = read.partner.cap = n - N_OVERRIDE_TEXTS - n_values;
	ret->of[trait] = keep_override(&ret->arena, &read);
}

void
overrides_read(struct slice record, struct overrides *ret)
{
	enum record_field field;
	struct slice value;
	size_t at = 0;

	while (record_next(record, &at, &field, &value))
		if (field == RECORD_OVERRIDE)
			override_read(value, ret);
}

static struct slice
number_text(struct arena *arena, int64_t number)
{
	return slice_text(arena_printf(arena, "%lld", (long long)number));
}

static void
override_write(
	const struct override *override, enum trait trait, struct buf *record)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	size_t n = N_OVERRIDE_TEXTS;
	struct slice *texts = arena_zero(&arena,
		(n + override->value.n + override->partner.n) * sizeof(*texts));

	texts[OVERRIDE_NAME] = slice_text(trait_name(trait));
	texts[OVERRIDE_OPERATOR] = override->who;
	texts[OVERRIDE_TIME] = number_text(&arena, override->time_ms);
	texts[OVERRIDE_REASON] = override->reason;
	if (override->has_ended)
		texts[OVERRIDE_END] = number_text(&arena, override->end_ms);
	texts[OVERRIDE_ENDED_BY] = override->ended_by;
	texts[OVERRIDE_COUNT] =
		number_text(&arena, (int64_t) override->value.n);
	for (size_t i = 0; i < override->value.n; i++)
		texts[n++] = override->value.texts[i];
	for (size_t i = 0; i < override->partner.n; i++)
		texts[n++] = override->partner.texts[i];
	record_put_texts(record, RECORD_OVERRIDE, texts, n);
}

void
overrides_write(const struct overrides *overrides, struct buf *record)
{
	for (unsigned i = 0; i < N_TRAITS; i++)
		if (overrides->of[i].is_there)
			override_write(
				&overrides->of[i], (enum trait)i, record);
}

/* ---- changing -------------------------------------------------------------
 */

/* Does `text` of a list answer to the word by which it is to be removed? */
static bool
is_called(enum trait trait, struct slice text, struct slice word)
{
	struct slice parts[TRAIT_PARTS];

	trait_parts(text, parts);
	if (trait_shape(trait) == TRAIT_IS_NOTICE)
		return slice_equal(parts[0], word) ||
		       slice_equal(parts[2], word);
	if (trait_shape(trait) == TRAIT_IS_SUBJECT)
		return slice_equal(parts[0], word) ||
		       slice_equal(parts[1], word) ||
		       slice_equal(parts[2], word);
	return slice_equal(text, word);
}

static int
complain_absent(enum trait trait, const struct trait_value *value,
	struct slice word, struct problem *why)
{
	auto_(buf_done) struct buf all = BUF_NULL;

	for (size_t i = 0; i < value->n && all.len < 120; i++) {
		buf_puts(&all, i == 0 ? "" : "; ");
		buf_put_slice(&all, trait_words(trait, value->texts[i]));
	}
	return problem_set(why, 1, "E-CHANGE", "%s has no '%.*s'%s%s",
		trait_name(trait), (int)(word.len > 80 ? 80 : word.len),
		word.at, all.len != 0 ? "; it has " : "; it is empty",
		all.len != 0 ? buf_text(&all) : "");
}

static int
remove_texts(const struct change *change, const struct trait_value *from,
	struct arena *arena, struct trait_value *ret, struct problem *why)
{
	for (size_t j = 0; j < change->value.n; j++) {
		struct slice word = change->value.texts[j];
		bool is_there = false;

		for (size_t i = 0; i < from->n; i++)
			is_there |=
				is_called(change->trait, from->texts[i], word);
		if (!is_there)
			return complain_absent(change->trait, from, word, why);
	}
	for (size_t i = 0; i < from->n; i++) {
		bool goes = false;

		for (size_t j = 0; j < change->value.n; j++)
			goes |= is_called(change->trait, from->texts[i],
				change->value.texts[j]);
		if (!goes)
			trait_add(ret, arena, from->texts[i]);
	}
	return 0;
}

/* What is to stand. */
static int
apply(const struct change *change, const struct trait_value *now,
	const struct trait_value *partner, struct arena *arena,
	struct trait_value *ret, struct problem *why)
{
	const struct trait_value none = { 0 };
	const struct trait_value *from =
		change->how == CHANGE_ADD ? now : &none;

	if (change->how == CHANGE_UNSET) {
		*ret = *partner;
		return 0;
	}
	if (change->how == CHANGE_REMOVE)
		return remove_texts(change, now, arena, ret, why);
	for (size_t i = 0; i < from->n; i++)
		trait_add(ret, arena, from->texts[i]);
	for (size_t i = 0; i < change->value.n; i++)
		if (!trait_holds(ret, change->value.texts[i]))
			trait_add(ret, arena,
				keep_text(arena, change->value.texts[i]));
	return 0;
}

/* In the editor's own order: who puts a chain in order has said something. */
static bool
is_equal(const struct trait_value *a, const struct trait_value *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!slice_equal(a->texts[i], b->texts[i]))
			return false;
	return true;
}

int
overrides_change(struct overrides *overrides, const struct story *story,
	const struct override_order *order, struct problem *why)
{
	enum trait trait = order->change->trait;
	struct override *override = &overrides->of[trait];
	struct arena *arena = &overrides->arena;
	struct trait_value partner =
		trait_read(override_base(story), trait, arena);
	struct trait_value now =
		override_stands(override) ? override->value : partner;
	struct trait_value then = { 0 };

	if (apply(order->change, &now, &partner, arena, &then, why) != 0)
		return 1;
	if (is_equal(&now, &then))
		return 2;
	if (is_equal(&then, &partner)) {
		override->has_ended = true;
		override->end_ms = order->now_ms;
		override->ended_by = keep_text(arena, order->who);
		return 0;
	}
	*override = (struct override){
		.is_there = true,
		.value = then,
		.partner = partner,
		.who = keep_text(arena, order->who),
		.reason = keep_text(arena, order->reason),
		.time_ms = order->now_ms,
	};
	return 0;
}

void
overrides_carry(const struct overrides *before, struct slice record,
	int64_t now_ms, struct overrides *ret, struct buf *ended)
{
	for (unsigned i = 0; i < N_TRAITS; i++) {
		struct override *override = &ret->of[i];
		struct trait_value now;

		if (!before->of[i].is_there)
			continue;
		*override = keep_override(&ret->arena, &before->of[i]);
		if (override->has_ended)
			continue;
		now = trait_read(record, (enum trait)i, &ret->arena);
		if (trait_is_same(&now, &override->partner))
			continue;
		override->has_ended = true;
		override->end_ms = now_ms;
		override->ended_by = SLICE("partner");
		if (ended->len != 0)
			buf_puts(ended, ", ");
		buf_puts(ended, trait_name((enum trait)i));
	}
}
