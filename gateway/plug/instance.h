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
#include "plug/rulebook.h"
#include "plug/share.h"

/* An option as the configuration wrote it. */
struct instance_option {
	const char *name, *value;
};

struct instance_file {
	char *name;
	struct tt_rules *rules; /* a view; NULL: raw data */
	char *data;
	size_t len;
};

struct tt_instance {
	const struct plugin *plugin; /* borrowed */
	void *settings;
	void *state; /* the plugin's */
	bool may_retract;
	bool is_started;
	struct rulebook *rulebook; /* borrowed; outlives it */
	struct share *share;       /* borrowed; likewise */
	struct whose whose;        /* whose copy it works on */
	struct arena arena;
	struct instance_file *files;
	size_t n_files, cap;
	/* Of start(): the list is the caller's while it lasts, else NULL. */
	struct problem_list *problems;
	bool has_errors; /* told the list */
	struct problem start_error;
	/* How it did, for `top` and the report. */
	uint64_t n_stories, n_failed;
	int64_t spent_us;
};

/* What an instance is made of; borrowed, rulebook and share for its life. */
struct instance_plan {
	const struct plugin *plugin;
	const struct instance_option *options;
	size_t n_options;
	bool may_retract;
	struct rulebook *rulebook;
	struct share *share;
	struct whose whose;
};

/* Fill the settings from the table, then call start(). Everything that is wrong
 * is added to the list. 0, or 1. */
int instance_new(const struct instance_plan *plan,
	struct problem_list *problems, struct tt_instance **ret_instance);
/* Calls stop(). Accepts NULL; returns NULL. */
struct tt_instance *instance_free(struct tt_instance *instance);
DEFINE_AUTO(struct tt_instance, instance_free);

/* A rule file as this instance's partner gets it; NULL after start_error was
 * set. */
const struct tt_rules *instance_rules(
	struct tt_instance *instance, const char *name);
/* A data file, likewise. NULL: none. */
const char *instance_data(
	struct tt_instance *instance, const char *name, size_t *ret_len);
/* What is made of a data file, shared with the other instances. NULL: there is
 * no such file, or nothing could be made of it. */
const void *instance_data_as(struct tt_instance *instance, const char *name,
	const char *kind, share_make_fn *make, share_drop_fn *drop);
/* start() found something wrong with a rule, or (NULL) with a value of it. */
void instance_refuse_rule(struct tt_instance *instance,
	const struct tt_rule *rule, const char *key, size_t n,
	const char *text);

#endif
