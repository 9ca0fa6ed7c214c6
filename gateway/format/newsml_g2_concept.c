/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newsml_g2_concept - what the codes and names of an item mean.
 *
 * A property names a concept by QCode, URI or literal; its name may stand in
 * it, or in an assert of the same item that is told by the same code. A code
 * whose catalog is not known stays as it came: as literal, never as an invented
 * URI.
 */
#include "format/newsml_g2_parts.h"

#include <stdio.h>
#include <string.h>

#include "format/item.h"
#include "story/uri.h"
#include "text/html.h"

static void
learn(struct newsml_g2 *g2, const struct tree_node *around)
{
	const struct tree_node *catalog = tree_child(around, "catalog");

	for (; catalog; catalog = tree_next(catalog, "catalog")) {
		const struct tree_node *at = tree_child(catalog, "scheme");

		for (; at != NULL; at = tree_next(at, "scheme"))
			qcode_learn(&g2->catalog, tree_get(at, "alias"),
				tree_get(at, "uri"));
	}
}

void
newsml_g2_enter(struct newsml_g2 *g2, const struct tree_node *item)
{
	g2->item = item;
	g2->catalog.n_schemes = 0;
	learn(g2, item);
	if (item != g2->tree.root) {
		learn(g2, tree_child(g2->tree.root, "header"));
		learn(g2, g2->tree.root);
	}
}

/* ---- names -----------------------------------------------------------------
 */

struct slice
newsml_g2_label(struct newsml_g2 *g2, const struct tree_node *node)
{
	auto_(buf_done) struct buf raw = BUF_NULL;
	auto_(buf_done) struct buf line = BUF_NULL;
	const struct tree_node *at = node;

	while ((at = tree_walk(node, at)) != NULL) {
		if (tree_is(at, "br"))
			buf_putc(&raw, ' ');
		if (!tree_is(at->parent, "rt") && !tree_is(at->parent, "rp"))
			buf_put_slice(&raw, at->text);
	}
	html_collapse(buf_slice(&raw), &line);
	if (line.len == 0)
		return (struct slice){ 0 };
	return slice_of(
		arena_text(&g2->tree.arena, buf_slice(&line)), line.len);
}

static struct slice
name_inside(struct newsml_g2 *g2, const struct tree_node *node)
{
	struct slice wanted = tree_lang(g2->item);
	struct slice first = { 0 };
	const struct tree_node *at = tree_child(node, "name");

	for (; at != NULL; at = tree_next(at, "name")) {
		struct slice name = newsml_g2_label(g2, at);

		if (name.len == 0)
			continue;
		if (slice_equal_nocase(tree_lang(at), wanted))
			return name;
		if (first.len == 0)
			first = name;
	}
	return first;
}

static bool
names_same(const struct tree_node *a, const struct tree_node *b)
{
	static const char *const by[] = { "qcode", "uri", "literal" };

	for (size_t i = 0; i < n_elements(by); i++) {
		struct slice value = tree_get(a, by[i]);

		if (value.len != 0 && slice_equal(value, tree_get(b, by[i])))
			return true;
	}
	return false;
}

/* At most so many asserts are looked through for one name. */
#define MAX_ASSERTS 500u

struct slice
newsml_g2_own_name(struct newsml_g2 *g2, const struct tree_node *node)
{
	struct slice name = name_inside(g2, node);
	const struct tree_node *at = tree_child(g2->item, "assert");

	for (unsigned n = 0; name.len == 0 && at != NULL && n < MAX_ASSERTS;
		at = tree_next(at, "assert"), n++)
		if (names_same(at, node))
			name = name_inside(g2, at);
	return name;
}

struct slice
newsml_g2_name(struct newsml_g2 *g2, const struct tree_node *node)
{
	struct slice name = newsml_g2_own_name(g2, node);

	return name.len != 0 ? name : tree_get(node, "literal");
}

bool
newsml_g2_put_uri(
	struct newsml_g2 *g2, const struct tree_node *node, struct buf *out)
{
	struct slice uri = tree_get(node, "uri");

	if (uri.len != 0 && uri_put(out, uri))
		return true;
	return qcode_put_uri(&g2->catalog, tree_get(node, "qcode"), out);
}

/* ---- codes -----------------------------------------------------------------
 */

struct slice
newsml_g2_code(const struct tree_node *node, const char *attribute)
{
	struct slice code = tree_get(node, attribute);

	if (code.len == 0) {
		char name[32];

		snprintf(name, sizeof(name), "%suri", attribute);
		code = tree_get(node, name);
	}
	return item_local_code(code);
}

struct slice
newsml_g2_value(const struct tree_node *node)
{
	struct slice value = tree_get(node, "qcode");

	if (value.len == 0)
		value = tree_get(node, "uri");
	if (value.len == 0)
		value = tree_get(node, "literal");
	return value;
}

