/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cite.h - is a medium that is named in running text given as the source of a
 * fact? "X reported", "told X", "according to the state news agency X".
 */
#ifndef PLUGINS_ATTRIBUTION_CITE_H
#define PLUGINS_ATTRIBUTION_CITE_H

#include "attribution/credit.h"

/* `text` is the paragraph, `at` where the name begins, `hit` what it is.
 * Returns how sure, 0: not cited. */
double cite_weigh(const struct mark_words *words, struct piece text, size_t at,
	const struct agency_hit *hit);

#endif
