/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complain.h - problems of a file, told to a person.
 */
#ifndef CLI_COMPLAIN_H
#define CLI_COMPLAIN_H

#include <stdbool.h>
#include <stdio.h>

#include "base/problem.h"

/* One line each: "file:line:column: text", warnings marked as such. On a
 * terminal the line of the file stands below it, with a caret. */
void complain(const struct problem_list *problems, const char *path, FILE *out);
/* The same as {"errors":N,"warnings":N,"problems":[...]}, one line. */
void complain_json(const struct problem_list *problems, FILE *out);
/* Errors only, or warnings only. */
size_t complain_count(const struct problem_list *problems, bool warnings);

#endif
