/* SPDX-License-Identifier: Apache-2.0 */
/*
 * why.h - one field of a story explained: `torntape try --why FIELD`.
 *
 * The value, each piece of evidence with line, column and the words around it,
 * what else was considered, and when there is nothing, what is known of that.
 */
#ifndef CLI_WHY_H
#define CLI_WHY_H

#include <stdio.h>

#include "base/buf.h"

struct fact_field; /* cli/fact.h */
struct normalized; /* normalize/normalize.h */

/* NULL after it told on stderr which fields there are. */
const struct fact_field *why_field(const char *name);
void why_print(const struct normalized *normalized, const char *path,
	const struct fact_field *field, FILE *out);
/* One JSON object without a line feed. */
void why_json(const struct normalized *normalized, const char *path,
	const struct fact_field *field, struct buf *out);

#endif
