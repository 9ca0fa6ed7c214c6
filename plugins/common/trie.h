/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trie.h - many texts, walked byte by byte at once.
 *
 * Grown while rules are read, read-only afterwards. A walk costs one look-up a
 * byte and ends at the first byte that no text goes on with, so looking for a
 * thousand terms costs no more than looking for ten. Values hang on nodes in
 * the order in which they were added.
 */
#ifndef PLUGINS_COMMON_TRIE_H
#define PLUGINS_COMMON_TRIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRIE_ROOT 1u

struct trie_node {
	uint32_t first, last; /* of the values, plus one */
	uint32_t next;        /* the first node that goes on; 0: none does */
	unsigned char byte;   /* with which it does */
	bool forks;           /* there are more: see the hash, for all */
	bool starred;         /* a star goes on from it */
};

struct trie {
	uint32_t root[256]; /* the root's next nodes: most walks end here */
	struct trie_edge *edges;
	size_t mask, n_edges;
	struct trie_node *nodes;
	size_t n_nodes, cap_nodes;
	struct trie_value *values;
	size_t n_values, cap_values;
};

struct trie *trie_new(void);
void trie_free(struct trie *trie);
/* The node of a text, made where it is missing. */
uint32_t trie_grow(struct trie *trie, const char *text, size_t len);
void trie_hang(struct trie *trie, uint32_t node, uint32_t value);
/* trie_step() and trie_next() where a node does not know it by itself. */
uint32_t trie_fork(const struct trie *trie, uint32_t node, unsigned char c);
const uint32_t *trie_value(
	const struct trie *trie, uint32_t node, uint32_t *at);

/* The node that goes on with a byte; 0: none. */
static inline uint32_t
trie_step(const struct trie *trie, uint32_t node, unsigned char c)
{
	const struct trie_node *at = &trie->nodes[node];

	if (node == TRIE_ROOT)
		return trie->root[c];
	if (at->forks)
		return trie_fork(trie, node, c);
	return at->byte == c ? at->next : 0;
}

/* Does a text go on with a star from the node? */
static inline bool
trie_is_starred(const struct trie *trie, uint32_t node)
{
	return trie->nodes[node].starred;
}

static inline bool
trie_has_value(const struct trie *trie, uint32_t node)
{
	return trie->nodes[node].first;
}

/* Values of a node one after the other: `*at` is 0 at first and is not to be
 * looked at. NULL at the end. */
static inline const uint32_t *
trie_next(const struct trie *trie, uint32_t node, uint32_t *at)
{
	return *at || trie_has_value(trie, node) ? trie_value(trie, node, at)
						 : NULL;
}

#endif
