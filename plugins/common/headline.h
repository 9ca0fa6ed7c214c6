/* SPDX-License-Identifier: Apache-2.0 */
/*
 * headline.h - the headline of plain text that something else stands above.
 *
 * A decoder of plain text takes the first line for the headline. When that is a
 * notice or a note to editors, the headline is the first line behind it: short,
 * no sentence, not a byline, and with a story below. Pure but for the claim.
 */
#ifndef PLUGINS_COMMON_HEADLINE_H
#define PLUGINS_COMMON_HEADLINE_H

#include "common/copy.h"

/* Can line `i` be the headline of what follows it? */
bool headline_at(const struct copy *copy, size_t i);
/* Once the title was claimed whole: the first kept line that can be one becomes
 * the headline. False when there is none or a headline stands; `ret_start` and
 * `ret_end` are its bytes. */
bool headline_promote(struct copy *copy, const char *rule, size_t *ret_start,
	size_t *ret_end);

#endif
