/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pool - start, feed, watch, kill and replace workers.
 *
 * A crew is one generation of workers with the plan they were made by. There is
 * at most one that serves and one that is coming up; members of older crews
 * finish their jobs and go. The kernel's end of file on the socket is how we
 * learn of a death, and waitpid() then says how it died. A worker answers in
 * the order in which it was asked: so the job that its death costs is the first
 * that it had not answered, and the others go back to the front of the queue.
 */
#include "normalize/pool.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/ensure.h"
#include "base/list.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stat.h"
#include "loop/loop.h"
#include "normalize/message.h"
#include "normalize/sandbox.h"
#include "normalize/worker.h"

#define POOL_BACKOFF_MIN_MS 100
#define POOL_BACKOFF_MAX_MS 10000
/* So many documents a worker has at a time: it need not wait for us between
 * two, and what it has not begun when it dies is another's. */
#define POOL_AHEAD 4
#define POOL_INBOX 262144 /* bytes read at a time */

struct pool_job {
	struct list link; /* pool.queue, or member.jobs */
	uint64_t id;
	struct buf frame; /* kept until it is answered: a worker may die */
	pool_result_fn *on_result;
	void *ctx;
};

struct crew;

enum member_state {
	MEMBER_DOWN,     /* no process; the timer brings it up */
	MEMBER_STARTING, /* no "ready" yet */
	MEMBER_IDLE,
	MEMBER_BUSY
};

struct member {
	struct crew *crew;
	enum member_state state;
	pid_t pid;
	int fd;
	struct watch watch;
	struct timer timer; /* deadline, or when to start again */
	struct buf in, out;
	struct list jobs; /* in the order in which they are answered */
	size_t n_jobs;
	unsigned n_failures; /* to start, in a row */
};

struct crew {
	struct list link; /* pool.crews */
	struct pool *pool;
	struct buf setup; /* frame */
	bool is_going;    /* members leave when idle */
	size_t n_members;
	struct member members[];
};

struct pool {
	struct loop *loop;
	struct pool_settings settings;
	struct list crews;
	struct crew *serving; /* NULL: none yet */
	struct crew *coming;  /* NULL: none */
	struct list queue;    /* pool_job */
	size_t n_queued, queued_bytes, n_busy;
	char *inbox; /* POOL_INBOX bytes, used during one read */
	uint64_t next_id;
	struct deferred dispatch;
	pool_ready_fn *on_ready;
	void *ready_ctx;
};

static void member_start(struct member *member);
static void member_send(struct member *member, struct slice bytes);
static void member_stop(struct member *member);
static void crew_retire(struct crew *crew);

/* ---- jobs -----------------------------------------------------------------
 */

static void
pool_answer(struct pool_job *job, struct normalize_result *result)
{
	job->on_result(job->ctx, result);
	buf_done(&job->frame);
	mem_free(job);
}

static void
pool_break(struct pool_job *job, const char *code, const char *text)
{
	struct normalize_result *result =
		normalize_result_new(NORMALIZE_BROKEN);

	problem_at(&result->why, "normalizer", 0, 0);
	problem_set(&result->why, 1, code, "%s", text);
	pool_answer(job, result);
}

static void
pool_queue(struct pool *pool, struct pool_job *job, bool is_first)
{
	if (is_first)
		list_prepend(&pool->queue, &job->link);
	else
		list_append(&pool->queue, &job->link);
	pool->n_queued++;
	pool->queued_bytes += job->frame.len;
}

/* The longest waiting job; there is one. */
static struct pool_job *
pool_next(struct pool *pool)
{
	struct pool_job *job =
		list_entry(list_first(&pool->queue), struct pool_job, link);

	list_unlink(&job->link);
	pool->n_queued--;
	pool->queued_bytes -= job->frame.len;
	return job;
}

