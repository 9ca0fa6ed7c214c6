/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loose.h - XML that is not well-formed, read all the same.
 *
 * The second pass, for what xml.h found to be no XML: bare ampersands, HTML's
 * entities without a DOCTYPE, prefixes that nobody declared, controls, tags
 * that are never closed or close what is not open. The handler sees the same
 * events as from xml_parse(), balanced, with the same bounds on depth and
 * elements. It is linear in the text.
 *
 * With care, as for what agencies send, only what cannot change what the
 * document says is mended: references, stray controls and undeclared prefixes
 * anywhere, tags only where text is (in a body, not among the metadata). An
 * element that swallows its neighbours could be the embargo, or the status that
 * would have withdrawn the story; then the document is refused.
 *
 * What breaks off is not read: a document whose root is still open at the end
 * is half a document, and nobody can tell what the other half said.
 * Normalizer's thread.
 */
#ifndef FORMAT_LOOSE_H
#define FORMAT_LOOSE_H

#include "format/xml.h"

enum loose_care { LOOSE_FEED, LOOSE_CAREFUL };

/* 0; or 1: it breaks off, has no element, is over a limit, or cannot be mended
 * with care. `why` is filled for the last two: of the rest xml_parse() has said
 * what is wrong. */
int loose_parse(struct slice text, const struct xml_handler *handler,
	enum loose_care care, struct problem *why);

#endif
