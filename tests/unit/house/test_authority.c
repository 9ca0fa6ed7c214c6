/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names that an editor writes, by the list as the rules in force have it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/jsonout.h"
#include "deliver/agencies.h"
#include "house/authority.h"
#include "plug/rulebook.h"
#include "story/change.h"

#define COLUMNS \
	"canonical,codes,aliases,country,website,kind,wikidata," \
	"ambiguous_codes,note\n"

static const char shipped[] =
	COLUMNS "Tern News Agency,TNA,Tern News,NO,t.example,agency,,,\n"
		"Skua Press,SP,,IS,s.example,agency,,,\n"
		"Stork Photo,SP,,DE,p.example,photo,,,\n";
static const char own[] = "canonical,codes,aliases,country,kind,partner\n"
			  "Heron Wire,HW,,SE,newswire,gull\n";

static struct rulebook *
rules(void)
{
	struct rulebook *book = rulebook_new();
	struct problem_list problems = { 0 };

	rulebook_add(book, &(struct rulebook_file){ "source", "agencies.csv",
				   "shipped.csv", false,
				   slice_of(shipped, sizeof(shipped) - 1) });
	rulebook_add(book,
		&(struct rulebook_file){ "source", "agencies.csv", "own.csv",
			true, slice_of(own, sizeof(own) - 1) });
	assert_int_equal(rulebook_parse(book, &problems), 0);
	problem_list_done(&problems);
	return book;
}

static int
name(const char *partner, const char *said, struct buf *out,
	struct problem *why)
{
	auto_(rulebook_unref) struct rulebook *book = rules();
	struct whose whose = { partner, "" };
	auto_(authority_done) struct authority authority =
		authority_open(book, &whose);

	buf_clear(out);
	return authority_name(&authority, slice_text(said), out, why);
}

static void
a_party_has_one_name_however_it_is_written(void **state)
{
	static const char *const ways[] = { "Tern News Agency", "TNA",
		"Tern News", "tern news", "the Tern News", "TERN NEWS",
		"Tern News Agency (TNA)" };
	auto_(buf_done) struct buf out = BUF_NULL;
	struct problem why = PROBLEM_NULL;

	(void)state;
	for (size_t i = 0; i < n_elements(ways); i++) {
		assert_int_equal(name("", ways[i], &out, &why), 0);
		assert_string_equal(buf_text(&out), "Tern News Agency");
	}
}

static void
who_is_not_listed_is_taken_as_written(void **state)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	struct problem why = PROBLEM_NULL;

	(void)state;
	assert_int_equal(name("", "Alder Motors, Inc.", &out, &why), 1);
	assert_string_equal(buf_text(&out), "Alder Motors, Inc.");
	assert_int_equal(name("", "Tern Newsletter", &out, &why), 1);
}

static void
a_code_of_several_is_refused_with_their_names(void **state)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	struct problem why = PROBLEM_NULL;

	(void)state;
	assert_int_equal(name("", "SP", &out, &why), 2);
	assert_string_equal(why.text,
		"several agencies go by 'SP'; write the full name: Skua Press, "
		"Stork Photo");
	assert_int_equal(name("", "Skua Press", &out, &why), 0);
}

static void
the_operators_rows_count_for_whom_they_are(void **state)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	struct problem why = PROBLEM_NULL;

	(void)state;
	assert_int_equal(name("gull", "HW", &out, &why), 0);
	assert_string_equal(buf_text(&out), "Heron Wire");
	assert_int_equal(name("petrel", "HW", &out, &why), 1);
}

static void
feeds_know_everybodys_rows_and_other_names(void **state)
{
	auto_(rulebook_unref) struct rulebook *book = rules();
	auto_(agencies_free) struct agencies *agencies =
		authority_agencies(book);

	(void)state;
	assert_true(agencies_has(agencies, SLICE("tern-news-agency")));
	assert_true(agencies_has(agencies, SLICE("heron-wire")));
	assert_false(agencies_has(agencies, SLICE("tna")));
	assert_string_equal(agencies_meant(agencies, SLICE("tern-news")),
		"tern-news-agency");
	assert_null(agencies_meant(agencies, SLICE("sp")));
}

static void
only_the_parties_of_a_change_are_looked_up(void **state)
{
	auto_(rulebook_unref) struct rulebook *book = rules();
	struct whose whose = WHOSE_NOBODY;
	auto_(authority_done) struct authority authority =
		authority_open(book, &whose);
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(buf_done) struct buf out = BUF_NULL;
	struct jsonout json = JSONOUT(&out);
	struct problem why = PROBLEM_NULL;
	struct change cited, headline;

	(void)state;
	assert_int_equal(
		change_parse(SLICE("cited=TNA; Wren"), &arena, &cited, &why),
		0);
	assert_int_equal(
		change_parse(SLICE("headline=TNA"), &arena, &headline, &why),
		0);
	jsonout_array(&json);
	assert_int_equal(
		authority_name_change(&authority, &cited, &arena, &json, &why),
		0);
	assert_int_equal(authority_name_change(
				 &authority, &headline, &arena, &json, &why),
		0);
	jsonout_array_end(&json);
	assert_true(slice_is(cited.value.texts[0], "Tern News Agency"));
	assert_true(slice_is(cited.value.texts[1], "Wren"));
	assert_true(slice_is(headline.value.texts[0], "TNA"));
	assert_string_equal(buf_text(&out),
		"[{\"field\":\"cited\",\"said\":\"TNA\",\"name\":\"Tern News "
		"Agency\",\"listed\":true},{\"field\":\"cited\",\"said\":"
		"\"Wren\",\"name\":\"Wren\",\"listed\":false}]");
}

static void
without_a_list_every_name_is_as_written(void **state)
{
	auto_(rulebook_unref) struct rulebook *book = rulebook_new();
	struct whose whose = WHOSE_NOBODY;
	auto_(authority_done) struct authority authority =
		authority_open(book, &whose);
	auto_(buf_done) struct buf out = BUF_NULL;
	struct problem why = PROBLEM_NULL;

	(void)state;
	assert_int_equal(
		authority_name(&authority, SLICE("TNA"), &out, &why), 1);
	assert_string_equal(buf_text(&out), "TNA");
	assert_null(authority_agencies(book));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_party_has_one_name_however_it_is_written),
		cmocka_unit_test(who_is_not_listed_is_taken_as_written),
		cmocka_unit_test(a_code_of_several_is_refused_with_their_names),
		cmocka_unit_test(the_operators_rows_count_for_whom_they_are),
		cmocka_unit_test(feeds_know_everybodys_rows_and_other_names),
		cmocka_unit_test(only_the_parties_of_a_change_are_looked_up),
		cmocka_unit_test(without_a_list_every_name_is_as_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
