/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clockwords.h - dates and times of many languages in English words.
 *
 * "10 сентября 2025 года в 9 часов" becomes "10 september 2025 09:00", so that
 * one reader of dates is enough. Words are in rules/clockwords.csv: a month or
 * weekday, am, pm, noon, midnight; `-` a word that says nothing here; `@` the
 * next number is an hour; `h` the number before was one; `=ZONE` a zone by its
 * IANA name ("мск"); ZONE a place that is one behind `<` ("hora de") or before
 * `>` ("time"). Read-only after it was made.
 */
#ifndef PLUGINS_LIFECYCLE_CLOCKWORDS_H
#define PLUGINS_LIFECYCLE_CLOCKWORDS_H

#include "common/piece.h"

struct clockwords;

struct clockwords *clockwords_new(const char *csv, size_t len);
void clockwords_free(struct clockwords *words);
/* The line with what is known of it in English; what is not known stays as it
 * is. Returns the bytes in `out`; 0: it does not fit. */
size_t clockwords_translate(const struct clockwords *words, struct piece line,
	char *out, size_t size);

#endif
