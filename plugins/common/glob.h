/* SPDX-License-Identifier: Apache-2.0 */
/*
 * glob.h - one-line patterns for rule files: `#` is a run of digits (with
 * separators inside), `*` anything, everything else itself. The text is folded
 * first, so a pattern is written in lower case with plain quotes and dashes.
 * Matching is bounded by pattern times text, and the text is one short line.
 */
#ifndef PLUGINS_COMMON_GLOB_H
#define PLUGINS_COMMON_GLOB_H

#include "common/piece.h"

#define GLOB_MAX_LINE 240u

/* Lower case (ASCII), curly quotes and long dashes made plain, white space made
 * one blank, invisible characters dropped. 0 when the line is longer than
 * GLOB_MAX_LINE: such a line is prose. */
size_t glob_fold(struct piece line, char out[GLOB_MAX_LINE + 1]);
/* The whole of `text` (folded) against the pattern. */
bool glob_match(const char *pattern, const char *text);

#endif
