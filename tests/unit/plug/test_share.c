/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_share - who asks for the same gets the same, and everything is dropped.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "plug/share.h"

static unsigned n_made, n_dropped;

static void *
make(const char *bytes, size_t len)
{
	n_made++;
	return len != 0 ? mem_strndup(bytes, len) : NULL;
}

static void
drop(void *thing)
{
	n_dropped++;
	mem_free(thing);
}

static int
forget(void **state)
{
	(void)state;
	n_made = n_dropped = 0;
	return 0;
}

static void
the_second_who_asks_gets_what_the_first_had_made(void **state)
{
	(void)state;
	auto_(share_free) struct share *share = share_new();
	char again[] = "AFP,dpa";
	const char *first =
		share_get(share, "list 1", SLICE("AFP,dpa"), make, drop);

	assert_string_equal(first, "AFP,dpa");
	assert_ptr_equal(
		share_get(share, "list 1", slice_text(again), make, drop),
		first);
	assert_int_equal(n_made, 1);
}

static void
other_bytes_or_another_kind_make_another(void **state)
{
	(void)state;
	auto_(share_free) struct share *share = share_new();
	const void *one = share_get(share, "list 1", SLICE("AFP"), make, drop);

	assert_ptr_not_equal(
		share_get(share, "list 1", SLICE("AFP,dpa"), make, drop), one);
	assert_ptr_not_equal(
		share_get(share, "list 2", SLICE("AFP"), make, drop), one);
	assert_int_equal(n_made, 3);
}

static void
nothing_can_be_made_and_is_asked_for_again(void **state)
{
	(void)state;
	auto_(share_free) struct share *share = share_new();

	assert_null(share_get(share, "list 1", SLICE(""), make, drop));
	assert_null(share_get(share, "list 1", SLICE(""), make, drop));
	assert_int_equal(n_made, 2);
}

static void
each_thing_is_dropped_once(void **state)
{
	(void)state;
	struct share *share = share_new();

	share_get(share, "list 1", SLICE("AFP"), make, drop);
	share_get(share, "list 1", SLICE("AFP"), make, drop);
	share_get(share, "list 1", SLICE("dpa"), make, drop);
	share_free(share);
	assert_int_equal(n_dropped, 2);
	share_free(NULL);
}

#define TEST(f) cmocka_unit_test_setup(f, forget)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_second_who_asks_gets_what_the_first_had_made),
		TEST(other_bytes_or_another_kind_make_another),
		TEST(nothing_can_be_made_and_is_asked_for_again),
		TEST(each_thing_is_dropped_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
