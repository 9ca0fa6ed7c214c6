/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin - dlopen(), and distrust of what it found.
 */
#include "plug/plugin.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/slice.h"

#define PLUGIN_MAX_OPTIONS 200
#define PLUGIN_MAX_SETTINGS (1u << 20)

bool
plugin_is_name(const char *name)
{
	size_t len = name != NULL ? strnlen(name, 32) : 0;

	if (len == 0 || len > 31 || name[0] < 'a' || name[0] > 'z')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!(name[i] >= 'a' && name[i] <= 'z') &&
			!(name[i] >= '0' && name[i] <= '9') && name[i] != '-')
			return false;
	return true;
}

/* ---- finding --------------------------------------------------------------
 */

static struct slice
plugin_exe_dir(struct arena *arena)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path));
	const char *slash;

	if (len <= 0 || (size_t)len == sizeof(path))
		return slice_of(".", 1);
	slash = memrchr(path, '/', (size_t)len);
	if (slash == NULL)
		return slice_of(".", 1);
	return slice_text(
		arena_text(arena, slice_of(path, (size_t)(slash - path))));
}

const char *const *
plugin_places(struct arena *arena)
{
	struct slice rest = slice_text(getenv("TORNTAPE_PLUGINS")), part;
	const char **places;
	size_t n = 0, cap = 2;
	struct slice exe;

	for (size_t i = 0; i < rest.len; i++)
		cap += rest.at[i] == ':';
	places = arena_zero(arena, (cap + 1) * sizeof(*places));
	while (slice_cut(&rest, ':', &part))
		if (part.len != 0)
			places[n++] = arena_text(arena, part);
	if (n != 0)
		return places;
	exe = plugin_exe_dir(arena);
	places[n++] = arena_printf(arena, "%s/plugins", exe.at);
	places[n++] = arena_printf(arena, "%s/../lib/torntape/plugins", exe.at);
	return places;
}

char *
plugin_find_dir(
	const char *name, const char *const *places, struct arena *arena)
{
	if (!plugin_is_name(name))
		return NULL;
	for (; *places != NULL; places++) {
		struct stat st;
		const char *path =
			arena_printf(arena, "%s/%s/%s.so", *places, name, name);

		if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
			return arena_printf(arena, "%s/%s", *places, name);
	}
	return NULL;
}

/* ---- checking -------------------------------------------------------------
 */

static int
plugin_check_abi(
	const struct tt_plugin *found, const char *name, struct problem *why)
{
	size_t least = offsetof(struct tt_plugin, start);

	if (found->abi_major != TT_ABI_MAJOR)
		return problem_set(why, 1, "E-PLUGIN-ABI",
			"plugin %s was built for plugin ABI %u and this is %u; "
			"build it again with this version's "
			"torntape/plugin.h",
			name, found->abi_major, TT_ABI_MAJOR);
	if (found->abi_minor > TT_ABI_MINOR)
		return problem_set(why, 1, "E-PLUGIN-ABI",
			"plugin %s needs plugin ABI %u.%u and this is %u.%u; "
			"use a newer torntape",
			name, found->abi_major, found->abi_minor, TT_ABI_MAJOR,
			TT_ABI_MINOR);
	if (found->size < least || found->size > 4096)
		return problem_set(why, 1, "E-PLUGIN-SIZE",
			"plugin %s says that its descriptor has %u bytes, "
			"which cannot be; build it again with TT_PLUGIN_ABI",
			name, found->size);
	return 0;
}

static int
plugin_check(const struct plugin *plugin, const char *name, struct problem *why)
{
	const struct tt_plugin *d = &plugin->descriptor;

	if (!plugin_is_name(d->name) || strcmp(d->name, name) != 0)
		return problem_set(why, 1, "E-PLUGIN-NAME",
			"%s/%s.so does not call itself %s; folder, file and "
			"name must agree",
			plugin->dir, name, name);
	if (d->process == NULL || d->version == NULL || d->summary == NULL)
		return problem_set(why, 1, "E-PLUGIN-INCOMPLETE",
			"plugin %s lacks process, version or summary", name);
	if (d->settings_size > PLUGIN_MAX_SETTINGS)
		return problem_set(why, 1, "E-PLUGIN-SETTINGS",
			"plugin %s wants %zu bytes of settings", name,
			d->settings_size);
	return 0;
}

/* ---- options --------------------------------------------------------------
 */

