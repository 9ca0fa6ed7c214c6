/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paint.h - the source text at a terminal, each stretch in the colour of what
 * it was taken for, with the facts beside the lines that they come from.
 */
#ifndef CLI_PAINT_H
#define CLI_PAINT_H

#include <stdio.h>

#include "story/draft.h"

struct fact_sheet; /* cli/fact.h */
struct term;       /* cli/term.h */

/* Which kinds there are, each in its colour, and how many stretches. */
void paint_legend(
	const struct fact_sheet *sheet, const struct term *term, FILE *out);
/* Without colour a stretch that was taken out of a line stands in brackets.
 * Where the terminal is wide enough the facts stand at the right. */
void paint_text(
	const struct fact_sheet *sheet, const struct term *term, FILE *out);

#endif
