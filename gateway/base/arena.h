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
/* `size` bytes that begin with the `old_size` at `old`, the rest zeroed. */
void *arena_again(
	struct arena *arena, const void *old, size_t old_size, size_t size);
/* As mem_grow(), for lists that stay short: what they were before they grew
 * stays in the arena. */
#define arena_grow(arena, array, n, cap) \
	do { \
		if ((n) == (cap)) { \
			(cap) = (cap) ? (cap)*2 : 4; \
			(array) = arena_again((arena), (array), \
				(n) * sizeof(*(array)), \
				(cap) * sizeof(*(array))); \
		} \
	} while (0)
char *arena_printf(struct arena *arena, const char *format, ...)
	printf_like(2, 3);
void arena_done(struct arena *arena);
DEFINE_AUTO_VALUE(struct arena, arena_done);

#endif
