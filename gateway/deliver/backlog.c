/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backlog.c - a queue, a thread, a reader.
 *
 * A condition variable and a list in the order of turns. A job's turn is one
 * after the last of its party, or after the one that is being served, whichever
 * is later: of two parties with many jobs each has every second turn, and a
 * party with one job is next. Jobs are bounded by what they ask for, so nobody
 * waits long behind another.
 */
#include "deliver/backlog.h"

#include <errno.h>
#include <pthread.h>

#include "base/ensure.h"
#include "base/log.h"
#include "base/mem.h"
#include "journal/journal.h"
#include "journal/reader.h"
#include "loop/mailbox.h"

#define PARTIES 256u
#define PARTY_SHARE 4 /* who has one in so many has much in the queue */

struct party {
	uint64_t last_turn;
	size_t n_jobs;
};

struct backlog {
	struct reader *reader; /* the thread's */
	pthread_t thread;
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t wake;
	struct list jobs;
	size_t n_jobs, max_jobs;
	uint64_t turn; /* being served */
	struct party parties[PARTIES];
	bool stopping;
};

static struct backlog_job *
next_job(struct backlog *backlog)
{
	struct backlog_job *job = NULL;

	pthread_mutex_lock(&backlog->lock);
	while (!backlog->stopping && list_is_empty(&backlog->jobs))
		pthread_cond_wait(&backlog->wake, &backlog->lock);
	if (!backlog->stopping) {
		job = list_entry(
			list_first(&backlog->jobs), struct backlog_job, link);
		list_unlink(&job->link);
		backlog->n_jobs--;
		backlog->parties[job->party].n_jobs--;
		backlog->turn = job->turn;
	}
	pthread_mutex_unlock(&backlog->lock);
	return job;
}

static void *
work(void *context)
{
	struct backlog *backlog = context;
	struct backlog_job *job;

	pthread_setname_np(pthread_self(), "backlog");
	while ((job = next_job(backlog)) != NULL) {
		/* Asked first: what is read next is at least as new. */
		job->error = reader_newest(backlog->reader, &job->as_of);
		if (job->error == 0)
			job->run(job, backlog->reader);
		else
			log_error("journal cannot be read", "error=%d",
				-job->error);
		mailbox_post(job->reply, &job->link);
	}
	return NULL;
}

int
backlog_open(struct journal *journal, size_t max_jobs,
	struct backlog **ret_backlog, struct problem *why)
{
	struct reader *reader = NULL;
	int r = journal_reader_open(journal, &reader, why);

	if (r != 0)
		return r;
	struct backlog *backlog = mem_new(struct backlog);
	backlog->reader = reader;
	backlog->max_jobs = max_jobs;
	list_init(&backlog->jobs);
	pthread_mutex_init(&backlog->lock, NULL);
	pthread_cond_init(&backlog->wake, NULL);
	r = pthread_create(&backlog->thread, NULL, work, backlog);
	ensure(r == 0);
	*ret_backlog = backlog;
	return 0;
}

static void
drop_all(struct list *jobs)
{
	list_each_safe (at, jobs) {
		struct backlog_job *job =
			list_entry(at, struct backlog_job, link);
		list_unlink(at);
		job->dropped = true;
		job->done(job);
	}
}

struct backlog *
backlog_close(struct backlog *backlog)
{
	if (backlog == NULL)
		return NULL;
	pthread_mutex_lock(&backlog->lock);
	backlog->stopping = true;
	pthread_cond_signal(&backlog->wake);
	pthread_mutex_unlock(&backlog->lock);
	pthread_join(backlog->thread, NULL);
	drop_all(&backlog->jobs);
	reader_close(backlog->reader);
	pthread_cond_destroy(&backlog->wake);
	pthread_mutex_destroy(&backlog->lock);
	return mem_free(backlog);
}

unsigned
backlog_party(const char *name)
{
	uint32_t hash = 2166136261u; /* FNV-1a */

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return 1 + hash % (PARTIES - 1);
}

/* Behind the last whose turn is not later. With the lock held. */
static void
line_up(struct backlog *backlog, struct backlog_job *job)
{
	struct party *party = &backlog->parties[job->party];
	struct list *at = backlog->jobs.prev;

	job->turn = 1 + (party->last_turn > backlog->turn ? party->last_turn
							  : backlog->turn);
	party->last_turn = job->turn;
	party->n_jobs++;
	backlog->n_jobs++;
	while (at != &backlog->jobs &&
		list_entry(at, struct backlog_job, link)->turn > job->turn)
		at = at->prev;
	list_init(&job->link);
	list_prepend(at, &job->link);
}

/* The second half of the queue is for those who have little in it. */
static bool
has_room(const struct backlog *backlog, unsigned party)
{
	size_t most = backlog->max_jobs;

	if (backlog->n_jobs < most / 2)
		return true;
	return backlog->n_jobs < most &&
	       backlog->parties[party].n_jobs < most / PARTY_SHARE;
}

bool
backlog_ask(struct backlog *backlog, struct backlog_job *job)
{
	ensure(job->party < PARTIES);
	pthread_mutex_lock(&backlog->lock);
	bool takes = !backlog->stopping && has_room(backlog, job->party);
	if (takes) {
		line_up(backlog, job);
		pthread_cond_signal(&backlog->wake);
	}
	pthread_mutex_unlock(&backlog->lock);
	return takes;
}

void
backlog_answer(void *ctx, struct list *mail)
{
	(void)ctx;
	list_each_safe (at, mail) {
		struct backlog_job *job =
			list_entry(at, struct backlog_job, link);
		list_unlink(at);
		job->done(job);
	}
}

void
backlog_drop(struct mailbox *reply)
{
	struct list mail;

	list_init(&mail);
	mailbox_take(reply, &mail);
	drop_all(&mail);
}
