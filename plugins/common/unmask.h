/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unmask.h - text as a reader sees it, where its bytes say something else.
 *
 * Letters of another script that look alike, mathematical bold, full-width
 * forms, letter-spaced words, UTF-8 that was read as windows-1252, and what
 * cannot be seen at all: marks hide behind these. Folding makes a second text
 * and a way back from each of its bytes to the first. Nothing is folded that
 * could be meant. Linear; most texts need none and cost one look.
 */
#ifndef PLUGINS_COMMON_UNMASK_H
#define PLUGINS_COMMON_UNMASK_H

#include "common/piece.h"

struct unmask {
	char *text; /* NULL: the text is what it seems */
	size_t len;
	uint32_t *from; /* len + 1 offsets of the first text, never falling */
};

void unmask_read(struct unmask *seen, struct piece text);
void unmask_done(struct unmask *seen);
/* The first folded byte that comes from `at` or behind it. */
size_t unmask_find(const struct unmask *seen, size_t at);

#endif
