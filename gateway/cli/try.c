/* SPDX-License-Identifier: Apache-2.0 */
/*
 * try - `torntape try`: files through the whole chain, nothing stored.
 *
 * The same code as in a worker process, inline. One answer per file, in order,
 * also for files that cannot be read or decoded.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/place.h"
#include "cli/plan.h"
#include "cli/view.h"
#include "normalize/normalize.h"

#define TRY_FILE_MAX (256u << 20)

struct try_session {
	const struct args *args;
	struct normalizer *normalizer;
	struct buf headers;
	int64_t now_ms;
};

/* The file's bytes; "-" is standard input. Negative errno. */
static int
try_read(const char *path, struct buf *out)
{
	bool is_stdin = strcmp(path, "-") == 0;
	FILE *file = is_stdin ? stdin : fopen(path, "re");
	int rc = 0;

	if (file == NULL)
		return -errno;
	while (rc == 0 && !feof(file)) {
		char *room = buf_room(out, 65536);

		if (room == NULL)
			rc = -EFBIG;
		else
			buf_added(out, fread(room, 1, 65536, file));
		if (ferror(file))
			rc = -(errno != 0 ? errno : EIO);
	}
	if (!is_stdin)
		fclose(file);
	return rc;
}

/* ---- answers ------------------------------------------------------------- */

static int
try_verify(const char *path, const struct normalized *done)
{
	struct problem why = PROBLEM_NULL;

	if (!done->is_decoded) {
		printf("%s: cannot be decoded: %s\n", path, done->why.text);
		return COMMAND_FAILED;
	}
	if (normalized_verify(done, &why) != 0) {
		printf("%s: the split does not hold: %s\n", path, why.text);
		return COMMAND_FAILED;
	}
	printf("%s: the split holds for %zu %s\n", path, done->decoded.n_drafts,
		done->decoded.n_drafts == 1 ? "story" : "stories");
	return COMMAND_DONE;
}

static void
try_json_verify(const char *path, const struct normalized *done, int rc,
	struct buf *out)
{
	struct jsonout json = JSONOUT(out);
	struct problem why = PROBLEM_NULL;

	if (!done->is_decoded)
		why = done->why;
	else
		normalized_verify(done, &why);
	jsonout_object(&json);
	jsonout_member_text(&json, "file", path);
	jsonout_member_bool(&json, "holds", rc == COMMAND_DONE);
	jsonout_member_integer(
		&json, "stories", (int64_t)done->decoded.n_drafts);
	jsonout_key(&json, "problem");
	if (rc == COMMAND_DONE)
		jsonout_null(&json);
	else
		jsonout_string(&json, slice_text(why.text));
	jsonout_object_end(&json);
}

static int
try_tell(const struct try_session *session, const char *path,
	const struct normalized *done)
{
	auto_(buf_done) struct buf line = BUF_NULL;
	bool with_source = args_has(session->args, "with-source");
	bool as_json = args_has(session->args, "json");
	struct problem why = PROBLEM_NULL;
	int rc = done->is_decoded ? COMMAND_DONE : COMMAND_FAILED;

	if (args_has(session->args, "verify-split")) {
		if (!as_json)
			return try_verify(path, done);
		if (rc == COMMAND_DONE && normalized_verify(done, &why) != 0)
			rc = COMMAND_FAILED;
		try_json_verify(path, done, rc, &line);
	} else if (as_json) {
		normalized_report(done, slice_text(path), with_source, &line);
	} else {
		view_print(done, path, with_source, stdout);
		return rc;
	}
	printf("%s\n", buf_text(&line));
	fflush(stdout);
	return rc;
}

/* ---- files --------------------------------------------------------------- */

static const char *
try_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static int
try_one(const struct try_session *session, const char *path)
{
	auto_(buf_done) struct buf bytes = BUF_LIMIT(TRY_FILE_MAX);
	auto_(normalized_done) struct normalized done = NORMALIZED_NULL;
	const struct args *args = session->args;
	struct normalizer_job job = { .received_ms = session->now_ms };
	int rc = try_read(path, &bytes);

	if (rc != 0) {
		problem_set(&done.why, 1, "E-FILE", "cannot read it: %s",
			strerror(-rc));
		return try_tell(session, path, &done);
	}
	job.bytes = buf_slice(&bytes);
	job.content_type = slice_text(args_find(args, "content-type"));
	job.base_url = slice_text(args_find(args, "base"));
	job.file_name = slice_text(try_file_name(path));
	job.headers = buf_slice(&session->headers);
	job.partner = args_find(args, "partner");
	job.wants_report = true;
	job.with_source = args_has(args, "with-source");
	normalizer_run(session->normalizer, &job, &done);
	return try_tell(session, path, &done);
}

static void
try_read_headers(const struct args *args, struct buf *out)
{
	for (size_t i = 0; i < args->n_given; i++)
		if (strcmp(args->given[i].name, "header") == 0)
			buf_printf(out, "%s\n", args->given[i].value);
}

/* A partner that the configuration does not know is a slip of the pen; without
 * a configuration any name will do. */
static int
try_check_partner(const struct args *args, const struct config *config)
{
	const char *partner = args_find(args, "partner");

	if (partner == NULL || config == NULL ||
		config_find_partner(config, slice_text(partner)) != NULL)
		return COMMAND_DONE;
	fprintf(stderr, "torntape: the configuration has no partner '%.63s'\n",
		partner);
	return COMMAND_NOT_FOUND;
}

static int
try_all(struct try_session *session)
{
	const struct args *args = session->args;
	int rc = COMMAND_DONE;

	try_read_headers(args, &session->headers);
	for (size_t i = 0; i < args->n_operands; i++)
		if (try_one(session, args->operands[i]) != COMMAND_DONE)
			rc = COMMAND_FAILED;
	buf_done(&session->headers);
	return rc;
}

int
try_command(const struct args *args)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(config_unref) struct config *config = NULL;
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(normalizer_free) struct normalizer *normalizer = NULL;
	struct normalizer_plan plan;
	struct try_session session = { .args = args };
	int rc = COMMAND_DONE;

	if (args_has(args, "config"))
		rc = place_load(args_find(args, "config"), &config);
	if (rc == COMMAND_DONE)
		rc = try_check_partner(args, config);
	if (rc != COMMAND_DONE)
		return rc;
	plan_normalizer(config, &arena, &plan);
	if (config == NULL)
		plan_add_stranger(args_find(args, "partner"), &arena, &plan);
	rc = normalizer_new(&plan, &problems, &normalizer);
	complain(&problems, NULL, stderr);
	if (rc != 0)
		return COMMAND_CONFIG;
	session.normalizer = normalizer;
	session.now_ms = clock_wall_ms();
	return try_all(&session);
}
