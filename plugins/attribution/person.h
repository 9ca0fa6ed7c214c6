/* SPDX-License-Identifier: Apache-2.0 */
/*
 * person.h - lists of people: "Ada Brook and Jon Fell in Rome",
 * "周若溪、韩立言", "고은비 양재혁". Pure functions; nothing is taken that
 * could be no name.
 */
#ifndef PLUGINS_ATTRIBUTION_PERSON_H
#define PLUGINS_ATTRIBUTION_PERSON_H

#include "common/scan.h"

#define PERSONS_MAX 8

struct persons {
	struct piece names[PERSONS_MAX];
	size_t n;
};

/* All of `p` is names, each with a place behind it at most. */
bool persons_read(struct piece p, struct persons *ret_persons);
/* "— РИА Новости, Ирина Лаптева. Text": what stands behind an agency; bytes up
 * to the full stop, 0: nobody's name. */
size_t persons_behind(struct piece after, struct persons *ret_persons);
/* Without "in Rome", "в Алма-Ате", "للنشرة العربية", "=". */
struct piece person_alone(struct piece p);

#endif
