/* SPDX-License-Identifier: Apache-2.0 */
/*
 * change - reading FIELD=VALUE, FIELD+=VALUE, FIELD-=VALUE.
 */
#include "story/change.h"

#include <string.h>

#include "base/option.h"
#include "base/rfc3339.h"
#include "base/utf8.h"
#include "story/draft.h"
#include "story/draft_parts.h"

/* ---- which field, and how -------------------------------------------------
 */

static int
change_unknown(struct slice name, struct problem *why)
{
	auto_(buf_done) struct buf all = BUF_NULL;
	const char *names[N_TRAITS + 1] = { NULL }, *near;

	for (unsigned i = 0; i < N_TRAITS; i++) {
		names[i] = trait_name((enum trait)i);
		buf_printf(&all, "%s%s", i == 0 ? "" : ", ", names[i]);
	}
	near = option_nearest_of(names, name);
	if (near != NULL)
		return problem_set(why, 1, "E-CHANGE",
			"there is no field '%.*s'; did you mean '%s'?",
			(int)(name.len > 60 ? 60 : name.len), name.at, near);
	return problem_set(why, 1, "E-CHANGE",
		"there is no field '%.*s'; there are %s",
		(int)(name.len > 40 ? 40 : name.len), name.at, buf_text(&all));
}

static int
change_find(struct slice name, enum trait *ret_trait, struct problem *why)
{
	enum trait trait = trait_of(name);

	if (trait == N_TRAITS)
		return change_unknown(name, why);
	*ret_trait = trait;
	return 0;
}

/* Cut "cited+=TIME" into field, how and value. */
static int
change_cut(struct slice words, struct change *change, struct slice *ret_value,
	struct problem *why)
{
	struct slice name;
	size_t n;

	if (!slice_has(words, '='))
		return problem_set(why, 1, "E-CHANGE",
			"'%.*s' is no change; write FIELD=VALUE, FIELD+=VALUE "
			"or FIELD-=VALUE",
			(int)(words.len > 60 ? 60 : words.len), words.at);
	slice_cut(&words, '=', &name);
	n = name.len;
	change->how = CHANGE_SET;
	if (n != 0 && name.at[n - 1] == '+')
		change->how = CHANGE_ADD;
	else if (n != 0 && name.at[n - 1] == '-')
		change->how = CHANGE_REMOVE;
	if (change->how != CHANGE_SET)
		n--;
	*ret_value = slice_trim(words);
	if (change_find(slice_trim(slice_of(name.at, n)), &change->trait, why))
		return 1;
	if (change->how != CHANGE_SET && !trait_is_list(change->trait))
		return problem_set(why, 1, "E-CHANGE",
			"%s is no list; write %s=VALUE",
			trait_name(change->trait), trait_name(change->trait));
	if (change->how != CHANGE_SET && ret_value->len == 0)
		return problem_set(why, 1, "E-CHANGE", "%s%s= wants a value",
			trait_name(change->trait),
			change->how == CHANGE_ADD ? "+" : "-");
	return 0;
}

/* ---- values ---------------------------------------------------------------
 */

static void
change_add(struct change *change, struct arena *arena, const char *text)
{
	trait_add(&change->value, arena, slice_text(text));
}

static int
change_language(struct change *change, struct arena *arena, struct slice value,
	struct problem *why)
{
	const char *tag = draft_language_text(arena, value);

	if (tag == NULL)
		return problem_set(why, 1, "E-CHANGE",
			"'%.*s' is no language tag such as en or pt-BR",
			(int)(value.len > 60 ? 60 : value.len), value.at);
	change_add(change, arena, tag);
	return 0;
}

static int
change_instant(struct change *change, struct arena *arena, struct slice value,
	struct problem *why)
{
	int64_t ms;

	if (rfc3339_parse(value, &ms) != 0 || ms < 0)
		return problem_set(why, 1, "E-CHANGE",
			"'%.*s' is no instant such as 2026-03-01T06:00:00Z or "
			"2026-03-01T06:00:00+04:00",
			(int)(value.len > 60 ? 60 : value.len), value.at);
	change_add(change, arena,
		arena_text(arena, slice_text(rfc3339_of(ms).text)));
	return 0;
}

static bool
change_is_word(const char *const *words, struct slice word)
{
	while (*words != NULL && !slice_is(word, *words))
		words++;
	return *words != NULL;
}

static int
change_no_word(const char *what, struct slice word, const char *const *words,
	struct problem *why)
{
	auto_(buf_done) struct buf all = BUF_NULL;

	for (size_t i = 0; words[i] != NULL; i++)
		buf_printf(&all, "%s%s", i == 0 ? "" : ", ", words[i]);
	return problem_set(why, 1, "E-CHANGE",
		"'%.*s' is no %s of a disclaimer; there are %s",
		(int)(word.len > 40 ? 40 : word.len), word.at, what,
		buf_text(&all));
}

