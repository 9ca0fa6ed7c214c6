/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status.h - where a posted story stands, for the partner who asks.
 *
 * The answer to GET on a story's `url`: read through a journal reader of the
 * asking thread, so the desk is not disturbed.
 */
#ifndef DESK_STATUS_H
#define DESK_STATUS_H

#include "base/slice.h"
#include "journal/reader.h"
#include "journal/standing.h"

struct desk_status {
	struct standing standing;
	struct reader_counts counts;
};

/* 0; 1: unknown, or another partner's; negative errno. */
int desk_status_read(struct reader *reader, struct slice partner,
	struct slice id, struct desk_status *ret_status);
void desk_status_done(struct desk_status *status);
DEFINE_AUTO_VALUE(struct desk_status, desk_status_done);
/* The contract's word: "published" "held" "killed" "withheld" "expired". A
 * version that waits behind a shown one does not change it. */
const char *desk_status_name(const struct desk_status *status);
/* {"id","uri","version","seq","status","reason","held_until",
 *  "deliveries":{"attempts","delivered","failed","pending"}} */
struct jsonout; /* base/jsonout.h */
void desk_status_print(const struct desk_status *status, struct jsonout *json);

#endif
