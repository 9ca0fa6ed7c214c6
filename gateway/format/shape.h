/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shape.h - is this JSON what ninjs 3.1 says it is? Make it so, or say why not.
 *
 * A shape is a const description of a value: its type and, for objects, its
 * members. shape_fit() walks a tree by it. What ninjs does not know is taken
 * out with a warning, a member spelled in other letter case (ninjs 2.x wrote
 * all names in lower case) gets its 3.1 name, an address or a date that is none
 * is taken out with a warning; a wrong type, a missing required member or a
 * number out of its range is an error, because then somebody means something
 * else than we would read. What is left validates against the schema.
 *
 * Source of the table: IPTC ninjs-schema_3.1.json.
 */
#ifndef FORMAT_SHAPE_H
#define FORMAT_SHAPE_H

#include <jansson.h>

#include "base/problem.h"

struct shape;

extern const struct shape shape_ninjs_item;

/* 0, or 1: it does not fit, `why` has the path and what was expected. Changes
 * `json`, which must be an object. A time without an offset is one of
 * `timezone`, as of date_parse(). */
int shape_fit(const struct shape *shape, json_t *json, const char *timezone,
	struct problem_list *warnings, struct problem *why);

#endif
