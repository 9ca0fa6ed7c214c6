/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cross - the checks between one part of the file and another.
 */
#include "config/cross.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/option.h"
#include "config/config.h"
#include "config/node.h"
#include "config/reader.h"
#include "config/value.h"

/* Where to point for a value that may be a default: the value, else its
 * section, else the top of the file. */
static const struct node *
cross_place(const struct node *root, const char *section, const char *key)
{
	const struct node *map = section ? node_find(root, section) : root;
	const struct node *at = node_find(map, key);

	if (at != NULL)
		return at;
	return map != NULL ? map : root;
}

/* ---- files and addresses ------------------------------------------------- */

static void
cross_file(struct reader *reader, const struct node *place, const char *key,
	const char **path)
{
	*path = reader_path(reader, *path);
	if (access(*path, R_OK) != 0)
		reader_say(reader, place, "E-CONFIG-FILE",
			"%s: cannot read '%.150s': %s", key, *path,
			strerror(errno));
}

static void
cross_address(struct reader *reader, const struct node *place, const char *text)
{
	struct problem why = PROBLEM_NULL;

	if (value_check_address(slice_text(text), &why) != 0)
		reader_say(reader, place, why.code, "%s", why.text);
}

static void
cross_listen(struct reader *reader, const struct node *root)
{
	struct config_listen *listen = &reader->config->listen;

	cross_address(reader, cross_place(root, "listen", "public"),
		listen->public_address);
	cross_address(
		reader, cross_place(root, "listen", "admin"), listen->admin);
	cross_file(reader, cross_place(root, "listen", "cert"), "listen.cert",
		&listen->cert);
	cross_file(reader, cross_place(root, "listen", "key"), "listen.key",
		&listen->key);
}

static void
cross_outgoing(struct reader *reader, const struct node *root)
{
	struct config_outgoing *outgoing = &reader->config->outgoing;
	const struct node *place = cross_place(root, "outgoing", "allow");
	const struct node *item =
		place->kind == NODE_LIST ? place->first : place;
	struct problem why = PROBLEM_NULL;

	for (size_t i = 0; outgoing->allow[i] != NULL; i++) {
		if (value_check_block(slice_text(outgoing->allow[i]), &why) !=
			0)
			reader_say(reader, item, why.code, "%s", why.text);
		if (place->kind == NODE_LIST && item->next != NULL)
			item = item->next;
	}
	if (outgoing->ca[0] != '\0')
		cross_file(reader, cross_place(root, "outgoing", "ca"),
			"outgoing.ca", &outgoing->ca);
}

static void
cross_paths(struct reader *reader, const struct node *root)
{
	struct config *config = reader->config;

	if (config->state[0] == '\0')
		reader_say(reader, cross_place(root, NULL, "state"),
			"E-CONFIG-VALUE", "state wants a directory");
	config->state = reader_path(reader, config->state);
	if (config->rules[0] != '\0')
		cross_file(reader, cross_place(root, NULL, "rules"), "rules",
			&config->rules);
}

/* ---- numbers ------------------------------------------------------------- */

static void
cross_retries(struct reader *reader, const struct node *root)
{
	struct config_webhooks *webhooks = &reader->config->webhooks;
	const struct node *place = cross_place(root, "webhooks", "retries");
	const struct node *item =
		place->kind == NODE_LIST ? place->first : place;
	struct problem why = PROBLEM_NULL;
	int64_t *times;
	size_t n = 0;

	while (webhooks->retries[n] != NULL)
		n++;
	if (n == 0)
		reader_say(reader, place, "E-CONFIG-VALUE",
			"retries needs at least one wait; [0s] tries once");
	times = arena_zero(reader->arena, (n + 1) * sizeof(*times));
	for (size_t i = 0; i < n; i++) {
		if (option_parse_duration(slice_text(webhooks->retries[i]),
			    &times[i], &why) != 0)
			reader_say(reader, item, why.code, "retries: %s",
				why.text);
		if (place->kind == NODE_LIST && item->next != NULL)
			item = item->next;
	}
	if (n > CONFIG_RETRIES_MAX)
		reader_say(reader, place, "E-CONFIG-RANGE",
			"retries has %zu waits, at most %d are kept", n,
			CONFIG_RETRIES_MAX);
	webhooks->retries_ms = times;
	webhooks->n_retries = n;
}

static void
cross_limits(struct reader *reader, const struct node *root)
{
	const struct config_limits *limits = &reader->config->limits;

	if (limits->output_hard < limits->output_soft)
		reader_say(reader, cross_place(root, "limits", "output_hard"),
			"E-CONFIG-RANGE",
			"output_hard is below output_soft, so a slow peer is "
			"cut before it is warned");
}

/* ---- names --------------------------------------------------------------- */

static const struct config_product *
cross_find_product(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->n_products; i++)
		if (strcmp(config->products[i].name, name) == 0)
			return &config->products[i];
	return NULL;
}

