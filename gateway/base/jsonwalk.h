/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonwalk.h - members and items of JSON text that we dumped ourselves.
 *
 * Whoever turns one JSON into another needs neither a tree nor a parser of
 * strangers' JSON (that is format/jsonin.h): what base/jsonout wrote is read
 * here. This walks over the text without allocating, in one pass, at any depth
 * without recursion, and stops at what it does not understand. Slices lie in
 * the text. Any thread.
 */
#ifndef BASE_JSONWALK_H
#define BASE_JSONWALK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* Take the next member off the object `*rest` (first: the whole object); false
 * at the end. The key is as written, without quotes; it holds no escapes. */
bool jsonwalk_member(
	struct slice *rest, struct slice *ret_key, struct slice *ret_value);
/* The same of an array. */
bool jsonwalk_item(struct slice *rest, struct slice *ret_value);
/* The member's value; empty when there is none or `object` is none. */
struct slice jsonwalk_find(struct slice object, const char *key);
/* '{', '[', '"', or the first letter or digit; NUL when empty. */
char jsonwalk_kind(struct slice value);
/* Append the string's characters; nothing when the value is no string. */
void jsonwalk_text(struct slice value, struct buf *out);

#endif
