/* SPDX-License-Identifier: Apache-2.0 */
/*
 * accept.h - what a peer would rather have, and whether it has it already.
 *
 * RFC 9110: Accept (12.5.1), Accept-Encoding (12.5.3), If-None-Match (13.1.2),
 * If-Modified-Since (13.1.3). Pure functions over field values; any thread.
 */
#ifndef DELIVER_ACCEPT_H
#define DELIVER_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* The best of `types` (NULL-terminated, ours first among equals) for this
 * Accept value; an absent value takes the first. -1: none will do. A type may
 * end in ";version=V": a range without version takes any, one with it only its
 * own. */
int accept_choose(struct slice accept, const char *const *types);
/* Does this Accept-Encoding value take gzip? */
bool accept_gzip(struct slice accept_encoding);
/* Does the If-None-Match value name this ETag (weak comparison) or "*"? */
bool accept_has_etag(struct slice if_none_match, struct slice etag);
/* An IMF-fixdate to ms; -1: not one. */
int64_t accept_read_date(struct slice text);
void accept_put_date(struct buf *out, int64_t ms);

#endif
