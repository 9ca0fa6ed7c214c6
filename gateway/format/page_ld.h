/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_ld.h - what a page says of its story in JSON-LD (schema.org).
 *
 * Pages of news sites carry a NewsArticle for search engines: who wrote it,
 * when, whose it is, which pictures belong to it. A page may hold many scripts
 * and many things in each; the one that is an article counts, the nearer to
 * news the better. What cannot be read is no article and no error: the page is
 * read all the same. Normalizer's thread.
 */
#ifndef FORMAT_PAGE_LD_H
#define FORMAT_PAGE_LD_H

#include <jansson.h>

#include "base/buf.h"
#include "base/slice.h"

struct draft;

/* The better of `best` (may be NULL; its reference is taken over) and the
 * article in this script. A reference for the caller, or NULL. */
json_t *page_ld_better(json_t *best, struct slice script);
/* A member as text: a string, the first of a list, the name, address or id of
 * an object. Lent; empty when absent. */
struct slice page_ld_text(const json_t *article, const char *key);
/* Everything but headline, address and body into the draft, where the draft
 * does not know it yet. */
void page_ld_facts(
	const json_t *article, struct draft *draft, struct slice base);

#endif
