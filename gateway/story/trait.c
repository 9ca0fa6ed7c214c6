/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trait - the table, and reading by it.
 */
#include "story/trait.h"

#include <string.h>

#include "base/ensure.h"
#include "base/jsonout.h"
#include "base/jsonwalk.h"
#include "base/rfc3339.h"
#include "story/draft.h"
#include "story/record.h"

#define TRAIT_SEPARATOR '\x1f'
#define TRAIT_NO_ROLE ((enum tt_role) - 1)

static const struct {
	const char *name, *pointer;
	enum trait_shape shape;
	bool is_list;
	enum tt_role role;
} traits[N_TRAITS] = {
	[TRAIT_SUPPLIER] = { "supplier", "/wire/supplier", TRAIT_IS_PARTY,
		false, TT_SUPPLIER },
	[TRAIT_CONTRIBUTORS] = { "contributors", "/wire/contributors",
		TRAIT_IS_PARTY, true, TT_CONTRIBUTOR },
	[TRAIT_DISTRIBUTORS] = { "distributors", "/wire/distributors",
		TRAIT_IS_PARTY, true, TT_DISTRIBUTOR },
	[TRAIT_CITED] = { "cited", "/wire/cited", TRAIT_IS_PARTY, true,
		TT_CITED },
	[TRAIT_ISSUER] = { "issuer", "/wire/issuer", TRAIT_IS_PARTY, false,
		TT_ISSUER },
	[TRAIT_RIGHTS_HOLDER] = { "rights_holder", "/wire/rights_holder",
		TRAIT_IS_PARTY, false, TT_RIGHTS_HOLDER },
	[TRAIT_PHOTO_CREDITS] = { "photo_credits", "/wire/photo_credits",
		TRAIT_IS_PARTY, true, TT_PHOTO_CREDIT },
	[TRAIT_BYLINES] = { "bylines", "/wire/bylines", TRAIT_IS_TEXT, true,
		TRAIT_NO_ROLE },
	[TRAIT_HEADLINE] = { "headline", "/wire/headline", TRAIT_IS_TEXT, false,
		TRAIT_NO_ROLE },
	[TRAIT_DISCLAIMERS] = { "disclaimers", "/wire/disclaimers",
		TRAIT_IS_NOTICE, true, TRAIT_NO_ROLE },
	[TRAIT_LANGUAGE] = { "language", "/story/language", TRAIT_IS_LANGUAGE,
		false, TRAIT_NO_ROLE },
	[TRAIT_EMBARGO] = { "embargo", "/wire/embargo", TRAIT_IS_INSTANT, false,
		TRAIT_NO_ROLE },
	[TRAIT_SUBJECTS] = { "subjects", "/story/subjects", TRAIT_IS_SUBJECT,
		true, TRAIT_NO_ROLE },
};

const char *
trait_name(enum trait trait)
{
	ensure((unsigned)trait < N_TRAITS);
	return traits[trait].name;
}

enum trait
trait_of(struct slice name)
{
	unsigned trait = 0;

	while (trait < N_TRAITS && !slice_is(name, traits[trait].name))
		trait++;
	return (enum trait)trait;
}

enum trait_shape
trait_shape(enum trait trait)
{
	return traits[trait].shape;
}

bool
trait_is_list(enum trait trait)
{
	return traits[trait].is_list;
}

const char *
trait_role(enum trait trait)
{
	return traits[trait].role == TRAIT_NO_ROLE
		       ? NULL
		       : draft_role_name(traits[trait].role);
}

const char *
trait_pointer(enum trait trait)
{
	return traits[trait].pointer;
}

/* ---- values ---------------------------------------------------------------
 */

/* The arena frees; a grown array leaves its old one there. */
void
trait_add(struct trait_value *value, struct arena *arena, struct slice text)
{
	if (value->n == value->cap) {
		size_t cap = value->cap ? 2 * value->cap : 4;
		struct slice *texts = arena_zero(arena, cap * sizeof(*texts));

		if (value->n != 0)
			memcpy(texts, value->texts, value->n * sizeof(*texts));
		value->texts = texts;
		value->cap = cap;
	}
	value->texts[value->n++] = text;
}

static void
trait_keep(struct trait_value *value, struct arena *arena, struct slice text)
{
	if (text.len != 0)
		trait_add(value, arena,
			slice_of(arena_text(arena, text), text.len));
}

bool
trait_holds(const struct trait_value *value, struct slice text)
{
	for (size_t i = 0; i < value->n; i++)
		if (slice_equal(value->texts[i], text))
			return true;
	return false;
}

static bool
trait_holds_all(const struct trait_value *of, const struct trait_value *value)
{
	/* In the same order, as nearly always, each is found at once. */
	for (size_t i = 0; i < of->n; i++)
		if (!(i < value->n &&
			    slice_equal(of->texts[i], value->texts[i])) &&
			!trait_holds(value, of->texts[i]))
			return false;
	return true;
}

bool
trait_is_same(const struct trait_value *a, const struct trait_value *b)
{
	return a->n == b->n && trait_holds_all(a, b) && trait_holds_all(b, a);
}

void
trait_parts(struct slice text, struct slice ret_parts[TRAIT_PARTS])
{
	for (size_t i = 0; i < TRAIT_PARTS; i++) {
		ret_parts[i] = slice_of("", 0);
		slice_cut(&text, TRAIT_SEPARATOR, &ret_parts[i]);
	}
}

