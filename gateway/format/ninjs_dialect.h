/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ninjs_dialect.h - what agencies say in JSON in words of their own, told in
 * those of ninjs.
 *
 * TT adds members to ninjs 1 and signals what an update is; Superdesk names
 * items by guid; dpa's digitalwires is a format of its own that has all that
 * an item needs. What is not listed is left for format/shape.h to leave out.
 */
#ifndef FORMAT_NINJS_DIALECT_H
#define FORMAT_NINJS_DIALECT_H

#include <jansson.h>

struct ninjs_dialect {
	const char *lifecycle; /* static; NULL: nothing said */
	char dateline[128];    /* "Berlin (dpa) -"; "" none */
};

/* Changes `item`, an object, in place. Call before ninjs_modernise(). */
void ninjs_translate(json_t *item, struct ninjs_dialect *ret_dialect);

#endif
