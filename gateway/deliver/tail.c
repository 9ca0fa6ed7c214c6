/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tail.c - append at one end, forget at the other, and take back in between.
 *
 * Numbers ascend, so a place is found by halving. A kill walks the whole ring:
 * kills are rare, and walking four thousand slots costs microseconds.
 */
#include "deliver/tail.h"

#include <string.h>

#include "base/mem.h"
#include "journal/entry.h"

void
tail_init(struct tail *tail, size_t max_entries, size_t max_bytes, int64_t base)
{
	*tail = (struct tail){
		.max_entries = max_entries > 0 ? max_entries : 1,
		.max_bytes = max_bytes,
		.base = base,
		.last = base,
	};
	tail->slots = mem_zero(tail->max_entries * sizeof(*tail->slots));
}

static struct tail_slot *
slot_at(const struct tail *tail, size_t i)
{
	return &tail->slots[(tail->first + i) % tail->max_entries];
}

/* Let go of what a slot holds; its number stays. */
static void
empty_slot(struct tail *tail, struct tail_slot *slot)
{
	tail->n_bytes -= slot->n_bytes;
	slot->n_bytes = 0;
	slot->entry = entry_unref(slot->entry);
}

static void
forget_oldest(struct tail *tail)
{
	struct tail_slot *oldest = slot_at(tail, 0);

	tail->base = oldest->seq;
	empty_slot(tail, oldest);
	tail->first = (tail->first + 1) % tail->max_entries;
	tail->n--;
}

void
tail_done(struct tail *tail)
{
	while (tail->n > 0)
		forget_oldest(tail);
	tail->slots = mem_free(tail->slots);
}

static bool
is_same_story(const struct entry *a, const struct entry *b)
{
	return strcmp(a->id.text, b->id.text) == 0;
}

static void
take_back(struct tail *tail, const struct entry *kill)
{
	for (size_t i = 0; i < tail->n; i++) {
		struct tail_slot *slot = slot_at(tail, i);
		if (slot->entry != NULL &&
			!entry_kind_mutes(slot->entry->kind) &&
			is_same_story(slot->entry, kill))
			empty_slot(tail, slot);
	}
}

bool
tail_append(struct tail *tail, struct entry *entry)
{
	if (entry->seq <= tail->last)
		return false;
	if (entry_kind_mutes(entry->kind))
		take_back(tail, entry);
	/* The newest always fits: what it pushes out is in the journal. */
	while (tail->n == tail->max_entries ||
		(tail->n > 0 &&
			tail->n_bytes + entry->n_bytes > tail->max_bytes))
		forget_oldest(tail);
	struct tail_slot *slot = slot_at(tail, tail->n++);
	slot->entry = entry_ref(entry);
	slot->seq = entry->seq;
	slot->n_bytes = entry->n_bytes;
	tail->n_bytes += slot->n_bytes;
	tail->last = entry->seq;
	return true;
}

const struct tail_slot *
tail_after(const struct tail *tail, int64_t seq)
{
	size_t low = 0;
	size_t high = tail->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (slot_at(tail, middle)->seq > seq)
			high = middle;
		else
			low = middle + 1;
	}
	return low < tail->n ? slot_at(tail, low) : NULL;
}

bool
tail_mutes(const struct tail *tail, const struct entry *entry)
{
	if (entry_kind_mutes(entry->kind))
		return false;
	for (size_t i = tail->n; i > 0; i--) {
		const struct tail_slot *slot = slot_at(tail, i - 1);
		if (slot->seq <= entry->seq)
			return false;
		if (slot->entry != NULL &&
			entry_kind_mutes(slot->entry->kind) &&
			is_same_story(slot->entry, entry))
			return true;
	}
	return false;
}
