/* SPDX-License-Identifier: Apache-2.0 */
/*
 * contract.h - notices that a partner's contract wants on each of its stories.
 *
 * Written in the configuration (`partners[].notices`), not in the copy. Where
 * the copy has the same words as a paragraph of their own, that paragraph is
 * the notice and no more a part of the story. The evidence names the place in
 * the configuration. Any thread that may run the chain.
 */
#ifndef NORMALIZE_CONTRACT_H
#define NORMALIZE_CONTRACT_H

#include "story/draft.h"

/* After the plugins, for a story that has a text. */
void contract_apply(struct draft *draft);

#endif