static void
member_give(struct member *member, struct pool_job *job)
{
	struct pool *pool = member->crew->pool;

	list_append(&member->jobs, &job->link);
	pool->n_busy++;
	member_send(member, buf_slice(&job->frame));
	if (member->n_jobs++ > 0)
		return;
	member->state = MEMBER_BUSY;
	timer_set(&member->timer, pool->settings.deadline_ms);
}

/* Does it take a further job when each may have `depth`? None before the last
 * is on its way. */
static bool
member_has_room(const struct member *member, size_t depth)
{
	bool serves =
		member->state == MEMBER_IDLE || member->state == MEMBER_BUSY;

	return serves && member->n_jobs < depth && member->out.len == 0;
}

/* Give waiting jobs to members of the serving crew: everybody gets a first
 * before anybody gets a second. */
static void
pool_dispatch(void *ctx)
{
	struct pool *pool = ctx;
	struct crew *crew = pool->serving;

	for (size_t depth = 1; crew != NULL && depth <= POOL_AHEAD; depth++)
		for (size_t i = 0; i < crew->n_members; i++) {
			if (list_is_empty(&pool->queue))
				return;
			if (member_has_room(&crew->members[i], depth))
				member_give(&crew->members[i], pool_next(pool));
		}
}

static void
pool_kick(struct pool *pool)
{
	loop_defer(pool->loop, &pool->dispatch);
}

/* ---- deaths ---------------------------------------------------------------
 */

/* "signal 11 (SIGSEGV)", "exit status 1" */
static void
member_describe_death(int status, struct buf *out)
{
	const char *name;

	if (WIFSIGNALED(status)) {
		name = sigabbrev_np(WTERMSIG(status));
		buf_printf(out, "signal %d (SIG%s)", WTERMSIG(status),
			name != NULL ? name : "?");
	} else {
		buf_printf(out, "exit status %d", WEXITSTATUS(status));
	}
}

/* Close, kill and reap. The status as waitpid() gives it. */
static int
member_reap(struct member *member, bool is_killed)
{
	int status = 0;

	watch_done(&member->watch);
	timer_cancel(&member->timer);
	if (is_killed)
		kill(member->pid, SIGKILL);
	close(member->fd);
	member->fd = -1;
	while (waitpid(member->pid, &status, 0) < 0 && errno == EINTR)
		;
	member->pid = 0;
	member->state = MEMBER_DOWN;
	buf_done(&member->in);
	buf_done(&member->out);
	return status;
}

static int64_t
member_backoff(const struct member *member)
{
	int64_t ms = POOL_BACKOFF_MIN_MS;

	for (unsigned i = 1; i < member->n_failures && ms < 10000; i++)
		ms *= 2;
	return ms < POOL_BACKOFF_MAX_MS ? ms : POOL_BACKOFF_MAX_MS;
}

/* What it had is another's; but for the first, which it was at. */
static struct pool_job *
member_give_back(struct member *member)
{
	struct pool *pool = member->crew->pool;
	struct pool_job *first = NULL;
	struct list *link;

	while ((link = list_last(&member->jobs)) != NULL) {
		first = list_entry(link, struct pool_job, link);
		list_unlink(link);
		pool->n_busy--;
		if (--member->n_jobs > 0)
			pool_queue(pool, first, true);
	}
	return first;
}

/* It is gone: tell its job, and see that somebody takes its place. */
static void
member_lost(struct member *member, bool is_killed, const char *code,
	const char *reason)
{
	struct pool *pool = member->crew->pool;
	auto_(buf_done) struct buf text = BUF_NULL;
	bool was_starting = member->state == MEMBER_STARTING;
	struct pool_job *job = member_give_back(member);
	int status = member_reap(member, is_killed);

	buf_puts(&text, reason);
	if (!is_killed)
		member_describe_death(status, &text);
	stat_add(worker_deaths, 1);
	log_warn("normalizer lost", "busy=%s reason=%s",
		job != NULL ? "yes" : "no", buf_text(&text));
	if (job != NULL)
		pool_break(job, code, buf_text(&text));
	if (member->crew->is_going) {
		crew_retire(member->crew);
	} else if (was_starting) {
		member->n_failures++;
		timer_set(&member->timer, member_backoff(member));
	} else {
		member_start(member);
	}
	pool_kick(pool);
}

