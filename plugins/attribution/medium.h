/* SPDX-License-Identifier: Apache-2.0 */
/*
 * medium.h - names of newspapers and stations that no list has: "Giornale di
 * Sicilia", "RTV Drenthe", "Hawaii Public Radio". What kind of house it is
 * stands first or last in them. A name alone says nothing: it counts where the
 * text tells by it (cite.h).
 */
#ifndef PLUGINS_ATTRIBUTION_MEDIUM_H
#define PLUGINS_ATTRIBUTION_MEDIUM_H

#include "attribution/vocabulary.h"

/* Classes of the words in `media`. */
enum {
	MEDIUM_FIRST = 1 << 0,
	MEDIUM_LAST = 1 << 1,
	MEDIUM_KIND = 1 << 2,
	MEDIUM_RUNS = 1 << 3 /* in a notice, before whose page it is */
};

/* Bytes of the name that begins at `text`; 0: none does. At most six words. */
size_t medium_at(const struct vocabulary *vocabulary, struct piece text);
/* The same of the name that begins at `i` and has its kind before it:
 * 'телеканал "Звезда"', "the daily Il Lavoro". Any word counts in quotes, else
 * the run of words with capitals. */
size_t medium_called(
	const struct vocabulary *vocabulary, struct piece text, size_t i);

#endif
