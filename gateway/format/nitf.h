/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nitf.h - NITF inside other formats: NewsML carries it as the text of an item.
 *
 * The envelope speaks first; what it leaves unsaid the NITF inside may say.
 * Normalizer's thread.
 */
#ifndef FORMAT_NITF_H
#define FORMAT_NITF_H

#include "base/slice.h"
#include "format/tree.h"
#include "story/draft.h"

/* The main headline of the element; empty when it has none. In the tree's
 * arena. */
struct slice nitf_headline(struct tree *tree, const struct tree_node *nitf);
/* Its body as the draft's; draft_text_done() is the caller's. */
void nitf_put_body(struct draft *draft, const struct tree_node *nitf,
	struct slice base_url);
/* Sub-headlines, byline, abstract, dateline, notes, media, distributor: what is
 * not set yet. */
void nitf_take_head(struct draft *draft, struct tree *tree,
	const struct tree_node *nitf, struct slice base_url);

#endif
