/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fused.h - datelines of scripts without blanks, whose parts are told by what
 * they are: 新华社上海2月2日电（记者周若溪）, （中央社記者葉思齊花蓮12日電）,
 * 路透上海3月10日 -, 香港2025年3月17日 /美通社/ --.
 */
#ifndef PLUGINS_ATTRIBUTION_FUSED_H
#define PLUGINS_ATTRIBUTION_FUSED_H

#include "attribution/dateline.h"

/* False when `head` begins with none. */
bool fused_read(const struct lore *lore, struct piece head, struct dateline *d);
/* Reporters between a dateline and the story: "(记者 段云舒)", "오세린 기자 =".
 * Their bytes; 0: none. */
size_t fused_reporters(
	const struct lore *lore, struct piece p, struct persons *ret_persons);

#endif
