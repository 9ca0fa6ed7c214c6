/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tail.h - the recent end of the journal, as one delivery loop keeps it.
 *
 * A ring of references, bounded by count and bytes. A subscriber stream is a
 * place in it, not a queue: what everybody gets lies here once. A kill that
 * arrives makes every earlier entry of its story unservable and lets go of its
 * text. Behind the ring there is the journal. One thread: the loop's.
 */
#ifndef DELIVER_TAIL_H
#define DELIVER_TAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct entry; /* journal/entry.h */

struct tail_slot {
	struct entry *entry; /* NULL: unservable since a kill */
	int64_t seq;
	size_t n_bytes;
};

struct tail {
	struct tail_slot *slots; /* a ring of max_entries */
	size_t max_entries, max_bytes;
	size_t first, n; /* oldest slot, how many */
	size_t n_bytes;
	/* Every event behind base up to last is here; base itself and what is
	 * before it is not. base == last: nothing is. */
	int64_t base, last;
};

/* `base`: the journal's newest event when the loop began to listen. */
void tail_init(
	struct tail *tail, size_t max_entries, size_t max_bytes, int64_t base);
void tail_done(struct tail *tail);

/* Takes a reference. An entry at or before `last` is refused (false). */
bool tail_append(struct tail *tail, struct entry *entry);
/* The first slot with a number above `seq`; NULL: none. seq >= base. */
const struct tail_slot *tail_after(const struct tail *tail, int64_t seq);
/* Was this entry taken back by a kill or withhold that the ring holds? */
bool tail_mutes(const struct tail *tail, const struct entry *entry);

#endif
