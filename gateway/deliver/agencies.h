/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agencies.h - which agencies the house has heard of, as feeds name them.
 *
 * From the authority list, whoever its rows are for: a feed of an agency that
 * was quiet so far is empty, one of an agency that nobody knows is a slip of
 * the pen and is told. Filled once, then immutable; owned by the generation of
 * subscribers that it is asked with.
 */
#ifndef DELIVER_AGENCIES_H
#define DELIVER_AGENCIES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"
#include "base/slice.h"

struct agencies;

struct agencies *agencies_new(void);
/* Accepts NULL; returns NULL. */
struct agencies *agencies_free(struct agencies *agencies);
DEFINE_AUTO(struct agencies, agencies_free);

/* By its full name, and by one that it also goes by. */
void agencies_add(struct agencies *agencies, struct slice name);
void agencies_add_alias(
	struct agencies *agencies, struct slice name, struct slice alias);

size_t agencies_count(const struct agencies *agencies);
/* `slug` as agency_slug() makes it of a full name. */
bool agencies_has(const struct agencies *agencies, struct slice slug);
/* The slug that was probably meant; NULL when none is near. Looks at all of
 * them. */
const char *agencies_meant(const struct agencies *agencies, struct slice said);

#endif
