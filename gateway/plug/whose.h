/* SPDX-License-Identifier: Apache-2.0 */
/*
 * whose.h - for which partner a rule or a row of a list is.
 *
 * `partner: menafn` in a rule, or a column `partner` in a list, holds a partner
 * by its name in the configuration or by its title, without regard to ASCII
 * case; shipped rules about a partner's habits cannot know its name here, but
 * the title under which it is known. Pure functions.
 */
#ifndef PLUG_WHOSE_H
#define PLUG_WHOSE_H

#include <stdbool.h>

#include "base/problem.h"
#include "base/slice.h"

/* A partner; both "": nobody in particular. Never NULL. */
struct whose {
	const char *name, *title;
};

#define WHOSE_NOBODY ((struct whose){ "", "" })

/* Is `word` this partner? Never for nobody. */
bool whose_is(const struct whose *whose, struct slice word);
/* A warning at `where` when it is none of these partners. */
void whose_lint(struct slice word, const struct whose *partners,
	size_t n_partners, const struct problem *where,
	struct problem_list *problems);

#endif
