/* SPDX-License-Identifier: Apache-2.0 */
/*
 * url: RFC 3986 section 5.4 and the slips of real feeds.
 *
 * Everything in here is made up; what others published is read from outside
 * the tree where a test says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/url.h"

#define BASE "http://a.example/b/c/d;p?q"

static const struct {
	const char *base, *reference, *expected; /* NULL: refused */
} cases[] = {
	{ BASE, "g", "http://a.example/b/c/g" },
	{ BASE, "./g", "http://a.example/b/c/g" },
	{ BASE, "g/", "http://a.example/b/c/g/" },
	{ BASE, "/g", "http://a.example/g" },
	{ BASE, "//g.example", "http://g.example/" },
	{ BASE, "?y", "http://a.example/b/c/d;p?y" },
	{ BASE, "#s", "http://a.example/b/c/d;p?q#s" },
	{ BASE, "", "http://a.example/b/c/d;p?q" },
	{ BASE, "..", "http://a.example/b/" },
	{ BASE, "../..", "http://a.example/" },
	{ BASE, "../../../g", "http://a.example/g" },
	{ BASE, "g;x=1/../y", "http://a.example/b/c/y" },
	{ BASE, "HTTPS://News.Example/A b", "https://news.example/A%20b" },
	{ BASE, "http://x.example:080/", "http://x.example/" },
	{ BASE, "https://x.example:0444/", "https://x.example:444/" },
	{ BASE, "http://x.example:99999/", NULL },
	{ BASE, "http://x.example:a/", NULL },
	{ BASE, "http://:@x.example/", "http://x.example/" },
	{ BASE, "http://a@b@x.example/", "http://a%40b@x.example/" },
	{ BASE, "http://x.example/a/%2e%2E/b", "http://x.example/b" },
	{ BASE, "http://x y.example/", NULL },
	{ BASE, "http:\\\\x.example\\y", "http://x.example/y" },
	{ BASE, " \thttps://x.ex\nample/ ", "https://x.example/" },
	{ BASE, "https:/x.example/y", "https://x.example/y" },
	{ BASE, "/käse?ü", "http://a.example/k%C3%A4se?%C3%BC" },
	{ BASE, "https://X%e9.Example/%e9", NULL },
	{ BASE,
		"https://B\xc3\x9c"
		"cher.Example/\xc3\xbc",
		"https://xn--bcher-kva.example/%C3%BC" },
	{ BASE, "https://x-1.example/a.b/c?d=/e",
		"https://x-1.example/a.b/c?d=/e" },
	{ BASE, "https://x.example/a/./b", "https://x.example/a/b" },
	{ BASE, "https://x.example/.", "https://x.example/" },
	{ BASE, "https://x.example/a?b/./c", "https://x.example/a?b/./c" },
	{ BASE, "https://x.example", "https://x.example/" },
	{ BASE, "https://x.1/", NULL },
	{ BASE, "https://10.0.0.1/", "https://10.0.0.1/" },
	{ BASE, "https:///x.example", "https://x.example/" },
	{ BASE, "http://0x7f.1/", "http://127.0.0.1/" },
	{ BASE, "http://[2001:DB8:0:0::1]:80/", "http://[2001:db8::1]/" },
	{ BASE, "http://ada:pass:word@x.example/",
		"http://ada:pass%3Aword@x.example/" },
	{ BASE, "mailto:desk@agency.example", "mailto:desk@agency.example" },
	{ BASE, "javascript:alert(1)", NULL },
	{ BASE, "JaVa\tScript:alert(1)", NULL },
	{ BASE, "data:text/html,x", NULL },
	{ BASE, "vbscript:x", NULL },
	{ BASE, "http://", NULL },
	{ BASE, "https://user@", NULL },
	{ "", "relative", NULL },
	{ "", "https://x.example", "https://x.example/" },
};

static void
references_resolve_as_readers_expect(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;
		bool done = url_resolve_link(slice_text(cases[i].base),
			slice_text(cases[i].reference), &out);

		assert_int_equal(done, cases[i].expected != NULL);
		assert_string_equal(buf_text(&out),
			cases[i].expected ? cases[i].expected : "");
	}
}

static void
only_absolute_uris_are_absolute_uris(void **state)
{
	(void)state;
	assert_true(url_is_absolute_uri(SLICE("urn:newsml:agency:1")));
	assert_true(url_is_absolute_uri(SLICE("tag:a.example,2025:x/1")));
	assert_true(url_is_absolute_uri(SLICE("http://[::1]:80/x")));
	assert_false(url_is_absolute_uri(SLICE("story-17")));
	assert_false(url_is_absolute_uri(SLICE("http://a b")));
	assert_false(url_is_absolute_uri(SLICE("http://a/%zz")));
	assert_false(url_is_absolute_uri(SLICE("urn:")));
	assert_false(url_is_absolute_uri(SLICE("")));
	assert_true(url_is_web(SLICE("https://a.example/x")));
	assert_false(url_is_web(SLICE("ftp://a.example/x")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_resolve_as_readers_expect),
		cmocka_unit_test(only_absolute_uris_are_absolute_uris),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
