/* SPDX-License-Identifier: Apache-2.0 */
/*
 * version - the plugin ABI's number as text.
 */
#include "cli/version.h"

#include "torntape/plugin.h"

#define VERSION_WORD(n) #n
#define VERSION_TEXT(major, minor) VERSION_WORD(major) "." VERSION_WORD(minor)

const char *
version_abi(void)
{
	return VERSION_TEXT(TT_ABI_MAJOR, TT_ABI_MINOR);
}
