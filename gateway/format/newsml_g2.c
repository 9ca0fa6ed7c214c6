/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newsml_g2 - NewsML-G2 documents, decoded: one item or a message of many.
 *
 * A message may hold a text, its pictures and a package that says they belong
 * together. Then they are one story: the text, with the pictures beside it. A
 * package none of whose texts came along is a story of its own that points to
 * them. What nothing refers to is a story of its own. A planning item is an
 * advisory: editors read it, readers do not. Concept, knowledge and catalog
 * items are no stories; alone they are refused, among others they are named in
 * a warning.
 *
 * With, without and with any namespace, since partners write all three.
 */
#include "format/newsml_g2_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "format/decoders.h"
#include "format/item.h"
#include "story/uri.h"

/* Items of one message in the order in which they came. */
struct message {
	struct newsml_g2 *g2;
	struct {
		const struct tree_node *node;
		size_t owner;    /* the text it stands with; itself: none */
		size_t package;  /* that holds it; itself: none */
		bool is_covered; /* a package that is told as its text */
	} items[FORMAT_MAX_STORIES];
	size_t n;
	struct map *by_guid; /* index + 1; of equal ones the first */
};

static bool
is_item(const struct tree_node *node)
{
	static const char *const names[] = { "newsItem", "packageItem",
		"planningItem", "conceptItem", "knowledgeItem", "catalogItem" };

	for (size_t i = 0; i < n_elements(names); i++)
		if (tree_is(node, names[i]))
			return true;
	return false;
}

/* What somebody cut out of an item, or what items refer to. */
static bool
is_part(struct slice name)
{
	static const char *const names[] = { "catalog", "contentSet",
		"contentMeta", "groupSet", "itemMeta" };

	for (size_t i = 0; i < n_elements(names); i++)
		if (slice_is(name, names[i]))
			return true;
	return false;
}

static void
add_item(struct message *message, const struct tree_node *node)
{
	struct slice guid = tree_get(node, "guid");

	if (message->n == FORMAT_MAX_STORIES)
		return;
	message->items[message->n].node = node;
	message->items[message->n].owner = message->n;
	message->items[message->n].package = message->n;
	message->n++;
	if (guid.len != 0 && map_find(message->by_guid, guid) == NULL)
		map_set(message->by_guid, guid, (void *)(uintptr_t)message->n);
}

static int
gather(struct message *message, struct problem *why)
{
	const struct tree_node *root = message->g2->tree.root;
	const struct tree_node *at;

	if (is_item(root)) {
		add_item(message, root);
		return 0;
	}
	if (is_part(slice_text(root->name)))
		return problem_set(why, 1, "E-G2-PART",
			"a %.60s alone is a part of NewsML-G2 and no item: it "
			"has no guid and no status",
			root->name);
	if (!tree_is(root, "newsMessage"))
		return problem_set(why, 1, "E-G2-ROOT",
			"expected a newsMessage or an item at the top, found "
			"%.60s",
			root->name);
	at = tree_child(tree_child(root, "itemSet"), NULL);
	for (; at != NULL; at = tree_next(at, NULL))
		if (is_item(at) && message->n < FORMAT_MAX_STORIES)
			add_item(message, at);
		else if (is_item(at))
			return problem_set(why, 1, "E-TOO-MANY",
				"more than %u items in one message",
				FORMAT_MAX_STORIES);
	if (message->n == 0)
		return problem_set(
			why, 1, "E-G2-EMPTY", "the message holds no item");
	return 0;
}

/* ---- what belongs together -------------------------------------------------
 */

/* message->n: not here. */
static size_t
find_item(const struct message *message, struct slice guid)
{
	uintptr_t i =
		guid.len != 0 ? (uintptr_t)map_find(message->by_guid, guid) : 0;

	return i != 0 ? i - 1 : message->n;
}

static bool
is_text(const struct tree_node *item)
{
	const char *type = newsml_g2_type(item);

	return tree_is(item, "newsItem") &&
	       (type == NULL || !strcmp(type, "text") ||
		       !strcmp(type, "composite"));
}

/* The next reference in document order, at most NEWSML_G2_MAX_PARTS of them. */
static const struct tree_node *
next_reference(const struct tree_node *package, const struct tree_node *at,
	unsigned *n)
{
	while ((at = tree_walk(package, at)) != NULL)
		if (tree_is(at, "itemRef") && ++*n <= NEWSML_G2_MAX_PARTS)
			return at;
	return NULL;
}

