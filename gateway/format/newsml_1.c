/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newsml_1 - NewsML 1.0 to 1.2, decoded.
 *
 * An item's name is its URN without the revision, so all revisions are one
 * story; RevisionId is its version. A revision that carries only management
 * data (Update="A", or no component at all) changes the status: this is how a
 * kill arrives without a text. One that carries patches (Update="U") needs the
 * revision before it, which a decoder does not have: it is refused. A status
 * that will change to Usable is an embargo; "Embargoed" without a date holds.
 *
 * Items of one document that a text-less item refers to are one story, as in
 * NewsML-G2: the text, with the pictures beside it.
 */
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "format/decoders.h"
#include "format/item.h"
#include "format/newsml_1_parts.h"
#include "story/uri.h"

struct bundle {
	struct newsml_1 *newsml;
	struct {
		const struct tree_node *node;
		size_t owner; /* the text it stands with; itself: none */
		bool is_covered, has_text, has_media;
	} items[FORMAT_MAX_STORIES];
	size_t n;
};

static struct slice
formal_name_at(const struct tree_node *node, const char *path)
{
	return tree_get(tree_find(node, path), "FormalName");
}

/* ---- identification --------------------------------------------------------
 */

/* "urn:newsml:isle.example:20250922:ferry" */
static bool
put_name(struct newsml_1 *newsml, const struct tree_node *item, struct buf *out)
{
	static const char *const parts[] = { "ProviderId", "DateId",
		"NewsItemId" };
	const struct tree_node *id =
		tree_find(item, "Identification/NewsIdentifier");

	buf_puts(out, "urn:newsml");
	for (size_t i = 0; i < n_elements(parts); i++) {
		struct slice part = tree_text_at(&newsml->tree, id, parts[i]);

		if (part.len == 0)
			return false;
		buf_putc(out, ':');
		buf_put_slice(out, part);
	}
	return true;
}

static void
take_identity(struct newsml_1 *newsml, const struct tree_node *item,
	struct draft *draft)
{
	const struct tree_node *identification =
		tree_child(item, "Identification");
	struct slice urn = tree_text_at(&newsml->tree, identification,
		"NewsIdentifier/PublicIdentifier");
	struct slice label =
		tree_text_at(&newsml->tree, identification, "NameLabel");
	auto_(buf_done) struct buf name = BUF_NULL;

	put_name(newsml, item, &name);
	item_set_identity(draft, "newsItem", buf_slice(&name));
	if (urn.len != 0)
		draft_add_alt_id(draft, SLICE("publicIdentifier"), urn);
	if (label.len != 0)
		draft_add_alt_id(draft, SLICE("nameLabel"), label);
	item_set(draft, DRAFT_VERSION,
		tree_text_at(&newsml->tree, identification,
			"NewsIdentifier/RevisionId"));
	item_set(draft, DRAFT_TITLE, label);
}

/* ---- management ------------------------------------------------------------
 */

/* What will become of it, and when. */
static bool
take_changes(struct newsml_1 *newsml, const struct tree_node *management,
	struct draft *draft)
{
	const struct tree_node *at = tree_child(management, "StatusWillChange");
	bool is_embargo = false;

	for (; at != NULL; at = tree_next(at, "StatusWillChange")) {
		struct slice status = formal_name_at(at, "FutureStatus");
		struct slice when =
			tree_text_at(&newsml->tree, at, "DateAndTime");

		if (slice_is_nocase(status, "Usable")) {
			item_set_embargo(draft, when);
			is_embargo = true;
		} else if (slice_is_nocase(status, "Canceled")) {
			item_set_time(draft, DRAFT_EXPIRES, when);
		}
	}
	return is_embargo;
}

static void
take_status(struct newsml_1 *newsml, const struct tree_node *management,
	struct draft *draft)
{
	struct slice status = formal_name_at(management, "Status");
	bool is_embargo = take_changes(newsml, management, draft);

	if (slice_is_nocase(status, "Embargoed")) {
		if (!is_embargo)
			item_set_embargo(draft, (struct slice){ 0 });
	} else if (!is_embargo || !slice_is_nocase(status, "Withheld")) {
		item_set_status(draft, status);
	}
}

