/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backlog.h - the thread that reads the journal so that no loop has to.
 *
 * One reader, one queue of jobs, shared by all loops. A job runs on this thread
 * with the reader, then its `done` runs on the loop that asked. Who asked may
 * be gone by then: a job owns what it needs and knows its owner only through a
 * pointer that the owner clears. The queue is bounded, and its second half is
 * for parties that have little in it; backlog_ask() says no beyond. Parties
 * take turns: who asks a hundred things at once waits for his own, not the
 * others for him. Whatever `run` fetched was true at `as_of`: kills that came
 * later are the asking loop's to apply (tail_mutes()).
 */
#ifndef DELIVER_BACKLOG_H
#define DELIVER_BACKLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/list.h"
#include "base/problem.h"

struct backlog;
struct backlog_job;
struct journal; /* journal/journal.h */
struct mailbox; /* loop/mailbox.h */
struct reader;  /* journal/reader.h */

/* On the backlog's thread. */
typedef void backlog_run_fn(struct backlog_job *job, struct reader *reader);
/* On the asking loop's thread; frees the job. */
typedef void backlog_done_fn(struct backlog_job *job);

/* The first member of what is asked for. */
struct backlog_job {
	struct list link;      /* the backlog's */
	struct mailbox *reply; /* of the asking loop, with backlog_answer() */
	backlog_run_fn *run;
	backlog_done_fn *done;
	unsigned party; /* backlog_party() of whom it is for; 0: the house */
	uint64_t turn;  /* the backlog's */
	int64_t as_of;  /* newest event when `run` began; set by the backlog */
	int error;      /* 0, or why as_of could not be read */
	bool dropped;   /* the gateway stops: nothing was read; just free */
};

/* Starts the thread. `max_jobs` may wait. 0, or negative errno with why. */
int backlog_open(struct journal *journal, size_t max_jobs,
	struct backlog **ret_backlog, struct problem *why);
/* Accepts NULL; returns NULL. Call it when the loops have ended: jobs that did
 * not run come back as dropped, on the calling thread. */
struct backlog *backlog_close(struct backlog *backlog);
DEFINE_AUTO(struct backlog, backlog_close);

/* Names are many and parties few: some names share one, and its turn. */
unsigned backlog_party(const char *name);
/* Takes the job; false: there is no room and the job is
 * still the caller's. */
bool backlog_ask(struct backlog *backlog, struct backlog_job *job);

/* The mailbox_fn of every reply box: calls `done` of each job. */
void backlog_answer(void *ctx, struct list *mail);
/* Take what is left in a reply box after its loop has ended, as dropped. */
void backlog_drop(struct mailbox *reply);

#endif
