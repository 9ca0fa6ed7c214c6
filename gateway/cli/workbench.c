/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workbench - from a path to drafts that went through the chain; see
 * workbench.h.
 */
#include "cli/workbench.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/place.h"
#include "cli/plan.h"

/* The file's bytes; "-" is standard input. Negative errno. */
static int
read_bytes(const char *path, struct buf *out)
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

static const char *
file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static void
read_headers(const struct args *args, struct buf *out)
{
	for (size_t i = 0; i < args->n_given; i++)
		if (strcmp(args->given[i].name, "header") == 0)
			buf_printf(out, "%s\n", args->given[i].value);
}

/* A partner that a configuration does not know is a slip of the pen where that
 * was named, and told where it only lay about; without one any name will do. */
static int
check_partner(const struct args *args, const struct config *config,
	bool *ret_stranger)
{
	const char *partner = args_find(args, "partner");
	bool is_named = args_has(args, "config");

	*ret_stranger =
		config == NULL ||
		(partner != NULL && config_find_partner(config,
					    slice_text(partner)) == NULL);
	if (config == NULL || !*ret_stranger)
		return COMMAND_DONE;
	fprintf(stderr, "torntape: %s has no partner '%.63s'%s\n",
		place_config(args_find(args, "config")), partner,
		is_named ? "" : "; it is taken for a stranger");
	return is_named ? COMMAND_NOT_FOUND : COMMAND_DONE;
}

int
workbench_open(const struct args *args, struct workbench *ret)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	struct normalizer_plan plan;
	bool is_stranger = true;
	int rc = COMMAND_DONE;

	ret->args = args;
	if (place_config(args_find(args, "config")) != NULL)
		rc = place_load(args_find(args, "config"), &ret->config);
	if (rc == COMMAND_DONE)
		rc = check_partner(args, ret->config, &is_stranger);
	if (rc != COMMAND_DONE)
		return rc;
	plan_normalizer(ret->config, &ret->arena, &plan);
	if (is_stranger)
		plan_add_stranger(
			args_find(args, "partner"), &ret->arena, &plan);
	rc = normalizer_new(&plan, &problems, &ret->normalizer);
	complain(&problems, NULL, stderr);
	if (rc != 0)
		return COMMAND_CONFIG;
	read_headers(args, &ret->headers);
	ret->now_ms = clock_wall_ms();
	return COMMAND_DONE;
}

void
workbench_done(struct workbench *bench)
{
	normalizer_free(bench->normalizer);
	arena_done(&bench->arena);
	config_unref(bench->config);
	buf_done(&bench->headers);
	*bench = WORKBENCH_NULL;
}

void
workbench_run(const struct workbench *bench, const char *path,
	struct buf *bytes, struct normalized *ret)
{
	const struct args *args = bench->args;
	struct normalizer_job job = { .received_ms = bench->now_ms };
	int rc = read_bytes(path, bytes);

	if (rc != 0) {
		problem_set(&ret->why, 1, "E-FILE", "cannot read it: %s",
			strerror(-rc));
		return;
	}
	job.bytes = buf_slice(bytes);
	job.content_type = slice_text(args_find(args, "content-type"));
	job.base_url = slice_text(args_find(args, "base"));
	job.file_name = slice_text(file_name(path));
	job.headers = buf_slice(&bench->headers);
	job.partner = args_find(args, "partner");
	normalizer_run(bench->normalizer, &job, ret);
}
