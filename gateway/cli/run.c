/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run - the command that serves: load, wire, run, reload, stop.
 *
 * Prints one line starting with "ready" on stderr when stories can come. A
 * reload (SIGHUP) that the configuration does not survive changes nothing and
 * says why. Main thread.
 */
#include "cli/run.h"

#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/place.h"
#include "cli/plan.h"
#include "config/config.h"
#include "house/demo.h"
#include "house/gateway.h"
#include "house/generation.h"
#include "house/process.h"

#ifndef TORNTAPE_VERSION
#define TORNTAPE_VERSION "0"
#endif

struct run {
	const struct run_options *options;
	struct demo *demo;     /* NULL: a real one */
	unsigned long n_files; /* that this process may open */
};

static void
run_set_log(const struct config *config)
{
	bool json = config->log.format == CONFIG_LOG_JSON ||
		    (config->log.format == CONFIG_LOG_AUTO &&
			    !isatty(STDERR_FILENO));

	log_set_level((enum log_level)config->log.level);
	log_set_json(json);
}

static void
run_ready(void *ctx, struct gateway *gateway)
{
	struct run *run = ctx;

	fprintf(stderr, "ready public=%s admin=%s\n",
		gateway_public_url(gateway), gateway_admin_url(gateway));
	if (run->options->exit_after_start)
		gateway_stop(gateway);
	else if (run->demo != NULL)
		demo_begin(run->demo, gateway);
}

static void
run_reloaded(void *ctx, const struct config *config)
{
	(void)ctx;
	run_set_log(config);
}

/* A reload is answered on the log: in force with its generation (house/), or
 * every reason why nothing changed. The demo has no file to read again: there,
 * the signal means that its terminal was closed. */
static void
run_reload(void *ctx, struct gateway *gateway)
{
	struct run *run = ctx;
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(config_unref) struct config *config = NULL;
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct normalizer_plan plan;
	const char *path = place_config(run->options->config_path);

	if (run->demo != NULL) {
		gateway_stop(gateway);
		return;
	}
	if (path == NULL) {
		log_error("configuration not reloaded, the old one stays",
			"why=there is no file");
		return;
	}
	if (config_load(path, &problems, &config) == 0) {
		plan_normalizer(config, &arena, &plan);
		if (gateway_reload(gateway, config, &plan, &problems) == 0)
			return;
	}
	for (size_t i = 0; i < problems.n_items; i++) {
		char text[480];

		log_error("configuration not reloaded, the old one stays",
			"why=%s",
			problem_print(&problems.items[i], text, sizeof(text)));
	}
}

static void
run_check_files(const struct run *run, const struct config *config)
{
	size_t most = generation_connections(config, run->n_files);

	if (most < (size_t)config->limits.connections)
		log_warn("fewer files may be open than limits.connections and "
			 "webhooks.concurrency ask for, so fewer callers are "
			 "let in",
			"files=%lu connections=%zu", run->n_files, most);
}

/* Is it about the machine (ports, the state directory, threads) rather than
 * what stands in the configuration? */
static bool
run_is_machine(const struct problem *why)
{
	static const char *const codes[] = { "E-LISTEN", "E-STATE-",
		"E-JOURNAL", "E-THREAD" };
	struct slice code = slice_text(why->code);

	for (size_t i = 0; i < n_elements(codes); i++)
		if (slice_starts(code, slice_text(codes[i])))
			return true;
	return false;
}

/* An exit code: "invalid" is said of the configuration only when it is. */
static int
run_explain(const struct problem_list *problems, const char *path)
{
	char text[480];
	bool machine = problems->n_items > 0;

	for (size_t i = 0; i < problems->n_items; i++)
		machine &= run_is_machine(&problems->items[i]);
	if (!machine) {
		complain(problems, path, stderr);
		return COMMAND_CONFIG;
	}
	for (size_t i = 0; i < problems->n_items; i++)
		fprintf(stderr, "torntape: %s\n",
			problem_print(&problems->items[i], text, sizeof(text)));
	return COMMAND_FAILED;
}

static int
run_serve(struct run *run, struct config *config)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(gateway_free) struct gateway *gateway = NULL;
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct normalizer_plan plan;
	int r;

	run_check_files(run, config);
	plan_normalizer(config, &arena, &plan);
	r = gateway_new(
		&(struct gateway_options){
			.config = config,
			.plan = &plan,
			.version = TORNTAPE_VERSION,
			.n_files = run->n_files,
			.on_ready = run_ready,
			.on_reload = run_reload,
			.on_reloaded = run_reloaded,
			.ctx = run,
		},
		&problems, &gateway);
	if (r == 0)
		r = gateway_run(gateway);
	if (run->demo != NULL)
		demo_end(run->demo);
	if (r == 0)
		return COMMAND_DONE;
	return run_explain(&problems, config->path);
}

static int
run_demo(struct run *run)
{
	auto_(demo_free) struct demo *demo = NULL;
	struct problem why = PROBLEM_NULL;
	char text[480];

	if (demo_new(run->options->json, &demo, &why)) {
		fprintf(stderr, "torntape: the demo cannot start: %s\n",
			problem_print(&why, text, sizeof(text)));
		return COMMAND_FAILED;
	}
	run->demo = demo;
	run_set_log(demo_config(demo));
	return run_serve(run, demo_config(demo));
}

int
run_command(const struct run_options *options)
{
	struct run run = { .options = options, .n_files = process_prepare() };
	auto_(config_unref) struct config *config = NULL;
	int r;

	if (options->demo)
		return run_demo(&run);
	r = place_load(options->config_path, &config);
	if (r != 0)
		return r;
	run_set_log(config);
	return run_serve(&run, config);
}