static void
member_on_timer(void *ctx)
{
	struct member *member = ctx;
	auto_(buf_done) struct buf text = BUF_NULL;
	int64_t ms = member->crew->pool->settings.deadline_ms;

	switch (member->state) {
	case MEMBER_DOWN:
		member_start(member);
		return;
	case MEMBER_STARTING:
		member_lost(member, true, "E-NORMALIZER-START",
			"the normalizer did not get ready");
		return;
	case MEMBER_BUSY:
		if (ms % 1000 == 0)
			buf_printf(&text,
				"the normalizer did not answer within %llds",
				(long long)(ms / 1000));
		else
			buf_printf(&text,
				"the normalizer did not answer within %lldms",
				(long long)ms);
		member_lost(
			member, true, "E-NORMALIZER-DEADLINE", buf_text(&text));
		return;
	case MEMBER_IDLE:
		return;
	}
}

/* ---- frames from the worker -----------------------------------------------
 */

static bool
crew_is_ready(const struct crew *crew)
{
	for (size_t i = 0; i < crew->n_members; i++)
		if (crew->members[i].state != MEMBER_IDLE &&
			crew->members[i].state != MEMBER_BUSY)
			return false;
	return true;
}

static void
member_on_ready(struct member *member)
{
	struct crew *crew = member->crew;
	struct pool *pool = crew->pool;
	const struct problem_list none = { 0 };

	member->state = MEMBER_IDLE;
	member->n_failures = 0;
	timer_cancel(&member->timer);
	pool_kick(pool);
	if (pool->coming != crew || !crew_is_ready(crew))
		return;
	if (pool->serving != NULL)
		crew_retire(pool->serving);
	pool->serving = crew;
	pool->coming = NULL;
	if (pool->on_ready != NULL)
		pool->on_ready(pool->ready_ctx, true, &none);
}

/* The plan itself is wrong: no use in trying again. */
static void
member_on_refused(struct member *member, struct slice frame)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct crew *crew = member->crew;
	struct pool *pool = crew->pool;
	bool was_coming = pool->coming == crew;

	if (message_get_refused(frame, &arena, &problems) != 0)
		return;
	if (was_coming)
		pool->coming = NULL;
	else
		log_error("normalizer refuses its plan", "problems=%zu",
			problems.n_items);
	if (was_coming) {
		crew_retire(crew);
		if (pool->on_ready != NULL)
			pool->on_ready(pool->ready_ctx, false, &problems);
	}
}

/* 0, or -EPROTO. */
static int
member_on_answer(struct member *member, struct slice frame, struct problem *why)
{
	struct pool *pool = member->crew->pool;
	struct normalize_result *result = NULL;
	struct pool_job *job;
	uint64_t id;
	int rc = message_get_answer(frame, &id, &result, why);

	job = list_entry(list_first(&member->jobs), struct pool_job, link);
	if (rc == 0 && id != job->id) {
		normalize_result_free(result);
		return problem_set(why, -EPROTO, "E-NORMALIZER-ANSWER",
			"the normalizer answered what nobody asked");
	}
	if (rc != 0)
		return rc;
	list_unlink(&job->link);
	pool->n_busy--;
	if (--member->n_jobs > 0) {
		timer_set(&member->timer, pool->settings.deadline_ms);
	} else {
		member->state = MEMBER_IDLE;
		timer_cancel(&member->timer);
	}
	pool_kick(pool);
	pool_answer(job, result);
	return 0;
}

