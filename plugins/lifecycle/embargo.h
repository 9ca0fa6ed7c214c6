/* SPDX-License-Identifier: Apache-2.0 */
/*
 * embargo.h - "EMBARGOED UNTIL 00:01 GMT, 22 September 2025" as an instant.
 *
 * Fails closed: a line without a whole date, a time and a zone that is known
 * (its own, or the partner's) is not understood, and the story is held.
 */
#ifndef PLUGINS_LIFECYCLE_EMBARGO_H
#define PLUGINS_LIFECYCLE_EMBARGO_H

#include "lifecycle/zone.h"

/* `partner_rule` is the POSIX rule of the partner's zone; NULL: unknown.
 * `reference` is an RFC 3339 stamp from which a missing year is told, or NULL.
 * `ret_own_zone`: the line itself gave the zone. */
bool embargo_parse(struct piece line, const char *partner_rule,
	const char *reference, int64_t *ret_ms, bool *ret_own_zone);

#endif
