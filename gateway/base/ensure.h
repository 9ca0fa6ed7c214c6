/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ensure.h - an assert that stays on in release builds.
 *
 * For our own mistakes only. Nothing that a peer, a file or a plugin says may
 * ever reach one; such input gets a problem (base/problem.h) instead.
 */
#ifndef BASE_ENSURE_H
#define BASE_ENSURE_H

#define ensure(condition) \
	((condition) ? (void)0 : ensure_failed(#condition, __FILE__, __LINE__))

_Noreturn void ensure_failed(const char *condition, const char *file, int line);

#endif
