/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What peers say they would rather have.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/auto.h"
#include "deliver/accept.h"

static const char *const types[] = { "application/json", "text/html",
	"application/atom+xml", NULL };

static int
choose(const char *accept)
{
	return accept_choose(slice_text(accept), types);
}

static void
the_heaviest_type_wins_and_ours_among_equals(void **state)
{
	(void)state;
	assert_int_equal(choose(NULL), 0);
	assert_int_equal(choose("*/*"), 0);
	assert_int_equal(choose("text/html"), 1);
	assert_int_equal(choose("text/*, application/json;q=0.5"), 1);
	assert_int_equal(choose("application/json;q=0.1, */*;q=0.2"), 1);
	assert_int_equal(choose("application/*;q=0.4, TEXT/HTML;q=0.3"), 0);
	assert_int_equal(choose("application/json;q=0, application/*"), 2);
	assert_int_equal(choose("image/png"), -1);
	assert_int_equal(choose("*/*;q=0"), -1);
	assert_int_equal(choose(",;,q=1"), -1);
}

/* As ninjs has them: the type alone is the newest. */
static void
a_version_chooses_among_types_of_one_name(void **state)
{
	static const char *const versions[] = { "application/json",
		"a/ninjs;version=3.1", "a/ninjs;version=1.6", NULL };
	static const struct {
		const char *accept;
		int chosen;
	} cases[] = {
		{ "a/ninjs", 1 },
		{ "a/ninjs;version=1.6", 2 },
		{ "a/ninjs; version=\"1.6\"; q=0.5", 2 },
		{ "a/ninjs;version=2.0", -1 },
		{ "a/ninjs;version=2.0, a/ninjs;q=0.2", 1 },
		{ "a/ninjs;version=1.6;q=0.3, a/ninjs;version=3.1;q=0.9", 1 },
		{ "a/*", 1 },
		{ "*/*", 0 },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++)
		assert_int_equal(
			accept_choose(slice_text(cases[i].accept), versions),
			cases[i].chosen);
}

static void
gzip_is_taken_only_when_wanted(void **state)
{
	(void)state;
	assert_true(accept_gzip(SLICE("gzip")));
	assert_true(accept_gzip(SLICE("br, GZIP;q=0.1")));
	assert_true(accept_gzip(SLICE("*")));
	assert_false(accept_gzip(SLICE("")));
	assert_false(accept_gzip(SLICE("gzip;q=0, *")));
	assert_false(accept_gzip(SLICE("gzip; q=0.000")));
	assert_false(accept_gzip(SLICE("identity, br")));
}

static void
etags_compare_weakly_and_in_lists(void **state)
{
	struct slice etag = SLICE("\"abc\"");

	(void)state;
	assert_true(accept_has_etag(SLICE("*"), etag));
	assert_true(accept_has_etag(SLICE("\"x\", W/\"abc\""), etag));
	assert_false(accept_has_etag(SLICE("abc"), etag));
	assert_false(accept_has_etag(SLICE("\"abcd\""), etag));
}

static void
dates_go_there_and_back(void **state)
{
	auto_(buf_done) struct buf out = BUF_NULL;

	(void)state;
	assert_int_equal(
		accept_read_date(SLICE("Sun, 06 Nov 1994 08:49:37 GMT")),
		784111777000);
	accept_put_date(&out, 784111777123);
	assert_string_equal(buf_text(&out), "Sun, 06 Nov 1994 08:49:37 GMT");
	assert_int_equal(
		accept_read_date(SLICE("Sun, 31 Feb 1994 08:49:37 GMT")), -1);
	assert_int_equal(accept_read_date(SLICE("784111777")), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_heaviest_type_wins_and_ours_among_equals),
		cmocka_unit_test(a_version_chooses_among_types_of_one_name),
		cmocka_unit_test(gzip_is_taken_only_when_wanted),
		cmocka_unit_test(etags_compare_weakly_and_in_lists),
		cmocka_unit_test(dates_go_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
