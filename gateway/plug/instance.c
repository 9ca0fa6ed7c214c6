/* SPDX-License-Identifier: Apache-2.0 */
/*
 * instance - settings from tables, files from two folders.
 *
 * Files are read here, before the sandbox closes, and never again.
 */
#include "plug/instance.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "plug/rules.h"

/* ---- files ----------------------------------------------------------------
 */

static bool
instance_is_file_name(const char *name)
{
	size_t len = name != NULL ? strnlen(name, 64) : 0;

	if (len == 0 || len > 63 || name[0] == '.')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!(name[i] >= 'a' && name[i] <= 'z') &&
			!(name[i] >= '0' && name[i] <= '9') && name[i] != '-' &&
			name[i] != '_' && name[i] != '.')
			return false;
	return true;
}

/* 0, or -ENOENT, or another error. */
static int
instance_read(const char *path, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = 1;

	if (fd < 0)
		return -errno;
	while (got > 0) {
		char *room = buf_room(out, 65536);

		if (room == NULL) {
			got = -1;
			errno = EFBIG;
			break;
		}
		got = read(fd, room, 65536);
		if (got > 0)
			buf_added(out, (size_t)got);
	}
	close(fd);
	return got < 0 ? -errno : 0;
}

static const char *
instance_path(struct tt_instance *instance, bool is_operators, const char *name)
{
	if (is_operators)
		return arena_printf(&instance->arena, "%s/%s/%s",
			instance->rules_dir, instance->plugin->descriptor.name,
			name);
	return arena_printf(
		&instance->arena, "%s/rules/%s", instance->plugin->dir, name);
}

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

/* One of the two files of that name into the rules. 0: done; 1: there is none;
 * negative: start_error says why. */
static int
instance_add_rules(struct tt_instance *instance, const char *name,
	bool is_operators, struct tt_rules *rules)
{
	auto_(buf_done) struct buf text = BUF_LIMIT(RULES_MAX_BYTES);
	const char *path = instance_path(instance, is_operators, name);
	int rc = instance_read(path, &text);

	if (rc == -ENOENT)
		return 1;
	if (rc < 0) {
		problem_set(&instance->start_error, 1, "E-RULES",
			"%s cannot be read: %s", path, strerror(-rc));
		return -1;
	}
	if (rules_parse(
		    rules, path, buf_slice(&text), &instance->start_error) != 0)
		return -1;
	return 0;
}

const struct tt_rules *
instance_rules(struct tt_instance *instance, const char *name)
{
	auto_(rules_free) struct tt_rules *rules = NULL;
	struct instance_file *file;
	int shipped, own = 1;

	if (!instance_is_file_name(name)) {
		problem_set(&instance->start_error, 1, "E-RULES",
			"a rule file's name is lower-case letters, digits, "
			"dashes and dots");
		return NULL;
	}
	file = instance_find_file(instance, name, true);
	if (file != NULL)
		return file->rules;
	rules = rules_new();
	shipped = instance_add_rules(instance, name, false, rules);
	if (shipped >= 0 && instance->rules_dir != NULL)
		own = instance_add_rules(instance, name, true, rules);
	if (shipped < 0 || own < 0)
		return NULL;
	if (shipped == 1 && own == 1) {
		problem_set(&instance->start_error, 1, "E-RULES",
			"there is no rule file %s",
			instance_path(instance, false, name));
		return NULL;
	}
	file = instance_add_file(instance, name);
	file->rules = steal(rules);
	return file->rules;
}

const char *
instance_data(struct tt_instance *instance, const char *name, size_t *ret_len)
{
	auto_(buf_done) struct buf data = BUF_LIMIT(4 * RULES_MAX_BYTES);
	struct instance_file *file;
	int rc = -ENOENT;

	if (!instance_is_file_name(name))
		return NULL;
	file = instance_find_file(instance, name, false);
	if (file == NULL && instance->rules_dir != NULL)
		rc = instance_read(instance_path(instance, true, name), &data);
	if (file == NULL && rc == -ENOENT)
		rc = instance_read(instance_path(instance, false, name), &data);
	if (file == NULL && rc != 0)
		return NULL;
	if (file == NULL) {
		file = instance_add_file(instance, name);
		file->len = data.len;
		file->data = buf_take(&data);
	}
	if (ret_len != NULL)
		*ret_len = file->len;
	return file->data;
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

static int
instance_start(struct tt_instance *instance, struct problem_list *problems)
{
	const struct tt_plugin *d = &instance->plugin->descriptor;

	if (d->start != NULL && !d->start(instance)) {
		if (instance->start_error.code == NULL)
			problem_set(&instance->start_error, 1, "E-PLUGIN-START",
				"the plugin did not start and did not say why");
		instance_complain(
			instance, NULL, &instance->start_error, problems);
		return 1;
	}
	instance->is_started = true;
	return 0;
}

int
instance_new(const struct plugin *plugin, const struct instance_option *options,
	size_t n_options, bool may_retract, const char *rules_dir,
	struct problem_list *problems, struct tt_instance **ret_instance)
{
	auto_(instance_free) struct tt_instance *instance =
		mem_new(struct tt_instance);

	instance->plugin = plugin;
	instance->settings = mem_zero(plugin->descriptor.settings_size);
	instance->may_retract =
		may_retract &&
		(plugin->descriptor.capabilities & TT_CAP_RETRACT) != 0;
	if (rules_dir != NULL && rules_dir[0] != '\0')
		instance->rules_dir = rules_dir;
	if (instance_fill(instance, options, n_options, problems) != 0 ||
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