static void
take_instructions(const struct tree_node *management, struct draft *draft)
{
	static const struct {
		const char *word, *kind;
	} words[] = {
		{ "correction", "correction" },
		{ "correct", "correction" },
		{ "rectify", "correction" },
		{ "update", "update" },
		{ "rewrite", "update" },
		{ "clarification", "clarification" },
		{ "kill", "withdrawal" },
		{ "withdraw", "withdrawal" },
	};
	const struct tree_node *at = tree_child(management, "Instruction");
	struct tt_evidence evidence = { 0, 0, "instruction", 0.95 };

	for (; at != NULL; at = tree_next(at, "Instruction")) {
		const struct tree_node *older =
			tree_child(at, "RevisionStatus");
		struct slice name = tree_get(at, "FormalName");

		item_add_note(draft, name);
		for (size_t i = 0; i < n_elements(words); i++)
			if (slice_is_nocase(name, words[i].word)) {
				draft_set_lifecycle(
					draft, words[i].kind, 0, &evidence);
				break;
			}
		for (; older != NULL;
			older = tree_next(older, "RevisionStatus")) {
			struct slice revision = tree_get(older, "Revision");
			struct slice status = formal_name_at(older, "Status");

			draft_warn(draft, "W-NEWSML-REVISION",
				"it says that %s%.*s %s now %.*s; this "
				"revision takes the place of all older ones",
				revision.len ? "revision "
					     : "all older "
					       "revisions",
				(int)(revision.len > 20 ? 20 : revision.len),
				revision.at ? revision.at : "",
				revision.len ? "is" : "are",
				(int)(status.len > 20 ? 20 : status.len),
				status.at ? status.at : "");
		}
	}
	struct slice type = formal_name_at(management, "NewsItemType");

	evidence.rule = "news-item-type";
	if (slice_is_nocase(type, "Alert"))
		draft_set_lifecycle(draft, "alert", 0, &evidence);
	else if (slice_is_nocase(type, "Advisory"))
		draft_set_lifecycle(draft, "advisory", 0, &evidence);
}

static void
take_references(const struct tree_node *item, struct draft *draft)
{
	const struct tree_node *management = tree_child(item, "NewsManagement");
	const struct tree_node *at = item;
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);
	unsigned n = 0;

	for (const struct tree_node *from =
			tree_child(management, "DerivedFrom");
		from != NULL; from = tree_next(from, "DerivedFrom"))
		if (tree_get(from, "NewsItem").len != 0)
			draft_add_alt_id(draft, SLICE("derivedFrom"),
				tree_get(from, "NewsItem"));
	while ((at = tree_walk(item, at)) != NULL && n < NEWSML_1_MAX_PARTS) {
		auto_(buf_done) struct buf uri = BUF_NULL;
		char name[24];

		if ((!tree_is(at, "AssociatedWith") &&
			    !tree_is(at, "NewsItemRef")) ||
			!uri_put(&uri, tree_get(at, "NewsItem")))
			continue;
		if (n++ == 0)
			jsonout_array(&json);
		snprintf(name, sizeof(name), "item%u", n);
		jsonout_object(&json);
		jsonout_member_text(&json, "name", name);
		jsonout_member(&json, "uri", buf_slice(&uri));
		jsonout_object_end(&json);
	}
	if (n == 0)
		return;
	jsonout_array_end(&json);
	draft_add_property(draft, SLICE("associations"), buf_slice(&text));
}

static void
take_management(struct newsml_1 *newsml, const struct tree_node *item,
	struct draft *draft)
{
	const struct tree_node *management = tree_child(item, "NewsManagement");
	const struct tree_node *at = tree_child(item, "Comment");

	item_set_time(draft, DRAFT_FIRST_CREATED,
		tree_text_at(&newsml->tree, management, "FirstCreated"));
	item_set_time(draft, DRAFT_VERSION_CREATED,
		tree_text_at(&newsml->tree, management, "ThisRevisionCreated"));
	item_set_urgency(draft, formal_name_at(management, "Urgency"));
	take_status(newsml, management, draft);
	take_instructions(management, draft);
	for (; at != NULL; at = tree_next(at, "Comment"))
		item_add_note(draft, tree_text(&newsml->tree, at));
}

