/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin.h - a loaded shared object, its descriptor checked and copied.
 *
 * The descriptor is read before anything of it is called; a wrong ABI, a bad
 * name or a broken option table is a sentence that says what to do. Objects
 * stay mapped for the life of the process: what they lent may live on. One
 * thread.
 */
#ifndef PLUG_PLUGIN_H
#define PLUG_PLUGIN_H

#include "base/arena.h"
#include "base/option.h"
#include "base/problem.h"
#include "torntape/plugin.h"

struct plugin {
	struct tt_plugin descriptor; /* as much as the plugin had; rest zero */
	struct option_spec *options; /* translated; ends with OPTION_END */
	char *dir;                   /* where the object lies */
	struct arena arena;
};

/* Where plugins are looked for, in order; each holds NAME/NAME.so. Made for
 * the running binary: TORNTAPE_PLUGINS alone if set (a colon-separated list),
 * else `plugins` beside the binary (a build tree), then
 * ../lib/torntape/plugins. NULL-terminated, in the arena. */
const char *const *plugin_places(struct arena *arena);

/* The folder in which a plugin's object lies, in the arena; NULL: in none, or
 * it cannot be the name of one. */
char *plugin_find_dir(
	const char *name, const char *const *places, struct arena *arena);

/* `name` is checked before it becomes part of a path. 0, or 1 with why. */
int plugin_open(const char *name, const char *const *places,
	struct plugin **ret_plugin, struct problem *why);
/* Accepts NULL; returns NULL. The code stays mapped. */
struct plugin *plugin_free(struct plugin *plugin);
DEFINE_AUTO(struct plugin, plugin_free);

/* [a-z][a-z0-9-]*, at most 31. */
bool plugin_is_name(const char *name);

#endif
