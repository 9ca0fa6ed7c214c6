/* SPDX-License-Identifier: Apache-2.0 */
/*
 * instance - settings from tables, and of the rulebook what is for its partner.
 */
#include "plug/instance.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* ---- files ----------------------------------------------------------------
 */

static struct instance_file *
instance_find_file(
	struct tt_instance *instance, const char *name, bool is_rules)
{
	for (size_t i = 0; i < instance->n_files; i++) {
		struct instance_file *file = &instance->files[i];

		if ((file->rules != NULL) == is_rules &&
			strcmp(file->name, name) == 0)
			return file;
	}
	return NULL;
}

static struct instance_file *
instance_add_file(struct tt_instance *instance, const char *name)
{
	struct instance_file *file;

	mem_grow(instance->files, instance->n_files, instance->cap);
	file = &instance->files[instance->n_files++];
	*file = (struct instance_file){ .name = mem_strdup(name) };
	return file;
}

const struct tt_rules *
instance_rules(struct tt_instance *instance, const char *name)
{
	const char *plugin = instance->plugin->descriptor.name;
	const struct tt_rules *rules = NULL;
	struct instance_file *file;

	if (name == NULL)
		name = "";
	file = instance_find_file(instance, name, true);
	if (file != NULL)
		return file->rules;
	rules = rulebook_rules(instance->rulebook, plugin, name);
	if (rules == NULL) {
		problem_set(&instance->start_error, 1, "E-RULES",
			"there is no rule file %s/rules/%.64s (its name must "
			"end in .rules)",
			instance->plugin->dir, name);
		return NULL;
	}
	file = instance_add_file(instance, name);
	file->rules = rules_view(rules, &instance->whose);
	return file->rules;
}

const char *
instance_data(struct tt_instance *instance, const char *name, size_t *ret_len)
{
	const char *plugin = instance->plugin->descriptor.name;
	auto_(buf_done) struct buf data = BUF_NULL;
	struct instance_file *file;

	if (name == NULL)
		return NULL;
	file = instance_find_file(instance, name, false);
	if (file == NULL) {
		if (!rulebook_data(instance->rulebook, plugin, name,
			    &instance->whose, &data))
			return NULL;
		file = instance_add_file(instance, name);
		file->len = data.len;
		file->data = buf_take(&data);
	}
	if (ret_len != NULL)
		*ret_len = file->len;
	return file->data;
}

const void *
instance_data_as(struct tt_instance *instance, const char *name,
	const char *kind, share_make_fn *make, share_drop_fn *drop)
{
	const char *plugin = instance->plugin->descriptor.name;
	auto_(buf_done) struct buf data = BUF_NULL;

	if (name == NULL || kind == NULL || make == NULL)
		return NULL;
	if (!rulebook_data(
		    instance->rulebook, plugin, name, &instance->whose, &data))
		return NULL;
	return share_get(instance->share, kind,
		slice_of(buf_text(&data), data.len), make, drop);
}

void
instance_refuse_rule(struct tt_instance *instance, const struct tt_rule *rule,
	const char *key, size_t n, const char *text)
{
	struct problem why = PROBLEM_NULL;

	if (instance->problems == NULL || rule == NULL)
		return;
	rules_place(rule, key, n, &why);
	problem_set(&why, 1, "E-RULES-VALUE", "%s", text);
	instance->has_errors = true;
	/* A rule for everybody is started with for each partner that has rules
	 * of its own, too. */
	if (!problem_list_has(instance->problems, &why))
		problem_list_add(instance->problems, &why);
}

/* ---- settings -------------------------------------------------------------
 */

static void
instance_complain(const struct tt_instance *instance, const char *option,
	struct problem *why, struct problem_list *problems)
{
	auto_(buf_done) struct buf where = BUF_NULL;

