/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newsml_1_parts.h - what the files of NewsML 1 share.
 *
 * newsml_1.c knows documents and the management of items; newsml_1_content.c
 * knows components: which of them is the story, what stands beside it, what
 * is said about both. Nobody else includes this. Normalizer's thread.
 */
#ifndef FORMAT_NEWSML_1_PARTS_H
#define FORMAT_NEWSML_1_PARTS_H

#include <stdbool.h>

#include "base/map.h"
#include "format/format.h"
#include "format/tree.h"

struct newsml_1 {
	const struct document *document;
	struct decoded *decoded;
	struct tree tree;
	struct map *by_duid; /* element of that Duid */
};

#define NEWSML_1_MAX_PARTS 200u

/* The ContentItem that is the story's text; NULL: it has none. */
const struct tree_node *newsml_1_find_text(const struct tree_node *item);
/* Does a picture, film or sound stand in it? */
bool newsml_1_has_media(const struct tree_node *item);
/* Text, lines, people, rights and media of the item. */
void newsml_1_take_content(struct newsml_1 *newsml,
	const struct tree_node *item, struct draft *draft);
/* Only its media, to stand with another item's text. */
void newsml_1_take_media(struct newsml_1 *newsml, const struct tree_node *item,
	struct draft *draft);

#endif
