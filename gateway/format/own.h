/* SPDX-License-Identifier: Apache-2.0 */
/*
 * own.h - what a torntape gateway writes beside a story, known again when it
 * comes in.
 *
 * A partner may be a gateway like this one, or a site that took a story from
 * one. The block of credit and notices behind such a story is no part of it: it
 * is taken off, and what it says becomes facts, so that the next copy shows it
 * once and not twice. Three forms: in HTML a footer, and a dateline in front of
 * the first words; a tail in plain text; elements of the namespace
 * urn:torntape:1 in XML. A draft with any of them
 * `is_own`: who signs it and whose it is stands there and is not to be guessed
 * from an author or source element, where the writer puts whoever it has.
 * Normalizer's thread; the words are for the writers too.
 */
#ifndef FORMAT_OWN_H
#define FORMAT_OWN_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "format/tree.h"
#include "format/xml.h"

struct draft;

#define OWN_NAMESPACE "urn:torntape:1"
#define OWN_CLASS "torntape-"
#define OWN_DATELINE "torntape-dateline"
#define OWN_FOOTER "<footer class=\"torntape-attribution\""
/* The first line of the tail, and what its paragraphs begin with. */
#define OWN_TAIL "[Attribution]"
#define OWN_BYLINE "By"
#define OWN_COPYRIGHT "Copyright"
#define OWN_TERMS "Terms"
#define OWN_ORIGINAL "Original"
#define OWN_NOTICE "Notice"
#define OWN_STORY "Story" /* its uri */

struct own_label {
	const char *role, *label;
};
extern const struct own_label own_labels[]; /* ends with a NULL role */

/* "Oslo, 2026-03-03 --": of a dateline of which no words are kept. Nothing
 * without a place. */
void own_dateline_words(struct buf *out, struct slice place, struct slice date);
/* When a footer of ours stands in the HTML: its facts go into the draft, those
 * of the dateline too, the HTML without both into `out`, and the answer is
 * true. A dateline alone is left to those who read wire copy. */
bool own_take_footer(struct draft *draft, struct slice html, struct buf *out);
/* Does it look as if one stood there? */
bool own_has_footer(struct slice html);
/* When a tail of ours ends the text: the same, and the text before it. */
bool own_take_tail(
	struct draft *draft, struct slice text, struct slice *ret_text);
/* A ninjs description of the role "disclaimer": "Heading: text" in which its
 * kind is not said, so that it is found by its words; liability otherwise. */
void own_take_description(struct draft *draft, struct slice text);
/* The extension object of a JSON Feed item as the same elements, one call of
 * `put` for each: what it says packed, and its text. */
void own_each_of_json(const json_t *extension,
	void (*put)(void *user, struct slice packed, struct slice text),
	void *user);
/* What an element of our namespace says in its attributes, to be kept beside
 * its text until there is a draft; false: it is none of ours. */
bool own_pack_element(
	struct xml_name name, const char **attributes, struct buf *out);
void own_take_packed(
	struct draft *draft, struct slice packed, struct slice text);
/* The same for all elements of ours inside the node. */
void own_take_tree(
	struct draft *draft, struct tree *tree, const struct tree_node *node);
/* An attribute of our namespace; empty when absent. */
struct slice own_attribute(const struct tree_node *node, const char *attribute);

#endif
