/* SPDX-License-Identifier: Apache-2.0 */
/*
 * embargo.h - "EMBARGOED UNTIL 00:01 GMT, 22 September 2025" as an instant.
 *
 * Fails closed: a line without a whole date, a time and a zone that is known
 * (its own, or the partner's) is not understood, and the story is held.
 */
#ifndef PLUGINS_LIFECYCLE_EMBARGO_H
#define PLUGINS_LIFECYCLE_EMBARGO_H

#include "lifecycle/clockwords.h"
#include "lifecycle/zone.h"

#define EMBARGO_MAX 300 /* bytes of a line that are read */

/* `line` is what stands behind the words that announce it. Every word up to
 * time, date and zone must be one that belongs there: what nobody understands
 * could be a zone, and five hours too early is too early. `partner_zone` is an
 * IANA name; it counts where the line gives none or says "local time".
 * `reference` is an RFC 3339 stamp from which a missing year is told, or NULL.
 * `ret_own_zone`: the line itself gave the zone. */
bool embargo_parse(struct piece line, const struct clockwords *words,
	const struct zone_list *zones, const char *partner_zone,
	const char *reference, int64_t *ret_ms, bool *ret_own_zone);
/* Is there a time of day in it? */
bool embargo_has_time(struct piece line, const struct clockwords *words);

#endif
