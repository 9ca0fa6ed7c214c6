/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flat.h - a JSON object of texts, for small requests to the gateway itself.
 *
 * {"story":"...","changes":["...","..."]}: the caller names the members it
 * knows and which of them are lists, any other is refused, so that a misspelt
 * one is not silently ignored. Not for stories. Any thread.
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
	bool required, is_list;
	/* Filled in, in the arena; NULL: absent. Of a list, NULL-terminated. */
	const char *value;
	const char *const *values;
};

/* 0, or 1 with why (E-JSON, E-JSON-MEMBER). At most 64 KiB are read. */
int flat_parse(struct slice text, struct flat_member *members, size_t n_members,
	struct arena *arena, struct problem *why);

#endif