/* ---- stories ---------------------------------------------------------------
 */

static int
check_item(struct newsml_1 *newsml, const struct tree_node *item,
	struct problem *why)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	struct slice update = tree_get(
		tree_find(item, "Identification/NewsIdentifier/RevisionId"),
		"Update");

	if (!put_name(newsml, item, &name))
		return problem_set(why, 1, "E-NEWSML-IDENTITY",
			"a NewsItem has no NewsIdentifier of provider, date "
			"and id");
	if (tree_child(item, "NewsManagement") == NULL)
		return problem_set(why, 1, "E-NEWSML-MANAGEMENT",
			"%.160s has no NewsManagement: nobody says whether it "
			"may be used",
			buf_text(&name));
	if (tree_child(item, "Update") != NULL || slice_is(update, "U"))
		return problem_set(why, 1, "E-NEWSML-PATCH",
			"%.160s carries changes to an older revision, which "
			"we do not apply; ask for the whole item",
			buf_text(&name));
	return 0;
}

static void
make_story(struct bundle *bundle, size_t i)
{
	struct newsml_1 *newsml = bundle->newsml;
	const struct tree_node *item = bundle->items[i].node;
	struct draft *draft =
		decoded_add_draft(newsml->decoded, newsml->document->partner);
	bool is_status_only = tree_child(item, "NewsComponent") == NULL;

	draft->format = "newsml-1";
	draft->format_version =
		arena_text(&draft->arena, newsml->decoded->format_version);
	if (is_status_only) {
		draft_text_done(draft);
		item_set(draft, DRAFT_TYPE, SLICE("text"));
		draft_warn(draft, "W-NEWSML-STATUS-ONLY",
			"this revision carries nothing but its status");
	} else {
		newsml_1_take_content(newsml, item, draft);
	}
	take_identity(newsml, item, draft);
	take_management(newsml, item, draft);
	item_set_first(draft, DRAFT_SLUGLINE,
		tree_text_at(&newsml->tree, item, "Identification/NameLabel"));
	for (size_t j = 0; j < bundle->n; j++) {
		const struct tree_node *part = bundle->items[j].node;
		struct slice status;

		if (j == i || bundle->items[j].owner != i)
			continue;
		status = formal_name_at(part, "NewsManagement/Status");
		if (slice_is_nocase(status, "Usable"))
			newsml_1_take_media(newsml, part, draft);
		else
			draft_warn(draft, "W-NEWSML-PART",
				"an associated item is withheld, canceled or "
				"under embargo and was left out");
	}
	take_references(item, draft);
}

/* ---- the document ----------------------------------------------------------
 */

static void
learn_duids(struct newsml_1 *newsml)
{
	const struct tree_node *root = newsml->tree.root;
	const struct tree_node *at = root;

	while ((at = tree_walk(root, at)) != NULL) {
		struct slice duid = tree_get(at, "Duid");

		if (duid.len != 0 && map_find(newsml->by_duid, duid) == NULL)
			map_set(newsml->by_duid, duid, (void *)at);
	}
}

static void
join_item(struct bundle *bundle, struct map *by_name, size_t package)
{
	const struct tree_node *node = bundle->items[package].node;
	size_t parts[NEWSML_1_MAX_PARTS];
	size_t n = 0, text = bundle->n;
	const struct tree_node *at = node;

	while ((at = tree_walk(node, at)) != NULL && n < NEWSML_1_MAX_PARTS) {
		size_t i;

		if (!tree_is(at, "NewsItemRef") &&
			!tree_is(at, "AssociatedWith"))
			continue;
		i = (uintptr_t)map_find(by_name, tree_get(at, "NewsItem"));
		if (i == 0 || --i == package)
			continue;
		parts[n++] = i;
		if (text == bundle->n && bundle->items[i].has_text)
			text = i;
	}
	if (bundle->items[package].has_text)
		text = package;
	if (text == bundle->n)
		return;
	bundle->items[package].is_covered = text != package;
	for (size_t i = 0; i < n; i++)
		if (parts[i] != text && !bundle->items[parts[i]].has_text &&
			bundle->items[parts[i]].has_media)
			bundle->items[parts[i]].owner = text;
}

