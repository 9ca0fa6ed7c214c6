/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lists_plugins - the plugins of the file: the chain in order, and what single
 * partners have otherwise. Options stay text here; the plugin's own table
 * judges them when it is loaded, and the place of each value travels along for
 * that.
 */
#include <stddef.h>

#include "base/auto.h"
#include "base/buf.h"
#include "config/config.h"
#include "config/lists.h"
#include "config/node.h"
#include "config/reader.h"
#include "config/schema.h"
#include "config/value.h"

static const char *const chain_default[] = { "sanitize", "source", "lifecycle",
	"disclaimer", "furniture", "language", "attribution", "topics",
	"unexplained" };

/* One option of a plugin. */
static bool
chain_read_setting(struct reader *reader, const struct node *node,
	struct config_setting *ret_setting)
{
	auto_(buf_done) struct buf joined = BUF_NULL;
	const char *const *texts;
	size_t n;

	if (node->duplicate_of != 0) {
		reader_say_key(reader, node, "E-CONFIG-DUPLICATE",
			"'%.60s' stands here twice; the first is in line %u",
			node->key.at, node->duplicate_of);
		return false;
	}
	if (node->kind == NODE_MAP) {
		reader_say(reader, node, "E-CONFIG-KIND",
			"an option of a plugin is a value or a list");
		return false;
	}
	if (!reader_texts(reader, node, &texts, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		buf_printf(&joined, "%s%s", i == 0 ? "" : ", ", texts[i]);
	*ret_setting = (struct config_setting){
		.name = node->key.at,
		.value = arena_text(reader->arena, buf_slice(&joined)),
		.line = node->line,
		.column = node->column,
	};
	return true;
}

/* The members of `node` that are no words of ours. */
static void
chain_read_settings(struct reader *reader, const struct node *node,
	const struct schema *ours, const struct config_setting **ret_settings,
	size_t *ret_n)
{
	struct config_setting *settings = arena_zero(
		reader->arena, (node_count(node) + 1) * sizeof(*settings));
	size_t n = 0;

	for (const struct node *at = node->first; at != NULL; at = at->next) {
		if (ours != NULL && schema_part_find(ours, at->key) != NULL)
			continue;
		if (chain_read_setting(reader, at, &settings[n]))
			n++;
	}
	*ret_settings = settings;
	*ret_n = n;
}

static void
chain_read_grants(struct reader *reader, const struct node *node,
	struct config_plugin *plugin)
{
	const char *const *texts;
	size_t n;

	if (node == NULL || !reader_texts(reader, node, &texts, &n))
		return;
	for (size_t i = 0; i < n; i++) {
		if (slice_is(slice_text(texts[i]), "retract"))
			plugin->may_retract = true;
		else
			reader_say(reader, node, "E-CONFIG-VALUE",
				"there is no capability '%.60s'; there is "
				"'retract'",
				texts[i]);
	}
}

static void
chain_read_plugin(struct reader *reader, const struct node *node,
	struct config_plugin *plugin)
{
	const struct node *name = node;
	struct problem why = PROBLEM_NULL;
	struct slice text;

	plugin->name = "";
	plugin->line = node->line;
	plugin->column = node->column;
	if (node->kind == NODE_MAP) {
		name = node_find(node, "name");
		chain_read_settings(reader, node, &schema_plugin,
			&plugin->settings, &plugin->n_settings);
		chain_read_grants(reader, node_find(node, "grant"), plugin);
	}
	if (name == NULL) {
		reader_say(reader, node, "E-CONFIG-MISSING",
			"a plugin needs a 'name'");
		return;
	}
	if (!reader_text(reader, name, &text))
		return;
	plugin->name = text.at;
	if (value_check_name(text, &why) != 0)
		reader_say(reader, name, why.code, "%s", why.text);
}

void
lists_read_plugins(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	struct config *config = settings;
	struct config_plugin *plugins;
	const struct node *item = node->first;

	(void)part;
	if (!reader_expects(reader, node, NODE_LIST))
		return;
	config->n_plugins = node_count(node);
	plugins = arena_zero(
		reader->arena, (config->n_plugins + 1) * sizeof(*plugins));
	for (size_t i = 0; i < config->n_plugins; i++, item = item->next)
		chain_read_plugin(reader, item, &plugins[i]);
	config->plugins = plugins;
}

void
lists_default_plugins(struct reader *reader)
{
	size_t n = n_elements(chain_default);
	struct config_plugin *plugins =
		arena_zero(reader->arena, n * sizeof(*plugins));

	for (size_t i = 0; i < n; i++)
		plugins[i].name = chain_default[i];
	reader->config->plugins = plugins;
	reader->config->n_plugins = n;
}

static void
chain_read_override(struct reader *reader, const struct node *node,
	struct config_override *override)
{
	override->plugin = node->key.at;
	override->line = node->key_line;
	override->column = node->key_column;
	if (node->kind == NODE_MAP) {
		chain_read_settings(reader, node, NULL, &override->settings,
			&override->n_settings);
		return;
	}
	override->off =
		node->kind == NODE_TEXT &&
		(slice_is(node->text, "off") || slice_is(node->text, "false"));
	if (!override->off)
		reader_say(reader, node, "E-CONFIG-VALUE",
			"a plugin of a partner is a map of options, or off");
}

void
lists_read_overrides(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	struct config_partner *partner = settings;
	struct config_override *overrides;
	size_t n = 0;

	(void)part;
	if (!reader_expects(reader, node, NODE_MAP))
		return;
	overrides = arena_zero(
		reader->arena, (node_count(node) + 1) * sizeof(*overrides));
	for (const struct node *at = node->first; at != NULL; at = at->next)
		chain_read_override(reader, at, &overrides[n++]);
	partner->overrides = overrides;
	partner->n_overrides = n;
}
