/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host: one name, one address, whatever it was written like.
 *
 * Everything in here is made up; the standard's own cases run in tests/corpus.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/auto.h"
#include "base/buf.h"
#include "text/host.h"

static const struct {
	const char *host, *expected; /* NULL: refused */
} cases[] = {
	/* names */
	{ "News.Example", "news.example" },
	{ "news.example.", "news.example." },
	{ "%6eews.example", "news.example" },
	{ "a_b.example", "a_b.example" },
	{ "a\"b.example", "a%22b.example" },
	{ "a%22b.example", "a%22b.example" },
	{ "a b.example", NULL },
	{ "a%20b.example", NULL },
	{ "a%2fb.example", NULL },
	{ "a%00b", NULL },
	{ "a<b", NULL },
	{ "", NULL },
	/* names in other scripts */
	{ "stra\xc3\x9f"
	  "e.example",
		"xn--strae-oqa.example" },
	{ "STRASSE.example", "strasse.example" },
	{ "\xe4\xbe\x8b\xe3\x80\x82\xe6\xb5\x8b\xe8\xaf\x95",
		"xn--fsq.xn--0zwm56d" },
	{ "\xef\xbc\xa1\xef\xbc\xa2.example", "ab.example" },
	{ "%C3%A9.example", "xn--9ca.example" },
	{ "e\xcc\x81.example", "xn--9ca.example" },
	{ "xn--9ca.\xc3\xa9", "xn--9ca.xn--9ca" },
	{ "xn--a.\xc3\xa9", NULL },          /* no Punycode */
	{ "xn--9ca\xc3\xa9.example", NULL }, /* half of it */
	{ "\xe2\x98\x95.example", "xn--53h.example" },
	{ "\xcc\x81"
	  "a.example",
		NULL },                    /* begins with a mark */
	{ "a\xe2\x80\x8d.example", NULL }, /* a joiner that joins nothing */
	{ "\xd7\x90"
	  "a.example",
		NULL }, /* two directions in one label */
	{ "\xd7\x90.example", "xn--4db.example" },
	{ "a\xe2\x80\xae"
	  "b.example",
		NULL }, /* would be drawn backwards */
	{ "a\xc2\xad"
	  "b\xc3\xa9.example",
		"xn--ab-cja.example" },
	{ "a\xe2\x80\xa4"
	  "b.example",
		NULL }, /* hides a dot */
	{ "\xff.example", NULL },
	/* addresses */
	{ "192.0.2.1", "192.0.2.1" },
	{ "192.0.2.1.", "192.0.2.1" },
	{ "0300.0.0x2.1", "192.0.2.1" },
	{ "192.513", "192.0.2.1" },
	{ "3221225985", "192.0.2.1" },
	{ "\xef\xbc\x91\xef\xbc\x99\xef\xbc\x92.0.2.1", "192.0.2.1" },
	{ "192.0.2.256", NULL },
	{ "1.2.3.4.5", NULL },
	{ "4294967296", NULL },
	{ "1.2.3.08", NULL },
	{ "x.1", NULL },
	{ "[::1]", "[::1]" },
	{ "[::]", "[::]" },
	{ "[2001:DB8:0:0:1:0:0:1]", "[2001:db8::1:0:0:1]" },
	{ "[1:0:2:0:3:0:4:0]", "[1:0:2:0:3:0:4:0]" },
	{ "[1:2:3:4:5:6:7:0]", "[1:2:3:4:5:6:7:0]" },
	{ "[1::]", "[1::]" },
	{ "[::ffff:192.0.2.1]", "[::ffff:c000:201]" },
	{ "[::192.0.2.01]", NULL },
	{ "[::192.0.2]", NULL },
	{ "[::1.2.3.4.5]", NULL },
	{ "[1:2:3:4:5:6:7:8:9]", NULL },
	{ "[1:2:3:4:5:6:7]", NULL },
	{ "[1::2::3]", NULL },
	{ "[:1]", NULL },
	{ "[1:]", NULL },
	{ "[12345::]", NULL },
	{ "[fe80::1%eth0]", NULL },
	{ "[]", NULL },
	{ "[::1", NULL },
};

static void
a_host_has_one_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(buf_done) struct buf out = BUF_NULL, again = BUF_NULL;
		bool done = host_put(slice_text(cases[i].host), &out);

		if (done != (cases[i].expected != NULL) ||
			strcmp(buf_text(&out), done ? cases[i].expected : "") !=
				0)
			fail_msg("'%s' became '%s' and not '%s'", cases[i].host,
				buf_text(&out),
				cases[i].expected ? cases[i].expected : "");
		if (!done)
			continue;
		assert_true(host_put(buf_slice(&out), &again));
		assert_string_equal(buf_text(&again), buf_text(&out));
	}
}

static void
a_long_name_in_other_letters_is_refused(void **state)
{
	auto_(buf_done) struct buf name = BUF_NULL, out = BUF_NULL;

	(void)state;
	for (unsigned i = 0; i < 300; i++)
		buf_puts(&name, "\xc3\xa9");
	assert_false(host_put(buf_slice(&name), &out));
	assert_true(host_put(
		slice_of(name.data, 500), &out)); /* a label of 250 letters */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_host_has_one_form),
		cmocka_unit_test(a_long_name_in_other_letters_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
