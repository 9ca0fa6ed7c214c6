/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slug.h - by which name editors speak of the story: AP's "BC-EU--Lighthouse
 * Fire", on a line of its own above the story, and in a kill or a note
 * "... the story slugged BC-EU--Lighthouse Fire".
 *
 * The desk looks for the story that has it (desk/succession.h), and a wrong one
 * is worse than none: a name that is not whole beyond doubt is no name.
 */
#ifndef PLUGINS_LIFECYCLE_SLUG_H
#define PLUGINS_LIFECYCLE_SLUG_H

#include "lifecycle/hold.h"

/* Plain text. Sets the item's slugline, "EU--Lighthouse Fire": that of the
 * story which a kill names, else its own. */
void slug_read(const struct hold_state *state, struct copy *copy);

#endif
