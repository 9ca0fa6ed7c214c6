/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qcode.h - "medtop:20000350" as the URI that it stands for.
 *
 * A QCode's alias means what the document's own catalog says, else what IPTC's
 * catalog of standard schemes says. Catalogs that a document only refers to are
 * never fetched: an alias that neither knows stays unresolved, and whoever
 * asked keeps the code as it came. Normalizer's thread.
 */
#ifndef FORMAT_QCODE_H
#define FORMAT_QCODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

#define QCODE_MAX_SCHEMES 64u

/* Aliases of one document; borrowed from it. */
struct qcode_catalog {
	struct {
		struct slice alias, uri;
	} schemes[QCODE_MAX_SCHEMES];
	size_t n_schemes;
};

/* What is beyond QCODE_MAX_SCHEMES stays unresolved. */
void qcode_learn(
	struct qcode_catalog *catalog, struct slice alias, struct slice uri);
/* Appends the URI; false, and nothing, when the alias is not known. */
bool qcode_put_uri(const struct qcode_catalog *catalog, struct slice qcode,
	struct buf *out);

#endif
