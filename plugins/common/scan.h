/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan.h - what kind of line is this? Small judgements that several plugins
 * share: prose or headline, a person's name, an address, a date.
 *
 * All are pure, bounded by the piece they are given, and know several scripts.
 */
#ifndef PLUGINS_COMMON_SCAN_H
#define PLUGINS_COMMON_SCAN_H

#include "common/copy.h"

/* A sentence in a story's voice: long enough and closed by punctuation. */
bool scan_is_prose(struct piece line);
/* Short, no closing punctuation: a headline, a label, a link. */
bool scan_is_label(struct piece line);
/* The paragraph that begins at line `i`, as prose: its lines together. */
bool scan_prose_at(const struct copy *copy, size_t i);
/* Ends with . ! ? or its kin, quotes and brackets apart. The last byte tells of
 * most lines. */
bool scan_ends_in_sign(struct piece line);

static inline bool
scan_ends_sentence(struct piece line)
{
	char last = line.len ? line.at[line.len - 1] : 'x';

	return last == '.' ||
	       (!byte_is_alnum((unsigned char)last) && scan_ends_in_sign(line));
}

/* Is `p` within a quotation that began in `before` (its own paragraph)? */
bool scan_in_quotes(struct piece before);
/* One to five capitalised words with small ones between: a person. */
bool scan_is_person(struct piece p);
/* name@host.tld and nothing else. */
bool scan_is_address(struct piece p);
/* The part up to the first blank or dash. */
struct piece scan_word(struct piece p);

/* A date within `p`: month 1..12 and day, 0 where not given, -1 none. Month
 * names of some fifty languages, and numeric dates. `year` 0: not given. */
struct scan_date {
	int year, month, day;
};
bool scan_date(struct piece p, struct scan_date *ret_date);
/* The same where it is known which number comes first in "2/3/2021", which is
 * no date otherwise. */
enum scan_order { SCAN_UNKNOWN, SCAN_DAY_FIRST, SCAN_MONTH_FIRST };
bool scan_date_in(
	struct piece p, enum scan_order order, struct scan_date *ret_date);
/* Does the word name a month, or a part of a date (number, ordinal)? */
int scan_month(struct piece word);
/* Also of calendars that are not converted: "Jumada", "خرداد". */
bool scan_is_month(struct piece word);
bool scan_is_date_word(struct piece word);

#endif
