/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lists - partners, products and subscribers, item by item.
 */
#include "config/lists.h"

#include <stddef.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/option.h"
#include "config/config.h"
#include "config/node.h"
#include "config/reader.h"
#include "config/schema.h"
#include "config/value.h"
#include "text/url.h"

/* Note what a check of value.h found, at `node`. */
static void
lists_say(struct reader *reader, const struct node *node,
	const struct problem *why)
{
	reader_say(reader, node, why->code, "%s", why->text);
}

/* Room for the items of `node`; NULL when it is empty or no list. */
static void *
lists_room(struct reader *reader, const struct node *node, size_t size,
	size_t *ret_n)
{
	size_t n = 0;

	if (!node_is_empty(node) && reader_expects(reader, node, NODE_LIST))
		n = node_count(node);
	*ret_n = n;
	return n != 0 ? arena_zero(reader->arena, n * size) : NULL;
}

/* The name of an item of a list, if it is right and new: `names` has those
 * before, with their items. */
static void
lists_check_name(struct reader *reader, struct map *names, struct node *item,
	const char *name, const char *what)
{
	const struct node *at = node_find(item, "name");
	const struct node *before;
	struct problem why = PROBLEM_NULL;

	if (at == NULL || name == NULL)
		return;
	if (value_check_name(slice_text(name), &why) != 0) {
		lists_say(reader, at, &why);
		return;
	}
	before = map_find(names, slice_text(name));
	if (before == NULL)
		map_set(names, slice_text(name), item);
	else
		reader_say(reader, at, "E-CONFIG-TWICE",
			"there is a %s '%s' already, in line %u", what, name,
			node_find(before, "name")->line);
}

/* ---- keys ---------------------------------------------------------------- */

static void
lists_read_keys(struct reader *reader, const struct node *node,
	const struct config_key **ret_keys, size_t *ret_n)
{
	const struct node *item = node->kind == NODE_LIST ? node->first : node;
	size_t n = node->kind == NODE_LIST ? node_count(node) : 1;
	struct config_key *keys;
	size_t n_good = 0;

	if (node_is_empty(node))
		return;
	keys = arena_zero(reader->arena, (n + 1) * sizeof(*keys));
	for (; item != NULL && n > 0; item = item->next, n--) {
		const struct slice from_file = SLICE("${file:");
		struct problem why = PROBLEM_NULL;
		struct slice text;

		if (!reader_text(reader, item, &text))
			continue;
		if (value_read_key(text, slice_starts(item->text, from_file),
			    &keys[n_good], &why) == 0)
			n_good++;
		else
			lists_say(reader, item, &why);
	}
	*ret_keys = keys;
	*ret_n = n_good;
}

void
lists_read_partner_keys(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	struct config_partner *partner = settings;

	(void)part;
	lists_read_keys(reader, node, &partner->keys, &partner->n_keys);
}

void
lists_read_subscriber_keys(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	struct config_subscriber *subscriber = settings;

	(void)part;
	lists_read_keys(reader, node, &subscriber->keys, &subscriber->n_keys);
}

/* ---- partners ------------------------------------------------------------ */

static bool
lists_is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (slice_is(slice_text(word), *words))
			return true;
	return false;
}

