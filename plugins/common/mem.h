/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem.h - memory for plugins. A plugin lives in a worker that is replaced when
 * it dies and whose story is then quarantined: running out of memory ends the
 * worker, so no caller has a second path for it.
 */
#ifndef PLUGINS_COMMON_MEM_H
#define PLUGINS_COMMON_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size); /* zeroed; never NULL */
void *mem_grow(void *old, size_t n, size_t size);
char *mem_text(const char *at, size_t len); /* with a NUL behind it */

/* Room for one more item in an array that doubles. */
#define mem_more(items, n, cap) \
	do { \
		if ((n) == (cap)) { \
			(cap) = (cap) ? 2 * (cap) : 16; \
			(items) = mem_grow((items), (cap), sizeof(*(items))); \
		} \
	} while (0)

static inline void
mem_free_text(char **text)
{
	__builtin_free(*text);
}

#define auto_text __attribute__((cleanup(mem_free_text))) char *

#endif