/* 0, or -EPROTO. Whoever is told may end the member. */
static int
member_on_frame(struct member *member, struct slice frame, struct problem *why)
{
	enum message_kind kind = message_kind_of(frame);

	problem_set(why, 0, "E-NORMALIZER-ANSWER",
		"the normalizer said what it should not");
	if (kind == MESSAGE_READY && member->state == MEMBER_STARTING) {
		member_on_ready(member);
		return 0;
	}
	if (kind == MESSAGE_REFUSED && member->state == MEMBER_STARTING) {
		member_on_refused(member, frame);
		return 0;
	}
	if (kind == MESSAGE_ANSWER && member->state == MEMBER_BUSY)
		return member_on_answer(member, frame, why);
	return -EPROTO;
}

/* The frames that lie in `bytes` whole. How many bytes they were, or what makes
 * the member useless. */
static int
member_on_bytes(struct member *member, struct slice bytes, size_t *ret_used,
	struct problem *why)
{
	size_t len = 0, used = 0;
	int rc;

	while ((rc = message_frame(bytes, &len)) == 1) {
		rc = member_on_frame(member, slice_of(bytes.at, len), why);
		if (rc != 0)
			return rc;
		used += len;
		if (member->state == MEMBER_DOWN)
			break;
		bytes = slice_of(bytes.at + len, bytes.len - len);
	}
	if (rc < 0)
		return problem_set(why, rc, "E-NORMALIZER-ANSWER",
			"the normalizer's answer has no end");
	*ret_used = used;
	return 0;
}

/* What came, joined to what had come of a frame before. */
static struct slice
member_join(struct member *member, size_t got)
{
	struct slice bytes = slice_of(member->crew->pool->inbox, got);

	if (member->in.len == 0)
		return bytes;
	buf_put_slice(&member->in, bytes);
	return buf_slice(&member->in);
}

/* Large answers do not keep their room. */
static void
member_keep(struct member *member, struct slice bytes, size_t used)
{
	if (used == bytes.len)
		buf_done(&member->in);
	else if (member->in.len == 0)
		buf_put(&member->in, bytes.at + used, bytes.len - used);
	else
		buf_consume(&member->in, used);
}

static void
member_read(struct member *member)
{
	struct pool *pool = member->crew->pool;
	ssize_t got = recv(member->fd, pool->inbox, POOL_INBOX, MSG_DONTWAIT);
	struct problem why = PROBLEM_NULL;
	struct slice bytes;
	size_t used = 0;

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		member_lost(member, false, "E-NORMALIZER-DIED",
			"the normalizer died: ");
		return;
	}
	bytes = member_join(member, (size_t)got);
	if (member->in.overflowed)
		problem_set(&why, -EPROTO, "E-NORMALIZER-ANSWER",
			"the normalizer's answer has no end");
	if (why.code != NULL ||
		member_on_bytes(member, bytes, &used, &why) != 0) {
		member_lost(member, true, why.code, why.text);
		return;
	}
	if (member->state == MEMBER_DOWN)
		return;
	member_keep(member, bytes, used);
	if (member->crew->is_going && member->state == MEMBER_IDLE)
		crew_retire(member->crew);
}

/* How many of the bytes the worker took; all when it is gone, for the reading
 * side tells that story. */
