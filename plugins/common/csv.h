/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv.h - RFC 4180: records of comma-separated fields with quoting. Reads from
 * memory, one field after the other, unquoting in the caller's own copy.
 */
#ifndef PLUGINS_COMMON_CSV_H
#define PLUGINS_COMMON_CSV_H

#include <stdbool.h>
#include <stddef.h>

struct csv {
	char *at, *end; /* a writable copy; fields are unquoted in place */
};

/* The next record: up to `max` fields as strings in `fields`; further ones are
 * dropped. false at the end. */
bool csv_next(struct csv *csv, char **fields, size_t max, size_t *ret_n);

#endif
