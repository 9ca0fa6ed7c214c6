/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_stored - what the journal gives back, after somebody changed it: events
 * and receipts. Also the small requests of the control socket, and an envelope
 * that a subscriber of ours looks things up in (a pointer's line, then JSON).
 *
 * Beyond not crashing: what was taken is written again to the same bytes, so
 * nothing is read that was not there and nothing that was there is lost.
 *
 * Reaches: gateway/journal/entry.c gateway/journal/entry_record.c
 * gateway/desk/receipt.c gateway/format/flat.c gateway/format/jsonin.c
 * gateway/format/peek.c
 */
#include <stddef.h>
#include <stdint.h>

#include "base/ensure.h"
#include "desk/receipt.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "format/flat.h"
#include "format/peek.h"
#include "journal/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_flat(struct slice bytes)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct problem why = PROBLEM_NULL;
	struct flat_member members[] = {
		{ .name = "story", .required = true },
		{ .name = "reason" },
		{ .name = "changes", .is_list = true },
	};

	if (flat_parse(bytes, members, n_elements(members), &arena, &why) != 0)
		ensure(why.code != NULL && why.text[0] != '\0');
	else
		ensure(members[0].value != NULL);
}

static void
fuzz_peek(struct slice bytes)
{
	auto_(peek_close) struct peek *peek = NULL;
	struct problem why = PROBLEM_NULL;
	struct slice line = SLICE("");

	slice_cut(&bytes, '\n', &line);
	if (peek_open(bytes, &peek, &why) != 0) {
		ensure(why.code != NULL && peek == NULL);
		return;
	}
	auto_(mem_free) char *pointer =
		mem_strndup(line.at ? line.at : "", line.len);
	ensure(utf8_is_valid(peek_text(peek, pointer)));
	ensure(peek_count(peek, pointer) <= bytes.len);
}

static void
fuzz_receipt(struct slice bytes)
{
	auto_(receipt_free) struct receipt *receipt = receipt_parse(bytes);
	auto_(receipt_free) struct receipt *again = NULL;
	auto_(buf_done) struct buf once = BUF_NULL, twice = BUF_NULL;

	if (receipt == NULL)
		return;
	receipt_http_status(receipt);
	receipt_print(receipt, &once);
	again = receipt_parse(buf_slice(&once));
	ensure(again != NULL && again->n_stories == receipt->n_stories);
	receipt_print(again, &twice);
	ensure(slice_equal(buf_slice(&once), buf_slice(&twice)));
}

static void
fuzz_entry(struct slice bytes)
{
	auto_(entry_unref) struct entry *entry = NULL, *again = NULL;
	auto_(buf_done) struct buf once = BUF_NULL, twice = BUF_NULL;
	struct problem why = PROBLEM_NULL;

	if (entry_parse(1, bytes, &entry, &why) != 0) {
		ensure(why.code != NULL && entry == NULL);
		return;
	}
	entry_print(entry, &once);
	ensure(entry_parse(1, buf_slice(&once), &again, &why) == 0);
	ensure(again->kind == entry->kind);
	ensure(again->n_products == entry->n_products);
	entry_print(again, &twice);
	ensure(slice_equal(buf_slice(&once), buf_slice(&twice)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of((const char *)data, size);

	fuzz_receipt(bytes);
	fuzz_entry(bytes);
	fuzz_flat(bytes);
	fuzz_peek(bytes);
	return 0;
}