static void
lists_check_word(struct reader *reader, const struct node *node,
	const char *word, const char *const *words, const char *what)
{
	const char *near;

	if (node == NULL || lists_is_one_of(word, words))
		return;
	near = option_nearest_of(words, slice_text(word));
	reader_say(reader, node, "E-CONFIG-VALUE",
		"there is no %s '%.60s'%s%s%s", what, word,
		near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
}

static void
lists_check_rights(struct reader *reader, const struct node *node,
	struct config_partner *partner)
{
	const struct node *may = node_find(node, "may");
	const struct node *item;

	for (size_t i = 0; partner->may[i] != NULL; i++) {
		struct slice right = slice_text(partner->may[i]);

		partner->may_kill |= slice_is(right, "kill");
		partner->may_embargo |= slice_is(right, "embargo");
	}
	if (may == NULL)
		return;
	item = may->kind == NODE_LIST ? may->first : may;
	for (size_t i = 0; partner->may[i] != NULL; i++) {
		lists_check_word(
			reader, item, partner->may[i], schema_rights, "right");
		if (may->kind == NODE_LIST)
			item = item->next;
	}
}

static void
lists_check_partner(struct reader *reader, const struct node *node,
	struct config_partner *partner)
{
	const struct node *zone = node_find(node, "timezone");
	const struct node *charset = node_find(node, "charset");
	struct problem why = PROBLEM_NULL;

	lists_check_word(reader, node_find(node, "role"), partner->role,
		schema_roles, "role");
	lists_check_rights(reader, node, partner);
	if (zone != NULL && value_check_zone(partner->timezone, &why) != 0)
		lists_say(reader, zone, &why);
	if (charset != NULL && partner->charset[0] != '\0' &&
		value_check_charset(partner->charset, &why) != 0)
		lists_say(reader, charset, &why);
	if (node->kind == NODE_MAP && node_find(node, "keys") == NULL)
		reader_say(reader, node, "E-CONFIG-MISSING",
			"a partner needs 'keys'; `torntape key new` makes one");
}

void
lists_read_partners(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	struct config *config = settings;
	auto_(map_free) struct map *names = map_new();
	struct config_partner *partners = lists_room(
		reader, node, sizeof(*partners), &config->n_partners);
	struct node *item = node->first;

	for (size_t i = 0; i < config->n_partners; i++, item = item->next) {
		struct config_partner *partner = &partners[i];

		reader_map(reader, item, part->schema, partner);
		lists_check_name(reader, names, item, partner->name, "partner");
		if (partner->name == NULL)
			partner->name = "";
		if (partner->title[0] == '\0')
			partner->title = partner->name;
		lists_check_partner(reader, item, partner);
	}
	config->partners = partners;
}

void
lists_read_notices(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	struct config_partner *partner = settings;
	struct config_notice *notices =
		lists_room(reader, node, sizeof(*notices), &partner->n_notices);
	const struct node *item = node->first;

	for (size_t i = 0; i < partner->n_notices; i++, item = item->next) {
		reader_map(reader, item, part->schema, &notices[i]);
		notices[i].line = item->line;
		notices[i].column = item->column;
	}
	partner->notices = notices;
}

/* ---- products ------------------------------------------------------------ */

/* What was not given is no condition; what was given and is empty stays, as a
 * condition that nothing meets. */
static void
lists_drop_absent(const struct node *node, struct config_match *match)
{
	if (node_find(node, "partner") == NULL)
		match->partner = NULL;
	if (node_find(node, "supplier") == NULL)
		match->supplier = NULL;
	if (node_find(node, "language") == NULL)
		match->language = NULL;
	if (node_find(node, "subject") == NULL)
		match->subject = NULL;
	if (node_find(node, "urgency") == NULL)
		match->urgency = NULL;
}

static void
lists_place_urgency(const struct node *node, struct config_match *match)
{
	const struct node *at = node_find(node, "urgency");

	if (at == NULL)
		return;
	match->urgency_line = at->line;
	match->urgency_column = at->column;
}

void
lists_read_match(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	struct config_product *product = settings;
	struct config_match *match = &product->match;

	if (node_is_empty(node))
		return;
	if (node->kind == NODE_TEXT && slice_is(node->text, "all")) {
		match->all = true;
		return;
	}
	if (node->kind == NODE_TEXT) {
		reader_say(reader, node, "E-CONFIG-VALUE",
			"match is 'all' or a map of conditions, not '%.60s'",
			node->text.at);
		return;
	}
	reader_map(reader, node, part->schema, match);
	lists_drop_absent(node, match);
	lists_place_urgency(node, match);
}

static bool
lists_match_is_nothing(const struct config_match *match)
{
	return !match->all && match->partner == NULL &&
	       match->supplier == NULL && match->language == NULL &&
	       match->subject == NULL && match->urgency == NULL;
}

void
lists_read_products(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	struct config *config = settings;
	auto_(map_free) struct map *names = map_new();
	struct config_product *products = lists_room(
		reader, node, sizeof(*products), &config->n_products);
	struct node *item = node->first;

	for (size_t i = 0; i < config->n_products; i++, item = item->next) {
		struct config_product *product = &products[i];

		reader_map(reader, item, part->schema, product);
		lists_check_name(reader, names, item, product->name, "product");
		if (product->name == NULL)
			product->name = "";
		product->match.nothing =
			lists_match_is_nothing(&product->match);
		if (product->match.nothing && item->kind == NODE_MAP)
			reader_say(reader, item, "W-CONFIG-NOTHING",
				"the product '%.63s' has no condition, so it "
				"delivers nothing; `match: all` takes every "
				"story",
				product->name);
	}
	config->products = products;
}

/* ---- subscribers --------------------------------------------------------- */

static void
lists_check_url(struct reader *reader, const struct node *node,
	struct config_subscriber *subscriber)
{
	struct problem why = PROBLEM_NULL;

	if (value_check_url(slice_text(subscriber->webhook_url),
		    reader->config->outgoing.allow, &why) != 0)
		lists_say(reader, node_find(node, "url"), &why);
}

void
lists_read_webhook(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	auto_(buf_done) struct buf secret = BUF_NULL;
	struct config_subscriber *subscriber = settings;
	struct config_webhook webhook = { 0 };
	struct problem why = PROBLEM_NULL;

	if (!reader_expects(reader, node, NODE_MAP))
		return;
	reader_map(reader, node, part->schema, &webhook);
	if (webhook.url != NULL) {
		subscriber->webhook_url = webhook.url;
		lists_check_url(reader, node, subscriber);
	}
	if (webhook.secret == NULL)
		return;
	if (value_read_secret(slice_text(webhook.secret), &secret, &why) != 0) {
		lists_say(reader, node_find(node, "secret"), &why);
		return;
	}
	subscriber->webhook_secret_text = webhook.secret;
	subscriber->webhook_secret_len = secret.len;
	subscriber->webhook_secret = (const unsigned char *)arena_text(
		reader->arena, buf_slice(&secret));
}

void
lists_read_edition(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	struct config_subscriber *subscriber = settings;
	struct slice license;

	if (!reader_expects(reader, node, NODE_MAP))
		return;
	reader_map(reader, node, part->schema, &subscriber->edition);
	license = slice_text(subscriber->edition.license);
	if (license.len != 0 && !url_is_web(license))
		reader_say(reader, node_find(node, "license"), "E-CONFIG-VALUE",
			"license wants the address of an RSL document, as "
			"https://example.org/rsl.xml, not '%.100s'",
			license.at);
}

void
lists_read_subscribers(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings)
{
	struct config *config = settings;
	auto_(map_free) struct map *names = map_new();
	struct config_subscriber *subscribers = lists_room(
		reader, node, sizeof(*subscribers), &config->n_subscribers);
	struct node *item = node->first;

	for (size_t i = 0; i < config->n_subscribers; i++, item = item->next) {
		struct config_subscriber *subscriber = &subscribers[i];

		reader_map(reader, item, part->schema, subscriber);
		lists_check_name(
			reader, names, item, subscriber->name, "subscriber");
		if (subscriber->name == NULL)
			subscriber->name = "";
		while (subscriber->products != NULL &&
			subscriber->products[subscriber->n_products] != NULL)
			subscriber->n_products++;
		if (item->kind == NODE_MAP && node_find(item, "keys") == NULL &&
			node_find(item, "webhook") == NULL)
			reader_say(reader, item, "E-CONFIG-MISSING",
				"a subscriber needs 'keys' or a 'webhook'");
	}
	config->subscribers = subscribers;
}
