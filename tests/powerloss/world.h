/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.h - a desk at work on a disk that is written down, turn after turn.
 *
 * Each turn asks for a few random things (stories, updates, corrections, kills,
 * embargoes, holds, what cannot be read, positions, lanes, ledger rows, orders
 * of a person, and the clock), which the real desk makes one commit of. After
 * every commit the whole content of the database is summed up: the sum number
 * n is what must be found after a cut that fell behind the answer to commit n
 * and before commit n + 1 was asked for; between the two, either.
 */
#ifndef POWERLOSS_WORLD_H
#define POWERLOSS_WORLD_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chance.h"
#include "disk.h"
#include "vfs.h"

/* A request under an idempotency key whose answer was given out. */
struct promise {
	size_t turn;
	char key[24], body_hash[65];
	char *answer; /* as receipt_print() has it */
	size_t len;
};

struct world_plan {
	const char *dir; /* of the state; empty, or holds an image */
	size_t n_turns;
	const char *pragma;    /* a weakness of the settings; NULL: none */
	enum vfs_lie lie;      /* of the disk */
	unsigned failing_sync; /* the n-th one fails; 0: none */
	unsigned full_write;   /* from the n-th on there is no room; 0: no */
};

struct world {
	struct world_plan plan;
	struct chance chance;
	struct disk disk;
	struct journal *journal;
	struct routes *routes;
	struct desk *desk;
	sqlite3 *witness, *dawdler; /* dawdler keeps an old snapshot */
	int64_t wall_ms;
	size_t n_uris;
	uint64_t *sums; /* number 0: when it was opened */
	size_t n_sums, cap_sums;
	struct promise *promises;
	size_t n_promises, cap_promises;
	bool is_dead; /* `fatal` was called */
	int died_of;
	size_t n_refused;   /* requests for which there was no room */
	bool is_half_taken; /* something was, although the disk was full */
};

/* Live through the plan. 0, or negative errno of the opening. */
int world_run(
	struct world *world, const struct world_plan *plan, uint64_t seed);
void world_done(struct world *world);

/* The content of a database, but for the mark of a clean stop. 0 when it cannot
 * be read. */
uint64_t world_sum(sqlite3 *db);
/* A connection past our VFS. NULL when it cannot be opened. */
sqlite3 *world_look(const char *dir);

#endif
