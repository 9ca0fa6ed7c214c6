/* SPDX-License-Identifier: Apache-2.0 */
/*
 * idna.h - a name in the world's scripts as the Domain Name System has it.
 *
 * Processing is that of UTS #46, not transitional, with CheckBidi and
 * CheckJoiners, as browsers do it: letters are folded and composed (NFKC with
 * case folding), labels are checked, and what is not ASCII becomes Punycode
 * (RFC 3492). Lengths are not checked but for the whole, which bounds the work;
 * a label that is Punycode already must be such that this would have written
 * it.
 *
 * utf8proc's tables stand in for those of UTS #46; where the two differ the
 * character is refused. Joining types are not in them: a zero width non-joiner
 * between two Arabic letters is taken to be at its place. Pure, any thread.
 */
#ifndef TEXT_IDNA_H
#define TEXT_IDNA_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

#define IDNA_MAX 512u /* bytes of a name that is not ASCII */

/* Append the name, valid UTF-8 that is not all ASCII, in ASCII. False, and
 * `out` untouched: it is no name. What ASCII may stand in a name the caller
 * judges. */
bool idna_put(struct slice name, struct buf *out);

#endif