/* ---- lists -----------------------------------------------------------------
 */

static enum concept_kind
kind_of(const struct tree_node *node)
{
	static const struct {
		const char *type;
		enum concept_kind kind;
	} kinds[] = {
		{ "person", CONCEPT_PERSON },
		{ "organisation", CONCEPT_ORGANISATION },
		{ "geoArea", CONCEPT_PLACE },
		{ "poi", CONCEPT_PLACE },
		{ "event", CONCEPT_EVENT },
		{ "object", CONCEPT_OBJECT },
	};
	struct slice type = newsml_g2_code(node, "type");

	for (size_t i = 0; i < n_elements(kinds); i++)
		if (slice_is_nocase(type, kinds[i].type))
			return kinds[i].kind;
	return N_CONCEPT_KINDS;
}

static int
percent(struct slice text)
{
	uint64_t value;

	return text.len != 0 && slice_to_u64(text, &value) == 0 && value <= 100
		       ? (int)value
		       : -1;
}

static void
add_subject(
	struct newsml_g2 *g2, struct draft *draft, const struct tree_node *node)
{
	auto_(buf_done) struct buf uri = BUF_NULL;
	bool has_uri = newsml_g2_put_uri(g2, node, &uri);
	struct slice literal = tree_get(node, "literal");

	if (literal.len == 0 && !has_uri)
		literal = tree_get(node, "qcode");
	if (draft_add_subject(draft, newsml_g2_own_name(g2, node),
		    buf_slice(&uri), literal))
		draft_weigh_subject(draft, percent(tree_get(node, "relevance")),
			percent(tree_get(node, "confidence")));
}

static void
add_concept(struct newsml_g2 *g2, struct concepts *concepts,
	enum concept_kind kind, const struct tree_node *node, const char *rel)
{
	auto_(buf_done) struct buf uri = BUF_NULL;
	bool has_uri = newsml_g2_put_uri(g2, node, &uri);
	struct concept found = {
		.name = newsml_g2_own_name(g2, node),
		.rel = slice_text(rel),
		.uri = buf_slice(&uri),
		.literal = tree_get(node, "literal"),
	};

	if (found.literal.len == 0 && !has_uri)
		found.literal = tree_get(node, "qcode");
	concepts_add(concepts, kind, &found);
}

/* Who made it: a person writes, an organisation supplies. */
static void
take_creators(struct newsml_g2 *g2, struct draft *draft,
	const struct tree_node *meta, struct concepts *concepts)
{
	const struct tree_node *at = tree_child(meta, "creator");
	bool has_by = tree_child(meta, "by") != NULL;

	for (; at != NULL; at = tree_next(at, "creator")) {
		struct slice name = newsml_g2_name(g2, at);

		if (kind_of(at) == CONCEPT_ORGANISATION) {
			item_add_party(draft, TT_SUPPLIER, name,
				tree_get(at, "uri"), "creator", 0.85);
			continue;
		}
		add_concept(g2, concepts, CONCEPT_PERSON, at, "creator");
		if (!has_by)
			item_add_byline(draft, name);
	}
	at = tree_child(meta, "contributor");
	for (; at != NULL; at = tree_next(at, "contributor"))
		add_concept(g2, concepts,
			kind_of(at) == CONCEPT_ORGANISATION
				? CONCEPT_ORGANISATION
				: CONCEPT_PERSON,
			at, "contributor");
}

void
newsml_g2_take_concepts(struct newsml_g2 *g2, struct draft *draft)
{
	auto_(concepts_done) struct concepts concepts = { 0 };
	const struct tree_node *meta = tree_child(g2->item, "contentMeta");
	const struct tree_node *at = tree_child(meta, "subject");

	for (unsigned n = 0; at != NULL && n < DRAFT_MAX_FACTS;
		at = tree_next(at, "subject"), n++) {
		enum concept_kind kind = kind_of(at);

		if (kind == N_CONCEPT_KINDS && !draft->is_own)
			add_subject(g2, draft, at);
		else if (kind == N_CONCEPT_KINDS)
			continue; /* said element by element */
		else
			add_concept(g2, &concepts, kind, at, "about");
	}
	at = tree_child(meta, "keyword");
	for (; at != NULL; at = tree_next(at, "keyword"))
		if (newsml_g2_label(g2, at).len != 0)
			draft_add_subject(draft, (struct slice){ 0 },
				(struct slice){ 0 }, newsml_g2_label(g2, at));
	at = tree_child(meta, "genre");
	for (; at != NULL; at = tree_next(at, "genre"))
		add_concept(g2, &concepts, CONCEPT_GENRE, at, "");
	take_creators(g2, draft, meta, &concepts);
	concepts_put(&concepts, draft);
}
