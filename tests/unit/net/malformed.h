/* SPDX-License-Identifier: Apache-2.0 */
/*
 * malformed.h - reads tests/fixtures/http-malformed/requests.tsv.
 */
#ifndef TESTS_MALFORMED_H
#define TESTS_MALFORMED_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/ensure.h"
#include "base/mem.h"

struct malformed {
	char *name;
	unsigned status;
	struct buf bytes;
};

struct malformed_list {
	struct malformed *items;
	size_t n, cap;
};

static inline char
malformed_escape(const char **at)
{
	char c = *(*at)++;

	if (c == 'x') {
		char digits[3] = { (*at)[0], (*at)[1], '\0' };

		*at += 2;
		return (char)strtoul(digits, NULL, 16);
	}
	return c == 'r'   ? '\r'
	       : c == 'n' ? '\n'
	       : c == 't' ? '\t'
	       : c == '0' ? '\0'
			  : c;
}

static inline void
malformed_unescape(struct buf *out, const char *at, const char *end)
{
	while (at < end) {
		if (*at == '{' && at[1] >= '0' && at[1] <= '9') {
			char *text;
			unsigned long n = strtoul(at + 1, &text, 10);
			const char *close = strchr(at, '}');

			for (; n > 0; n--)
				malformed_unescape(out, text + 1, close);
			at = close + 1;
		} else if (*at == '\\') {
			at++;
			buf_putc(out, malformed_escape(&at));
		} else {
			buf_putc(out, *at++);
		}
	}
}

static inline void
malformed_read_line(struct malformed_list *list, char *line)
{
	char *status = strchr(line, '\t');
	char *bytes = status ? strchr(status + 1, '\t') : NULL;

	if (line[0] == '#' || bytes == NULL)
		return;
	*status++ = '\0';
	*bytes++ = '\0';
	mem_grow(list->items, list->n, list->cap);
	struct malformed *item = &list->items[list->n++];
	*item = (struct malformed){ mem_strdup(line),
		(unsigned)strtoul(status, NULL, 10), BUF_NULL };
	malformed_unescape(&item->bytes, bytes, bytes + strcspn(bytes, "\n"));
}

static inline struct malformed_list
malformed_read(void)
{
	struct malformed_list list = { 0 };
	const char *source = getenv("TORNTAPE_SOURCE");
	auto_(mem_free) char *path =
		mem_printf("%s/tests/fixtures/http-malformed/requests.tsv",
			source ? source : ".");
	FILE *file = fopen(path, "r");
	char line[4096];

	ensure(file != NULL);
	while (fgets(line, sizeof(line), file) != NULL)
		malformed_read_line(&list, line);
	fclose(file);
	return list;
}

static inline void
malformed_done(struct malformed_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		mem_free(list->items[i].name);
		buf_done(&list->items[i].bytes);
	}
	mem_free(list->items);
}

#endif
