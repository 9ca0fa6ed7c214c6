/* SPDX-License-Identifier: Apache-2.0 */
/*
 * phrase.c - an index of word pairs and a bounded alignment.
 */
#include "common/phrase.h"

#include <stdlib.h>

#include "common/mem.h"

#define MAX_SKIP 4      /* words that an alignment passes over at once */
#define ENOUGH_PAIRS 4u /* of two long words */

struct wording {
	size_t first, n; /* words in the set */
	double threshold;
	uint32_t owner;
};

struct pair {
	uint64_t key; /* two hashes; 0: free */
	uint32_t wording, at;
	uint32_t next; /* another pair with this key, plus one */
};

struct phrase_set {
	struct words words;
	struct wording *wordings;
	size_t n_wordings, cap_wordings;
	struct pair *pairs;
	size_t n_pairs, cap_pairs;
	uint32_t *table; /* index into pairs plus one */
	size_t mask;
	uint64_t known[1024];  /* filter of single words */
	uint64_t paired[1024]; /* and of pairs */
};

struct phrase_set *
phrase_set_new(void)
{
	return mem_alloc(sizeof(struct phrase_set));
}

void
phrase_set_free(struct phrase_set *set)
{
	if (!set)
		return;
	words_done(&set->words);
	free(set->wordings);
	free(set->pairs);
	free(set->table);
	free(set);
}

bool
phrase_add(struct phrase_set *set, struct piece wording, double threshold,
	uint32_t owner)
{
	size_t first = set->words.n;

	words_read(&set->words, wording, 0);
	if (set->words.n - first < 2) {
		set->words.n = first;
		return false;
	}
	mem_more(set->wordings, set->n_wordings, set->cap_wordings);
	set->wordings[set->n_wordings++] = (struct wording){ first,
		set->words.n - first, threshold, owner };
	return true;
}

static uint64_t
pair_key(uint32_t a, uint32_t b)
{
	uint64_t key = ((uint64_t)a << 32 | b) * 0x9e3779b97f4a7c15u;

	return (key ^ key >> 29) | 1;
}

static void
index_wording(struct phrase_set *set, uint32_t index)
{
	const struct wording *wording = &set->wordings[index];
	const struct word *w = &set->words.items[wording->first];
	size_t added = 0;

	/* Pairs with a small word in them ("of the", "the article") say little:
	 * they count only where there are not enough others. */
	for (int small = 0; small < 3 && added < ENOUGH_PAIRS; small++) {
		for (size_t i = 0; i + 1 < wording->n; i++) {
			if (w[i].small + w[i + 1].small != small)
				continue;
			mem_more(set->pairs, set->n_pairs, set->cap_pairs);
			set->pairs[set->n_pairs++] = (struct pair){
				.key = pair_key(w[i].hash, w[i + 1].hash),
				.wording = index,
				.at = (uint32_t)i,
			};
			added++;
		}
		if (small == 1 && added)
			break;
	}
}

void
phrase_set_ready(struct phrase_set *set)
{
	size_t size = 64;

	for (size_t i = 0; i < set->n_wordings; i++)
		index_wording(set, (uint32_t)i);
	for (size_t i = 0; i < set->words.n; i++) {
		uint32_t h = set->words.items[i].hash;

		set->known[h >> 6 & 1023] |= 1ull << (h & 63);
	}
	while (size < 3 * set->n_pairs)
		size *= 2;
	set->mask = size - 1;
	set->table = mem_alloc(size * sizeof(*set->table));
	for (size_t i = 0; i < set->n_pairs; i++) {
		size_t slot = set->pairs[i].key >> 20 & set->mask;

		set->paired[set->pairs[i].key >> 54] |=
			1ull << (set->pairs[i].key >> 48 & 63);
		while (set->table[slot] &&
			set->pairs[set->table[slot] - 1].key !=
				set->pairs[i].key)
			slot = (slot + 1) & set->mask;
		set->pairs[i].next = set->table[slot];
		set->table[slot] = (uint32_t)i + 1;
	}
}

static uint32_t
find_pair(const struct phrase_set *set, uint64_t key)
{
	size_t slot = key >> 20 & set->mask;

	if (!(set->paired[key >> 54] >> (key >> 48 & 63) & 1))
		return 0;
	while (set->table[slot]) {
		if (set->pairs[set->table[slot] - 1].key == key)
			return set->table[slot];
		slot = (slot + 1) & set->mask;
	}
	return 0;
}

