/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem - the allocator's face: zeroed, overflow-checked, never NULL.
 *
 * Any thread.
 */
#include "base/mem.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ensure.h"

#define KEPT_BYTES (16 << 20)
#define STEP_BYTES (1 << 20) /* by which it grows; more is mapped apart */

static void *
mem_check(void *data)
{
	if (data == NULL) {
		fputs("torntape: out of memory\n", stderr);
		abort();
	}
	return data;
}

void *
mem_zero(size_t size)
{
	return mem_check(calloc(1, size ? size : 1));
}

char *
mem_strdup(const char *text)
{
	return text ? mem_strndup(text, strlen(text)) : NULL;
}

char *
mem_strndup(const char *text, size_t len)
{
	char *copy = mem_zero(len + 1);

	if (len != 0)
		memcpy(copy, text, len);
	return copy;
}

char *
mem_printf(const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	return mem_check(len < 0 ? NULL : text);
}

void *
mem_resize(void *data, size_t n, size_t size)
{
	size_t bytes;

	ensure(!__builtin_mul_overflow(n, size, &bytes));
	return mem_check(realloc(data, bytes ? bytes : 1));
}

void
mem_keep(void)
{
#ifdef __GLIBC__
	mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
	mallopt(M_TOP_PAD, STEP_BYTES);
	mallopt(M_MMAP_THRESHOLD, STEP_BYTES);
#endif
}

void *
mem_free(void *data)
{
	free(data);
	return NULL;
}
