/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flat.h - a JSON object of texts, for small requests to the gateway itself.
 *
 * {"story":"...","reason":"..."}: the caller names the members it knows, any
 * other is refused, so that a misspelt one is not silently ignored. Not for
 * stories. Any thread.
 */
#ifndef FORMAT_FLAT_H
#define FORMAT_FLAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"
#include "base/slice.h"

struct flat_member {
	const char *name;
	bool required;
	const char *value; /* filled in, in the arena; NULL: absent */
};

/* 0, or 1 with why (E-JSON, E-JSON-MEMBER). At most 64 KiB are read. */
int flat_parse(struct slice text, struct flat_member *members, size_t n_members,
	struct arena *arena, struct problem *why);

#endif
