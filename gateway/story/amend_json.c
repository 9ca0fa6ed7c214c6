/* SPDX-License-Identifier: Apache-2.0 */
/*
 * amend_json - the item and the wire object of an amended record.
 *
 * Both are walked member by member. A member that an override is about is
 * written from it; what it keeps of a list stays as it stood, so that a party's
 * address or how sure it was is not lost with its neighbour. What was not there
 * before is written at the end.
 */
#include <string.h>

#include "base/jsonout.h"
#include "base/jsonwalk.h"
#include "base/map.h"
#include "base/rfc3339.h"
#include "story/amend_parts.h"
#include "story/seal_parts.h"

/* What one document is made of. */
struct amend {
	struct arena *arena;
	const struct overrides *overrides;
	int64_t version_ms; /* -1: the item has no time of its own */
	struct jsonout *json;
};

/* Writes the member, or nothing; `was` is empty when there was none. */
typedef void amend_member_fn(
	struct amend *amend, const char *key, struct slice was);

struct amend_row {
	const char *key;
	amend_member_fn *write;
};

/* ---- lists ----------------------------------------------------------------
 */

static struct slice
member_text(struct slice object, const char *key, struct arena *arena)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	jsonwalk_text(jsonwalk_find(object, key), &text);
	return slice_of(arena_text(arena, buf_slice(&text)), text.len);
}

/* An item by its name, or by all parts of a subject. */
static struct slice
item_key(struct slice item, enum trait_shape shape, struct arena *arena)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	const struct slice parts[] = { member_text(item, "name", arena),
		member_text(item, "uri", arena),
		member_text(item, "literal", arena) };

	if (shape != TRAIT_IS_SUBJECT)
		return parts[0];
	trait_join(parts, n_elements(parts), &text);
	return slice_of(arena_text(arena, buf_slice(&text)), text.len);
}

/* The items of a list by their keys. `role`, when given, must be theirs. */
static struct map *
map_items(struct slice list, enum trait_shape shape, const char *role,
	struct arena *arena)
{
	struct map *map = map_new();
	struct slice item;

	while (jsonwalk_item(&list, &item)) {
		struct slice key, *kept;

		if (role != NULL &&
			!slice_is(member_text(item, "role", arena), role))
			continue;
		key = item_key(item, shape, arena);
		if (map_find(map, key) != NULL)
			continue;
		kept = arena_zero(arena, sizeof(*kept));
		*kept = item;
		map_set(map, key, kept);
	}
	return map;
}

static void
put_new_party(struct slice name, const char *role, struct jsonout *json)
{
	jsonout_object(json);
	jsonout_member(json, "name", name);
	if (role != NULL)
		jsonout_member_text(json, "role", role);
	else
		jsonout_member_integer(json, "confidence", 1);
	jsonout_object_end(json);
}

static void
put_new_subject(struct slice text, struct jsonout *json)
{
	struct slice parts[TRAIT_PARTS];

	trait_parts(text, parts);
	jsonout_object(json);
	jsonout_member_some(json, "name", parts[0]);
	jsonout_member_some(json, "uri", parts[1]);
	jsonout_member_some(json, "literal", parts[2]);
	jsonout_object_end(json);
}

/* What stands, each as it stood in `was` if it did. */
static void
put_items(struct amend *amend, const struct trait_value *value,
	enum trait_shape shape, const char *role, struct slice was)
{
	auto_(map_free) struct map *map =
		map_items(was, shape, role, amend->arena);

	for (size_t i = 0; i < value->n; i++) {
		const struct slice *kept = map_find(map, value->texts[i]);

		if (kept != NULL)
			jsonout_raw(amend->json, *kept);
		else if (shape == TRAIT_IS_SUBJECT)
			put_new_subject(value->texts[i], amend->json);
		else
			put_new_party(value->texts[i], role, amend->json);
	}
}

static void
put_plain(struct amend *amend, const struct trait_value *value)
{
	for (size_t i = 0; i < value->n; i++)
		jsonout_string(amend->json, value->texts[i]);
}

/* ---- the wire object ------------------------------------------------------
 */

static void
wire_notices(struct amend *amend, const struct trait_value *value)
{
	for (size_t i = 0; i < value->n; i++) {
		struct slice parts[TRAIT_PARTS];

		trait_parts(value->texts[i], parts);
		jsonout_object(amend->json);
		jsonout_member(amend->json, "kind", parts[0]);
		jsonout_member_some(amend->json, "heading", parts[1]);
		jsonout_member(amend->json, "text", parts[2]);
		jsonout_member(amend->json, "speaks_for", parts[3]);
		jsonout_member_bool(amend->json, "required",
			slice_is(parts[4], "required"));
		jsonout_object_end(amend->json);
	}
}

