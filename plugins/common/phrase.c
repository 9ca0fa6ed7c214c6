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

/* Walks the wording and the text in one direction from where both agree.
 * Returns the words that were found; `ret_last` is the last of the text. */
static size_t
align(const struct word *w, ptrdiff_t n, ptrdiff_t at, const struct word *t,
	ptrdiff_t t_n, ptrdiff_t i, int step, size_t *ret_last)
{
	size_t found = 0;

	while (at >= 0 && at < n && i >= 0 && i < t_n) {
		if (w[at].hash == t[i].hash) {
			found++;
			*ret_last = (size_t)i;
			at += step;
			i += step;
			continue;
		}
		bool resumed = false;
		for (int d = 1; d <= MAX_SKIP && !resumed; d++) {
			for (int how = 0; how < 3 && !resumed; how++) {
				/* changed, added, missing */
				ptrdiff_t a = at + (how == 1 ? 0 : d * step);
				ptrdiff_t b = i + (how == 2 ? 0 : d * step);

				if (a < 0 || a >= n || b < 0 || b >= t_n ||
					w[a].hash != t[b].hash)
					continue;
				at = a;
				i = b;
				resumed = true;
			}
		}
		if (!resumed)
			break;
	}
	return found;
}

static bool
try_wording(const struct phrase_set *set, const struct pair *pair,
	const struct words *text, size_t i, struct phrase_hit *hit)
{
	const struct wording *wording = &set->wordings[pair->wording];
	const struct word *w = &set->words.items[wording->first];
	ptrdiff_t n = (ptrdiff_t)wording->n, t_n = (ptrdiff_t)text->n;
	size_t first = i, last = i;
	size_t found =
		align(w, n, pair->at, text->items, t_n, (ptrdiff_t)i, 1, &last);

	found += align(w, n, (ptrdiff_t)pair->at - 1, text->items, t_n,
		(ptrdiff_t)i - 1, -1, &first);
	hit->score = (double)found / (double)wording->n;
	/* Added words count against it too. */
	if (last - first + 1 > wording->n)
		hit->score = (double)found / (double)(last - first + 1);
	hit->owner = wording->owner;
	hit->first = first;
	hit->last = last;
	return hit->score >= wording->threshold;
}

void
phrase_scan(const struct phrase_set *set, const struct words *text, size_t max,
	struct phrase_hits *hits)
{
	size_t *done = mem_alloc(set->n_wordings * sizeof(*done));

	for (size_t i = 0; i + 1 < text->n && hits->n < max; i++) {
		if (!phrase_knows(set, text->items[i].hash) ||
			!phrase_knows(set, text->items[i + 1].hash))
			continue;
		uint64_t key =
			pair_key(text->items[i].hash, text->items[i + 1].hash);
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
	free(done);
}

bool
phrase_knows(const struct phrase_set *set, uint32_t h)
{
	return set->known[h >> 6 & 1023] >> (h & 63) & 1;
}
