/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newsml_parts.h - what NITF borrows of NewsML-G2: a message around many
 * documents. For this folder only.
 */
#ifndef FORMAT_NEWSML_PARTS_H
#define FORMAT_NEWSML_PARTS_H

#include <stddef.h>

#include "base/buf.h"
#include "format/feed.h"

/* A message whose items hold what `put` writes; NULL: XHTML. */
void newsml_write_message(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries,
	void (*put)(struct buf *out, const struct feed_entry *entry));
/* The entry's version as a positive number. */
void newsml_put_version(struct buf *out, const struct feed_entry *entry);

#endif
