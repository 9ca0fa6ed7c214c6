/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uri.h - absolute URIs as an item may carry them.
 *
 * What feeds call a link or an id is often an IRI, or has a blank in it. Here
 * it becomes a URI by RFC 3986, with everything else percent-encoded (RFC 3987
 * section 3.1), or it is refused; it is never resolved, fetched or judged. Only
 * the syntax that readers and schemas check. Any thread.
 */
#ifndef STORY_URI_H
#define STORY_URI_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* Writes the URI; false, and nothing written, when `text` is not absolute or
 * cannot be mended. White space around it is ignored. */
bool uri_put(struct buf *out, struct slice text);
/* Is its scheme http or https? */
bool uri_is_web(struct slice uri);
/* http, https or mailto: what a link in a story may be. */
bool uri_is_link(struct slice uri);

#endif
