/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox.h - from here on this process can compute, answer, and die.
 *
 * Resource limits, no new privileges, and a system call filter that knows only
 * what a computation needs: reading and writing descriptors that are open
 * already, memory that cannot be executed, clocks. Anything else kills the
 * process. Builds with a sanitizer cannot have the address space limit (shadow
 * memory takes terabytes of it) and allow the few calls that its runtime makes;
 * everything else is the same there.
 */
#ifndef NORMALIZE_SANDBOX_H
#define NORMALIZE_SANDBOX_H

#include <stdint.h>

#include "base/problem.h"

/* At the very start: nothing open but 0, 1, 2 on /dev/null and `fd`, which
 * becomes 3. Standard error stays where it is in builds with a sanitizer. 0, or
 * negative errno. */
int sandbox_close_all(int fd);
#define SANDBOX_FD 3

/* Once everything is loaded. 0, or 1 with why. */
int sandbox_enter(uint64_t memory_bytes, struct problem *why);

#endif
