/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slice.h - a borrowed run of bytes: where and how many. Owns nothing.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *at; /* not NUL-terminated; may be NULL when len is 0 */
	size_t len;
};

#define SLICE(literal) ((struct slice){ "" literal, sizeof(literal) - 1 })

static inline struct slice
slice_of(const char *at, size_t len)
{
	return (struct slice){ at, len };
}

/* NULL gives the empty slice. */
static inline struct slice
slice_text(const char *text)
{
	return (struct slice){ text, text ? strlen(text) : 0 };
}

static inline bool
slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || !memcmp(a.at, b.at, a.len));
}

static inline bool
slice_is(struct slice a, const char *text)
{
	return slice_equal(a, slice_text(text));
}

static inline bool
slice_starts(struct slice a, struct slice start)
{
	return a.len >= start.len &&
	       (start.len == 0 || !memcmp(a.at, start.at, start.len));
}

/* The byte stands somewhere in it. */
static inline bool
slice_has(struct slice a, char mark)
{
	return a.len != 0 && memchr(a.at, mark, a.len) != NULL;
}

/* ASCII case only: for protocol tokens, not for prose. */
bool slice_equal_nocase(struct slice a, struct slice b);
bool slice_is_nocase(struct slice a, const char *text);
/* Without leading and trailing ASCII white space. */
struct slice slice_trim(struct slice a);
bool slice_starts_nocase(struct slice a, const char *start); /* ASCII */
/* Do these words stand in it? */
bool slice_holds(struct slice a, const char *words);
/* Cut the part before the first `mark` off `rest`; false when rest is empty.
 * Without a mark the whole rest is the part. */
bool slice_cut(struct slice *rest, char mark, struct slice *ret_part);
/* Decimal digits only, the whole slice, no sign: 0, or -EINVAL, -ERANGE. */
int slice_to_u64(struct slice a, uint64_t *ret_value);

#endif