static size_t
member_send_now(struct member *member, struct slice bytes)
{
	ssize_t sent = send(
		member->fd, bytes.at, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (sent >= 0)
		return (size_t)sent;
	return errno == EAGAIN || errno == EINTR ? 0 : bytes.len;
}

static void
member_send(struct member *member, struct slice bytes)
{
	size_t sent = 0;

	if (member->out.len == 0)
		sent = member_send_now(member, bytes);
	buf_put(&member->out, bytes.at + sent, bytes.len - sent);
	if (member->out.len > 0)
		watch_set(&member->watch, WATCH_READ | WATCH_WRITE);
}

static void
member_write(struct member *member)
{
	buf_consume(
		&member->out, member_send_now(member, buf_slice(&member->out)));
	if (member->out.len > 0)
		return;
	buf_done(&member->out);
	watch_set(&member->watch, WATCH_READ);
	pool_kick(member->crew->pool);
}

static void
member_on_watch(void *ctx, unsigned what)
{
	struct member *member = ctx;

	if (what & WATCH_WRITE)
		member_write(member);
	if (what & WATCH_READ)
		member_read(member);
}

/* ---- starting -------------------------------------------------------------
 */

/* What a worker may know of our environment: nothing that could be a secret. */
static const char *const member_environment[] = { "LD_LIBRARY_PATH", "TZDIR",
	"LOCPATH", "GCONV_PATH", "TORNTAPE_PLUGINS", "ASAN_OPTIONS",
	"UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS" };

static int
member_spawn(int fd, pid_t *ret_pid)
{
	char *env[n_elements(member_environment) + 1] = { NULL };
	char name[] = "torntape", flag[] = WORKER_ARGUMENT, number[] = "3";
	char *argv[] = { name, flag, number, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < n_elements(member_environment); i++) {
		const char *value = getenv(member_environment[i]);

		if (value != NULL)
			env[n++] = mem_printf(
				"%s=%s", member_environment[i], value);
	}
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, SANDBOX_FD);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setflags(
		&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	rc = posix_spawn(
		ret_pid, "/proc/self/exe", &actions, &attributes, argv, env);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	while (n > 0)
		mem_free(env[--n]);
	return -rc;
}

static void
member_start(struct member *member)
{
	struct pool *pool = member->crew->pool;
	int fds[2] = { -1, -1 }, rc = 0;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
		rc = -errno;
	else
		rc = member_spawn(fds[1], &member->pid);
	if (fds[1] >= 0)
		close(fds[1]);
	if (rc != 0) {
		if (fds[0] >= 0)
			close(fds[0]);
		log_error("normalizer does not start", "reason=%s",
			strerror(-rc));
		member->n_failures++;
		timer_set(&member->timer, member_backoff(member));
		return;
	}
	member->fd = fds[0];
	member->state = MEMBER_STARTING;
	member->in = BUF_LIMIT(MESSAGE_MAX + 262144 + 4);
	watch_init(&member->watch, pool->loop, member->fd, member_on_watch,
		member);
	watch_set(&member->watch, WATCH_READ);
	member_send(member, buf_slice(&member->crew->setup));
	timer_set(&member->timer, pool->settings.start_ms);
}

static void
member_stop(struct member *member)
{
	if (member->state != MEMBER_DOWN)
		member_reap(member, true);
	timer_cancel(&member->timer);
}

/* ---- crews ----------------------------------------------------------------
 */

static void
crew_free(void *object)
{
	struct crew *crew = object;

	for (size_t i = 0; i < crew->n_members; i++) {
		timer_done(&crew->members[i].timer);
		buf_done(&crew->members[i].in);
		buf_done(&crew->members[i].out);
	}
	buf_done(&crew->setup);
	mem_free(crew);
}

/* Members that do nothing go now, busy ones when they have answered. */
static void
crew_retire(struct crew *crew)
{
	bool is_empty = true;

	crew->is_going = true;
	for (size_t i = 0; i < crew->n_members; i++) {
		if (crew->members[i].state == MEMBER_BUSY)
			is_empty = false;
		else
			member_stop(&crew->members[i]);
	}
	if (!is_empty || !list_is_linked(&crew->link))
		return;
	list_unlink(&crew->link);
	reaper_add(crew->pool->loop, crew, crew_free);
}

static void
crew_start(struct pool *pool, const struct normalizer_plan *plan)
{
	size_t n = pool->settings.n_workers;
	struct crew *crew = mem_zero(sizeof(*crew) + n * sizeof(struct member));

	crew->pool = pool;
	crew->n_members = n;
	message_put_setup(&crew->setup, plan);
	list_append(&pool->crews, &crew->link);
	pool->coming = crew;
	for (size_t i = 0; i < n; i++) {
		struct member *member = &crew->members[i];

		member->crew = crew;
		member->fd = -1;
		list_init(&member->jobs);
		timer_init(&member->timer, pool->loop, member_on_timer, member);
		member_start(member);
	}
}

/* ---- the pool -------------------------------------------------------------
 */

static unsigned
pool_default_workers(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > 8 ? 8 : (unsigned)n;
}

struct pool *
pool_new(struct loop *loop, const struct pool_settings *settings,
	const struct normalizer_plan *plan, pool_ready_fn *on_ready, void *ctx)
{
	struct pool *pool = mem_new(struct pool);

	pool->loop = loop;
	pool->settings = *settings;
	if (pool->settings.n_workers == 0)
		pool->settings.n_workers = pool_default_workers();
	if (pool->settings.deadline_ms == 0)
		pool->settings.deadline_ms = 5000;
	if (pool->settings.start_ms == 0)
		pool->settings.start_ms = 30000;
	if (pool->settings.max_waiting == 0)
		pool->settings.max_waiting = 256;
	if (pool->settings.max_waiting_bytes == 0)
		pool->settings.max_waiting_bytes = 256u << 20;
	list_init(&pool->crews);
	list_init(&pool->queue);
	pool->inbox = mem_zero(POOL_INBOX);
	deferred_init(&pool->dispatch, pool_dispatch, pool);
	pool->on_ready = on_ready;
	pool->ready_ctx = ctx;
	crew_start(pool, plan);
	return pool;
}

static void
pool_end_crew(struct crew *crew)
{
	for (size_t i = 0; i < crew->n_members; i++) {
		struct pool_job *job = member_give_back(&crew->members[i]);

		member_stop(&crew->members[i]);
		if (job != NULL)
			pool_break(job, "E-NORMALIZER-STOPPED",
				"the gateway stopped before the normalizer "
				"answered");
	}
	list_unlink(&crew->link);
	crew_free(crew);
}

struct pool *
pool_free(struct pool *pool)
{
	if (pool == NULL)
		return NULL;
	deferred_cancel(&pool->dispatch);
	list_each_safe (at, &pool->crews)
		pool_end_crew(list_entry(at, struct crew, link));
	list_each_safe (at, &pool->queue) {
		list_unlink(at);
		pool_break(list_entry(at, struct pool_job, link),
			"E-NORMALIZER-STOPPED",
			"the gateway stopped before a normalizer was free");
	}
	mem_free(pool->inbox);
	return mem_free(pool);
}

int
pool_submit(struct pool *pool, const struct normalizer_job *job,
	pool_result_fn *on_result, void *ctx)
{
	struct pool_job *entry;

	if (job->bytes.len > MESSAGE_MAX / 2 ||
		job->headers.len > MESSAGE_MAX / 8)
		return -E2BIG;
	if (pool_is_full(pool))
		return -EAGAIN;
	entry = mem_new(struct pool_job);
	entry->id = ++pool->next_id;
	entry->on_result = on_result;
	entry->ctx = ctx;
	message_put_job(&entry->frame, entry->id, job);
	pool_queue(pool, entry, false);
	pool_kick(pool);
	return 0;
}

bool
pool_is_full(const struct pool *pool)
{
	return pool->n_queued >= pool->settings.max_waiting ||
	       pool->queued_bytes >= pool->settings.max_waiting_bytes;
}

bool
pool_is_ready(const struct pool *pool)
{
	return pool->serving != NULL;
}

size_t
pool_waiting(const struct pool *pool)
{
	return pool->n_queued + pool->n_busy;
}

void
pool_reload(struct pool *pool, const struct normalizer_plan *plan)
{
	struct crew *before = steal(pool->coming);

	if (before != NULL)
		crew_retire(before);
	crew_start(pool, plan);
}
