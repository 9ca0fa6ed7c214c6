/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intake.h - a document's way through the house.
 *
 * From a partner's request (on a bay) to the normalizer pool (front loop), to
 * the desk (its thread), and back to where it came from with the answer. Every
 * step hands the one job on; nobody else holds it. The same way is taken again
 * by what is driven out of quarantine.
 */
#ifndef HOUSE_INTAKE_H
#define HOUSE_INTAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/blob.h"
#include "desk/receipt.h"

struct backlog; /* deliver/backlog.h */
struct desk;    /* desk/desk.h */
struct intake;
struct intake_seat;
struct loop;         /* loop/loop.h */
struct pool;         /* normalize/pool.h */
struct push_options; /* partner/push.h */

struct intake_options {
	struct loop *front;
	struct pool *pool;       /* on the front loop */
	struct desk *desk;       /* any thread */
	struct backlog *backlog; /* any thread */
	const char *base_url;    /* borrowed */
	size_t max_inside; /* documents that wait for or are in the pool */
};

/* On the main thread, before the loops run. */
struct intake *intake_new(const struct intake_options *options);
/* After all loops and the desk ended. Accepts NULL; returns NULL. */
struct intake *intake_free(struct intake *intake);
DEFINE_AUTO(struct intake, intake_free);

/* Where answers of one loop come back; made before that loop runs, lives as
 * long as the intake. */
struct intake_seat *intake_seat_new(struct intake *intake, struct loop *loop);
/* Give the push of that loop its hooks. */
void intake_hook(struct intake_seat *seat, struct push_options *options);

/* Another try of a quarantined document, on the front loop. `done` is called
 * there, once, with the receipt (lent) or NULL and why. */
struct intake_redrive {
	int64_t row;                                  /* of the quarantine */
	const char *partner, *content_type, *headers; /* copied */
	bool may_kill, may_embargo;
	struct blob *bytes; /* a reference is taken */
	int64_t received_ms;
	void (*done)(void *ctx, const struct receipt *receipt, const char *why);
	void *ctx;
};
void intake_redrive(
	struct intake_seat *front, const struct intake_redrive *redrive);

/* No document may wait for more than the pool and the desk can take. */
bool intake_is_full(struct intake *intake);

#endif
