/* SPDX-License-Identifier: Apache-2.0 */
/*
 * url.h - references in stories, made absolute and harmless.
 *
 * A feed may write "../photo.jpg", "//cdn.example/x", "http:\\host\x" or a
 * link with blanks in it. This resolves them by RFC 3986 section 5, with those
 * habits of the WHATWG URL standard that cost nothing, and gives back only
 * characters that RFC 3986 allows; hosts come out as host.h has them. It
 * fetches nothing, looks no name up, and is no judge of where a link leads.
 * Pure functions, any thread.
 */
#ifndef TEXT_URL_H
#define TEXT_URL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

#define URL_MAX 4096u /* bytes of one reference or result */

/* Is it a URI of RFC 3986 section 3 with a scheme: only legal characters,
 * whole percent escapes, something behind the scheme? */
bool url_is_absolute_uri(struct slice text);
/* The same, and http or https with a host. */
bool url_is_web(struct slice text);

/* Append the absolute form of `reference` to `out`; `base` may be empty or
 * useless, then only absolute references succeed. False, and `out` untouched,
 * when there is no absolute form or a web address has no host. Any scheme. */
bool url_resolve(struct slice base, struct slice reference, struct buf *out);
/* url_resolve(), but only http, https and mailto come out. */
bool url_resolve_link(
	struct slice base, struct slice reference, struct buf *out);

#endif
