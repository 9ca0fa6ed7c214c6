/* SPDX-License-Identifier: Apache-2.0 */
/*
 * places.h - in which country is a place of a dateline? Only for countries that
 * tell agencies of one code apart; rules/places.csv.
 */
#ifndef PLUGINS_ATTRIBUTION_PLACES_H
#define PLUGINS_ATTRIBUTION_PLACES_H

#include "common/piece.h"

struct places;

/* NULL when there is no usable record. */
struct places *places_new(const char *csv, size_t len);
void places_free(struct places *places);
/* ISO code of the country; "": not known, or in several. */
const char *places_country(const struct places *places, struct piece place);
/* Of the places that a text names, the country of most. */
const char *places_country_of(const struct places *places, struct piece text);
/* Bytes of the longest place that ends the text; 0: none. */
size_t places_end(const struct places *places, struct piece text);

#endif
