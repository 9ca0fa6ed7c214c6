/* SPDX-License-Identifier: Apache-2.0 */
/*
 * whose - a name or a title.
 */
#include "plug/whose.h"

bool
whose_is(const struct whose *whose, struct slice word)
{
	word = slice_trim(word);
	return word.len != 0 && (slice_is_nocase(word, whose->name) ||
					slice_is_nocase(word, whose->title));
}

void
whose_lint(struct slice word, const struct whose *partners, size_t n_partners,
	const struct problem *where, struct problem_list *problems)
{
	struct problem why = *where;

	for (size_t i = 0; i < n_partners; i++)
		if (whose_is(&partners[i], word))
			return;
	problem_set(&why, 0, "W-RULES-PARTNER",
		"no partner of the configuration has the name or title '%.*s'",
		(int)(word.len < 60 ? word.len : 60), word.at);
	problem_list_add(problems, &why);
}
