/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cite.h - is a medium that is named in running text given as the source of a
 * fact? "X reported", "told X", "according to the state news agency X",
 * "X ने ... बताया".
 */
#ifndef PLUGINS_ATTRIBUTION_CITE_H
#define PLUGINS_ATTRIBUTION_CITE_H

#include "attribution/mark.h"

/* `text` is the paragraph, `at` where the name begins, `hit` what it is, `home`
 * whether it is one of the text's own language. Returns how sure, 0: not
 * cited. */
double cite_weigh(const struct dialect *dialect, struct piece text, size_t at,
	const struct agency_hit *hit, bool home);

#endif
