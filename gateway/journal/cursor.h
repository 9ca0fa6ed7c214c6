/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cursor.h - a place in the journal, as text for other people's programs.
 *
 * Opaque to them, the same for every subscriber, and no authority at all. Fixed
 * width, so that text order is journal order; URL-safe. The first character is
 * the version of this spelling.
 */
#ifndef JOURNAL_CURSOR_H
#define JOURNAL_CURSOR_H

#include <stdint.h>

#include "base/slice.h"

#define CURSOR_LEN 14
struct cursor {
	char text[CURSOR_LEN + 1];
};

/* seq >= 0; 0 is the place before the first event. */
struct cursor cursor_print(int64_t seq);
/* 0, or -EINVAL. */
int cursor_parse(struct slice text, int64_t *ret_seq);

#endif
