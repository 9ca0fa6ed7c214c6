/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nations.h - "Austria's APA", "agence tunisienne TAP", "奥地利通讯社APA": a
 * nation told beside a code says whose code it is. Stems of names of countries
 * and their people, in rules/nations.csv. Any thread once it is made.
 */
#ifndef PLUGINS_ATTRIBUTION_NATIONS_H
#define PLUGINS_ATTRIBUTION_NATIONS_H

#include "common/piece.h"

struct nations;

/* NULL when there is no usable record. */
struct nations *nations_new(const char *csv, size_t len);
void nations_free(struct nations *nations);
/* ISO code of the nation that the last words of `before` tell, as far as the
 * sentence goes back; "": none. */
const char *nations_before(const struct nations *nations, struct piece before);

#endif
