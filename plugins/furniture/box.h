/* SPDX-License-Identifier: Apache-2.0 */
/*
 * box.h - parts of the page that their author named after what they are for:
 * <div class="share-bar">, <aside class="related">.
 *
 * A name is no proof: sites call the column in which the story stands
 * "with-sidebar", too. A box is the page's only when it is small beside the
 * whole and holds nothing that is told at length.
 */
#ifndef PLUGINS_FURNITURE_BOX_H
#define PLUGINS_FURNITURE_BOX_H

#include "common/agency.h"
#include "common/copy.h"
#include "common/page.h"

/* Give each line of such boxes that has no rule, or one that goes on behind it,
 * the rule of its box, but for credits. `rules` has one for each line of the
 * copy. */
void box_read(const struct copy *copy, const struct page_book *book,
	const struct agency_list *agencies, const struct page_rule **rules);

#endif