static void
wire_list(struct amend *amend, enum trait trait, struct slice was)
{
	const struct trait_value *value = amend_value(amend->overrides, trait);

	jsonout_array(amend->json);
	if (trait_shape(trait) == TRAIT_IS_NOTICE)
		wire_notices(amend, value);
	else if (trait_shape(trait) == TRAIT_IS_TEXT)
		put_plain(amend, value);
	else
		put_items(amend, value, TRAIT_IS_PARTY, NULL, was);
	jsonout_array_end(amend->json);
}

static void
wire_one(struct amend *amend, enum trait trait, struct slice text)
{
	if (trait == TRAIT_HEADLINE) {
		jsonout_string(amend->json, text);
		return;
	}
	jsonout_object(amend->json);
	if (trait == TRAIT_EMBARGO)
		jsonout_member(amend->json, "until", text);
	else
		jsonout_member(amend->json, "name", text);
	if (trait == TRAIT_SUPPLIER || trait == TRAIT_ISSUER)
		jsonout_member_integer(amend->json, "confidence", 1);
	jsonout_object_end(amend->json);
}

/* The names of the traits are the keys of the object. */
static void
wire_member(struct amend *amend, const char *key, struct slice was)
{
	enum trait trait = trait_of(slice_text(key));
	const struct trait_value *value = amend_value(amend->overrides, trait);

	if (!trait_is_list(trait) && value->n == 0)
		return;
	jsonout_key(amend->json, key);
	if (trait_is_list(trait))
		wire_list(amend, trait, was);
	else
		wire_one(amend, trait, value->texts[0]);
}

/* ---- the item -------------------------------------------------------------
 */

/* Items of `was` whose role is another one; how many. */
static size_t
put_other_roles(struct amend *amend, struct slice was, const char *role)
{
	struct slice item;
	size_t n = 0;

	while (jsonwalk_item(&was, &item)) {
		if (slice_is(member_text(item, "role", amend->arena), role))
			continue;
		jsonout_raw(amend->json, item);
		n++;
	}
	return n;
}

/* An array that would be empty is not written: as if it had not been begun. */
static void
end_some(struct amend *amend, const struct jsonout *before, size_t len,
	size_t n_items)
{
	jsonout_array_end(amend->json);
	if (n_items != 0)
		return;
	buf_cut(amend->json->out, len);
	*amend->json = *before;
}

static void
item_headlines(struct amend *amend, const char *key, struct slice was)
{
	const struct trait_value *value =
		amend_value(amend->overrides, TRAIT_HEADLINE);

	jsonout_key(amend->json, key);
	jsonout_array(amend->json);
	put_other_roles(amend, was, "main");
	for (size_t i = 0; i < value->n; i++)
		seal_put_text(amend->json, "main", value->texts[i]);
	jsonout_array_end(amend->json);
}

static void
item_descriptions(struct amend *amend, const char *key, struct slice was)
{
	const struct trait_value *value =
		amend_value(amend->overrides, TRAIT_DISCLAIMERS);
	const struct jsonout before = *amend->json;
	size_t len = amend->json->out->len, n;

	jsonout_key(amend->json, key);
	jsonout_array(amend->json);
	n = value->n + put_other_roles(amend, was, "disclaimer");
	for (size_t i = 0; i < value->n; i++) {
		struct slice parts[TRAIT_PARTS];

		trait_parts(value->texts[i], parts);
		seal_put_disclaimer(amend->json, parts[1], parts[2]);
	}
	end_some(amend, &before, len, n);
}

static void
item_subjects(struct amend *amend, const char *key, struct slice was)
{
	const struct trait_value *value =
		amend_value(amend->overrides, TRAIT_SUBJECTS);

	if (value->n == 0)
		return;
	jsonout_key(amend->json, key);
	jsonout_array(amend->json);
	put_items(amend, value, TRAIT_IS_SUBJECT, NULL, was);
	jsonout_array_end(amend->json);
}

/* Those who stand in the chain, in its order (see seal_ninjs.c). */
static const char *const chain_roles[] = { "supplier", "contributor",
	"distributor", "cited", "issuer", "pool" };

static const struct trait_value *
amended_role(const struct amend *amend, const char *role)
{
	for (unsigned i = 0; i < N_TRAITS; i++) {
		const char *name = trait_role((enum trait)i);

		if (name != NULL && strcmp(name, role) == 0)
			return amend_value(amend->overrides, (enum trait)i);
	}
	return NULL;
}

static size_t
put_role(struct amend *amend, const char *role, struct slice was)
{
	const struct trait_value *value = amended_role(amend, role);
	struct slice item;
	size_t n = 0;

	if (value != NULL) {
		put_items(amend, value, TRAIT_IS_PARTY, role, was);
		return value->n;
	}
	while (jsonwalk_item(&was, &item)) {
		if (!slice_is(member_text(item, "role", amend->arena), role))
			continue;
		jsonout_raw(amend->json, item);
		n++;
	}
	return n;
}

static void
item_chain(struct amend *amend, const char *key, struct slice was)
{
	const struct jsonout before = *amend->json;
	size_t len = amend->json->out->len, n = 0;

	jsonout_key(amend->json, key);
	jsonout_array(amend->json);
	for (size_t i = 0; i < n_elements(chain_roles); i++)
		n += put_role(amend, chain_roles[i], was);
	end_some(amend, &before, len, n);
}

