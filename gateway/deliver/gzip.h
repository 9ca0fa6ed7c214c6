/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gzip.h - a whole document compressed, the same bytes every time.
 *
 * No name and no time go into the header (RFC 1952), so a hash of the result
 * is a strong ETag. Any thread.
 */
#ifndef DELIVER_GZIP_H
#define DELIVER_GZIP_H

#include "base/buf.h"
#include "base/slice.h"

void gzip_put(struct buf *out, struct slice bytes);

#endif
