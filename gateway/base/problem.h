/* SPDX-License-Identifier: Apache-2.0 */
/*
 * problem.h - what went wrong, where, and what to do, in words.
 *
 * Functions that read what somebody else wrote (a configuration, a story, a
 * request, a rule file) take a last parameter `struct problem *why`, filled
 * only on failure. A positive return code of theirs is a documented condition.
 * A problem_list gathers several, so that a person sees all errors at once.
 */
#ifndef BASE_PROBLEM_H
#define BASE_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"

struct problem {
	const char *code; /* stable, static: "E-XML-SYNTAX"; NULL: none */
	unsigned line;    /* 1-based; 0: not known */
	unsigned column;  /* 1-based, in characters; 0: not known */
	char where[96];   /* file, field or parser; its end when too long */
	char text[320];   /* a sentence without a full stop; clipped */
};

#define PROBLEM_NULL ((struct problem){ 0 })

/* Fills `why` (NULL allowed), keeps its where, line and column; returns
 * `result`, so that a guard clause is one statement. */
int problem_set(struct problem *why, int result, const char *code,
	const char *format, ...) printf_like(4, 5);
void problem_at(
	struct problem *why, const char *where, unsigned line, unsigned column);
/* "where:line:column: text" in `out`, clipped to `size`. Returns out. */
const char *problem_print(const struct problem *why, char *out, size_t size);
/* Codes of warnings begin with "W-". */
bool problem_is_warning(const struct problem *why);

struct problem_list {
	struct problem *items;
	size_t n_items;
	size_t cap;
	size_t n_dropped;          /* beyond PROBLEM_LIST_MAX */
	size_t n_dropped_warnings; /* of these */
};

#define PROBLEM_LIST_MAX 200

void problem_list_add(struct problem_list *list, const struct problem *why);
/* Is the same said of the same place? */
bool problem_list_has(
	const struct problem_list *list, const struct problem *why);
/* What forbids something before what only warns, else as they were found. */
void problem_list_errors_first(struct problem_list *list);
void problem_list_done(struct problem_list *list);
DEFINE_AUTO_VALUE(struct problem_list, problem_list_done);

#endif
