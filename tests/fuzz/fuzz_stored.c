/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_stored - what the journal gives back, after somebody changed it: events,
 * receipts, cursors. Also the small requests of the control socket.
 */
#include <stddef.h>
#include <stdint.h>

#include "desk/receipt.h"
#include "format/flat.h"
#include "journal/cursor.h"
#include "journal/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_flat(struct slice bytes)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct problem why = PROBLEM_NULL;
	struct flat_member members[] = {
		{ "story", true, NULL },
		{ "reason", false, NULL },
	};

	(void)flat_parse(bytes, members, n_elements(members), &arena, &why);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of((const char *)data, size);
	auto_(receipt_free) struct receipt *receipt = receipt_parse(bytes);
	auto_(entry_unref) struct entry *entry = NULL;
	struct problem why = PROBLEM_NULL;
	int64_t seq;

	(void)receipt;
	(void)entry_parse(1, bytes, &entry, &why);
	(void)cursor_parse(bytes, &seq);
	read_flat(bytes);
	return 0;
}
