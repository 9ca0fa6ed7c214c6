/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node.h - a YAML file as a small tree that remembers where everything stood.
 *
 * All scalars are text; what they mean is the schema's business (schema.h), so
 * a version "1.10" or a country code "no" stays what was typed. Refused, with
 * line and column: anchors and aliases (a page of them unfolds to gigabytes),
 * tags, several documents in one file, keys that are not text, and trees beyond
 * the bounds below. A key that stands twice is marked, for the schema to refuse
 * together with all else. One thread; the tree dies with its arena.
 */
#ifndef CONFIG_NODE_H
#define CONFIG_NODE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/problem.h"
#include "base/slice.h"

#define NODE_MAX_DEPTH 16u
#define NODE_MAX_COUNT 200000u
#define NODE_MAX_BYTES (4u << 20) /* of the file */

enum node_kind { NODE_TEXT, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	unsigned line, column; /* 1-based, of its first character */
	struct slice text;     /* NODE_TEXT, NUL-terminated: the value */
	bool quoted;           /* NODE_TEXT in quotes: "" is meant as text */
	struct node *first;    /* NODE_LIST, NODE_MAP: in the file's order */
	struct node *next;     /* in the parent */
	/* Of a member of a map: its key, and where that stood. */
	struct slice key;
	unsigned key_line, key_column;
	unsigned duplicate_of; /* line of the same key before it; 0: none */
};

/* `text` is the whole file. An empty file is an empty map. 0, or 1 with `why`
 * (code, line, column; `where` is the caller's). */
int node_parse(struct arena *arena, struct slice text, struct node **ret_root,
	struct problem *why);

/* The member of a map; NULL when there is none or `map` is no map. */
const struct node *node_find(const struct node *map, const char *key);
/* Members or items. */
size_t node_count(const struct node *node);
/* "a value", "a list", "a map of keys": for sentences. */
const char *node_kind_name(enum node_kind kind);
/* Text with nothing in it: `key:` alone, or a bare ~ or null. */
bool node_is_empty(const struct node *node);

#endif
