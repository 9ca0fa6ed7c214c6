/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stat - the counters and their table. Any thread.
 */
#include "base/stat.h"

_Atomic int64_t stat_values[N_STATS];

static const struct {
	const char *name;
	const char *type;
	const char *help;
} stat_table[] = {
#define STAT_ROW(name, type, help) { #name, type, help },
	STAT_TABLE(STAT_ROW)
#undef STAT_ROW
};

const char *
stat_name(enum stat_which stat)
{
	return stat_table[stat].name;
}

const char *
stat_type(enum stat_which stat)
{
	return stat_table[stat].type;
}

const char *
stat_help(enum stat_which stat)
{
	return stat_table[stat].help;
}
