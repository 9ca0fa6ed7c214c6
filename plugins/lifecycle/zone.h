/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone.h - local time to UTC without the system: a worker may open no file, so
 * the zones' present rules travel as data (rules/zones.csv, an IANA name and
 * the POSIX rule that holds from now on). Good for embargoes, which lie near;
 * not for history.
 */
#ifndef PLUGINS_LIFECYCLE_ZONE_H
#define PLUGINS_LIFECYCLE_ZONE_H

#include "common/piece.h"

struct zone_list;

struct zone_list *zone_list_new(const char *csv, size_t len);
void zone_list_free(struct zone_list *list);
/* The POSIX rule of an IANA zone; NULL: not known. */
const char *zone_rule(const struct zone_list *list, const char *name);
/* Seconds east of Greenwich at a local time (given as if it were UTC), by a
 * POSIX rule such as "CET-1CEST,M3.5.0,M10.5.0/3". false: not understood. */
bool zone_offset(const char *rule, int64_t local, int *ret_seconds);
/* "GMT", "EDT", "MESZ", "+05:30" at the start of `p`: seconds east and how many
 * bytes. A bare "IST" or "CST" is ambiguous and not known. */
bool zone_named(struct piece p, int *ret_seconds, size_t *ret_len);
/* The same and what else wire copy says: "ET", "Eastern Time", "(PT)", "New
 * York time", of which the offset at `local` is told; "local time" only sets
 * `ret_local`. Whole words; bytes, 0: none. */
size_t zone_spoken(const struct zone_list *list, struct piece p, int64_t local,
	int *ret_seconds, bool *ret_local);
/* Days since 1970-01-01 of a date. */
int64_t zone_days(int year, int month, int day);

#endif
