/* SPDX-License-Identifier: Apache-2.0 */
/*
 * version.h - which torntape this is. The number comes from the build.
 */
#ifndef CLI_VERSION_H
#define CLI_VERSION_H

#ifndef TORNTAPE_VERSION
#define TORNTAPE_VERSION "unknown"
#endif

/* "1.0": of include/torntape/plugin.h. */
const char *version_abi(void);

#endif
