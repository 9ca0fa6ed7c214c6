/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem.h - allocation that cannot fail.
 *
 * Small allocations of our own making abort when memory is gone: error paths
 * that nobody can test are worse than a restart that loses nothing. A size that
 * a peer chooses is checked against its limit first (base/buf.h does that).
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#include "base/auto.h"

/* Zeroed. `size` 0 is allowed and gives a pointer that may be freed. */
void *mem_zero(size_t size);
/* NULL in, NULL out. */
char *mem_strdup(const char *text);
/* The `len` bytes at `text` and a NUL. */
char *mem_strndup(const char *text, size_t len);
char *mem_printf(const char *format, ...) printf_like(1, 2);
/* Room for `n` elements of `size`; aborts when n * size overflows. */
void *mem_resize(void *data, size_t n, size_t size);
/* Accepts NULL; always returns NULL. */
void *mem_free(void *data);

DEFINE_AUTO(char, mem_free);

/* What is freed stays with the process, some megabytes of it: who does the same
 * work over and over takes as much again at once, and a page that the system
 * took back costs a fault. Once, by one thread, before the work begins. */
void mem_keep(void);

#define mem_new(type) ((type *)mem_zero(sizeof(type)))

/* Make room for one more element in a grown array: doubles from 8. */
#define mem_grow(array, n, cap) \
	do { \
		if ((n) == (cap)) { \
			(cap) = (cap) ? (cap)*2 : 8; \
			(array) = \
				mem_resize((array), (cap), sizeof(*(array))); \
		} \
	} while (0)

#endif
