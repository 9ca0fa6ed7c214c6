/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newsml_g2_parts.h - what the files of NewsML-G2 share.
 *
 * newsml_g2.c knows documents: messages, packages, what belongs together;
 * newsml_g2_item.c knows what one item says of itself, and
 * newsml_g2_concept.c what its codes and names mean. Nobody else includes this.
 * Normalizer's thread.
 */
#ifndef FORMAT_NEWSML_G2_PARTS_H
#define FORMAT_NEWSML_G2_PARTS_H

#include <stdbool.h>

#include "format/concepts.h"
#include "format/format.h"
#include "format/qcode.h"
#include "format/tree.h"

struct newsml_g2 {
	const struct document *document;
	struct decoded *decoded;
	struct tree tree;
	struct qcode_catalog catalog; /* of the item that is being read */
	const struct tree_node *item;
};

/* An item of a package or a picture beside a text, and whose it is. */
#define NEWSML_G2_MAX_PARTS 200u

/* ---- newsml_g2_concept.c ---- */

/* From now on codes mean what this item and its message say. */
void newsml_g2_enter(struct newsml_g2 *g2, const struct tree_node *item);
/* The words of a label: ruby annotations left out, a break is a blank. */
struct slice newsml_g2_label(
	struct newsml_g2 *g2, const struct tree_node *node);
/* Its name in the item's language, or what an assert of the item says it is
 * called, or the literal; empty when nobody says. */
struct slice newsml_g2_name(struct newsml_g2 *g2, const struct tree_node *node);
/* The same without falling back on the literal. */
struct slice newsml_g2_own_name(
	struct newsml_g2 *g2, const struct tree_node *node);
/* The URI of a property: said, or resolved from its code. False: none. */
bool newsml_g2_put_uri(
	struct newsml_g2 *g2, const struct tree_node *node, struct buf *out);
/* The last part of an attribute's code or of the URI beside it: "summary" of
 * role="drol:summary" or roleuri=".../summary". */
struct slice newsml_g2_code(
	const struct tree_node *node, const char *attribute);
/* The same of the property itself: qcode, uri, literal. */
struct slice newsml_g2_value(const struct tree_node *node);
/* Subjects, keywords, genres, creators. */
void newsml_g2_take_concepts(struct newsml_g2 *g2, struct draft *draft);

/* ---- newsml_g2_item.c ---- */

/* "text", "picture" … as ninjs calls it; NULL: not said. */
const char *newsml_g2_type(const struct tree_node *item);
/* Everything that the item entered last says. */
void newsml_g2_take_item(struct newsml_g2 *g2, struct draft *draft);
/* The item as a picture, film or sound that stands with the draft's story. */
void newsml_g2_take_as_media(struct newsml_g2 *g2, const struct tree_node *item,
	struct draft *draft);

#endif
