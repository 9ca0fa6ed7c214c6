/* SPDX-License-Identifier: Apache-2.0 */
/*
 * random.h - bytes that nobody can guess. Any thread.
 */
#ifndef CRYPTO_RANDOM_H
#define CRYPTO_RANDOM_H

#include <stddef.h>

/* Ends the process when the system has none: no key is better than a bad one.
 */
void random_bytes(void *ret_bytes, size_t len);

#endif
