/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xmlout.h - write XML straight into a buf: escape and copy, nothing more.
 *
 * Whatever text is given, what is written is well-formed: what XML 1.0 forbids
 * is left out, and bytes that are not UTF-8 become U+FFFD. Names are ours, so
 * they are trusted. Reading is expat's business (format/xml.h). Any thread.
 */
#ifndef FORMAT_XMLOUT_H
#define FORMAT_XMLOUT_H

#include "base/buf.h"
#include "base/slice.h"

#define XMLOUT_DECLARATION "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"

/* For text between tags. */
void xmlout_escape(struct buf *out, struct slice text);
/* ` name="value"`, nothing when empty; line ends and tabs survive. */
void xmlout_attribute(struct buf *out, const char *name, struct slice value);
/* <name>text</name> and a line feed, nothing when empty. `name` may hold
 * attributes. */
void xmlout_element(struct buf *out, const char *name, struct slice text);

#endif
