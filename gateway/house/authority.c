/* SPDX-License-Identifier: Apache-2.0 */
/*
 * authority - agencies.csv, asked as plugins ask it of an envelope.
 */
#include "house/authority.h"

#include "base/jsonout.h"
#include "common/agency.h"
#include "deliver/agencies.h"
#include "plug/rulebook.h"
#include "story/change.h"

#define AUTHORITY_FILE "agencies.csv"
#define AUTHORITY_SHOWN 6 /* of several that go by one name */

/* Either has it; the first is the one that names metadata's parties. */
static const char *const plugins[] = { "source", "attribution" };

struct authority
authority_open(struct rulebook *rulebook, const struct whose *whose)
{
	auto_(buf_done) struct buf csv = BUF_NULL;
	struct authority authority = { NULL };

	for (size_t i = 0; i < n_elements(plugins) && csv.len == 0; i++)
		rulebook_data(
			rulebook, plugins[i], AUTHORITY_FILE, whose, &csv);
	if (csv.len != 0)
		authority.list = agency_list_new(csv.data, csv.len);
	return authority;
}

void
authority_done(struct authority *authority)
{
	agency_list_free(authority->list);
	authority->list = NULL;
}

static int
authority_complain(const struct authority *authority, struct slice said,
	const struct agency_hit *hit, struct problem *why)
{
	auto_(buf_done) struct buf names = BUF_NULL;
	const struct agency *shared[AUTHORITY_SHOWN];
	size_t n = agency_sharing(
		authority->list, hit, shared, n_elements(shared));

	for (size_t i = 0; i < n; i++)
		buf_printf(&names, "%s%s", i == 0 ? "" : ", ",
			shared[i]->canonical);
	return problem_set(why, 2, "E-AUTHORITY",
		"several agencies go by '%.*s'; write the full name: %s",
		(int)(said.len > 60 ? 60 : said.len), said.at,
		buf_text(&names));
}

/* In text a name begins with a capital, by hand it need not. */
static bool
authority_find(const struct authority *authority, struct slice said,
	struct agency_hit *ret_hit)
{
	auto_(buf_done) struct buf raised = BUF_NULL;

	if (authority->list == NULL || said.len == 0)
		return false;
	if (agency_titled(
		    authority->list, piece_of(said.at, said.len), ret_hit))
		return true;
	buf_put_slice(&raised, said);
	if (raised.data[0] < 'a' || raised.data[0] > 'z')
		return false;
	raised.data[0] = (char)(raised.data[0] - 'a' + 'A');
	return agency_titled(
		authority->list, piece_of(raised.data, raised.len), ret_hit);
}

int
authority_name(const struct authority *authority, struct slice said,
	struct buf *out, struct problem *why)
{
	struct agency_hit hit;

	if (!authority_find(authority, said, &hit)) {
		buf_put_slice(out, said);
		return 1;
	}
	if (hit.shared)
		return authority_complain(authority, said, &hit, why);
	buf_puts(out, hit.agency->canonical);
	return 0;
}

int
authority_name_change(const struct authority *authority, struct change *change,
	struct arena *arena, struct jsonout *told, struct problem *why)
{
	if (trait_shape(change->trait) != TRAIT_IS_PARTY)
		return 0;
	for (size_t i = 0; i < change->value.n; i++) {
		struct slice *text = &change->value.texts[i];
		auto_(buf_done) struct buf name = BUF_NULL;
		int result = authority_name(authority, *text, &name, why);

		if (result == 2)
			return 1;
		jsonout_object(told);
		jsonout_member_text(told, "field", trait_name(change->trait));
		jsonout_member(told, "said", *text);
		jsonout_member(told, "name", buf_slice(&name));
		jsonout_member_bool(told, "listed", result == 0);
		jsonout_object_end(told);
		*text = slice_of(arena_text(arena, buf_slice(&name)), name.len);
	}
	return 0;
}

static void
authority_enter(void *context, struct slice name, struct slice cell)
{
	struct slice alias;

	agencies_add(context, name);
	while (slice_cut(&cell, '|', &alias))
		agencies_add_alias(context, name, alias);
}

struct agencies *
authority_agencies(const struct rulebook *rulebook)
{
	static const char *const columns[] = { "codes", "aliases" };
	auto_(agencies_free) struct agencies *agencies = agencies_new();

	for (size_t i = 0; i < n_elements(plugins); i++)
		for (size_t k = 0; k < n_elements(columns); k++)
			rulebook_each_row(rulebook, plugins[i], AUTHORITY_FILE,
				columns[k], authority_enter, agencies);
	return agencies_count(agencies) != 0 ? steal(agencies) : NULL;
}
