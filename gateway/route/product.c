/* SPDX-License-Identifier: Apache-2.0 */
/*
 * product - the one condition that has a grammar: urgencies.
 *
 * A set of the nine urgencies of ninjs, written as people say it. Any thread.
 */
#include "route/product.h"

#include <stdint.h>

#define URGENCY_MAX 9u

static bool
urgency_number(struct slice text, unsigned *ret_number)
{
	uint64_t number;

	if (slice_to_u64(slice_trim(text), &number) || number < 1 ||
		number > URGENCY_MAX)
		return false;
	*ret_number = (unsigned)number;
	return true;
}

static unsigned
urgency_range(unsigned from, unsigned to)
{
	unsigned set = 0;

	for (unsigned i = from; i <= to; i++)
		set |= 1u << i;
	return set;
}

static unsigned
urgency_compare(struct slice text, bool is_less)
{
	bool or_equal = text.len > 1 && text.at[1] == '=';
	size_t skip = or_equal ? 2 : 1;
	unsigned n;

	if (!urgency_number(slice_of(text.at + skip, text.len - skip), &n))
		return 0;
	if (is_less)
		return urgency_range(1, or_equal ? n : n - 1);
	return urgency_range(or_equal ? n : n + 1, URGENCY_MAX);
}

static unsigned
urgency_part(struct slice text)
{
	struct slice rest = text, first;
	unsigned from, to;

	if (text.len != 0 && (text.at[0] == '<' || text.at[0] == '>'))
		return urgency_compare(text, text.at[0] == '<');
	if (!slice_cut(&rest, '-', &first) || !urgency_number(first, &from))
		return 0;
	if (first.len == text.len)
		return 1u << from;
	return urgency_number(rest, &to) ? urgency_range(from, to) : 0;
}

int
product_parse_urgency(
	struct slice text, unsigned *ret_urgencies, struct problem *why)
{
	struct slice rest = text, part;
	unsigned set = 0;

	while (slice_cut(&rest, ',', &part)) {
		unsigned some = urgency_part(slice_trim(part));

		if (some == 0)
			return problem_set(why, 1, "E-URGENCY",
				"\"%.*s\" is no urgency: 1 to 9, as in 2, 1-3, "
				"<=3 or >=5",
				(int)(part.len > 40 ? 40 : part.len), part.at);
		set |= some;
	}
	if (set == 0)
		return problem_set(why, 1, "E-URGENCY", "no urgency is given");
	*ret_urgencies = set;
	return 0;
}
