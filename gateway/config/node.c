/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node - libyaml's events become a tree, with an explicit stack.
 *
 * Events rather than libyaml's own document: that one resolves aliases and
 * knows neither duplicate keys nor bounds. The stack is bounded, so a file of
 * brackets cannot exhaust ours.
 */
#include "config/node.h"

#include <yaml.h>

#include "base/buf.h"
#include "base/map.h"

struct node_level {
	struct node *node;
	struct node **end; /* where the next child goes */
	struct map *keys;  /* of a map: key to node */
	struct node *key;  /* of a map: read, its value not yet */
};

struct node_reader {
	struct arena *arena;
	struct problem *why;
	struct node_level levels[NODE_MAX_DEPTH];
	unsigned depth;
	unsigned n_nodes;
	struct node *root;
};

static int
node_refuse(struct node_reader *reader, yaml_mark_t mark, const char *code,
	const char *text)
{
	problem_at(reader->why, NULL, (unsigned)mark.line + 1,
		(unsigned)mark.column + 1);
	return problem_set(reader->why, 1, code, "%s", text);
}

static struct node *
node_new(struct node_reader *reader, enum node_kind kind, yaml_mark_t mark)
{
	struct node *node = arena_zero(reader->arena, sizeof(*node));

	node->kind = kind;
	node->line = (unsigned)mark.line + 1;
	node->column = (unsigned)mark.column + 1;
	return node;
}

/* `node` is a key of the map at the top of the stack. */
static int
node_add_key(struct node_reader *reader, struct node_level *level,
	struct node *node, yaml_mark_t mark)
{
	struct node *before;

	if (node->kind != NODE_TEXT)
		return node_refuse(reader, mark, "E-CONFIG-KEY",
			"a key must be a word, not a list or a map");
	level->key = node;
	before = map_find(level->keys, node->text);
	if (before != NULL)
		node->duplicate_of = before->line;
	else
		map_set(level->keys, node->text, node);
	return 0;
}

/* Hang `node` where the reader is. */
static int
node_add(struct node_reader *reader, struct node *node, yaml_mark_t mark)
{
	struct node_level *level;

	if (++reader->n_nodes > NODE_MAX_COUNT)
		return node_refuse(reader, mark, "E-CONFIG-BOUNDS",
			"the file has more values than anybody means");
	if (reader->depth == 0) {
		reader->root = node;
		return 0;
	}
	level = &reader->levels[reader->depth - 1];
	if (level->node->kind == NODE_MAP && level->key == NULL)
		return node_add_key(reader, level, node, mark);
	if (level->key != NULL) {
		node->key = level->key->text;
		node->key_line = level->key->line;
		node->key_column = level->key->column;
		node->duplicate_of = level->key->duplicate_of;
		level->key = NULL;
	}
	*level->end = node;
	level->end = &node->next;
	return 0;
}

static int
node_open(struct node_reader *reader, enum node_kind kind, yaml_mark_t mark)
{
	struct node *node = node_new(reader, kind, mark);
	struct node_level *level;

	if (reader->depth == NODE_MAX_DEPTH)
		return node_refuse(reader, mark, "E-CONFIG-BOUNDS",
			"lists and maps are nested too deep");
	if (node_add(reader, node, mark) != 0)
		return 1;
	level = &reader->levels[reader->depth++];
	*level = (struct node_level){ .node = node, .end = &node->first };
	if (kind == NODE_MAP)
		level->keys = map_new();
	return 0;
}

static void
node_close(struct node_reader *reader)
{
	struct node_level *level = &reader->levels[--reader->depth];

	level->keys = map_free(level->keys);
}

static int
node_read_text(struct node_reader *reader, const yaml_event_t *event)
{
	struct node *node = node_new(reader, NODE_TEXT, event->start_mark);
	const char *at = (const char *)event->data.scalar.value;
	size_t len = event->data.scalar.length;

	if (len != 0 && memchr(at, '\0', len) != NULL)
		return node_refuse(reader, event->start_mark, "E-CONFIG-YAML",
			"a NUL character stands in the value");
	node->text =
		slice_of(arena_text(reader->arena, slice_of(at, len)), len);
	node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	return node_add(reader, node, event->start_mark);
}

/* Anchors and tags stand on three kinds of events, in the same two members. */
static int
node_refuse_extras(struct node_reader *reader, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (event->type == YAML_ALIAS_EVENT)
		anchor = event->data.alias.anchor;
	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	}
	if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	}
	if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	}
	if (anchor != NULL)
		return node_refuse(reader, event->start_mark, "E-CONFIG-YAML",
			"anchors (&) and aliases (*) are not taken here; "
			"write the value out, or put it in quotes");
	if (tag != NULL)
		return node_refuse(reader, event->start_mark, "E-CONFIG-YAML",
			"tags (!) are not taken here; put the value in quotes");
	return 0;
}

