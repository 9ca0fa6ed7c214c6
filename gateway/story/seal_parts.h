/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_parts.h - what the files of the seal share with each other. Nobody
 * outside story/ includes this.
 */
#ifndef STORY_SEAL_PARTS_H
#define STORY_SEAL_PARTS_H

#include "base/auto.h"
#include "base/buf.h"
#include "story/draft.h"

/* What is kept, as readers read it: made once for all that tells of it. */
struct seal_prose {
	struct buf headline, html, text;
};
void seal_prose_init(struct seal_prose *prose, const struct draft *draft);
void seal_prose_done(struct seal_prose *prose);
DEFINE_AUTO_VALUE(struct seal_prose, seal_prose_done);

struct jsonout; /* base/jsonout.h */

/* The item without its bodies: the record keeps those once, beside it. */
void seal_ninjs_item(const struct draft *draft, const struct seal_prose *prose,
	struct jsonout *json);
/* { role, contentType, value }: a headline, a description. */
void seal_put_text(struct jsonout *json, const char *role, struct slice value);
/* A description of the role "disclaimer"; the heading may be empty. */
void seal_put_disclaimer(
	struct jsonout *json, struct slice heading, struct slice text);
/* Which rules of which plugins did something, and what none of them explains:
 * RECORD_RULES, RECORD_UNEXPLAINED. */
void seal_put_rules(const struct draft *draft, struct buf *out);
/* The rights-holder as the item names it: a party, else the document's own
 * copyrightHolder; NULL: none. */
const char *seal_rights_holder(const struct draft *draft);

#endif
