/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proof.h - the proof sheet: one HTML page on which an editor checks stories,
 * the source text painted by what was taken for what, the facts beside it.
 *
 * The page needs nothing but itself: no script, no font, no address. It is
 * written file by file, so that many files need no more memory than one.
 */
#ifndef CLI_PROOF_H
#define CLI_PROOF_H

#include <stdio.h>

struct normalized; /* normalize/normalize.h */

/* The head of the page, with a list of the files when there are several. */
void proof_begin(const char *const *paths, size_t n_paths, FILE *out);
/* `number` counts the files from 1. */
void proof_file(const struct normalized *normalized, const char *path,
	size_t number, FILE *out);
void proof_end(FILE *out);

#endif
