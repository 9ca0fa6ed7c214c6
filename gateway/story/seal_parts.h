/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_parts.h - what the files of the seal share with each other. Nobody
 * outside story/ includes this.
 */
#ifndef STORY_SEAL_PARTS_H
#define STORY_SEAL_PARTS_H

#include "story/draft.h"

/* The rights-holder as the item names it: a party, else the document's own
 * copyrightHolder; NULL: none. */
const char *seal_rights_holder(const struct draft *draft);

#endif
