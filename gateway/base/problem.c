/* SPDX-License-Identifier: Apache-2.0 */
/*
 * problem - errors as data, written by whoever read the input. Any thread.
 */
#include "base/problem.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"

int
problem_set(struct problem *why, int result, const char *code,
	const char *format, ...)
{
	va_list args;

	if (why == NULL)
		return result;
	why->code = code;
	va_start(args, format);
	vsnprintf(why->text, sizeof(why->text), format, args);
	va_end(args);
	return result;
}

void
problem_at(
	struct problem *why, const char *where, unsigned line, unsigned column)
{
	if (why == NULL)
		return;
	if (where != NULL)
		snprintf(why->where, sizeof(why->where), "%s", where);
	why->line = line;
	why->column = column;
}

const char *
problem_print(const struct problem *why, char *out, size_t size)
{
	if (why->line != 0 && why->column != 0)
		snprintf(out, size, "%s:%u:%u: %s", why->where, why->line,
			why->column, why->text);
	else if (why->line != 0)
		snprintf(out, size, "%s:%u: %s", why->where, why->line,
			why->text);
	else if (why->where[0] != '\0')
		snprintf(out, size, "%s: %s", why->where, why->text);
	else
		snprintf(out, size, "%s", why->text);
	return out;
}

void
problem_list_add(struct problem_list *list, const struct problem *why)
{
	if (list == NULL)
		return;
	if (list->n_items == PROBLEM_LIST_MAX) {
		list->n_dropped++;
		return;
	}
	mem_grow(list->items, list->n_items, list->cap);
	list->items[list->n_items++] = *why;
}

void
problem_list_done(struct problem_list *list)
{
	mem_free(list->items);
	*list = (struct problem_list){ 0 };
}
