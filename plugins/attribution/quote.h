/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quote.h - the signs around a quotation or a title.
 */
#ifndef PLUGINS_ATTRIBUTION_QUOTE_H
#define PLUGINS_ATTRIBUTION_QUOTE_H

#include "common/piece.h"

/* Bytes of such signs at the start of `p`, and at its end. */
size_t quote_signs(struct piece p);
size_t quote_signs_end(struct piece p);

#endif