void
trait_join(const struct slice *parts, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i != 0)
			buf_putc(out, TRAIT_SEPARATOR);
		buf_put_slice(out, parts[i]);
	}
}

struct slice
trait_words(enum trait trait, struct slice text)
{
	struct slice parts[TRAIT_PARTS];

	trait_parts(text, parts);
	if (trait_shape(trait) == TRAIT_IS_NOTICE)
		return parts[2];
	if (trait_shape(trait) != TRAIT_IS_SUBJECT)
		return text;
	return parts[0].len != 0   ? parts[0]
	       : parts[2].len != 0 ? parts[2]
				   : parts[1];
}

/* ---- reading --------------------------------------------------------------
 */

static void
trait_read_party(struct slice value, enum trait trait, struct trait_value *out,
	struct arena *arena)
{
	struct slice texts[2];

	if (record_texts(value, texts, 2) >= 2 &&
		slice_is(texts[0], trait_role(trait)) &&
		(trait_is_list(trait) || out->n == 0))
		trait_keep(out, arena, texts[1]);
}

static void
trait_read_parts(struct slice value, size_t n, struct trait_value *out,
	struct arena *arena)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct slice parts[TRAIT_PARTS];

	record_texts(value, parts, n);
	trait_join(parts, n, &text);
	trait_keep(out, arena, buf_slice(&text));
}

static void
trait_read_instant(
	struct slice value, struct trait_value *out, struct arena *arena)
{
	bool is_negative = value.len != 0 && value.at[0] == '-';
	struct slice digits =
		slice_of(value.at + is_negative, value.len - is_negative);
	uint64_t ms;

	if (slice_to_u64(digits, &ms) != 0)
		trait_keep(out, arena, SLICE("unparsed"));
	else
		trait_keep(out, arena,
			slice_text(rfc3339_of(
				is_negative ? -(int64_t)ms : (int64_t)ms)
					   .text));
}

static void
trait_read_bylines(
	struct slice wire, struct trait_value *out, struct arena *arena)
{
	struct slice list = jsonwalk_find(wire, "bylines"), item;

	while (jsonwalk_item(&list, &item)) {
		auto_(buf_done) struct buf text = BUF_NULL;

		jsonwalk_text(item, &text);
		trait_keep(out, arena, buf_slice(&text));
	}
}

/* One field of the record, if it is the trait's. */
static void
trait_read_field(enum record_field field, struct slice value, enum trait trait,
	struct trait_value *out, struct arena *arena)
{
	switch (trait_shape(trait)) {
	case TRAIT_IS_PARTY:
		/* The item may name a holder that no party is. */
		if (trait == TRAIT_RIGHTS_HOLDER) {
			if (field == RECORD_RIGHTS_HOLDER)
				trait_keep(out, arena, value);
		} else if (field == RECORD_PARTY) {
			trait_read_party(value, trait, out, arena);
		}
		break;
	case TRAIT_IS_TEXT:
		if (trait == TRAIT_HEADLINE && field == RECORD_HEADLINE)
			trait_keep(out, arena, value);
		else if (trait == TRAIT_BYLINES && field == RECORD_WIRE)
			trait_read_bylines(value, out, arena);
		break;
	case TRAIT_IS_LANGUAGE:
		if (field == RECORD_LANGUAGE)
			trait_keep(out, arena, value);
		break;
	case TRAIT_IS_INSTANT:
		if (field == RECORD_EMBARGO)
			trait_read_instant(value, out, arena);
		break;
	case TRAIT_IS_NOTICE:
		if (field == RECORD_DISCLAIMER)
			trait_read_parts(value, 5, out, arena);
		break;
	case TRAIT_IS_SUBJECT:
		if (field == RECORD_SUBJECT)
			trait_read_parts(value, 3, out, arena);
		break;
	}
}

struct trait_value
trait_read(struct slice record, enum trait trait, struct arena *arena)
{
	struct trait_value out = { 0 };
	enum record_field field;
	struct slice value;
	size_t at = 0;

	while (record_next(record, &at, &field, &value))
		trait_read_field(field, value, trait, &out, arena);
	return out;
}

/* ---- telling --------------------------------------------------------------
 */

static void
trait_print_one(enum trait trait, struct slice text, struct jsonout *json)
{
	static const char *const notice[] = { "kind", "heading", "text",
		"speaks_for" };
	static const char *const subject[] = { "name", "uri", "literal" };
	bool is_notice = trait_shape(trait) == TRAIT_IS_NOTICE;
	const char *const *keys = is_notice ? notice : subject;
	size_t n = is_notice ? n_elements(notice) : n_elements(subject);
	struct slice parts[TRAIT_PARTS];

	if (!is_notice && trait_shape(trait) != TRAIT_IS_SUBJECT) {
		jsonout_string(json, text);
		return;
	}
	trait_parts(text, parts);
	jsonout_object(json);
	for (size_t i = 0; i < n; i++)
		jsonout_member_some(json, keys[i], parts[i]);
	if (is_notice)
		jsonout_member_bool(
			json, "required", slice_is(parts[4], "required"));
	jsonout_object_end(json);
}

void
trait_print(
	enum trait trait, const struct trait_value *value, struct jsonout *json)
{
	if (!trait_is_list(trait)) {
		if (value->n == 0)
			jsonout_null(json);
		else
			trait_print_one(trait, value->texts[0], json);
		return;
	}
	jsonout_array(json);
	for (size_t i = 0; i < value->n; i++)
		trait_print_one(trait, value->texts[i], json);
	jsonout_array_end(json);
}
