/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonin.h - JSON from strangers, refused before it can cost anything.
 *
 * jansson needs up to 77 bytes of heap for a byte of input and recurses, so a
 * scan over the text counts depth, values and keys first. Duplicate keys are
 * refused: two readers of one document must not see two stories. Getters for
 * trees whose types were checked. Normalizer's thread.
 */
#ifndef FORMAT_JSONIN_H
#define FORMAT_JSONIN_H

#include <jansson.h>

#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"

#define JSONIN_MAX_VALUES 200000u
#define JSONIN_MAX_KEYS 20000u /* of one object */
#define JSONIN_MAX_KEY 1024u   /* bytes */

static inline void
jsonin_unref(json_t *json)
{
	json_decref(json);
}
DEFINE_AUTO(json_t, jsonin_unref);

/* `text` is valid UTF-8 without BOM. 0, and one reference for the caller; or 1
 * with line and column. */
int jsonin_load(struct slice text, json_t **ret_json, struct problem *why);

/* A string's bytes; empty when `json` is none. */
struct slice jsonin_text(const json_t *json);
struct slice jsonin_get(const json_t *object, const char *key);
/* "a string", "an object" ... */
const char *jsonin_type_name(const json_t *json);

#endif
