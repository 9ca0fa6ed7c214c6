/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message.h - what gateway and worker say to each other over their socketpair.
 *
 * A frame is a u32 length and that many bytes, the first of which says what it
 * is; numbers little-endian, texts with a u32 length. The worker is not
 * trusted: every read is bounds-checked, and a frame that does not end exactly
 * where it should is refused whole. Pure functions, any thread.
 */
#ifndef NORMALIZE_MESSAGE_H
#define NORMALIZE_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"
#include "normalize/normalize.h"
#include "normalize/result.h"

#define MESSAGE_MAX (128u << 20) /* bytes of a frame */

enum message_kind {
	MESSAGE_SETUP = 1, /* gateway: a plan, once */
	MESSAGE_READY,     /* worker: sandboxed, send jobs */
	MESSAGE_REFUSED,   /* worker: the plan has these problems */
	MESSAGE_JOB,       /* gateway */
	MESSAGE_ANSWER     /* worker: to the job of this id */
};

/* All append one whole frame to `out`. */
void message_put_setup(struct buf *out, const struct normalizer_plan *plan);
void message_put_ready(struct buf *out);
void message_put_refused(struct buf *out, const struct problem_list *problems);
void message_put_job(
	struct buf *out, uint64_t id, const struct normalizer_job *job);
void message_put_answer(struct buf *out, uint64_t id,
	const struct normalizer_job *job, const struct normalized *normalized);

/* Is there a whole frame at the front? 1: yes, *ret_len bytes with its length;
 * 0: not yet; -E2BIG: never, it is too long. */
int message_frame(struct slice bytes, size_t *ret_len);
/* 0 for an empty frame. `frame` is whole, with its length. */
enum message_kind message_kind_of(struct slice frame);

/* 0, or -EPROTO. What they return lies in the arena or in the frame; of a plan
 * the caller owns the reference to its rulebook. */
int message_get_setup(struct slice frame, struct arena *arena,
	struct normalizer_plan *ret_plan);
int message_get_refused(struct slice frame, struct arena *arena,
	struct problem_list *ret_problems);
int message_get_job(struct slice frame, struct arena *arena, uint64_t *ret_id,
	struct normalizer_job *ret_job);
/* Also checks each record; a bad one makes the whole answer bad. `why` says
 * what. */
int message_get_answer(struct slice frame, uint64_t *ret_id,
	struct normalize_result **ret_result, struct problem *why);

#endif
