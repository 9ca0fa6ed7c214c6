/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entry_record - an event as the bytes that the journal keeps.
 *
 * "TTE1", u8 kind, then five u64 (time, version time, until, document,
 * generation), then six texts, the count of products and their names, and the
 * story's own record last; every text with a u32 length in front, all
 * little-endian. Read back without trusting a byte: the disk is a peer, too.
 */
#include "journal/entry.h"

#include <string.h>

#include "base/arena.h"
#include "base/pack.h"

#define ENTRY_MAGIC "TTE1"
#define ENTRY_MAX_PRODUCTS 10000u

void
entry_print(const struct entry *entry, struct buf *out)
{
	buf_puts(out, ENTRY_MAGIC);
	buf_putc(out, (char)entry->kind);
	buf_put_le64(out, (uint64_t)entry->time_ms);
	buf_put_le64(out, (uint64_t)entry->version_ms);
	buf_put_le64(out, (uint64_t)entry->until_ms);
	buf_put_le64(out, (uint64_t)entry->document);
	buf_put_le64(out, entry->generation);
	pack_text(out, slice_text(entry->partner));
	pack_text(out, slice_text(entry->uri));
	pack_text(out, slice_text(entry->version));
	pack_text(out, slice_text(entry->reason));
	pack_text(out, slice_text(entry->actor));
	pack_text(out, slice_text(entry->routing));
	buf_put_le32(out, (uint32_t)entry->n_products);
	for (size_t i = 0; i < entry->n_products; i++)
		pack_text(out, slice_text(entry->products[i]));
	pack_text(out,
		entry->story ? story_record(entry->story) : slice_of(NULL, 0));
}

static void
scan_products(
	struct unpack *scan, struct arena *arena, struct entry_facts *facts)
{
	uint64_t n = unpack_number(scan, 4);
	const char **products;

	if (n > ENTRY_MAX_PRODUCTS) {
		scan->failed = true;
		return;
	}
	products = arena_zero(arena, ((size_t)n + 1) * sizeof(*products));
	for (size_t i = 0; i < n; i++)
		products[i] = arena_text(arena, unpack_text(scan));
	facts->products = products;
	facts->n_products = (size_t)n;
}

static void
scan_facts(struct unpack *scan, struct arena *arena, struct entry_facts *facts)
{
	if (!slice_is(unpack_bytes(scan, 4), ENTRY_MAGIC))
		scan->failed = true;
	facts->kind = (enum entry_kind)unpack_number(scan, 1);
	if (facts->kind < 1 || facts->kind >= N_ENTRY_KINDS)
		scan->failed = true;
	facts->time_ms = (int64_t)unpack_number(scan, 8);
	facts->version_ms = (int64_t)unpack_number(scan, 8);
	facts->until_ms = (int64_t)unpack_number(scan, 8);
	facts->document = (int64_t)unpack_number(scan, 8);
	facts->generation = unpack_number(scan, 8);
	facts->partner = unpack_text(scan);
	facts->uri = unpack_text(scan);
	facts->version = unpack_text(scan);
	facts->reason = unpack_text(scan);
	facts->actor = unpack_text(scan);
	facts->routing = unpack_text(scan);
	scan_products(scan, arena, facts);
}

int
entry_parse(int64_t seq, struct slice bytes, struct entry **ret_entry,
	struct problem *why)
{
	struct unpack scan = { .rest = bytes };
	struct entry_facts facts = { 0 };
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(story_unref) struct story *story = NULL;
	struct slice record;

	scan_facts(&scan, &arena, &facts);
	record = unpack_text(&scan);
	if (scan.failed || scan.rest.len != 0)
		return problem_set(why, 1, "E-ENTRY",
			"event %lld of the journal is damaged", (long long)seq);
	if (record.len != 0 && story_parse(record, &story, why))
		return 1;
	facts.story = story;
	*ret_entry = entry_new(&facts);
	(*ret_entry)->seq = seq;
	(*ret_entry)->n_bytes = bytes.len;
	return 0;
}