static void
item_by(struct amend *amend, const char *key, struct slice was)
{
	const struct trait_value *value =
		amend_value(amend->overrides, TRAIT_BYLINES);
	auto_(buf_done) struct buf by = BUF_NULL;

	(void)was;
	for (size_t i = 0; i < value->n; i++) {
		buf_puts(&by, i == 0 ? "" : ", ");
		buf_put_slice(&by, value->texts[i]);
	}
	jsonout_member_some(amend->json, key, buf_slice(&by));
}

static void
item_word(struct amend *amend, const char *key, enum trait trait)
{
	const struct trait_value *value = amend_value(amend->overrides, trait);

	if (value->n != 0)
		jsonout_member(amend->json, key, value->texts[0]);
}

static void
item_holder(struct amend *amend, const char *key, struct slice was)
{
	(void)was;
	item_word(amend, key, TRAIT_RIGHTS_HOLDER);
}

static void
item_language(struct amend *amend, const char *key, struct slice was)
{
	(void)was;
	item_word(amend, key, TRAIT_LANGUAGE);
}

static void
item_embargo(struct amend *amend, const char *key, struct slice was)
{
	(void)was;
	item_word(amend, key, TRAIT_EMBARGO);
}

static void
item_version(struct amend *amend, const char *key, struct slice was)
{
	if (was.len != 0)
		jsonout_member_text(
			amend->json, key, rfc3339_of(amend->version_ms).text);
}

/* ---- walking --------------------------------------------------------------
 */

static const struct amend_row *
find_row(const struct amend_row *rows, size_t n_rows, struct slice key)
{
	for (size_t i = 0; i < n_rows; i++)
		if (slice_is(key, rows[i].key))
			return &rows[i];
	return NULL;
}

static void
walk(struct amend *amend, struct slice object, const struct amend_row *rows,
	size_t n_rows)
{
	bool written[N_TRAITS] = { false };
	struct slice key, value;

	jsonout_object(amend->json);
	while (jsonwalk_member(&object, &key, &value)) {
		const struct amend_row *row = find_row(rows, n_rows, key);

		if (row == NULL) {
			jsonout_key(amend->json, arena_text(amend->arena, key));
			jsonout_raw(amend->json, value);
			continue;
		}
		if (!written[row - rows])
			row->write(amend, row->key, value);
		written[row - rows] = true;
	}
	for (size_t i = 0; i < n_rows; i++)
		if (!written[i])
			rows[i].write(amend, rows[i].key, SLICE(""));
	jsonout_object_end(amend->json);
}

void
amend_wire(
	struct slice wire, const struct overrides *overrides, struct buf *out)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct jsonout json = JSONOUT(out);
	struct amend amend = { &arena, overrides, -1, &json };
	struct amend_row rows[N_TRAITS];
	size_t n = 0;

	for (unsigned i = 0; i < N_TRAITS; i++)
		if (i != TRAIT_LANGUAGE && i != TRAIT_SUBJECTS &&
			amend_value(overrides, (enum trait)i) != NULL)
			rows[n++] =
				(struct amend_row){ trait_name((enum trait)i),
					wire_member };
	walk(&amend, wire, rows, n);
}

/* Is any of those whose name stands in the chain another one? */
static bool
changes_chain(const struct amend *amend)
{
	for (size_t i = 0; i < n_elements(chain_roles); i++)
		if (amended_role(amend, chain_roles[i]) != NULL)
			return true;
	return false;
}

void
amend_item(struct slice item, const struct overrides *overrides,
	int64_t version_ms, struct buf *out)
{
	static const struct {
		enum trait trait;
		struct amend_row row;
	} members[] = {
		{ TRAIT_HEADLINE, { "headlines", item_headlines } },
		{ TRAIT_BYLINES, { "by", item_by } },
		{ TRAIT_RIGHTS_HOLDER, { "copyrightHolder", item_holder } },
		{ TRAIT_LANGUAGE, { "language", item_language } },
		{ TRAIT_EMBARGO, { "embargoedUntil", item_embargo } },
		{ TRAIT_DISCLAIMERS, { "descriptions", item_descriptions } },
		{ TRAIT_SUBJECTS, { "subjects", item_subjects } },
	};
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct jsonout json = JSONOUT(out);
	struct amend amend = { &arena, overrides, version_ms, &json };
	struct amend_row rows[N_TRAITS];
	size_t n = 0;

	for (size_t i = 0; i < n_elements(members); i++)
		if (amend_value(overrides, members[i].trait) != NULL)
			rows[n++] = members[i].row;
	if (changes_chain(&amend))
		rows[n++] = (struct amend_row){ "infoSources", item_chain };
	if (version_ms >= 0)
		rows[n++] =
			(struct amend_row){ "versionCreated", item_version };
	walk(&amend, item, rows, n);
}
