/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tree - built from a reader's events in one pass; see tree.h.
 */
#include "format/tree.h"

#include <string.h>

#include "base/mem.h"
#include "format/loose.h"
#include "text/html.h"

struct growing {
	struct tree *tree;
	struct tree_node *at; /* the innermost open element */
	struct buf text;      /* of the run that is being read */
};

static struct tree_node *
new_node(struct growing *g)
{
	struct tree_node *node =
		arena_zero(&g->tree->arena, sizeof(struct tree_node));

	node->parent = g->at;
	if (g->at == NULL)
		return node;
	if (g->at->last != NULL)
		g->at->last->next = node;
	else
		g->at->first = node;
	g->at->last = node;
	return node;
}

static void
end_run(struct growing *g)
{
	if (g->text.len == 0)
		return;
	if (g->at != NULL)
		new_node(g)->text = slice_of(
			arena_text(&g->tree->arena, buf_slice(&g->text)),
			g->text.len);
	buf_clear(&g->text);
}

static void
take_attributes(struct growing *g, struct tree_node *node, const char **given)
{
	struct tree_attribute *list;
	size_t n = 0;

	while (given[2 * n] != NULL)
		n++;
	if (n == 0)
		return;
	list = arena_zero(&g->tree->arena, n * sizeof(*list));
	for (size_t i = 0; i < n; i++) {
		struct xml_name name = xml_name_of(given[2 * i]);

		list[i].space = name.space;
		list[i].name =
			arena_text(&g->tree->arena, slice_text(name.local));
		list[i].value = arena_text(
			&g->tree->arena, slice_text(given[2 * i + 1]));
	}
	node->attributes = list;
	node->n_attributes = (uint32_t)n;
}

static void
on_open(void *user, struct xml_name name, const char **attributes)
{
	struct growing *g = user;
	struct tree_node *node;

	end_run(g);
	node = new_node(g);
	node->space = name.space;
	node->name = arena_text(&g->tree->arena, slice_text(name.local));
	take_attributes(g, node, attributes);
	if (g->tree->root == NULL)
		g->tree->root = node;
	g->at = node;
}

static void
on_close(void *user, struct xml_name name)
{
	struct growing *g = user;

	(void)name;
	end_run(g);
	g->at = g->at->parent;
}

static void
on_text(void *user, struct slice text)
{
	struct growing *g = user;

	buf_put_slice(&g->text, text);
}

/* A second time, with care. `strict` is what was wrong with it. */
static int
read_again(struct slice text, struct tree *tree,
	const struct xml_handler *handler, const struct problem *strict,
	struct problem *why)
{
	struct problem loose = PROBLEM_NULL;

	tree_done(tree);
	if (strcmp(strict->code, "E-XML-SYNTAX") == 0 &&
		loose_parse(text, handler, LOOSE_CAREFUL, &loose) == 0) {
		tree->mended = *strict;
		return 0;
	}
	problem_at(why, strict->where, strict->line, strict->column);
	return problem_set(why, 1, strict->code, "%s%s%s", strict->text,
		loose.code != NULL ? "; nor can it be mended: " : "",
		loose.code != NULL ? loose.text : "");
}

int
tree_read(struct slice text, struct tree *ret_tree, struct problem *why)
{
	struct growing growing = { .tree = ret_tree };
	struct xml_handler handler = { &growing, on_open, on_close, on_text };
	struct problem strict = PROBLEM_NULL;
	int result;

	*ret_tree = TREE_NULL;
	if (why != NULL)
		problem_at(&strict, why->where, 0, 0);
	result = xml_parse(text, &handler, &strict);
	if (result != 0) {
		growing.at = NULL;
		buf_clear(&growing.text);
		result = read_again(text, ret_tree, &handler, &strict, why);
	}
	buf_done(&growing.text);
	return result;
}

void
tree_done(struct tree *tree)
{
	arena_done(&tree->arena);
	*tree = TREE_NULL;
}

/* ---- walking ---------------------------------------------------------------
 */

static bool
name_is(const struct tree_node *node, struct slice name)
{
	return node->name != NULL &&
	       (name.at == NULL ||
		       (node->name[0] == name.at[0] &&
			       slice_equal(slice_text(node->name), name)));
}

static const struct tree_node *
first_named(const struct tree_node *node, struct slice name)
{
	while (node != NULL && !name_is(node, name))
		node = node->next;
	return node;
}

const struct tree_node *
tree_child(const struct tree_node *node, const char *name)
{
	return node != NULL ? first_named(node->first, slice_text(name)) : NULL;
}

const struct tree_node *
tree_next(const struct tree_node *node, const char *name)
{
	return node != NULL ? first_named(node->next, slice_text(name)) : NULL;
}

const struct tree_node *
tree_find(const struct tree_node *node, const char *path)
{
	struct slice rest = slice_text(path);
	struct slice step;

	while (node != NULL && slice_cut(&rest, '/', &step))
		node = first_named(node->first, step);
	return node;
}

const struct tree_node *
tree_walk(const struct tree_node *top, const struct tree_node *node)
{
	if (node == NULL)
		return NULL;
	if (node->first != NULL)
		return node->first;
	while (node != top && node->next == NULL)
		node = node->parent;
	return node == top ? NULL : node->next;
}

const struct tree_node *
tree_search(const struct tree_node *node, const char *name)
{
	const struct tree_node *at = node;

	while ((at = tree_walk(node, at)) != NULL)
		if (tree_is(at, name))
			return at;
	return NULL;
}

/* ---- what it says ----------------------------------------------------------
 */

struct slice
tree_get(const struct tree_node *node, const char *attribute)
{
	for (uint32_t i = 0; node != NULL && i < node->n_attributes; i++)
		if (node->attributes[i].space == XML_NONE &&
			!strcmp(node->attributes[i].name, attribute))
			return slice_trim(
				slice_text(node->attributes[i].value));
	return (struct slice){ 0 };
}

struct slice
tree_lang(const struct tree_node *node)
{
	for (; node != NULL; node = node->parent)
		for (uint32_t i = 0; i < node->n_attributes; i++)
			if (node->attributes[i].space == XML_XML &&
				!strcmp(node->attributes[i].name, "lang"))
				return slice_trim(
					slice_text(node->attributes[i].value));
	return (struct slice){ 0 };
}

void
tree_put_raw(const struct tree_node *node, struct buf *out)
{
	const struct tree_node *at = node;

	while ((at = tree_walk(node, at)) != NULL)
		buf_put_slice(out, at->text);
}

struct slice
tree_text(struct tree *tree, const struct tree_node *node)
{
	auto_(buf_done) struct buf raw = BUF_NULL;
	auto_(buf_done) struct buf line = BUF_NULL;

	if (node == NULL || node->first == NULL)
		return (struct slice){ 0 };
	tree_put_raw(node, &raw);
	html_collapse(buf_slice(&raw), &line);
	if (line.len == 0)
		return (struct slice){ 0 };
	return slice_of(arena_text(&tree->arena, buf_slice(&line)), line.len);
}

struct slice
tree_text_at(struct tree *tree, const struct tree_node *node, const char *path)
{
	return tree_text(tree, tree_find(node, path));
}
