/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rank - comparing versions by number, by time, by content.
 */
#include "desk/rank.h"

#include "journal/standing.h"

#define RANK_UNCLEAR 2

static bool
number_trim(struct slice *text)
{
	if (text->len == 0)
		return false;
	for (size_t i = 0; i < text->len; i++)
		if (text->at[i] < '0' || text->at[i] > '9')
			return false;
	while (text->len > 1 && text->at[0] == '0') {
		text->at++;
		text->len--;
	}
	return true;
}

int
rank_numbers(struct slice a, struct slice b)
{
	int order;

	if (!number_trim(&a) || !number_trim(&b))
		return RANK_UNCLEAR;
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	order = memcmp(a.at, b.at, a.len);
	return (order > 0) - (order < 0);
}

static int
rank_times(int64_t a, int64_t b)
{
	if (a < 0 || b < 0)
		return RANK_UNCLEAR;
	return (a > b) - (a < b);
}

enum rank
rank_against(const struct standing *standing, const struct rank_facts *facts)
{
	struct slice stands = slice_text(standing->version);
	int by_number = rank_numbers(facts->version, stands);
	int by_time = rank_times(facts->version_ms, standing->version_ms);
	bool is_same =
		facts->hash.len != 0 && slice_is(facts->hash, standing->hash);
	bool is_named = facts->version.len != 0 && stands.len != 0;

	if (by_number == -1 || by_number == 1)
		return by_number < 0 ? RANK_OLDER : RANK_NEWER;
	if (by_number == 0 && is_same)
		return RANK_SAME;
	if (by_number == 0)
		return by_time == -1 ? RANK_OLDER : RANK_CHANGED;
	if (is_same && facts->version.len == 0 && by_time != -1)
		return by_time == 1 ? RANK_NEWER : RANK_SAME;
	if (by_time == -1 || by_time == 1)
		return by_time < 0 ? RANK_OLDER : RANK_NEWER;
	if (is_same)
		return RANK_SAME;
	if (by_time == 0 && (!is_named || slice_equal(facts->version, stands)))
		return RANK_CHANGED;
	return RANK_NEWER;
}

bool
rank_is_provably_newer(
	const struct standing *standing, const struct rank_facts *facts)
{
	int by_number =
		rank_numbers(facts->version, slice_text(standing->version));
	int by_time = rank_times(facts->version_ms, standing->version_ms);

	if (by_number == RANK_UNCLEAR)
		return by_time == 1;
	return by_number == 1 && (by_time == 1 || by_time == RANK_UNCLEAR);
}
