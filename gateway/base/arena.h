/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.h - memory for many small things that die together.
 *
 * A draft's strings are of every size and live exactly as long as the draft; an
 * arena gives them one owner and one free. Nothing is freed singly.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/auto.h"
#include "base/slice.h"

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t used;  /* in the newest block */
	size_t total; /* bytes handed out, for limits */
};

#define ARENA_NULL ((struct arena){ 0 })

/* Zeroed, aligned for any type. */
void *arena_zero(struct arena *arena, size_t size);
/* With a NUL behind it. */
char *arena_text(struct arena *arena, struct slice text);
char *arena_printf(struct arena *arena, const char *format, ...)
	printf_like(2, 3);
void arena_done(struct arena *arena);
DEFINE_AUTO_VALUE(struct arena, arena_done);

#endif
