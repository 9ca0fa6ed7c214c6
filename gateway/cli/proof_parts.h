/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proof_parts.h - what the files of the proof sheet share. Nobody else includes
 * this.
 */
#ifndef CLI_PROOF_PARTS_H
#define CLI_PROOF_PARTS_H

#include "base/buf.h"
#include "cli/fact.h"

/* One story of the page. */
struct proof {
	const struct fact_sheet *sheet;
	struct buf *out;
	size_t file, story; /* from 1; their anchors begin with f1s1 */
};

/* The page's style sheet, for a style element. */
extern const char proof_style[];

/* Copy, escaped; characters that steer instead of being seen are shown by their
 * number. Line feeds stay. */
void proof_put(struct buf *out, struct slice text);
/* The source text; each piece of evidence that proof_is_told() has its anchor,
 * f1s1e and where it stands among them, from 1. */
void proof_put_text(const struct proof *proof);
/* Does the field stand in the table of facts? */
bool proof_is_told(const struct fact_field *field);

#endif
