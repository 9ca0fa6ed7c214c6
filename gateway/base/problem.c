/* SPDX-License-Identifier: Apache-2.0 */
/*
 * problem - errors as data, written by whoever read the input. Any thread.
 */
#include "base/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

/* Of a long path its end says more than its beginning. */
static void
problem_place(struct problem *why, const char *where)
{
	size_t len = strlen(where), most = sizeof(why->where) - 1;

	if (len <= most) {
		memmove(why->where, where, len + 1);
		return;
	}
	where += len - (most - 3);
	while (((unsigned char)*where & 0xc0) == 0x80)
		where++;
	snprintf(why->where, sizeof(why->where), "...%s", where);
}

void
problem_at(
	struct problem *why, const char *where, unsigned line, unsigned column)
{
	if (why == NULL)
		return;
	if (where != NULL)
		problem_place(why, where);
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

bool
problem_is_warning(const struct problem *why)
{
	return why->code != NULL && why->code[0] == 'W';
}

bool
problem_list_has(const struct problem_list *list, const struct problem *why)
{
	for (size_t i = 0; i < list->n_items; i++) {
		const struct problem *item = &list->items[i];

		if (item->line == why->line && item->column == why->column &&
			strcmp(item->where, why->where) == 0 &&
			strcmp(item->text, why->text) == 0)
			return true;
	}
	return false;
}

void
problem_list_add(struct problem_list *list, const struct problem *why)
{
	if (list == NULL)
		return;
	if (list->n_items == PROBLEM_LIST_MAX) {
		list->n_dropped++;
		list->n_dropped_warnings += problem_is_warning(why);
		return;
	}
	mem_grow(list->items, list->n_items, list->cap);
	list->items[list->n_items++] = *why;
}

void
problem_list_errors_first(struct problem_list *list)
{
	struct problem_list sorted = *list;

	if (list->n_items == 0)
		return;
	sorted.items = mem_zero(list->n_items * sizeof(*sorted.items));
	sorted.cap = list->n_items;
	sorted.n_items = 0;
	for (int warnings = 0; warnings <= 1; warnings++)
		for (size_t i = 0; i < list->n_items; i++)
			if (problem_is_warning(&list->items[i]) == warnings)
				sorted.items[sorted.n_items++] = list->items[i];
	problem_list_done(list);
	*list = sorted;
}

void
problem_list_done(struct problem_list *list)
{
	mem_free(list->items);
	*list = (struct problem_list){ 0 };
}
