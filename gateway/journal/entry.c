/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entry - making and sharing one event.
 *
 * All texts of an entry lie in one allocation behind each other. The encoding
 * slots are filled by compare-and-exchange: publishing needs release so that
 * another thread, which acquires, sees the bytes and not just the pointer.
 */
#include "journal/entry.h"

#include <string.h>

#include "base/ensure.h"
#include "base/mem.h"

static const struct {
	const char *name;
	const char *type;
	bool shows, mutes;
} entry_kinds[N_ENTRY_KINDS] = {
	[ENTRY_PUBLISHED] = { "published", "story.published", true, false },
	[ENTRY_UPDATED] = { "updated", "story.updated", true, false },
	[ENTRY_CORRECTED] = { "corrected", "story.corrected", true, false },
	[ENTRY_RELEASED] = { "released", "story.published", true, false },
	[ENTRY_KILLED] = { "killed", "story.killed", false, true },
	[ENTRY_WITHHELD] = { "withheld", "story.withheld", false, true },
	[ENTRY_EXPIRED] = { "expired", "story.expired", false, false },
	[ENTRY_HELD] = { "held", NULL, false, false },
	[ENTRY_CONFIG] = { "config", NULL, false, false },
	[ENTRY_STOPPED] = { "stopped", NULL, false, false },
};

const char *
entry_kind_name(enum entry_kind kind)
{
	return entry_kinds[kind].name;
}

const char *
entry_kind_type(enum entry_kind kind)
{
	return entry_kinds[kind].type;
}

bool
entry_kind_shows(enum entry_kind kind)
{
	return entry_kinds[kind].shows;
}

bool
entry_kind_mutes(enum entry_kind kind)
{
	return entry_kinds[kind].mutes;
}

static const char *
put_text(char **at, struct slice text)
{
	char *start = *at;

	if (text.len != 0)
		memcpy(start, text.at, text.len);
	*at = start + text.len + 1;
	return start;
}

static void
entry_copy_texts(struct entry *entry, const struct entry_facts *facts)
{
	size_t n = facts->n_products, list = n * sizeof(char *);
	size_t len = list + facts->partner.len + facts->uri.len +
		     facts->version.len + facts->reason.len + facts->actor.len +
		     facts->routing.len + 6;
	const char **products;
	char *at;

	for (size_t i = 0; i < n; i++)
		len += strlen(facts->products[i]) + 1;
	entry->strings = mem_zero(len);
	products = (const char **)(void *)entry->strings;
	at = entry->strings + list;
	for (size_t i = 0; i < n; i++)
		products[i] = put_text(&at, slice_text(facts->products[i]));
	entry->products = products;
	entry->n_products = n;
	entry->partner = put_text(&at, facts->partner);
	entry->uri = put_text(&at, facts->uri);
	entry->version = put_text(&at, facts->version);
	entry->reason = put_text(&at, facts->reason);
	entry->actor = put_text(&at, facts->actor);
	entry->routing = put_text(&at, facts->routing);
}

struct entry *
entry_new(const struct entry_facts *facts)
{
	struct entry *entry = mem_new(struct entry);

	atomic_init(&entry->n_refs, 1);
	ensure(facts->kind > 0 && facts->kind < N_ENTRY_KINDS);
	entry->kind = facts->kind;
	entry->time_ms = facts->time_ms;
	entry->version_ms = facts->version_ms;
	entry->until_ms = facts->until_ms;
	entry->document = facts->document;
	entry->generation = facts->generation;
	if (facts->uri.len != 0)
		entry->id = story_id_of(facts->partner, facts->uri);
	if (facts->story != NULL)
		entry->story = story_ref(facts->story);
	entry_copy_texts(entry, facts);
	return entry;
}

struct entry *
entry_ref(struct entry *entry)
{
	ensure(atomic_fetch_add_explicit(
		       &entry->n_refs, 1, memory_order_relaxed) != 0);
	return entry;
}

struct entry *
entry_unref(struct entry *entry)
{
	if (entry == NULL || atomic_fetch_sub_explicit(&entry->n_refs, 1,
				     memory_order_acq_rel) != 1)
		return NULL;
	for (size_t i = 0; i < ENTRY_SLOTS; i++)
		blob_unref(atomic_load_explicit(
			&entry->encodings[i], memory_order_relaxed));
	story_unref(entry->story);
	mem_free(entry->strings);
	return mem_free(entry);
}

struct blob *
entry_encoding(const struct entry *entry, unsigned slot,
	entry_encode_fn *encode, void *context)
{
	/* The slots are the one part that may change: see entry.h. */
	_Atomic(struct blob *) *at =
		(_Atomic(struct blob *) *)&entry->encodings[slot];
	struct blob *made, *there = NULL;
	auto_(buf_done) struct buf out = BUF_NULL;

	ensure(slot < ENTRY_SLOTS);
	made = atomic_load_explicit(at, memory_order_acquire);
	if (made != NULL)
		return made;
	if (encode(entry, &out, context))
		return NULL;
	made = blob_from_buf(&out);
	if (atomic_compare_exchange_strong_explicit(at, &there, made,
		    memory_order_acq_rel, memory_order_acquire))
		return made;
	blob_unref(made);
	return there;
}
