/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entity.h - character references of HTML.
 *
 * Knows the names that stories use: all of HTML 4, and of HTML 5 the Latin
 * letters, punctuation, currencies and common signs. Unknown names stay text.
 * Pure functions, any thread.
 */
#ifndef TEXT_ENTITY_H
#define TEXT_ENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* The character of a name without "&" and ";"; 0 unknown. */
uint32_t entity_find(struct slice name);
/* At text[at] stands "&": append what it means and return how many bytes it
 * took; 0 when it is no reference. Follows the HTML standard, section 13.2.5:
 * old names may lack the semicolon (`in_attribute`: not before "=" or letters),
 * numbers 128 to 159 mean windows-1252, forbidden numbers U+FFFD. */
size_t entity_decode_at(
	struct slice text, size_t at, bool in_attribute, struct buf *out);
/* Append `text` with all references resolved. */
void entity_decode(struct slice text, bool in_attribute, struct buf *out);

#endif
