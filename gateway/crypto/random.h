/* SPDX-License-Identifier: Apache-2.0 */
/*
 * random.h - bytes that nobody can guess. Aborts rather than give weak ones.
 * Any thread.
 */
#ifndef CRYPTO_RANDOM_H
#define CRYPTO_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void random_bytes(void *ret_bytes, size_t len);
/* 0 .. below-1, evenly; below > 0. For jitter as well. */
uint64_t random_below(uint64_t below);

#endif
