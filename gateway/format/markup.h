/* SPDX-License-Identifier: Apache-2.0 */
/*
 * markup.h - a body in XHTML or NITF, written as HTML for the one reader that
 * turns markup into a draft (text/html.h).
 *
 * What is written is not trusted: the reader keeps nothing but its own
 * allow-list. NITF's elements become those of HTML that mean the same, as the
 * NITF 3.6 documentation describes them; its many inline elements that only say
 * what a word is (person, org, money, chron) leave their words. Media and notes
 * for editors are no text; the decoder takes them. Normalizer's thread.
 */
#ifndef FORMAT_MARKUP_H
#define FORMAT_MARKUP_H

#include "base/buf.h"
#include "format/tree.h"

enum markup_kind { MARKUP_XHTML, MARKUP_NITF };

/* What is inside the node, not the node itself. */
void markup_put(
	const struct tree_node *node, enum markup_kind kind, struct buf *out);
/* A picture that stood in the text, as our own writer marks it: it goes back
 * there and is no medium of the story. */
bool markup_is_inline(const struct tree_node *media);
/* A NITF note that is for editors and not for readers. */
bool markup_is_editorial(const struct tree_node *node);

#endif
