/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_table - a list of anything with rows of anything over it, parted by the
 * first empty line.
 *
 * Beyond not crashing: a refusal says where; what is printed for somebody is a
 * list that is read again, to the same bytes, without a row of a partner's; and
 * a list over itself says what it said.
 *
 * Reaches: gateway/plug/table.c gateway/plug/whose.c gateway/base/map.c
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/ensure.h"
#include "base/utf8.h"
#include "plug/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_parse(struct table *table, struct slice text, int *ret_rc)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };

	*ret_rc = table_parse(table, "list.csv", true, text, &problems);
	ensure((*ret_rc != 0) == (problems.n_items != 0));
	for (size_t i = 0; i < problems.n_items; i++)
		ensure(problems.items[i].where[0] != '\0');
}

static void
fuzz_print(const struct table *table, const struct whose *whose)
{
	auto_(table_free) struct table *again = table_new();
	auto_(buf_done) struct buf once = BUF_NULL, twice = BUF_NULL;
	int rc;

	table_print(table, whose, &once);
	ensure(utf8_is_valid(buf_slice(&once)));
	fuzz_parse(again, buf_slice(&once), &rc);
	ensure(rc == 0 && table_count(again) <= table_count(table));
	table_print(again, &WHOSE_NOBODY, &twice);
	ensure(slice_equal(buf_slice(&once), buf_slice(&twice)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice first = slice_of((const char *)data, size);
	struct slice second = slice_of(first.at, 0);
	const char *gap = size ? memmem(data, size, "\n\n", 2) : NULL;
	auto_(table_free) struct table *table = table_new();
	int rc;

	if (gap != NULL) {
		first.len = (size_t)(gap - first.at) + 1;
		second = slice_of(gap + 2, size - first.len - 1);
	}
	fuzz_parse(table, first, &rc);
	if (rc == 0)
		fuzz_parse(table, second, &rc);
	if (rc != 0 || table_count(table) == 0)
		return 0;
	ensure(!table_concerns(table, &WHOSE_NOBODY));
	fuzz_print(table, &WHOSE_NOBODY);
	fuzz_print(table, &(struct whose){ "menafn", "MENAFN" });
	return 0;
}
