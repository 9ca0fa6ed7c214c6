/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tree.h - an XML document as elements that can be walked.
 *
 * Agency XML says things once and refers to them from elsewhere (an assert, a
 * catalog, a group of a package), so its decoders need the whole document and
 * not a stream of events. Everything lives in one arena; depth and number of
 * elements are those of xml.h. Elements are found by their local name: partners
 * write the same vocabulary with, without and with another namespace. A NULL
 * node may be asked anything and answers with nothing. One thread.
 */
#ifndef FORMAT_TREE_H
#define FORMAT_TREE_H

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"
#include "format/xml.h"

struct tree_attribute {
	const char *name; /* local */
	const char *value;
	enum xml_space space;
};

/* An element, or (name NULL) a run of text. */
struct tree_node {
	const char *name; /* local */
	enum xml_space space;
	uint32_t n_attributes;
	const struct tree_attribute *attributes;
	struct slice text; /* of a run */
	struct tree_node *parent, *first, *last, *next;
};

struct tree {
	struct arena arena;
	struct tree_node *root;
	struct problem mended; /* what is wrong with it; code NULL: nothing */
};

#define TREE_NULL ((struct tree){ 0 })

/* 0, or 1: it cannot be read. What is not well-formed is read again with care
 * (loose.h) where nothing that it says can be lost by it; then `mended` is for
 * decoded_mended(). tree_done() is due either way. */
int tree_read(struct slice text, struct tree *ret_tree, struct problem *why);
void tree_done(struct tree *tree);
DEFINE_AUTO_VALUE(struct tree, tree_done);

/* Asked of every node of a document, several times over. */
static inline bool
tree_is(const struct tree_node *node, const char *name)
{
	return node != NULL && node->name != NULL && node->name[0] == name[0] &&
	       strcmp(node->name, name) == 0;
}
/* The first child element of that name; `name` NULL: of any. */
const struct tree_node *tree_child(
	const struct tree_node *node, const char *name);
/* The next sibling element of that name; `name` NULL: of any. */
const struct tree_node *tree_next(
	const struct tree_node *node, const char *name);
/* Down a path of names, "itemMeta/provider"; NULL when it breaks off. */
const struct tree_node *tree_find(
	const struct tree_node *node, const char *path);
/* The first element of that name inside the node, in document order, however
 * deep. */
const struct tree_node *tree_search(
	const struct tree_node *node, const char *name);
/* The next node in document order within `top`; NULL at its end. */
const struct tree_node *tree_walk(
	const struct tree_node *top, const struct tree_node *node);

/* An attribute without namespace, trimmed; empty when absent. */
struct slice tree_get(const struct tree_node *node, const char *attribute);
/* The nearest xml:lang, of the node or around it. */
struct slice tree_lang(const struct tree_node *node);
/* All text inside, white space collapsed; in the tree's arena or the node's. */
struct slice tree_text(struct tree *tree, const struct tree_node *node);
/* The same behind a path. */
struct slice tree_text_at(
	struct tree *tree, const struct tree_node *node, const char *path);
/* All text inside as it stands. */
void tree_put_raw(const struct tree_node *node, struct buf *out);

#endif