/* By URN, by name without revision, and by "#duid". */
static void
learn_names(struct bundle *bundle, struct map *by_name, size_t i)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	const struct tree_node *node = bundle->items[i].node;
	struct slice urn = tree_text_at(&bundle->newsml->tree, node,
		"Identification/NewsIdentifier/PublicIdentifier");
	void *index = (void *)(uintptr_t)(i + 1);

	if (urn.len != 0)
		map_set(by_name, urn, index);
	if (put_name(bundle->newsml, node, &name))
		map_set(by_name, buf_slice(&name), index);
	buf_clear(&name);
	buf_putc(&name, '#');
	buf_put_slice(&name, tree_get(node, "Duid"));
	if (name.len > 1)
		map_set(by_name, buf_slice(&name), index);
}

static void
join(struct bundle *bundle)
{
	auto_(map_free) struct map *by_name = map_new();

	for (size_t i = 0; i < bundle->n; i++) {
		const struct tree_node *node = bundle->items[i].node;

		learn_names(bundle, by_name, i);
		bundle->items[i].has_text = newsml_1_find_text(node) != NULL;
		bundle->items[i].has_media = newsml_1_has_media(node);
	}
	for (size_t i = 0; bundle->n > 1 && i < bundle->n; i++)
		join_item(bundle, by_name, i);
}

static int
gather(struct bundle *bundle, struct problem *why)
{
	const struct tree_node *root = bundle->newsml->tree.root;
	const struct tree_node *at = tree_child(root, "NewsItem");

	if (!tree_is(root, "NewsML"))
		return problem_set(why, 1, "E-NEWSML-ROOT",
			"expected a NewsML element at the top, found %.60s",
			root->name);
	for (; at != NULL; at = tree_next(at, "NewsItem")) {
		if (bundle->n == FORMAT_MAX_STORIES)
			return problem_set(why, 1, "E-TOO-MANY",
				"more than %u items in one document",
				FORMAT_MAX_STORIES);
		bundle->items[bundle->n].node = at;
		bundle->items[bundle->n].owner = bundle->n;
		bundle->n++;
	}
	if (bundle->n == 0)
		return problem_set(why, 1, "E-NEWSML-EMPTY",
			"the document holds no NewsItem");
	return 0;
}

static int
make_stories(struct bundle *bundle, struct problem *why)
{
	for (size_t i = 0; i < bundle->n; i++) {
		const struct tree_node *item = bundle->items[i].node;

		if (check_item(bundle->newsml, item, why) != 0)
			return 1;
		if (tree_child(item, "TopicSet") != NULL ||
			bundle->items[i].is_covered ||
			bundle->items[i].owner != i)
			continue;
		make_story(bundle, i);
	}
	if (bundle->newsml->decoded->n_drafts == 0)
		return problem_set(why, 1, "E-NEWSML-NOT-A-STORY",
			"a set of topics tells what things are called; it is "
			"no story");
	return 0;
}

int
newsml_1_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	struct newsml_1 newsml = { .document = document, .decoded = decoded };
	struct bundle *bundle = mem_new(struct bundle);
	struct slice version;
	int result;

	bundle->newsml = &newsml;
	newsml.by_duid = map_new();
	problem_at(why, "newsml-1", 0, 0);
	result = tree_read(text, &newsml.tree, why);
	decoded_mended(decoded, &newsml.tree.mended);
	if (result == 0)
		result = gather(bundle, why);
	if (result == 0) {
		version = tree_get(newsml.tree.root, "Version");
		if (version.len == 0)
			version = SLICE("1.0");
		decoded->format_version = slice_of(
			arena_text(&decoded->arena, version), version.len);
		learn_duids(&newsml);
		join(bundle);
		result = make_stories(bundle, why);
	}
	tree_done(&newsml.tree);
	map_free(newsml.by_duid);
	mem_free(bundle);
	return result;
}

int
newsml_1_sniff(struct slice text)
{
	return slice_is(xml_root_local(text), "NewsML") ? 100 : 0;
}