static void
join_package(struct message *message, size_t package)
{
	const struct tree_node *node = message->items[package].node;
	const struct tree_node *at = node;
	size_t text = message->n;
	unsigned n = 0;

	while (text == message->n &&
		(at = next_reference(node, at, &n)) != NULL) {
		size_t i = find_item(message, tree_get(at, "residref"));

		if (i != message->n && is_text(message->items[i].node))
			text = i;
	}
	if (text == message->n)
		return;
	message->items[package].is_covered = true;
	message->items[text].package = package;
	for (at = node, n = 0; (at = next_reference(node, at, &n)) != NULL;) {
		size_t i = find_item(message, tree_get(at, "residref"));

		if (i != message->n && i != text &&
			tree_is(message->items[i].node, "newsItem") &&
			!is_text(message->items[i].node))
			message->items[i].owner = text;
	}
}

/* A text may point to its pictures itself. */
static void
join_links(struct message *message, size_t text)
{
	const struct tree_node *at =
		tree_find(message->items[text].node, "itemMeta/link");
	unsigned n = 0;

	for (; at != NULL && n++ < NEWSML_G2_MAX_PARTS;
		at = tree_next(at, "link")) {
		size_t i = find_item(message, tree_get(at, "residref"));

		if (i != message->n && i != text &&
			tree_is(message->items[i].node, "newsItem") &&
			!is_text(message->items[i].node) &&
			message->items[i].owner == i)
			message->items[i].owner = text;
	}
}

static void
join(struct message *message)
{
	for (size_t i = 0; i < message->n; i++)
		if (tree_is(message->items[i].node, "packageItem"))
			join_package(message, i);
	for (size_t i = 0; i < message->n; i++)
		if (is_text(message->items[i].node))
			join_links(message, i);
}

/* ---- stories ---------------------------------------------------------------
 */

static int
check_item(const struct tree_node *item, struct problem *why)
{
	struct slice guid = tree_get(item, "guid");

	if (guid.len == 0)
		return problem_set(
			why, 1, "E-G2-GUID", "a %.60s has no guid", item->name);
	if (tree_child(item, "itemMeta") == NULL)
		return problem_set(why, 1, "E-G2-ITEM-META",
			"the %.60s %.*s has no itemMeta: nobody says what it "
			"is and whether it may be used",
			item->name, (int)(guid.len > 120 ? 120 : guid.len),
			guid.at);
	return 0;
}

static struct draft *
new_draft(struct message *message)
{
	struct newsml_g2 *g2 = message->g2;
	struct draft *draft =
		decoded_add_draft(g2->decoded, g2->document->partner);
	struct slice feed =
		tree_text_at(&g2->tree, g2->tree.root, "header/sender");

	draft->format = "newsml-g2";
	draft->format_version =
		arena_text(&draft->arena, g2->decoded->format_version);
	if (feed.len != 0)
		draft->feed_title = arena_text(&draft->arena, feed);
	return draft;
}

/* What the package says of all that is in it holds for the text too. */
static void
take_hold(struct newsml_g2 *g2, const struct tree_node *package,
	struct draft *draft)
{
	const struct tree_node *meta = tree_child(package, "itemMeta");
	const struct tree_node *embargo = tree_child(meta, "embargoed");
	struct slice status = newsml_g2_value(tree_child(meta, "pubStatus"));

	if (tree_get(package, "guid").len != 0)
		draft_add_alt_id(
			draft, SLICE("package"), tree_get(package, "guid"));
	if (embargo != NULL)
		item_set_embargo(draft, tree_text(&g2->tree, embargo));
	if (status.len != 0 &&
		!slice_is_nocase(item_local_code(status), "usable"))
		item_set_status(draft, status);
}

static void
put_reference(struct newsml_g2 *g2, struct jsonout *json,
	const struct tree_node *at, struct slice uri, unsigned n)
{
	const char *class = newsml_g2_type(at);
	struct slice title = newsml_g2_label(g2, tree_child(at, "title"));
	char name[24];

	snprintf(name, sizeof(name), "item%u", n);
	jsonout_object(json);
	jsonout_member_text(json, "name", name);
	jsonout_member(json, "uri", uri);
	if (class != NULL)
		jsonout_member_text(json, "type", class);
	jsonout_member_some(json, "title", title);
	jsonout_object_end(json);
}

