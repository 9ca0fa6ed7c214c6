/* SPDX-License-Identifier: Apache-2.0 */
/*
 * instance.h - one configured use of a plugin: its settings, rules and state.
 *
 * The same plugin may stand in the chain several times, and differ per partner;
 * each use has an instance of its own and start() is called once for it. What
 * it asked for (rule files, data files) lives as long as it does. One thread.
 */
#ifndef PLUG_INSTANCE_H
#define PLUG_INSTANCE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/problem.h"
#include "plug/plugin.h"

/* An option as the configuration wrote it. */
struct instance_option {
	const char *name, *value;
};

struct instance_file {
	char *name;
	struct tt_rules *rules; /* NULL: raw data */
	char *data;
	size_t len;
};

struct tt_instance {
	const struct plugin *plugin; /* borrowed */
	void *settings;
	void *state; /* the plugin's */
	bool may_retract;
	bool is_started;
	const char *rules_dir; /* the operator's; NULL: none */
	struct arena arena;
	struct instance_file *files;
	size_t n_files, cap;
	struct problem start_error;
	/* How it did, for `top` and the report. */
	uint64_t n_stories, n_failed;
	int64_t spent_us;
};

/* Fill the settings from the table, then call start(). Every wrong option is
 * added to the list. 0, or 1. `rules_dir` is borrowed. */
int instance_new(const struct plugin *plugin,
	const struct instance_option *options, size_t n_options,
	bool may_retract, const char *rules_dir, struct problem_list *problems,
	struct tt_instance **ret_instance);
/* Calls stop(). Accepts NULL; returns NULL. */
struct tt_instance *instance_free(struct tt_instance *instance);
DEFINE_AUTO(struct tt_instance, instance_free);

/* A rule file, shipped and operator's; NULL after start_error was set. */
const struct tt_rules *instance_rules(
	struct tt_instance *instance, const char *name);
/* A data file; the operator's replaces the shipped one. NULL: none. */
const char *instance_data(
	struct tt_instance *instance, const char *name, size_t *ret_len);

#endif
