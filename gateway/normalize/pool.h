/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pool.h - the normalizer processes, seen from the gateway.
 *
 * Owned by one loop. Jobs wait in one bounded queue; each worker has one at a
 * time and a deadline for it. A worker that hangs is killed, one that died is
 * replaced, and its job, only its job, comes back as NORMALIZE_BROKEN with the
 * reason. What workers answer is checked byte by byte. A reload starts a new
 * generation beside the old one and changes over when all of it is ready, or
 * not at all.
 */
#ifndef NORMALIZE_POOL_H
#define NORMALIZE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/problem.h"
#include "normalize/normalize.h"
#include "normalize/result.h"

struct loop; /* loop/loop.h */
struct pool;

struct pool_settings {
	unsigned n_workers;       /* 0: one per processor, at most 8 */
	int64_t deadline_ms;      /* per document; 0: 5 s */
	int64_t start_ms;         /* until a worker is ready; 0: 30 s */
	size_t max_waiting;       /* documents in the queue; 0: 256 */
	size_t max_waiting_bytes; /* of them together; 0: 256 MiB */
};

/* How a generation came out: on the loop's thread, once for the first and once
 * for each reload. `problems` is empty when it is serving. */
typedef void pool_ready_fn(
	void *ctx, bool is_serving, const struct problem_list *problems);
/* The result is the receiver's (normalize_result_free). On the loop's thread,
 * never from inside pool_submit(). */
typedef void pool_result_fn(void *ctx, struct normalize_result *result);

/* Starts the workers; the plan is copied. `on_ready` may be NULL. */
struct pool *pool_new(struct loop *loop, const struct pool_settings *settings,
	const struct normalizer_plan *plan, pool_ready_fn *on_ready, void *ctx);
/* Kills the workers; jobs that were not answered get NORMALIZE_BROKEN now.
 * Accepts NULL; returns NULL. */
struct pool *pool_free(struct pool *pool);
DEFINE_AUTO(struct pool, pool_free);

/* Everything is copied. 0; -EAGAIN: the queue is full; -E2BIG: no worker takes
 * that many bytes; -ESHUTDOWN: the pool is being drained. */
int pool_submit(struct pool *pool, const struct normalizer_job *job,
	pool_result_fn *on_result, void *ctx);
bool pool_is_full(const struct pool *pool);
/* Is a generation serving? */
bool pool_is_ready(const struct pool *pool);
size_t pool_waiting(const struct pool *pool); /* in the queue or at work */

/* A new generation by this plan; a reload during a reload replaces it. */
void pool_reload(struct pool *pool, const struct normalizer_plan *plan);

#endif
