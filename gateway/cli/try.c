/* SPDX-License-Identifier: Apache-2.0 */
/*
 * try - `torntape try`: files through the whole chain, nothing stored.
 *
 * The same code as in a worker process, inline. One answer per file, in order,
 * also for files that cannot be read or decoded: painted, as a report, as a
 * proof sheet, as the grounds of one field, or as the proof of the split.
 */
#include <stdio.h>

#include "base/jsonout.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/proof.h"
#include "cli/view.h"
#include "cli/why.h"
#include "cli/workbench.h"

#define TRY_FILE_MAX (256u << 20)

/* What was asked for. */
struct trial {
	const struct args *args;
	const struct fact_field *field; /* of --why; NULL: not that */
	bool verify, html;
};

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
try_tell_verify(
	const char *path, const struct normalized *done, struct buf *line)
{
	int rc = done->is_decoded && normalized_verify(done, NULL) == 0
			 ? COMMAND_DONE
			 : COMMAND_FAILED;

	try_json_verify(path, done, rc, line);
	return rc;
}

static int
try_tell_json(const struct trial *trial, const char *path,
	const struct normalized *done)
{
	auto_(buf_done) struct buf line = BUF_NULL;
	int rc = done->is_decoded ? COMMAND_DONE : COMMAND_FAILED;

	if (trial->verify)
		rc = try_tell_verify(path, done, &line);
	else if (trial->field != NULL)
		why_json(done, path, trial->field, &line);
	else
		normalized_report(done, slice_text(path),
			args_has(trial->args, "with-source"), &line);
	printf("%s\n", buf_text(&line));
	fflush(stdout);
	return rc;
}

static int
try_tell(const struct trial *trial, size_t i, const struct normalized *done)
{
	const char *path = trial->args->operands[i];

	if (args_has(trial->args, "json"))
		return try_tell_json(trial, path, done);
	if (trial->verify)
		return try_verify(path, done);
	if (trial->field != NULL)
		why_print(done, path, trial->field, stdout);
	else if (trial->html)
		proof_file(done, path, i + 1, stdout);
	else
		view_print(done, path, stdout);
	return done->is_decoded ? COMMAND_DONE : COMMAND_FAILED;
}

/* ---- files --------------------------------------------------------------- */

static int
try_one(const struct workbench *bench, const struct trial *trial, size_t i)
{
	auto_(buf_done) struct buf bytes = BUF_LIMIT(TRY_FILE_MAX);
	auto_(normalized_done) struct normalized done = NORMALIZED_NULL;

	workbench_run(bench, trial->args->operands[i], &bytes, &done);
	return try_tell(trial, i, &done);
}

/* One answer at a time. */
static int
try_read(const struct args *args, struct trial *ret)
{
	const char *name = args_find(args, "why");

	ret->args = args;
	ret->verify = args_has(args, "verify-split");
	ret->html = args_has(args, "html");
	if (ret->verify + ret->html + (name != NULL) > 1 ||
		(ret->html && args_has(args, "json"))) {
		fputs("torntape: --html, --why and --verify-split are "
		      "different answers, and --html is no JSON: ask for one "
		      "of them\n",
			stderr);
		return COMMAND_USAGE;
	}
	if (name == NULL)
		return COMMAND_DONE;
	ret->field = why_field(name);
	return ret->field != NULL ? COMMAND_DONE : COMMAND_USAGE;
}

int
try_command(const struct args *args)
{
	auto_(workbench_done) struct workbench bench = WORKBENCH_NULL;
	struct trial trial = { 0 };
	int rc = try_read(args, &trial);

	if (rc == COMMAND_DONE)
		rc = workbench_open(args, &bench);
	if (rc != COMMAND_DONE)
		return rc;
	if (trial.html)
		proof_begin(args->operands, args->n_operands, stdout);
	for (size_t i = 0; i < args->n_operands; i++)
		if (try_one(&bench, &trial, i) != COMMAND_DONE)
			rc = COMMAND_FAILED;
	if (trial.html)
		proof_end(stdout);
	return rc;
}
