/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonout.h - write JSON straight into a buf: escape and copy, nothing more.
 *
 * Output is compact, in the order of the calls, and the same bytes for the same
 * calls, because feeds carry strong ETags and webhooks are signed. Measured
 * several times cheaper than building a tree and dumping it. Reading is
 * jansson's business (format/). Invalid UTF-8 is written as U+FFFD; NUL and
 * other controls are escaped; "/" and "!" are not, but in "</" and "<!" they
 * are, so that a document may stand inside a script element.
 */
#ifndef BASE_JSONOUT_H
#define BASE_JSONOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

#define JSONOUT_DEPTH 32

struct jsonout {
	struct buf *out; /* borrowed */
	unsigned depth;
	bool has_item[JSONOUT_DEPTH];
	bool after_key;
};

#define JSONOUT(buf) ((struct jsonout){ .out = (buf) })

void jsonout_object(struct jsonout *json);
void jsonout_object_end(struct jsonout *json);
void jsonout_array(struct jsonout *json);
void jsonout_array_end(struct jsonout *json);
void jsonout_key(struct jsonout *json, const char *key);
void jsonout_string(struct jsonout *json, struct slice text);
void jsonout_integer(struct jsonout *json, int64_t value);
/* At most three decimals, none when integral: confidences and ratios. */
void jsonout_number(struct jsonout *json, double value);
void jsonout_bool(struct jsonout *json, bool value);
void jsonout_null(struct jsonout *json);
/* A value that is JSON already, trusted to be valid. */
void jsonout_raw(struct jsonout *json, struct slice value);

/* key and value in one; the _some form writes nothing for an empty text. */
void jsonout_member(struct jsonout *json, const char *key, struct slice text);
void jsonout_member_text(
	struct jsonout *json, const char *key, const char *text);
void jsonout_member_some(
	struct jsonout *json, const char *key, struct slice text);
void jsonout_member_integer(
	struct jsonout *json, const char *key, int64_t value);
void jsonout_member_bool(struct jsonout *json, const char *key, bool value);

/* Just the quoted, escaped string. */
void jsonout_quote(struct buf *out, struct slice text);

#endif
