/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view.h - normalized stories for a person at a terminal: each fact with where
 * it was found, and the source text painted by what was taken for what.
 */
#ifndef CLI_VIEW_H
#define CLI_VIEW_H

#include <stdio.h>

struct normalized; /* normalize/normalize.h */

void view_print(
	const struct normalized *normalized, const char *path, FILE *out);

#endif
