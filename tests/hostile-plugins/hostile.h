/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hostile.h - one plugin that misbehaves, in so many words.
 *
 * Each file here is a plugin that does its harm when the story says "harm", and
 * passes every other story, so that the test can show good ones flowing before
 * and after.
 */
#ifndef HOSTILE_PLUGINS_HOSTILE_H
#define HOSTILE_PLUGINS_HOSTILE_H

#include <string.h>

#include "torntape/plugin.h"

static inline bool
hostile_is_due(const struct tt_draft *draft)
{
	return strstr(tt_text(draft, NULL), "harm") != NULL;
}

#define HOSTILE(plugin_name) \
	TORNTAPE_PLUGIN = { \
		TT_PLUGIN_ABI, \
		.name = plugin_name, \
		.version = "1", \
		.summary = "Misbehaves.", \
		.process = hostile_process, \
	}

#endif
