/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena - blocks of at least 16 KiB, filled from the front. One owner.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

#define ARENA_BLOCK 16384u
#define ARENA_ALIGN 16u

struct arena_block {
	struct arena_block *next;
	size_t room;
	_Alignas(ARENA_ALIGN) char data[];
};

void *
arena_zero(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;
	size_t need = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	void *data;

	if (block == NULL || block->room - arena->used < need) {
		size_t room = need > ARENA_BLOCK ? need : ARENA_BLOCK;

		block = mem_zero(sizeof(*block) + room);
		block->room = room;
		block->next = arena->blocks;
		arena->blocks = block;
		arena->used = 0;
	}
	data = block->data + arena->used;
	arena->used += need;
	arena->total += need;
	return data;
}

char *
arena_text(struct arena *arena, struct slice text)
{
	char *copy = arena_zero(arena, text.len + 1);

	if (text.len != 0)
		memcpy(copy, text.at, text.len);
	return copy;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text = NULL, *copy;
	int len;

	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	copy = arena_text(arena, slice_of(text, len < 0 ? 0 : (size_t)len));
	free(text);
	return copy;
}

void
arena_done(struct arena *arena)
{
	struct arena_block *block = arena->blocks;

	while (block != NULL) {
		struct arena_block *next = block->next;

		mem_free(block);
		block = next;
	}
	*arena = ARENA_NULL;
}
