/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stretch.h - text looked at by 32 bytes instead of by one.
 *
 * Most copy is plain letters, and whoever cleans, escapes or measures it looks
 * for the few characters that are not. A loop of a fixed number of turns
 * without a branch is what compilers make vector code of, so that is how the
 * question is put. Pure, any thread.
 */
#ifndef BASE_STRETCH_H
#define BASE_STRETCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

#define STRETCH 32u

/* bool NAME(const char *at): is `test` true of no byte `c` of a stretch? The
 * test may look at `next`, the byte behind `c`, when the caller has one more;
 * it must not branch: `|` and `&` instead of `||` and `&&`. */
#define DEFINE_STRETCH(name, test) \
	static bool name(const char *at) \
	{ \
		unsigned char found = 0; \
\
		for (size_t i = 0; i < STRETCH; i++) { \
			const unsigned char c = (unsigned char)at[i]; \
\
			found |= (test); \
		} \
		return found == 0; \
	}
#define STRETCH_NEXT ((unsigned char)at[i + 1])

/* Past the whole stretches from `at` on that are plain; `more` bytes of the
 * text stand behind each of them. */
static inline size_t
stretch_skip(struct slice text, size_t at, size_t more,
	bool (*is_plain)(const char *at))
{
	while (text.len - at >= STRETCH + more && is_plain(text.at + at))
		at += STRETCH;
	return at;
}

#endif
