/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena - blocks filled from the front, the first of 2 KiB, each later one
 * twice as large up to 64 KiB: most stories fit into one or two. One owner.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define ARENA_FIRST 2048u
#define ARENA_LARGEST 65536u
#define ARENA_ALIGN 16u

struct arena_block {
	struct arena_block *next;
	size_t room;
	_Alignas(ARENA_ALIGN) char data[];
};

static size_t
arena_next_room(const struct arena_block *last, size_t need)
{
	size_t room = ARENA_FIRST;

	if (last != NULL)
		room = last->room < ARENA_LARGEST / 2 ? last->room * 2
						      : ARENA_LARGEST;
	return need > room ? need : room;
}

static void *
arena_take(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;
	size_t need = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	void *data;

	if (block == NULL || block->room - arena->used < need) {
		size_t room = arena_next_room(block, need);

		/* zeroed piece by piece: most blocks are never filled */
		block = mem_resize(NULL, 1, sizeof(*block) + room);
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

void *
arena_zero(struct arena *arena, size_t size)
{
	return memset(arena_take(arena, size), 0, size);
}

void *
arena_again(struct arena *arena, const void *old, size_t old_size, size_t size)
{
	char *data = arena_zero(arena, size);

	if (old_size != 0)
		memcpy(data, old, old_size);
	return data;
}

char *
arena_text(struct arena *arena, struct slice text)
{
	char *copy = arena_take(arena, text.len + 1);

	if (text.len != 0)
		memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	return copy;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	va_list args;

	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	return arena_text(arena, buf_slice(&text));
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
