/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harvest.h - any syndication feed in XML, read in one pass into items.
 *
 * RSS, RDF, Atom and CDF borrow from each other, and feeds mix them: an
 * atom:link stands in RSS, an Atom feed has no namespace, an item lies beside
 * its channel. So one machine knows all their words (harvest_words.c says which
 * word means what, and where); a dialect only says what its root looks like and
 * how its text is to be taken. Drafts are made when the document has been read
 * to its end: what breaks off leaves nothing behind, and an item knows what its
 * feed says further down.
 *
 * What is not well-formed is read again by loose.h, with a warning and
 * `well_formed` false. Normalizer's thread.
 */
#ifndef FORMAT_HARVEST_H
#define FORMAT_HARVEST_H

#include "format/format.h"
#include "format/posting.h"
#include "format/xml.h"

struct harvest_dialect {
	const char *format; /* "rss" */
	/* Text constructs are plain text unless they say otherwise. */
	bool is_atom;
	/* Is it one of ours? Then the version it gives itself, lent or static;
	 * empty when it gives none. */
	bool (*root)(struct xml_name name, const char **attributes,
		struct slice text, struct slice *ret_version);
};

/* As format_decode(). */
int harvest(const struct harvest_dialect *dialect,
	const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);
/* Before the sandbox closes; idempotent. */
void harvest_preload(void);

/* An attribute without a namespace, in any letter case. */
struct slice harvest_attribute(const char **attributes, const char *name);
/* What the document's transport said in a header field; empty when nothing. */
struct slice harvest_header(const struct document *document, const char *name);

#endif
