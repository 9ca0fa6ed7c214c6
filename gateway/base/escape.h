/* SPDX-License-Identifier: Apache-2.0 */
/*
 * escape.h - text as it may stand in HTML, between tags and in attributes.
 *
 * For what is valid text already: format/xmlout.h also leaves out what XML
 * forbids. Any thread.
 */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "base/buf.h"
#include "base/slice.h"

/* Appends the text with `<`, `>`, `&` and `"` as references. */
void escape_put(struct buf *out, struct slice text);
/* The same, but `>` stays, which HTML allows: names are made up from such text,
 * and they must not change. */
void escape_put_lax(struct buf *out, struct slice text);

#endif
