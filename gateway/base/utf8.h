/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8.h - UTF-8 as RFC 3629 defines it: no overlongs, no surrogates.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* How many bytes the character at `at` has; 0 when it is not valid there. */
size_t utf8_valid_at(struct slice text, size_t at);
bool utf8_is_valid(struct slice text);
/* Where the run of ASCII ends that begins at `at`; `at` when there is none. */
size_t utf8_ascii_end(struct slice text, size_t at);
/* Where the run of printable ASCII (0x20 to 0x7e) ends that begins at `at`;
 * `at` when there is none. */
size_t utf8_printable_end(struct slice text, size_t at);
/* The character at *at, which moves past it; U+FFFD and one byte when invalid.
 * *at must be below text.len. */
uint32_t utf8_next(struct slice text, size_t *at);
/* The character that ends at *at, which moves before it. *at must not be 0. */
uint32_t utf8_prev(struct slice text, size_t *at);
void utf8_put(struct buf *out, uint32_t codepoint);
size_t utf8_count(struct slice text); /* characters */

#endif