/* A package whose items are elsewhere points to them. */
static void
take_references(struct newsml_g2 *g2, const struct tree_node *package,
	struct draft *draft)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);
	const struct tree_node *at = package;
	unsigned n = 0, n_kept = 0;

	while ((at = next_reference(package, at, &n)) != NULL) {
		auto_(buf_done) struct buf uri = BUF_NULL;
		struct slice status =
			newsml_g2_value(tree_child(at, "pubStatus"));

		if ((status.len != 0 &&
			    !slice_is_nocase(
				    item_local_code(status), "usable")) ||
			(!uri_put(&uri, tree_get(at, "residref")) &&
				!uri_put(&uri, tree_get(at, "href"))))
			continue;
		if (n_kept++ == 0)
			jsonout_array(&json);
		put_reference(g2, &json, at, buf_slice(&uri), n_kept);
	}
	if (n_kept == 0)
		return;
	jsonout_array_end(&json);
	draft_add_property(draft, SLICE("associations"), buf_slice(&text));
}

static void
make_story(struct message *message, size_t i)
{
	struct newsml_g2 *g2 = message->g2;
	const struct tree_node *item = message->items[i].node;
	struct draft *draft = new_draft(message);
	struct tt_evidence evidence = { 0, 0, "planning-item", 1 };

	newsml_g2_enter(g2, item);
	newsml_g2_take_item(g2, draft);
	if (tree_is(item, "packageItem")) {
		if (newsml_g2_type(item) == NULL)
			item_set(draft, DRAFT_TYPE, SLICE("composite"));
		take_references(g2, item, draft);
	}
	if (tree_is(item, "planningItem"))
		draft_set_lifecycle(draft, "advisory", 0, &evidence);
	for (size_t j = 0; j < message->n; j++)
		if (j != i && message->items[j].owner == i)
			newsml_g2_take_as_media(
				g2, message->items[j].node, draft);
	if (message->items[i].package != i)
		take_hold(g2, message->items[message->items[i].package].node,
			draft);
}

static bool
is_story(const struct tree_node *item)
{
	return tree_is(item, "newsItem") || tree_is(item, "packageItem") ||
	       tree_is(item, "planningItem");
}

static void
warn_other(struct message *message, const struct tree_node *item)
{
	struct problem warning = PROBLEM_NULL;

	problem_at(&warning, "newsml-g2", 0, 0);
	problem_set(&warning, 1, "W-G2-NOT-A-STORY",
		"a %.60s is no story and was left out", item->name);
	problem_list_add(&message->g2->decoded->warnings, &warning);
}

static int
make_stories(struct message *message, struct problem *why)
{
	for (size_t i = 0; i < message->n; i++) {
		const struct tree_node *item = message->items[i].node;

		if (!is_story(item)) {
			if (message->n != 1)
				warn_other(message, item);
			continue;
		}
		if (message->items[i].is_covered)
			continue;
		if (check_item(item, why) != 0)
			return 1;
		if (message->items[i].owner == i)
			make_story(message, i);
	}
	if (message->g2->decoded->n_drafts != 0)
		return 0;
	return problem_set(why, 1, "E-G2-NOT-A-STORY",
		"a %.60s tells what something is called or planned; it is no "
		"story",
		message->items[0].node->name);
}

int
newsml_g2_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	struct newsml_g2 g2 = { .document = document, .decoded = decoded };
	struct message *message = mem_new(struct message);
	struct slice version;
	int result;

	message->g2 = &g2;
	message->by_guid = map_new();
	problem_at(why, "newsml-g2", 0, 0);
	result = tree_read(text, &g2.tree, why);
	decoded_mended(decoded, &g2.tree.mended);
	if (result == 0)
		result = gather(message, why);
	if (result == 0) {
		version = tree_get(message->items[0].node, "standardversion");
		decoded->format_version =
			version.len == 0
				? SLICE("")
				: slice_of(arena_text(&decoded->arena, version),
					  version.len);
		join(message);
		result = make_stories(message, why);
	}
	tree_done(&g2.tree);
	map_free(message->by_guid);
	mem_free(message);
	return result;
}

int
newsml_g2_sniff(struct slice text)
{
	static const char *const roots[] = { "newsMessage", "newsItem",
		"packageItem", "planningItem", "conceptItem", "knowledgeItem",
		"catalogItem" };
	struct slice root = xml_root_local(text);

	for (size_t i = 0; i < n_elements(roots); i++)
		if (slice_is(root, roots[i]))
			return 100;
	return is_part(root) ? 60 : 0;
}
