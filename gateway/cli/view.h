/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view.h - normalized stories for a person at a terminal: each fact with where
 * it was found, the body as readers get it, and what was taken out.
 */
#ifndef CLI_VIEW_H
#define CLI_VIEW_H

#include <stdbool.h>
#include <stdio.h>

struct normalized; /* normalize/normalize.h */

/* `with_source` paints the whole source text: kept and removed. */
void view_print(const struct normalized *normalized, const char *path,
	bool with_source, FILE *out);

#endif
