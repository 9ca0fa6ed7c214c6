/* SPDX-License-Identifier: Apache-2.0 */
/*
 * books.h - what came in and what became of it; the sums must agree.
 *
 * Counted once per story, in the commit that decided it:
 *
 *	received = published + held + duplicate + quarantined + rejected
 *
 * where published also counts what came out as updated, corrected or killed,
 * duplicate also what came late (older than what stands), and rejected also
 * advisories (never published, kept in the raw document). A document that no
 * decoder could read counts as one story received and quarantined. A redrive
 * takes its quarantined count back first. Answering an idempotency key again
 * receives nothing.
 */
#ifndef JOURNAL_BOOKS_H
#define JOURNAL_BOOKS_H

#include <stdbool.h>
#include <stdint.h>

struct books {
	int64_t received;
	int64_t published; /* first versions */
	int64_t updated;
	int64_t corrected;
	int64_t killed;
	int64_t held;
	int64_t duplicate;
	int64_t late;
	int64_t quarantined;
	int64_t rejected;
	int64_t advisory;
};

static inline bool
books_balance(const struct books *b)
{
	return b->received == b->published + b->updated + b->corrected +
				      b->killed + b->held + b->duplicate +
				      b->late + b->quarantined + b->rejected +
				      b->advisory;
}

#endif