/* "KIND: TEXT" or "KIND/SPEAKER: TEXT". What an editor adds must be shown. */
static int
change_notice(struct change *change, struct arena *arena, struct slice value,
	struct problem *why)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct slice words = value, kind, speaker;

	slice_cut(&words, ':', &speaker);
	slice_cut(&speaker, '/', &kind);
	kind = slice_trim(kind);
	speaker = slice_trim(speaker);
	words = slice_trim(words);
	if (!change_is_word(draft_notice_kinds, kind))
		return change_no_word("kind", kind, draft_notice_kinds, why);
	if (speaker.len == 0)
		speaker = SLICE("publisher");
	if (!change_is_word(draft_notice_speakers, speaker))
		return change_no_word(
			"speaker", speaker, draft_notice_speakers, why);
	if (words.len == 0)
		return problem_set(why, 1, "E-CHANGE",
			"a disclaimer wants words: disclaimers+=%.*s: TEXT",
			(int)kind.len, kind.at);
	const struct slice parts[] = { kind, SLICE(""), words, speaker,
		SLICE("required") };

	trait_join(parts, n_elements(parts), &text);
	change_add(change, arena, arena_text(arena, buf_slice(&text)));
	return 0;
}

static void
change_subject(struct change *change, struct arena *arena, struct slice value)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	const struct slice parts[] = { value, SLICE(""), SLICE("") };

	trait_join(parts, n_elements(parts), &text);
	change_add(change, arena, arena_text(arena, buf_slice(&text)));
}

static int
change_take(struct change *change, struct arena *arena, struct slice value,
	struct problem *why)
{
	enum trait_shape shape = trait_shape(change->trait);

	if (change->value.n == CHANGE_MAX_TEXTS)
		return problem_set(why, 1, "E-CHANGE",
			"more than %d values for %s at once", CHANGE_MAX_TEXTS,
			trait_name(change->trait));
	if (shape == TRAIT_IS_LANGUAGE)
		return change_language(change, arena, value, why);
	if (shape == TRAIT_IS_INSTANT)
		return change_instant(change, arena, value, why);
	if (shape == TRAIT_IS_NOTICE && change->how != CHANGE_REMOVE)
		return change_notice(change, arena, value, why);
	if (shape == TRAIT_IS_SUBJECT && change->how != CHANGE_REMOVE)
		change_subject(change, arena, value);
	else if (!trait_holds(&change->value, value))
		trait_add(&change->value, arena, value);
	return 0;
}

/* A copy in the arena on one line. */
static int
change_clean(struct slice value, struct arena *arena, struct slice *ret_value,
	struct problem *why)
{
	char *copy;

	if (value.len > DRAFT_MAX_VALUE)
		return problem_set(why, 1, "E-CHANGE",
			"a value of %zu bytes is too long", value.len);
	if (!utf8_is_valid(value) || slice_has(value, '\0'))
		return problem_set(
			why, 1, "E-CHANGE", "a value must be UTF-8 text");
	copy = arena_text(arena, value);
	draft_blank_controls(copy);
	for (char *at = copy; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	*ret_value = slice_trim(slice_of(copy, value.len));
	return 0;
}

static int
change_values(struct change *change, struct arena *arena, struct slice value,
	struct problem *why)
{
	bool is_parted = trait_is_list(change->trait) &&
			 trait_shape(change->trait) != TRAIT_IS_NOTICE;
	struct slice part;

	if (value.len == 0 && change->trait == TRAIT_HEADLINE)
		return problem_set(why, 1, "E-CHANGE",
			"a story cannot be without a headline");
	if (!is_parted && trait_shape(change->trait) == TRAIT_IS_PARTY &&
		slice_has(value, ';'))
		return problem_set(why, 1, "E-CHANGE",
			"%s is one party, and '%.*s' are several; those who "
			"helped are contributors",
			trait_name(change->trait),
			(int)(value.len > 60 ? 60 : value.len), value.at);
	if (value.len != 0 && !is_parted)
		return change_take(change, arena, value, why);
	while (slice_cut(&value, ';', &part)) {
		part = slice_trim(part);
		if (part.len != 0 && change_take(change, arena, part, why) != 0)
			return 1;
	}
	return 0;
}

int
change_parse(struct slice words, struct arena *arena, struct change *ret_change,
	struct problem *why)
{
	struct change change = { 0 };
	struct slice value;

	if (change_clean(words, arena, &words, why) != 0 ||
		change_cut(words, &change, &value, why) != 0 ||
		change_values(&change, arena, value, why) != 0)
		return 1;
	if (change.how != CHANGE_SET && change.value.n == 0)
		return problem_set(why, 1, "E-CHANGE", "%s wants a value",
			trait_name(change.trait));
	*ret_change = change;
	return 0;
}

int
change_parse_unset(
	struct slice name, struct change *ret_change, struct problem *why)
{
	struct change change = { .how = CHANGE_UNSET };

	if (change_find(slice_trim(name), &change.trait, why) != 0)
		return 1;
	*ret_change = change;
	return 0;
}