static bool
plugin_option_type(
	enum tt_option_type type, enum option_type *ret_type, size_t *ret_size)
{
	switch (type) {
	case TT_OPTION_STRING:
		*ret_type = OPTION_STRING;
		*ret_size = sizeof(char *);
		return true;
	case TT_OPTION_BOOL:
		*ret_type = OPTION_BOOL;
		*ret_size = sizeof(bool);
		return true;
	case TT_OPTION_INTEGER:
		*ret_type = OPTION_INTEGER;
		*ret_size = sizeof(int64_t);
		return true;
	case TT_OPTION_DURATION:
		*ret_type = OPTION_DURATION;
		*ret_size = sizeof(int64_t);
		return true;
	case TT_OPTION_LIST:
		*ret_type = OPTION_LIST;
		*ret_size = sizeof(char **);
		return true;
	case TT_OPTION_END:
		break;
	}
	return false;
}

static int
plugin_translate(struct plugin *plugin, const struct tt_option *from,
	struct option_spec *into, struct problem *why)
{
	const char *plugin_name = plugin->descriptor.name;
	size_t size = 0;

	if (from->name == NULL ||
		!plugin_option_type(from->type, &into->type, &size) ||
		from->offset > plugin->descriptor.settings_size ||
		size > plugin->descriptor.settings_size - from->offset)
		return problem_set(why, 1, "E-PLUGIN-OPTION",
			"plugin %s has an option that does not fit its "
			"settings",
			plugin_name);
	into->name = from->name;
	into->offset = from->offset;
	into->fallback = from->fallback;
	into->min = from->min;
	into->max = from->max;
	into->help = from->help != NULL ? from->help : "";
	return 0;
}

static int
plugin_translate_all(struct plugin *plugin, struct problem *why)
{
	const struct tt_option *table = plugin->descriptor.options;
	size_t n = 0;

	while (table != NULL && table[n].type != TT_OPTION_END)
		if (++n > PLUGIN_MAX_OPTIONS)
			return problem_set(why, 1, "E-PLUGIN-OPTION",
				"plugin %s has no end to its options; close "
				"the table with TT_OPTIONS_END",
				plugin->descriptor.name);
	plugin->options =
		arena_zero(&plugin->arena, (n + 1) * sizeof(*plugin->options));
	for (size_t i = 0; i < n; i++)
		if (plugin_translate(
			    plugin, &table[i], &plugin->options[i], why) != 0)
			return 1;
	return 0;
}

/* ---- opening --------------------------------------------------------------
 */

/* A binary that does not export the functions of the ABI can run no plugin. */
static int
plugin_check_host(struct problem *why)
{
	if (dlsym(RTLD_DEFAULT, "tt_text") == (void *)tt_text)
		return 0;
	return problem_set(why, 1, "E-PLUGIN-HOST",
		"this program does not export the plugin functions");
}

static int
plugin_load(struct plugin *plugin, const char *name, const char *path,
	struct problem *why)
{
	const struct tt_plugin *found;
	void *object;
	size_t size;

	object = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (object == NULL)
		return problem_set(why, 1, "E-PLUGIN-OPEN", "%s", dlerror());
	found = dlsym(object, "torntape_plugin");
	if (found == NULL)
		return problem_set(why, 1, "E-PLUGIN-OPEN",
			"%s exports no torntape_plugin; it is no plugin of "
			"torntape",
			path);
	if (plugin_check_abi(found, name, why) != 0)
		return 1;
	size = found->size < sizeof(*found) ? found->size : sizeof(*found);
	memcpy(&plugin->descriptor, found, size);
	if (plugin_check(plugin, name, why) != 0)
		return 1;
	return plugin_translate_all(plugin, why);
}

int
plugin_open(const char *name, const char *const *places,
	struct plugin **ret_plugin, struct problem *why)
{
	auto_(plugin_free) struct plugin *plugin = NULL;
	auto_(buf_done) struct buf all = BUF_NULL;

	problem_at(why, "plugins", 0, 0);
	if (!plugin_is_name(name))
		return problem_set(why, 1, "E-PLUGIN-NAME",
			"'%.40s' cannot be the name of a plugin", name);
	if (plugin_check_host(why) != 0)
		return 1;
	plugin = mem_new(struct plugin);
	for (size_t i = 0; places[i] != NULL; i++)
		buf_printf(&all, "%s%s", i == 0 ? "" : ", ", places[i]);
	plugin->dir = plugin_find_dir(name, places, &plugin->arena);
	if (plugin->dir == NULL)
		return problem_set(why, 1, "E-PLUGIN-MISSING",
			"there is no plugin %s in %s", name, buf_text(&all));
	if (plugin_load(plugin, name,
		    arena_printf(&plugin->arena, "%s/%s.so", plugin->dir, name),
		    why) != 0)
		return 1;
	*ret_plugin = steal(plugin);
	return 0;
}

struct plugin *
plugin_free(struct plugin *plugin)
{
	if (plugin == NULL)
		return NULL;
	arena_done(&plugin->arena);
	return mem_free(plugin);
}
