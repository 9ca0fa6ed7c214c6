/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trie.c - nodes are numbers. Most have one next node and know it themselves,
 * right behind them in memory when they were grown together; the edges of the
 * others share one open hash.
 */
#include "common/trie.h"

#include <stdlib.h>

#include "common/mem.h"

struct trie_edge {
	uint32_t key; /* node * 256 + byte; 0: free */
	uint32_t node;
};

struct trie_value {
	uint32_t value;
	uint32_t next; /* plus one; 0: the last */
};

struct trie *
trie_new(void)
{
	struct trie *trie = mem_alloc(sizeof(*trie));

	trie->mask = 255;
	trie->edges = mem_alloc((trie->mask + 1) * sizeof(*trie->edges));
	mem_more(trie->nodes, trie->n_nodes, trie->cap_nodes);
	for (; trie->n_nodes <= TRIE_ROOT; trie->n_nodes++)
		trie->nodes[trie->n_nodes] = (struct trie_node){ .first = 0 };
	return trie;
}

void
trie_free(struct trie *trie)
{
	if (!trie)
		return;
	free(trie->edges);
	free(trie->nodes);
	free(trie->values);
	free(trie);
}

static struct trie_edge *
find_edge(const struct trie *trie, uint32_t key)
{
	size_t slot = (key * UINT32_C(2654435761)) >> 7 & trie->mask;

	while (trie->edges[slot].key && trie->edges[slot].key != key)
		slot = (slot + 1) & trie->mask;
	return &trie->edges[slot];
}

static void
widen(struct trie *trie)
{
	struct trie_edge *old = trie->edges;
	size_t n = trie->mask + 1;

	trie->mask = 2 * n - 1;
	trie->edges = mem_alloc(2 * n * sizeof(*trie->edges));
	for (size_t i = 0; i < n; i++)
		if (old[i].key)
			*find_edge(trie, old[i].key) = old[i];
	free(old);
}

uint32_t
trie_fork(const struct trie *trie, uint32_t node, unsigned char c)
{
	return find_edge(trie, node << 8 | c)->node;
}

static void
put_edge(struct trie *trie, uint32_t from, unsigned char c, uint32_t node)
{
	if (3 * trie->n_edges >= trie->mask)
		widen(trie);
	*find_edge(trie, from << 8 | c) =
		(struct trie_edge){ from << 8 | c, node };
	trie->n_edges++;
}

/* A node that `from` goes on to with a byte that is new to it. */
static void
join(struct trie *trie, uint32_t from, unsigned char c, uint32_t node)
{
	struct trie_node *at = &trie->nodes[from];

	at->starred = at->starred || c == '*';
	if (from == TRIE_ROOT) {
		trie->root[c] = node;
		return;
	}
	if (!at->next) {
		at->next = node;
		at->byte = c;
		return;
	}
	if (!at->forks)
		put_edge(trie, from, at->byte, at->next);
	at->forks = true;
	put_edge(trie, from, c, node);
}

static uint32_t
add_node(struct trie *trie, uint32_t from, unsigned char c)
{
	mem_more(trie->nodes, trie->n_nodes, trie->cap_nodes);
	uint32_t node = (uint32_t)trie->n_nodes++;
	trie->nodes[node] = (struct trie_node){ .first = 0 };
	join(trie, from, c, node);
	return node;
}

uint32_t
trie_grow(struct trie *trie, const char *text, size_t len)
{
	uint32_t node = TRIE_ROOT;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		uint32_t next = trie_step(trie, node, c);

		node = next ? next : add_node(trie, node, c);
	}
	return node;
}

void
trie_hang(struct trie *trie, uint32_t node, uint32_t value)
{
	struct trie_node *at = &trie->nodes[node];

	mem_more(trie->values, trie->n_values, trie->cap_values);
	trie->values[trie->n_values++] = (struct trie_value){ value, 0 };
	if (at->last)
		trie->values[at->last - 1].next = (uint32_t)trie->n_values;
	else
		at->first = (uint32_t)trie->n_values;
	at->last = (uint32_t)trie->n_values;
}

const uint32_t *
trie_value(const struct trie *trie, uint32_t node, uint32_t *at)
{
	uint32_t next =
		*at ? trie->values[*at - 1].next : trie->nodes[node].first;

	*at = next;
	return next ? &trie->values[next - 1].value : NULL;
}