/* A row of words: those from `at` on, or those before it from the last. */
struct row {
	const struct word *at;
	ptrdiff_t left;
	int step; /* 1 or -1 */
};

static uint32_t
row_hash(const struct row *row, int d)
{
	return row->at[row->step > 0 ? d : -1 - d].hash;
}

static void
row_skip(struct row *row, int d)
{
	row->at += d * row->step;
	row->left -= d;
}

/* Go on where both rows agree again, behind words that were changed, added or
 * are missing. */
static bool
resume(struct row *w, struct row *t)
{
	for (int d = 1; d <= MAX_SKIP; d++) {
		bool more_w = d < w->left, more_t = d < t->left;
		bool changed =
			more_w && more_t && row_hash(w, d) == row_hash(t, d);
		bool added = more_t && row_hash(w, 0) == row_hash(t, d);
		bool missing = more_w && row_hash(w, d) == row_hash(t, 0);

		if (!changed && !added && !missing)
			continue;
		if (changed || !added)
			row_skip(w, d);
		if (changed || added)
			row_skip(t, d);
		return true;
	}
	return false;
}

/* Walks the wording and the text in one direction from where both agree.
 * Returns the words that were found; `ret_reach` is how many of the text the
 * last of them ends. */
static inline size_t
align(struct row w, struct row t, size_t *ret_reach)
{
	ptrdiff_t all = t.left;
	size_t found = 0;

	*ret_reach = 0;
	while (w.left > 0 && t.left > 0) {
		if (row_hash(&w, 0) == row_hash(&t, 0)) {
			found++;
			row_skip(&w, 1);
			row_skip(&t, 1);
			*ret_reach = (size_t)(all - t.left);
		} else if (!resume(&w, &t)) {
			break;
		}
	}
	return found;
}

static bool
try_wording(const struct phrase_set *set, const struct pair *pair,
	const struct words *text, size_t i, struct phrase_hit *hit)
{
	const struct wording *wording = &set->wordings[pair->wording];
	const struct word *w = &set->words.items[wording->first + pair->at];
	const struct word *t = &text->items[i];
	size_t ahead, back;
	size_t found =
		align((struct row){ w, (ptrdiff_t)(wording->n - pair->at), 1 },
			(struct row){ t, (ptrdiff_t)(text->n - i), 1 }, &ahead);

	found += align((struct row){ w, (ptrdiff_t)pair->at, -1 },
		(struct row){ t, (ptrdiff_t)i, -1 }, &back);
	size_t first = i - back, last = i + ahead - 1;
	hit->score = (double)found / (double)wording->n;
	/* Added words count against it too. */
	if (last - first + 1 > wording->n)
		hit->score = (double)found / (double)(last - first + 1);
	hit->owner = wording->owner;
	hit->first = first;
	hit->last = last;
	return hit->score >= wording->threshold;
}

bool
phrase_knows(const struct phrase_set *set, uint32_t h)
{
	return set->known[h >> 6 & 1023] >> (h & 63) & 1;
}

/* The wordings that have the pair at word `i`; `done` has of each where its
 * last hit ended. */
static void
scan_pair(const struct phrase_set *set, const struct words *text, size_t i,
	size_t max, struct phrase_hits *hits, size_t *done)
{
	uint64_t key = pair_key(text->items[i].hash, text->items[i + 1].hash);
	uint32_t at = find_pair(set, key);

	for (; at && hits->n < max; at = set->pairs[at - 1].next) {
		const struct pair *pair = &set->pairs[at - 1];
		struct phrase_hit hit;

		if (done[pair->wording] > i ||
			!try_wording(set, pair, text, i, &hit))
			continue;
		done[pair->wording] = hit.last + 1;
		mem_more(hits->items, hits->n, hits->cap);
		hits->items[hits->n++] = hit;
	}
}

/* The next word that any wording has, from word `i` on. */
static size_t
next_known(const struct phrase_set *set, const struct words *text, size_t i)
{
	while (i < text->n && !phrase_knows(set, text->items[i].hash))
		i++;
	return i;
}

void
phrase_scan(const struct phrase_set *set, const struct words *text, size_t max,
	struct phrase_hits *hits)
{
	size_t *done = mem_alloc(set->n_wordings * sizeof(*done));

	for (size_t i = next_known(set, text, 0);
		i + 1 < text->n && hits->n < max;
		i = next_known(set, text, i + 1))
		if (phrase_knows(set, text->items[i + 1].hash))
			scan_pair(set, text, i, max, hits, done);
	free(done);
}