	buf_printf(&where, "plugins.%s", instance->plugin->descriptor.name);
	if (option != NULL)
		buf_printf(&where, ".%.40s", option);
	if (why->line == 0)
		problem_at(why, buf_text(&where), 0, 0);
	if (!problem_list_has(problems, why))
		problem_list_add(problems, why);
}

static bool
instance_is_given(const struct instance_option *options, size_t n_options,
	const char *name)
{
	for (size_t i = 0; i < n_options; i++)
		if (strcmp(options[i].name, name) == 0)
			return true;
	return false;
}

static int
instance_fill(struct tt_instance *instance,
	const struct instance_option *options, size_t n_options,
	struct problem_list *problems)
{
	const struct option_spec *table = instance->plugin->options;
	struct problem why = PROBLEM_NULL;
	int rc = 0;

	if (option_defaults(
		    table, instance->settings, &instance->arena, &why)) {
		instance_complain(instance, NULL, &why, problems);
		return 1;
	}
	for (size_t i = 0; i < n_options; i++) {
		why = PROBLEM_NULL;
		if (option_set_named(table, instance->settings,
			    &instance->arena, slice_text(options[i].name),
			    slice_text(options[i].value), &why) == 0)
			continue;
		instance_complain(instance, options[i].name, &why, problems);
		rc = 1;
	}
	for (; table->type != OPTION_END; table++) {
		if (table->fallback != NULL ||
			instance_is_given(options, n_options, table->name))
			continue;
		why = PROBLEM_NULL;
		problem_set(&why, 1, "E-OPTION-MISSING",
			"the option must be given: %s", table->help);
		instance_complain(instance, table->name, &why, problems);
		rc = 1;
	}
	return rc;
}

/* What is wrong with single rules is in the list already, with its place. */
static int
instance_start(struct tt_instance *instance, struct problem_list *problems)
{
	const struct tt_plugin *d = &instance->plugin->descriptor;
	bool has_begun;

	instance->problems = problems;
	has_begun = d->start == NULL || d->start(instance);
	instance->problems = NULL;
	if (has_begun) {
		instance->is_started = true;
		return instance->has_errors;
	}
	if (instance->has_errors && instance->start_error.code == NULL)
		return 1;
	if (instance->start_error.code == NULL)
		problem_set(&instance->start_error, 1, "E-PLUGIN-START",
			"the plugin did not start and did not say why");
	instance_complain(instance, NULL, &instance->start_error, problems);
	return 1;
}

int
instance_new(const struct instance_plan *plan, struct problem_list *problems,
	struct tt_instance **ret_instance)
{
	auto_(instance_free) struct tt_instance *instance =
		mem_new(struct tt_instance);
	const struct tt_plugin *d = &plan->plugin->descriptor;

	instance->plugin = plan->plugin;
	instance->settings = mem_zero(d->settings_size);
	instance->may_retract =
		plan->may_retract && (d->capabilities & TT_CAP_RETRACT) != 0;
	instance->rulebook = plan->rulebook;
	instance->share = plan->share;
	instance->whose.name =
		arena_text(&instance->arena, slice_text(plan->whose.name));
	instance->whose.title =
		arena_text(&instance->arena, slice_text(plan->whose.title));
	if (instance_fill(instance, plan->options, plan->n_options, problems) !=
			0 ||
		instance_start(instance, problems) != 0)
		return 1;
	*ret_instance = steal(instance);
	return 0;
}

struct tt_instance *
instance_free(struct tt_instance *instance)
{
	if (instance == NULL)
		return NULL;
	if (instance->is_started && instance->plugin->descriptor.stop != NULL)
		instance->plugin->descriptor.stop(instance);
	for (size_t i = 0; i < instance->n_files; i++) {
		mem_free(instance->files[i].name);
		mem_free(instance->files[i].data);
		rules_free(instance->files[i].rules);
	}
	mem_free(instance->files);
	mem_free(instance->settings);
	arena_done(&instance->arena);
	return mem_free(instance);
}
