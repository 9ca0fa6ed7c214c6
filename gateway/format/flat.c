/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flat - the few JSON requests that people and scripts send to the gateway.
 */
#include "format/flat.h"

#include "base/utf8.h"
#include "format/jsonin.h"

#define FLAT_MAX 65536u

static struct flat_member *
flat_find(struct flat_member *members, size_t n_members, const char *name)
{
	for (size_t i = 0; i < n_members; i++)
		if (slice_is(slice_text(name), members[i].name))
			return &members[i];
	return NULL;
}

static int
flat_take_list(struct flat_member *member, const json_t *list,
	struct arena *arena, struct problem *why)
{
	size_t n = json_array_size(list);
	const char **values = arena_zero(arena, (n + 1) * sizeof(*values));

	if (!json_is_array(list))
		return problem_set(why, 1, "E-JSON-MEMBER",
			"member \"%s\" must be an array of strings, not %s",
			member->name, jsonin_type_name(list));
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(list, i);

		if (!json_is_string(item))
			return problem_set(why, 1, "E-JSON-MEMBER",
				"member \"%s\" must hold strings, not %s",
				member->name, jsonin_type_name(item));
		values[i] = arena_text(arena, jsonin_text(item));
	}
	member->values = values;
	return 0;
}

static int
flat_take_text(struct flat_member *member, const json_t *value,
	struct arena *arena, struct problem *why)
{
	if (!json_is_string(value))
		return problem_set(why, 1, "E-JSON-MEMBER",
			"member \"%s\" must be a string, not %s", member->name,
			jsonin_type_name(value));
	member->value = arena_text(arena, jsonin_text(value));
	return 0;
}

static int
flat_take(const json_t *object, struct flat_member *members, size_t n_members,
	struct arena *arena, struct problem *why)
{
	const char *name;
	const json_t *value;

	json_object_foreach((json_t *)object, name, value)
	{
		struct flat_member *member =
			flat_find(members, n_members, name);

		if (member == NULL)
			return problem_set(why, 1, "E-JSON-MEMBER",
				"unknown member \"%.60s\"", name);
		if (member->is_list ? flat_take_list(member, value, arena, why)
				    : flat_take_text(member, value, arena, why))
			return 1;
	}
	return 0;
}

int
flat_parse(struct slice text, struct flat_member *members, size_t n_members,
	struct arena *arena, struct problem *why)
{
	auto_(jsonin_unref) json_t *json = NULL;
	int r;

	if (text.len > FLAT_MAX || !utf8_is_valid(text))
		return problem_set(why, 1, "E-JSON",
			"the request must be UTF-8 of at most 64 KiB");
	r = jsonin_load(text, &json, why);
	if (r != 0)
		return r;
	if (!json_is_object(json))
		return problem_set(why, 1, "E-JSON",
			"the request must be a JSON object, not %s",
			jsonin_type_name(json));
	r = flat_take(json, members, n_members, arena, why);
	for (size_t i = 0; r == 0 && i < n_members; i++)
		if (members[i].required && members[i].value == NULL &&
			members[i].values == NULL)
			r = problem_set(why, 1, "E-JSON-MEMBER",
				"member \"%s\" is missing", members[i].name);
	return r;
}