static const char *
cross_nearest_product(struct reader *reader, const char *name)
{
	const struct config *config = reader->config;
	const char **names = arena_zero(
		reader->arena, (config->n_products + 1) * sizeof(*names));

	for (size_t i = 0; i < config->n_products; i++)
		names[i] = config->products[i].name;
	return option_nearest_of(names, slice_text(name));
}

static void
cross_products(struct reader *reader, const struct node *item,
	const struct config_subscriber *subscriber)
{
	const struct node *place = node_find(item, "products");
	const struct node *at;

	if (place == NULL)
		return;
	at = place->kind == NODE_LIST ? place->first : place;
	for (size_t i = 0; i < subscriber->n_products; i++) {
		const char *name = subscriber->products[i];
		const char *near;

		if (cross_find_product(reader->config, name) == NULL) {
			near = cross_nearest_product(reader, name);
			reader_say(reader, at, "E-CONFIG-REFERENCE",
				"there is no product '%.63s'%s%s%s", name,
				near ? "; did you mean '" : "",
				near ? near : "", near ? "'?" : "");
		}
		if (place->kind == NODE_LIST)
			at = at->next;
	}
}

static void
cross_match(struct reader *reader, const struct node *item,
	const struct config_match *match)
{
	const struct node *place =
		node_find(node_find(item, "match"), "partner");
	const struct node *at;

	if (place == NULL || match->partner == NULL)
		return;
	at = place->kind == NODE_LIST ? place->first : place;
	for (size_t i = 0; match->partner[i] != NULL; i++) {
		if (config_find_partner(reader->config,
			    slice_text(match->partner[i])) == NULL)
			reader_say(reader, at, "E-CONFIG-REFERENCE",
				"there is no partner '%.63s'",
				match->partner[i]);
		if (place->kind == NODE_LIST)
			at = at->next;
	}
}

static void
cross_overrides(struct reader *reader, const struct config_partner *partner)
{
	const struct config *config = reader->config;

	for (size_t i = 0; i < partner->n_overrides; i++) {
		const struct config_override *override = &partner->overrides[i];
		bool found = false;

		for (size_t j = 0; j < config->n_plugins; j++)
			found |= strcmp(config->plugins[j].name,
					 override->plugin) == 0;
		if (!found)
			reader_say_at(reader, override->line, override->column,
				"E-CONFIG-REFERENCE",
				"there is no plugin '%.60s' in the chain",
				override->plugin);
	}
}

/* ---- keys ---------------------------------------------------------------- */

/* One key must mean one sender or one receiver. `seen` are all keys before,
 * by their hashes, with whose they are. */
static void
cross_keys(struct reader *reader, struct node *item,
	const struct config_key *keys, size_t n_keys, struct map *seen)
{
	for (size_t i = 0; i < n_keys; i++) {
		struct slice hash =
			slice_of((const char *)keys[i].sha256, CONFIG_KEY_SIZE);
		const struct node *owner = map_find(seen, hash);

		if (owner == NULL)
			map_set(seen, hash, item);
		else if (owner != item)
			reader_say(reader, cross_place(item, NULL, "keys"),
				"E-CONFIG-TWICE",
				"this key is somebody else's already; every "
				"key belongs to one name");
	}
}

static void
cross_partners(struct reader *reader, const struct node *root)
{
	const struct config *config = reader->config;
	const struct node *list = node_find(root, "partners");
	auto_(map_free) struct map *seen = map_new();
	struct node *item = list != NULL ? list->first : NULL;

	for (size_t i = 0; i < config->n_partners; i++, item = item->next) {
		const struct config_partner *partner = &config->partners[i];

		cross_keys(reader, item, partner->keys, partner->n_keys, seen);
		cross_overrides(reader, partner);
	}
}

static void
cross_subscribers(struct reader *reader, const struct node *root)
{
	const struct config *config = reader->config;
	const struct node *list = node_find(root, "subscribers");
	auto_(map_free) struct map *seen = map_new();
	struct node *item = list != NULL ? list->first : NULL;

	for (size_t i = 0; i < config->n_subscribers; i++, item = item->next) {
		const struct config_subscriber *subscriber =
			&config->subscribers[i];

		cross_keys(reader, item, subscriber->keys, subscriber->n_keys,
			seen);
		cross_products(reader, item, subscriber);
	}
}

static void
cross_all_matches(struct reader *reader, const struct node *root)
{
	const struct config *config = reader->config;
	const struct node *list = node_find(root, "products");
	const struct node *item = list != NULL ? list->first : NULL;

	for (size_t i = 0; i < config->n_products; i++, item = item->next)
		cross_match(reader, item, &config->products[i].match);
}

void
cross_check(struct reader *reader, const struct node *root)
{
	cross_paths(reader, root);
	cross_listen(reader, root);
	cross_outgoing(reader, root);
	cross_limits(reader, root);
	cross_retries(reader, root);
	cross_partners(reader, root);
	cross_all_matches(reader, root);
	cross_subscribers(reader, root);
}
