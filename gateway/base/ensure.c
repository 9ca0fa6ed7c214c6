/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ensure - say which of our own rules broke, then stop with a core.
 *
 * Uses nothing but stdio: the heap and the log may be what broke. Any thread.
 */
#include "base/ensure.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void
ensure_failed(const char *condition, const char *file, int line)
{
	fprintf(stderr, "torntape: bug: %s does not hold at %s:%d\n", condition,
		file, line);
	abort();
}
