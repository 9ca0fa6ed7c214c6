/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_words.h - the words in dates: months and days of the week in the
 * languages that agencies write, and names of time zones. For date.c only.
 *
 * Words are compared without case and without marks, so "AOÛT" and "aout" are
 * one; which language it is nobody asks. Pure functions, any thread.
 */
#ifndef TEXT_DATE_WORDS_H
#define TEXT_DATE_WORDS_H

#include <stdbool.h>

#include "base/slice.h"

#define DATE_NO_ZONE (-10000)

/* 1 to 12; 0: it is no month. */
int date_month_of(struct slice word);
/* Of the week; only of words that stand without a comma often enough. */
bool date_is_weekday(struct slice word);
/* "at", "de", "Uhr": it stands in dates and says nothing. */
bool date_is_filler(struct slice word);
enum date_name {
	DATE_NAME_OWN,   /* one zone has it */
	DATE_NAME_FIXED, /* several have, and RFC 822 says which is meant */
	DATE_NAME_SHARED /* several have, and one is meant most */
};

/* Minutes east of Greenwich, or DATE_NO_ZONE and `ret_name` untouched. */
int date_zone_of(struct slice word, enum date_name *ret_name);
/* Is the clock's half named in Korean, Japanese or Chinese at the start of the
 * text? Then its length, and whether it is the second half. */
size_t date_half_of(struct slice text, bool *ret_is_pm);

#endif
