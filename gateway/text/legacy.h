/* SPDX-License-Identifier: Apache-2.0 */
/*
 * legacy.h - letters that were mistaken for controls.
 *
 * U+0080 to U+009F stand in no text that a person wrote. Where they do, bytes
 * of windows-1252 were taken for ISO-8859-1 ("don\x92t"), or those of UTF-8
 * ("\xe2\x80\xa6" as three characters). Both can be undone without guessing.
 * Pure, any thread.
 */
#ifndef TEXT_LEGACY_H
#define TEXT_LEGACY_H

#include <stdbool.h>

#include "base/buf.h"

/* Mend the valid UTF-8 in `text`; true when something was changed. */
bool legacy_mend(struct buf *text);

#endif