static int
node_read_event(struct node_reader *reader, const yaml_event_t *event)
{
	if (node_refuse_extras(reader, event) != 0)
		return 1;
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (reader->root == NULL)
			return 0;
		return node_refuse(reader, event->start_mark, "E-CONFIG-YAML",
			"a second document begins here; one file is one "
			"configuration");
	case YAML_SCALAR_EVENT:
		return node_read_text(reader, event);
	case YAML_SEQUENCE_START_EVENT:
		return node_open(reader, NODE_LIST, event->start_mark);
	case YAML_MAPPING_START_EVENT:
		return node_open(reader, NODE_MAP, event->start_mark);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		node_close(reader);
		return 0;
	default:
		return 0;
	}
}

/* The commonest slip in our files: ${...} without quotes between brackets. */
static const char *
node_hint(struct slice text, unsigned line)
{
	struct slice part = { 0 };

	for (unsigned i = 0; i < line; i++)
		if (!slice_cut(&text, '\n', &part))
			return "";
	if (part.at == NULL)
		return "";
	if (memmem(part.at, part.len, "${", 2) != NULL)
		return "; between brackets ${...} needs quotes around it";
	if (memchr(part.at, '\t', part.len) != NULL)
		return "; indent with blanks, not tabs";
	return "";
}

static int
node_refuse_syntax(struct node_reader *reader, const yaml_parser_t *parser,
	struct slice text)
{
	yaml_mark_t mark = parser->problem_mark;

	problem_at(reader->why, NULL, (unsigned)mark.line + 1,
		(unsigned)mark.column + 1);
	return problem_set(reader->why, 1, "E-CONFIG-YAML", "not YAML: %s%s",
		parser->problem != NULL ? parser->problem : "unreadable",
		node_hint(text, (unsigned)mark.line + 1));
}

static int
node_read_all(
	struct node_reader *reader, yaml_parser_t *parser, struct slice text)
{
	for (;;) {
		yaml_event_t event;
		bool at_end;
		int rc;

		if (!yaml_parser_parse(parser, &event))
			return node_refuse_syntax(reader, parser, text);
		at_end = event.type == YAML_STREAM_END_EVENT;
		rc = node_read_event(reader, &event);
		yaml_event_delete(&event);
		if (rc != 0 || at_end)
			return rc;
	}
}

int
node_parse(struct arena *arena, struct slice text, struct node **ret_root,
	struct problem *why)
{
	struct node_reader reader = { .arena = arena, .why = why };
	yaml_parser_t parser;
	int rc;

	if (text.len > NODE_MAX_BYTES)
		return problem_set(why, 1, "E-CONFIG-BOUNDS",
			"the file has more than %u bytes", NODE_MAX_BYTES);
	if (!yaml_parser_initialize(&parser))
		return problem_set(
			why, 1, "E-CONFIG-YAML", "no memory for the parser");
	yaml_parser_set_input_string(
		&parser, (const unsigned char *)text.at, text.len);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	rc = node_read_all(&reader, &parser, text);
	yaml_parser_delete(&parser);
	while (reader.depth > 0)
		node_close(&reader);
	if (rc != 0)
		return rc;
	if (reader.root == NULL || node_is_empty(reader.root))
		reader.root = node_new(&reader, NODE_MAP, (yaml_mark_t){ 0 });
	*ret_root = reader.root;
	return 0;
}

const struct node *
node_find(const struct node *map, const char *key)
{
	if (map == NULL || map->kind != NODE_MAP)
		return NULL;
	for (const struct node *at = map->first; at != NULL; at = at->next)
		if (slice_is(at->key, key))
			return at;
	return NULL;
}

size_t
node_count(const struct node *node)
{
	size_t n = 0;

	for (const struct node *at = node->first; at != NULL; at = at->next)
		n++;
	return n;
}

const char *
node_kind_name(enum node_kind kind)
{
	switch (kind) {
	case NODE_LIST:
		return "a list";
	case NODE_MAP:
		return "a map of keys";
	default:
		return "a value";
	}
}

bool
node_is_empty(const struct node *node)
{
	return node->kind == NODE_TEXT && !node->quoted &&
	       (node->text.len == 0 || slice_is(node->text, "~") ||
		       slice_is(node->text, "null"));
}
