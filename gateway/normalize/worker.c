/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker - load, lock in, answer.
 *
 * Blocking reads and writes: there is one job at a time and nobody else to
 * attend to. The pool has the clock.
 */
#include "normalize/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "normalize/message.h"
#include "normalize/normalize.h"
#include "normalize/sandbox.h"

struct worker {
	struct normalizer *normalizer;
	struct buf in, out;
};

/* ---- the socket -----------------------------------------------------------
 */

static int
worker_send(struct worker *worker)
{
	size_t at = 0;

	if (worker->out.overflowed)
		return -EMSGSIZE;
	while (at < worker->out.len) {
		ssize_t sent = write(SANDBOX_FD, worker->out.data + at,
			worker->out.len - at);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return -EPIPE;
		at += (size_t)sent;
	}
	buf_clear(&worker->out);
	return 0;
}

/* Until a whole frame lies at the front of `in`. 0; 1: the gateway closed. */
static int
worker_receive(struct worker *worker, struct slice *ret_frame)
{
	for (;;) {
		size_t len = 65536;
		int rc = message_frame(buf_slice(&worker->in), &len);
		ssize_t got;
		char *room;

		if (rc < 0)
			return rc;
		if (rc == 1) {
			*ret_frame = slice_of(worker->in.data, len);
			return 0;
		}
		room = buf_room(&worker->in, 65536);
		if (room == NULL)
			return -EMSGSIZE;
		got = read(SANDBOX_FD, room, 65536);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0 ? 1 : -errno;
		buf_added(&worker->in, (size_t)got);
	}
}

/* ---- before the door closes -----------------------------------------------
 */

/* Libraries that read files or seeds when first used do it now. */
static void
worker_warm_up(struct worker *worker)
{
	static const char *const samples[] = {
		("{\"version\":\"https://jsonfeed.org/version/1.1\","
		 "\"title\":\"t\",\"items\":[{\"id\":\"urn:x:1\","
		 "\"content_html\":\"<p>one &amp; two</p>\"}]}"),
		("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>"
		 "<rss version=\"2.0\"><channel><title>t</title>"
		 "<item><title>one</title><description>two</description>"
		 "<pubDate>Mon, 22 Sep 2025 10:00:00 +0900</pubDate>"
		 "</item></channel></rss>"),
		("<!DOCTYPE html><html><head><title>t</title></head>"
		 "<body><p>one</p></body></html>"),
		"One line\n\nOTHERTON, Feb 2 (XYZ) - Another line.\n",
	};

	for (size_t i = 0; i < n_elements(samples); i++) {
		auto_(normalized_done) struct normalized normalized =
			NORMALIZED_NULL;
		auto_(buf_done) struct buf answer = BUF_NULL;
		const struct normalizer_job job = {
			.bytes = slice_text(samples[i]),
		};

		normalizer_run(worker->normalizer, &job, &normalized);
		message_put_answer(&answer, 0, &job, &normalized);
	}
	map_free(map_new());
	tzset();
}

static int
worker_setup(struct worker *worker, struct slice frame)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct normalizer_plan plan;
	struct problem why = PROBLEM_NULL;
	int rc = 0;

	if (message_kind_of(frame) != MESSAGE_SETUP ||
		message_get_setup(frame, &arena, &plan) != 0)
		return 1;
	rc = normalizer_new(&plan, &problems, &worker->normalizer);
	rulebook_unref(plan.rulebook);
	if (rc == 0) {
		worker_warm_up(worker);
		rc = sandbox_enter(plan.memory_bytes, &why);
		if (rc != 0)
			problem_list_add(&problems, &why);
	}
	if (rc != 0)
		message_put_refused(&worker->out, &problems);
	else
		message_put_ready(&worker->out);
	if (worker_send(worker) != 0)
		return 1;
	return rc != 0 ? 3 : 0;
}

/* ---- jobs -----------------------------------------------------------------
 */

static int
worker_answer(struct worker *worker, struct slice frame)
{
	auto_(normalized_done) struct normalized normalized = NORMALIZED_NULL;
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct normalizer_job job;
	uint64_t id;

	if (message_kind_of(frame) != MESSAGE_JOB ||
		message_get_job(frame, &arena, &id, &job) != 0)
		return 1;
	normalizer_run(worker->normalizer, &job, &normalized);
	message_put_answer(&worker->out, id, &job, &normalized);
	return worker_send(worker) != 0;
}

/* Broken pipes are return values, and nobody survives the gateway. */
static void
worker_signals(void)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGINT, &ignore, NULL);
	sigaction(SIGTERM, &ignore, NULL);
	sigaction(SIGHUP, &ignore, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

int
worker_main(int fd)
{
	struct worker worker = {
		.in = BUF_LIMIT(MESSAGE_MAX + 131072),
		.out = BUF_LIMIT(MESSAGE_MAX),
	};
	struct slice frame;
	int rc;

	worker_signals();
	mem_keep();
	if (sandbox_close_all(fd) != 0 || worker_receive(&worker, &frame) != 0)
		return 1;
	rc = worker_setup(&worker, frame);
	if (rc != 0)
		_exit(rc);
	do {
		buf_consume(&worker.in, frame.len);
		rc = worker_receive(&worker, &frame);
	} while (rc == 0 && worker_answer(&worker, frame) == 0);
	/* Straight out: a plugin's destructors are none of our business, and
	 * the sandbox would not let them do theirs. */
	_exit(rc == 1 ? 0 : 1);
}
