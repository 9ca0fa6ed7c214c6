/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place.h - where the configuration and the running gateway are.
 */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include "config/config.h"

struct args; /* cli/args.h */

/* `given`, else ./torntape.yaml, else /etc/torntape/torntape.yaml, whichever
 * is there; NULL when none is. */
const char *place_config(const char *given);

/* Load it and tell every problem on stderr. 0, or an exit code. Without
 * `given` and without a file in the usual places: COMMAND_CONFIG, told too. */
int place_load(const char *given, struct config **ret_config);

/* STATE/control.sock by --state, or by the configuration's `state`. 0 and a
 * string of the caller's, or an exit code that was explained on stderr. */
int place_socket(const struct args *args, char **ret_path);

#endif
