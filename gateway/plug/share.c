/* SPDX-License-Identifier: Apache-2.0 */
/*
 * share - a handful of things; the bytes are kept, so that two are the same
 * only when they are.
 */
#include "plug/share.h"

#include <string.h>

#include "base/mem.h"

struct share_thing {
	char *kind;
	char *bytes;
	size_t len;
	void *made;
	share_drop_fn *drop;
};

struct share {
	struct share_thing *things;
	size_t n_things, cap;
};

struct share *
share_new(void)
{
	return mem_new(struct share);
}

struct share *
share_free(struct share *share)
{
	if (share == NULL)
		return NULL;
	for (size_t i = 0; i < share->n_things; i++) {
		struct share_thing *thing = &share->things[i];

		if (thing->drop != NULL)
			thing->drop(thing->made);
		mem_free(thing->kind);
		mem_free(thing->bytes);
	}
	mem_free(share->things);
	return mem_free(share);
}

const void *
share_get(struct share *share, const char *kind, struct slice bytes,
	share_make_fn *make, share_drop_fn *drop)
{
	struct share_thing *thing;
	void *made;

	for (size_t i = 0; i < share->n_things; i++) {
		thing = &share->things[i];
		if (strcmp(thing->kind, kind) == 0 &&
			slice_equal(slice_of(thing->bytes, thing->len), bytes))
			return thing->made;
	}
	made = make(bytes.at, bytes.len);
	if (made == NULL)
		return NULL;
	mem_grow(share->things, share->n_things, share->cap);
	thing = &share->things[share->n_things++];
	*thing = (struct share_thing){ .kind = mem_strdup(kind),
		.bytes = mem_strndup(bytes.at, bytes.len),
		.len = bytes.len,
		.made = made,
		.drop = drop };
	return made;
}
