/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem.c - allocation that succeeds or ends the worker.
 */
#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

void *
mem_alloc(size_t size)
{
	void *block = calloc(1, size ? size : 1);

	if (!block)
		abort();
	return block;
}

void *
mem_grow(void *old, size_t n, size_t size)
{
	void *block = reallocarray(old, n, size);

	if (!block)
		abort();
	return block;
}

char *
mem_text(const char *at, size_t len)
{
	char *text = mem_alloc(len + 1);

	if (len)
		memcpy(text, at, len);
	return text;
}
