/* SPDX-License-Identifier: Apache-2.0 */
/*
 * peek - follow a pointer, token by token.
 */
#include "format/peek.h"

#include "base/mem.h"
#include "format/jsonin.h"

#define PEEK_TOKEN 128 /* bytes of one reference token */

struct peek {
	json_t *json;
};

int
peek_open(struct slice text, struct peek **ret_peek, struct problem *why)
{
	struct peek *peek;
	json_t *json;
	int r = jsonin_load(text, &json, why);

	if (r != 0)
		return r;
	peek = mem_new(struct peek);
	peek->json = json;
	*ret_peek = peek;
	return 0;
}

struct peek *
peek_close(struct peek *peek)
{
	if (peek != NULL)
		json_decref(peek->json);
	return mem_free(peek);
}

/* "~1" is "/", "~0" is "~" (section 4). False: longer than any name we have. */
static bool
peek_unescape(struct slice token, char out[PEEK_TOKEN])
{
	size_t n = 0;

	for (size_t i = 0; i < token.len; i++) {
		char c = token.at[i];

		if (n + 1 == PEEK_TOKEN)
			return false;
		if (c == '~' && i + 1 < token.len)
			c = token.at[++i] == '1' ? '/' : '~';
		out[n++] = c;
	}
	out[n] = '\0';
	return true;
}

static const json_t *
peek_step(const json_t *at, struct slice token)
{
	char name[PEEK_TOKEN];
	uint64_t index;

	if (json_is_array(at))
		return slice_to_u64(token, &index)
			       ? NULL
			       : json_array_get(at, (size_t)index);
	if (!peek_unescape(token, name))
		return NULL;
	return json_object_get(at, name);
}

static const json_t *
peek_find(const struct peek *peek, const char *pointer)
{
	struct slice rest = slice_text(pointer), token;
	const json_t *at = peek->json;

	slice_cut(&rest, '/', &token); /* what stands before the first one */
	while (at != NULL && slice_cut(&rest, '/', &token))
		at = peek_step(at, token);
	return at;
}

struct slice
peek_text(const struct peek *peek, const char *pointer)
{
	return jsonin_text(peek_find(peek, pointer));
}

size_t
peek_count(const struct peek *peek, const char *pointer)
{
	return json_array_size(peek_find(peek, pointer));
}
